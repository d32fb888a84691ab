"""The installed docker client as the judge: without an engine it refuses what it can't parse, and says why."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess

import pytest

from persistlint.docker.option_data import COMMANDS
from persistlint.docker.option_table import Version, options_of, version_of
from tests.docker.docker_lines import read

DOCKER = shutil.which("docker")
pytestmark = pytest.mark.skipif(DOCKER is None, reason="the docker client is not installed")

#: No engine listens there.
ENVIRONMENT = {
    **os.environ,
    "DOCKER_HOST": "unix:///nonexistent/persistlint-test.sock",
    "DOCKER_CONFIG": "/nonexistent",
}


def run(*words: str) -> str:
    done = subprocess.run(
        ("docker", *words),
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        timeout=300,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def version() -> Version:
    match = re.search(r"version (\d+\.\d+\.\d+)", run("--version"))
    assert match is not None
    return version_of(match[1])


LINES = [
    "run a",
    "run -v x:/y a",
    "run -vx:/y a",
    "run -v=x:/y a",
    "run -itv x:/y a",
    "run -v= a",
    "run -v",
    "run -itv",
    "run --volume",
    "run --name",
    "run --mont x a",
    "run -x a",
    "run -itx a",
    "run --rm=x a",
    "run --rm=false a",
    "run --rm=T a",
    "run -it=x a",
    "run -i=true a",
    "run -d=1 a",
    "run ---x a",
    "run --=x a",
    "run -- a b",
    "run --",
    "run",
    "run a --mont",
    "run a -- -v",
    "run ''",
    "run A",
    "run a:b:c",
    "run a:",
    "run a@sha256:00",
    "run localhost/A",
    "run A/b",
    "run A_b/c",
    "run A_b/c:X",
    "run a.b/C",
    "run a.b_c/d",
    "run a@B",
    "run %%X%%",
    "run a%",
    "volume create --name a",
    "run a..b",
    "run a__b",
    "run a___b",
    "run a--b",
    "run -a",
    "run host:5000/a:b",
    "run host:x/a",
    "run --stop-timeout 0x10 a",
    "run --stop-timeout 1_0 a",
    "run --stop-timeout 010 a",
    "run --stop-timeout 09 a",
    "run --stop-timeout +1 a",
    "run --stop-timeout '' a",
    "run --stop-timeout 1.5 a",
    "run --blkio-weight -1 a",
    "run --restart always --rm a",
    "run --restart no --rm a",
    "run --restart '' --rm a",
    "run --restart on-failure:3 --rm a",
    "run --rm --rm=false --restart always a",
    "run -v :/y a",
    "run -v x: a",
    "run -v a:b:c:d a",
    "run -v a:b:c: a",
    "run -v '' a",
    "run -v x a",
    "run -v :: a",
    "run -v C:/x:/y:ro a",
    "run -v C:/x:D:/y:ro a",
    "run -v d:/data a",
    "run --mount type=bind,src=/a,dst=/b a",
    "run --mount type=bind,src=/a a",
    "run --mount type=bind,src=/a,dst=/b,rw a",
    "run --mount type=bind,src=/a,dest=/b a",
    "run --mount data:/x a",
    "run --mount type=bind,src=/a,dst=/b, a",
    "run --mount '' a",
    "run --mount 'type=bind, src=/a,dst=/b' a",
    "run --mount type=bind,src=/a,dst=/b,readonly=yes a",
    "run --mount type=bind,src=/a,dst=/b,readonly=t a",
    "run --mount type=bind,src=/a,dst=/b,READONLY a",
    "run --mount type=bind,src=/a,dst=/b,volume-nocopy a",
    "run --mount src=a,dst=/b,bind-propagation=rslave a",
    "run --mount src=a,dst=/b,bind-recursive=enabled a",
    "run --mount type=bind,src=/a,dst=/b,bind-recursive=writable a",
    "run --mount type=bind,src=/a,dst=/b,bind-recursive=writable,ro a",
    "run --mount type=bind,src=/a,dst=/b,bind-recursive=readonly,ro a",
    "run --mount type=bind,src=/a,dst=/b,bind-recursive=sometimes a",
    "run --mount type=tmpfs,dst=/b,tmpfs-size=1q a",
    "run --mount type=tmpfs,dst=/b,tmpfs-size=64M a",
    "run --mount type=tmpfs,dst=/b,tmpfs-size=64MiB a",
    "run --mount type=tmpfs,dst=/b,tmpfs-size=1.5g a",
    "run --mount type=tmpfs,dst=/b,tmpfs-mode=1777 a",
    "run --mount type=tmpfs,dst=/b,tmpfs-mode=9 a",
    "run --mount dst=/b,tmpfs-mode=7 a",
    "run --mount type=,dst=/b a",
    "run --mount dst=,src=a a",
    'run --mount \'"type=bind","src=/a,b",dst=/c\' a',
    "run --mount 'type=bind,\"src=/a' a",
    "run --mount 'type=bind,sr\"c=/a,dst=/c' a",
    "run --mount 'type=bind,\"src=/a\"x,dst=/c' a",
    'run --mount \'"""type=bind"\' a',
    "run --mount dst=/b,bind-create-src a",
    "run --mount dst=/b,source a",
    "exec a",
    "exec a b",
    "exec -it a sh -c x",
    "exec -v x a b",
    "rm",
    "rm a -f",
    "rm -fv a",
    "start -v x a",
    "cp a b",
    "cp a:b",
    "cp a:b . c",
    "rename a",
    "tag a",
    "volume create a b",
    "volume rm",
    "ps a",
    "commit a b c",
    "container -v x run a",
    "container run a",
    "--volume x run a",
    "-D run a",
    "--context",
    "volume prune -af --filter label=x",
    "system prune --volumes -a x",
    "network create --ipv6 --internal a",
    "network create -x a",
]


@pytest.mark.parametrize("line", LINES)
def test_client_refuses_the_same(line: str, version: Version) -> None:
    command = read("docker " + line, version)
    said = run(*shlex.split(line))
    ours = [problem.reason for problem in command.syntax_problems if problem.by == "client"]
    reached = any(text in said for text in ("Cannot connect to the Docker", "failed to connect", "not a TTY"))
    assert bool(ours) != reached, (said, ours)
    if ours:
        assert any(reason in said for reason in ours), (said, ours)


def help_options(words: list[str]) -> dict[str, tuple[str, bool]]:
    """Long names in a command's help, each with its letter and whether it takes a value."""
    by_spelling = {}
    for line in run(*words, "--help").splitlines():
        match = re.match(r"^ {2,6}(?:-(\w), )?--([\w-]+)(?: (\S+))?(?:   |$)", line)
        if match is not None and match[2] != "help":
            by_spelling[match[2]] = (match[1] or "", match[3] is not None)
    return by_spelling


@pytest.mark.parametrize(
    "command",
    sorted(name for name in COMMANDS if name and not name.startswith(("buildx", "compose", "trust"))),
)
def test_help_lists_the_table(command: str, version: Version) -> None:
    """Every option that the client's help lists is in the table, with its letter and kind."""
    options_of_help = help_options(command.split())
    table = options_of(command)
    for name, (letter, takes_value) in options_of_help.items():
        option = table.by_spelling.get(name)
        assert option is not None, f"--{name}"
        assert option.in_release(version), f"--{name} since {option.since}, gone {option.gone}"
        assert option.takes_value == takes_value, f"--{name}"
        if letter:
            assert table.by_letter[letter].name == option.name, f"-{letter}"


PLUGINS = {
    "compose up": ["compose", "up"],
    "compose run": ["compose", "run"],
    "compose down": ["compose", "down"],
    "compose exec": ["compose", "exec"],
    "compose rm": ["compose", "rm"],
    "compose": ["compose"],
    "image build": ["buildx", "build"],
    "buildx bake": ["buildx", "bake"],
    "buildx create": ["buildx", "create"],
}


@pytest.mark.parametrize("command", PLUGINS)
def test_plugins_help_lists_the_table(command: str) -> None:
    options_of_help = help_options(PLUGINS[command])
    if not options_of_help:
        pytest.skip(f"the plugin of {command} is not installed")
    table = options_of(command)
    missing = {name for name in options_of_help if name not in table.by_spelling}
    assert not missing
    wrong = {
        name for name, (_, takes) in options_of_help.items() if table.by_spelling[name].takes_value != takes
    }
    assert not wrong
