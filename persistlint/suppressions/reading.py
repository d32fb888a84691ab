"""Reading of the comments that speak to persistlint."""

from __future__ import annotations

import re
from collections.abc import Iterator

from persistlint.suppressions.comments import MARK, Body, bodies
from persistlint.suppressions.model import SILENCING, SuppressedCode, Suppression
from persistlint.suppressions.removal import CommentPlaces
from persistlint.suppressions.scope import Scopes
from persistlint.suppressions.today import is_date, today
from persistlint.text.regex import regex
from persistlint.text.spans import Span, document_anchor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.suppressions.fences import Fences
    from persistlint.text.document import Document

#: The comments that name rules.
_DIRECTIVES = (*SILENCING, "enable")

_BODY = regex(rb"[ \t]*([A-Za-z][A-Za-z-]*)?[ \t]*(\[[^\]\r\n]*\]?)?[ \t]*(.*)", re.DOTALL)
_ASSUME = regex(rb"[ \t]*assume[ \t]+([A-Za-z_][A-Za-z0-9_]*)=('[^']*'|\"[^\"]*\"|[^\s'\"]*)(?:[ \t]|\Z)")
_UNTIL = regex(r"(?:\A|(?<=\s))until=(\S*)\s*")
#: What stands between a comment and another one behind it: ``# persistlint: ignore[PSL101] # shellcheck …``.
_ANOTHER = regex(rb"[ \t]+(?=#[ \t]*[A-Za-z])")
#: What may stand before a comment that has a line to itself: blanks, and the marks of a Markdown quotation.
_OWN_LINE = regex(rb"[ \t>]*\Z")


def read_suppressions(document: Document) -> list[Suppression]:
    """Return every comment of the document that speaks to persistlint, in order. Of ``assume``, only those that can't be understood."""
    if MARK not in document.data:
        return []
    suppressions: list[Suppression] = []
    #: The codes that are disabled, with where they end unless they are enabled again.
    open_codes: dict[str, list[SuppressedCode]] = {}
    for suppression in _comments(document):
        if suppression.directive == "assume" and not suppression.problem:
            continue
        suppressions.append(suppression)
        if suppression.problem:
            continue
        for code in suppression.codes:
            if suppression.directive == "disable":
                open_codes.setdefault(code.text.lower(), []).append(code)
            elif suppression.directive == "enable":
                _enable(open_codes.pop(code.text.lower(), []), code, suppression.first)
    return suppressions


def _enable(disabled: list[SuppressedCode], enable: SuppressedCode, line: int) -> None:
    """End what is disabled until ``line`` or beyond. One whose block has ended before isn't ended again."""
    for code in disabled:
        if code.last >= line:
            enable.used = True
            code.last = line


def assumptions(document: Document) -> dict[str, str]:
    """Return the values that ``# persistlint: assume NAME=value`` comments state. The last comment for a name counts."""
    if MARK not in document.data:
        return {}
    values = {}
    for body in bodies(document, _fences(document)):
        match = _ASSUME.match(document.data, body.start, body.end)
        if match is not None:
            value = match.group(2)
            if value[:1] in (b"'", b'"'):
                value = value[1:-1]
            values[match.group(1).decode("ascii")] = value.decode("utf-8", "surrogateescape")
    return values


def _fences(document: Document) -> Fences | None:
    if document.language != "markdown":
        return None
    from persistlint.suppressions.fences import Fences

    return Fences(document)


def _comments(document: Document) -> Iterator[Suppression]:
    data = document.data
    anchor = document_anchor(document.path)
    fences = _fences(document)
    places = CommentPlaces(document)
    scopes = Scopes(document, fences)
    for body in bodies(document, fences):
        match = _BODY.match(data, body.start, body.end)
        assert match is not None
        word = (match.group(1) or b"").decode("ascii")
        suppression = Suppression(document, word, Span(anchor, body.comment, _trimmed(data, body)))
        line_start = document.offset(document.position(body.comment)[0], 1)
        suppression.own_line = _OWN_LINE.match(data, line_start, body.comment) is not None
        suppression.places = None if body.html else places
        suppression.whole = _whole(document, body, suppression.own_line)
        if word == "assume":
            if _ASSUME.match(data, body.start, body.end) is None:
                suppression.problem = "an assumption is written `assume NAME=value`"
        elif word not in _DIRECTIVES:
            suppression.problem = f"there is no `{word}`; did you mean `{_meant(word)}[…]`?"
            if not word:
                suppression.problem = "it says nothing"
        else:
            _read_codes(suppression, data, match)
            if not suppression.problem:
                _set_scope(suppression, body, scopes)
        yield suppression


def _meant(word: str) -> str:
    from persistlint.settings.problem import nearest

    return "ignore-file" if word.endswith("file") else nearest(word, _DIRECTIVES) or "ignore"


def _trimmed(data: bytes, body: Body) -> int:
    end = body.comment_end
    while end > body.start and data[end - 1 : end] in (b" ", b"\t"):
        end -= 1
    return end


def _whole(document: Document, body: Body, own_line: bool) -> Span:
    """Return the span to delete along with a suppression comment: its whole line, or the comment and the blanks before it."""
    data = document.data
    anchor = document_anchor(document.path)
    start, end = body.comment, body.comment_end
    other = None if body.html else _ANOTHER.search(data, body.start, end)
    if other is not None:
        # Another program's comment on the same line stays.
        return Span(anchor, start, other.end())
    line = document.position(start)[0]
    last = document.position(end)[0]
    rest = data[end : document.offset(last, 1 << 40)]
    if own_line and not rest.strip():
        starts = document.line_starts
        return Span(anchor, starts[line - 1], starts[last] if last < len(starts) else len(data))
    while start > document.offset(line, 1) and data[start - 1 : start] in (b" ", b"\t"):
        start -= 1
    return Span(anchor, start, end)


def _read_codes(suppression: Suppression, data: bytes, match: re.Match[bytes]) -> None:
    brackets = match.group(2)
    if brackets is None:
        suppression.problem = f"it names no rule; write `{suppression.directive}[PSL101]`"
        return
    anchor = suppression.span.anchor
    start = match.start(2)
    suppression.brackets = Span(anchor, start, match.end(2))
    if not brackets.endswith(b"]"):
        suppression.problem = "the bracket isn't closed"
        return
    at = start + 1
    for part in brackets[1:-1].split(b","):
        text = part.strip()
        if text:
            first = at + part.index(text)
            suppression.codes.append(
                SuppressedCode(text.decode("utf-8", "replace"), Span(anchor, first, first + len(text)))
            )
        at += len(part) + 1
    if not suppression.codes:
        suppression.problem = f"it names no rule; write `{suppression.directive}[PSL101]`"
    _read_reason(suppression, match.group(3).decode("utf-8", "replace").strip())


def _read_reason(suppression: Suppression, text: str) -> None:
    """Take ``until=DATE`` out of what stands behind the brackets; the rest is the reason."""
    until = _UNTIL.search(text)
    if until is not None:
        text = text[: until.start()] + text[until.end() :]
        suppression.until = until.group(1).rstrip(",;.:")
        if not is_date(suppression.until):
            suppression.problem = "`until=` takes a day such as `until=2027-03-01`"
        else:
            suppression.expired = suppression.until < today()
    suppression.reason = text.strip().lstrip("-–—:").strip()


def _set_scope(suppression: Suppression, body: Body, scopes: Scopes) -> None:
    document = suppression.document
    line = document.position(body.comment)[0]
    after = document.position(body.comment_end)[0] + 1
    if suppression.directive == "ignore-file":
        if not body.html and not scopes.at_the_top(line):
            suppression.problem = "`ignore-file` counts at the top of a file, before the first command"
    elif suppression.directive in ("disable", "enable"):
        suppression.first = line
        last = len(document.line_starts)
        if document.language == "markdown" and not body.html:
            # A comment inside a block speaks of this block.
            last = scopes.end_of_block(line)
        suppression.last = last
        for code in suppression.codes:
            code.last = last
    elif body.html:
        suppression.first, suppression.last = scopes.next_block(after)
    elif suppression.own_line:
        suppression.starts_only = True
        suppression.first = scopes.next_statement(line + 1)
        suppression.last = scopes.end_of_statement(suppression.first) if suppression.first else 0
    else:
        suppression.first = suppression.last = line
