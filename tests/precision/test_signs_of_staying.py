"""Signs that a server's data is to stay, which make PSL101 a warning, and what looks like them."""

from __future__ import annotations

from pathlib import Path

import pytest

from persistlint.analysis.analyse import analyse
from persistlint.analysis.workspace import Workspace
from persistlint.settings.settings import Settings
from persistlint.text.document import Document
from tests.rules.told import told

DATABASE = "  db:\n    image: postgres:16\n    environment: {POSTGRES_PASSWORD: x}\n"


def severities(text: str, name: str = "compose.yaml", **files: str) -> list[str]:
    return [severity for _, severity in told("PSL101", text, name, **files)]


def in_project(root: str, path: str, text: str, tmp_path: Path) -> list[str]:
    """Return the severities of PSL101 in a file of a project in the folder ``root``."""
    folder = tmp_path / root
    (folder / ".git").mkdir(parents=True)
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    settings = Settings()
    settings.root = str(folder)
    language = "compose" if path.endswith("yaml") else "shell"
    findings = analyse(
        Document(str(file), text.encode(), language), Workspace(str(folder)), settings
    ).findings
    return [finding.severity for finding in findings if finding.code == "PSL101"]


@pytest.mark.parametrize(
    ("mount", "severity"),
    [
        ("./src:/src", "info"),
        ("./load_tests:/mnt/locust", "info"),
        ("./:/workspace", "info"),
        (".:/app", "info"),
        ("../utilities:/utilities", "info"),
        ("./themes:/opt/themes", "info"),
        ("./auth:/auth", "info"),
        ("/srv/auth:/auth", "info"),
        ("/srv/grafana/provisioning:/etc/grafana/provisioning", "info"),
        ("./jmx-exporter:/usr/share/jmx_exporter", "info"),
        ("exports:/exports", "warning"),
        ("/srv/exports:/exports", "warning"),
        ("./data:/somewhere", "warning"),
        ("./pg-data:/somewhere", "warning"),
        ("./x:/var/lib/x", "warning"),
        ("./db:/x", "warning"),
        ("./uploads:/uploads", "warning"),
        ("${ROOT}/x:/x", "warning"),
        ("~/x:/x", "warning"),
        ("./standalone-logs:/logs", "warning"),
    ],
)
def test_a_mount_that_is_plainly_for_data(mount: str, severity: str) -> None:
    text = f"services:\n{DATABASE}    volumes: ['{mount}']\nvolumes: {{exports: }}\n"
    assert severities(text) == [severity]


@pytest.mark.parametrize(
    ("mount", "severity"),
    [
        ("./minisites:/var/www/html/minisites", "info"),
        ("./load_tests:/mnt/locust", "info"),
        (".:/app", "info"),
        ("./kafkaui.yml:/etc/kafkaui/dynamic_config.yaml", "info"),
        ("./datadir:/var/lib/mysql", "warning"),
        ("files:/files", "warning"),
        ("/srv/app:/app", "warning"),
    ],
)
def test_what_the_service_beside_it_mounts(mount: str, severity: str) -> None:
    beside = f"  app: {{image: 'acme/app:1', volumes: ['{mount}']}}\nvolumes: {{files: }}\n"
    assert severities(f"services:\n{DATABASE}    container_name: db\n{beside}") == [severity]


@pytest.mark.parametrize(
    ("service", "severity"),
    [
        ("image: redis:7", "info"),
        ("image: redis:7\n    command: redis-server --save 60 1 --loglevel warning", "info"),
        ("image: valkey/valkey:8", "info"),
        ("image: rabbitmq:3-management", "info"),
        ("image: rabbitmq:3-management\n    volumes: ['./:/workspace']", "info"),
        ("image: confluentinc/cp-kafka:7.5.0", "info"),
        ("image: confluentinc/cp-zookeeper:7.5.0", "info"),
        ("image: zookeeper:3.9", "info"),
        ("image: wurstmeister/kafka:latest", "info"),
        ("image: quay.io/keycloak/keycloak:26.0\n    command: start-dev", "info"),
        ("image: quay.io/keycloak/keycloak:26.0\n    command: ['start-dev', '--import-realm']", "info"),
        ("image: postgres:16\n    environment: {POSTGRES_PASSWORD: example}", "info"),
        ("image: mongo:8\n    environment: {MONGO_INITDB_ROOT_PASSWORD: example}", "info"),
        ("image: mongo:8\n    environment: ['MONGO_INITDB_ROOT_PASSWORD=example']", "info"),
        ("image: grafana/grafana:11.0.0\n    volumes: ['./p:/etc/grafana/provisioning/datasources']", "info"),
        ("image: grafana/grafana:11.0.0\n    volumes: ['./d.yml:/etc/grafana/provisioning/d.yml']", "info"),
        ("image: redis:7\n    command: redis-server --appendonly yes", "warning"),
        ("image: redis:7\n    command: ['redis-server', '--appendonly', 'yes']", "warning"),
        ("image: nats:2\n    command: -js -sd /data", "warning"),
        ("image: zookeeper:3.9\n    volumes: ['./data:/data']", "warning"),
        ("image: rabbitmq:3\n    volumes: ['rabbit:/rabbit']", "warning"),
        ("image: quay.io/keycloak/keycloak:26.0\n    command: start", "warning"),
        ("image: postgres:16\n    environment: {POSTGRES_PASSWORD: example-7Fq}", "warning"),
        ("image: postgres:16\n    environment: {POSTGRES_PASSWORD: x, APP: example}", "warning"),
        ("image: grafana/grafana:11.0.0\n    volumes: ['./grafana.ini:/etc/grafana/grafana.ini']", "warning"),
        ("image: mongo:8", "warning"),
        ("image: registry:2", "warning"),
    ],
)
def test_what_kind_of_server_it_is(service: str, severity: str) -> None:
    text = f"services:\n  one:\n    {service}\n    restart: always\nvolumes: {{rabbit: }}\n"
    assert {
        each for _, each in told("PSL101", text, "compose.yaml") + told("PSL203", text, "compose.yaml")
    } == {severity}


@pytest.mark.parametrize(
    ("mount", "more", "severity"),
    [
        ("./g.ini:/etc/grafana/grafana.ini", "", "info"),
        ("./etc:/etc/grafana", "", "info"),
        ("./d:/etc/grafana/provisioning/dashboards", "", "info"),
        ("./d:/etc/grafana/provisioning/dashboards", "    restart: always\n", "info"),
        ("./g.ini:/etc/grafana/grafana.ini", "    restart: always\n", "warning"),
        ("./plugins:/var/lib/other", "", "warning"),
    ],
)
def test_a_grafana_beside_a_prometheus_that_is_kept(mount: str, more: str, severity: str) -> None:
    grafana = (
        f"  g:\n    image: grafana/grafana:11.0.0\n    container_name: g\n    volumes: ['{mount}']\n{more}"
    )
    prometheus = "  p: {image: 'prom/prometheus:v3.0.0', restart: always, volumes: ['kept:/prometheus']}\n"
    assert severities(f"services:\n{grafana}{prometheus}volumes: {{kept: }}\n") == [severity]


SEVERAL = {
    "mysql:8.4": "{MYSQL_ROOT_PASSWORD: x}",
    "postgres:16": "{POSTGRES_PASSWORD: x}",
    "mongo:8": "{A: b}",
    "minio/minio:latest": "{A: b}",
}


@pytest.mark.parametrize(
    ("more", "severity"),
    [
        ("", "info"),
        ("  cache: {image: 'redis:7'}\n", "info"),
        ("  app: {build: .}\n", "warning"),
        ("  app: {image: 'acme/app:1'}\n", "warning"),
        (
            "  search: {image: 'elasticsearch:8.15.0', volumes: ['indexes:/usr/share/elasticsearch/data']}\n",
            "warning",
        ),
    ],
)
def test_servers_alone(more: str, severity: str) -> None:
    services = "".join(
        f"  s{number}: {{image: '{image}', restart: always, environment: {environment}}}\n"
        for number, (image, environment) in enumerate(SEVERAL.items())
    )
    assert set(severities(f"services:\n{services}{more}volumes: {{indexes: }}\n")[:3]) == {severity}


@pytest.mark.parametrize(
    ("beside", "severity"),
    [
        ("    volumes:\n      - ./my.cnf:/etc/mysql/my.cnf\n      # - /data/mysql:/var/lib/mysql\n", "info"),
        ("    # volumes: ['my:/var/lib/mysql']\n", "info"),
        ("    # volumes:\n    #   - type: volume\n    #     target: /var/lib/mysql\n", "info"),
        ("    volumes:\n      - my:/var/lib/mysql\n      # - /data/mysql:/var/lib/mysql\n", "warning"),
        ("    # - ./my.cnf:/etc/mysql/my.cnf\n", "warning"),
        ("    # volumes are for later\n", "warning"),
        ("", "warning"),
    ],
)
def test_a_mount_beside_it_that_is_commented_out(beside: str, severity: str) -> None:
    other = f"  my:\n    image: mysql:8.4\n    environment: {{MYSQL_ROOT_PASSWORD: x}}\n{beside}    restart: always\n"
    text = (
        f"services:\n{DATABASE}    restart: always\n  web: {{image: 'nginx:1'}}\n{other}volumes: {{my: }}\n"
    )
    assert severities(text)[0] == severity


@pytest.mark.parametrize(
    ("head", "severity"),
    [
        ("# NOTE: This file is meant to be just an example guideline.\n", "info"),
        ("# This is only a sample.\n", "info"),
        ("# For testing purposes only\n", "info"),
        ("# Don't use this in production!\n", "info"),
        ("# Not production-ready\n", "info"),
        ("# It is not intended to run out of the box\n", "info"),
        ("# The shop, in production\n", "warning"),
        ("# Copied from the example of the image\n", "warning"),
        ("# See https://example.com/test\n", "warning"),
        ("", "warning"),
    ],
)
def test_the_head_of_a_file(head: str, severity: str) -> None:
    assert severities(f"{head}version: '3'\nx-y: 1\nservices:\n{DATABASE}    restart: always\n") == [severity]


@pytest.mark.parametrize(
    ("root", "path", "more", "severity"),
    [
        ("desafio-docker", "compose.yaml", "    container_name: db\n", "info"),
        ("docker-guide", "a/compose.yaml", "    restart: always\n", "info"),
        ("docker-examples", "mysql/compose.yaml", "    restart: always\n", "info"),
        ("things", "belajar-docker-dasar/compose.yaml", "    restart: always\n", "info"),
        ("things", "docker-course/part/compose.yaml", "    restart: always\n", "info"),
        ("docker-training", "compose.yaml", "    restart: always\n", "info"),
        ("docker-examples", "mysql/compose.yaml", "    volumes: ['./data:/somewhere']\n", "warning"),
        ("tp-docker", "compose.yaml", "    restart: always\n", "info"),
        ("product", "examples/compose.yaml", "    restart: always\n", "warning"),
        ("guidebook", "a/compose.yaml", "    restart: always\n", "warning"),
        ("shop", "discourse/compose.yaml", "    restart: always\n", "warning"),
    ],
)
def test_where_the_file_lies(root: str, path: str, more: str, severity: str, tmp_path: Path) -> None:
    assert in_project(root, path, f"services:\n{DATABASE}{more}", tmp_path) == [severity]


@pytest.mark.parametrize(
    ("definition", "is_told"),
    [
        ('FROM mongo:7.0\nENTRYPOINT ["/usr/local/bin/entrypoint.sh"]\n', False),
        ('FROM postgres:17-alpine\nENTRYPOINT ["/backup.sh"]\n', False),
        ('FROM mysql:8.0\nCMD ["crond", "-n"]\n', False),
        ("FROM mysql:8.0\nCMD crond -n\n", False),
        ('FROM postgres:17\nENTRYPOINT ["sh", "-c"]\nCMD ["pg_dump"]\n', False),
        ('FROM redis:7\nCMD ["/bin/true"]\n', False),
        ("FROM postgres:17\n", True),
        ("FROM postgres:17\nCOPY init.sql /docker-entrypoint-initdb.d/\n", True),
        ('FROM postgres:17\nCMD ["postgres", "-c", "fsync=on"]\n', True),
        ('FROM postgres:17\nCMD ["-c", "max_connections=9"]\n', True),
        ('FROM mongo:7.0\nCMD ["mongod", "--replSet", "rs0"]\n', True),
        ("FROM mongo:7.0\nCMD mongod --replSet rs0\n", True),
        ('FROM postgres:17\nENTRYPOINT ["/wrap.sh", "docker-entrypoint.sh", "postgres"]\n', True),
        ('FROM nextcloud:31\nCMD ["/usr/bin/supervisord"]\n', True),
    ],
)
def test_a_job_on_the_image_of_a_server(definition: str, is_told: bool) -> None:
    text = "services:\n  one:\n    build: .\n    environment: {POSTGRES_PASSWORD: x, MYSQL_ROOT_PASSWORD: x}\n    restart: always\n"
    assert bool(told("PSL101", text, "compose.yaml", Dockerfile=definition)) is is_told


@pytest.mark.parametrize(
    ("variables", "is_told"),
    [
        ("{ROUNDCUBEMAIL_DB_TYPE: pgsql}", False),
        ("{ROUNDCUBEMAIL_DB_TYPE: mysql}", False),
        ("{ROUNDCUBEMAIL_DB_HOST: db}", False),
        ("{ROUNDCUBEMAIL_DB_TYPE: '${TYPE}'}", False),
        ("{ROUNDCUBEMAIL_DB_TYPE: sqlite}", True),
        ("{ROUNDCUBEMAIL_SKIN: elastic}", True),
        ("{ROUNDCUBEMAIL_DB_TYPE: sqlite}\n    env_file: .env", True),
        ("{ROUNDCUBEMAIL_SKIN: elastic}\n    env_file: .env", False),
    ],
)
def test_the_database_of_roundcube(variables: str, is_told: bool) -> None:
    text = f"services:\n  mail:\n    image: roundcube/roundcubemail:1.6.15-apache\n    environment: {variables}\n    restart: always\n"
    assert bool(told("PSL101", text, "compose.yaml")) is is_told
