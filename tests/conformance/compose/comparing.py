"""Compares the two models of one project."""

from __future__ import annotations

from typing import Any


def differences(ours: dict[str, Any], theirs: dict[str, Any]) -> list[str]:
    """Return what differs, one sentence each."""
    sentences: list[str] = []
    if ours["name"] != theirs["name"]:
        sentences.append(f"the project is {ours['name']!r}, to Compose {theirs['name']!r}")
    for name in sorted(set(ours["services"]) | set(theirs["services"])):
        mine, other = ours["services"].get(name), theirs["services"].get(name)
        if mine is None or other is None:
            sentences.append(f"the service {name!r} is only {'ours' if other is None else 'theirs'}")
            continue
        if mine["reads_env_file"]:
            # Values that name variables are left out of ours: they aren't known.
            other["environment"] = {
                key: value for key, value in other["environment"].items() if key in mine["environment"]
            }
        for field in mine:
            if field in ("command", "entrypoint") and mine[field] is not None:
                # A variable that isn't set gives no word in a string, and an empty one in a list.
                mine[field] = [word for word in mine[field] if word]
                other[field] = [word for word in other[field] or () if word]
            if field != "reads_env_file" and _plain(mine[field]) != _plain(other[field]):
                sentences.append(f"{name}.{field} is {mine[field]!r}, to Compose {other[field]!r}")
    for name in sorted(set(theirs["volumes"])):
        mine, other = ours["volumes"].get(name), theirs["volumes"][name]
        if _plain(mine) != _plain(other):
            sentences.append(f"the volume {name!r} is {mine!r}, to Compose {other!r}")
    for name in sorted(set(ours["volumes"]) - set(theirs["volumes"])):
        sentences.append(f"the volume {name!r} is only ours")
    return sentences


def _plain(value: Any) -> Any:
    """Empty and absent are the same: Compose prints neither."""
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items() if _plain(inner) is not None} or None
    return value if value not in ("", [], set()) else None
