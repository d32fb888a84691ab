"""What rules say about the services of a Compose file, and the fixes that they offer there."""

import pytest

from persistlint.api import analyse
from persistlint.cli.app import main
from tests.rules.told import fixed, messages, told

POSTGRES = "services:\n  db:\n    image: postgres:16\n    restart: always\n"


def test_a_database_without_a_mount():
    assert told("PSL101", POSTGRES, "compose.yaml") == [(3, "warning")]
    (message,) = messages("PSL101", POSTGRES, "compose.yaml")
    assert message.startswith("Nothing is mounted on `/var/lib/postgresql/data` of service `db`.")
    assert "Add `pgdata:/var/lib/postgresql/data` under `volumes:`." in message
    assert "`docker compose down`" in message
    assert "-v " not in message


@pytest.mark.parametrize(
    "service",
    {
        "a volume": "    image: postgres:16\n    volumes: [pgdata:/var/lib/postgresql/data]\n",
        "a directory": "    image: postgres:16\n    volumes:\n      - ./data:/var/lib/postgresql/data\n",
        "the long form": "    image: postgres:16\n    volumes:\n      - type: volume\n        source: pgdata\n"
        "        target: /var/lib/postgresql/data\n",
        "memory": "    image: postgres:16\n    tmpfs: /var/lib/postgresql/data\n",
        "unknown image": "    image: ${IMAGE}\n",
        "another's mounts": "    image: postgres:16\n    volumes_from: [data]\n",
        "unknown mount": "    image: postgres:16\n    volumes: ['${DATA}']\n",
        "a base that isn't there": "    extends: {file: absent.yaml, service: x}\n    image: postgres:16\n",
        "built by the project": "    image: postgres:16\n    build: ./db\n",
        "a name like an image's": "    build: ./postgres\n",
        "a client": "    image: postgres:16\n    command: psql -h db\n",
    }.items(),
    ids=lambda item: item[0],
)
def test_silent(service):
    text = "services:\n  db:\n" + service[1] + "volumes: {pgdata: }\n"
    assert [told(code, text, "compose.yaml") for code in ("PSL101", "PSL201", "PSL202", "PSL203")] == [[]] * 4


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "services:\n  db:\n    image: postgres:16 # why\n    restart: always\n",
            "services:\n  db:\n    image: postgres:16 # why\n    volumes:\n      - pgdata:/var/lib/postgresql/data\n"
            "    restart: always\n\nvolumes:\n  pgdata:\n",
        ),
        (
            "services:\n    db:\n        volumes:\n        # what\n        - ./init:/docker-entrypoint-initdb.d # scripts\n"
            "        image: 'postgres:16'\n\nvolumes:\n    other: {}   # kept\n",
            "services:\n    db:\n        volumes:\n        # what\n        - ./init:/docker-entrypoint-initdb.d # scripts\n"
            "        - pgdata:/var/lib/postgresql/data\n        image: 'postgres:16'\n\nvolumes:\n    other: {}   # kept\n    pgdata:\n",
        ),
        (
            "services:\n  db: {image: 'postgres:16'}\nvolumes: {other: }\n",
            "services:\n  db: {image: 'postgres:16', volumes: [\"pgdata:/var/lib/postgresql/data\"]}\nvolumes: {other: , pgdata: {} }\n",
        ),
        (
            "services:\n  db: {image: 'postgres:16'}\nvolumes: {}\n",
            "services:\n  db: {image: 'postgres:16', volumes: [\"pgdata:/var/lib/postgresql/data\"]}\nvolumes: {pgdata: {}}\n",
        ),
        (
            "volumes:\nservices:\n  db:\n    image: postgres:16\n    volumes: []\n",
            'volumes:\n  pgdata:\nservices:\n  db:\n    image: postgres:16\n    volumes: ["pgdata:/var/lib/postgresql/data"]\n',
        ),
        (
            "services:\r\n  db:\r\n    image: postgres:16",
            "services:\r\n  db:\r\n    image: postgres:16\r\n    volumes:\r\n      - pgdata:/var/lib/postgresql/data\r\n\r\nvolumes:\r\n  pgdata:",
        ),
    ],
)
def test_the_fix_keeps_what_is_there(before, after):
    assert fixed(before, "compose.yaml") == after


def test_no_fix_where_others_share_the_text():
    text = "x-v: &v [./data:/a]\nservices:\n  db:\n    image: postgres:16\n    volumes: *v\n  web: {image: nginx, volumes: *v}\n"
    assert told("PSL101", text, "compose.yaml") == [(4, "warning")]
    assert fixed(text, "compose.yaml") == text


def test_the_path_of_another_version():
    text = "services:\n  db:\n    image: postgres:18\n    volumes:\n      - 'pg:/var/lib/postgresql/data'\nvolumes: {pg: }\n"
    assert told("PSL202", text, "compose.yaml") == [(5, "error")]
    assert "- 'pg:/var/lib/postgresql'" in fixed(text, "compose.yaml")


def test_a_mount_above_and_a_mount_beside():
    above = "services:\n  db:\n    image: postgres:16\n    volumes:\n      - pg:/var/lib/postgresql\nvolumes: {pg: }\n"
    assert told("PSL201", above, "compose.yaml") == [(5, "error")]
    assert "- pg:/var/lib/postgresql/data\n" in fixed(above, "compose.yaml")
    beside = "services:\n  db:\n    image: postgres:16\n    volumes:\n      - type: volume\n        source: pg\n        target: /data\nvolumes: {pg: }\n"
    assert told("PSL203", beside, "compose.yaml") == [(7, "warning")]
    assert "target: /var/lib/postgresql/data\n" in fixed(beside, "compose.yaml")


def test_a_comment_silences():
    text = "services:\n  db:\n    # persistlint: ignore[PSL101] a toy\n    image: postgres:16\n"
    assert told("PSL101", text, "compose.yaml") == []


OVERRIDE = "services:\n  db:\n    volumes: [pg:/var/lib/postgresql/data]\nvolumes: {pg: }\n"
WITH_MOUNT = "services:\n  db:\n    image: postgres:15\n    volumes: [./pg:/var/lib/postgresql/data]\n"


def test_an_override_counts():
    assert told("PSL101", POSTGRES, "compose.yaml", **{"compose.override.yaml": OVERRIDE}) == []
    assert told("PSL101", POSTGRES, "compose.yaml", **{"compose.prod.yaml": OVERRIDE}) == [(3, "warning")]


@pytest.mark.parametrize(
    ("name", "others"),
    [
        ("compose.override.yaml", {"compose.yaml": WITH_MOUNT}),
        ("compose.prod.yaml", {"compose.yaml": WITH_MOUNT}),
        ("deploy__compose.prod.yaml", {"compose.yaml": WITH_MOUNT}),
        ("common.yaml", {"compose.yaml": "services: {x: {extends: {file: common.yaml, service: db}}}"}),
        ("db.yaml", {"compose.yaml": "include: [db.yaml]\nservices: {x: {image: x}}"}),
        ("db.yaml", {"docker-compose.yml": "include: [{path: [./db.yaml]}]\nservices: {x: {image: x}}"}),
    ],
)
def test_what_another_file_completes_says_nothing(name, others):
    assert told("PSL101", POSTGRES, name.replace("__", "/"), **others) == []


def test_a_part_of_a_service_says_nothing():
    text = "services:\n  db:\n    image: postgres:16\n  web:\n    ports: ['80:80']\n"
    assert told("PSL101", text, "compose.ports.yaml") == []
    assert told("PSL226", text, "compose.ports.yaml") == []
    assert told("PSL226", text, "compose.yaml") == []


def test_a_variant_of_its_own_is_judged():
    files = {"compose.yaml": "services: {web: {image: nginx}}"}
    assert told("PSL101", POSTGRES, "compose.prod.yaml", **files) == [(3, "warning")]


def test_a_template_says_nothing_by_itself():
    text = "x-db: &db\n  image: postgres:16\nservices:\n  one:\n    <<: *db\n    volumes: [pg:/var/lib/postgresql/data]\nvolumes: {pg: }\n"
    assert told("PSL101", text, "compose.yaml") == []


def test_values_of_env_are_never_shown(tmp_path, capsys):
    (tmp_path / "compose.yaml").write_text(
        "services:\n  db:\n    image: postgres:${TAG}\n    container_name: ${NAME}\n    user: ${NAME}\n"
        "    volumes: ['${WHERE}:${THERE}', '${NAME}:/var/lib/postgresql/data']\n    environment: {PGDATA: '${THERE}/pg', A: '${NAME}'}\n"
        "    env_file: more.env\n    command: [postgres, -c, '${NAME}']\n"
    )
    (tmp_path / ".env").write_text("TAG=18-hush\nNAME=hush\nWHERE=/hush/there\nTHERE=/hush/inside\n")
    (tmp_path / "more.env").write_text("X=hush\nPGDATA=/hush/more\n")
    (tmp_path / "run.sh").write_text(
        "docker compose up -d\ndocker compose exec db touch /x\ndocker compose down -v\n"
    )
    for command in (
        ["check", "--exit-zero"],
        ["map"],
        ["inspect"],
        ["check", "--exit-zero", "--format", "json"],
    ):
        main([*command, *(["--no-cache", str(tmp_path)] if command[0] == "check" else [str(tmp_path)])])
        out = capsys.readouterr()
        assert out.out
        assert "hush" not in out.out + out.err


# -- scripts beside it


SHOP = """name: shop
services:
  db:
    image: postgres:16
    volumes: [pgdata:/var/lib/postgresql/data]
  cache:
    image: redis:7
  site:
    image: nginx:1.27
    volumes: [real:/usr/share/nginx/html, theirs:/theirs, files:/files]
volumes:
  pgdata:
  real: {name: pages}
  theirs: {external: true}
  files: {driver_opts: {type: none, o: bind, device: /srv/files}}
  unused:
"""


def test_down_names_the_volumes_that_go():
    (message,) = messages("PSL410", "docker compose down -v\n", **{"compose.yaml": SHOP})
    assert "deletes the volumes `shop_pgdata` and `pages` and the anonymous volume of `cache`" in message


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("docker compose -p other down -v", "`other_pgdata`"),
        ("COMPOSE_PROJECT_NAME=other docker compose down -v", "`other_pgdata`"),
        ("docker compose rm -fsv", "the anonymous volume of `cache`, with"),
        ("docker compose up -d -V", "the anonymous volume of `cache`. The data"),
        ("docker compose -f compose.yaml down -v", "`shop_pgdata`"),
        ("cd sub && docker compose -f ../compose.yaml down -v", "`shop_pgdata`"),
        ("cd sub && docker compose down -v", "`shop_pgdata`"),
        ("docker compose -f absent.yaml down -v", "deletes the project's volumes"),
        ('docker compose -f "$FILE" down -v', "deletes the project's volumes"),
    ],
)
def test_whose_volumes(command, said):
    (message,) = messages("PSL410", command + "\n", **{"compose.yaml": SHOP})
    assert said in message


@pytest.mark.parametrize(
    "compose",
    [
        "services: {site: {image: nginx}}",
        "services: {db: {image: 'postgres:16', volumes: ['./pg:/var/lib/postgresql/data']}}",
        "services: {db: {image: 'postgres:16', volumes: ['pg:/var/lib/postgresql/data']}}\nvolumes: {pg: {external: true}}",
    ],
)
def test_nothing_is_said_where_nothing_is_lost(compose):
    assert told("PSL410", "docker compose down -v\n", **{"compose.yaml": compose}) == []


def test_named_services_only():
    assert told("PSL410", "docker compose rm -fsv site\n", **{"compose.yaml": SHOP}) == []


# -- blocks of documents


def test_a_block_of_a_document_is_judged():
    text = "# Start\n\n```yaml\nservices:\n  db:\n    image: postgres:16\n```\n"
    assert [line for line, _ in told("PSL101", text, "README.md")] == [6]
    assert "    volumes:\n      - pgdata:/var/lib/postgresql/data\n\nvolumes:\n  pgdata:\n```\n" in fixed(
        text, "README.md"
    )


@pytest.mark.parametrize(
    "block",
    [
        "```yaml\n  db:\n    image: postgres:16\n```\n",
        "```yaml\nsteps: []\nservices:\n  db:\n    image: postgres:16\n```\n",
        "```yaml\nservices:\n  db:\n    image: postgres:16\n    volumes:\n      - pg:/var/lib/postgresql/data\n```\n",
        "```\nservices:\n  db:\n    image: postgres:16\n```\n",
    ],
)
def test_parts_and_other_blocks_say_nothing(block):
    for code in ("PSL101", "PSL226"):
        assert told(code, "docker\n\n" + block, "README.md") == []


def test_no_fix_in_an_indented_block():
    text = "1. docker\n\n   ```yaml\n   services:\n     db:\n       image: postgres:16\n   ```\n"
    assert [line for line, _ in told("PSL101", text, "README.md")] == [6]
    assert fixed(text, "README.md") == text


# -- further rules


@pytest.mark.parametrize(
    ("code", "service", "line", "said"),
    [
        (
            "PSL303",
            "image: postgres:16\n    volumes: ['/tmp/pg:/var/lib/postgresql/data']",
            4,
            "Service `db`",
        ),
        ("PSL306", "image: alpine\n    volumes: ['/etc:/x']", 4, "Service `db`"),
        ("PSL401", "image: postgres:16\n    volumes: [/var/lib/postgresql/data]", 4, "docker compose down"),
        ("PSL405", "image: mysql:8\n    tmpfs: /var/lib/mysql", 4, "memory"),
        ("PSL415", "image: rabbitmq:3\n    volumes: [./r:/var/lib/rabbitmq]", 3, "`hostname: rabbitmq`"),
        ("PSL602", "image: postgres\n    volumes: [./r:/var/lib/postgresql]", 3, "Write the"),
        ("PSL601", "image: alpine\n    privileged: true", 3, "`privileged: true`"),
    ],
)
def test_further_rules_speak_of_services(code, service, line, said):
    text = f"services:\n  db:\n    {service}\n"
    assert [place for place, _ in told(code, text, "compose.yaml")] == [line]
    assert said in messages(code, text, "compose.yaml")[0]
    assert "--" not in messages(code, text, "compose.yaml")[0]


def test_a_block_that_shows_one_key_of_a_service_whose_data_another_block_mounts():
    def page(first, second):
        return f"# Install\n\n```yaml\nservices:\n  app:\n{first}```\n\n```yaml\nservices:\n  app:\n{second}```\n"

    image = "    image: postgres:16\n    environment: {POSTGRES_PASSWORD: x}\n"
    part = image + "    ports: ['5432:5432']\n"
    whole = image + "    volumes:\n      - ./data:/var/lib/postgresql/data\n"
    assert told("PSL101", page(part, whole), "README.md") == [(6, "info")]
    assert told("PSL101", page(whole, part), "README.md") == [(15, "info")]
    # Nothing else of the page mounts it.
    part += "    volumes: ['exports:/exports']\n"
    assert told("PSL101", page(part, part), "README.md") == [(6, "warning"), (15, "warning")]
    another = "    image: redis:7\n    volumes:\n      - cache:/data\nvolumes: {cache: }\n"
    assert told("PSL101", page(part, another), "README.md") == [(6, "warning")]


def test_a_document_s_block_that_shows_variants_one_below_the_other_is_a_note():
    text = "services:\n  db:\n    image: x\nservices:\n  db:\n    image: y\n"
    assert told("PSL226", text, "compose.yaml") == [(4, "error")]
    assert told("PSL226", f"# Limits\n\n```yaml\n{text}```\n", "README.md") == [(7, "info")]


def test_a_path_is_not_declared_as_a_volume():
    text = "services:\n  db:\n    image: postgres:16\n    volumes: ['data/x:/y']\n"
    (message,) = messages("PSL226", text, "compose.yaml")
    assert message.endswith("write `./data/x` for a directory beside the file.")
    assert "data/x:\n" not in fixed(text, "compose.yaml")


def test_a_file_is_not_declared_as_a_volume():
    text = "services:\n  web:\n    image: nginx:1.27\n    volumes: ['nginx.conf:/etc/nginx/nginx.conf']\n"
    (message,) = messages("PSL226", text, "compose.yaml")
    assert message.endswith("write `./nginx.conf` for the file beside this one.")
    assert fixed(text, "compose.yaml") == text


@pytest.mark.parametrize(
    "services",
    {
        "a merge key": "  a: &a\n    image: postgres:16\n  b:\n    <<: *a\n",
        "a merge key, with a list": "  a: &a\n    image: postgres:16\n    volumes: []\n  b:\n    <<: *a\n",
        "an alias": "  a: &a\n    image: postgres:16\n  b: *a\n",
        "an alias of a list": "  a:\n    image: postgres:16\n    volumes: &v\n      - x:/x\n  b:\n    image: postgres:16\n    volumes: *v\n",
        "replicas": "  a:\n    image: postgres:16\n    deploy:\n      replicas: 3\n",
        "scale": "  a:\n    image: postgres:16\n    scale: 2\n",
        "an unknown number": "  a:\n    image: postgres:16\n    scale: $N\n",
        "a target that another service has": "  a: &a\n    image: redis:7\n    volumes:\n      - type: volume\n        source: x\n"
        "        target: /data\n  b:\n    <<: *a\n    image: mongo:7\n",
    }.items(),
    ids=lambda item: item[0],
)
def test_no_volume_is_written_that_several_containers_would_share(services):
    text = f"services:\n{services[1]}volumes: {{x: }}\n"
    assert fixed(text, "compose.yaml") == text


def test_a_service_that_another_one_extends_gets_no_volume_and_the_other_one_does():
    text = "services:\n  a:\n    image: postgres:16\n  b:\n    extends: a\n    image: postgres:16\n"
    mended = fixed(text, "compose.yaml")
    assert mended.startswith("services:\n  a:\n    image: postgres:16\n  b:\n    extends: a\n")
    assert mended.count("/var/lib/postgresql/data") == 1


@pytest.mark.parametrize("number", ["scale: 1", "deploy: {replicas: 1}", "deploy: {mode: replicated}"])
def test_one_container_gets_its_volume(number):
    text = f"services:\n  a:\n    image: postgres:16\n    {number}\n"
    assert "- pgdata:/var/lib/postgresql/data\n" in fixed(text, "compose.yaml")


def test_services_at_the_top_level_are_compose_1_s():
    text = "db:\n  image: postgres:9\nweb:\n  build: .\n  links: [db]\n"
    assert told("PSL226", text, "docker-compose.yml") == [(1, "error")]
    (message,) = messages("PSL226", text, "docker-compose.yml")
    assert message.endswith("Put them under `services:`.")
    assert told("PSL226", "x-base: {image: x}\n", "docker-compose.yml") == []
    assert told("PSL226", "db: {image: x}\nother: 1\n", "docker-compose.yml") == []


def test_an_undefined_network_is_told_once_and_not_of_an_included_file(tmp_path):
    text = "services:\n  a:\n    image: x\n    networks: [back]\n  b:\n    image: x\n    networks: [back]\n"
    assert told("PSL226", text, "compose.yaml") == [(4, "error")]
    (tmp_path / ".git").mkdir()
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "compose.yaml").write_text(text)
    (tmp_path / "compose.yaml").write_text("include: [sub/compose.yaml]\nnetworks: {back: }\n")
    assert not analyse(text, path="sub/compose.yaml", root=tmp_path).findings
    # A file above declares what is missing: this one is laid over it with `-f`.
    (tmp_path / "compose.yaml").write_text("services: {x: {image: x}}\nnetworks: {back: }\n")
    assert not analyse(text, path="sub/compose.yaml", root=tmp_path).findings
    (tmp_path / "compose.yaml").write_text("services: {x: {image: x}}\nnetworks: {front: }\n")
    assert [finding.code for finding in analyse(text, path="sub/compose.yaml", root=tmp_path).findings] == [
        "PSL226"
    ]


@pytest.mark.parametrize(
    "service",
    {
        "Immich takes the older path, too": "    image: ghcr.io/immich-app/immich-server:v1.144.1\n    volumes: ['/srv/photos:/usr/src/app/upload']\n",
        "Syncthing's folders are the user's": "    image: lscr.io/linuxserver/syncthing:latest\n    volumes: ['/srv/sync:/sync', '/srv/config:/config']\n",
        "a variable says that nothing is kept": '    image: valkey/valkey:9\n    environment:\n      - VALKEY_EXTRA_FLAGS=--save "" --appendonly no\n',
        "keystores are brought": "    image: confluentinc/cp-kafka:7.6.1\n    volumes: ['kafka:/var/lib/kafka/data']\nvolumes: {kafka: }\n",
    }.items(),
    ids=lambda item: item[0],
)
def test_what_a_sample_of_compose_files_taught(service):
    text = "services:\n  a:\n    restart: always\n" + service[1]
    assert [told(code, text, "compose.yaml") for code in ("PSL101", "PSL203")] == [[], []]


def test_a_variable_that_says_nothing_of_storing_changes_nothing():
    text = "services:\n  a:\n    restart: always\n    image: valkey/valkey:9\n    environment: {VALKEY_EXTRA_FLAGS: --loglevel debug}\n"
    assert told("PSL101", text, "compose.yaml") == [(4, "info")]


def test_what_is_handed_over_is_told_as_compose_writes_it():
    text = "services:\n  a:\n    image: acme/tool\n    restart: always\n"
    (message,) = messages("PSL601", text + "    cap_add: [SYS_ADMIN]\n", "compose.yaml")
    assert message.startswith("`cap_add: SYS_ADMIN` lets")
    (message,) = messages("PSL601", text + "    pid: host\n", "compose.yaml")
    assert message.startswith("`pid: host` lets `acme/tool` see and end every process of the host")
    database = text.replace("acme/tool", "postgres:16") + "    privileged: true\n"
    (message,) = messages("PSL601", database, "compose.yaml")
    assert message.startswith("PostgreSQL doesn't need `privileged: true`")


def test_a_volume_in_memory_is_called_as_the_file_calls_it():
    text = (
        "name: shop\nservices:\n  db:\n    image: mysql:8\n    restart: always\n    volumes: ['tv:/var/lib/mysql']\n"
        "volumes: {tv: {driver_opts: {type: tmpfs, device: tmpfs}}}\n"
    )
    (message,) = messages("PSL406", text, "compose.yaml")
    assert "Service `db` keeps MySQL's database files in the volume `tv`" in message
    assert message.endswith("Leave its `driver_opts:` out.")


def test_a_volume_of_one_letter_is_a_drive_to_compose():
    text = "services:\n  db:\n    image: redis:7\n    restart: always\n    volumes: ['d:/data']\nvolumes: {d: }\n"
    (finding,) = analyse(text, path="compose.yaml").findings
    assert (finding.code, finding.line) == ("PSL211", 5)
    assert "the service doesn't start" in finding.message


def test_a_drive_s_path_that_is_no_declared_volume_may_be_meant():
    text = "services:\n  db:\n    image: x/windows-app:1\n    volumes: ['C:/data']\n"
    assert told("PSL211", text, "compose.yaml") == []


def test_a_swarm_looks_at_neither_the_containers_name_nor_its_network_mode():
    service = (
        "services:\n  dns:\n    image: redis:7\n    container_name: dns\n    deploy:\n      replicas: 2\n"
    )
    for more, severity in (("", "error"), ("      placement: {constraints: [a]}\n", "info")):
        findings = analyse((service + more).encode(), path="compose.yaml").findings
        assert [finding.severity for finding in findings if finding.code == "PSL226"] == [severity], more


@pytest.mark.parametrize(("source", "codes"), [("./nginx.conf", ["PSL218"]), ("./conf/nginx.conf", [])])
def test_a_file_beside_a_compose_file_that_is_not_there(tmp_path, source, codes):
    text = f"services:\n  web:\n    image: nginx:1.27\n    volumes: ['{source}:/etc/nginx/nginx.conf']\n"
    findings = analyse(text, path="compose.yaml", root=tmp_path).findings
    assert [finding.code for finding in findings] == codes


def test_the_socket_is_given_to_a_service():
    text = (
        "services:\n  ui:\n    image: acme/ui:1\n    volumes: ['/var/run/docker.sock:/var/run/docker.sock']\n"
    )
    (finding,) = analyse(text, path="compose.yaml", settings={"select": ["PSL603"]}).findings
    assert finding.message.startswith("Through `/var/run/docker.sock` service `ui` may do all")
