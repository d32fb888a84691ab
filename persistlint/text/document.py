"""A document's bytes, and the one place that turns byte offsets into lines and columns."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

from persistlint.text.budgets import LONGEST_LINE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.text.secrets import MaskedText

BOM = b"\xef\xbb\xbf"


class Document:
    """One file as text: ``path`` as the user named it, ``data`` its bytes, ``language`` its host language.

    Lines end at ``\\n``, ``\\r\\n`` or a lone ``\\r``. Offsets are bytes from the start of ``data``.
    """

    __slots__ = ("_ascii", "_masked", "_starts", "data", "language", "path")

    def __init__(self, path: str, data: bytes, language: str = "") -> None:
        self.path = path
        self.data = data
        self.language = language
        self._starts: list[int] | None = None
        self._ascii: bool | None = None
        self._masked: MaskedText | None = None

    @property
    def line_starts(self) -> list[int]:
        """Return the offset of each line's first byte. A byte order mark belongs to no line."""
        if self._starts is None:
            self._starts = _line_starts(self.data)
        return self._starts

    def position(self, offset: int, encoding: str = "utf-32") -> tuple[int, int]:
        """Line and column of ``offset``, both from 1; the column counts units of ``encoding``.

        ``encoding`` is "utf-8", "utf-16" or "utf-32" (code points). A byte that is no UTF-8 counts as one column.
        """
        offset = max(0, min(offset, len(self.data)))
        starts = self.line_starts
        line = max(bisect_right(starts, offset), 1)
        start = min(starts[line - 1], offset)
        if self._ascii is None:
            self._ascii = self.data.isascii()
        if self._ascii or encoding == "utf-8":
            return line, offset - start + 1
        return line, _width(self.data[start:offset], encoding) + 1

    def offset(self, line: int, column: int, encoding: str = "utf-32") -> int:
        """Return the byte offset of a line and column, both counted from 1. A column past the end of its line means that end."""
        starts = self.line_starts
        if line > len(starts):
            return len(self.data)
        start = starts[max(line, 1) - 1]
        content = self.line(max(line, 1))
        if encoding == "utf-8" or content.isascii():
            return start + max(0, min(column - 1, len(content)))
        units = 0
        done = 0
        for character in content.decode("utf-8", "surrogateescape"):
            if units >= column - 1:
                break
            units += 2 if encoding == "utf-16" and ord(character) > 0xFFFF else 1
            done += len(character.encode("utf-8", "surrogateescape"))
        return start + done

    def line(self, number: int) -> bytes:
        """Line ``number`` (from 1) without its line end."""
        starts = self.line_starts
        start = starts[number - 1]
        end = starts[number] if number < len(starts) else len(self.data)
        return self.data[start:end].rstrip(b"\r\n")

    def line_text(self, number: int) -> str:
        """Return line ``number`` (from 1) without its end as text, "" for a line that isn't there. A byte that is no UTF-8 is a replacement character.

        A line that is longer than what people write is cut: patterns for sentences may take the square of its length.
        """
        if not 0 < number <= len(self.line_starts):
            return ""
        return self.line(number)[:LONGEST_LINE].decode("utf-8", "replace")

    def masked(self, start: int, end: int) -> str:
        """Return the text from byte ``start`` to byte ``end`` with its secrets masked."""
        if self._masked is None:
            # Only a finding that is shown needs it.
            from persistlint.text.secrets import MaskedText

            self._masked = MaskedText(self.data, self.line_starts)
        return self._masked.part(start, end)


def _line_starts(data: bytes) -> list[int]:
    first = len(BOM) if data.startswith(BOM) else 0
    # Bytes, unlike text, are split at these three line ends only.
    starts = list(accumulate(map(len, data[first:].splitlines(keepends=True)), initial=first))
    if starts[-1] == len(data) and not data.endswith((b"\n", b"\r")) and len(starts) > 1:
        # The last line has no end, so that none follows.
        starts.pop()
    return starts


def _width(data: bytes, encoding: str) -> int:
    text = data.decode("utf-8", "surrogateescape")
    if encoding == "utf-16":
        return sum(2 if ord(character) > 0xFFFF else 1 for character in text)
    return len(text)
