"""Highlights: the places of the document that name what is at the cursor."""

from __future__ import annotations

from persistlint.assist.navigation import highlights

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from persistlint_server.questions import Question

_READ, _WRITE = 2, 3


def answer(question: Question) -> list[dict[str, Any]] | None:
    """The places; those that make the thing or set a variable to its name are writes."""
    here = question.session.names.indexed(question.snapshot.uri, question.analysis)
    found = highlights(here, question.offset)
    return [
        {
            "range": question.range(one.place.start, one.place.end),
            "kind": _WRITE if one.makes or one.assigns else _READ,
        }
        for one in found
    ] or None
