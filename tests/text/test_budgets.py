"""docs/speed.md shows the budgets' numbers."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

from persistlint.text import budgets

PACKAGE = Path(budgets.__file__).parents[1]
#: The packages that read and follow texts.
READERS = ("hosts", "shell", "docker", "durability", "analysis")
#: Numbers that look like limits and bound no reading: what docker and the system take themselves, what is kept, and how a mark of our own is written.
NO_BUDGETS = {
    "docker/image_reference.py": {"_LONGEST"},
    "durability/patterns.py": {"_PATH_MAX"},
    "durability/accesses/nested_scripts.py": {"MOST"},
    "durability/paths.py": {"_MANY_PIECES"},
    "analysis/result_cache.py": {"_MOST_BYTES"},
    "hosts/discover.py": {"_MOST_KEPT"},
    "hosts/ignored.py": {"_MOST_SPECS"},
    "hosts/dockerfile_expand.py": {"_LONGEST_MARK"},
    "hosts/markdown.py": {"_MOST_MARKUP"},
}
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


def test_no_other_module_has_a_limit_of_its_own() -> None:
    limit = re.compile(
        r"^(_?[A-Z_]*(?:MOST|LONGEST|DEEPEST|LARGEST|FEWEST|_MAX|MANY)[A-Z_]*)(?:: int)? = [\d(]", re.M
    )
    found: dict[str, set[str]] = {}
    for reader in READERS:
        for module in (PACKAGE / reader).rglob("*.py"):
            names = set(limit.findall(module.read_text(encoding="utf-8")))
            if names:
                found[module.relative_to(PACKAGE).as_posix()] = names
    assert found == NO_BUDGETS
