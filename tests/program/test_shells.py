"""Completions in the real shells, and manual pages in the real ``man``'s formatter."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from persistlint.cli.app import COMMANDS
from persistlint.cli.completions import SHELLS, script
from persistlint.cli.shells.grammar import PARSERS, commands
from persistlint.cli.shells.install import files
from tests.programs import needed

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a terminal of the other kind")

#: What is typed before Tab, and what the program gets.
TYPED = [
    ("persistlint comp", ["completions"]),
    ("persistlint completions fi", ["completions", "fish"]),
    ("persistlint --form", ["--format"]),
    ("persistlint --format sar", ["--format", "sarif"]),
    ("persistlint check --fail-on nev", ["check", "--fail-on", "never"]),
    ("persistlint --select PSL30", ["--select", "PSL301"]),
    ("persistlint --select PSL101,PSL40", ["--select", "PSL101,PSL401"]),
    ("persistlint rule unmounted-data", ["rule", "unmounted-data-path"]),
    ("persistlint map --eng", ["map", "--engine"]),
    ("persistlint check -- some", ["check", "--", "some file.sh"]),
    ("persistlint audit --resc", ["audit", "--rescue"]),
]

#: Which of them have one answer only in every version of the rules.
SINGLE = [row for row in TYPED if "PSL" not in row[0] and "--eng" not in row[0]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "some file.sh").write_text("")
    for place, text in files().items():
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / place).write_text(text, "utf-8")
    return tmp_path


def typed(command: list[str], start: str, line: str, folder: Path) -> list[str]:
    """Return the arguments that the program gets when ``line``, Tab and Return are typed into a shell on a terminal."""
    import pty
    import time

    # The program is a script that says what it gets, and then that this was all.
    (folder / "bin").mkdir(exist_ok=True)
    program = folder / "bin" / "persistlint"
    program.write_text('#!/bin/sh\nprintf "[%s]\\n" "$@" >"$GOT"\nmv "$GOT" "$GOT.done"\n')
    program.chmod(0o755)
    got = folder / "got"
    environment = {
        "PATH": f"{folder}/bin:{os.environ['PATH']}",
        "HOME": str(folder),
        "TERM": "dumb",
        "LC_ALL": "C.UTF-8",
        "GOT": str(got),
    }
    inside, outside = pty.openpty()
    with subprocess.Popen(
        command,
        stdin=outside,
        stdout=outside,
        stderr=outside,
        cwd=folder,
        env=environment,
        start_new_session=True,
    ) as process:
        os.close(outside)
        os.set_blocking(inside, False)
        try:
            os.write(inside, f"{start}; echo re''ady\n".encode())
            seen = _read_until(inside, b"ready")
            assert b"ready" in seen, seen
            os.write(inside, line.encode() + b"\t")
            # The shell completes before it reads on; what is typed meanwhile waits.
            os.write(inside, b"\r")
            give_up = time.monotonic() + 30
            while not (folder / "got.done").exists() and time.monotonic() < give_up:
                seen += _read(inside)
                time.sleep(0.02)
            assert (folder / "got.done").exists(), seen.decode("utf-8", "replace")
            text = (folder / "got.done").read_text()
        finally:
            process.kill()
            os.close(inside)
    return [row[1:-1] for row in text.splitlines()]


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 65536)
    except (BlockingIOError, OSError):
        return b""


def _read_until(descriptor: int, mark: bytes) -> bytes:
    import time

    seen = b""
    give_up = time.monotonic() + 30
    while mark not in seen and time.monotonic() < give_up:
        seen += _read(descriptor)
        time.sleep(0.02)
    return seen


@pytest.mark.parametrize(("line", "wanted"), SINGLE, ids=[row[0] for row in SINGLE])
def test_bash(folder: Path, line: str, wanted: list[str]) -> None:
    bash = needed("bash", "install bash")
    start = f"source {folder}/share/bash-completion/completions/persistlint"
    assert typed([bash, "--norc", "--noprofile", "-i"], start, line, folder) == wanted


@pytest.mark.parametrize(("line", "wanted"), SINGLE, ids=[row[0] for row in SINGLE])
def test_zsh(folder: Path, line: str, wanted: list[str]) -> None:
    zsh = needed("zsh", "install zsh")
    start = f"fpath=({folder}/share/zsh/site-functions $fpath); autoload -Uz compinit; compinit -u -D"
    assert typed([zsh, "-f", "-i"], start, line, folder) == wanted


def offered_by_bash(folder: Path, *words: str) -> list[str]:
    """Return what bash offers for the last of the words."""
    bash = needed("bash", "install bash")
    program = 'source "$1"; shift; compopt() { :; }; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _persistlint; printf "%s\\n" "${COMPREPLY[@]}"'
    path = folder / "share/bash-completion/completions/persistlint"
    done = subprocess.run(
        [bash, "-c", program, "-", str(path), "persistlint", *words],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    return [row for row in done.stdout.splitlines() if row]


def offered_by_fish(folder: Path, *words: str) -> list[str]:
    """Return what fish offers for the last of the words."""
    fish = needed("fish", "install fish")
    line = " ".join(["persistlint", *words])
    done = subprocess.run(
        [
            fish,
            "--no-config",
            "-c",
            "source $argv[1]; complete -C $argv[2]",
            str(folder / "share/fish/vendor_completions.d/persistlint.fish"),
            line,
        ],
        cwd=folder,
        env={**os.environ, "HOME": str(folder)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    # fish also offers what holds the word's letters somewhere.
    return [row.split("\t")[0] for row in done.stdout.splitlines() if row.startswith(words[-1])]


@pytest.mark.parametrize("offered", [offered_by_bash, offered_by_fish])
def test_what_is_offered(folder: Path, offered: object) -> None:
    assert callable(offered)
    names = [
        name
        for command in commands()
        if command.name == "check"
        for option in command.options
        for name in option.names
    ]
    assert set(offered(folder, "--")) == {name for name in names if name.startswith("--")}
    assert set(offered(folder, "check", "--f")) == {"--format", "--fail-on", "--fix"}
    assert offered(folder, "--format", "js") == ["json", "jsonl"]
    assert "sarif=" in offered(folder, "--output", "sa")
    codes = offered(folder, "--select", "PSL1")
    assert {"PSL101", "PSL102"} <= set(codes)
    assert all(code.startswith("PSL101,PSL1") for code in offered(folder, "--select", "PSL101,PSL1"))
    assert set(COMMANDS) <= set(offered(folder, ""))
    assert "unmounted-data-path" in offered(folder, "rule", "unmounted")
    assert "--fix" not in offered(folder, "map", "--")


def test_a_value_that_may_be_left_out_is_not_waited_for(folder: Path) -> None:
    assert offered_by_bash(folder, "--add-ignore", "so") == ["some file.sh"]
    assert "--add-ignore[=REASON]" in files()["share/man/man1/persistlint-check.1"].replace(
        "\\fB", ""
    ).replace("\\fR", "").replace("\\fI", "").replace("\\-", "-")


def test_bash_knows_where_words_are_cut(folder: Path) -> None:
    """Bash hands ``--format=js`` over as three words."""
    assert offered_by_bash(folder, "--format", "=", "js") == ["json", "jsonl"]
    assert offered_by_bash(folder, "--output", "sarif", "=", "so") == ["some file.sh"]
    assert offered_by_bash(folder, "check", "--", "--f") == []


def test_every_subcommand_has_its_options_told() -> None:
    assert set(PARSERS) == set(COMMANDS)
    for command in commands():
        assert command.summary
        for option in command.options:
            assert option.help, (command.name, option.names)


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_is_printed(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    from persistlint.cli.app import main

    assert main(["completions", shell]) == 0
    assert capsys.readouterr().out == script(shell)


def test_manual_pages() -> None:
    groff = needed("groff", "install groff")
    pages = {place: text for place, text in files().items() if "/man1/" in place}
    assert len(pages) == 1 + len(COMMANDS)
    for place, text in pages.items():
        done = subprocess.run(
            [groff, "-man", "-Tascii", "-ww", "-P-cbou"],
            input=text,
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stderr == "", place
        assert "SEE ALSO" in done.stdout
    text = pages["share/man/man1/persistlint-check.1"]
    for command in commands():
        if command.name == "check":
            for option in command.options:
                for name in option.names:
                    assert name.replace("-", "\\-") in text
