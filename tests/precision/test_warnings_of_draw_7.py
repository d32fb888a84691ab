"""Classes of warnings of the seventh draw that were false, in wrong words or noise, and what looks like them and stays loud."""

from __future__ import annotations

import pytest

from tests.rules.told import messages, told


def severities(code: str, text: str, name: str = "run.sh", **files: str) -> list[str]:
    return [severity for _, severity in told(code, text, name, **files)]


def run(image: str, options: str = "", command: str = "") -> str:
    return f"docker run -d --name one --restart always -p 9000:9000 {options} {image} {command}\n"


@pytest.mark.parametrize(
    ("image", "mount", "codes"),
    [
        ("bitnami/minio:2024", "/bitnami/minio/data", []),
        ("bitnami/minio:2025.4.22", "/bitnami/minio/data", []),
        ("bitnami/minio", "/bitnami/minio/data", []),
        ("bitnamilegacy/minio:2024", "/bitnami", []),
        ("bitnami/minio:2022.5.1", "/data", []),
        ("bitnami/minio:2023", "/data", []),
        ("bitnami/minio:2023", "/bitnami/minio/data", []),
        ("bitnami/minio:2024.1.5", "/data", []),
        ("bitnami/minio:2024", "/data", ["PSL202"]),
        ("bitnami/minio", "/data", ["PSL202"]),
        ("bitnami/minio:2022.5.1", "/bitnami/minio/data", ["PSL202"]),
        ("bitnami/minio:2025", "/srv", ["PSL101"]),
        ("bitnami/minio:2022.5.1", "/srv", ["PSL101"]),
    ],
)
def test_where_an_image_keeps_its_data_depends_on_its_version(
    image: str, mount: str, codes: list[str]
) -> None:
    text = run(image, f"-v kept:{mount}")
    assert [code for code in ("PSL101", "PSL202", "PSL203") if told(code, text)] == codes


def test_a_variable_moves_the_data_of_every_version() -> None:
    text = run("bitnami/minio", "-v kept:/data -e MINIO_DATA_DIR=/data")
    assert not [code for code in ("PSL101", "PSL202", "PSL203") if told(code, text)]


@pytest.mark.parametrize(
    ("image", "is_told"),
    [
        ("quay.io/keycloak/keycloak:legacy", False),
        ("quay.io/keycloak/keycloak:19.0.3-legacy", False),
        ("keycloak/keycloak:legacy", False),
        ("quay.io/keycloak/keycloak:15.0.2", False),
        ("quay.io/keycloak/keycloak:16.1.1", False),
        ("quay.io/keycloak/keycloak:17.0.0", True),
        ("quay.io/keycloak/keycloak:26.0", True),
        ("quay.io/keycloak/keycloak", True),
    ],
)
def test_a_program_of_another_generation_keeps_its_data_elsewhere(image: str, is_told: bool) -> None:
    variables = "-e DB_VENDOR=POSTGRES -e DB_ADDR=db"
    assert bool(told("PSL101", run(image, variables, "start"))) is is_told


@pytest.mark.parametrize(
    ("options", "path"),
    [
        ("-v kept:/var/lib/kafka/data -e KAFKA_NODE_ID=1", "/tmp/kafka-logs"),
        ("-v /srv/k:/var/lib/kafka/data -e KAFKA_NODE_ID=1", "/tmp/kafka-logs"),
        ("-v kept:/var/lib/kafka/data", "/tmp/kraft-combined-logs"),
        ("-v kept:/var/lib/kafka/data -e KAFKA_HEAP_OPTS=-Xmx1g", "/tmp/kraft-combined-logs"),
        (
            "-v kept:/var/lib/kafka/data -e KAFKA_NODE_ID=1 -e KAFKA_LOG_DIR=/var/lib/topics",
            "/var/lib/topics",
        ),
        ("-v kept:/tmp/kraft-combined-logs -e KAFKA_NODE_ID=1", "/tmp/kafka-logs"),
        ("-v kept:/tmp/kafka-logs -e KAFKA_NODE_ID=1", ""),
        ("-v kept:/tmp/kraft-combined-logs", ""),
        ("-v kept:/var/lib/kafka/data -e KAFKA_LOG_DIRS=/var/lib/kafka/data", ""),
        ("-v kept:/var/lib/kafka/data -e KAFKA_LOG_DIRS=/var/lib/kafka/data/topics -e KAFKA_NODE_ID=1", ""),
        ("-v kept:/var/lib/kafka/data -e KAFKA_LOG_DIR=/var/lib/kafka/data", ""),
    ],
)
def test_a_volume_of_the_image_that_its_program_leaves_alone(options: str, path: str) -> None:
    text = run("apache/kafka:3.9.0", options)
    said = messages("PSL203", text)
    assert bool(said) is bool(path)
    assert not told("PSL101", text)
    if path:
        assert f"is in `{path}`, and goes to" in said[0]


def test_a_file_of_variables_may_say_where_the_data_is() -> None:
    text = run("apache/kafka:3.9.0", "-v kept:/var/lib/kafka/data --env-file kafka.env")
    assert severities("PSL203", text) == ["info"]


@pytest.mark.parametrize(
    ("code", "text", "is_conditional"),
    [
        ("PSL601", run("adguard/adguardhome:${TAG:-latest}", "--privileged"), False),
        ("PSL601", run("adguard/adguardhome:v${TAG:-1}", "--privileged"), False),
        ("PSL601", run("${REPOSITORY:-adguard}/adguardhome:latest", "--privileged"), True),
        ("PSL601", run("${IMAGE:-adguard/adguardhome}:latest", "--privileged"), True),
        ("PSL415", run("rabbitmq:${TAG:-4}", "-v kept:/var/lib/rabbitmq"), False),
        ("PSL415", run("${IMAGE:-rabbitmq}", "-v kept:/var/lib/rabbitmq"), True),
        ("PSL414", f"{run('mysql:${TAG:-8}')}docker rm -f one\n{run('mysql:${TAG:-8}')}", False),
        ("PSL414", f"{run('postgres:${TAG:-16}')}docker rm -f one\n{run('postgres:${TAG:-16}')}", True),
        ("PSL206", run("nginx", "-v ${A:-/srv}/a:/data -v /b:/data"), False),
        ("PSL206", run("nginx", "-v /a:/data -v ${A:-/srv}/b:/data"), False),
        ("PSL206", run("nginx", "-v /a:/data -v /b:${A:-/data}"), True),
        ("PSL215", run("nginx", "-v ${A:-/srv}/a:data"), False),
        ("PSL215", run("nginx", "-v /srv/a:${A:-data}"), True),
        ("PSL306", run("nginx", "-v /:${A:-/host}"), False),
        ("PSL306", run("nginx", "-v ${A:-/}:/host"), True),
    ],
)
def test_only_what_can_change_a_statement_is_its_condition(
    code: str, text: str, is_conditional: bool
) -> None:
    (message,) = messages(code, text)
    assert (", unless " in message) is is_conditional


DATABASE = "services:\n  db:\n    image: mysql:8.4\n    container_name: shop_db\n    restart: always\n    environment: {MYSQL_ROOT_PASSWORD: x}\n"


@pytest.mark.parametrize(
    ("path", "beside", "severity"),
    [
        ("Local/Laravel/docker-compose.yml", "", "info"),
        ("infra/local/compose.yaml", "", "info"),
        ("local/compose.yaml", "  web:\n    image: nginx\n    volumes: ['../backend:/var/www']\n", "info"),
        ("local/compose.yaml", "  web:\n    image: nginx\n    volumes: ['/srv/web:/data']\n", "warning"),
        ("usr/local/compose.yaml", "", "warning"),
        ("localhost/compose.yaml", "", "warning"),
        ("locale/compose.yaml", "", "warning"),
        ("production/compose.yaml", "", "warning"),
    ],
)
def test_a_folder_for_developers_own_machines(path: str, beside: str, severity: str) -> None:
    assert severities("PSL101", DATABASE + beside, path) == [severity]


SERVER = "docker run -d --name shop-db -e POSTGRES_PASSWORD=x postgres:16"


@pytest.mark.parametrize(
    ("name", "text", "severity"),
    [
        ("Makefile", f"quickstart:\n\t{SERVER}\n", "info"),
        ("Makefile", f"quick-start:\n\t{SERVER}\n", "info"),
        ("Makefile", f"start:\n\t{SERVER}\n\tdocker run -d --name=shop-demo shop\n", "info"),
        ("run.sh", f"quick_start() {{\n{SERVER}\n}}\n", "info"),
        ("Makefile", f"start:\n\t{SERVER}\n", "warning"),
        ("Makefile", f"start:\n\t{SERVER}\ndemo:\n\tdocker run -d --name=shop-demo shop\n", "warning"),
        ("Makefile", f"retry:\n\t{SERVER}\n", "warning"),
        (
            "Makefile",
            f"quickstart:\n\t{SERVER.replace('run -d', 'run -d --restart unless-stopped')}\n",
            "warning",
        ),
        (
            "Makefile",
            f"quickstart:\n\t{SERVER.replace('run -d', 'run -d -v kept:/srv')}\n",
            "warning",
        ),
    ],
)
def test_what_is_started_to_be_tried(name: str, text: str, severity: str) -> None:
    assert severities("PSL101", text, name) == [severity]


def members(count: int, more: str = "", first: str = "etcd") -> str:
    kept = "  etcd0:\n    image: bitnami/etcd:3.5\n    container_name: etcd0\n    volumes: ['/srv/etcd:/bitnami/etcd']\n"
    others = "".join(
        f"  {first}{number}:\n    image: bitnami/etcd:3.5\n    container_name: {first}{number}\n{more}"
        for number in range(1, count + 1)
    )
    return f"services:\n{kept}{others}"


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        (members(3), "info"),
        (members(5), "info"),
        (members(3, first="node"), "info"),
        (members(3, "    restart: always\n"), "warning"),
        (members(1), "warning"),
        (members(2), "warning"),
    ],
)
def test_members_of_a_cluster_to_try_beside_one_that_is_kept(text: str, severity: str) -> None:
    assert set(severities("PSL101", text, "compose.yaml")) == {severity}


STEPS = "# A container of Ubuntu\ndocker run -it --name ubuntu ubuntu\n\n# With the terminal open, we use apt-get\napt-get update\n\n# We leave\nexit\n"


@pytest.mark.parametrize(
    ("path", "text", "severity"),
    [
        ("02_contenedores/ubuntu.sh", STEPS, "info"),
        ("labs/ubuntu.sh", STEPS, "info"),
        ("02_contenedores/ubuntu.sh", "#!/bin/sh\n" + STEPS, "warning"),
        ("02_contenedores/ubuntu.sh", "docker run -it ubuntu\napt-get update\nexit\n", "warning"),
        ("ci/ubuntu.sh", STEPS, "warning"),
        ("scripts/ubuntu.sh", STEPS, "warning"),
        ("ubuntu.sh", STEPS, "warning"),
    ],
)
def test_the_steps_of_a_course_are_typed(path: str, text: str, severity: str) -> None:
    assert severities("PSL108", text, path) == [severity]


@pytest.mark.parametrize(
    ("name", "is_told"),
    [
        ("ssl/private-selfsigned.key", False),
        ("private_self_signed.pem", False),
        ("ssl-cert-snakeoil/private.key", False),
        ("self-signed/server.key", False),
        ("ssl/private.key", True),
        ("signed/server.key", True),
        ("certs/oil/server.key", True),
    ],
)
def test_a_key_that_somebody_signed_alone_is_no_secret(name: str, is_told: bool) -> None:
    said = told("PSL701", f"FROM nginx:1.27\nCOPY {name} /etc/ssl/private/\n", "Dockerfile")
    assert bool(said) is is_told
