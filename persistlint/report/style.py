"""Colours, width and the signs of a report."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

_CODES = {
    "error": "1;31",
    "warning": "1;33",
    "info": "1;34",
    "hint": "1;36",
    "strong": "1",
    "faint": "2",
    "related": "36",
    "removed": "31",
    "added": "32",
    "link": "4;34",
}

_DEFAULT_WIDTH = 80
_WIDEST = 120
_NARROWEST = 40


class Style:
    """The look of a report: in ``colour`` or not, ``width`` columns wide, with ``ellipsis`` where text is left out."""

    __slots__ = ("colour", "ellipsis", "width")

    def __init__(self, colour: bool = False, width: int = _DEFAULT_WIDTH, ellipsis: str = "…") -> None:
        self.colour = colour
        self.width = width
        self.ellipsis = ellipsis

    def paint(self, text: str, role: str) -> str:
        """Return ``text`` in the colour of its role ("error", "faint" …)."""
        return f"\x1b[{_CODES[role]}m{text}\x1b[0m" if self.colour and text else text


def style_for(stream: TextIO | None, colour: str = "auto") -> Style:
    """Return the style for a stream. ``colour`` is "auto", "always" or "never".

    "auto" means colours on a terminal that isn't dumb, unless ``NO_COLOR`` is set; ``FORCE_COLOR`` asks for them anywhere.
    """
    terminal = _is_terminal(stream)
    if colour == "auto":
        if os.environ.get("NO_COLOR"):
            wanted = False
        elif os.environ.get("FORCE_COLOR", "0") not in ("", "0"):
            wanted = True
        else:
            wanted = terminal and os.environ.get("TERM") != "dumb"
    else:
        wanted = colour == "always"
    encoding = (getattr(stream, "encoding", None) or "ascii").lower()
    return Style(
        wanted, _width(stream) if terminal else _DEFAULT_WIDTH, "…" if encoding.startswith("utf") else "..."
    )


def _is_terminal(stream: TextIO | None) -> bool:
    try:
        return stream is not None and stream.isatty()
    except ValueError:
        return False


def _width(stream: TextIO | None) -> int:
    try:
        columns = os.get_terminal_size(stream.fileno() if stream is not None else 1).columns
    except (OSError, ValueError):
        columns = _DEFAULT_WIDTH
    return max(_NARROWEST, min(columns or _DEFAULT_WIDTH, _WIDEST))
