"""Removal of our comments: whether a text does the same without one. What looks like one may be a line of a here-document or of a string."""

from __future__ import annotations

from bisect import bisect_right
from itertools import islice

from persistlint.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.text.document import Document

_FENCE = regex(rb"(?m)^[ \t>]*(?:```|~~~)")
_HERE = regex(rb"<(?=<)")
_SINGLE = regex(rb"'")
_DOUBLE = regex(rb'"')
#: What a YAML text of several lines begins with.
_BLOCK_SCALAR = regex(rb"[|>][-+0-9]*[ \t]*(?:#[^\r\n]*)?[\r\n]")


class CommentPlaces:
    """Tells where in one document comments certainly are. A shell script is read for it once, when it is asked for."""

    __slots__ = ("_comments", "_document", "_marks")

    def __init__(self, document: Document) -> None:
        self._document = document
        self._comments: list[int] | None = None
        #: Where the marks are that tell what a place may be inside of, each kind in order.
        self._marks: dict[str, list[int]] = {}

    def in_comment(self, at: int) -> bool:
        """Return whether this byte is in a comment, and not in a here-document or a string."""
        document = self._document
        data = document.data
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
        if not self._marks:
            self._marks = {
                "fence": [match.end() for match in _FENCE.finditer(data)],
                "here": [match.start() + 2 for match in _HERE.finditer(data)],
                "'": [match.end() for match in _SINGLE.finditer(data)],
                '"': [match.end() for match in _DOUBLE.finditer(data)],
                "block": [match.end() for match in islice(_BLOCK_SCALAR.finditer(data), 1)],
            }
        begin = 0
        if document.language == "dockerfile":
            return not self._between("here", 0, at)
        if document.language == "markdown":
            fences = bisect_right(self._marks["fence"], at)
            if not fences:
                return False
            begin = self._marks["fence"][fences - 1]
        if document.language == "compose" and self._between("block", begin, at):
            return False
        return not (
            self._between("here", begin + 1, at)
            or self._between("'", begin, at) % 2
            or self._between('"', begin, at) % 2
        )

    def _between(self, kind: str, begin: int, end: int) -> int:
        """Return how many marks of a kind lie between two places."""
        places = self._marks[kind]
        return bisect_right(places, end) - bisect_right(places, begin)
