"""The set-ups that docs/editors.md tells, as it tells them."""

from __future__ import annotations

import re

from tests.editors import tools


def recipe(heading: str, language: str, number: int = 0) -> str:
    """Return a fenced block below a heading of docs/editors.md."""
    text = (tools.ROOT / "docs" / "editors.md").read_text("utf-8")
    section = re.split(r"^## ", text.split(f"\n## {heading}\n", 1)[1], maxsplit=1, flags=re.MULTILINE)[0]
    return re.findall(rf"^```{language}\n(.*?)^```$", section, re.DOTALL | re.MULTILINE)[number]
