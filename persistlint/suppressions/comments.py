"""Places of the comments that speak to persistlint in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from persistlint.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.suppressions.fences import Fences
    from persistlint.text.document import Document

MARK = b"persistlint:"
#: Languages whose comments have a line to themselves: elsewhere ``#`` is a part of a value.
_WHOLE_LINES = ("systemd", "quadlet")

_HASH = regex(rb"#[ \t]*persistlint:")
_HTML = regex(rb"<!--[ \t]*persistlint:(.*?)-->", re.DOTALL)


class Body:
    """A comment: its text after the mark from ``start`` to ``end``, itself from ``comment`` to ``comment_end``."""

    __slots__ = ("comment", "comment_end", "end", "html", "start")

    def __init__(self, comment: int, start: int, end: int, comment_end: int, html: bool) -> None:
        self.comment = comment
        self.start = start
        self.end = end
        self.comment_end = comment_end
        self.html = html


def bodies(document: Document, fences: Fences | None) -> Iterator[Body]:
    """Yield the comments of the document; ``fences`` are those of a Markdown document, else None."""
    data = document.data
    last_html_end = data.rfind(b"-->")
    at = data.find(MARK)
    while at >= 0:
        start = data.rfind(b"\n", 0, at) + 1
        start = max(start, data.rfind(b"\r", start, at) + 1, document.line_starts[0])
        if fences is not None:
            line = document.position(start)[0]
            # In a block it is an example of a comment.
            shown = at >= last_html_end or fences.word_of(line) is not None
            body = _html_body(data, start, at) if not shown else None
            if body is None and not _in_other_block(fences, line):
                body = _hash_body(data, start, at)
        else:
            body = _hash_body(data, start, at)
        if body is not None and (
            document.language not in _WHOLE_LINES or not data[start : body.comment].strip()
        ):
            yield body
        at = data.find(MARK, body.comment_end if body is not None else at + len(MARK))


def _in_other_block(fences: Fences, line: int) -> bool:
    """Return whether the line lies in a block of another language, or of plain text: nothing is read there."""
    from persistlint.hosts.markdown import DOCKERFILE_TAGS, SCRIPT_TAGS, TERMINAL_TAGS, tag_of

    word = fences.word_of(line)
    tag = tag_of(word.decode("utf-8", "replace")) if word is not None else ""
    is_known = tag in SCRIPT_TAGS or tag in TERMINAL_TAGS or tag in DOCKERFILE_TAGS
    return bool(tag) and not is_known


def _hash_body(data: bytes, line: int, at: int) -> Body | None:
    """Return the comment whose mark stands at ``at``, None unless a ``#`` that starts a word stands right before it."""
    comment = data.rfind(b"#", line, at)
    if comment < 0 or _HASH.match(data, comment, at + len(MARK)) is None:
        return None
    if comment > line and data[comment - 1 : comment] not in (
        b" ",
        b"\t",
        b";",
        b"&",
        b"|",
        b"(",
        b")",
        b">",
    ):
        return None
    end = len(data)
    for line_end in (b"\n", b"\r"):
        place = data.find(line_end, at, end)
        end = place if place >= 0 else end
    quote = _open_quote(data[line:comment])
    # A quotation that closes behind the mark holds it. One that doesn't was opened on an earlier line and closed here.
    if quote and quote in data[at:end]:
        return None
    return Body(comment, at + len(MARK), end, end, html=False)


def _html_body(data: bytes, line: int, at: int) -> Body | None:
    comment = data.rfind(b"<!--", line, at)
    # In backquotes it is an example of a comment.
    quoted = data[comment - 1 : comment] == b"`"
    match = _HTML.match(data, comment) if comment >= 0 and not quoted else None
    if match is None or match.start(1) != at + len(MARK):
        return None
    return Body(comment, match.start(1), match.end(1), match.end(), html=True)


def _open_quote(text: bytes) -> bytes:
    """Return the quotation mark that ``text``, the beginning of a line, leaves open at its end, b"" for none."""
    quote = 0
    escaped = False
    for byte in text:
        if escaped:
            escaped = False
        elif byte == 92 and quote != 39:
            escaped = True
        elif quote:
            if byte == quote:
                quote = 0
        elif byte in (34, 39):
            quote = byte
    return bytes([quote]) if quote else b""
