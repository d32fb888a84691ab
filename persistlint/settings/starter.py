"""The settings file that ``init`` writes: every setting explained, none of them in force."""

from __future__ import annotations

from textwrap import wrap

from persistlint.settings.table import TABLE

_WIDTH = 100


def starter() -> str:
    """Return a commented ``persistlint.toml`` that changes nothing. Without the ``# `` of its examples it is still valid."""
    out = [
        "# The settings of persistlint for this project. Everything below is an example behind a single `#`:",
        "# take the `#` away to put it in force. `persistlint config` shows what is in force, and where it comes from.",
        "# `persistlint config --schema` prints a JSON Schema for editors.",
        "# Patterns have .gitignore's form and count from this folder.",
    ]
    for key in TABLE:
        out.append("")
        out += [
            f"## {line}" for line in wrap(key.summary.replace("`", ""), _WIDTH - 3, break_on_hyphens=False)
        ]
        out += [f"#{line}" for line in key.example.split("\n")]
    return "\n".join(out) + "\n"
