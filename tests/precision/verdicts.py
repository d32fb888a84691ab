"""The verdicts on findings in real repositories: ``verdicts.jsonl`` beside this file, one JSON object a line.

``repository``, ``commit``, ``path``, ``line``, ``code``, ``severity``; ``verdict`` is "true" (docker does what the message says, and it matters where it stands), "false" or
"arguable" (docker does so, but the author may well mean it); ``reason`` is one line.

``second_reading.jsonl`` holds what a second reader said, who hadn't seen the first one's verdicts: of findings that the first had read, and of rules that only give notes. Beside the
same fields, ``resolved`` is what both agreed on, ``today`` the verdict on what is said there now ("gone" where that is nothing), and ``mended``, where the rule has changed since,
how (or why it hasn't).
"""

from __future__ import annotations

import json
import os
import random
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

FILE = os.path.join(os.path.dirname(__file__), "verdicts.jsonl")
SECOND = os.path.join(os.path.dirname(__file__), "second_reading.jsonl")
VERDICTS = ("true", "false", "arguable")

#: Of a rule with more findings than this, so many are drawn.
MOST = 60

Row = dict[str, Any]


def load(path: str = FILE) -> list[Row]:
    """Return every verdict, in the file's order."""
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def both(first: Iterable[Row], second: Iterable[Row]) -> list[tuple[Row, Row]]:
    """Return the findings that both have read, with what each said."""
    by_key = {key(row): row for row in first}
    return [(by_key[key(row)], row) for row in second if key(row) in by_key]


def agreement(first: Iterable[Row], second: Iterable[Row]) -> str:
    """Return a table: what the second reader said of what the first called true, arguable and false."""
    counts = Counter((each["verdict"], other["verdict"]) for each, other in both(first, second))
    lines = ["| first reader | " + " | ".join(f"second: {verdict}" for verdict in VERDICTS) + " |"]
    lines.append("| --- |" + " ---: |" * len(VERDICTS))
    for verdict in VERDICTS:
        lines.append(f"| {verdict} | " + " | ".join(str(counts[verdict, other]) for other in VERDICTS) + " |")
    return "\n".join(lines)


def key(row: Row) -> tuple[str, str, int, str]:
    """Return what a verdict is about."""
    return row["repository"], row["path"], row["line"], row["code"]


def sample(rows: Iterable[Row], seed: int = 2026) -> list[Row]:
    """Return what is to be read: every finding at warning or above of the rules with few, ``MOST`` of each rule with many."""
    by_code: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_code[row["code"]].append(row)
    out: list[Row] = []
    for code, each in sorted(by_code.items()):
        each.sort(key=key)
        out += each if len(each) <= MOST else random.Random(f"{code} {seed}").sample(each, MOST)
    return out


def draw(rows: list[Row], count: int, seed: int) -> list[Row]:
    """Verdicts for a second reader: some of every rule, as far as ``count`` goes."""
    by_code: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_code[row["code"]].append(row)
    generator = random.Random(seed)
    for each in by_code.values():
        generator.shuffle(each)
    out: list[Row] = []
    while len(out) < count and any(by_code.values()):
        for code in sorted(by_code):
            if by_code[code] and len(out) < count:
                out.append(by_code[code].pop())
    return out


def table(rows: Iterable[Row]) -> str:
    """Per rule the counts, and the share that is true; an arguable finding counts for half."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        counts[row["code"]][row["verdict"]] += 1
        counts["all"][row["verdict"]] += 1
    lines = [
        "| rule | read | true | arguable | false | share |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for code, each in sorted(counts.items(), key=lambda item: (item[0] == "all", item[0])):
        total = sum(each.values())
        share = 100 * (each["true"] + each["arguable"] / 2) / total
        lines.append(
            f"| {code} | {total} | {each['true']} | {each['arguable']} | {each['false']} | {share:.0f} % |"
        )
    return "\n".join(lines)
