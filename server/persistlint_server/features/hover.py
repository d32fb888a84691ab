"""Hover: what the place under the pointer means."""

from __future__ import annotations

from persistlint.assist.hover import hover

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from persistlint_server.questions import Question


def answer(question: Question) -> dict[str, Any] | None:
    """What stands at the place, explained; None where there is nothing to say."""
    here = question.session.names.indexed(question.snapshot.uri, question.analysis)
    found = hover(here, question.offset, question.settings)
    if found is None:
        return None
    # A client that has no Markdown shows it as it is written, which can be read as well.
    kind = question.client.markup("textDocument", "hover", "contentFormat")
    return {
        "contents": {"kind": kind, "value": found.text},
        "range": question.range(found.place.start, found.place.end),
    }
