"""Warnings and notes told apart: the signs that data is to stay, exercises, templates, clusters, and what the text tells before it deletes."""

from __future__ import annotations

from pathlib import Path

import pytest

from persistlint.analysis.analyse import analyse
from persistlint.analysis.workspace import Workspace
from persistlint.settings.settings import Settings
from persistlint.text.document import Document
from tests.rules.told import messages, told

SERVICE = "services:\n  db:\n    image: postgres:16\n    environment: {POSTGRES_PASSWORD: x}\n"
RUN = "docker run -d --name db -e POSTGRES_PASSWORD=x postgres:16"
STAYS = RUN.replace("-d", "-d --restart always")


def severities(code: str, text: str, name: str = "run.sh", **files: str) -> list[str]:
    return [severity for _, severity in told(code, text, name, **files)]


@pytest.mark.parametrize(
    ("more", "severity"),
    [
        ("", "info"),
        ("    ports: ['5432:5432']\n", "info"),
        ("    restart: 'no'\n", "info"),
        ("    volumes: ['./init.sql:/docker-entrypoint-initdb.d/init.sql']\n", "info"),
        ("    volumes: ['./pg.conf:/etc/postgresql/postgresql.conf']\n", "info"),
        ("    volumes: ['./driver.jar:/plugins/driver.jar']\n", "info"),
        ("    volumes: ['./seed:/seed:ro']\n", "info"),
        ("    healthcheck: {test: pg_isready}\n", "info"),
        ("    restart: always\n", "warning"),
        ("    restart: unless-stopped\n", "warning"),
        ("    restart: on-failure\n", "warning"),
        ("    restart: ${POLICY}\n", "warning"),
        ("    container_name: db\n", "info"),
        ("    container_name: db\n  web: {image: 'nginx:1', restart: always}\n", "warning"),
        (
            "    container_name: db\n  web: {image: 'acme/app:1', volumes: ['files:/files']}\nvolumes: {files: }\n",
            "warning",
        ),
        ("    container_name: db\n  web: {build: ., depends_on: [db]}\n", "info"),
        ("    container_name: db\n  web: {build: .}\n", "info"),
        ("    container_name: db\n    restart: 'no'\n  web: {image: 'nginx:1', restart: always}\n", "info"),
        ("    restart: always\n    volumes: ['./init:/docker-entrypoint-initdb.d']\n", "warning"),
        ("    restart: always\n    profiles: [debug]\n", "info"),
        ("    restart: always\n    # volumes: ['pgdata:/var/lib/postgresql']\n", "info"),
        ("    restart: always\n    # volumes:\n    #   - ${DATA}:/var/lib/postgresql/data\n", "info"),
        ("    # - ./pg:/var/lib/postgresql:rw\n    restart: always\n", "info"),
        ("    restart: always\n    # - ./pg.conf:/etc/postgresql/postgresql.conf\n", "warning"),
        ("    restart: always\n    # volumes are for later\n", "warning"),
        ("    restart: always\n  test: {image: acme/app:1}\n", "info"),
        ("    restart: always\n  e2e-tests: {image: acme/app:1}\n", "info"),
        ("    restart: always\n  latest: {image: acme/app:1}\n", "warning"),
        ("    volumes: ['exports:/exports']\nvolumes: {exports: }\n", "warning"),
        ("    volumes: ['./files:/srv/files']\n", "warning"),
        ("    volumes: ['./app.db:/srv/app.db']\n", "warning"),
    ],
)
def test_a_service_that_is_there_for_good(more: str, severity: str) -> None:
    assert severities("PSL101", SERVICE + more, "compose.yaml") == [severity]


@pytest.mark.parametrize(
    ("path", "severity"),
    [
        ("compose.dev.yaml", "info"),
        ("docker-compose-dev.yml", "info"),
        ("docker-compose.local.yml", "info"),
        ("docker-compose.development.yml", "info"),
        ("dev/docker-compose.yml", "info"),
        ("sandbox/docker-compose.yml", "info"),
        ("poc/compose.yaml", "info"),
        ("wordpress-compose.1.yml", "info"),
        ("11_rabbitmq/docker-compose.yml", "info"),
        ("37. leader election/docker-compose.yaml", "info"),
        ("compose.yaml", "warning"),
        ("docker-compose.prod.yml", "warning"),
        ("device/docker-compose.yml", "warning"),
        ("localstack/docker-compose.yml", "warning"),
        ("local/docker-compose.yml", "info"),
        ("devices-2024/docker-compose.yml", "warning"),
        ("192.168.1.5/docker-compose.yml", "warning"),
        ("2024-backup/docker-compose.yml", "warning"),
    ],
)
def test_files_of_developers_and_of_lessons(path: str, severity: str) -> None:
    assert severities("PSL101", SERVICE + "    restart: always\n", path) == [severity]


@pytest.mark.parametrize(
    ("path", "severity"),
    [
        ("Day-010-Registry/run.sh", "info"),
        ("EP4-Persistent-Volumes/commands.sh", "info"),
        ("lession5_k8/run.sh", "info"),
        ("Module 2_Volumes/run.sh", "info"),
        ("week3/run.sh", "info"),
        ("ex3/run.sh", "info"),
        ("03-volumes/run.sh", "info"),
        ("17. balancing/run.sh", "info"),
        ("correction-tp-réseaux/script.sh", "info"),
        ("docker-tutorial/run.sh", "info"),
        ("Clase 4/run.sh", "info"),
        ("bootcamp/run.sh", "info"),
        ("departments/run.sh", "warning"),
        ("weekly/run.sh", "warning"),
        ("daybreak/run.sh", "warning"),
        ("http/run.sh", "warning"),
        ("exporter/run.sh", "warning"),
        ("3d/run.sh", "warning"),
        ("classes/run.sh", "warning"),
        ("modules/run.sh", "warning"),
    ],
)
def test_folders_of_lessons(path: str, severity: str) -> None:
    assert severities("PSL101", f"{RUN}\n", path) == [severity]


@pytest.mark.parametrize(
    "path",
    ["EP6-Docker-compose/compose.yml", "labs/3/compose.yml", "Day-023/compose.yml", "11_pg/compose.yml"],
)
def test_a_mount_that_misses_is_a_mistake_in_a_lesson_too(path: str) -> None:
    text = SERVICE + "    volumes: ['dbdata:/var/lib/postresql/data']\nvolumes: {dbdata: }\n"
    assert severities("PSL203", text, path) == ["warning"]


@pytest.mark.parametrize(
    ("line", "severity"),
    [
        (RUN, "info"),
        (f"sudo {RUN}", "info"),
        (RUN.replace("-d ", ""), "info"),
        (RUN.replace("-d", "-dit"), "info"),
        (RUN.replace("-d", "-d -v $PWD/my.cnf:/etc/my.cnf"), "info"),
        (RUN.replace("-d", "-d -v $PWD/driver.jar:/plugins/driver.jar"), "info"),
        (RUN.replace("-d", "-d --restart no"), "info"),
        (STAYS, "warning"),
        (f"sudo {STAYS}", "warning"),
        (RUN.replace("-d", "-d --restart=on-failure:3"), "warning"),
        (RUN.replace("-d", "-d -v exports:/exports"), "warning"),
    ],
)
def test_a_line_of_a_document(line: str, severity: str) -> None:
    page = f"# Shop\n\n## Install\n\n```bash\n{line}\n```\n"
    assert severities("PSL101", page, "README.md") == [severity]


def test_a_document_that_mounts_the_data_further_down() -> None:
    mounted = STAYS.replace("-d", "-d -v pg:/var/lib/postgresql/data")
    page = "# Shop\n\n```bash\n{}\n```\n\nTo keep the data:\n\n```bash\n{}\n```\n"
    assert severities("PSL101", page.format(STAYS, mounted), "README.md") == ["info"]
    assert severities(
        "PSL101", page.format(STAYS, mounted.replace("postgres:16", "redis:7")), "README.md"
    ) == ["warning"]


def cluster(*images: str) -> str:
    return "".join(
        f"docker run -d --name db{number} -e MYSQL_ROOT_PASSWORD=x {image}\n"
        for number, image in enumerate(images)
    )


@pytest.mark.parametrize(
    ("images", "severity"),
    [
        (("mysql:8", "mysql:8", "mysql:8"), "info"),
        (("mysql:8", "mysql:8", "mysql:8", "mysql:8"), "info"),
        (("mysql:8", "mysql:8"), "warning"),
        (("mysql:8", "mysql:8", "mysql:5.7"), "warning"),
        (("mysql:8",), "warning"),
    ],
)
def test_servers_that_show_how_they_work_together(images: tuple[str, ...], severity: str) -> None:
    assert set(severities("PSL101", cluster(*images))) == {severity}
    services = "".join(f"  db{number}:\n    image: mysql:8\n    restart: always\n" for number in range(3))
    assert set(severities("PSL101", f"services:\n{services}", "compose.yaml")) == {"info"}
    again = "docker rm -f db0\n".join([cluster("mysql:8")] * 4)
    assert "info" not in severities("PSL101", again)


@pytest.mark.parametrize(
    ("lines", "severity"),
    [
        ("docker run --rm --name db -e POSTGRES_PASSWORD=x postgres:16\n", "info"),
        ("docker run -it --rm -e POSTGRES_PASSWORD=x postgres:16\n", "info"),
        ("docker run --name db -e POSTGRES_PASSWORD=x postgres:16\n", "info"),
        (f"{RUN}\n", "warning"),
    ],
)
def test_a_run_in_the_foreground_that_is_removed(lines: str, severity: str) -> None:
    assert severities("PSL101", lines) == [severity]


COMPOSE = "services:\n  db:\n    image: postgres:16\n    volumes: [data:/var/lib/postgresql/data]\nvolumes:\n  data:\n"


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("# stop and clean up containers and volumes\ndocker compose stop\ndocker compose down -v\n", "info"),
        ('echo "Removing all volumes"\ndocker compose down -v\n', "info"),
        ('echo ">>> Pruning unused images and volumes"\ndocker compose down -v\n', "info"),
        ('print_status "Recreating database..."\n\n# Stop everything\ndocker compose down -v\n', "info"),
        ('log_info "Deleting data"\ndocker compose down -v\n', "info"),
        ("printf 'Wiping the database\\n'\ndocker compose down -v\n", "info"),
        ("step 'Reset the database'\ncd /srv\ndocker compose down -v\n", "info"),
        ('warn "All data will be removed: dropping volumes"\ndocker compose down -v\n', "info"),
        ("docker compose down -v\ndocker volume rm other\n", "info"),
        ("docker compose down -v\ndocker volume rm shop_data || true\ndocker compose up -d\n", "info"),
        ('echo "Stopping"\ndocker compose down -v\n', "warning"),
        ('echo "Cleaning up old containers"\ndocker compose down -v\n', "warning"),
        ("# restart\ndocker compose down -v\ndocker compose up -d\n", "warning"),
        ('echo "Removing volumes"\n\n\ndate\n\n\nls\ndocker compose down -v\n', "warning"),
        ("docker volume rm other\ndocker compose down -v\n", "warning"),
    ],
)
def test_the_text_tells_that_data_goes(text: str, severity: str) -> None:
    assert severities("PSL410", text, **{"compose.yaml": COMPOSE}) == [severity]


@pytest.mark.parametrize(
    ("grants", "image", "severity"),
    [
        ("--privileged", "acme/agent:latest", "info"),
        ("--privileged --pid=host", "nicolargo/glances:latest", "info"),
        ("--privileged", "ghcr.io/blakeblackshear/frigate:stable", "info"),
        ("-v /:/host", "acme/agent:latest", "info"),
        ("--pid=host --cap-add SYS_PTRACE", "acme/agent", "info"),
        ("-v /var/run/docker.sock:/var/run/docker.sock", "containrrr/watchtower", "info"),
        ("--privileged", "redis:7", "warning"),
        ("--privileged", "postgres:16.4", "warning"),
        ("--privileged", "gitea/gitea:1", "warning"),
        ("--pid=host", "redis:7", "info"),
    ],
)
def test_who_is_given_the_host(grants: str, image: str, severity: str) -> None:
    assert severities("PSL601", f"docker run -d {grants} --restart always {image}\n") == [severity]


@pytest.mark.parametrize(
    ("path", "severity"),
    [
        ("run.tpl.sh", "info"),
        ("run.sh.example.sh", "info"),
        ("templates/run.sh", "info"),
        ("run.sample.sh", "info"),
        ("run.template.sh", "info"),
        ("run.dist.sh", "info"),
        ("skeleton/run.sh", "info"),
        ("backup/templates/run.sh", "info"),
        ("{{cookiecutter.name}}/run.sh", "info"),
        ("{{ name }}/run.sh", "info"),
        ("example/run.sh", "error"),
        ("run.sh", "error"),
        ("template-server/run.sh", "error"),
        ("template.sh", "error"),
    ],
)
def test_a_file_that_is_filled_in(path: str, severity: str) -> None:
    assert severities("PSL208", "docker run -d -v data/db:/data acme/app:1\n", path) == [severity]


@pytest.mark.parametrize(
    ("volume", "severity"),
    [
        ("your-volume", "info"),
        ("YOUR_VOLUME", "info"),
        ("changeme", "info"),
        ("CHANGE_ME", "info"),
        ("xxx", "info"),
        ("replace-me", "info"),
        ("placeholder", "info"),
        ("data", "error"),
        ("my-data", "error"),
        ("exchange", "error"),
        ("yourself", "error"),
    ],
)
def test_a_name_that_is_filled_in(volume: str, severity: str) -> None:
    text = f"services:\n  db:\n    image: mysql:8\n    volumes: ['{volume}:/var/lib/mysql']\n"
    assert severities("PSL226", text, "compose.yaml") == [severity]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("docker build → image → docker run", 0),
        ("docker run ⇒ container", 0),
        ("docker build ──> image", 0),
        ("docker build -t a", 0),
        ("docker log web", 1),
        ("docker network connect net a1 b1", 1),
    ],
)
def test_a_drawing_is_no_command(text: str, said: int) -> None:
    assert len(told("PSL227", f"# Guide\n\n```text\n{text}\n```\n", "README.md")) == said


def test_a_registry_that_is_filled_in() -> None:
    for name in ("YOUR_DOCKER_HUB_USERNAME", "<user>", "YOUR-NAME"):
        assert told("PSL227", f"REGISTRY='{name}'\ndocker build --rm -t ${{REGISTRY}}/hello .\n") == []
    (message,) = messages("PSL227", "docker build --rm -t Hello:1 .\n")
    assert message.endswith("Write `hello:1`.")


@pytest.mark.parametrize(
    ("mounts", "image", "said"),
    [
        (
            "-v ./etc:/etc/gitea -v /srv/a:/data/performance -v /srv/b:/data/archive",
            "gitea/gitea:1-rootless",
            [],
        ),
        ("-v ./sonarr.xml:/etc/app/config.xml -v /srv/b:/library", "mysql:8", []),
        ("-v ./my.cnf:/etc/mysql/my.cnf -v db:/var/lib/myql", "mysql:8", ["PSL203"]),
        ("-v ./my.cnf:/etc/mysql/my.cnf -v db:/opt/mysql", "mysql:8", []),
        (
            "-v ./elasticsearch.yml:/usr/share/elasticsearch/config/elasticsearch.yml -v es:/var/lib/elasticsearch",
            "elasticsearch:8.15.0",
            [],
        ),
        ("-v es:/var/lib/elasticsearch", "elasticsearch:8.15.0", ["PSL203"]),
        ("-v db:/var/lib/myql", "mysql:8", ["PSL203"]),
        ("-v ./my.cnf:/etc/mysql/my.cnf", "mysql:8", ["PSL101"]),
        ("-v /etc/localtime:/etc/localtime -v logs:/library", "mysql:8", ["PSL101"]),
        ("-v data:/var/opt/mssql/data", "mcr.microsoft.com/mssql/server:2022-latest", []),
        (
            "-v aa:/var/opt/mssql/data -v bb:/var/opt/mssql/log",
            "mcr.microsoft.com/mssql/server:2022-latest",
            [],
        ),
        ("-v logs:/logs", "mcr.microsoft.com/mssql/server:2022-latest", ["PSL101"]),
    ],
)
def test_settings_that_may_move_the_data(mounts: str, image: str, said: list[str]) -> None:
    options = "-e MYSQL_ROOT_PASSWORD=x -e ACCEPT_EULA=Y -e MSSQL_SA_PASSWORD=x"
    text = f"docker run -d --restart always --name srv {options} {mounts} {image}\n"
    assert [code for code in ("PSL101", "PSL203") if told(code, text)] == said


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("rocksdb:mydatabase.db", []),
        ("file:data.db", []),
        ("rocksdb:/data/db", ["warning"]),
        ("rocksdb:///data/db", ["warning"]),
    ],
)
def test_a_store_below_the_working_directory(place: str, said: list[str]) -> None:
    run = f"docker run -d --restart always --name srv surrealdb/surrealdb:v2 start --user root --pass x {place}\n"
    assert severities("PSL101", run) == said


@pytest.mark.parametrize(
    ("run", "said"),
    [
        ("docker run \u2014p 3000:3000 <image>", ["warning"]),
        ("docker run \u2013\u2013name web <image> ...", ["warning"]),
        ("docker run \u2014p 3000:3000 nginx", ["error"]),
        ("docker run \u2014p 3000:3000 <image>  # \u274c fails", ["info"]),
        ("docker run -p 3000:3000 <image>", []),
        ("docker run -v /{your path}/here:/home/ mytest", ["info"]),
    ],
)
def test_a_dash_that_is_no_hyphen_beside_a_placeholder(run: str, said: list[str]) -> None:
    assert severities("PSL216", f"# Ports\n\n```bash\n{run}\n```\n", "README.md") == said


@pytest.mark.parametrize(
    ("root", "more", "severity"),
    [
        ("docker-examples", "", "info"),
        ("belajar-docker", "", "info"),
        ("Docker-notes", "", "info"),
        ("owner+docker-training", "", "info"),
        ("curso_docker", "", "info"),
        ("aprendendo.docker", "", "info"),
        ("docker-cheatsheet", "", "info"),
        ("docker-practice", "", "info"),
        ("learn-docker", "", "info"),
        ("formation-docker", "", "info"),
        ("docker-examples", " --restart always", "info"),
        ("docker-examples", " -v exports:/exports", "warning"),
        ("homelab", "", "warning"),
        ("notesapp", "", "warning"),
        ("learner-service", "", "warning"),
        ("discourse", "", "warning"),
        ("exampleshop", "", "warning"),
    ],
)
def test_a_project_that_teaches(root: str, more: str, severity: str, tmp_path: Path) -> None:
    folder = tmp_path / root
    (folder / ".git").mkdir(parents=True)
    (folder / "run.sh").write_text(RUN.replace("run -d", f"run -d{more}") + "\n")
    settings = Settings()
    settings.root = str(folder)
    document = Document(str(folder / "run.sh"), (folder / "run.sh").read_bytes(), "shell")
    findings = analyse(document, Workspace(str(folder)), settings).findings
    assert [finding.severity for finding in findings if finding.code == "PSL101"] == [severity]


@pytest.mark.parametrize(
    ("folder", "severity"),
    [
        ("apps-not-used", "info"),
        ("unused", "info"),
        ("deprecated", "info"),
        ("old", "info"),
        ("archive", "info"),
        ("_archived", "info"),
        ("todelete", "info"),
        ("legacy", "info"),
        ("disabled", "info"),
        (".trash", "info"),
        ("holder", "warning"),
        ("gold", "warning"),
        ("used", "warning"),
        ("archives-server", "warning"),
        ("bold-new", "warning"),
    ],
)
def test_what_nobody_runs(folder: str, severity: str) -> None:
    assert severities("PSL101", f"{RUN}\n", f"{folder}/run.sh") == [severity]
    text = f"{RUN.replace('-d', '-d -v pg:/var/lib/postgres/data')}\n"
    assert severities("PSL203", text, f"{folder}/run.sh") == [severity]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("docker image pull adminer:latest => tool management", []),
        ("docker image pull ubuntu:latest, dipakai untuk apa", []),
        ("docker login //faz a autenticacao", []),
        ("docker run -m [amount b/k/m/g] alpine:3.20", []),
        ("docker build [-f Dockerfile] .", []),
        ("docker run -e PASS=[[MY ADMIN PASSWORD]] -p a acme/app:1", []),
        ("docker run -p hostport:containerport acme/app:1", []),
        ("docker run -p host_port:container_port acme/app:1", []),
        ("docker build -t MYCOMPANY/REPONAME .", []),
        ("docker build -t ReplaceWithImageTagName .", []),
        ("docker build -t username docker hub/simple .", []),
        ("docker context create aci x", []),
        ("docker image pull alpine:3 busybox:1", ["error"]),
        ("docker push acme/app:1 acme/app", ["error"]),
        ("docker build -t myTool .", ["error"]),
        ("docker ps registry --format '{{.Names}}'", ["error"]),
        ("docker run -p 99999:1 acme/app:1", ["error"]),
        ("docker run --userns=keep-id acme/app:1", ["error"]),
    ],
)
def test_forms_and_remarks_in_scripts(line: str, said: list[str]) -> None:
    assert severities("PSL227", f"{line}\n") == said
    assert severities("PSL227", f"# Guide\n\n```bash\n{line}\n```\n", "README.md") == said


@pytest.mark.parametrize(
    ("block", "severity"),
    [
        ("```bash\nMain:\n├── docker (docker run, ps\n```", "info"),
        ("- `docker pull [nom_de_l'image]`", "info"),
        ("```bash\ndocker run -d nginx`\n```", "warning"),
        ("```sh\ndocker run -d 'nginx\n```", "warning"),
    ],
)
def test_a_drawing_is_no_shell_text(block: str, severity: str) -> None:
    assert severities("PSL901", f"# Guide\n\n{block}\n", "README.md") in ([severity], [])
    if severity == "warning":
        assert severities("PSL901", f"# Guide\n\n{block}\n", "README.md") == ["warning"]


@pytest.mark.parametrize(
    ("service", "severity"),
    [
        ("    deploy:\n      labels: [a=b]\n", "info"),
        ("    deploy:\n      placement: {constraints: [node.role == manager]}\n", "info"),
        ("    deploy:\n      mode: global\n", "info"),
        ("    deploy:\n      replicas: 2\n      update_config: {parallelism: 1}\n", "info"),
        ("    deploy:\n      resources: {limits: {memory: 1G}}\n", "error"),
        ("", "error"),
    ],
)
def test_a_stack_for_a_swarm(service: str, severity: str) -> None:
    text = f"services:\n  app:\n    image: acme/app:1\n    depends_on: [db]\n{service}"
    assert severities("PSL226", text, "compose.yaml") == [severity]


def test_a_pipeline_that_has_services_too() -> None:
    block = "services:\n  name: db\n  composition:\n    db: {image: postgres:16}\n"
    assert severities("PSL226", f"# Guide\n\n```yaml\n{block}```\n", "README.md") == []


@pytest.mark.parametrize(
    ("image", "mounts", "severity"),
    [
        ("ghcr.io/immich-app/immich-server:v2.7.5", "-v /p:/usr/src/app/upload", None),
        ("ghcr.io/hargata/lubelogger:latest", "-v lube:/App/data", None),
        ("linuxserver/syncthing", "-v cfg:/config", None),
        ("ghcr.io/plankanban/planka:2.2.1", "-v planka:/app/data", None),
        ("zookeeper:3.9", "-v zk:/data", "warning"),
        ("ghcr.io/immich-app/immich-server:v2.7.5", "", "warning"),
    ],
)
def test_what_changes_with_the_version(image: str, mounts: str, severity: str | None) -> None:
    run = f"docker run -d --restart always --name srv {mounts} {image}\n"
    assert severities("PSL101", run) == ([severity] if severity else [])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "docker volume create -d volplugin --name policy1/sample\ndocker run -v policy1/sample:/mnt debian ls\n",
            [],
        ),
        ("docker volume create -d rexray pool/a\ndocker run -v pool/a:/mnt debian ls\n", []),
        ("docker run --volume-driver volplugin -v policy1/sample:/mnt debian ls\n", []),
        ("docker run --volume-driver volplugin --volume=policy1/sample:/mnt debian ls\n", []),
        ("docker run --volume-driver local -v policy1/sample:/mnt debian ls\n", ["error"]),
        ("docker volume create -d rexray pool/a\ndocker run -v pool/b:/mnt debian ls\n", ["error"]),
        ("docker volume create -d local data\ndocker run -v my/data:/mnt debian ls\n", ["error"]),
        ("docker run -v my/data:/mnt debian ls\n", ["error"]),
    ],
)
def test_a_name_with_a_slash_for_another_driver(text: str, said: list[str]) -> None:
    assert severities("PSL208", text) == said
    if not said:
        assert told("PSL227", text) == []


@pytest.mark.parametrize(
    ("file", "told_as"),
    [
        ("/mnt/db/<db_name>_x.sql", "`/mnt/db/<db_name>_x.sql`"),
        ('"/mnt/db/$DB_NAME.sql"', "`/mnt/db/$DB_NAME.sql`"),
    ],
)
def test_a_placeholder_is_told_as_it_is_written(file: str, told_as: str) -> None:
    run = f"docker exec -t web pg_dump -U me x > {file}"
    (message,) = messages("PSL801", f"# Backup\n\n```bash\n{run}\n```\n", "README.md")
    assert told_as in message
