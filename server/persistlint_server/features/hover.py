"""Hover: what the place under the pointer means."""

from __future__ import annotations

from lsprotocol import types

from persistlint_server.requests import about_document
from persistlint_server.server import server

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint_server.questions import Question


@server.feature(types.TEXT_DOCUMENT_HOVER)
@about_document
def hover(question: Question, params: types.HoverParams) -> types.Hover | None:
    """Explain what stands at the place; None where there is nothing to say."""
    from persistlint.assist.hover import hover

    here = question.server.names.indexed(question.snapshot.uri, question.analysis)
    answer = hover(here, question.offset, question.settings)
    if answer is None:
        return None
    content = question.client.content("text_document.hover.content_format", answer.text)
    return types.Hover(content, question.range(answer.place.start, answer.place.end))
