"""Edits are tried on a copy of the text before an editor offers or makes them, each once."""

from __future__ import annotations

from persistlint.analysis.checked_fixes import FixChecker, holding
from persistlint.assist.places import cursor_at
from persistlint.rules.registry import rules_for
from persistlint_server.analysing import analysis_of_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.analysis.analysis import Analysis
    from persistlint.analysis.checked_fixes import Offer
    from persistlint.assist.results import Change
    from persistlint_server.questions import Question


def fix_checker(question: Question, analysis: Analysis | None = None) -> FixChecker:
    """Return a checker of the fixes of ``analysis``, the question's own unless another is given."""
    return FixChecker(
        analysis or question.analysis,
        lambda document: analysis_of_text(question, document),
        rules_for(question.settings),
    )


def holds(question: Question, offer: Offer) -> bool:
    """Return whether a fix of the question's own analysis does what it says."""
    if question.analysis.fixes_checked:
        return True
    tried = question.result.tried
    # The analysis, which the result keeps, keeps the fix.
    key = ("fix", id(offer[1]))
    if key not in tried:
        tried[key] = fix_checker(question).problem(offer) is None
    return bool(tried[key])


def holding_together(question: Question, offers: list[Offer]) -> list[Offer]:
    """Return the fixes that do what they say when they are made together."""
    tried = question.result.tried
    key = ("fixes", *(id(fix) for _, fix in offers))
    if key not in tried:
        tried[key] = holding(offers, fix_checker(question))
    return list(tried[key])


def refactorings_at(question: Question, offset: int) -> list[Change]:
    """Return the changes that are possible at the place without a finding."""
    cursor = cursor_at(question.analysis, offset)
    if cursor is None:
        return []
    tried = question.result.tried
    key = ("refactorings", id(cursor.command), id(cursor.option), id(cursor.word))
    if key not in tried:
        # Loaded where the cursor is on something of a command.
        from persistlint.assist.refactoring import refactorings

        tried[key] = refactorings(
            question.analysis, offset, lambda document: analysis_of_text(question, document, findings=False)
        )
    return list(tried[key])
