"""Spans: where something is written, a stretch of bytes relative to an anchor.

A span survives edits elsewhere in its document: it counts from its *anchor*, the top-level shell
statement (or the whole document) in which it is written. Only the end of an analysis turns spans into
places of a document (``persistlint.text.sources``).
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol

    class Written(Protocol):
        """An object that knows where it is written, None where that is nowhere in the text."""

        @property
        def span(self) -> Span | None: ...


#: ``(path, digest of the statement's text or "", how many equal ones came before)``.
#: The anchor of a whole document is ``(path, "", 0)``.
Anchor = tuple[str, str, int]


def document_anchor(path: str) -> Anchor:
    """Return the anchor whose spans count from the document's first byte."""
    return (path, "", 0)


class Span:
    """Bytes ``start`` to ``end`` (exclusive), counted from the first byte of ``anchor``'s text."""

    __slots__ = ("anchor", "end", "start")

    def __init__(self, anchor: Anchor, start: int, end: int) -> None:
        self.anchor = anchor
        self.start = start
        self.end = end

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Span)
            and self.start == other.start
            and self.end == other.end
            and self.anchor == other.anchor
        )

    def __hash__(self) -> int:
        return hash((self.anchor, self.start, self.end))

    def __repr__(self) -> str:
        return f"Span({self.anchor[0]}#{self.anchor[1][:6]}.{self.anchor[2]}:{self.start}-{self.end})"

    def cut(self, start: int, end: int) -> Span:
        """Return the part of this span from ``start`` to ``end``, both in bytes from the span's start."""
        return Span(self.anchor, self.start + start, self.start + end)

    def holds(self, other: Span) -> bool:
        """Return whether ``other`` lies inside this span. Their ends may be equal."""
        return self.anchor == other.anchor and self.start <= other.start and other.end <= self.end

    def at_start(self) -> Span:
        """Return the empty span before this span's first byte."""
        return Span(self.anchor, self.start, self.start)

    def at_end(self) -> Span:
        """Return the empty span after this span's last byte."""
        return Span(self.anchor, self.end, self.end)

    def to(self, other: Span) -> Span:
        """Return the span from this span's start to ``other``'s end, or this span where the two have different anchors."""
        if other.anchor != self.anchor or other.end < self.start:
            return self
        return Span(self.anchor, self.start, other.end)


def first_span(*things: Written | Span | None) -> Span | None:
    """Return the first span there is: of ``things`` (words, options, values …) that are there, and are written somewhere."""
    for place in things:
        span = place if place is None or isinstance(place, Span) else place.span
        if span is not None:
            return span
    return None
