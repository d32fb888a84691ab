"""The tables of the unit tests, run by the real bash: what they expect is what bash does."""

from __future__ import annotations

import os
import sys
import tempfile

import pytest

from .sandbox import Sandbox, missing

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "..", "shell"))

from shell_tables import KNOWN

pytestmark = pytest.mark.skipif(bool(missing()), reason=missing() or "runs")


def _shown(words: list[str]) -> str:
    return " ".join(f"[{word}]" if not word or any(c in word for c in " \t\n") else word for word in words)


def test_the_known_texts_make_these_calls() -> None:
    rows = [row for table in KNOWN.values() for row in table]
    with Sandbox() as sandbox, tempfile.TemporaryDirectory() as work:
        os.chmod(work, 0o755)
        for number, (text, _) in enumerate(rows):
            with open(os.path.join(work, f"{number}.sh"), "w", encoding="utf-8") as file:
                file.write(text + "\n")
        observed = sandbox.run(work, [(f"{number}.sh", ".") for number in range(len(rows))])
    different = {}
    for number, (text, expected) in enumerate(rows):
        made = [_shown(call.words) for call in observed[f"{number}.sh"]]
        # Which stage of a pipeline and which background job comes first is chance.
        if sorted(made) != sorted(expected) if ("|" in text or "&" in text) else made != expected:
            different[text] = made
    assert different == {}
