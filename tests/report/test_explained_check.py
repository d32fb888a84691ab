"""``check --explain``."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from persistlint.cli.app import main

SCRIPT = "docker run -d --rm --name db postgres:16\ndocker stop db\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    project = tmp_path / "project"
    (project / ".git").mkdir(parents=True)
    (project / "run.sh").write_text(SCRIPT)
    monkeypatch.chdir(project)
    monkeypatch.setenv("PERSISTLINT_CACHE_DIR", str(tmp_path / "cache"))
    return project


def test_text(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run.sh"]) == 0
    plain = capsys.readouterr().out
    assert main(["--explain", "run.sh"]) == 0
    output = capsys.readouterr().out
    at = output.index("  how it comes about:\n    line 1  `docker run --rm` makes `db`")
    assert "    line 2  `docker stop db`, and `--rm` deletes the container" in output[at:]
    # It stands behind the finding, and changes nothing else.
    end = output.index("\n\n", at)
    assert output[:at] + output[end + 1 :] == plain


def test_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["--format", "json", "run.sh"])
    plain = json.loads(capsys.readouterr().out)
    main(["--format", "json", "--explain", "run.sh"])
    answer = json.loads(capsys.readouterr().out)
    (finding,) = answer["findings"]
    steps = finding.pop("explanation")
    assert answer == plain
    assert [(step["path"], step["line"], step["column"]) for step in steps] == [
        ("run.sh", 1, 1),
        ("run.sh", 1, 30),
        ("run.sh", 2, 1),
    ]
    assert steps[-1]["event"].startswith("`docker stop db`")
    main(["--format", "jsonl", "--explain", "run.sh"])
    first = json.loads(capsys.readouterr().out.splitlines()[0])
    assert first["explanation"] == steps


def test_earlier_results_are_not_used(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(2):
        assert main(["."]) == 0
    assert (folder.parent / "cache").is_dir()
    capsys.readouterr()
    assert main(["--explain", "."]) == 0
    assert "how it comes about" in capsys.readouterr().out


def test_what_is_left_after_a_fix(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "run.sh").write_text(SCRIPT + "docker exec -it db pg_dump shop > shop.sql\n")
    assert main(["--fix", "--explain", "run.sh"]) == 1
    out = capsys.readouterr().out
    assert "how it comes about" in out and "fixed PSL801" in out


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["--quiet"], "--quiet tells each finding in one line: --explain has no room there"),
        (["--format", "sarif"], "--explain is told in the forms text, json, jsonl, html only"),
        (["--diff"], "--diff prints a patch: --explain has no room there"),
    ],
)
def test_where_there_is_no_room(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], problem: str
) -> None:
    assert main(["--explain", *arguments, "run.sh"]) == 2
    assert problem in capsys.readouterr().err


def test_a_second_output_has_room(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["--explain", "--format", "sarif", "--output", "json=out.json", "run.sh"])
    assert json.loads(capsys.readouterr().out)["version"] == "2.1.0"
    assert json.loads((folder / "out.json").read_text())["findings"][0]["explanation"]


def test_nothing_of_it_is_loaded_unasked(folder: Path) -> None:
    code = (
        "import sys; from persistlint.cli.app import main; main(sys.argv[1:]); "
        "print(*(name for name in sys.modules if 'explanation' in name), file=sys.stderr)"
    )
    run = [sys.executable, "-c", code]
    assert subprocess.run([*run, "run.sh"], capture_output=True, text=True, check=False).stderr.split() == []
    errors = subprocess.run([*run, "--explain", "run.sh"], capture_output=True, text=True, check=False).stderr
    assert "persistlint.assist.explanation" in errors.split()
