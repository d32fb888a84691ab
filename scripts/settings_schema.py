"""Writes what is made from the table of settings: the JSON Schema (shipped and published) and the table in docs/settings.md."""

from __future__ import annotations

import json
from pathlib import Path

from persistlint.settings.schema import schema_text
from persistlint.settings.table import TABLE

ROOT = Path(__file__).resolve().parents[1]
BEGIN = "<!-- settings: written by scripts/settings_schema.py -->"
END = "<!-- end of settings -->"


def files() -> dict[Path, str]:
    """Return every file that is made, with its text."""
    page = ROOT / "docs" / "settings.md"
    text = page.read_text(encoding="utf-8")
    head, rest = text.split(BEGIN)
    tail = rest.split(END)[1]
    return {
        ROOT / "persistlint" / "settings" / "schema.json": schema_text(),
        ROOT / "docs" / "persistlint.schema.json": schema_text(),
        page: f"{head}{BEGIN}\n\n{_table()}\n{END}{tail}",
    }


def _table() -> str:
    rows = ["| key | default | what it says |", "| --- | --- | --- |"]
    for key in TABLE:
        default = "" if key.default is None else f"`{json.dumps(key.default)}`"
        rows.append(f"| `{key.name}` | {default} | {key.summary.replace('|', '&#124;')} |")
    return "\n".join(rows) + "\n"


if __name__ == "__main__":
    for path, text in files().items():
        path.write_text(text, encoding="utf-8")
