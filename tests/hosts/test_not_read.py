"""Files that aren't read, and what is said of them."""

import subprocess
import sys
from pathlib import Path

import pytest

from persistlint.api import analyse
from persistlint.cli.app import main
from persistlint.hosts.detect import LANGUAGES
from persistlint.hosts.discover import discover

MAKEFILE = "up:\n\tdocker run -d -e POSTGRES_PASSWORD=x postgres:16\n"


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "persistlint", "--no-cache", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_kind_that_is_not_read_is_found_where_it_holds_commands(tmp_path: Path) -> None:
    (tmp_path / "a.ps1").write_text("docker run x\n")
    (tmp_path / "b.ps1").write_text("Get-Item x\n")
    (tmp_path / "c.py").write_text("# docker run x\n")
    (path,) = discover((str(tmp_path),))
    assert path.problem is not None
    assert (path.problem.kind, path.problem.what, path.problem.is_error) == (
        "not-read",
        "PowerShell",
        False,
    )


def test_the_summary_counts_kinds_and_show_skipped_lists_them(tmp_path: Path) -> None:
    (tmp_path / "Makefile").write_text("a:\n\ttrue\n")
    (tmp_path / "a.ps1").write_text("docker run x\n")
    (tmp_path / "Jenkinsfile").write_text("sh 'docker run x'\n")
    (tmp_path / "vendor").mkdir()
    short = run(tmp_path, ".")
    assert short.returncode == 0
    assert "2 files were not read (1 Jenkinsfile, 1 PowerShell; `--show-skipped` lists them)" in short.stdout
    assert short.stderr == ""
    long = run(tmp_path, "--show-skipped", ".")
    assert "a.ps1: not read: PowerShell: its grammar isn't a shell's" in long.stderr
    assert "vendor: not entered (1 folder)" in long.stderr


def test_language_forces_what_a_named_file_is(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text(MAKEFILE)
    assert "notes.txt:2:" in run(tmp_path, "notes.txt").stdout
    forced = run(tmp_path, "--language", "makefile", "notes.txt")
    assert forced.returncode == 1
    assert "notes.txt:2:" in forced.stdout


def test_a_named_file_without_anything_of_ours_is_no_failure(tmp_path: Path) -> None:
    for name in ("Makefile", "x.service", "x.container", "action.yml"):
        (tmp_path / name).write_text("# nothing\n")
        assert run(tmp_path, name).returncode == 0, name


def test_languages_can_be_switched_off() -> None:
    assert analyse(MAKEFILE, path="Makefile").findings
    assert not analyse(MAKEFILE, path="Makefile", settings={"skip-languages": ["makefile"]}).findings


def test_a_switched_off_language_is_not_told_from_the_cache(tmp_path: Path) -> None:
    (tmp_path / "Makefile").write_text(MAKEFILE)
    arguments = [sys.executable, "-m", "persistlint", "--cache-dir", "cache", "Makefile"]
    assert subprocess.run(arguments, cwd=tmp_path, capture_output=True, check=False).returncode == 1
    (tmp_path / "persistlint.toml").write_text('skip-languages = ["makefile"]\n')
    assert subprocess.run(arguments, cwd=tmp_path, capture_output=True, check=False).returncode == 0


def test_every_language_has_a_name_for_people() -> None:
    assert all(name and not name.endswith(".") for name in LANGUAGES.values())


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("shop.kube", "Quadlet's Kubernetes unit: what it starts is written in Kubernetes' objects"),
        ("justfile", "justfile: its recipes aren't read"),
        ("index.html", "HTML: its markup isn't read"),
    ],
)
def test_a_named_file_of_such_a_kind_gets_its_reason(name, reason, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / name).write_text("docker run -d redis:7\n")
    assert main(["check", "--no-cache", name]) == 2
    assert f"persistlint: {name}: not read: {reason}" in capsys.readouterr().err
