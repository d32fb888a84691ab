"""``--diff-base`` in a repository whose maker wants a program of his run, or a finding left out. The git is a real one."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.scale.test_changed_lines import LOSING, git, repository, told

__all__ = ["repository"]

pytestmark = pytest.mark.skipif(shutil.which("git") is None or sys.platform == "win32", reason="git, sh")


def config(folder: Path, *settings: tuple[str, str]) -> None:
    for name, value in settings:
        git(folder, "config", name, value)


def attributes(folder: Path, text: str, *settings: tuple[str, str]) -> None:
    (folder / ".gitattributes").write_text(text)
    config(folder, *settings)


def submodule(folder: Path, evil: str) -> None:
    inner = folder / "inner"
    git(folder, "init", "-q", str(inner))
    (inner / "x.sh").write_text("true\n")
    git(inner, "add", ".")
    git(inner, "commit", "-qm", "inner")
    git(folder, "add", "inner")
    git(folder, "commit", "-qm", "with a submodule")
    config(inner, ("core.fsmonitor", evil))
    (inner / "x.sh").write_text("false\n")


def promisor(folder: Path, evil: str) -> None:
    """Make a repository that fetches missing objects from a remote whose program is its own choice."""
    blob = git(folder, "rev-parse", "main:a.sh").strip()
    config(
        folder,
        ("core.repositoryFormatVersion", "1"),
        ("extensions.partialClone", "origin"),
        ("remote.origin.url", f"ext::{evil}"),
        ("remote.origin.promisor", "true"),
        ("remote.origin.uploadpack", evil),
        ("protocol.ext.allow", "always"),
    )
    (folder / ".git" / "objects" / blob[:2] / blob[2:]).unlink()


PLANTED: dict[str, Callable[[Path, str], object]] = {
    "fsmonitor": lambda folder, evil: config(folder, ("core.fsmonitor", evil)),
    "hooks": lambda folder, evil: (
        config(folder, ("core.hooksPath", "hooks")),
        (folder / "hooks").mkdir(),
        [shutil.copy(evil, folder / "hooks" / name) for name in ("post-index-change", "fsmonitor-watchman")],
    ),
    "own hooks": lambda folder, evil: [
        shutil.copy(evil, folder / ".git" / "hooks" / name) for name in ("post-index-change", "post-checkout")
    ],
    "clean filter": lambda folder, evil: attributes(folder, "* filter=x\n", ("filter.x.clean", evil)),
    "filter process": lambda folder, evil: attributes(
        folder, "* filter=a.B.c\n", ("filter.a.B.c.process", evil), ("filter.a.B.c.required", "true")
    ),
    "filter by info/attributes": lambda folder, evil: (
        (folder / ".git" / "info").mkdir(exist_ok=True),
        (folder / ".git" / "info" / "attributes").write_text("*.sh filter=x\n"),
        config(folder, ("filter.x.clean", evil), ("filter.x.smudge", evil)),
    ),
    "filter by core.attributesFile": lambda folder, evil: (
        (folder / "attributes").write_text("*.sh filter=x diff=x\n"),
        config(
            folder, ("core.attributesFile", "attributes"), ("filter.x.clean", evil), ("diff.x.textconv", evil)
        ),
    ),
    "filter by an included file": lambda folder, evil: (
        (folder / "more").write_text(f'[filter "x"]\n\tclean = {evil}\n'),
        attributes(folder, "* filter=x\n", ("include.path", "../more")),
    ),
    "textconv": lambda folder, evil: attributes(folder, "* diff=x\n", ("diff.x.textconv", evil)),
    "diff driver": lambda folder, evil: attributes(folder, "* diff=x\n", ("diff.x.command", evil)),
    "external diff": lambda folder, evil: config(folder, ("diff.external", evil)),
    "pager": lambda folder, evil: config(folder, ("core.pager", evil), ("pager.diff", evil)),
    "alias": lambda folder, evil: config(
        folder, ("alias.diff", f"!{evil}"), ("alias.merge-base", f"!{evil}")
    ),
    "submodule": submodule,
    "promisor": promisor,
}


@pytest.fixture
def evil(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a program that leaves a trace."""
    folder = tmp_path_factory.mktemp("evil")
    program = folder / "run"
    program.write_text(f"#!/bin/sh\ntouch {folder}/owned\ncat\n")
    program.chmod(0o755)
    return program


def change(folder: Path) -> None:
    """Touch one line, without git's looking at it."""
    path = folder / "a.sh"
    path.write_text(path.read_text().replace("-d --name two", "-d  --name two"))


@pytest.mark.parametrize("name", PLANTED)
def test_no_program_of_the_repository_is_run(
    repository: Path, evil: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    change(repository)
    PLANTED[name](repository, str(evil))
    (evil.parent / "owned").unlink(missing_ok=True)
    if name == "promisor":
        from persistlint.cli.app import main

        assert main(["check", "--diff-base", "main", "."]) == 2
    else:
        assert ("a.sh", 2) in told(capsys)
    assert not (evil.parent / "owned").exists()


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("GIT_EXTERNAL_DIFF", "{evil}"),
        ("GIT_CONFIG_GLOBAL", "config"),
        ("GIT_CONFIG_PARAMETERS", "'core.fsmonitor={evil}'"),
        ("GIT_EXEC_PATH", "{bin}"),
        ("GIT_PAGER", "{evil}"),
        ("GIT_DIR", "other"),
        ("GIT_WORK_TREE", "/"),
        ("GIT_TRACE", "{evil}.trace"),
        ("PATH", "bin:{path}"),
        ("PATH", ":{path}"),
    ],
)
def test_variables_from_the_checkout_count_for_nothing(
    repository: Path,
    evil: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    variable: str,
    value: str,
) -> None:
    change(repository)
    (repository / "bin").mkdir()
    for folder in (repository, repository / "bin"):
        for program in ("git", "git-diff", "git-rev-parse"):
            shutil.copy(evil, folder / program)
    (repository / "config").write_text(f"[core]\n\tfsmonitor = {evil}\n")
    path = os.environ["PATH"]
    monkeypatch.setenv(variable, value.format(evil=evil, path=path, bin=repository / "bin"))
    assert ("a.sh", 2) in told(capsys)
    assert not (evil.parent / "owned").exists()
    assert not os.path.exists(f"{evil}.trace")


@pytest.mark.parametrize(
    ("text", "setting"),
    [
        ("*.sh -diff\n", None),
        ("*.sh binary\n", None),
        ("", ("diff.noprefix", "true")),
        ("", ("diff.mnemonicPrefix", "true")),
        ("", ("diff.interHunkContext", "100")),
        ("", ("diff.context", "9")),
        ("", ("diff.wordRegex", ".")),
        ("", ("color.ui", "always")),
        ("", ("core.worktree", "/nowhere/at/all")),
    ],
)
def test_nothing_is_left_out(
    repository: Path, capsys: pytest.CaptureFixture[str], text: str, setting: tuple[str, str] | None
) -> None:
    change(repository)
    (repository / ".gitattributes").write_text(text)
    if setting is not None:
        config(repository, setting)
    assert told(capsys) == [("a.sh", 2)]


def test_the_repository_is_not_written(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(repository)
    (repository / "new.sh").write_text(LOSING.format("new"))
    os.utime(repository / "b.sh")
    before = {path: path.stat().st_mtime_ns for path in (repository / ".git").rglob("*")}
    told(capsys)
    assert {path: path.stat().st_mtime_ns for path in (repository / ".git").rglob("*")} == before
