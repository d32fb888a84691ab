"""Kinds of a setting's value: each reads a value, says what is wrong with it, and states itself as JSON Schema.

Reading and schema stand side by side, so that both accept the same values.
"""

from __future__ import annotations

import re

from persistlint.settings.problem import nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from persistlint.settings.toml_places import Path


class Wrong:
    """An error at a path of keys below the settings' table. ``suggestion`` is TOML that may stand there instead, "" for none."""

    __slots__ = ("about_key", "message", "path", "suggestion")

    def __init__(self, path: Path, message: str, about_key: bool = False, suggestion: str = "") -> None:
        self.path = path
        self.message = message
        self.about_key = about_key
        self.suggestion = suggestion


class Kind:
    """One kind of value."""

    def read(self, path: Path, value: Any, wrong: list[Wrong]) -> Any:
        """Return the value as ``Settings`` holds it. Errors are added to ``wrong``; then the result means nothing."""
        raise NotImplementedError

    def schema(self) -> dict[str, Any]:
        """Return the kind as JSON Schema."""
        raise NotImplementedError


class Boolean(Kind):
    """True or false."""

    def read(self, path: Path, value: Any, wrong: list[Wrong]) -> Any:
        if not isinstance(value, bool):
            wrong.append(Wrong(path, f"`{dotted(path)}` must be true or false, not {kind_of(value)}"))
        return value

    def schema(self) -> dict[str, Any]:
        return {"type": "boolean"}


class Text(Kind):
    """A string that isn't empty; one that fits ``pattern`` as a whole where there is one, ``wanted`` saying what that is."""

    def __init__(self, wanted: str = "a string", pattern: str = "", unlike: str = "") -> None:
        self.wanted = wanted
        self.pattern = pattern
        #: Behind the string: why one that doesn't fit is refused.
        self.unlike = unlike

    def read(self, path: Path, value: Any, wrong: list[Wrong]) -> Any:
        if not isinstance(value, str) or not value:
            wrong.append(Wrong(path, f"`{dotted(path)}` must be {self.wanted}, not {kind_of(value)}"))
        elif self.pattern and re.fullmatch(self.pattern, value) is None:
            message = f"`{value}` {self.unlike}" if self.unlike else ""
            wrong.append(Wrong(path, message or f"`{dotted(path)}` must be {self.wanted}, not `{value}`"))
        return value

    def schema(self) -> dict[str, Any]:
        out: dict[str, Any] = {"type": "string", "minLength": 1}
        if self.pattern:
            # `$` alone lets a line end follow in some dialects.
            out["pattern"] = f"^(?:{self.pattern})(?![\\s\\S])"
        return out


class Version(Text):
    """``"28.1"``: up to three numbers."""

    def __init__(self) -> None:
        super().__init__('a version in quotes, such as "28.1"', "[0-9]{1,5}(?:\\.[0-9]{1,5}){0,2}")

    def read(self, path: Path, value: Any, wrong: list[Wrong]) -> Any:
        before = len(wrong)
        super().read(path, value, wrong)
        return value if len(wrong) > before else tuple(int(part) for part in value.split("."))


class Choice(Kind):
    """One of several words."""

    def __init__(self, words: Sequence[str]) -> None:
        self.words = tuple(words)

    def read(self, path: Path, value: Any, wrong: list[Wrong]) -> Any:
        if not isinstance(value, str):
            message = f"`{dotted(path)}` must be one of {listed(self.words)}, not {kind_of(value)}"
            wrong.append(Wrong(path, message))
        elif value not in self.words:
            near = nearest(value, self.words)
            hint = f"; did you mean `{near}`?" if near else ""
            message = f"`{dotted(path)}` must be one of {listed(self.words)}, not `{value}`{hint}"
            wrong.append(Wrong(path, message, suggestion=f'"{near}"' if near else ""))
        return value

    def schema(self) -> dict[str, Any]:
        return {"enum": list(self.words)}


class Strings(Kind):
    """A list of strings."""

    def __init__(self, item: Text | None = None, example: str = "…") -> None:
        self.item = item or Text()
        self.example = example

    def read(self, path: Path, value: Any, wrong: list[Wrong]) -> Any:
        if not isinstance(value, list):
            example = f'["{value}"]' if isinstance(value, str) else f'["{self.example}"]'
            message = f"`{dotted(path)}` must be a list of strings, such as {example}, not {kind_of(value)}"
            suggestion = example if isinstance(value, str) and _plain(value) else ""
            wrong.append(Wrong(path, message, suggestion=suggestion))
            return value
        for index, item in enumerate(value):
            if not isinstance(item, str) or not item:
                message = f"`{dotted(path)}` must hold strings, not {kind_of(item)}"
                wrong.append(Wrong((*path, index), message))
            else:
                self.item.read((*path, index), item, wrong)
        return list(value)

    def schema(self) -> dict[str, Any]:
        return {"type": "array", "items": self.item.schema()}


class OneOrMore(Strings):
    """A string, or a list of strings."""

    def read(self, path: Path, value: Any, wrong: list[Wrong]) -> Any:
        if isinstance(value, list):
            return super().read(path, value, wrong)
        return [self.item.read(path, value, wrong)]

    def schema(self) -> dict[str, Any]:
        return {"anyOf": [self.item.schema(), super().schema()]}


class Table(Kind):
    """A table from names to values of one kind; ``wanted`` says so to people."""

    def __init__(self, value: Kind, wanted: str, name: Text | None = None) -> None:
        self.value = value
        self.wanted = wanted
        self.name = name or Text()

    def read(self, path: Path, value: Any, wrong: list[Wrong]) -> Any:
        if not isinstance(value, dict):
            wrong.append(Wrong(path, f"`{dotted(path)}` must be {self.wanted}, not {kind_of(value)}"))
            return value
        out = {}
        for name, entry in value.items():
            errors: list[Wrong] = []
            self.name.read((*path, name), name, errors)
            for error in errors:
                error.about_key = True
            wrong += errors
            out[name] = self.value.read((*path, name), entry, wrong)
        return out

    def schema(self) -> dict[str, Any]:
        return {
            "type": "object",
            "propertyNames": self.name.schema(),
            "additionalProperties": self.value.schema(),
        }


class Record(Kind):
    """A table with certain keys, none of which must be there."""

    def __init__(self, keys: Mapping[str, Kind], wanted: str) -> None:
        self.keys = keys
        self.wanted = wanted

    def read(self, path: Path, value: Any, wrong: list[Wrong]) -> Any:
        if not isinstance(value, dict):
            wrong.append(Wrong(path, f"`{dotted(path)}` must be {self.wanted}, not {kind_of(value)}"))
            return value
        out = {}
        for key, entry in value.items():
            if key not in self.keys:
                wrong.append(unknown_key((*path, key), key, self.keys))
            else:
                out[key] = self.keys[key].read((*path, key), entry, wrong)
        return out

    def schema(self) -> dict[str, Any]:
        return {
            "type": "object",
            "properties": {key: kind.schema() for key, kind in self.keys.items()},
            "additionalProperties": False,
        }


def unknown_key(path: Path, key: str, keys: Mapping[str, Any]) -> Wrong:
    """Return the error that ``key`` is none of the ``known`` keys, with the nearest of them."""
    near = nearest(key, keys)
    hint = f"; did you mean `{near}`?" if near else ""
    return Wrong(path, f"unknown key `{key}`{hint}", about_key=True, suggestion=near)


def dotted(path: Path) -> str:
    """Return the path of a value as TOML writes it, without the indices of lists."""
    return ".".join(key if _bare(key) else f'"{key}"' for key in path if isinstance(key, str))


def listed(names: Sequence[str]) -> str:
    """Return the names as ```a`, `b` or `c```."""
    quoted = [f"`{name}`" for name in names]
    return ", ".join(quoted[:-1]) + " or " + quoted[-1]


def kind_of(value: Any) -> str:
    """Return words for a value of the wrong kind, to be used in a message."""
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, (int, float)):
        return f"the number {value}"
    if isinstance(value, str):
        return f'the string "{value}"' if value else "an empty string"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, dict):
        return "a table"
    return "a date"


def _bare(key: str) -> bool:
    return bool(key) and key.isascii() and all(part.isalnum() or part in "-_" for part in key)


def _plain(text: str) -> bool:
    """Return whether the text may stand between quotes without escapes."""
    return text.isprintable() and '"' not in text and "\\" not in text
