"""The table of severities in docs/precision.md and the rules agree."""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path

import pytest

import persistlint_rules
from persistlint.rules.finding import SEVERITIES
from persistlint.testing.pages import Project, read_page

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "precision.md"
FOLDER = os.path.dirname(persistlint_rules.__file__)


def table() -> dict[str, tuple[str, set[str], str]]:
    """Return each rule's severity, its other ones and the reason."""
    text = DOCUMENT.read_text("utf-8").partition("## What a severity means")[2].partition("\n## ")[0]
    rows = {}
    for line in text.splitlines():
        if line.startswith("| PSL"):
            code, severity, others, reason = (cell.strip() for cell in line.strip("|").split("|"))
            assert code not in rows
            rows[code] = (severity, {word.strip() for word in others.split(",") if word.strip()}, reason)
    return rows


def rule_of(entry: object) -> type:
    return import_module(f"{persistlint_rules.__name__}.{entry.name.replace('-', '_')}").RULE


def test_every_rule_has_a_row_with_its_severity_and_a_reason() -> None:
    rows = table()
    assert set(rows) == {entry.code for entry in persistlint_rules.RULES}
    for entry in persistlint_rules.RULES:
        severity, others, reason = rows[entry.code]
        assert severity == rule_of(entry).severity, entry.code
        assert others <= set(SEVERITIES) - {severity}, entry.code
        assert len(reason) > 5 and reason.endswith("."), entry.code


@pytest.mark.parametrize("entry", persistlint_rules.RULES, ids=lambda entry: entry.code)
def test_what_a_rule_says_on_its_own_page_has_a_severity_of_its_row(entry: object) -> None:
    rows = table()
    page = read_page(os.path.join(FOLDER, f"{entry.name.replace('-', '_')}.md"))
    for block in page.blocks:
        if block.role != "bad":
            continue
        files = {"run.sh" if block.language in ("sh", "bash") else "Dockerfile": block.text}
        for (_, _, code), severity, _ in Project(files).said:
            own, others, _ = rows[code]
            assert severity in {own, *others, "info"}, (code, severity)
