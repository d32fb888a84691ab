"""Edits to a document, applied together."""

from __future__ import annotations

from persistlint.text.spans import Span


class Edit:
    """Replace what stands at ``span`` by ``text``; an empty span inserts."""

    __slots__ = ("span", "text")

    def __init__(self, span: Span, text: str) -> None:
        self.span = span
        self.text = text


class PlacedEdit:
    """Replace bytes ``start`` to ``end`` of the document at ``path`` by ``text``."""

    __slots__ = ("end", "path", "start", "text")

    def __init__(self, path: str, start: int, end: int, text: str) -> None:
        self.path = path
        self.start = start
        self.end = end
        self.text = text

    def overlaps(self, other: PlacedEdit) -> bool:
        """Return whether both edits touch the same bytes. Two insertions at one place do."""
        if self.path != other.path:
            return False
        if self.start == other.start:
            return True
        return self.start < other.end and other.start < self.end


def with_line_ends(text: str, data: bytes, offset: int) -> str:
    """Return ``text`` with the line ends of ``data`` at ``offset``: those of the line there, of the last line those of the one before."""
    if "\n" not in text:
        return text
    end = data.find(b"\n", offset)
    if end < 0:
        end = data.rfind(b"\n", 0, offset)
    newline = "\r\n" if end > 0 and data[end - 1 : end] == b"\r" else "\n"
    return text.replace("\r\n", "\n").replace("\n", newline)


def apply_edits(data: bytes, edits: list[PlacedEdit]) -> bytes:
    """Return ``data`` with every edit made, each with the line ends of the place where it stands.

    Raises ValueError for edits that overlap.
    """
    pieces: list[bytes] = []
    done = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if edit.start < done:
            raise ValueError("edits overlap")
        text = with_line_ends(edit.text, data, edit.start)
        pieces += (data[done : edit.start], text.encode("utf-8", "surrogateescape"))
        done = edit.end
    pieces.append(data[done:])
    return b"".join(pieces)
