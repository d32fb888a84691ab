"""Folding: docker commands over several lines."""

from __future__ import annotations

from lsprotocol import types

from persistlint_server.requests import about_document
from persistlint_server.server import server

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint_server.questions import Question


@server.feature(types.TEXT_DOCUMENT_FOLDING_RANGE)
@about_document
def folding_ranges(question: Question, params: types.FoldingRangeParams) -> list[types.FoldingRange]:
    """Return the commands' lines; the first one stays to be seen."""
    from persistlint.assist.folding import folds

    return [types.FoldingRange(first - 1, last - 1) for first, last in folds(question.analysis)]
