"""``python -m tests.precision draw [COUNT] [--seed N] [--corpus FOLDER]`` shows verdicts to a second reader; ``… sample FOLDER`` lists what is to be judged; ``… table`` prints the counts, ``… second`` those of the second reading.

FOLDER holds a folder for each repository, ``owner+name``. ``sample`` prints a row of JSON for each finding drawn, with the verdict that it has, if any.
"""

from __future__ import annotations

import argparse
import json
import os
import sys

from persistlint.analysis.analyse import analyse
from persistlint.analysis.workspace import Workspace
from persistlint.hosts.discover import discover
from persistlint.rules.finding import at_least
from persistlint.settings.settings import Settings
from persistlint.text.document import Document

from .verdicts import SECOND, Row, agreement, draw, key, load, sample, table


def findings(corpus: str) -> list[Row]:
    """Return every finding at warning or above, under the default settings."""
    rows: list[Row] = []
    for repository in sorted(os.listdir(corpus)):
        root = os.path.realpath(os.path.join(corpus, repository))
        settings = Settings()
        settings.root = root
        workspace = Workspace(root)
        for path in discover([root]):
            if path.problem or path.language not in ("shell", "dockerfile", "markdown"):
                continue
            with open(path.path, "rb") as file:
                document = Document(path.path, file.read(), path.language)
            analysis = analyse(document, workspace, settings)
            for finding in analysis.findings:
                if at_least(finding.severity, "warning"):
                    rows.append(
                        {
                            "repository": repository.replace("+", "/", 1),
                            "path": os.path.relpath(path.path, root),
                            "line": analysis.sources.place(finding.span).line,
                            "code": finding.code,
                            "severity": finding.severity,
                            "message": finding.message,
                        }
                    )
    return rows


def show(row: Row, corpus: str | None) -> None:
    """One verdict, with the lines that it is about."""
    print(
        f"{row['code']} {row['severity']} {row['repository']} {row['path']}:{row['line']}\n  {row['verdict']}: {row['reason']}"
    )
    if corpus is None:
        return
    path = os.path.join(corpus, row["repository"].replace("/", "+", 1), row["path"])
    with open(path, encoding="utf-8", errors="replace") as file:
        lines = file.read().split("\n")
    for number in range(max(row["line"] - 4, 0), min(row["line"] + 5, len(lines))):
        print(f"  {number + 1:5} {lines[number]}")


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.precision", description=__doc__.split(";")[0])
    parser.add_argument("what", choices=("draw", "sample", "second", "table"))
    parser.add_argument("argument", nargs="?")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--corpus")
    options = parser.parse_args(arguments)
    if options.what == "table":
        print(table(load()))
    elif options.what == "second":
        second = load(SECOND)
        print(agreement(load(), second))
        for field in ("resolved", "today"):
            rows = [{**row, "verdict": row[field]} for row in second if row[field] != "gone"]
            print(f"\n{field}:\n\n{table(rows)}")
    elif options.what == "draw":
        for row in draw(load(), int(options.argument or 30), options.seed):
            show(row, options.corpus)
    elif not options.argument:
        parser.error("sample needs the corpus' folder")
    else:
        by_key = {key(row): row["verdict"] for row in load()}
        for row in sample(findings(options.argument)):
            print(json.dumps({**row, "verdict": by_key.get(key(row))}, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
