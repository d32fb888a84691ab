"""Reads an ``.env`` file as Compose does (compose-go ``dotenv``), as far as its values are sure."""

from __future__ import annotations

from persistlint.text.regex import regex

_LINE = regex(r"[ \t]*(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_.-]*)[ \t]*[=:](.*)\Z")


def read_env(data: bytes) -> dict[str, str]:
    """Names and values. A value that holds a variable or an escape, or that goes over several lines, is left out: it isn't known."""
    found: dict[str, str] = {}
    for line in data.decode("utf-8", "surrogateescape").removeprefix("\ufeff").splitlines():
        match = _LINE.match(line)
        if match is None:
            continue
        name, text = match.group(1), match.group(2).strip(" \t")
        value = _value(text)
        if value is None:
            found.pop(name, None)
        else:
            found[name] = value
    return found


def _value(text: str) -> str | None:
    quote = text[:1]
    if quote in ("'", '"') and text:
        end = text.find(quote, 1)
        inner = text[1:end] if end > 0 else None
        if inner is None or "\\" in inner or (quote == '"' and "$" in inner):
            return None
        return inner
    text = text.split(" #")[0].rstrip(" \t")
    return None if "$" in text or "\\" in text else text
