"""Inlay hints: what docker makes of a mount."""

from __future__ import annotations

from lsprotocol import types

from persistlint_server.requests import about_document
from persistlint_server.server import server

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint_server.questions import Question


@server.feature(types.TEXT_DOCUMENT_INLAY_HINT)
@about_document
def hints_in_range(question: Question, params: types.InlayHintParams) -> list[types.InlayHint]:
    """Return the hints in the request's range."""
    from persistlint.assist.inlay import inlay_hints

    start, end = question.span
    return [
        types.InlayHint(
            position=question.snapshot.places.position(hint.offset),
            label=hint.label,
            tooltip=hint.tooltip,
            padding_left=True,
        )
        for hint in inlay_hints(question.analysis, question.settings, start, end)
    ]
