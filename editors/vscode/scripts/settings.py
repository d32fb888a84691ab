"""Writes into package.json those settings that persistlint itself has, from their one table: names, kinds and descriptions.

Usage: python scripts/settings.py, with persistlint importable.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from persistlint.settings.schema import schema

PACKAGE = Path(__file__).resolve().parents[1] / "package.json"

#: Of no use in an editor: what decides an exit status, what is counted over runs, and what is built on another file.
LEFT_OUT = {"baseline", "baseline-strict", "extend", "fail-on", "include", "profile"}

#: The extension's own come first, then these.
_FIRST = 10


def settings() -> dict[str, Any]:
    """VS Code's description of each setting. Its default is null, "not stated here": then what the project's file says counts."""
    found = {}
    for number, (name, described) in enumerate(schema()["properties"].items()):
        if name not in LEFT_OUT:
            kind = {
                key: value
                for key, value in described.items()
                if key not in ("default", "description", "type")
            }
            found[f"persistlint.{name}"] = {
                "type": [described["type"], "null"],
                "default": None,
                "scope": "window",
                "order": _FIRST + number,
                "markdownDescription": f"{described['description']} Comes before `{name}` in `persistlint.toml`.",
                **kind,
            }
    return found


def described() -> dict[str, Any]:
    """package.json as it should be."""
    package: dict[str, Any] = json.loads(PACKAGE.read_text("utf-8"))
    properties = package["contributes"]["configuration"]["properties"]
    own = {name: value for name, value in properties.items() if not _FIRST <= value["order"] < 90}
    package["contributes"]["configuration"]["properties"] = dict(
        sorted({**own, **settings()}.items(), key=lambda item: item[1]["order"])
    )
    return package


if __name__ == "__main__":
    PACKAGE.write_text(json.dumps(described(), indent=2, ensure_ascii=False) + "\n", "utf-8")
