"""Folding: docker commands that take several lines, their here-documents included."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.analysis.analysis import Analysis


def folds(analysis: Analysis) -> list[tuple[int, int]]:
    """First and last line (from 1) of each docker command of the document that has several."""
    lines: set[tuple[int, int]] = set()
    document = analysis.document
    for command, _ in analysis.commands:
        spans = [command.span]
        spans += [
            redirect.target_span
            for redirect in command.invocation.redirects
            if redirect.target_span is not None
        ]
        places = [analysis.sources.place(span) for span in spans if analysis.sources.knows(span)]
        places = [place for place in places if place.document is document and place.end > place.start]
        if not places:
            continue
        first = document.position(min(place.start for place in places))[0]
        last = document.position(max(place.end for place in places) - 1)[0]
        if last > first:
            lines.add((first, last))
    return sorted(lines)
