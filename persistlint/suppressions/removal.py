"""Removal of our comments: whether a text does the same without one. What looks like one may be a line of a here-document or of a string."""

from __future__ import annotations

from bisect import bisect_right

from persistlint.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.text.document import Document

_FENCE = regex(rb"(?m)^[ \t>]*(?:```|~~~)")
#: What a YAML text of several lines begins with.
_BLOCK_SCALAR = regex(rb"[|>][-+0-9]*[ \t]*(?:#[^\r\n]*)?[\r\n]")


class CommentPlaces:
    """Tells where in one document comments certainly are. A shell script is read for it once, when it is asked for."""

    __slots__ = ("_comments", "_document")

    def __init__(self, document: Document) -> None:
        self._document = document
        self._comments: list[int] | None = None

    def in_comment(self, at: int) -> bool:
        """Return whether this byte is in a comment, and not in a here-document or a string."""
        document = self._document
        data = document.data
        if document.language == "dockerfile":
            return b"<<" not in data[:at]
        if document.language == "shell":
            if self._comments is None:
                from persistlint.shell.syntax.parser import Parser

                first = document.line_starts[0]
                parser = Parser(data[first:].decode("latin-1"))
                parser.parse()
                self._comments = sorted(first + comment for comment in parser.comments)
            # It may stand behind another one on the same line.
            index = bisect_right(self._comments, at) - 1
            return index >= 0 and b"\n" not in data[self._comments[index] : at]
        before = data[:at]
        if document.language == "markdown":
            fences = [match.end() for match in _FENCE.finditer(before)]
            if not fences:
                return False
            before = before[fences[-1] :]
        if document.language == "compose" and _BLOCK_SCALAR.search(before):
            return False
        return b"<<" not in before and not before.count(b"'") % 2 and not before.count(b'"') % 2
