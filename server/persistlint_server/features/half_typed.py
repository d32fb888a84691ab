"""While a line is half typed, the findings elsewhere stay.

An open quote makes another text of all that follows: commands below it are gone, and with them what was found there, until the next quote is typed. Nobody
has changed those lines, and what was said about them is most likely right again with the next letter.
"""

from __future__ import annotations

from bisect import bisect_right

from persistlint.shell.syntax.outline import common_end, common_start

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from persistlint.text.document import Document
    from persistlint_server.documents import Snapshot
    from persistlint_server.results import Result


def kept_elsewhere(
    diagnostics: list[dict[str, Any]], snapshot: Snapshot, earlier: Result
) -> list[dict[str, Any]]:
    """The ``diagnostics`` of the lines that differ from the ``earlier`` result's text, and the earlier ones of all other lines, where they are now."""
    first, last, by = _changed_lines(earlier.snapshot.document, snapshot.document)

    def moved(range: dict[str, Any]) -> dict[str, Any]:
        if range["start"]["line"] <= last:
            return range
        return {side: {**place, "line": place["line"] + by} for side, place in range.items()}

    def kept(diagnostic: dict[str, Any]) -> dict[str, Any]:
        out = {**diagnostic, "range": moved(diagnostic["range"])}
        if "relatedInformation" in diagnostic:
            out["relatedInformation"] = [
                {**one, "location": {**one["location"], "range": moved(one["location"]["range"])}}
                if one["location"]["uri"] == snapshot.uri
                else one
                for one in diagnostic["relatedInformation"]
            ]
        return out

    above = [kept(one) for one in earlier.diagnostics if one["range"]["end"]["line"] < first]
    here = [
        one
        for one in diagnostics
        if one["range"]["end"]["line"] >= first and one["range"]["start"]["line"] <= last + by
    ]
    below = [kept(one) for one in earlier.diagnostics if one["range"]["start"]["line"] > last]
    return [*above, *here, *below]


def _changed_lines(before: Document, now: Document) -> tuple[int, int, int]:
    """The first and last line (from 0) of the earlier text that aren't the same now, and by how many lines what follows has moved.

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
