"""The text counts hints; whoever asks for them, and every form for programs, gets them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from persistlint.cli.app import main

LOSING = "docker run -d --name db -e POSTGRES_PASSWORD=x postgres:16\n"
HINT = "docker run --rm -v $PWD:/src alpine:3.20 ls\n"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def told(capfd: pytest.CaptureFixture[str], *arguments: str) -> str:
    main(list(arguments))
    return capfd.readouterr().out


def test_hints_are_counted(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "run.sh").write_text(LOSING + HINT)
    out = told(capfd, "run.sh")
    assert "PSL101" in out
    assert "PSL219" not in out
    assert out.endswith("2 docker commands. 1 hint is not shown (`--show hints` shows them).\n")
    assert [line for line in told(capfd, "-q", "run.sh").splitlines() if "PSL219" in line] == []
    shown = told(capfd, "--show", "hints", "run.sh")
    assert "hint PSL219" in shown
    assert "not shown" not in shown


@pytest.mark.parametrize(
    "asked",
    [
        ["--select", "PSL219"],
        ["--select", "PSL2"],
        ["--select", "ALL"],
        ["--select", "unquoted-mount"],
        ["--fail-on", "hint"],
    ],
)
def test_hints_that_are_asked_for_are_shown(
    capfd: pytest.CaptureFixture[str], tmp_path: Path, asked: list[str]
) -> None:
    (tmp_path / "run.sh").write_text(HINT)
    out = told(capfd, *asked, "run.sh")
    assert "hint PSL219" in out
    assert "not shown" not in out


@pytest.mark.parametrize(
    ("settings", "severity"),
    [
        ('extend-select = ["PSL219"]\n', "hint"),
        ('fail-on = "hint"\n', "hint"),
        ('[severity]\nPSL219 = "warning"\n', "warning"),
        ('["per-file"]\n"*.sh" = { extend-select = ["unquoted-mount"] }\n', "hint"),
    ],
)
def test_hints_that_the_settings_want_are_shown(
    capfd: pytest.CaptureFixture[str], tmp_path: Path, settings: str, severity: str
) -> None:
    (tmp_path / "persistlint.toml").write_text(settings)
    (tmp_path / "run.sh").write_text(HINT)
    assert f"{severity} PSL219" in told(capfd, "run.sh")


def test_forms_for_programs_carry_hints(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "run.sh").write_text(HINT)
    (row,) = json.loads(told(capfd, "--format", "json", "run.sh"))["findings"]
    assert (row["code"], row["severity"]) == ("PSL219", "hint")
    assert "PSL219" in told(capfd, "--format", "concise", "run.sh")
