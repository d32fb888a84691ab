#!/usr/bin/env python3
"""Print the lines of logic of each built-in rule, the longest first, and the median: ``python scripts/rule_lines.py [FOLDER]``.

A line of logic is a line of a function or method. Docstrings, comments, blank lines, imports, declarations of the class, and constants of the module
(word lists, patterns, tables) don't count.
"""

from __future__ import annotations

import ast
import sys
from pathlib import Path
from statistics import median

FOLDER = Path(__file__).resolve().parents[1] / "rules" / "persistlint_rules"


def lines_of_logic(source: str) -> int:
    """Return how many lines of the module are logic."""
    lines = source.splitlines()
    logic: set[int] = set()
    docstrings: set[int] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            logic.update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and ast.get_docstring(node) is not None:
            first = node.body[0]
            docstrings.update(range(first.lineno, (first.end_lineno or first.lineno) + 1))
    return sum(
        1
        for number in logic - docstrings
        if lines[number - 1].strip() and not lines[number - 1].strip().startswith("#")
    )


def main(arguments: list[str]) -> int:
    """Print the table. Return the exit status."""
    folder = Path(arguments[0]) if arguments else FOLDER
    paths = [path for path in sorted(folder.glob("*.py")) if path.name != "__init__.py"]
    if not paths:
        print(f"{folder}: no modules are there. Name the folder of a rule package.", file=sys.stderr)
        return 2
    counts = {path.stem: lines_of_logic(path.read_text(encoding="utf-8")) for path in paths}
    for name, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        print(f"{count:4} {name}")
    short = sum(count <= 40 for count in counts.values())
    print(
        f"{len(counts)} rules, median {median(counts.values()):g} lines of logic, {short} with at most 40, {sum(counts.values())} in all"
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
