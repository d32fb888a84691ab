"""The verdicts of the draws are whole, and the page has their figures."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest

import persistlint_rules

HERE = Path(__file__).resolve().parent
DOCS = HERE.parent.parent / "docs"
ROWS = [json.loads(line) for line in (HERE / "draws.jsonl").read_text("utf-8").splitlines()]
#: The draws whose repositories are named, also those without a finding.
DRAWS = sorted(int(path.name[4]) for path in HERE.glob("draw?_repositories.tsv"))
FIELDS = {"draw", "stratum", "repository", "commit", "path", "line", "code", "severity", "verdict", "reason"}


def test_every_row_says_what_it_is_about_and_why() -> None:
    codes = {entry.code for entry in persistlint_rules.RULES}
    for row in ROWS:
        assert set(row) == FIELDS and row["code"] in codes
        assert row["severity"] in ("error", "warning") and row["line"] > 0
        assert row["verdict"] in ("useful", "noise", "false", "wrong words")
        assert len(row["commit"]) == 40 and row["reason"] and "\n" not in row["reason"]
    assert len({(row["repository"], row["path"], row["line"], row["code"]) for row in ROWS}) == len(ROWS)


def test_at_most_five_findings_of_a_repository_count() -> None:
    assert max(Counter((row["draw"], row["repository"]) for row in ROWS).values()) <= 5


def test_no_repository_is_in_two_draws() -> None:
    assert len({(row["draw"], row["repository"]) for row in ROWS}) == len({row["repository"] for row in ROWS})


def test_the_repositories_of_the_later_draws_are_all_named() -> None:
    page = (DOCS / "precision.md").read_text("utf-8")
    names: set[str] = set()
    for draw in DRAWS:
        lines = (HERE / f"draw{draw}_repositories.tsv").read_text("utf-8").splitlines()
        drawn = {tuple(line.split("\t")) for line in lines}
        assert len(drawn) == len({name for _, name, _ in drawn}) == len(lines)
        rows = {(row["stratum"], row["repository"], row["commit"]) for row in ROWS if row["draw"] == draw}
        assert rows <= drawn
        # The page's table of draws.
        assert f"| {draw} | {len(drawn)} | {len(rows)} |" in page
        assert not names & {name for _, name, _ in drawn}
        names |= {name for _, name, _ in drawn}


def test_the_page_has_the_figures() -> None:
    page = (DOCS / "precision.md").read_text("utf-8")
    for draw in {row["draw"] for row in ROWS}:
        for severity in ("all", "error", "warning"):
            verdicts = [
                row["verdict"] for row in ROWS if row["draw"] == draw and severity in ("all", row["severity"])
            ]
            words = ["useful", "noise", "false"] + ["wrong words"] * (draw >= 3)
            shares = " | ".join(
                f"{verdicts.count(word)} ({verdicts.count(word) * 100 / len(verdicts):.0f} %)"
                for word in words
            )
            assert f"| {draw} | {severity} | {len(verdicts)} | {shares} |" in page


PLACE = ("repository", "commit", "path", "line", "code", "severity")
WORDS = ("useful", "noise", "false", "wrong words")


@pytest.mark.parametrize("draw", DRAWS)
def test_the_second_reading_is_of_its_draw_and_the_page_has_its_figures(draw: int) -> None:
    again = [
        json.loads(line)
        for line in (HERE / f"draw{draw}_second_reading.jsonl").read_text("utf-8").splitlines()
    ]
    given = {tuple(row[key] for key in PLACE): row["verdict"] for row in ROWS if row["draw"] == draw}
    for row in again:
        # Of draw 3 the first reader's verdicts are the draw's, later what both have settled.
        assert given[tuple(row[key] for key in PLACE)] == row["first" if draw == 3 else "settled"]
        assert row["reason"] and {row["first"], row["verdict"]} <= set(WORDS)
        assert row["settled"] == row["first"] or row["first"] != row["verdict"]
        assert row["settled"] != "useful" or row["first"] == row["verdict"] == "useful"
    page = (DOCS / "precision.md").read_text("utf-8")
    same = sum(row["first"] == row["verdict"] for row in again)
    assert f"Both say the same of {same} ({same * 100 / len(again):.0f} %)" in page
    pairs = Counter((row["first"], row["verdict"]) for row in again)
    for word in WORDS:
        if any(row["first"] == word for row in again):
            assert f"| {word} | " + " | ".join(str(pairs[word, other]) for other in WORDS) + " |\n" in page


@pytest.mark.parametrize("draw", DRAWS)
def test_what_vanished_is_of_its_draw_and_the_page_has_its_figures(draw: int) -> None:
    rows = [
        json.loads(line) for line in (HERE / f"draw{draw}_vanished.jsonl").read_text("utf-8").splitlines()
    ]
    drawn = {
        tuple(line.split("\t")[1:])
        for line in (HERE / f"draw{draw}_repositories.tsv").read_text("utf-8").splitlines()
    }
    assert {(row["repository"], row["commit"]) for row in rows} <= drawn
    page = (DOCS / "precision.md").read_text("utf-8")
    for today in ("no longer loud", "loud"):
        verdicts = [row["verdict"] for row in rows if row["today"] == today]
        counts = " | ".join(str(verdicts.count(word)) for word in WORDS[: 3 if draw == 3 else 4])
        assert f"| {today} | {len(verdicts)} | {counts} |" in page


def test_the_survey_names_useful_findings_only() -> None:
    useful = {(row["path"], row["line"]) for row in ROWS if row["verdict"] == "useful"}
    places = re.findall(
        r"^\| [\w-]+/[\w.-]+, `([^`:]+):(\d+)`", (DOCS / "survey.md").read_text("utf-8"), re.MULTILINE
    )
    assert len(places) >= 15
    assert {(path, int(line)) for path, line in places} <= useful
