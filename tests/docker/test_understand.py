"""Typed commands, and the fields that ``inspect`` prints of them."""

from __future__ import annotations

import json

import pytest

from persistlint.docker.commands import (
    Compose,
    ContainerCommit,
    ContainerCopy,
    ContainerCreate,
    ContainerExec,
    ContainerExport,
    ContainerRemove,
    ContainerRename,
    ContainerSignal,
    ImageBuild,
    ImageRemove,
    ImageTransfer,
    Prune,
    VolumeCreate,
    VolumeRemove,
)
from persistlint.docker.option_data import COMMANDS
from persistlint.docker.to_json import command_fields
from persistlint.shell.streams import Redirect
from persistlint.shell.values import Value
from persistlint.text.spans import Span
from tests.docker.docker_lines import ANCHOR, kinds, read


@pytest.mark.parametrize(
    ("line", "type_", "fields"),
    [
        (
            "docker run -dit --rm --name db --privileged --read-only --cap-add NET_ADMIN --cap-add=ALL --pid host "
            "-u 1:1 -w /w -h hh --entrypoint sh -e A=b -e C -l x=y --volumes-from other:ro postgres:15 -c 'echo hi'",
            ContainerCreate,
            {
                "name": "db",
                "remove": True,
                "detach": True,
                "interactive": True,
                "tty": True,
                "privileged": True,
                "read_only": True,
                "cap_add": ["NET_ADMIN", "ALL"],
                "pid": "host",
                "restart": None,
                "user": "1:1",
                "workdir": "/w",
                "hostname": "hh",
                "entrypoint": "sh",
                "env": ["A=b", "C"],
                "labels": ["x=y"],
                "volumes_from": ["other:ro"],
                "command": ["-c", "echo hi"],
                "image": {
                    "raw": "postgres:15",
                    "domain": "docker.io",
                    "path": "library/postgres",
                    "tag": "15",
                    "digest": None,
                },
            },
        ),
        (
            "docker create -v data:/x:ro ⟨IMG⟩",
            ContainerCreate,
            {
                "image": {"raw": None, "domain": None, "path": None, "tag": None, "digest": None},
                "mounts": [
                    {
                        "type": "volume",
                        "source": "data",
                        "target": "/x",
                        "read_only": True,
                        "options": ["ro"],
                        "flag": "-v",
                    }
                ],
            },
        ),
        (
            "docker exec -it -u root -w /w -e A=b db sh -c 'x -v'",
            ContainerExec,
            {
                "container": "db",
                "command": ["sh", "-c", "x -v"],
                "user": "root",
                "workdir": "/w",
                "tty": True,
            },
        ),
        ("docker exec ⟨ID⟩ ls ⟨ARGS…⟩", ContainerExec, {"container": None, "command": ["ls", "⟨ARGS…⟩"]}),
        ("docker stop -t 5 one", ContainerSignal, {"container": "one", "containers": ["one"]}),
        ("docker start one two", ContainerSignal, {"container": None, "containers": ["one", "two"]}),
        ("docker kill -s HUP x_⟨N⟩", ContainerSignal, {"container": "x_⟨N⟩"}),
        ("docker rm -fv one", ContainerRemove, {"container": "one", "force": True, "volumes": True}),
        ("docker rename one two", ContainerRename, {"container": "one", "name": "two"}),
        (
            "docker cp db:/var/lib/x ./out",
            ContainerCopy,
            {"container": "db", "from": "db:/var/lib/x", "to": "./out"},
        ),
        ("docker cp - db:/x", ContainerCopy, {"container": "db", "from": "-", "to": "db:/x"}),
        ("docker cp ./a:b db:/x", ContainerCopy, {"from": "./a:b", "to": "db:/x"}),
        (
            "docker cp ⟨ID⟩:/x ⟨cwd:PWD⟩/y",
            ContainerCopy,
            {"container": None, "from": "⟨ID⟩:/x", "to": "⟨PWD⟩/y"},
        ),
        ("docker commit -m x db backup:1", ContainerCommit, {"container": "db", "tags": ["backup:1"]}),
        ("docker export -o f.tar db", ContainerExport, {"container": "db", "output": "f.tar"}),
        (
            "docker volume create -d local -o type=none -o device=/x -o o=bind --label a=b data",
            VolumeCreate,
            {
                "volume": "data",
                "driver": "local",
                "driver_options": ["type=none", "device=/x", "o=bind"],
                "labels": ["a=b"],
            },
        ),
        ("docker volume create", VolumeCreate, {"volume": None, "driver": None, "driver_options": []}),
        ("docker volume rm -f one two", VolumeRemove, {"volumes": ["one", "two"], "force": True}),
        (
            "docker volume prune -af --filter label=x",
            Prune,
            {"all": True, "force": True, "volumes": False, "filters": ["label=x"]},
        ),
        ("docker system prune --volumes", Prune, {"all": False, "volumes": True}),
        (
            "docker build -t app:1 -t ⟨REG⟩/app --build-arg A=b --target t -f D/Dockerfile --push .",
            ImageBuild,
            {
                "tags": ["app:1", "⟨REG⟩/app"],
                "file": "D/Dockerfile",
                "context": ".",
                "target": "t",
                "build_args": ["A=b"],
                "push": True,
                "load": False,
            },
        ),
        ("docker rmi -f a b:1", ImageRemove, {"force": True, "image": None}),
        ("docker save -o f.tar a b", ImageTransfer, {"output": "f.tar", "input": None}),
        ("docker load -i f.tar", ImageTransfer, {"input": "f.tar", "image": None}),
        ("docker import f.tar app:1", ImageTransfer, {"input": "f.tar"}),
        (
            "docker compose -f a.yml -p proj down -v",
            Compose,
            {"files": ["a.yml"], "project": "proj", "volumes": True},
        ),
        ("docker compose up -d", Compose, {"detach": True, "volumes": False}),
        ("docker compose rm -fsv", Compose, {"volumes": True}),
        (
            "docker compose run --rm -v data:/x web sh -v",
            Compose,
            {"service": "web", "command": ["sh", "-v"], "remove": True},
        ),
        ("docker-compose exec -T db pg_dump -v", Compose, {"service": "db", "command": ["pg_dump", "-v"]}),
    ],
)
def test_typed_commands(line: str, type_: type, fields: dict[str, object]) -> None:
    command = read(line)
    assert isinstance(command, type_)
    typed_fields = command_fields(command)
    assert {name: typed_fields[name] for name in fields} == fields
    assert typed_fields["syntax_errors"] == [] and typed_fields["engine_errors"] == []
    json.dumps(typed_fields)


def test_every_command_of_the_table_is_read() -> None:
    for name in COMMANDS:
        if name:
            command = read(f"docker {name}")
            assert command.verb == name
            json.dumps(command_fields(command))


def test_errors_of_client_and_engine_are_apart() -> None:
    fields = command_fields(read("docker run -v data/x:/y --mont z image"))
    assert fields["syntax_errors"] == ["unknown flag: --mont"]
    assert "includes invalid characters" in str(fields["engine_errors"])


def test_dockerfile_from_a_here_document() -> None:
    text = Value.of("FROM ubuntu\n", Span(ANCHOR, 40, 52))
    body = Redirect("<<", None, text, Span(ANCHOR, 20, 26), Span(ANCHOR, 40, 52))
    for line in (
        "docker build -t x -",
        "docker build -t x -f - .",
        "docker build -t x -f- .",
        "docker buildx build -",
    ):
        command = read(line, stdin=body)
        assert isinstance(command, ImageBuild)
        assert command.dockerfile is text
        assert command.dockerfile_span == Span(ANCHOR, 40, 52)
    command = read("docker build -t x .", stdin=body)
    assert isinstance(command, ImageBuild) and command.dockerfile is None


def test_dockerfile_from_a_here_string_or_a_file() -> None:
    text = Value.of("FROM ubuntu", Span(ANCHOR, 30, 41))
    command = read("docker build -", stdin=Redirect("<<<", None, text, Span(ANCHOR, 26, 41)))
    assert isinstance(command, ImageBuild)
    assert command.dockerfile is text and command.dockerfile_span == Span(ANCHOR, 30, 41)
    command = read("docker build -", stdin=Redirect("<", None, Value.of("Dockerfile"), Span(ANCHOR, 26, 41)))
    assert isinstance(command, ImageBuild) and command.dockerfile is None


def test_stdin_can_be_one_thing() -> None:
    assert kinds(read("docker build -f - -")) == ["stdin-twice"]


@pytest.mark.parametrize(
    ("options", "refused"),
    [
        ("--rm --restart always", True),
        ("--rm --restart=unless-stopped", True),
        ("--rm --restart no", False),
        ("--rm --restart ''", False),
        ("--rm --restart ⟨X⟩", False),
        ("--rm=false --restart always", False),
        ("--restart always", False),
    ],
)
def test_restart_with_rm(options: str, refused: bool) -> None:
    command = read(f"docker run {options} image")
    assert kinds(command) == (["restart-with-rm"] if refused else [])


def test_restart_with_rm_in_older_words() -> None:
    command = read("docker run --rm --restart always image", (26, 1))
    assert [problem.reason for problem in command.syntax_problems] == [
        "Conflicting options: --restart and --rm"
    ]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("docker volume create d", "short-volume-name"),
        ("docker volume create ./data", "relative-bind-source"),
        ("docker volume create -o o=bind -o device=/x data", "missing-volume-option"),
        ("docker volume create -o typ=none data", "bad-volume-option"),
        ("docker run --name 'a b' image", "bad-container-name"),
        ("docker run Image", "bad-reference"),
        ("docker run ''", "bad-reference"),
        ("docker build -t App .", "bad-reference"),
        ("docker cp a b", "copy-without-container"),
        ("docker run -e =x image", "bad-option-value"),
        ("docker run --network a --network a image", "duplicate-network"),
        ("docker run -m lots image", "bad-option-value"),
        ("docker run --health-interval 5 image", "bad-option-value"),
    ],
)
def test_other_refusals(line: str, kind: str) -> None:
    assert kinds(read(line)) == [kind]


@pytest.mark.parametrize(
    "line",
    [
        "docker volume create -d other ./data",
        "docker volume create -o ⟨X⟩ -o o=bind data",
        "docker build --label =x .",
        "docker run --memory-swap -1 image",
        "docker run ⟨IMG⟩:⟨TAG⟩",
        "docker cp ⟨A⟩ ⟨B⟩",
        "docker compose run -v '~/x:/y' web",
        "docker run --cpus 1.5 --shm-size 1g --stop-timeout 0x10 image",
    ],
)
def test_not_refused(line: str) -> None:
    assert not kinds(read(line))
