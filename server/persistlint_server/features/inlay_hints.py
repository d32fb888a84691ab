"""Inlay hints: what docker makes of a mount."""

from __future__ import annotations

from persistlint.assist.inlay import inlay_hints

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from persistlint_server.questions import Question


def answer(question: Question) -> list[dict[str, Any]]:
    """The hints in the request's range."""
    start, end = question.span
    return [
        {
            "position": question.snapshot.places.position(hint.offset),
            "label": hint.label,
            "tooltip": hint.tooltip,
            "paddingLeft": True,
        }
        for hint in inlay_hints(question.analysis, question.settings, start, end)
    ]
