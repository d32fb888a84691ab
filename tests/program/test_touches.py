"""Which paths the program touches: none outside the workspace that the user didn't name. The operating system is asked, by strace."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.programs import needed

pytestmark = [pytest.mark.long, pytest.mark.skipif(sys.platform != "linux", reason="strace")]

#: What a stranger's files name: looking at any of these could reach another machine.
FOREIGN = ("/net/host", "//host", "/outside-host")

SCRIPT = """\
#!/bin/bash
source //host/share/x.sh
. /net/host/x.sh
source ../../../../../../../../../outside-host/x.sh
source link.sh
source way/x.sh
source lib/inside.sh
(cd /net/host && . ./y.sh)
docker build //host/ctx
docker build -t app -f /net/host/Dockerfile .
docker build /outside-host
docker run -d --env-file /net/host/env -v /net/host/data:/data -v ./way:/var/lib/postgresql/data postgres:16
docker run -d -v "$PWD/way/data":/data -v ./link.sh:/run.sh --mount type=bind,src=/outside-host,dst=/x alpine
docker cp //host/share/file db:/x
docker run --rm -v ./way/app.db:/app.db app
[ -f /net/host/x ] && docker rm -f db
"""


def touched(folder: Path, *arguments: str) -> tuple[list[str], str]:
    """Return the calls that name a path, and what the program printed."""
    log = folder.parent / "strace"
    command = [needed("strace", "install strace"), "-f", "-s", "4000", "-e", "trace=%file", "-o", str(log)]
    done = subprocess.run(
        [*command, sys.executable, "-m", "persistlint", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    if not log.exists() or "ptrace" in done.stderr:
        pytest.skip("this system traces no process")
    assert "internal error" not in done.stderr
    return calls_in(log), done.stdout + done.stderr


def calls_in(log: Path) -> list[str]:
    """Return the calls of a trace, one a line: one that another process came into stands there in two parts."""
    out: list[str] = []
    begun: dict[str, str] = {}
    for line in log.read_text().splitlines():
        process, _, call = line.partition(" ")
        if call.endswith("<unfinished ...>"):
            begun[process] = call.removesuffix("<unfinished ...>")
        elif process in begun and (rest := re.match(r" *<\.\.\. \w+ resumed>", call)):
            out.append(begun.pop(process) + call[rest.end() :])
        else:
            out.append(call)
    return [*out, *begun.values()]


def foreign(calls: list[str], project: Path) -> list[str]:
    """Return the calls that reach outside, by a path or by a link that they follow."""
    out = []
    for call in calls:
        match = re.search(r'(\w+)\((?:AT_FDCWD, |\d+(?:<[^>]*>)?, )?"([^"]*)"', call)
        if match is None:
            continue
        name, path = match.groups()
        path = os.path.join(project, path)
        at = os.path.normpath(path)
        follows = name not in ("readlink", "readlinkat", "lstat") and "NOFOLLOW" not in call
        # A link above the last name is always followed, the last one as the call says.
        links = [at] if follows else []
        while os.path.dirname(at) != at:
            at = os.path.dirname(at)
            links.append(at)
        leads = any(link.startswith(f"{project}/") and os.path.islink(link) for link in links)
        if path.startswith(FOREIGN) or os.path.normpath(path).startswith(FOREIGN) or leads:
            out.append(call)
    return out


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    (folder / "lib").mkdir(parents=True)
    (folder / ".git" / "info").mkdir(parents=True)
    (folder / "run.sh").write_text(SCRIPT)
    (folder / "lib" / "inside.sh").write_text("docker run -d --name inside postgres:16\n")
    (folder / "link.sh").symlink_to("/net/host/link.sh")
    (folder / "way").symlink_to("//host/share", target_is_directory=True)
    (folder / "deep.sh").symlink_to("way/deep.sh")
    (folder / ".gitignore").symlink_to("/net/host/ignore")
    (folder / ".git" / "info" / "exclude").symlink_to("/net/host/exclude")
    (folder / "pyproject.toml").symlink_to("/net/host/pyproject.toml")
    (folder / "README.md").write_text("```sh\nsource /net/host/x.sh\ndocker build -f link.sh .\n```\n")
    (folder / "Dockerfile").write_text("FROM alpine\nCOPY --from=x /net/host /x\nVOLUME /net/host\n")
    nested = folder / "nested"
    nested.mkdir()
    (nested / ".git").write_text("gitdir: /net/host/repository\n")
    (nested / "persistlint.toml").symlink_to("/outside-host/persistlint.toml")
    (nested / "run.sh").write_text("docker run -d postgres:16\n")
    return folder


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "."),
        ("check", "run.sh"),
        ("check", "--diff", "--unsafe-fixes", "."),
        ("check", "--explain", "--no-cache", "run.sh", "README.md", "Dockerfile"),
        ("map", "run.sh"),
        ("inspect", "run.sh"),
        ("config", "."),
        ("baseline", "."),
    ],
)
def test_nothing_outside_the_workspace_is_looked_at(project: Path, arguments: tuple[str, ...]) -> None:
    cache = ("--cache-dir", str(project.parent / "cache")) if arguments[0] in ("check", "baseline") else ()
    calls, said = touched(project, *arguments[:1], *cache, *arguments[1:])
    assert foreign(calls, project) == []
    # What is inside was read: the trace shows what it is asked for.
    if arguments != ("config", "."):
        assert any("lib/inside.sh" in call for call in calls), said


@pytest.mark.parametrize(
    "settings",
    [
        'extend = ["/net/host/x.toml"]\n',
        'extend = "way.toml"\n',
        'include = ["/net/host/*.sh", "//host/x", "../../../../../../../outside-host/x"]\n',
        'exclude = ["/net/host/", "../../../../../../../outside-host/x"]\n',
        'baseline = "/net/host/known.json"\n',
        'baseline = "way/known.json"\n',
        '[per-file."/net/host/"]\nignore = ["PSL1"]\n',
    ],
)
def test_nothing_that_settings_name_outside_it_is_looked_at(project: Path, settings: str) -> None:
    (project / "persistlint.toml").write_text(settings)
    (project / "way.toml").symlink_to("/net/host/x.toml")
    (project / "persistlint-baseline.json").symlink_to("/net/host/known.json")
    calls, _ = touched(project, "check", "--no-cache", ".")
    assert foreign(calls, project) == []
    assert any(
        os.path.join(project, "persistlint.toml") in call or '"persistlint.toml"' in call for call in calls
    )
