"""SECURITY.md names a test for each promise, and the test is there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "SECURITY.md").read_text("utf-8")
NAMED = re.findall(r"`(tests/[\w/]+\.py)((?:::\w+)+)`", PAGE)


def test_each_promise_names_a_test() -> None:
    rows = [
        line
        for line in PAGE.splitlines()
        if line.startswith("| ") and not line.startswith(("| promise", "| ---"))
    ]
    assert len(rows) > 20
    assert [row for row in rows if not re.fullmatch(r"\| .* \| `tests/[\w/]+\.py(::\w+)+` \|", row)] == []


@pytest.mark.parametrize(("path", "names"), NAMED)
def test_the_test_is_there(path: str, names: str) -> None:
    body: list[ast.stmt] = ast.parse((ROOT / path).read_text("utf-8")).body
    for name in names.split("::")[1:]:
        (definition,) = [
            each for each in body if isinstance(each, (ast.FunctionDef, ast.ClassDef)) and each.name == name
        ]
        body = definition.body
