"""Reads an ``.env`` file as Compose does (compose-go ``dotenv``), as far as its values are sure."""

from __future__ import annotations

from persistlint.text.regex import regex
from persistlint.text.spans import Span

_LINE = regex(r"[ \t]*(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_.-]*)[ \t]*[=:](.*)\Z")


def read_env(data: bytes) -> dict[str, str]:
    """Names and values. A value that holds a variable or an escape, or that goes over several lines, is left out: it isn't known."""
    variables: dict[str, str] = {}
    for line in data.decode("utf-8", "surrogateescape").removeprefix("\ufeff").splitlines():
        match = _LINE.match(line)
        if match is None:
            continue
        name, text = match.group(1), match.group(2).strip(" \t")
        value = _value(text, variables)
        if value is None:
            variables.pop(name, None)
        else:
            variables[name] = value
    return variables


def _value(text: str, variables: dict[str, str]) -> str | None:
    quote = text[:1]
    if quote in ("'", '"') and text:
        end = text.find(quote, 1)
        inner = text[1:end] if end > 0 else None
        if inner is None or "\\" in inner:
            return None
        return inner if quote == "'" else _expanded(inner, variables)
    text = text.split(" #")[0].rstrip(" \t")
    return None if "\\" in text else _expanded(text, variables)


def _expanded(text: str, variables: dict[str, str]) -> str | None:
    """Return the text with variables of earlier lines and defaults put in, None where a part isn't known."""
    from persistlint.hosts.compose.text import Interpolation, Text, TextPiece, interpolated

    if "$" not in text:
        return text
    span = Span(("", "", 0), 0, 0)
    try:
        return interpolated(Text([TextPiece(text, None)], span), variables).known
    except Interpolation:
        return None
