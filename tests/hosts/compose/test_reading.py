"""From a Compose file to its services and volumes."""

import pytest

from persistlint.hosts.compose.reading import read_file, read_project
from persistlint.hosts.compose.text import Text, TextPiece
from persistlint.text.spans import Span, document_anchor


def project(text, **others):
    files = {"compose.yaml": text, **{name.replace("_", "."): other for name, other in others.items()}}

    def read(path):
        return read_file(path, files[path].encode(), {}, None, "") if path in files else None

    return read_project([read("compose.yaml")], read)


def service(text, name="db"):
    return project(text).services[name]


def known(texts):
    return [text.known for text in texts or ()]


def test_what_a_service_says():
    definition = service(
        """services:
  db:
    image: postgres:16
    container_name: shop-db
    command: postgres -c "shared_buffers=1 GB" -c 'x=y'
    entrypoint: [docker-entrypoint.sh]
    environment:
      A: 1
      B:
    volumes: [pgdata:/data]
    tmpfs: /run
    volumes_from: [web:ro]
    profiles: [dev]
    depends_on:
      web: {condition: service_started}
"""
    )
    assert definition.image.known == "postgres:16"
    assert definition.container_name.known == "shop-db"
    assert known(definition.command) == ["postgres", "-c", "shared_buffers=1 GB", "-c", "x=y"]
    assert known(definition.entrypoint) == ["docker-entrypoint.sh"]
    assert {name: text.known if text else None for name, (_, text) in definition.environment.items()} == {
        "A": "1",
        "B": None,
    }
    assert [(mount.kind, mount.short.known) for mount in definition.mounts] == [
        ("volumes", "pgdata:/data"),
        ("tmpfs", "/run"),
    ]
    assert known(definition.volumes_from) == ["web:ro"]
    assert known(definition.profiles) == ["dev"]
    assert definition.depends_on == ["web"]


def test_the_long_form_of_a_mount():
    (mount,) = service(
        "services:\n  db:\n    image: x\n    volumes:\n      - type: volume\n        source: pg\n        target: /data\n"
        "        volume: {nocopy: true}\n"
    ).mounts
    assert mount.short is None
    assert {name: text.known for name, text in mount.fields.items()} == {
        "type": "volume",
        "source": "pg",
        "target": "/data",
        "volume.nocopy": "true",
    }


@pytest.mark.parametrize(
    ("written", "variables", "text"),
    [
        ("postgres:${V:-16}", {}, "postgres:16"),
        ("postgres:${V-16}", {}, "postgres:16"),
        ("postgres:${V:-${W:-15}}", {}, "postgres:15"),
        ("postgres:${V}", {}, None),
        ("postgres:$V", {}, None),
        ("postgres:${V:?set it}", {}, None),
        ("postgres:${V:+alpine}", {}, None),
        ("postgres:${V:+alpine}", {"V": "1"}, "postgres:alpine"),
        ("postgres:${V:-16}", {"V": "17"}, "postgres:17"),
        ("postgres:${V:-16}", {"V": ""}, "postgres:16"),
        ("postgres:${V-16}", {"V": ""}, "postgres:"),
        ("a$$b", {}, "a$b"),
        ("a$", {}, "a$"),
        ("$1 $(x)", {}, "$1 $(x)"),
    ],
)
def test_interpolation(written, variables, text):
    file = read_file("compose.yaml", f"services: {{db: {{image: '{written}'}}}}".encode(), variables)
    assert read_project([file]).services["db"].image.known == text


def test_a_default_is_an_assumption():
    assert service("services: {db: {image: 'x:${V:-1}'}}").image.assumes == {"V"}


@pytest.mark.parametrize("written", ["${", "${}", "${1}", "${a b}", "${a", "${a.b}"])
def test_what_cant_be_interpolated_is_a_problem(written):
    definition = project(f"services: {{db: {{image: '{written}'}}}}")
    assert len(definition.problems) == 1
    assert "invalid interpolation format" in definition.problems[0].reason


def test_a_value_of_env_isnt_shown():
    file = read_file("compose.yaml", b"services: {db: {image: 'x:${V}'}}", {"V": "secret"})
    assert "secret" not in repr(read_project([file]).services["db"].image)


def test_volumes():
    volumes = project(
        """services: {}
volumes:
  a:
  b: {external: true}
  c: {name: real, driver: local, driver_opts: {type: none, o: bind, device: /srv}}
  d: {external: {name: old}}
"""
    ).volumes
    assert {name: volume.external for name, volume in volumes.items()} == {
        "a": False,
        "b": True,
        "c": False,
        "d": True,
    }
    assert (volumes["c"].real_name.known, volumes["c"].is_bind) == ("real", True)
    assert (volumes["d"].real_name.known, volumes["a"].is_bind) == ("old", False)


def test_extends_in_the_same_file_and_another():
    services = project(
        """services:
  base: {image: postgres:16, volumes: [a:/a]}
  db: {extends: base, volumes: [b:/b]}
  other:
    extends: {file: common.yaml, service: x}
  lost:
    extends: {file: absent.yaml, service: x}
""",
        common_yaml="services: {x: {image: redis:7}}",
    ).services
    assert (services["db"].image.known, [mount.short.known for mount in services["db"].mounts]) == (
        "postgres:16",
        ["a:/a", "b:/b"],
    )
    assert services["other"].image.known == "redis:7"
    assert (services["db"].complete, services["lost"].complete) == (True, False)


def test_later_files_come_over_earlier_ones():
    definition = read_file(
        "a.yaml", b"services: {db: {image: x:1, environment: [A=1, B=2], volumes: [a:/a]}}"
    )
    two = read_file("b.yaml", b"services: {db: {image: x:2, environment: {B: 3}, volumes: !override [b:/b]}}")
    service = read_project([definition, two]).services["db"]
    assert service.image.known == "x:2"
    assert {name: text.known for name, (_, text) in service.environment.items()} == {"A": "1", "B": "3"}
    assert [mount.short.known for mount in service.mounts] == ["b:/b"]


def test_compose_sets_the_projects_name_itself():
    definition = service("services: {db: {image: 'x', container_name: '${COMPOSE_PROJECT_NAME:-shop}_db'}}")
    assert definition.container_name.known is None


def test_a_word_of_a_long_command_is_cut_without_going_through_it():
    class Counted(list):
        looked_at = 0

        def __getitem__(self, index):
            Counted.looked_at += 1
            return super().__getitem__(index)

    span = Span(document_anchor("compose.yaml"), 0, 9000)
    pieces = Counted(TextPiece("abc", Span(span.anchor, 3 * at, 3 * at + 3), "|") for at in range(3000))
    text = Text(pieces, span)
    assert [text.cut(at, at + 2).known for at in (0, 4499, 8998)] == ["ab", "ca", "bc"]
    assert Counted.looked_at < 9
    assert text.cut(8000).known == "cabc" + "abc" * 332
