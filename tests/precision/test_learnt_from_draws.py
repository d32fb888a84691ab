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
        "docker image pull alpine busybox",
        "docker container rm -f $(docker conatainer ls -aq)",
        "docker ps registry",
        "docker commit a b c",
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
        ("Write:", "warning"),
        ("You cannot forget this line.", "warning"),
        ("If you cannot use secrets, tell us. Else write:", "warning"),
    ],
)
def test_the_text_says_that_it_cannot_be_done(before: str, severity: str) -> None:
    assert severities("PSL701", document("FROM alpine\nCOPY id_rsa /root/.ssh/", "dockerfile", before)) == [
        severity
    ]


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
        ("docker run -d linuxserver/nextcloud:19\n", "warning"),
        ("docker run -d -e POSTGRES_PASSWORD=x -v pg:/var/lib/postgresql/data/base postgres:16\n", "info"),
        (
            "docker run -d -e POSTGRES_PASSWORD=x -v $PWD/i:/docker-entrypoint-initdb.d postgres:16\n",
            "warning",
        ),
        (
            "docker run -d -e POSTGRES_PASSWORD=x -v $PWD/c:/var/lib/postgresql/data/conf.d:ro postgres:16\n",
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
    assert [found for _, found in told("PSL410", text, **{"compose.yaml": compose})] == [severity]


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
    assert severities("PSL404", f"{line}\n", "run.sh") == ["warning"]


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
