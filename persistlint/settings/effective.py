"""Every setting that is in force, with where it comes from."""

from __future__ import annotations

from persistlint.settings.read import origin_of, place_of
from persistlint.settings.table import PER_FILE, TABLE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from persistlint.settings.settings import FileChoice, Settings
    from persistlint.settings.table import Key
    from persistlint.settings.toml_places import Path


class Effective:
    """A value and its ``origin``: ``{"kind": "default" | "file" | "profile" | …, "path", "line", "column"}``.

    Of a table ``entries`` has a value and origin for each entry, and of a list one for each item where they come from several places.
    """

    __slots__ = ("entries", "name", "origin", "value")

    def __init__(self, name: str, value: Any, origin: dict[str, Any]) -> None:
        self.name = name
        self.value = value
        self.origin = origin
        self.entries: dict[str, Effective] = {}


def effective(settings: Settings) -> list[Effective]:
    """Return every setting of the table with its value, written as in a file."""
    return [_of(key, settings) for key in TABLE]


def _of(key: Key, settings: Settings) -> Effective:
    value = _stated_form(key, settings)
    if isinstance(value, dict):
        effective = Effective(key.name, value, _origin(settings, None))
        for name, entry in value.items():
            effective.entries[name] = Effective(name, entry, _origin(settings, (key.name, name)))
        return effective
    effective = Effective(key.name, value, _origin(settings, (key.name,)))
    if key.adds:
        for index, item in enumerate(value):
            effective.entries[str(index)] = Effective(item, item, _origin(settings, (key.name, index)))
        origins = [entry.origin for entry in effective.entries.values()]
        if origins:
            effective.origin = origins[-1]
    return effective


def _stated_form(key: Key, settings: Settings) -> Any:
    value = getattr(settings, key.attribute)
    if key.name in ("client-version", "engine-version"):
        return ".".join(map(str, value))
    if key.name == "images":
        return {image: {"data": list(paths)} for image, paths in value.items()}
    if key.name == "per-file":
        return {pattern: _choice(choice) for pattern, choice in value.items()}
    return value


def _choice(choice: FileChoice) -> dict[str, Any]:
    out = {name: getattr(choice, name.replace("-", "_")) for name in PER_FILE.keys}
    return {name: value for name, value in out.items() if value or value is False}


def _origin(settings: Settings, keys: Path | None) -> dict[str, Any]:
    origin = origin_of(settings, keys) if keys else None
    if origin is None:
        return {"kind": "default", "path": None, "line": None, "column": None}
    if not origin.file or origin.other:
        return {"kind": origin.other, "path": None, "line": None, "column": None}
    line, column = place_of(origin.file, origin.keys)
    return {"kind": "file", "path": origin.file, "line": line or None, "column": column or None}
