"""``source.fixAll.persistlint``: everything that is safe to fix, round after round."""

from __future__ import annotations

from persistlint.rules.fixes import MAX_ROUNDS, choose, fixed
from persistlint.text.document import Document
from persistlint.text.edits import PlacedEdit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lsprotocol import types

    from persistlint_server.questions import Question


def fix_all_edit(question: Question) -> types.WorkspaceEdit | None:
    """Return the edit that makes every safe fix. A round after which less is understood than before is left out."""
    from persistlint.analysis.checked_fixes import keep_holding
    from persistlint_server.analysing import analysis_of_text
    from persistlint_server.features.checked import fix_checker

    document, analysis = question.snapshot.document, question.analysis
    first: list[PlacedEdit] = []
    rounds = 0
    for _ in range(MAX_ROUNDS):
        if not analysis.fixes_checked:
            keep_holding(analysis, fix_checker(question, analysis))
        chosen = choose(analysis.findings, analysis.sources, False, document.path)
        data = fixed(document.data, chosen, document.path)
        if data == document.data:
            break
        changed = Document(document.path, data, document.language)
        after = analysis_of_text(question, changed)
        if len(after.not_understood) > len(analysis.not_understood):
            break
        if not rounds:
            first = [edit for fix in chosen for edit in fix.edits]
        document, analysis = changed, after
        rounds += 1
    if not rounds:
        return None
    return question.edit(first if rounds == 1 else [_difference(question.snapshot.document, document)])


def _difference(before: Document, after: Document) -> PlacedEdit:
    """Return one edit of whole lines from the first to the last one that differs."""
    old = before.data.splitlines(keepends=True)
    new = after.data.splitlines(keepends=True)
    most = min(len(old), len(new))
    head = 0
    while head < most and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < most - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    start = sum(map(len, old[:head]))
    end = len(before.data) - sum(map(len, old[len(old) - tail :]))
    text = b"".join(new[head : len(new) - tail]).decode("utf-8", "surrogateescape")
    return PlacedEdit(before.path, start, end, text)
