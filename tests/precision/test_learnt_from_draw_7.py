"""Classes of errors of draw 7: what was said falsely, and the look-alikes that stay loud."""

from __future__ import annotations

import pytest

from persistlint.hosts.yaml_lines import with_joined_lines
from persistlint.hosts.yaml_tree import Mapping, Scalar, Sequence, read_yaml
from tests.rules.told import messages, told


def severities(code: str, text: str, path: str, **beside: str) -> list[str]:
    return [severity for _, severity in told(code, text, path, **beside)]


WEB = "services:\n  web:\n    image: nginx:1.27\n"


@pytest.mark.parametrize(
    "more",
    [
        '    command: [ "a",\n    "b"]\n',
        '    command: [ "a",\n"b"]\n',
        "    command: [\n      a\n  ]\n",
        "    command: [ a, # one\n  b]\n",
        "    command: [ a, # it's [\n  b]\n",
        "    command: [a,\n\t\tb]\n    hostname: c\n",
        '    labels: { "a": "b",\n  "c": "d"\n}\n',
        '    x-a: {"a":["b",\n"c"], d: "e ]"}\n',
        '    command: "a\n  b"\n',
        "    hostname: 'it''s\n\n b'\n",
        '    hostname: "a \\\n b \\" c"\n',
        '    command: ["nc", -,\n  "b"]\n',
        '    command: "a"# said\n',
        "    hostname: \"it\\'s a \\' b\"\n",
        "    entrypoint: |\n      x: [\n    command: [a,\n    b]\n",
        '    command: [ "a",\r\n    "b"]\r\n',
    ],
)
def test_lines_that_compose_takes(more: str) -> None:
    assert told("PSL226", WEB + more, "compose.yaml") == []


@pytest.mark.parametrize(
    "more",
    [
        '    command: [ "a",\n    "b"\n    hostname: c\n',
        '    command: [ "a"\n    "b"]\n',
        "    command: [\n---\n]\n",
        '    command: "a\n    hostname: c\n',
        '    command: "a" b\n',
        '    command: "a\n  b" c\n',
        "    command: a\n  hostname: b\n   c: d\n",
        "    command: [- a]\n",
        '    labels: {"a": "b",\n  "c": "d"\n',
        '    labels:\n      "a\n  b": c\n',
    ],
)
def test_lines_that_compose_refuses(more: str) -> None:
    (message,) = messages("PSL226", WEB + more, "compose.yaml")
    assert "It is no YAML from here on" in message


def test_joined_lines_keep_their_places_and_values() -> None:
    text = b"a: [ 'b\n c', d\n  e,\n-, \"f\\'g\"]\nh: i\n"
    assert len(with_joined_lines(text)) == len(text)
    read = read_yaml(text)
    assert read.problem is None
    (root,) = read.documents
    assert isinstance(root, Mapping)
    first, second = root.entries
    assert isinstance(first.value, Sequence)
    assert isinstance(second.value, Scalar)
    assert [item.text for item in first.value.items if isinstance(item, Scalar)] == ["b c", "d e", "-", "f'g"]
    assert text[second.value.start : second.value.end] == b"i"


def test_what_is_not_closed_is_looked_for_a_few_times_only() -> None:
    text = b"a: [\n" * 2000
    assert with_joined_lines(text) == text


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("927e98542471", []),
        ("-1e400", []),
        ("_1", []),
        ("._5", []),
        (".5_0", []),
        ("927e98", ["error"]),
        ("1e-400", ["error"]),
        ("1_000", ["error"]),
        ("0o17", ["error"]),
        ("0x1F", ["error"]),
        (".5", ["error"]),
        ("+1", ["error"]),
        ("12:30:45", []),
        ("yes", []),
        ("true", ["error"]),
        ("~", ["error"]),
    ],
)
def test_what_is_a_number(value: str, said: list[str]) -> None:
    assert severities("PSL226", f"{WEB}    hostname: {value}\n", "compose.yaml") == said


UNDECLARED = WEB + "    networks: [backend]\n"


@pytest.mark.parametrize(
    ("beside", "said"),
    [
        ({"deploy/prod.yaml": "services:\n  a:\n    image: nginx:1.27\n    extends:\n      file: ../base/compose.yaml\n      service: web\nnetworks:\n  backend:\n"}, []),
        ({"deploy/prod.yaml": "include:\n  - ../base/compose.yaml\nservices:\n  a:\n    image: nginx:1.27\nnetworks:\n  backend:\n"}, []),
        ({"compose.yaml": "services:\n  a:\n    extends:\n      file: base/compose.yaml\n      service: web\nnetworks:\n  backend:\n"}, []),
        ({"deploy/prod.yaml": "services:\n  a:\n    extends:\n      file: ../other/compose.yaml\n      service: web\n"}, ["error"]),
        ({}, ["error"]),
    ],
)  # fmt: skip
def test_what_another_file_takes(beside: dict[str, str], said: list[str]) -> None:
    assert severities("PSL226", UNDECLARED, "base/compose.yaml", **beside) == said


def test_what_a_file_takes_from_another_is_refused_there() -> None:
    text = "services:\n  a:\n    extends:\n      file: ./base.yaml\n      service: web\n"
    (message,) = messages("PSL226", text, "compose.yaml", **{"base.yaml": UNDECLARED})
    assert "compose.yaml`, which takes this from here, and no command" in message
    (message,) = messages("PSL226", UNDECLARED, "compose.yaml")
    assert message.startswith("Compose refuses this file, and no command")


@pytest.mark.parametrize(
    ("path", "severity"),
    [
        ("docker-stack.yml", "info"),
        ("docker-stack-nginx.yaml", "info"),
        ("web.stack.yml", "info"),
        ("docker-swarm.yml", "info"),
        ("swarm/web/docker-compose.yml", "info"),
        ("stacks/web/docker-compose.yml", "error"),
        ("stackoverflow/docker-compose.yml", "error"),
        ("lamp-stack/docker-compose.yml", "error"),
        ("docker-compose.yml", "error"),
    ],
)
def test_files_for_a_swarm(path: str, severity: str) -> None:
    text = UNDECLARED + "    network_mode: host\nnetworks:\n  backend:\n"
    assert severities("PSL226", text, path) == [severity]


def test_a_swarm_refuses_a_network_that_is_not_declared() -> None:
    assert severities("PSL226", WEB + "    volumes: [a]\n    ports: 80\n", "docker-stack.yml") == ["error"]


def page(*lines: str) -> str:
    return "# Notes\n\n```sh\n" + "\n".join(lines) + "\n```\n"


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (("docker run --rm -ti --name shop1 -p 5000:5000 shop flask run", "docker exec shop1 ls"), []),
        (("docker run --rm --name shop1 -P shop", "docker exec shop1 ls"), []),
        (("docker run --rm --name shop1 postgres:17", "docker exec shop1 psql"), []),
        (("docker run --rm --name shop1 -p 80:80 shop", "docker cp shop1:/x ."), []),
        (("docker run --rm --name shop1 shop make", "docker exec shop1 ls"), ["error"]),
        (("docker run --rm --name shop1 ubuntu true", "docker cp shop1:/x ."), ["error"]),
        (("docker run --rm --name shop1 -p 80:80 shop", "docker start shop1"), ["error"]),
        (
            ("docker run -d --rm --name shop1 -p 80:80 shop", "docker stop shop1", "docker exec shop1 ls"),
            ["error"],
        ),
    ],
)
def test_a_server_in_the_foreground(lines: tuple[str, ...], said: list[str]) -> None:
    assert severities("PSL402", page(*lines), "README.md") == said


def test_a_server_in_a_scripts_foreground_has_ended() -> None:
    script = "docker run --rm --name shop1 -p 80:80 shop\ndocker exec shop1 ls\n"
    assert severities("PSL402", script, "run.sh") == ["error"]


@pytest.mark.parametrize(
    ("line", "better"),
    [
        ("docker run -d -link nuxeoServer:nuxeo --name c nuxeo/diamond", "`-link` with one dash is `-l` with the value `ink`"),
        ("docker build -tag shop .", "`-tag` with one dash is `-t` with the value `ag`"),
    ],
)  # fmt: skip
def test_a_long_option_with_one_dash(line: str, better: str) -> None:
    (message,) = messages("PSL227", page(line), "README.md")
    assert better in message
    assert message.endswith(f"Write `-{better.split('`')[1]}`.")


@pytest.mark.parametrize("line", ["docker run -link=a nginx:1.27", "docker run -lable nginx:1.27", "docker run -it -eFOO=bar nginx:1.27"])  # fmt: skip
def test_letters_that_docker_takes(line: str) -> None:
    assert told("PSL227", page(line), "README.md") == []


COPY = "docker cp one:/a.txt two:/a.txt"


@pytest.mark.parametrize(
    ("remark", "severity"),
    [
        ("# Копирование между контейнерами не поддерживается", "info"),
        ("# This will fail", "info"),
        ("# Copying between containers is not supported", "info"),
        ("# no se puede copiar", "info"),
        ("# Copy between the containers", "error"),
        ("# If this fails, try again", "error"),
        ("# Use it when the other way is not supported", "error"),
    ],
)
def test_a_remark_that_says_that_it_fails(remark: str, severity: str) -> None:
    assert severities("PSL227", page(remark, COPY), "README.md") == [severity]


BUILD = "> ```bash\n> docker build -t shop -<<EOF\n> FROM busybox\n> COPY a.txt .\n> EOF\n{}> ```\n"


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("# Notes\n\n" + BUILD.format("> \n> # observe that the build fails\n"), "info"),
        ("# Notes\n\nA build that copies will fail:\n\n" + BUILD.format(""), "info"),
        ("# Notes\n\nBuild it:\n\n" + BUILD.format(""), "error"),
        ("# Notes\n\nIf the pull fails, build it:\n\n" + BUILD.format("> # observe the image\n"), "error"),
    ],
)
def test_a_build_that_is_shown_to_fail(text: str, severity: str) -> None:
    assert severities("PSL506", text, "README.md") == [severity]


@pytest.mark.parametrize(
    ("path", "severity"),
    [
        ("gitops-archive/web/compose.yaml", "info"),
        ("archive/compose.yaml", "info"),
        ("apps/not-working/compose.yaml", "info"),
        ("unused/web/compose.yaml", "info"),
        ("broken/compose.yaml", "info"),
        ("mail-archive/compose.yaml", "error"),
        ("archiver/compose.yaml", "error"),
        ("brokenlinks/compose.yaml", "error"),
        ("working/compose.yaml", "error"),
    ],
)
def test_folders_that_are_left_behind(path: str, severity: str) -> None:
    assert severities("PSL226", UNDECLARED, path) == [severity]


def test_a_list_of_composes_keys() -> None:
    text = "services: # the containers\n  web: # a name\n    image: nginx:1.27 # what is run\n    volumes: # what is mounted\n    command: # what is started\n"
    assert severities("PSL226", text, "compose.yaml") == ["info"]
    assert severities("PSL226", text.replace(" # what is mounted", ""), "compose.yaml") == ["error"]
    plain = WEB + "    hostname: a\n    user: b\n    init: true\n    volumes: # what is mounted\n"
    assert severities("PSL226", plain, "compose.yaml") == ["error"]
