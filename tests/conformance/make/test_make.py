"""Recipes of generated Makefiles are compared with those that ``make -n`` prints."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

from persistlint.hosts.makefile.reading import read_makefile
from tests.conformance.make.generated import Generator
from tests.programs import needed

#: Of 200 Makefiles; ``python -m tests.conformance.make.many COUNT`` compares more.
COUNT = 200


def recipes(text: str) -> dict[str, str]:
    """Return a pattern for what make prints of each target: unknown text may be anything."""
    by_unit: dict[str, str] = {}
    for fragment in read_makefile(text.encode()).fragments:
        if fragment.certainty != "certain":
            # Whether the line is there depends on what isn't known.
            by_unit[fragment.unit] = by_unit.get(fragment.unit, "") + "(?:"
        shown = fragment.text.decode().rstrip("\n")
        pattern = re.sub("\ue000\\d+\ue001", "(?s:.*)", re.escape(shown))
        # A line of nothing but unknown text may be none.
        alone = not re.sub("\ue000\\d+\ue001", "", shown).strip()
        by_unit[fragment.unit] = by_unit.get(fragment.unit, "") + (
            f"(?:{pattern}\n)?" if alone else f"{pattern}\n"
        )
        if fragment.certainty != "certain":
            by_unit[fragment.unit] += ")?"
    return by_unit


def printed(text: str, target: str, folder: Path) -> str | None:
    """Return the recipe that ``make -n`` prints for the target; None where it refuses the Makefile."""
    (folder / "Makefile").write_text(text)
    make = shutil.which("make") or "make"
    try:
        result = subprocess.run(
            [make, "-n", "--no-print-directory", target],
            check=False,
            cwd=folder,
            env={"PATH": "/nonexistent"},
            capture_output=True,
            text=True,
            timeout=5,
        )
    except subprocess.TimeoutExpired:
        # Variables that multiply without end.
        return None
    return result.stdout if result.returncode == 0 and "warning" not in result.stderr else None


def difference(seed: int, folder: Path) -> tuple[int, str]:
    """Return the number of targets that were compared, and the first difference ("" for none)."""
    generator = Generator(seed)
    text = generator.text()
    ours = recipes(text)
    compared = 0
    for target in generator.targets:
        theirs = printed(text, target, folder)
        if theirs is None or (".ONESHELL" in text and "(?:" in ours.get(f"make {target}", "")[:4]):
            # One shell whose lines aren't all known is no text to compare.
            continue
        compared += 1
        theirs = re.sub(r"make: Nothing to be done[^\n]*\n", "", theirs)
        pattern = ours.get(f"make {target}", "")
        if not re.fullmatch(pattern + r"\n*", theirs, re.DOTALL):
            return compared, f"seed {seed}, {target}:\n{text}\n--- make\n{theirs}\n--- ours\n{pattern}"
    return compared, ""


def test_recipes_are_those_of_make(tmp_path: Path) -> None:
    needed("make", "apt-get install make")
    compared = 0
    for seed in range(COUNT):
        count, mistakes = difference(seed, tmp_path)
        assert not mistakes, mistakes
        compared += count
    assert compared > COUNT
