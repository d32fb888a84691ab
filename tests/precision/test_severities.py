"""The table of severities in docs/precision.md is what the rules' pages say, and what they say is so."""

from __future__ import annotations

import os

import pytest

import persistlint_rules
from persistlint.rules.rule import RuleEntry
from persistlint.testing.pages import Project, read_page
from scripts import rule_tables

FOLDER = os.path.dirname(persistlint_rules.__file__)


def test_the_table_is_what_the_pages_say() -> None:
    text = rule_tables.DOCUMENT.read_text("utf-8")
    assert rule_tables.with_severities(text) == text, "run python scripts/rule_tables.py"
    assert text.count("\n| PSL") >= len(persistlint_rules.RULES)


@pytest.mark.parametrize("entry", persistlint_rules.RULES, ids=lambda entry: entry.code)
def test_what_a_rule_says_on_its_own_page_has_a_severity_of_its_page(entry: RuleEntry) -> None:
    allowed = {
        entry.code: read_page(os.path.join(FOLDER, f"{entry.name.replace('-', '_')}.md"))
        for entry in persistlint_rules.RULES
    }
    page = allowed[entry.code]
    for block in page.blocks:
        if block.role != "bad":
            continue
        files = {"run.sh" if block.language in ("sh", "bash") else "Dockerfile": block.text}
        for (_, _, code), severity, _ in Project(files).said:
            assert severity in {*allowed[code].severities, "info"}, (code, severity)
