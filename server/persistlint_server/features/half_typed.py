"""While a line is half typed, the findings elsewhere stay.

An open quote makes another text of all that follows: commands below it are gone, and with them what was found there, until the next quote is typed. Nobody
has changed those lines, and what was said about them is most likely right again with the next letter.
"""

from __future__ import annotations

from bisect import bisect_right

import attrs
from lsprotocol import types

from persistlint.shell.syntax.outline import common_end, common_start

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.text.document import Document
    from persistlint_server.documents import Snapshot
    from persistlint_server.results import Result


def kept_elsewhere(
    diagnostics: list[types.Diagnostic], snapshot: Snapshot, earlier: Result
) -> list[types.Diagnostic]:
    """Return the ``diagnostics`` of lines that differ from the ``earlier`` result's text, and the earlier ones of other lines, moved."""
    first, last, by = _changed_lines(earlier.snapshot.document, snapshot.document)

    def moved(span: types.Range) -> types.Range:
        if span.start.line <= last:
            return span
        return types.Range(
            types.Position(span.start.line + by, span.start.character),
            types.Position(span.end.line + by, span.end.character),
        )

    def moved_location(location: types.Location) -> types.Location:
        return (
            types.Location(location.uri, moved(location.range)) if location.uri == snapshot.uri else location
        )

    def kept(diagnostic: types.Diagnostic) -> types.Diagnostic:
        related = diagnostic.related_information
        return attrs.evolve(
            diagnostic,
            range=moved(diagnostic.range),
            related_information=None
            if related is None
            else [attrs.evolve(other, location=moved_location(other.location)) for other in related],
        )

    above = [kept(earlier_one) for earlier_one in earlier.diagnostics if earlier_one.range.end.line < first]
    here = [
        earlier_one
        for earlier_one in diagnostics
        if earlier_one.range.end.line >= first and earlier_one.range.start.line <= last + by
    ]
    below = [kept(earlier_one) for earlier_one in earlier.diagnostics if earlier_one.range.start.line > last]
    return [*above, *here, *below]


def _changed_lines(before: Document, now: Document) -> tuple[int, int, int]:
    """Return the first and last line (from 0) of the earlier text that changed, and by how many lines the text behind has moved.

    The last is the one before the first where lines were only added.
    """
    old, new = before.data, now.data
    same = common_start(old, new)
    same_end = common_end(old, new, same)
    first = _line_of(before, same)
    end, new_end = len(old) - same_end, len(new) - same_end
    last = _line_of(before, end)
    if before.line_starts[last] == end and now.line_starts[_line_of(now, new_end)] == new_end:
        # The line stands behind the changes as a whole.
        last -= 1
    return first, last, len(now.line_starts) - len(before.line_starts)


def _line_of(document: Document, offset: int) -> int:
    return max(bisect_right(document.line_starts, offset) - 1, 0)
