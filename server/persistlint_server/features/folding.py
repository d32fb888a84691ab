"""Folding: docker commands over several lines."""

from __future__ import annotations

from persistlint.assist.folding import folds

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from persistlint_server.questions import Question


def answer(question: Question) -> list[dict[str, Any]]:
    """The commands' lines; the first one stays to be seen."""
    return [{"startLine": first - 1, "endLine": last - 1} for first, last in folds(question.analysis)]
