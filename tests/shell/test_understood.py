"""A user can tell "clean" from "not understood", and mend it: end to end, nothing replaced."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from persistlint.cli.app import main

SCRIPT = """\
docker run $OPTS img
. ./missing.sh
eval "$CODE"
docker run "$IMAGE"
make up
"""
NOT_FOLLOWED = [
    "run.sh:1: not followed: ⟨OPTS…⟩ may hold options",
    "run.sh:2: not followed: `./missing.sh` is sourced and isn't here",
    "run.sh:3: not followed: what `eval` is given isn't known",
    "run.sh:5: not followed: `make` runs as a program of its own",
]


@pytest.fixture
def script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "run.sh"
    path.write_text(SCRIPT, encoding="utf-8")
    return path


def _out(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    main(list(arguments))
    return capsys.readouterr().out


def test_verbose_names_what_was_not_followed_and_why(
    script: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = _out(capsys, "check", "-v", "run.sh").splitlines()
    assert [line for line in lines if ": not followed: " in line] == NOT_FOLLOWED


def test_statistics_give_the_share_that_was_understood(
    script: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = _out(capsys, "check", "--statistics", "run.sh")
    assert "1 of 2 docker commands understood (50.0 %)" in out


def test_inspect_marks_what_is_unknown(script: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = json.loads(_out(capsys, "inspect", "run.sh"))["commands"]
    assert (first["argv"][2], first["resolved"]) == ("⟨OPTS…⟩", False)
    assert (second["argv"][2], second["resolved"]) == ("⟨IMAGE⟩", True)


def test_an_assumption_makes_it_known(script: Path, capsys: pytest.CaptureFixture[str]) -> None:
    script.write_text(
        "# persistlint: assume OPTS='-v data:/x'\n# persistlint: assume IMAGE=alpine:3\n"
        "# persistlint: assume CODE='docker run c'\n" + SCRIPT,
        encoding="utf-8",
    )
    commands = json.loads(_out(capsys, "inspect", "run.sh"))["commands"]
    assert [command["argv"] for command in commands] == [
        ["docker", "run", "-v", "data:/x", "img"],
        ["docker", "run", "c"],
        ["docker", "run", "alpine:3"],
    ]
    out = _out(capsys, "check", "-v", "--statistics", "run.sh")
    assert "3 of 3 docker commands understood (100.0 %)" in out
    assert "OPTS" not in out and "eval" not in out
