"""The bundled examples: what the README's first command shows."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from persistlint.cli.app import main

ROOT = Path(__file__).resolve().parents[2]
BAD = sorted((ROOT / "examples" / "bad").iterdir())

#: What each bad example is there to show.
SHOWN = {
    "Dockerfile": {"PSL101"},
    "README.md": {"PSL101", "PSL107"},
    "backup.sh": {"PSL102"},
    "cache.sh": {"PSL222"},
    "compose.yaml": {"PSL101", "PSL201", "PSL203"},
    "deploy.sh": {"PSL208", "PSL212"},
    "dev-db.sh": {"PSL301"},
    "report.sh": {"PSL103"},
    "run.sh": {"PSL101"},
    "stack.sh": {"PSL201", "PSL202"},
    "tools.sh": {"PSL108"},
    "tune-host.sh": {"PSL601"},
    "worker.sh": {"PSL401"},
}


def codes(path: Path, capsys: pytest.CaptureFixture[str]) -> set[str]:
    main(["--format", "json", str(path)])
    return {finding["code"] for finding in json.loads(capsys.readouterr().out)["findings"]}


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.name)
def test_each_bad_example_shows_its_mistake(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert codes(path, capsys) >= SHOWN[path.name]


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.name)
def test_each_has_a_mended_one(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(ROOT / "examples" / "good" / path.name), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["findings"] == []


def test_the_readme_shows_what_is_printed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    assert main(["--color", "never", "--no-cache", "examples/bad/run.sh"]) == 1
    shown = (
        (ROOT / "README.md").read_text("utf-8").split("```console\n$ persistlint examples/bad/run.sh\n")[1]
    )
    assert shown.split("```")[0] == capsys.readouterr().out


def test_the_comparison_tells_what_is_found(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    main(["--no-cache", "examples/bad"])
    summary = capsys.readouterr().out.splitlines()[-1]
    sentence = re.fullmatch(r"(\d+ findings) \(([^)]*)\) in (\d+ files with \d+ docker commands)\.", summary)
    assert sentence is not None, summary
    page = (ROOT / "docs" / "comparison.md").read_text("utf-8")
    assert f"| {sentence[1]}: {sentence[2]} |" in page
    assert f"`examples/bad` ({sentence[3].replace(' with', ',')})" in page


def test_our_own_documents_are_clean(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(path) for path in ROOT.glob("*.md")]) == 0, capsys.readouterr().out
