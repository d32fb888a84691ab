"""docs/speed.md shows the budgets' numbers."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

from persistlint.text import budgets

PAGE = Path(__file__).parents[2] / "docs" / "speed.md"
SOURCE = Path(budgets.__file__)


def test_the_page_has_the_same_numbers() -> None:
    rows = re.findall(
        r"^\| [^|]+ \| ([\d,]+) \| `(\w+)` \| [^|]+ \|$", PAGE.read_text(encoding="utf-8"), re.M
    )
    shown = {name: int(number.replace(",", "")) for number, name in rows}
    assert shown == {name: value for name, value in vars(budgets).items() if isinstance(value, int)}


def test_each_number_has_its_reason() -> None:
    lines = SOURCE.read_text(encoding="utf-8").splitlines()
    for before, line in pairwise(lines):
        if re.match(r"[A-Z_]+ = \d", line):
            assert before.startswith("#: ") and len(before) > 40, line
