"""Classes of warnings of the sixth draw that were false, in wrong words or noise, and what looks like them and stays loud."""

from __future__ import annotations

import pytest

from tests.rules.told import messages, told


def severities(code: str, text: str, name: str = "run.sh", **files: str) -> list[str]:
    return [severity for _, severity in told(code, text, name, **files)]


def service(image: str, mount: str, more: str = "") -> str:
    return f"services:\n  one:\n    image: {image}\n    volumes: ['{mount}']\n    restart: always\n{more}volumes: {{kept: }}\n"


@pytest.mark.parametrize(
    ("image", "mount", "path"),
    [
        ("redmine:5.1.2", "kept:/usr/src/redimine/sqlite", "/usr/src/redmine/sqlite"),
        ("postgres:16", "kept:/var/lib/postgressql/data", "/var/lib/postgresql/data"),
        ("mysql:8.4", "kept:/var/lib/mysq", "/var/lib/mysql"),
        ("grafana/grafana:11.0.0", "kept:/var/lib/graffana", "/var/lib/grafana"),
        ("prom/prometheus:v3.0.0", "/srv/p:/promotheus", ""),
        ("mariadb:11", "/srv/m:/var/lib/mysqll", "/var/lib/mysql"),
        ("rabbitmq:4", "kept:/var/lib/rabbimq", "/var/lib/rabbitmq"),
        ("confluentinc/cp-kafka:7.8.0", "./kafka-logs:/tmp/kafka-logs", "/var/lib/kafka/data"),
        ("mysql:8.4", "./init:/var/lib/mysq:ro", ""),
        ("mysql:8.4", "kept:/srv/else", ""),
        ("postgres:16", "kept:/var/lib/postgresql2/data", "/var/lib/postgresql/data"),
    ],
)
def test_a_misspelt_target_is_named(image: str, mount: str, path: str) -> None:
    environment = (
        "    environment: {POSTGRES_PASSWORD: x, MYSQL_ROOT_PASSWORD: x, MARIADB_ROOT_PASSWORD: x}\n"
    )
    said = messages("PSL203", service(image, mount, environment), "compose.yaml")
    assert bool(said) is bool(path)
    if path:
        assert f"on `{path}`." in said[0]
        assert not told("PSL101", service(image, mount, environment), "compose.yaml")


@pytest.mark.parametrize(
    ("base", "mount", "is_told"),
    [
        ("bitnami/rabbitmq", "./rabbit/data:/var/lib/rabbitmq", True),
        ("bitnami/redis:7.4", "./redis-data:/data", True),
        ("bitnami/mariadb:11.4", "./maria:/var/lib/mysql", True),
        ("rabbitmq:4", "./rabbit:/bitnami", True),
        ("rabbitmq:4", "./rabbit:/var/lib/rabbitmq", False),
        ("bitnami/rabbitmq", "./rabbit:/bitnami", False),
        ("bitnami/rabbitmq", "./rabbit:/etc/rabbitmq", False),
        ("alpine:3", "./rabbit:/var/lib/rabbitmq", False),
    ],
)
def test_a_mount_that_misses_in_an_image_that_the_project_builds(
    base: str, mount: str, is_told: bool
) -> None:
    text = f"services:\n  one:\n    build: .\n    volumes: ['{mount}']\n    restart: always\n"
    said = messages("PSL203", text, "compose.yaml", Dockerfile=f"FROM {base}\nUSER root\n")
    assert bool(said) is is_told


@pytest.mark.parametrize(
    ("file", "shown"),
    [
        ("backups/roles_$$(date +%F).sql", "the file"),
        ("a_$(date +%F).sql", "the file"),
        ("a_`date +%F`.sql", "the file"),
        ("dump_$RANDOM$$.sql", "the file"),
        ("dump-$1.sql", "the file"),
        ("${NAME:-$(date)}.sql", "the file"),
        ("a.sql", "`a.sql`"),
        ("$DIR/a.sql", "`$DIR/a.sql`"),
        ("'my dump.sql'", "`my dump.sql`"),
    ],
)
def test_half_a_name_is_not_shown(file: str, shown: str) -> None:
    (message,) = messages("PSL801", f"docker exec -t db pg_dump -U u d > {file}\n")
    assert f"In {shown} every line" in message


HELP = "Usage:  docker [OPTIONS] COMMAND\n\nOptions:\n  -v, --version  Print version\n\nRun 'docker COMMAND --help' for more.\n"


@pytest.mark.parametrize(
    ("block", "severity"),
    [
        (HELP, "info"),
        (HELP.replace("Run ", "See "), "info"),
        ("Run 'docker run --help' for more information\n", "info"),
        ("ifeq ($(user),)\nX ?= 1\nelse\nY = $(docker ps)\nendif\n", "info"),
        (".PHONY: up\nup: (\n\tdocker compose up\n", "info"),
        ("NAME := one\nup: (\n\tdocker compose up\n", "info"),
        ("docker run -d 'nginx\n", "warning"),
        ("X=1\ndocker run -d -e A='x nginx\n", "warning"),
        ('docker run -d "nginx\n', "warning"),
    ],
)
def test_help_and_makefiles_in_a_block_for_a_shell(block: str, severity: str) -> None:
    said = severities("PSL901", f"# Guide\n\n```bash\n{block}```\n", "README.md")
    assert said in ([severity], []) if severity == "info" else said == [severity]


@pytest.mark.parametrize(
    ("name", "text", "severity"),
    [
        ("Makefile", "clean:\n\tdocker rm -f -v `docker ps -a -q`\n", "info"),
        ("Makefile", "docker-clean:\n\tdocker rm -fv $$(docker ps -aq)\n", "info"),
        ("Makefile", "purge:\n\tdocker rm -fv $$(docker ps -aq)\n", "info"),
        ("cleanup.sh", "docker rm -fv $(docker ps -aq)\n", "info"),
        ("run.sh", "clean() { docker rm -fv $(docker ps -aq); }\nclean\n", "info"),
        ("run.sh", "# Remove all containers and their volumes\ndocker rm -fv $(docker ps -aq)\n", "info"),
        ("Makefile", "deploy:\n\tdocker rm -fv $$(docker ps -aq)\n", "warning"),
        ("Makefile", "restart:\n\tdocker rm -fv $$(docker ps -aq)\n", "warning"),
        ("deploy.sh", "docker rm -fv $(docker ps -aq)\ndocker run -d --name web nginx\n", "warning"),
    ],
)
def test_who_says_that_all_is_to_go(name: str, text: str, severity: str) -> None:
    assert severities("PSL421", text, name) == [severity]


@pytest.mark.parametrize(
    ("mount", "is_conditional"),
    [
        ("${ROOT:-/srv}/pg:/var/lib/postgresql/data", False),
        ("${ROOT:-pg}:/var/lib/postgresql/data", False),
        ('"${ROOT:-/srv}/pg":/var/lib/postgresql/data', False),
        ("${A:-/srv}/${B:-pg}:/var/lib/postgresql/data", False),
        ("/srv:/var/lib/postgresql/${PART:-data}", True),
        ("pg:${TARGET:-/var/lib/postgresql/data}", True),
    ],
)
def test_only_a_variable_in_the_target_is_a_condition(mount: str, is_conditional: bool) -> None:
    text = f"docker run -d --name db -e POSTGRES_PASSWORD=x -v {mount} postgres:18\n"
    (message,) = messages("PSL202", text)
    assert (", unless " in message) is is_conditional
