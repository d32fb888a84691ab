"""Remarks behind commands, words that are filled in, and what stands around a mount: what is no slip, and what looks like it and is one."""

from __future__ import annotations

import pytest

from tests.rules.told import messages, told


def page(block: str) -> str:
    return f"# Notes\n\n```sh\n{block}\n```\n"


@pytest.mark.parametrize(
    "line",
    [
        "docker ps      <---- identify the container id",
        "docker exec -it 0062 /bin/bash   <---- pass COMMAND as the argument (that is it)",
        "docker load -i image.tar    <---Importing Docker Image",
        "docker export cff69 -o c.tar    <---To export this container & A tarball",
        "docker ps -a --> shows all of them",
        "docker images  => lists them",
        "docker pull alpine <== here it is",
        "docker login <- to the registry",
        "docker pull ubuntu - to pull the latest image",
        "docker network ls - to check on the networks",
        "docker network create custom-nw - creates a network",
        "docker login - to log in to docker hub",
        "docker volume ls \u2013 all volumes there are",
        "//docker-compose will create the container",
        "docker push <USERNAME/IMAGE_NAME[:tag]>",
        "docker image rmi a:1 b:1",
    ],
)
def test_a_remark_is_no_part_of_the_command(line: str) -> None:
    for code in ("PSL227", "PSL806", "PSL802", "PSL901"):
        assert told(code, page(line), "README.md") == []


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("PSL227", "docker ps web_1"),
        ("PSL227", "docker load image.tar"),
        ("PSL227", "docker build it built_image:v1 ."),
        ("PSL227", "docker pull a:1 b:1"),
        ("PSL227", "docker pull a:1 b:1    <--- two images"),
        ("PSL227", "docker imag rmi a"),
        ("PSL806", "docker exec -it db psql < dump.sql"),
        ("PSL806", "docker exec -it db psql <dump.sql"),
    ],
)
def test_a_slip_stays_one(code: str, line: str) -> None:
    assert [severity for _, severity in told(code, page(line), "README.md")] == ["error"]


SERVICE = "services:\n  web:\n    image: nginx:1.27\n    networks: [{}]\n"


@pytest.mark.parametrize(
    ("name", "severity"),
    [
        ("TO_BE_FILLED", "info"),
        ("TO_BE_DEFINED", "info"),
        ("TBD", "info"),
        ("to-be-replaced", "info"),
        ("dokploy-network", "info"),
        ("coolify", "info"),
        ("backend", "error"),
        ("together", "error"),
        ("my-dokploy", "error"),
    ],
)
def test_a_network_that_somebody_adds(name: str, severity: str) -> None:
    assert [each for _, each in told("PSL226", SERVICE.format(name), "compose.yaml")] == [severity]


@pytest.mark.parametrize(
    ("path", "severity"),
    [
        ("openshift/compose.yaml", "info"),
        ("deploy/kompose/compose.yaml", "info"),
        ("k8s/compose.yaml", "info"),
        ("stacks/_template/compose.yaml", "info"),
        (".templates/compose.yaml", "info"),
        ("boilerplate/compose.yaml", "info"),
        ("stacks/web/compose.yaml", "error"),
        ("ecstasy/compose.yaml", "error"),
    ],
)
def test_files_of_other_tools_and_templates(path: str, severity: str) -> None:
    assert [each for _, each in told("PSL226", SERVICE.format("backend"), path)] == [severity]


def test_a_profile_is_named() -> None:
    text = "services:\n  web:\n    image: nginx:1.27\n    profiles: [full]\n    depends_on: [db]\n"
    (message,) = messages("PSL226", text, "compose.yaml")
    assert message.startswith("Compose refuses this file once profile `full` is chosen")
    (message,) = messages("PSL226", text.replace("    profiles: [full]\n", ""), "compose.yaml")
    assert message.startswith("Compose refuses this file, and")


N8N = "services:\n  n8n:\n    image: n8nio/n8n:1.60.0\n    restart: always\n    volumes: ['./data:/data']\n    environment:\n      {}\n"


@pytest.mark.parametrize(
    ("variable", "said"),
    [
        ("HOME: /data", []),
        ("HOME: ${WHERE}", []),
        ("TZ: UTC", ["warning"]),
        ("HOMEPAGE: /data", ["warning"]),
    ],
)
def test_another_home(variable: str, said: list[str]) -> None:
    assert [severity for _, severity in told("PSL203", N8N.format(variable), "compose.yaml")] == said


DIND = "docker run -d --name engine --privileged -v jenkins-data:/var/jenkins_home -v docker-data:{} docker:27-dind\n"
JENKINS = "docker run -d --name ci --restart always -v jenkins-data:/var/jenkins_home {}\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (DIND.format("/certs") + JENKINS.format("jenkins/jenkins:lts"), 0),
        (DIND.format("/certs") + JENKINS.format("acme/own-jenkins:1"), 0),
        (DIND.format("/certs"), 1),
        ("docker run -d -v db:/data postgres:16\ndocker run --rm -v db:/data alpine tar c /data >x.tar\n", 1),
    ],
)
def test_a_volume_of_another_container(text: str, said: int) -> None:
    assert len([line for line, _ in told("PSL203", text) if line == 1]) == said


@pytest.mark.parametrize(
    ("volume", "codes"),
    [
        ("VOLUME /app/node_modules", {"PSL201": 0, "PSL101": 0}),
        ("VOLUME /app/vendor", {"PSL201": 0, "PSL101": 0}),
        ("VOLUME /app/data", {"PSL201": 1}),
    ],
)
def test_a_volume_that_hides_what_is_made_again(volume: str, codes: dict[str, int]) -> None:
    files = {"api__Dockerfile": f"FROM node:22\nWORKDIR /app\n{volume}\nCMD node .\n"}
    text = "services:\n  api:\n    build: ./api\n    restart: always\n    volumes: ['./api:/app']\n"
    for code, count in codes.items():
        assert len(told(code, text, "compose.yaml", **files)) == count


def test_a_remark_behind_a_volume_is_told_once() -> None:
    text = "FROM alpine\nWORKDIR /app\nVOLUME /app/data    # an anonymous volume\n"
    assert told("PSL501", text, "Dockerfile") == []
    (message,) = messages("PSL502", text, "Dockerfile")
    assert "`# an anonymous volume`" in message
    assert told("PSL502", text.replace("#", "\n#"), "Dockerfile") == []


MOUNTED = (
    "services:\n  web:\n    image: nginx:1.27\n    volumes: ['./conf/web.conf:/etc/nginx/conf.d/web.conf']\n"
)


@pytest.mark.parametrize(
    ("ignores", "said"),
    [
        ("", 1),
        ("conf/*\n", 0),
        ("conf/\n", 0),
        ("*.conf\n", 0),
        ("/conf/web.conf\n", 0),
        ("conf/*\n!conf/web.conf\n", 1),
        ("/web.conf\n", 1),
        ("other/\n", 1),
    ],
)
def test_a_file_that_git_passes_over(ignores: str, said: int) -> None:
    files = {"conf__other.conf": "x\n", ".gitignore": ignores}
    assert len(told("PSL218", MOUNTED, "compose.yaml", **files)) == said


@pytest.mark.parametrize(
    ("name", "line", "severity"),
    [
        ("nuke.sh", "docker volume rm $(docker volume ls -q)", "info"),
        ("wipe-all.sh", "docker volume rm $(docker volume ls -q)", "info"),
        ("deploy.sh", "docker volume rm $(docker volume ls -q)", "warning"),
    ],
)
def test_a_script_called_after_what_it_does(name: str, line: str, severity: str) -> None:
    assert [each for _, each in told("PSL408", f"docker compose down\n{line}\n", name)] == [severity]


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("# Page\n\n```sh\n$Env:X = (Get-Location).Path; docker compose up (x)\n```\n", "info"),
        ("# Page\n\n```sh\nX = (Get Location).Path; docker compose up\n```\n", "warning"),
    ],
)
def test_powershell_in_a_block_for_a_shell(text: str, severity: str) -> None:
    assert [each for _, each in told("PSL901", text, "README.md")] == [severity]


def test_what_a_function_of_a_library_finds_empty_is_filled_by_others() -> None:
    text = "OPTIONS=\nstart() { docker run -d --dns $OPTIONS -v /a:/b acme/app:1; }\n"
    assert told("PSL216", text) == []
    assert told("PSL216", "start() { docker run -d acme/app:1 -v /x:/y; }\n") != []


def service(name: str, image: str, more: str = "") -> str:
    return f"  {name}:\n    image: {image}\n    restart: always\n{more}"


PG = "postgres:16"
PASSWORD = "    environment: {POSTGRES_PASSWORD: x}\n"


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        (service("db", PG, PASSWORD) + "volumes: {db-data: , app-data: }\n", "info"),
        (service("db", PG, PASSWORD) + "volumes: {db-data: }\n", "warning"),
        (
            service("db", PG, PASSWORD)
            + service("web", "nginx:1.27", "    volumes: ['site:/srv']\n")
            + "volumes: {site: , db-data: }\n",
            "warning",
        ),
        (service("db-replica", PG, PASSWORD), "info"),
        (service("pgslave1", PG, PASSWORD), "info"),
        (service("db", PG, "    environment: {POSTGRES_PASSWORD: x, REPLICATION_PRIMARY_HOST: a}\n"), "info"),
        (service("standby", PG, PASSWORD), "info"),
        (service("slavery-archive", PG, PASSWORD), "warning"),
        (service("primary", PG, PASSWORD), "warning"),
        (service("db", PG, "    environment: {POSTGRES_PASSWORD: x, WEBMASTER_HOSTNAME: a}\n"), "warning"),
    ],
)
def test_a_file_that_others_complete_and_a_copy_of_a_server(text: str, severity: str) -> None:
    assert [each for _, each in told("PSL101", "services:\n" + text, "compose.yaml")] == [severity]


@pytest.mark.parametrize(
    ("image", "mount", "said"),
    [
        ("lscr.io/linuxserver/overseerr:latest", "./o:/app/config", True),
        ("lscr.io/linuxserver/overseerr:latest", "./o:/somewhere", False),
        ("sctx/overseerr:latest", "./o:/app/config", None),
        ("bitnami/redis:7.4", "./r:/data", True),
    ],
)
def test_a_path_of_another_publishers_image(image: str, mount: str, said: bool | None) -> None:
    text = "services:\n" + service(
        "app", image, f"    volumes: ['{mount}']\n    environment: {{ALLOW_EMPTY_PASSWORD: 'yes'}}\n"
    )
    misses = messages("PSL203", text, "compose.yaml")
    assert bool(misses) is bool(said)
    unmounted = messages("PSL101", text, "compose.yaml")
    assert not (misses and unmounted)
    if said is False:
        assert f"The mount of `./o` on `{mount.partition(':')[2]}` doesn't hold it." in unmounted[0]


@pytest.mark.parametrize(
    ("image", "assumed"),
    [
        ("odoo:${TAG:-18}", False),
        ("docker.io/library/odoo:${TAG:-18}", False),
        ("${IMAGE:-odoo:18}", True),
        ("postgres:${TAG:-18}", True),
    ],
)
def test_a_condition_that_changes_nothing_is_not_told(image: str, assumed: bool) -> None:
    (message,) = messages("PSL101", "services:\n" + service("db", image, PASSWORD), "compose.yaml")
    assert (", unless " in message) is assumed


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("docker run --rm -v a:/d alpine tar c /d | ssh host tar x -C /d\n", []),
        (
            "docker run --rm -v a:/d alpine tar c /d | ssh host 'docker run --rm -i -v a:/d alpine tar -xf - -C /d'\n",
            [],
        ),
        ("docker run --rm -v a:/d alpine tar cz /d | ssh host 'cat >/backup/a.tgz'\n", ["warning"]),
        ("docker exec db pg_dump -U a a | gzip >a.sql.gz\n", ["warning"]),
    ],
)
def test_an_archive_that_is_unpacked_at_once(text: str, said: list[str]) -> None:
    assert [severity for _, severity in told("PSL803", text)] == said


def test_a_function_that_another_script_calls() -> None:
    text = "dump() { docker exec db pg_dump -U a a | gzip >a.sql.gz; }\n"
    calls = "set -euo pipefail\n. ./lib.sh\ndump\n"
    assert told("PSL803", text, "lib.sh", **{"backup.sh": calls + "docker ps\n"}) == []
    assert len(told("PSL803", text, "lib.sh")) == 1
    assert len(told("PSL803", text + "dump\n", "lib.sh", **{"backup.sh": calls + "docker ps\n"})) == 1


@pytest.mark.parametrize(
    ("line", "near"),
    [
        ("docker container rmi a:1", "There is a command `docker rmi`."),
        ("docker volume run a", "There is a command `docker run`."),
        ("docker compose log", "Write `logs`."),
        ("docker image build-x .", ""),
    ],
)
def test_a_command_in_the_wrong_group(line: str, near: str) -> None:
    said = messages("PSL227", line + "\n")
    assert [near in message for message in said] == ([True] if near else [])


def test_a_file_that_somebody_is_to_fill_in() -> None:
    text = "services:\n  db: {image: 'postgres:16', networks: [TO_BE_FILLED]}\nvolumes: [a]\n"
    assert {severity for _, severity in told("PSL226", text, "compose.yaml")} == {"info"}
    assert {
        severity for _, severity in told("PSL226", text.replace("TO_BE_FILLED", "x"), "compose.yaml")
    } == {"error"}


@pytest.mark.parametrize(
    ("more", "severity"),
    [
        ("seed:\n\tdocker compose run --rm app python seed.py\n", "info"),
        ("logs:\n\tdocker compose logs\n", "warning"),
    ],
)
def test_volumes_that_the_same_text_fills(more: str, severity: str) -> None:
    compose = (
        "services:\n  db: {image: 'postgres:16', volumes: ['pg:/var/lib/postgresql/data']}\nvolumes: {pg: }\n"
    )
    text = f"stop:\n\tdocker compose down -v\n{more}"
    assert [each for _, each in told("PSL410", text, "Makefile", **{"compose.yaml": compose})] == [severity]


def worker(image: str, path: str) -> str:
    service_text = service("web", image, f"    volumes: ['files:{path}']\n")
    return f"services:\n{service_text}{service('worker', image)}volumes: {{files: }}\n"


@pytest.mark.parametrize(
    ("image", "path", "severity"),
    [
        ("langgenius/dify-api:1", "/app/api/storage", "info"),
        ("nextcloud:31", "/var/www/html", "info"),
        ("odoo:18", "/var/lib/odoo", "info"),
        ("gitea/gitea:1.22", "/data", "info"),
        ("wordpress:6", "/var/www/html", "info"),
        ("postgres:16", "/var/lib/postgresql/data", "warning"),
        ("rabbitmq:4", "/var/lib/rabbitmq", "info"),
        ("elasticsearch:8.13.0", "/usr/share/elasticsearch/data", "warning"),
        ("langgenius/dify-api:1", "/app/api/other", "warning"),
    ],
)
def test_a_worker_of_an_application_that_keeps_its_files(image: str, path: str, severity: str) -> None:
    said = told(
        "PSL101",
        worker(image, path).replace(
            "restart: always", "restart: always\n    environment: {POSTGRES_PASSWORD: x}"
        ),
        "compose.yaml",
    )
    assert said[-1][1] == severity


@pytest.mark.parametrize(
    ("mounts", "said"),
    [
        ("-v pgdata:/var/lib/postgres", ["warning"]),
        ("-v pgdata:/var/lib/postgres -v more-data:/var/lib/postgres/data", ["warning"]),
        ("-v pgdata:/var/lib/postgres/data -v more-data:/pgdata", ["warning"]),
        ("-v $PWD/pg_hba.conf:/etc/postgresql/pg_hba.conf -v pgdata:/var/lib/postgres", []),
        ("-v $PWD/init.sql:/docker-entrypoint-initdb.d/init.sql -v pgdata:/var/lib/postgres", ["warning"]),
    ],
)
def test_two_mounts_beside_one_path_are_one_mistake(mounts: str, said: list[str]) -> None:
    text = f"docker run -d --name db --restart always -e POSTGRES_PASSWORD=x {mounts} postgres:16\n"
    assert [severity for _, severity in told("PSL203", text)] == said


@pytest.mark.parametrize(
    ("mount", "said"),
    [
        ("-v $PWD/mosquitto.conf:/mosquitto/config/mosquitto.conf", ["info"]),
        ("-v $PWD/certs:/mosquitto/certs", ["warning"]),
        ("", ["warning"]),
    ],
)
def test_a_file_of_settings_may_say_where_the_data_is(mount: str, said: list[str]) -> None:
    text = (
        f"docker run -d --name mqtt --restart always {mount} -v mqtt-data:/mosquitto/db eclipse-mosquitto:2\n"
    )
    assert [severity for _, severity in told("PSL203", text)] == said


@pytest.mark.parametrize(
    ("line", "codes"),
    [
        ("docker system prune -af --volumes --filter until=24h", ["PSL227"]),
        ('docker system prune -af --volumes --filter "until=$AGE"', ["PSL227"]),
        ("docker system prune -af --filter until=24h", []),
        ("docker system prune -af --volumes --filter label=x", []),
        ("docker system prune -af --volumes", ["PSL409"]),
        ("podman system prune -af --volumes --filter until=24h", ["PSL409"]),
    ],
)
def test_a_prune_that_the_client_refuses(line: str, codes: list[str]) -> None:
    assert [code for code in ("PSL227", "PSL409") if told(code, line + "\n")] == codes


def test_an_empty_array_is_filled_by_others_too() -> None:
    text = (
        "volumes=()\nrestore() {\n  local binds=()\n"
        '  for v in "${volumes[@]}"; do binds+=(-v "$v:/volumes/$v"); done\n'
        '  docker run --rm "${binds[@]}" -v "$PWD:/local" alpine cp -aR /local/. /volumes/.\n}\n'
    )
    assert told("PSL102", text) == []
    assert len(told("PSL102", text.replace('"${binds[@]}" ', ""))) == 1


def test_a_mount_that_is_called_after_data_is_named_first() -> None:
    mounts = "    volumes: ['./config:/config', './data:/data']\n"
    text = "services:\n" + service("watch", "dgtlmoon/changedetection.io:latest", mounts)
    (message,) = messages("PSL203", text, "compose.yaml")
    assert message.startswith("`./data` is mounted on `/data`")
    (message,) = messages("PSL203", text.replace(", './data:/data'", ""), "compose.yaml")
    assert message.startswith("`./config` is mounted on `/config`")


@pytest.mark.parametrize(
    ("mount", "said"),
    [
        ("portainer_data:/portainer_data", ["warning"]),
        ("portainer_data:/data", []),
        ("certs:/certs", []),
        ("portainer_backups:/backups", []),
    ],
)
def test_users_and_settings_in_one_directory_are_data_too(mount: str, said: list[str]) -> None:
    text = f"docker run -d --name portainer --restart always -v {mount} portainer/portainer-ce:2.27.0\n"
    assert [severity for _, severity in told("PSL203", text)] == said
