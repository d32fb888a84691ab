"""Guesses of a text's language from the text alone: standard input has no extension."""

from __future__ import annotations

from persistlint.hosts.detect import DIALECTS, interpreter_of
from persistlint.text.regex import regex

_FIRST_FROM = regex(
    rb"(?is)\A(?:\s*(?:#[^\n]*|ARG[ \t]+\w+[^\n]*)?\n)*[ \t]*FROM[ \t]+(?:--\S+[ \t]+)*\S+(?:[ \t]+AS[ \t]+\S+)?[ \t]*\r?(?:\n|\Z)"
)
_SERVICES = regex(rb"(?m)^services:[ \t]*\r?$")
_IMAGE_OR_BUILD = regex(rb"(?m)^[ \t]+(?:image|build):")
_YAML_LINE = regex(rb"(?:---[ \t]*\r?|[A-Za-z_][A-Za-z0-9_.-]*:(?:[ \t][^\n]*)?\r?)\Z")
_TITLE_AND_PROSE = regex(rb"\A\s*#{1,2} [^\n]+\n\s*\n[A-Z][a-z]+ [^\n]*[.:]\r?\n")
_FENCE = regex(rb"(?m)^(?:```|~~~)")


class Guess:
    """``language`` is one that is read ("shell", "dockerfile", "compose"), or "" where the text is something else: ``kind`` says what."""

    __slots__ = ("kind", "language")

    def __init__(self, language: str, kind: str = "") -> None:
        self.language = language
        self.kind = kind


def guess(data: bytes) -> Guess:
    """Return what ``data`` plainly is. A text that nothing plain is said of is a shell script."""
    interpreter = interpreter_of(data)
    if interpreter:
        return Guess("shell") if interpreter in DIALECTS else Guess("", f"a script for {interpreter}")
    if _FIRST_FROM.match(data):
        return Guess("dockerfile")
    if _SERVICES.search(data) and _IMAGE_OR_BUILD.search(data):
        return Guess("compose")
    start = data.lstrip()
    if start[:1] in (b"{", b"[") and _is_json(data):
        return Guess("", "JSON")
    if start[:1] == b"<" and (start[1:2].isalpha() or start[1:2] in (b"!", b"?")):
        return Guess("", "HTML or XML")
    if _TITLE_AND_PROSE.match(data) and _FENCE.search(data):
        return Guess("", "Markdown")
    first = next((line for line in data.split(b"\n", 200)[:200] if line.strip() and line[:1] != b"#"), b"")
    if _YAML_LINE.match(first):
        return Guess("", "YAML")
    return Guess("shell")


def _is_json(data: bytes) -> bool:
    import json

    try:
        json.loads(data)
    except (ValueError, RecursionError):
        return False
    return True
