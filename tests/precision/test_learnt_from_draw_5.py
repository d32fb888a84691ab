"""Classes of findings of the fifth draw that were false or that nobody would act on, and what looks like them and stays loud."""

from __future__ import annotations

from pathlib import Path

import pytest

from persistlint.analysis.analyse import analyse
from persistlint.analysis.workspace import Workspace
from persistlint.settings.settings import Settings
from persistlint.text.document import Document
from tests.hosts.test_quadlet import shown
from tests.rules.told import messages, told


def block(text: str) -> str:
    return f"# Guide\n\n```bash\n{text}\n```\n"


def unit(line: str) -> str:
    return f"[Container]\nImage=acme/app:1\n{line}\n"


@pytest.mark.parametrize(
    "line",
    [
        "Volume=${CONFIG}/alertmanager:/alertmanager:Z",
        "Volume=/srv/${NAME}:/data",
        "Volume=${SOURCE}:/data",
        "Volume=app.volume:/data/${NAME}",
        "Mount=type=bind,source=${SOURCE},target=/data",
        "PodmanArgs=-v ${SOURCE}:/data",
        "PublishPort=${PORT}:80",
        "HostName=$NAME",
        "ContainerName=${NAME}",
        "Environment=TZ=${TIMEZONE}",
        "Volume=./${NAME}:/data",
    ],
)
def test_systemd_expands_variables_of_a_quadlet(line: str) -> None:
    for code in ("PSL221", "PSL227", "PSL213", "PSL220"):
        assert told(code, unit(line), "app.container") == []


@pytest.mark.parametrize(
    ("line", "variable"),
    [
        ("Volume=$HOME/data:/data", "${HOME}"),
        ("Volume=/srv/$NAME:/data", "${NAME}"),
        ("PodmanArgs=-v $HOME/data:/data", "${HOME}"),
    ],
)
def test_systemd_expands_no_bare_variable_within_a_word(line: str, variable: str) -> None:
    (message,) = messages("PSL221", unit(line), "app.container")
    assert message.startswith("Systemd expands no") and f"Write `{variable}`" in message


def test_a_variable_of_the_unit_is_known() -> None:
    text = unit("Volume=${DIR}/x:/data") + "[Service]\nEnvironment=DIR=/srv\n"
    (command,) = shown(text, "app.container")
    assert " -v /srv/x:/data " in command
    (command,) = shown(text.replace("Environment=", "EnvironmentFile=/etc/"), "app.container")
    assert " -v '⟨DIR⟩/x:/data' " in command


@pytest.mark.parametrize(
    "text",
    [
        "docker build\n  -t TAG_NAME        ## a name\n  -f FILE_PATH       ## a file\n  CONTEXT_DIR        ## a folder",
        "docker run\n  --name CONTAINER_NAME   ## a name\n  --hostname HOST_NAME   ## a host\n  -p EXT_PORT:INT_PORT   ## a port\n  IMAGE_NAME  ## an image",
        "docker run\n  -v EXT_PATH:INT_PATH   # a directory",
        "docker run\n  --name <name>\n  -p <port>:80",
        "docker create\n  --network MY_NETWORK # a network\n  --volume DATA_VOLUME:/data # a volume",
    ],
)
def test_a_synopsis_is_no_cut_command(text: str) -> None:
    assert told("PSL222", block(text), "guide.md") == []


@pytest.mark.parametrize(
    "text",
    [
        "docker run -d\n  --name web\n  -p 80:80 nginx:1.27",
        "docker run -d -e DB_NAME=x\n  --name web nginx:1.27",
        "docker build\n  -t app:1\n  .",
    ],
)
def test_a_cut_command_is(text: str) -> None:
    assert [severity for _, severity in told("PSL222", block(text), "guide.md")] == ["error"]


@pytest.mark.parametrize(
    "line",
    [
        "docker run -p SynoPort5000:5000 acme/app:1",
        "docker run -p yourport:80 acme/app:1",
        "docker run -p puerto:80 acme/app:1",
        "docker run -p NAS_PORT:80 acme/app:1",
        "docker run --add-host host:ip nginx",
        "docker run --add-host name:IP nginx",
        "docker run --add-host hostname:address nginx",
        "docker run --memory size nginx",
        "docker run --cpus number nginx",
        "docker run -p EXT_PORT:INT_PORT nginx",
    ],
)
def test_a_value_that_names_its_kind_is_to_fill_in(line: str) -> None:
    assert told("PSL227", block(line), "guide.md") == []


@pytest.mark.parametrize(
    "line",
    [
        "docker run --add-host web:300.1 nginx",
        "docker run -p 808o:80 nginx",
        "docker run -p 99999:80 nginx",
        "docker run --memory 2gigs nginx",
        "docker run -e DB_NAME -p 99999:1 nginx",
    ],
)
def test_a_wrong_value_is_refused(line: str) -> None:
    assert [severity for _, severity in told("PSL227", block(line), "guide.md")] == ["error"]


@pytest.mark.parametrize(
    "text",
    [
        "1. `docker run -p 5000:5000 registry`\n\n1. \n    `docker pull localhost:5000/j:1.0`  \n    `docker run localhost:5000/j:1.0`\n",
        "Text:\n\n    `docker pull a:1`\n    `docker run a:1`\n",
        "Text:\n\n\t`docker pull a:1`  \n\t`docker rmi a:1`\n",
        "`docker pull a:1`  \n`docker run a:1`\n",
        "- `docker pull a:1`   \n  `docker run a:1`\n",
    ],
)
def test_inline_code_on_lines_of_its_own_is_a_command_a_line(text: str) -> None:
    assert told("PSL227", f"# Guide\n\n{text}", "guide.md") == []


@pytest.mark.parametrize(
    "text",
    ["Text:\n\n    `docker run -p 99999:1 a:1`\n", "`docker pull a:1`  \n`docker run -p 99999:1 a:1`\n"],
)
def test_what_stands_in_inline_code_is_read(text: str) -> None:
    assert [severity for _, severity in told("PSL227", f"# Guide\n\n{text}", "guide.md")] == ["error"]


SHELL = "docker run -it --rm --name dev node:22 bash\n"


@pytest.mark.parametrize(
    "text",
    [
        SHELL + "npm init -y\nnode app.js\n\n# 2. Từ terminal khác\ndocker logs -f dev\ndocker exec dev ps",
        SHELL + "npm install\ndocker exec dev ls",
        SHELL + "# In another terminal\ndocker exec dev ps",
        SHELL + "# En otra terminal:\ndocker cp dev:/x .",
        SHELL + "# dans un autre terminal\ndocker exec dev ps",
        SHELL + "# In einem anderen Terminal\ndocker exec dev ps",
        SHELL + "# В другом терминале\ndocker exec dev ps",
        SHELL + "# 另一个终端\ndocker exec dev ps",
        SHELL + "# 別のターミナル\ndocker exec dev ps",
        SHELL + "# in a second shell window\ndocker commit dev x",
    ],
)
def test_a_shell_that_may_still_be_open(text: str) -> None:
    assert told("PSL402", block(text), "guide.md") == []


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        (SHELL + "npm install\nexit\ndocker cp dev:/x .", "error"),
        # Whoever has left the shell finds nothing. Another terminal would find it.
        (SHELL + "docker cp dev:/x .", "info"),
        (SHELL + "# Save what was done in the container\ndocker commit dev x", "info"),
        ("docker run --rm --name dev node:22 npm test\n# In another terminal\ndocker cp dev:/x .", "error"),
    ],
)
def test_a_shell_that_has_ended(text: str, severity: str) -> None:
    assert [each for _, each in told("PSL402", block(text), "guide.md")] == [severity]


UP = "docker run -d --name cc alpine sleep 9999\n"


@pytest.mark.parametrize(
    "text",
    [
        'r=""\nif docker exec cc test -f /a/x; then r=/a; fi\nexit 0\n',
        'r=""\ndocker exec cc sh -c "date > $r/conf.php"\n',
        'r=\nfor p in "${r}/conf.php"; do docker exec cc sh -c "date > $p"; done\n',
        'f() { local r=""; docker exec cc sh -c "date > ${r}/out.txt"; }\nf\n',
    ],
)
def test_a_path_behind_an_empty_variable_is_not_told(text: str) -> None:
    assert told("PSL104", UP + text) == []


@pytest.mark.parametrize(
    "text",
    [
        'r=/srv\nfor p in "${r}/conf.php"; do docker exec cc sh -c "date > $p"; done\n',
        'docker exec cc sh -c "date > /result.txt"\n',
        'r=/srv/x\ndocker exec cc sh -c "date > $r"\n',
    ],
)
def test_a_written_path_is(text: str) -> None:
    assert [severity for _, severity in told("PSL104", UP + text)] == ["warning"]


def compose(image: str, *mounts: str) -> str:
    lines = "".join(f"      - {mount}\n" for mount in mounts)
    return f"services:\n  app:\n    image: {image}\n    restart: always\n    volumes:\n{lines}"


def test_an_anonymous_volume_is_on_no_version_s_path() -> None:
    assert told("PSL202", compose("influxdb", "/var/lib/influxdb"), "compose.yaml") == []
    assert told("PSL202", compose("influxdb", "./data:/var/lib/influxdb"), "compose.yaml") == [(6, "warning")]


def test_an_anonymous_volume_keeps_no_part() -> None:
    text = "docker run -d --restart always --name db -e POSTGRES_PASSWORD=x -v {}/var/lib/postgresql/data postgres:18\n"
    assert told("PSL101", text.format("")) == [(1, "warning")]


def test_slskd_downloads_where_its_settings_say() -> None:
    text = compose("slskd/slskd:0.22", "./slskd:/app", "./downloads:/media/downloads")
    assert told("PSL203", text, "compose.yaml") == []
    text = compose("slskd/slskd:0.22", "./downloads:/media/downloads")
    assert told("PSL101", text, "compose.yaml") == [(3, "info")]


def test_a_client_s_settings_file_is_all_that_there_is_to_keep() -> None:
    image = "lscr.io/linuxserver/wireguard:latest"
    text = compose(image, "./wg.conf:/config/wg_confs/wg0.conf")
    assert told("PSL101", text, "compose.yaml") == []
    text = compose(image, "/lib/modules:/lib/modules")
    assert told("PSL101", text, "compose.yaml") == [(3, "warning")]


@pytest.mark.parametrize(
    ("path", "severity"),
    [
        ("site/wp-content/plugins/x/docker-compose.yml", "info"),
        ("wp-content/themes/x/docker-compose.yml", "info"),
        ("wp-content/docker-compose.yml", "error"),
        ("plugins/x/docker-compose.yml", "error"),
    ],
)
def test_installed_plugins_are_others(path: str, severity: str) -> None:
    text = "services:\n  app:\n    image: app:1\n    image: app:2\n"
    assert [said for _, said in told("PSL226", text, path)] == [severity]


@pytest.mark.parametrize(
    ("folder", "severity"),
    [
        ("taller-docker", "info"),
        ("ans/multiple", "info"),
        ("answers", "info"),
        ("solution-2", "info"),
        ("lösungen", "info"),
        ("soluciones", "info"),
        ("server", "warning"),
        ("answering-machine", "warning"),
        ("atelier", "warning"),
    ],
)
def test_folders_of_answers(folder: str, severity: str) -> None:
    text = "services:\n  db:\n    image: postgres:16\n    restart: always\n    environment: [POSTGRES_PASSWORD=x]\n"
    assert [said for _, said in told("PSL101", text, f"{folder}/compose.yaml")] == [severity]


@pytest.mark.parametrize(
    ("comment", "severity"),
    [
        ("# ❌ Anonymous volumes", "info"),
        ("# Wrong:", "info"),
        ("# Nur zum Ausprobieren, die Daten gehen verloren.", "info"),
        ("# Throw-away stack", "info"),
        ("# ✅ Named volumes", "warning"),
        ("# The shop's database", "warning"),
        ("# So that no data is lost, back it up.", "warning"),
    ],
)
def test_a_comment_above_services_is_about_all(comment: str, severity: str) -> None:
    text = f"{comment}\nservices:\n  db:\n    image: postgres\n    volumes: ['pg:/var/lib/postgresql/data']\nvolumes: {{pg: }}\n"
    assert [said for _, said in told("PSL202", text, "compose.yaml")] == [severity]
    text = f"# Guide\n\n```yaml\n{text}```\n"
    assert [said for _, said in told("PSL202", text, "guide.md")] == [severity]


@pytest.mark.parametrize(
    ("name", "severity"),
    [
        ("shop_grafana_dev", "info"),
        ("grafana-sandbox", "info"),
        ("grafana.dev", "info"),
        ("dev-grafana", "warning"),
        ("grafana", "warning"),
        ("grafana-devices", "warning"),
    ],
)
def test_a_developer_s_service(name: str, severity: str) -> None:
    text = f"services:\n  g:\n    image: grafana/grafana:11.2.0\n    container_name: {name}\n    restart: always\n"
    assert [said for _, said in told("PSL101", text, "compose.yaml")] == [severity]


@pytest.mark.parametrize(
    ("root", "severity"),
    [
        ("aula-docker-basico", "info"),
        ("taller-docker-aws", "info"),
        ("docker-workshop", "info"),
        ("shop", "warning"),
        ("notes-app", "warning"),
        ("restaurant", "warning"),
    ],
)
def test_a_class_keeps_nothing(root: str, severity: str, tmp_path: Path) -> None:
    folder = tmp_path / root
    (folder / ".git").mkdir(parents=True)
    settings = Settings()
    settings.root = str(folder)
    text = b"services:\n  db:\n    image: mysql:8.4\n    restart: always\n    environment: [MYSQL_ROOT_PASSWORD=x]\n"
    (folder / "compose.yaml").write_bytes(text)
    document = Document(str(folder / "compose.yaml"), text, "compose")
    analysis = analyse(document, Workspace(str(folder)), settings)
    assert [finding.severity for finding in analysis.findings if finding.code == "PSL101"] == [severity]
