"""The verdicts on findings in Compose files, Makefiles, workflows and units are whole, and the page has their figures."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import persistlint_rules

HERE = Path(__file__).resolve().parent
ROWS = [json.loads(line) for line in (HERE / "hosts.jsonl").read_text("utf-8").splitlines()]
FIELDS = {"host", "repository", "commit", "path", "line", "code", "severity", "verdict", "reason"}
VERDICTS = ("useful", "noise", "false", "wrong words")


def test_every_row_says_what_it_is_about_and_why() -> None:
    codes = {entry.code for entry in persistlint_rules.RULES}
    for row in ROWS:
        assert set(row) == FIELDS and row["code"] in codes
        assert row["severity"] in ("error", "warning", "info") and row["line"] > 0
        assert row["verdict"] in VERDICTS
        assert len(row["commit"]) == 40 and row["reason"]
    assert len({(row["repository"], row["path"], row["line"], row["code"]) for row in ROWS}) == len(ROWS)
    assert max(Counter(row["repository"] for row in ROWS).values()) <= 5


def test_what_two_readers_said_of_one_finding() -> None:
    """Many repositories are in a draw, too, whose reader didn't know these verdicts."""
    draws = [json.loads(line) for line in (HERE / "draws.jsonl").read_text("utf-8").splitlines()]
    other = {(row["repository"], row["path"], row["line"], row["code"]): row["verdict"] for row in draws}
    both = [
        (row["verdict"], other[key])
        for row in ROWS
        if (key := (row["repository"], row["path"], row["line"], row["code"])) in other
    ]
    same = sum(each == another for each, another in both)
    page = (HERE.parent.parent / "docs" / "precision.md").read_text("utf-8")
    assert f"{len(both)} findings were read by both: {same} verdicts are the same" in page


def test_the_page_has_the_figures() -> None:
    page = (HERE.parent.parent / "docs" / "precision.md").read_text("utf-8")
    for severity in ("all", "error", "warning", "info"):
        verdicts = [row["verdict"] for row in ROWS if severity in ("all", row["severity"])]
        shares = " | ".join(
            f"{verdicts.count(word)} ({verdicts.count(word) * 100 / len(verdicts):.0f} %)"
            for word in VERDICTS
        )
        assert f"| {severity} | {len(verdicts)} | {shares} |" in page
    assert f"{len({row['repository'] for row in ROWS})} further public repositories" in page
