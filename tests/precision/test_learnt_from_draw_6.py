"""Classes of errors of draw 6: what was said falsely, and the look-alikes that stay loud."""

from __future__ import annotations

import pytest

from tests.rules.told import fixed, messages, told


def page(line: str) -> str:
    return f"# Notes\n\n```sh\n{line}\n```\n"


def severities(code: str, text: str, path: str) -> list[str]:
    return [severity for _, severity in told(code, text, path)]


WEB = "services:\n  web:\n    image: nginx:1.27\n"


@pytest.mark.parametrize(
    ("more", "severity"),
    [
        ("    networks:\n      - ______\n", "info"),
        ("    networks: [___]\n", "info"),
        ("    depends_on:\n      - ????\n", "info"),
        ("    depends_on: ['%SERVICE%']\n", "info"),
        ("    networks: [backend]\n    ports:\n      - '{{ port }}:80'\n", "info"),
        ("    networks: [backend]\n    labels:\n      owner: '{{ owner }}'\n", "info"),
        ("    networks: [backend]\n    labels:\n      owner: '{{ owner.name | lower }}'\n", "info"),
        ("    networks: [backend]\n    labels:\n      port: '<%= port %>'\n", "info"),
        ("    networks: [backend]\n    labels:\n      port: '{% if a %}1{% endif %}'\n", "info"),
        ("    networks: [backend]\n", "error"),
        ("    networks: [my_net]\n", "error"),
        ("    networks: [backend]\n    hostname: '{{.Node.Hostname}}'\n", "error"),
        ("    networks: [backend]\n    logging:\n      options:\n        tag: '{{ .Name }}'\n", "error"),
        ("    networks: [backend]\n    labels:\n      f: '{{json .}} {{end}}'\n", "error"),
        ("    networks: [backend]\n    labels:\n      question: what?\n", "error"),
    ],
)
def test_blanks_and_templates(more: str, severity: str) -> None:
    assert severities("PSL226", WEB + more, "compose.yaml") == [severity]


def test_a_pages_own_marks_are_no_template() -> None:
    text = "# {{ page.title }}\n\n```yaml\n" + WEB + "    ports: 80:80\n```\n\n{{ page.end }}\n"
    assert severities("PSL226", text, "README.md") == ["error"]
    marked = text.replace("80:80\n", "80:80\n    labels:\n      a: '{{ owner }}'\n")
    assert severities("PSL226", marked, "README.md") == ["info"]


VOLUMES = "services:\n  web:\n    image: nginx:1.27\n    volumes: [{}]\n  db:\n    image: redis:7\n    volumes: ['d1:/data']\n"


def test_volumes_that_are_not_declared_are_one_cause() -> None:
    text = VOLUMES.format("'a1:/a', 'b1:/b'")
    (message,) = messages("PSL226", text, "compose.yaml")
    assert "The same holds for `b1` and `d1`. Declare them under the top-level `volumes:`." in message
    assert fixed(text, "compose.yaml").endswith("\nvolumes:\n  a1:\n  b1:\n  d1:\n")
    (message,) = messages("PSL226", VOLUMES.format("'a1:/a', 'b1:/b', 'c1:/c', 'e1:/e'"), "compose.yaml")
    assert "The same holds for `b1`, `c1`, `e1` and 1 more." in message
    (message,) = messages("PSL226", VOLUMES.format("'./a:/a'"), "compose.yaml")
    assert message.endswith("Declare `d1` under the top-level `volumes:`.")


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("mosquitto -c /mosquitto-no-auth.conf", []),
        ("/usr/sbin/mosquitto -c /mosquitto-no-auth.conf", []),
        ("[mosquitto, -c, /mosquitto-no-auth.conf]", []),
        ("mosquitto -v -c /mosquitto-no-auth.conf", []),
        ("mosquitto -c /mosquitto/config/mosquitto.conf", ["error"]),
        ("mosquitto -c /mosquitto/no-auth.conf", ["error"]),
    ],
)
def test_a_configuration_of_the_image_that_keeps_nothing(command: str, said: list[str]) -> None:
    text = (
        "services:\n  mqtt:\n    image: eclipse-mosquitto:2\n    restart: always\n"
        f"    command: {command}\n    volumes: ['./m:/mosquitto']\n"
    )
    assert severities("PSL201", text, "compose.yaml") == said


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("-v \\\\.\\pipe\\docker_engine:\\\\.\\pipe\\docker_engine -v web:C:\\data", []),
        ("-v \\\\.\\pipe\\docker_engine:\\\\.\\pipe\\docker_engine", []),
        ("-v C:\\web:C:\\data", []),
        ("--mount type=bind,source=C:\\web,target=C:\\data,rx", []),
        ("-v web:/data:rx", ["error"]),
        ("--mount type=bind,source=/srv,target=/data,rx", ["error"]),
    ],
)
def test_a_page_for_containers_of_windows(options: str, said: list[str]) -> None:
    assert severities("PSL213", page(f"docker run -d {options} portainer/portainer"), "README.md") == said


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("cat data | docker exec -I cache redis-cli --pipe", "Write `-i`."),
        ("docker rm -F web", "Write `-f`."),
        ("docker run -p 8080:80 --name -td imageName", "`--name` takes `-td` for its value."),
        ("docker run --name -d nginx:1.27", "`--name` takes `-d` for its value."),
        ("docker run -p -d 3000:3000 nginx:1.27", "`-p` takes `-d` for its value."),
        ("docker swarm inspect", "There is a command `docker inspect`."),
        ("docker compose volume ls", "There is a command `docker volume`."),
        ("docker-compose up -p 3002:3000 web", "'p' in -p”."),
        ("docker-compose up -p shop", "Compose takes `-p` before `up` only."),
    ],
)
def test_what_is_said_of_a_slip(line: str, said: str) -> None:
    assert told("PSL802", page(line), "README.md") == []
    (message,) = messages("PSL227", page(line), "README.md")
    assert message.endswith(said)


def test_a_pipe_into_what_docker_takes_is_still_told() -> None:
    line = "cat data | docker exec cache redis-cli --pipe"
    assert severities("PSL802", page(line), "README.md") == ["error"]


@pytest.mark.parametrize(
    ("path", "severity"),
    [
        ("tp08/starter/compose.yaml", "info"),
        ("labs/debug/broken/compose.yaml", "info"),
        ("tp08/solution/compose.yaml", "error"),
        ("starter.yaml/compose.yaml", "error"),
        ("brokers/compose.yaml", "error"),
    ],
)
def test_what_learners_complete(path: str, severity: str) -> None:
    assert severities("PSL226", WEB + "    networks: [backend]\n", path) == [severity]


EXPLAINED = "docker run -d -p 80:80 nginx\n"


@pytest.mark.parametrize(
    ("block", "said"),
    [
        (EXPLAINED + "-d: detached mode\n-p: port", []),
        (EXPLAINED + "-d  detached mode\n-p  publish port", []),
        (EXPLAINED + "--name 指定容器名称\n-p 端口映射 主机端口:容器端口", []),
        (EXPLAINED + "  -d run in background", []),
        ("docker run -it ubuntu bash\n-i 交互式操作\n-t 终端", []),
        ("docker run -it ubuntu bash\n-i，交互式操作\n-t，终端", []),
        ("docker run options:\n-d\n-it\n--name", []),
        ("docker run\n-d  run in background\n-p  publish", []),
        ("docker exec -it web bash\n-it: interactive", []),
        ("docker build -t app .\n-t tag", []),
        ("docker run -d ^\n  --name web ^\n  -p 80:80 ^\n  nginx", []),
        ("docker run -d -p 80:80\n--name web nginx", ["error"]),
        ("docker run -d -p 80:80 -it\n  --env-file=.env acme/app:1 local n", ["error"]),
        ("docker run --rm \\\n  -v a:/b\n  -v c:/d \\\n  nginx", ["error"]),
        ("docker run -d \\\n  --name web \\   # the name\n  -p 80:80 nginx", ["error"]),
        ("docker run -d \\ \n  --name web nginx", ["error"]),
    ],
)
def test_a_page_explains_options_below_a_command(block: str, said: list[str]) -> None:
    assert severities("PSL222", page(block), "README.md") == said


def test_a_script_explains_nothing() -> None:
    assert severities("PSL222", EXPLAINED + "--name web\n", "run.sh") == ["error"]


SHELL = "docker run --rm -it --name web ubuntu:24.04 bash\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (SHELL + "docker exec web ls", []),
        (SHELL + "docker cp web:/etc/hosts .", ["info"]),
        (SHELL + "docker commit web acme/web", ["info"]),
        (SHELL + "touch x\nexit\ndocker exec web ls", ["error"]),
        ("docker run --rm --name web ubuntu:24.04 ls\ndocker exec web ls", ["error"]),
    ],
)
def test_another_terminal(text: str, said: list[str]) -> None:
    assert severities("PSL402", page(text), "README.md") == said
    if said != ["error"]:
        assert severities("PSL402", text + "\n", "run.sh") == ["error"]


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("docker run -name web nginx:1.27", "--name"),
        ("docker run -name=web nginx:1.27", "--name"),
        ("docker run -rm nginx:1.27", "--rm"),
        ("docker run -net host nginx:1.27", "--net"),
        ("docker run --it ubuntu:24.04", "-it"),
        ("docker run --d nginx:1.27", "-d"),
        ("docker run --p 80:80 nginx:1.27", "-p"),
        ("docker compose up --d", "-d"),
    ],
)
def test_dashes(line: str, word: str) -> None:
    for text, name in ((page(line), "README.md"), (line + "\n", "run.sh")):
        (message,) = messages("PSL227", text, name)
        assert message.endswith(f"Write `{word}`.")
    assert told("PSL227", "docker run -xyz nginx:1.27\ndocker run --xq nginx:1.27\n") == []


@pytest.mark.parametrize(
    ("files", "severity"),
    [
        ({"local__compose.yaml": WEB, "local__db__compose.yaml": WEB.replace("web", "db")}, []),
        ({"local__compose.yaml": WEB, "local__db__docker-compose.yml": WEB.replace("web", "db")}, []),
        ({"local__compose.yaml": WEB, "local__db__compose.yaml": WEB}, ["error"]),
        ({"local__compose.yaml": WEB, "other__db__compose.yaml": WEB.replace("web", "db")}, ["error"]),
        # Each folder is a project of its own: no file above brings them together.
        ({"local__db__compose.yaml": WEB.replace("web", "db")}, ["error"]),
    ],
)
def test_a_part_beside_another_one(files: dict[str, str], severity: list[str]) -> None:
    text = WEB.replace("web", "app") + "    depends_on: [db]\n"
    said = [each for _, each in told("PSL226", text, "local/app/compose.yaml", **files)]
    assert said == severity


def test_a_backquote_at_the_end_of_a_line() -> None:
    text = "docker run `\n-d `\n-e A=b `\nredis:7\n\ndocker container run `\n-d `\n--name web `\nnginx:1.27\n"
    assert any("PowerShell" in message for message in messages("PSL227", text))
    assert not any("PowerShell" in message for message in messages("PSL227", "docker container run\n"))


@pytest.mark.parametrize(
    ("more", "path", "severity"),
    [
        ("    ports: ['HOST:CONTAINER']\n", "compose.yaml", "info"),
        ("    ports:\n      - puerto_host:puerto_contenedor\n", "compose.yaml", "info"),
        ("    mem_limit: limite\n", "compose.yaml", "info"),
        ("    ports: ['mysqlPublishedPort:3306']\n", "compose.yaml", "info"),
        ("    ports: ['publishedPort:80']\n", "compose.yaml", "info"),
        ("    ports: ['webServer:80']\n", "compose.yaml", "error"),
        ("    ports: ['80:web']\n", "compose.yaml", "error"),
        ("    ports: ['80-80']\n", "compose.yaml", "error"),
        ("    mem_limit: much\n", "compose.yaml", "error"),
        ("    ports: 80:80\n    labels:\n      owner: <your name>\n", "README.md", "info"),
        ("    ports: 80:80\n    labels:\n      owner: me\n", "README.md", "error"),
    ],
)
def test_values_to_fill_in(more: str, path: str, severity: str) -> None:
    text = (
        WEB + more
        if path != "README.md"
        else f"# Notes\n\n```yaml\n{WEB}{more}```\n\nSee <b>that</b> <page>.\n"
    )
    assert set(severities("PSL226", text, path)) <= {severity}
    if "80-80" not in more:
        assert severities("PSL226", text, path) == [severity]


def test_a_name_that_no_volume_can_have_is_a_cause_of_its_own() -> None:
    said = messages("PSL226", VOLUMES.format("'本地:/a', 'b1:/b'"), "compose.yaml")
    assert [("The same holds" in message, "No volume can have" in message) for message in said] == [
        (False, True),
        (True, False),
    ]


def test_the_words_of_compose_behind_a_secrets_name_are_shown() -> None:
    text = "services: {db: {image: 'postgres:16', secrets: [foo]}}\nsecrets: {foo: {}}\n"
    assert any(
        "one of file|environment must be set" in said for said in messages("PSL226", text, "compose.yaml")
    )
