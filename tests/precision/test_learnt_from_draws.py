"""Classes of findings that a reader of unknown repositories would not act on, and what looks like them and stays loud."""

from __future__ import annotations

import pytest

from tests.rules.told import told

DB = "docker run -d --restart always --name db -e POSTGRES_PASSWORD=x postgres:16"


def document(block: str, tag: str = "bash", before: str = "", behind: str = "") -> str:
    return f"# Set-up\n\n{before}\n\n```{tag}\n{block}\n```\n\n{behind}\n"


def severities(code: str, text: str, name: str = "README.md") -> list[str]:
    return [severity for _, severity in told(code, text, name)]


@pytest.mark.parametrize(
    "line",
    [
        "docker image pull {이미지 이름}",
        "docker login --username {이미지 작성자 계정} x y",
        "docker commit [container id] [image name]",
        "docker image history [the image]",
        "docker tag {image} {your registry}/{image} x",
        "docker images       --  0.03s user 0.02s system 2% cpu 2.261 total",
        "docker -H tcp://10.0.0.1:2377 images  --  1s user 0.02s system",
        "docker rename <old> <new> x",
        "docker network connect [network] [container] x",
        "docker pull {imagen de base} x",
    ],
)
def test_a_form_to_fill_in_is_not_refused(line: str) -> None:
    assert told("PSL227", document(line), "README.md") == []


@pytest.mark.parametrize(
    "line",
    [
        "docker network connect my-network rs101 rs102 rs103",
        "docker image pull alpine:3 busybox:1",
        "docker container rm -f $(docker conatainer ls -aq)",
        "docker ps nostalgic_morse",
        "docker commit a b:1 c:2",
    ],
)
def test_a_whole_line_is(line: str) -> None:
    assert severities("PSL227", document(line)) == ["error"]


@pytest.mark.parametrize(
    ("mount", "severity"),
    [
        ("db??-data:/x", "info"),
        ("<name>!:/x", None),
        ("db!data:/x", "error"),
    ],
)
def test_a_name_with_marks_for_numbers_is_a_form(mount: str, severity: str | None) -> None:
    assert severities("PSL213", document(f"docker run -d -v {mount} acme/app:1")) == (
        [severity] if severity else []
    )


@pytest.mark.parametrize(
    ("before", "severity"),
    [
        ("Therefore the Dockerfile cannot simply do:", "info"),
        ("You can't write:", "info"),
        ("That is why this doesn't work:", "info"),
        ("No se puede copiar así:", "info"),
        ("不能这样写：", "info"),
        ("This must not be done:", "info"),
        ("Write:", "error"),
        ("You cannot forget this line.", "error"),
        ("If you cannot use secrets, tell us. Else write:", "error"),
    ],
)
def test_the_text_says_that_it_cannot_be_done(before: str, severity: str) -> None:
    assert severities("PSL502", document("FROM alpine\nVOLUME [/data]", "dockerfile", before)) == [severity]


@pytest.mark.parametrize(
    ("behind", "severity"),
    [
        ("How many rows are in the table now?", "info"),
        ("After the last command, how many rows are in the table?", "info"),
        ("What happens to the data?", "info"),
        ("¿Qué ocurre con los datos?", "info"),
        ("Que deviennent les données ?", "info"),
        ("数据还在吗？", "info"),
        ("Now open the page.", "warning"),
        ("Do you need more? Read the manual.", "warning"),
    ],
)
def test_the_text_asks_what_becomes_of_it(behind: str, severity: str) -> None:
    assert severities("PSL101", document(DB, behind=behind)) == [severity]


@pytest.mark.parametrize(
    ("path", "severity"),
    [
        ("laboratorios/laboratorio-13/run.sh", "info"),
        ("tp-10-compose/run.sh", "info"),
        ("labs/3/run.sh", "info"),
        ("exercise_2/run.sh", "info"),
        ("chapter03/run.sh", "info"),
        ("curriculum/ch03/run.sh", "info"),
        ("Lesson 4/run.sh", "info"),
        ("ejercicios/run.sh", "info"),
        ("aula02/run.sh", "info"),
        ("workshop/run.sh", "info"),
        ("homelab/run.sh", "warning"),
        ("home-lab/run.sh", "warning"),
        ("gitlab/run.sh", "warning"),
        ("collaboration/run.sh", "warning"),
        ("tpl/run.sh", "warning"),
        ("courseware-server/run.sh", "warning"),
        ("lab.sh", "warning"),
    ],
)
def test_a_folder_of_exercises(path: str, severity: str) -> None:
    assert severities("PSL101", f"{DB}\n", path) == [severity]


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        (
            "docker run -d -v nd:/data -v nc:/config/www/nextcloud/config linuxserver/nextcloud:19\n",
            "info",
        ),
        ("docker run -d --name cloud linuxserver/nextcloud:19\n", "warning"),
        ("docker run -d -e POSTGRES_PASSWORD=x -v pg:/var/lib/postgresql/data/base postgres:16\n", "info"),
        (
            "docker run -d --name db -e POSTGRES_PASSWORD=x -v $PWD/i:/docker-entrypoint-initdb.d postgres:16\n",
            "warning",
        ),
        (
            "docker run -d --name db -e POSTGRES_PASSWORD=x -v $PWD/c:/var/lib/postgresql/data/conf.d:ro postgres:16\n",
            "warning",
        ),
    ],
)
def test_directories_below_the_path_are_kept(text: str, severity: str) -> None:
    assert severities("PSL101", text, "run.sh") == [severity]


@pytest.mark.parametrize(
    ("comment", "severity"),
    [
        ("# stop and clean up containers and volumes", "info"),
        ("# delete all data", "info"),
        ("# start from scratch", "info"),
        ("# wipes the database", "info"),
        ("# borra los volúmenes", "info"),
        ("# supprime les données", "info"),
        ("# 删除所有数据", "info"),
        ("# stop the stack", "warning"),
        ("# restart", "warning"),
        ("# remove old containers", "warning"),
    ],
)
def test_the_comment_says_that_data_goes(comment: str, severity: str) -> None:
    compose = "services:\n  db:\n    image: postgres:16\n    volumes: [data:/var/lib/postgresql/data, /cache]\nvolumes:\n  data:\n"
    text = f"docker compose stop\n{comment}\ndocker compose down -v\n"
    assert [each for _, each in told("PSL410", text, **{"compose.yaml": compose})] == [severity]


@pytest.mark.parametrize(
    ("tag", "severity"), [("", "info"), ("bash", "warning"), ("sh", "warning"), ("console", "warning")]
)
def test_a_block_without_a_tag_may_be_no_shell_text(tag: str, severity: str) -> None:
    assert severities("PSL901", document("docker run -d nginx`", tag)) == [severity]


@pytest.mark.parametrize(
    ("tag", "said"),
    [
        ("bullseye", []),
        ("buster", []),
        ("alpine3.20", []),
        ("17-bullseye", []),
        ("bookworm", ["warning"]),
        ("latest", ["warning"]),
        ("18-bookworm", ["error"]),
    ],
)
def test_a_tag_of_an_old_release_has_its_last_version(tag: str, said: list[str]) -> None:
    run = f"docker run -d -e POSTGRES_PASSWORD=x -v pg:/var/lib/postgresql/data postgres:{tag}\n"
    assert severities("PSL202", run, "run.sh") == said


@pytest.mark.parametrize(
    ("line", "severity"),
    [
        (f"{DB.replace('--restart always', '--rm')}", "info"),
        (f"{DB.replace('--restart always', '--rm')} -c fsync=on", "info"),
    ],
)
def test_a_document_that_removes_it_itself(line: str, severity: str) -> None:
    assert severities("PSL404", document(line)) == [severity]
    assert severities("PSL404", f"{line}\n", "run.sh") == ["info"]


def test_a_cut_mount_is_told_once() -> None:
    text = "docker run -d \\\n -v /data/workers.properties:\\\n /etc/workers.properties \\\n -v /data/log:/var/log \\\n apache2:0.2\n"
    assert severities("PSL213", text, "run.sh") == ["error"]
    assert told("PSL216", text, "run.sh") == []
    assert severities("PSL216", "docker run -d acme/app:1 -v /data/log:/var/log\n", "run.sh") == ["error"]


@pytest.mark.parametrize(
    ("path", "said"), [("temp", 0), ("tmp", 0), (".cache", 0), ("uploads", 1), ("templates", 1)]
)
def test_a_volume_without_a_name_for_what_is_scratch(path: str, said: int) -> None:
    assert (
        len(told("PSL401", f"docker run -d --rm --name app -v /home/app/{path} acme/app:1\n", "run.sh"))
        == said
    )


@pytest.mark.parametrize(
    ("image", "mount", "said"),
    [
        ("redis", "cache:/var/redis", "PSL203"),
        ("redis:7", "r:/redis", None),
        ("redis:7", "rd:/redis", "PSL203"),
        ("mongo:7", "mongo:/data/mongo", "PSL203"),
        ("mongo:7", "$PWD/m:/srv/mongo", "PSL203"),
        ("mariadb:11", "db:/opt/mariadb", "PSL203"),
        ("influxdb:1.8", "influx:/data/influxdb", "PSL203"),
        ("mysql:8", "$PWD/conf:/etc/mysql", "PSL101"),
        ("mysql:8", "logs:/var/log/mysql", "PSL101"),
        ("mysql:8", "run:/var/run/mysql", "PSL101"),
        ("postgres:16", "$PWD/i:/docker-entrypoint-initdb.d", "PSL101"),
        ("redis:7", "rd:/data", None),
        ("bitnami/kafka:3", "kafka-data:/bitnami/kafka", "PSL101"),
    ],
)
def test_a_mount_that_misses_is_named(image: str, mount: str, said: str | None) -> None:
    run = f"docker run -d --name srv -e MYSQL_ROOT_PASSWORD=x -e POSTGRES_PASSWORD=x -v {mount} {image}\n"
    codes = [code for code in ("PSL101", "PSL203") if told(code, run, "run.sh")]
    if mount.startswith("r:/"):
        # A drive of Windows.
        return
    assert codes == ([said] if said else [])


@pytest.mark.parametrize(
    ("value", "hint"),
    [
        ("TZ:America/Los_Angeles", "-e TZ=America/Los_Angeles"),
        ("LANG:en_US", "-e LANG=en_US"),
        ("data:srv/x", ""),
        ("Data:srv", ""),
    ],
)
def test_a_variable_given_as_a_mount(value: str, hint: str) -> None:
    from tests.rules.told import messages

    (message,) = messages("PSL215", f"docker run -d --name srv -v {value} acme/app:1\n")
    assert (f"write `{hint}`." in message) == bool(hint)


@pytest.mark.parametrize(
    ("block", "tag", "severity"),
    [
        ("docker run -v $pwd/data:/x acme/app:1", "bash", "warning"),
        ("docker run -v ${pwd}/data:/x acme/app:1", "sh", "warning"),
        ("docker run -v $pwd/data:/x acme/app:1", "", "hint"),
        ("docker run -v $PWD/data:/x acme/app:1", "bash", None),
        ("docker run -v $dir/data:/x acme/app:1", "bash", "hint"),
        ("docker run -v ${pwd}/data:/x acme/app:1", "powershell", None),
        ("pwd=$(pwd)\ndocker run -v $pwd/data:/x acme/app:1", "bash", None),
    ],
)
def test_the_directory_in_small_letters(block: str, tag: str, severity: str | None) -> None:
    assert severities("PSL220", document(block, tag)) == ([severity] if severity else [])


@pytest.mark.parametrize(
    ("tag", "read"),
    [
        ("name", True),
        ("{.bash}", True),
        ("console {linenos=table}", True),
        ("text", True),
        ("plaintext", True),
        ("cmdline", True),
        ("", True),
        ("{.language-shell}", True),
        ("powershell", False),
        ("output", False),
        ("python", False),
        ("json", False),
    ],
)
def test_a_block_with_a_word_of_its_own(tag: str, read: bool) -> None:
    assert bool(told("PSL101", document(DB, tag), "README.md")) == read


@pytest.mark.parametrize(
    ("name", "secret"),
    [
        ("server.key", True),
        ("tls.key", True),
        ("deploy_key", True),
        ("ssh-key.pem", True),
        ("tls-key.pem", True),
        ("secring.gpg", True),
        ("id_ecdsa_sk", True),
        ("host.ppk", True),
        ("ca.key", True),
        ("master.key", True),
        ("docker.key", False),
        ("nodesource.gpg.key", False),
        ("public-key.pem", False),
        ("cert.pem", False),
        ("ca.crt", False),
        ("pubring.gpg", False),
        ("server.key.example", False),
    ],
)
def test_private_keys_by_their_usual_names(name: str, secret: bool) -> None:
    assert bool(told("PSL701", f"FROM alpine\nCOPY {name} /etc/x/\n", "Dockerfile")) == secret


@pytest.mark.parametrize(
    ("image", "severity"),
    [
        ('"${IMAGE}:latest"', "info"),
        ("$REGISTRY/app:1", "info"),
        ('"$IMAGE"', None),
        ('"${IMAGE}@sha256:0123"', None),
        ('"$IMAGE:$TAG"', None),
    ],
)
def test_a_tag_behind_a_variable_is_no_digest(image: str, severity: str | None) -> None:
    assert severities("PSL601", f"docker run -d --privileged {image}\n", "run.sh") == (
        [severity] if severity else []
    )


@pytest.mark.parametrize(
    ("mount", "said"),
    [
        ("my/dir/path/name:container/dir/path/name", []),
        ("host/path:/container/path", []),
        ("path/to/your/folder:/data", []),
        ("your-local-path/dir:/data", []),
        ("__DATA_DIR__/x:/data", []),
        ("@DATA@/x:/data", []),
        ("my/data:/data", ["error"]),
        ("src/path/uploads:/data", ["error"]),
        ("data/db:/data", ["error"]),
    ],
)
def test_a_path_that_stands_for_another(mount: str, said: list[str]) -> None:
    assert severities("PSL208", document(f"docker run -d -v {mount} acme/app:1")) == said


@pytest.mark.parametrize(
    ("volume", "said"),
    [
        ("__DATA_DIR__", 0),
        ("@DATA@", 0),
        ("%%DATA%%", 0),
        ("__MYSQL_DATA_2__", 0),
        ("__data", 1),
        ("DATA_DIR", 1),
    ],
)
def test_a_compose_file_that_a_program_fills_in(volume: str, said: int) -> None:
    text = f"services:\n  db:\n    image: mysql:8\n    volumes:\n      - '{volume}:/var/lib/mysql'\n"
    assert len(told("PSL226", text, "compose.yaml")) == said


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("-w /redis -v $PWD/r:/redis", []),
        ("-w /srv/redis -v rd:/srv", []),
        ("-w /redis -v $PWD/r:/redis:ro", ["PSL101"]),
        ("-w /redis -v rd:/other", ["PSL101"]),
        ("-v $PWD/r:/redis", ["PSL203"]),
    ],
)
def test_a_server_that_is_started_in_a_mount(options: str, said: list[str]) -> None:
    run = f"docker run -d --name srv {options} redis:7 --appendonly yes\n"
    assert [code for code in ("PSL101", "PSL203") if told(code, run, "run.sh")] == said


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("docker cp temp:/etc/x/ D:/x", []),
        ("docker cp D:/dumps/core web:/downloads/core", []),
        ("docker cp web:/x C:\\\\dumps", []),
        ("docker cp web:/x db:/x", ["error"]),
        ("docker cp aa:/x bb:/x", ["error"]),
    ],
)
def test_a_drive_of_windows_is_no_container(line: str, said: list[str]) -> None:
    assert severities("PSL227", document(line)) == said


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("docker run -p host_port:container_port image", []),
        ("docker run -p local_machine_port:container_app_port image_id", []),
        ("docker run -p hostPort:containerPort image", []),
        ("docker run -p your_port:80 image", []),
        ("docker run -p -d 3000:3000 app", ["error"]),
        ("docker run -p 99999:1 app", ["error"]),
        ("docker run -p 80:http app", ["error"]),
    ],
)
def test_a_port_to_fill_in(line: str, said: list[str]) -> None:
    assert severities("PSL227", document(line)) == said
