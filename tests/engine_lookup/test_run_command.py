"""The command line read back from inspect makes the same container again."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest

from persistlint.engine.facts import ContainerFacts, ImageFacts
from persistlint.engine.quoting import csv_fields, joined, quoted
from persistlint.engine.run_command import brief_command, full_command
from tests.engine import Engine

LINES = [
    "",
    "-i -t --init --read-only --restart on-failure:3 --hostname there --domainname example.org",
    "--rm --user 1000:1000 --workdir /work -e A=1 -e 'B=two words' -e 'C=$HOME \"quoted\"' -e D=",
    "-v named:/a -v /usr:/b:ro -v /c --tmpfs /d:size=1m --tmpfs /e",
    "--mount type=volume,source=named,target=/m,volume-nocopy --mount type=tmpfs,target=/n,tmpfs-size=4096,tmpfs-mode=1750",
    "--mount 'type=bind,\"source=/usr\",target=/with space,readonly,bind-propagation=rprivate' --mount type=volume,target=/anonymous",
    "--mount type=volume,source=opt,target=/o,volume-opt=type=tmpfs,volume-opt=device=tmpfs,volume-label=a=b",
    "--privileged --pid host --ipc host --uts host",
    "--cap-add SYS_ADMIN --cap-drop MKNOD --security-opt no-new-privileges --group-add 7 --device /dev/null:/dev/x:r",
    "--memory 64m --memory-swap 128m --cpus 0.5 --cpu-shares 512 --pids-limit 50 --ulimit nofile=100:200 --shm-size 8m",
    "--memory 64m --memory-swap 96m --oom-score-adj 10 --sysctl net.ipv4.ip_forward=1 --cpuset-cpus 0",
    "--label a=b --label 'c=d e' --log-driver json-file --log-opt max-size=1m --stop-signal INT --stop-timeout 3",
    "--health-cmd 'test -e /x' --health-interval 3s --health-retries 2 --health-start-period 1s",
    "--no-healthcheck --add-host x:10.0.0.1 --dns 10.0.0.2 --dns-search example.org --dns-option ndots:2",
    "--expose 81 -p 8080:80 -p 127.0.0.1::53/udp -P",
]
COMMANDS = ["", "sleep 5", "sh -c 'echo \"a b\" > /x; exit'", "''", "-x --y=z"]


@pytest.fixture(scope="module")
def images(engine: Engine) -> Iterator[list[str]]:
    engine.clear()
    changes = ["ENV A=0", "LABEL a=x", "WORKDIR /srv", "USER app", "EXPOSE 80", "VOLUME /data", 'CMD ["run"]']
    yield [
        engine.import_image("plain:1", ['CMD ["sh"]']),
        engine.import_image("rich:1", [*changes, 'ENTRYPOINT ["/entry","-a"]']),
    ]
    engine.clear()


def inspected(engine: Engine, name: str) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(engine.docker("inspect", name).stdout)[0]
    return answer


def made_again(engine: Engine, name: str) -> dict[str, Any]:
    """Removes the container and makes it again with the line that was read back."""
    before = inspected(engine, name)
    facts = ContainerFacts(before)
    image = ImageFacts(json.loads(engine.docker("image", "inspect", facts.image_id).stdout)[0])
    command = full_command(facts, image, {}, name, facts.image)
    assert command.left_out == []
    engine.docker("rm", name)
    line = joined(command.all_words(["docker", "create"]))
    done = subprocess.run(
        ["bash", "-c", line], env=engine.variables, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{line}\n{done.stderr}"
    return before


def same(before: dict[str, Any], after: dict[str, Any]) -> None:
    for section in ("Config", "HostConfig"):
        first, second = dict(before[section]), dict(after[section])
        for config in (first, second):
            # The client sends them in no order (they come from maps of its own), or the engine keeps them in none.
            for unordered in ("Env", "Binds"):
                if unordered in config:
                    config[unordered] = sorted(config[unordered] or [])
        if before["Id"].startswith(first.get("Hostname") or "-"):
            assert after["Id"].startswith(second["Hostname"])
            first["Hostname"] = second["Hostname"] = ""
        assert {key: value or None for key, value in second.items()} == {
            key: value or None for key, value in first.items()
        }


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("index", [0, 1], ids=["plain", "rich"])
def test_options(engine: Engine, images: list[str], line: str, index: int) -> None:
    network = (
        "" if any(flag in line for flag in ("-p ", "--dns", "--add-host", "hostname")) else "--network none "
    )
    text = f"docker create --name again {network}{line} {images[index]}"
    made = subprocess.run(
        ["bash", "-c", text], env=engine.variables, capture_output=True, text=True, check=False
    )
    assert made.returncode == 0, made.stderr
    try:
        before = made_again(engine, "again")
        same(before, inspected(engine, "again"))
    finally:
        engine.docker("rm", "-f", "-v", "again")


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("entrypoint", ["", "--entrypoint /bin/sh ", "--entrypoint '' "])
@pytest.mark.parametrize("index", [0, 1], ids=["plain", "rich"])
def test_programs(engine: Engine, images: list[str], command: str, entrypoint: str, index: int) -> None:
    text = f"docker create --name again --network none {entrypoint}{images[index]} {command}"
    made = subprocess.run(
        ["bash", "-c", text], env=engine.variables, capture_output=True, text=True, check=False
    )
    if made.returncode:
        # Neither an entry point nor a command: there is no such container.
        assert "no command specified" in made.stderr
        return
    try:
        before = made_again(engine, "again")
        same(before, inspected(engine, "again"))
    finally:
        engine.docker("rm", "-f", "-v", "again")


def test_a_report_shows_no_secrets() -> None:
    facts = ContainerFacts(
        {
            "Name": "/db",
            "Id": "a" * 64,
            "Config": {
                "Image": "postgres:16",
                "Env": ["POSTGRES_PASSWORD=geheim", "PGDATA=/pg", "PATH=/bin"],
                "Labels": {"token": "geheim"},
            },
        }
    )
    image = ImageFacts({"Config": {"Env": ["PATH=/bin"]}})
    line = joined(brief_command(facts, image).all_words(["docker", "run", "-d"]))
    assert line == "docker run -d --name db -e POSTGRES_PASSWORD -e PGDATA=/pg postgres:16"


def test_an_image_that_was_started_by_its_id() -> None:
    facts = ContainerFacts(
        {"Name": "/db", "Image": "sha256:" + "ab" * 32, "Config": {"Image": "abababababab"}}
    )
    image = ImageFacts({"Id": "sha256:" + "ab" * 32, "RepoTags": ["postgres:16"]})
    assert brief_command(facts, image).image == "postgres:16@sha256:" + "ab" * 32
    assert brief_command(facts, ImageFacts({})).image == "sha256:" + "ab" * 32


WORDS = [
    "",
    "plain",
    "two words",
    "it's",
    '"$HOME"',
    "a\nb",
    "\x1b[31m",
    "tab\t",
    "é\u202e",
    "-x",
    "~",
    "!!",
    "\\",
    "\\'\n",
]


@pytest.mark.parametrize("word", WORDS)
def test_a_word_stays_one_word_on_one_line(word: str) -> None:
    shown = quoted(word)
    assert shown.isprintable()
    done = subprocess.run(["bash", "-c", f"printf %s {shown}"], capture_output=True, check=True)
    assert done.stdout.decode() == word


def test_fields_of_a_mount() -> None:
    assert csv_fields(["type=bind", "source=/a,b", 'target=/x"y']) == 'type=bind,"source=/a,b","target=/x""y"'
