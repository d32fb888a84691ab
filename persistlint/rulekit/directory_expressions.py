"""Expressions for directories, as scripts write them: the script's own, and the one that it is started in."""

from __future__ import annotations

from persistlint.text.spans import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.shell.values import Unknown
    from persistlint.text.sources import Sources

#: How the script's own directory is written; each gives a relative path where the script was started by one.
_ARGUMENTS = (
    '"$0"',
    "$0",
    '"${0}"',
    '"${BASH_SOURCE[0]}"',
    "${BASH_SOURCE[0]}",
    '"$BASH_SOURCE"',
    "$BASH_SOURCE",
)
_SPELLINGS = tuple(
    f"{opening}dirname {dashes}{argument}{closing}"
    for opening, closing in (("$(", ")"), ("`", "`"))
    for dashes in ("", "-- ")
    for argument in _ARGUMENTS
)
#: The same without ``dirname``.
CUT = ("${0%/*}", "${BASH_SOURCE%/*}", "${BASH_SOURCE[0]%/*}")
#: What an expression of them holds of the variable itself, by which it is found.
_INNER = ("$0", "${0}", "${BASH_SOURCE[0]}", "$BASH_SOURCE", *CUT)
#: What stands before an expression that is made absolute: `$(cd "$(dirname "$0")" && pwd)`, `$(realpath "$(dirname "$0")")`.
_MADE_ABSOLUTE = (b"cd", b"cd --", b"-f", b"-m", b"realpath", b"readlink", b"-P")


def script_directory(piece: Unknown, sources: Sources) -> Span | None:
    """Return the span of the whole expression for the script's own directory, None where its form may be absolute."""
    span = piece.span
    if span is None or not sources.knows(span):
        return None
    place = sources.place(span)
    data = place.document.data
    for spelling in (*_SPELLINGS, *CUT):
        text = spelling.encode()
        for inner in _INNER:
            offset = text.find(inner.encode())
            start = place.start - offset
            end = start + len(text)
            if offset < 0 or start < 0 or data[start:end] != text:
                continue
            before = data[max(start - 24, 0) : start].rstrip(b'" ')
            if before.endswith(_MADE_ABSOLUTE) or data[end : end + 1] == b")":
                return None
            first = span.start - offset
            return Span(span.anchor, first, first + len(text)) if first >= 0 else None
    return None


def callers_directory(span: Span, sources: Sources) -> Span | None:
    """Return the span of the whole expression for the directory that the script is started in, None where it isn't one of the usual ways."""
    if not sources.knows(span):
        return None
    text = sources.text(span)
    if text in ("$PWD", "${PWD}"):
        return span
    for before, after in (("$(", ")"), ("`", "`")):
        if text != "pwd" or span.start < len(before):
            continue
        wide = Span(span.anchor, span.start - len(before), span.end + len(after))
        if sources.knows(wide) and sources.text(wide) == f"{before}pwd{after}":
            return wide
    return None
