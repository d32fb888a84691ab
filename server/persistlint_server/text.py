"""The text of an open document: lines that edits replace, and positions as the client counts them.

Lines end where the protocol says, at ``\\n``, ``\\r\\n`` and ``\\r``, as in ``persistlint.text``; ``str.splitlines`` knows
more. The text is kept as UTF-8, halves of surrogate pairs as they are: a client may send them.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

from lsprotocol.types import Position, Range

from persistlint.text.document import Document


def encode(text: str) -> bytes:
    """Return the bytes that stand for the client's text."""
    return text.encode("utf-8", "surrogatepass")


def decode(data: bytes) -> str:
    """Return the text that the client sees. Bytes of a file that are no UTF-8 stand as one character each."""
    try:
        return data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return data.decode("utf-8", "surrogateescape")


def split_lines(data: bytes) -> list[bytes]:
    """Return the lines, each with its end. The last one has none and may be empty."""
    if b"\r" not in data:
        lines = data.split(b"\n")
        last = lines.pop()
        return [line + b"\n" for line in lines] + [last]
    lines = []
    start = 0
    for piece in data.split(b"\n"):
        # Within a piece only lone carriage returns end lines; one at its end belongs to the line feed behind it.
        end = start + len(piece)
        at = data.find(b"\r", start, end)
        while 0 <= at < end - 1 or (at == end - 1 and end == len(data)):
            lines.append(data[start : at + 1])
            start = at + 1
            at = data.find(b"\r", start, end)
        lines.append(data[start : end + 1])
        start = end + 1
    return lines


def units(text: bytes, encoding: str) -> int:
    """Return how many units of ``encoding`` ("utf-8", "utf-16", "utf-32") the text has."""
    if encoding == "utf-8" or text.isascii():
        return len(text)
    decoded = decode(text)
    if encoding == "utf-16":
        return len(decoded) + sum(1 for character in decoded if character > "\uffff")
    return len(decoded)


def byte_offset(line: bytes, character: int, encoding: str) -> int:
    """Return the offset in ``line`` (with its end) of the client's ``character``, in bytes. Past the line's end it is that end.

    A position inside a character means the place before it.
    """
    content = line.rstrip(b"\r\n")
    if content.isascii():
        return min(character, len(content))
    if encoding == "utf-8":
        at = min(character, len(content))
        while 0 < at < len(content) and content[at] & 0xC0 == 0x80:
            at -= 1
        return at
    done = counted = 0
    for letter in decode(content):
        counted += 2 if encoding == "utf-16" and letter > "\uffff" else 1
        if counted > character:
            break
        done += len(
            letter.encode(
                "utf-8", "surrogatepass" if not "\udc80" <= letter <= "\udcff" else "surrogateescape"
            )
        )
    return done


class EditedText:
    """A document's lines while it is open. An edit costs what it changes, whatever the document's size."""

    __slots__ = ("_lines",)

    def __init__(self, text: str) -> None:
        self._lines = split_lines(encode(text))

    def replace(self, start: Position, end: Position, text: str, encoding: str) -> None:
        """Put ``text`` in place of what stands from ``start`` to ``end``; a place behind the text means its end."""
        lines = self._lines
        first, at = self._place(start, encoding)
        last, to = self._place(end, encoding)
        if (last, to) < (first, at):
            first, at, last, to = last, to, first, at
        new = lines[first][:at] + encode(text) + lines[last][to:]
        # A carriage return and a line feed that now meet are one line end.
        if first and new[:1] == b"\n" and lines[first - 1].endswith(b"\r"):
            first -= 1
            new = lines[first] + new
        if last + 1 < len(lines) and not new.endswith(b"\n"):
            if new.endswith(b"\r"):
                if lines[last + 1].startswith(b"\n"):
                    last += 1
                    new += lines[last]
            else:
                last += 1
                new += lines[last]
        fresh = split_lines(new)
        if last + 1 < len(lines):
            # The text goes on behind: there is no last line without an end.
            fresh.pop()
        lines[first : last + 1] = fresh

    def document(self, path: str, language: str) -> Document:
        """Return the text as it is now, for an analysis."""
        document = Document(path, b"".join(self._lines), language)
        starts = [0, *accumulate(map(len, self._lines))]
        starts.pop()
        if document.data.startswith(b"\xef\xbb\xbf"):
            starts[0] = 3
        document._starts = starts
        return document

    def _place(self, position: Position, encoding: str) -> tuple[int, int]:
        if position.line >= len(self._lines):
            return len(self._lines) - 1, len(self._lines[-1])
        return position.line, byte_offset(self._lines[position.line], position.character, encoding)


class Places:
    """Positions of a document as the client counts them: from 0, in units of its encoding, a leading BOM counted."""

    __slots__ = ("_ascii", "_data", "_starts", "encoding")

    def __init__(self, document: Document, encoding: str) -> None:
        self.encoding = encoding
        self._data = document.data
        starts = document.line_starts
        self._starts = starts if not starts[0] else [0, *starts[1:]]
        self._ascii = encoding == "utf-8" or document.data.isascii()

    def position(self, offset: int) -> Position:
        """Return the protocol's position of a byte offset."""
        offset = max(0, min(offset, len(self._data)))
        line = bisect_right(self._starts, offset) - 1
        start = self._starts[line]
        if self._ascii:
            return Position(line, offset - start)
        return Position(line, units(self._data[start:offset], self.encoding))

    def range(self, start: int, end: int) -> Range:
        """Return the protocol's range of the bytes ``start`` to ``end``."""
        return Range(self.position(start), self.position(end))

    def offset(self, position: Position) -> int:
        """Return the byte offset of a position of the client."""
        if position.line >= len(self._starts):
            return len(self._data)
        start = self._starts[position.line]
        return start + byte_offset(self.line(position.line), position.character, self.encoding)

    def line(self, number: int) -> bytes:
        """Line ``number`` (from 0) with its line end."""
        end = self._starts[number + 1] if number + 1 < len(self._starts) else len(self._data)
        return self._data[self._starts[number] : end]

    def line_of(self, offset: int) -> int:
        """Return the line (from 0) in which a byte offset lies."""
        return bisect_right(self._starts, offset) - 1

    def start_of(self, line: int) -> int:
        """Return the offset of the line's first byte."""
        return self._starts[line]
