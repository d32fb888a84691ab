"""Which lines a comment is about."""

from __future__ import annotations

import re

from persistlint.suppressions.comments import FENCE
from persistlint.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.text.document import Document

_COMMENT_LINE = regex(rb"[ \t>]*#")


def at_the_top(document: Document, line: int) -> bool:
    """Whether nothing but blank lines and comments stands above."""
    for number in range(1, line):
        text = document.line(number)
        if text.strip() and _COMMENT_LINE.match(text) is None:
            return False
    return True


def next_statement(document: Document, line: int) -> int:
    """The first line from ``line`` on that is no comment; 0 where there is none."""
    count = len(document.line_starts)
    while line <= count and _COMMENT_LINE.match(document.line(line)) is not None:
        line += 1
    return line if line <= count else 0


def next_block(document: Document, line: int) -> tuple[int, int]:
    """First and last line of the code block that follows in a Markdown document, (0, 0) where none does."""
    count = len(document.line_starts)
    while line <= count and not document.line(line).strip():
        line += 1
    if line <= count and document.line(line).startswith((b"    ", b"\t")):
        return line, _end_of_indented(document, line)
    while line <= count:
        fence = FENCE.match(document.line(line))
        if fence is not None:
            first = line
            mark = fence.group(1)
            for line in range(first + 1, count + 1):
                text = document.line(line).strip(b" \t>")
                if text.startswith(mark) and not text.strip(mark[:1]):
                    return first, line
            return first, count
        line += 1
    return 0, 0


def _end_of_indented(document: Document, line: int) -> int:
    last = line
    for number in range(line, len(document.line_starts) + 1):
        text = document.line(number)
        if text.startswith((b"    ", b"\t")):
            last = number
        elif text.strip():
            break
    return last


def end_of_statement(document: Document, line: int) -> int:
    """The last line of what begins on ``line``: lines that end in a backslash go on, in a Dockerfile over comments and blank lines too."""
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
    """The Dockerfile's escape character: a parser directive at its top may make it a backquote."""
    for number in range(1, len(document.line_starts) + 1):
        found = re.match(rb"[ \t]*#[ \t]*([A-Za-z]+)[ \t]*=[ \t]*(\S+)", document.line(number))
        if found is None:
            break
        if found.group(1).lower() == b"escape":
            return b"`" if found.group(2) == b"`" else b"\\"
    return b"\\"


def end_of_block(document: Document, line: int) -> int:
    """The last line of the code block of a Markdown document in which ``line`` stands."""
    opened = b""
    for number in range(1, len(document.line_starts) + 1):
        text = document.line(number)
        fence = FENCE.match(text)
        if fence is None:
            continue
        if not opened:
            opened = fence.group(1)
        elif fence.group(1).startswith(opened) and not text[fence.end() :].strip():
            if number > line:
                return number
            opened = b""
        if not opened and number > line:
            break
    return len(document.line_starts) if opened else _end_of_indented(document, line)
