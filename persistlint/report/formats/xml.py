"""Text in XML."""

from __future__ import annotations

from persistlint.report.safe_text import safe

_MARKS = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "\n": "&#10;",
}


def escaped(text: str) -> str:
    r"""Return ``text`` for an element or an attribute. Characters that XML can't hold, or that act or hide, are written out (``\x1b``)."""
    lines = (safe(line) for line in text.split("\n"))
    return "".join(_MARKS.get(character, character) for character in "\n".join(lines))


def attributes(**values: object) -> str:
    """Return the attributes of an element, each with a blank before it."""
    return "".join(f' {name}="{escaped(str(value))}"' for name, value in values.items())


def document(text: str) -> bytes:
    """Return the whole document as UTF-8."""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}'.encode()
