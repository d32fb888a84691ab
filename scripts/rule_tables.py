#!/usr/bin/env python3
"""Write what is made from the built-in rules: the table of rules, and that of severities in docs/precision.md: ``python scripts/rule_tables.py``.

Run it after a rule was added or its declarations, or the line ``Severity:`` of its page, have changed. A test asks whether it was run.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "rules")]

from persistlint.testing.pages import read_page  # noqa: E402
from persistlint.testing.rule_table import TableProblem, write_table  # noqa: E402

DOCUMENT = ROOT / "docs" / "precision.md"
PAGES = ROOT / "rules" / "persistlint_rules"
_HEAD = "| rule | severity | elsewhere | reason |\n| --- | --- | --- | --- |\n"


def with_severities(text: str) -> str:
    """Return the document's ``text`` with the table of severities that the rules' pages give."""
    before, head, rest = text.partition(_HEAD)
    if not head:
        raise TableProblem(
            f"{DOCUMENT}: the head of the table of severities is missing. Write it again:\n{_HEAD}"
        )
    rows = []
    for path in PAGES.glob("*.md"):
        page = read_page(path)
        if not page.severities:
            raise TableProblem(
                f"{path}: no paragraph begins with `Severity:`. Write one below the first: its severity, others, and why."
            )
        own, *others = page.severities
        # The document lies in the folder to which the page's links lead.
        reason = page.severity_reason.replace("](../../docs/", "](")
        rows.append(f"| {page.code} | {own} | {', '.join(others)} | {reason} |\n")
    after = rest.splitlines(keepends=True)
    while after and after[0].startswith("|"):
        after.pop(0)
    return before + head + "".join(sorted(rows)) + "".join(after)


def main() -> int:
    """Write both. Return the exit status."""
    try:
        changed = write_table("persistlint_rules")
        text = DOCUMENT.read_text("utf-8")
        after = with_severities(text)
    except TableProblem as problem:
        print(problem, file=sys.stderr)
        return 2
    if after != text:
        DOCUMENT.write_text(after, "utf-8")
    print("The tables are written." if changed or after != text else "The tables are as they were.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
