"""The fenced blocks of a Markdown document, found in one pass."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from persistlint.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.text.document import Document

#: The beginning or end of a fenced block of a Markdown document.
FENCE = regex(rb"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(`{3,}|~{3,})")


class Fences:
    """The lines of a document that look like fences, and the blocks that they open and close."""

    __slots__ = ("_closing", "_document", "_ends", "_lines", "_opening", "_words", "unclosed")

    def __init__(self, document: Document) -> None:
        self._document = document
        self._lines: list[int] = []
        self._opening: list[int] = []
        self._closing: list[int] = []
        #: What stands behind each opening fence.
        self._words: list[bytes] = []
        #: For each line that looks like a fence the line that closes it, as far as asked.
        self._ends: dict[int, int] = {}
        opened = b""
        for number in range(1, len(document.line_starts) + 1):
            text = document.line(number)
            fence = FENCE.match(text)
            if fence is None:
                continue
            self._lines.append(number)
            if not opened:
                opened = fence.group(1)
                self._opening.append(number)
                self._words.append(text[fence.end() :])
            elif fence.group(1).startswith(opened) and not text[fence.end() :].strip():
                opened = b""
                self._closing.append(number)
        #: Whether the last block goes on to the end of the document.
        self.unclosed = bool(opened)

    def word_of(self, line: int) -> bytes | None:
        """Return what stands behind the fence that opened the block around ``line``; None where the line is in no block.

        The closing fence belongs to its block, the opening one doesn't.
        """
        index = bisect_left(self._opening, line) - 1
        if index < 0 or (index < len(self._closing) and self._closing[index] < line):
            return None
        return self._words[index]

    def closing_after(self, line: int) -> int:
        """Return the first closing fence after ``line``, 0 where there is none."""
        index = bisect_right(self._closing, line)
        return self._closing[index] if index < len(self._closing) else 0

    def block_from(self, line: int) -> tuple[int, int]:
        """Return first and last line of the block whose fence is the first from ``line`` on, (0, 0) where there is none."""
        index = bisect_left(self._lines, line)
        if index == len(self._lines):
            return 0, 0
        first = self._lines[index]
        if first not in self._ends:
            fence = FENCE.match(self._document.line(first))
            mark = fence.group(1) if fence is not None else b""
            self._ends[first] = len(self._document.line_starts)
            for number in self._lines[index + 1 :]:
                text = self._document.line(number).strip(b" \t>")
                if text.startswith(mark) and not text.strip(mark[:1]):
                    self._ends[first] = number
                    break
        return first, self._ends[first]
