"""What an editor shows in a settings file."""

from __future__ import annotations

from pathlib import Path

import pytest

from persistlint.analysis.analyse import analyse
from persistlint.analysis.settings_file import analyse_settings
from persistlint.analysis.workspace import Workspace
from persistlint.settings.settings import Settings
from persistlint.text.document import Document


def told(path: Path, text: str, plugins: bool = True) -> list[tuple[str, str]]:
    """Return the words at fault, and the fix of each finding."""
    analysis = analyse_settings(Document(str(path), text.encode(), "toml"), plugins)
    assert all(finding.code == "PSL906" for finding in analysis.findings)
    return [
        (analysis.sources.text(finding.span), "".join(fix.edits[0].text for fix in finding.fixes))
        for finding in analysis.findings
    ]


def test_everything_has_its_words_also_before_it_is_saved(tmp_path: Path) -> None:
    path = tmp_path / "persistlint.toml"
    path.write_text("# the file says something else\n")
    text = '\ufeff# ü\r\nselct = 1\r\nfail-on = "eror"\r\nignore = ["PSL1O1", 7]\r\n[severity]\r\nunmounted-wrte = "info"\r\n'
    assert told(path, text) == [
        ("selct", "select"),
        ('"eror"', '"error"'),
        ("7", ""),
        ("unmounted-wrte", "unmounted-write"),
    ]
    assert told(path, 'ignore = ["PSL1O1"]\n') == [('"PSL1O1"', '"PSL101"')]
    assert told(path, 'ignore = ["PSL1"]\n') == []
    assert told(path, "[") != []


def test_other_files_are_told_of_there(tmp_path: Path) -> None:
    (tmp_path / "base.toml").write_text("selct = 1\n")
    assert told(tmp_path / "persistlint.toml", 'extend = "base.toml"\n') == []
    assert told(tmp_path / "persistlint.toml", 'extend = "missing.toml"\n') == [('"missing.toml"', "")]


def test_plugins_are_loaded_only_where_that_is_allowed(tmp_path: Path) -> None:
    text = 'plugins = ["no-such-package"]\nignore = ["ACME1"]\n'
    assert told(tmp_path / "persistlint.toml", text, plugins=False) == []
    assert told(tmp_path / "persistlint.toml", text) == [('"no-such-package"', "")]


def test_a_result_that_depends_on_the_day_is_known_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PERSISTLINT_TODAY", "2027-03-01")
    workspace = Workspace(".")
    text = b"docker run -d postgres:16 # persistlint: ignore[PSL101] until=2027-03-01 x\n"
    (lookup,) = [
        each
        for each in analyse(Document("a.sh", text, "shell"), workspace, Settings()).lookups
        if each.kind == "date"
    ]
    assert workspace.still(lookup)
    monkeypatch.setenv("PERSISTLINT_TODAY", "2027-03-02")
    assert not workspace.still(lookup)
