"""Highlights: the places of the document that name what is at the cursor."""

from __future__ import annotations

from lsprotocol import types

from persistlint_server.requests import about_document
from persistlint_server.server import server

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint_server.questions import Question


@server.feature(types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT)
@about_document
def document_highlights(
    question: Question, params: types.DocumentHighlightParams
) -> list[types.DocumentHighlight] | None:
    """Return the places; those that make the thing or set a variable to its name are writes."""
    from persistlint.assist.navigation import highlights

    here = question.server.names.indexed(question.snapshot.uri, question.analysis)
    references = highlights(here, question.offset)
    read, write = types.DocumentHighlightKind.Read, types.DocumentHighlightKind.Write
    return [
        types.DocumentHighlight(
            question.range(reference.place.start, reference.place.end),
            write if reference.makes or reference.assigns else read,
        )
        for reference in references
    ] or None
