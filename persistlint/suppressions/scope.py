"""The scope of a comment: the lines that it is about."""

from __future__ import annotations

import re

from persistlint.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.suppressions.fences import Fences
    from persistlint.text.document import Document

_COMMENT_LINE = regex(rb"[ \t>]*#")


class Scopes:
    """Tells which lines the comments of one document are about. The document is read through once, however many comments there are."""

    __slots__ = ("_after_comments", "_document", "_ends", "_fences", "_indented_ends", "_top")

    def __init__(self, document: Document, fences: Fences | None) -> None:
        self._document = document
        #: None where the document is no Markdown.
        self._fences = fences
        #: The first line that is neither blank nor a comment; 0 until it is looked for.
        self._top = 0
        #: For each line the first one from there on that is no comment.
        self._after_comments: list[int] = []
        #: For each line the last one of the indented block that goes on there.
        self._indented_ends: list[int] = []
        self._ends: dict[int, int] = {}

    def at_the_top(self, line: int) -> bool:
        """Return whether nothing but blank lines and comments stands above."""
        if not self._top:
            count = len(self._document.line_starts)
            self._top = next(
                (number for number in range(1, count + 1) if not _passed_over(self._document.line(number))),
                count + 1,
            )
        return line <= self._top

    def next_statement(self, line: int) -> int:
        """Return the first line from ``line`` on that is no comment; 0 where there is none."""
        count = len(self._document.line_starts)
        if not self._after_comments:
            following = [0] * (count + 2)
            for number in range(count, 0, -1):
                comment = _COMMENT_LINE.match(self._document.line(number)) is not None
                following[number] = following[number + 1] if comment else number
            self._after_comments = following
        return self._after_comments[line] if line <= count else 0

    def end_of_statement(self, line: int) -> int:
        """Return the last line of what begins on ``line``."""
        if line not in self._ends:
            self._ends[line] = end_of_statement(self._document, line)
        return self._ends[line]

    def next_block(self, line: int) -> tuple[int, int]:
        """Return first and last line of the code block that follows in a Markdown document, (0, 0) where none does."""
        document = self._document
        count = len(document.line_starts)
        while line <= count and not document.line(line).strip():
            line += 1
        if line <= count and document.line(line).startswith(_INDENTED):
            return line, self._end_of_indented(line)
        if line <= count and (end := self._end_of_bare(line)):
            return line, end
        return self._fences.block_from(line) if self._fences is not None else (0, 0)

    def _end_of_bare(self, line: int) -> int:
        """Return the last line of the paragraph that begins with a command on ``line``; 0 where none begins so."""
        from persistlint.hosts.bare_lines import begins_command

        document = self._document
        if not begins_command(document.line(line).decode("latin-1")):
            return 0
        while line < len(document.line_starts) and document.line(line + 1).strip():
            line += 1
        return line

    def end_of_block(self, line: int) -> int:
        """Return the last line of the code block of a Markdown document in which ``line`` stands."""
        fences = self._fences
        if fences is not None:
            closing = fences.closing_after(line)
            if closing:
                return closing
            if fences.unclosed:
                return len(self._document.line_starts)
        return self._end_of_indented(line)

    def _end_of_indented(self, line: int) -> int:
        """Return the last indented line from ``line`` on that only blank lines part from it; the line itself where none follows."""
        if not self._indented_ends:
            document = self._document
            count = len(document.line_starts)
            ends = [0] * (count + 2)
            for number in range(count, 0, -1):
                text = document.line(number)
                if text.startswith(_INDENTED):
                    ends[number] = ends[number + 1] or number
                elif not text.strip():
                    ends[number] = ends[number + 1]
            self._indented_ends = ends
        return self._indented_ends[line] or line


#: What a line of an indented code block begins with.
_INDENTED = (b"    ", b"\t")


def end_of_statement(document: Document, line: int) -> int:
    """Return the last line of what begins on ``line``: lines that end in a backslash go on, in a Dockerfile over comments and blank lines too."""
    dockerfile = document.language == "dockerfile"
    escape = _escape_character(document) if dockerfile else b"\\"
    count = len(document.line_starts)
    while line < count:
        text = document.line(line)
        if dockerfile:
            text = text.rstrip(b" \t")
        if (len(text) - len(text.rstrip(escape))) % 2 == 0:
            break
        line += 1
        while dockerfile and line < count and _passed_over(document.line(line)):
            line += 1
    return line


def _passed_over(line: bytes) -> bool:
    return not line.strip() or _COMMENT_LINE.match(line) is not None


def _escape_character(document: Document) -> bytes:
    """Return the Dockerfile's escape character. A parser directive at its top may make it a backquote."""
    for number in range(1, len(document.line_starts) + 1):
        directive = re.match(rb"[ \t]*#[ \t]*([A-Za-z]+)[ \t]*=[ \t]*(\S+)", document.line(number))
        if directive is None:
            break
        if directive.group(1).lower() == b"escape":
            return b"`" if directive.group(2) == b"`" else b"\\"
    return b"\\"
