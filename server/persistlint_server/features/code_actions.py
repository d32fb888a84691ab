"""Code actions: fixes of findings, suppressions, the rules' pages, refactorings, everything safe at once."""

from __future__ import annotations

import attrs
from lsprotocol import types

from persistlint_server.requests import about_document
from persistlint_server.server import server

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from persistlint.rules.finding import Finding
    from persistlint.rules.fixes import ChosenFix
    from persistlint.text.edits import PlacedEdit
    from persistlint_server.questions import Question

QUICK_FIX = types.CodeActionKind.QuickFix.value
FIX_ALL = f"{types.CodeActionKind.SourceFixAll.value}.persistlint"
REFACTORING = types.CodeActionKind.RefactorRewrite.value

#: The command that opens a rule's page.
OPEN_PAGE = "persistlint.openRulePage"


class Action:
    """One entry of the menu. ``edit`` gives its workspace edit, None where it can't be made after all; a ``command`` has none."""

    __slots__ = ("command", "edit", "findings", "kind", "preferred", "title")

    def __init__(
        self,
        title: str,
        kind: str,
        edit: Callable[[], types.WorkspaceEdit | None] | None = None,
        findings: tuple[Finding, ...] = (),
        preferred: bool = False,
        command: types.Command | None = None,
    ) -> None:
        self.title = title
        self.kind = kind
        self.edit = edit
        self.findings = findings
        self.preferred = preferred
        self.command = command


def _options() -> types.CodeActionOptions | None:
    if server.client.get("text_document.code_action") is None:
        # Such a client takes no more than a claim.
        return None
    return types.CodeActionOptions(
        code_action_kinds=[QUICK_FIX, REFACTORING, FIX_ALL],
        resolve_provider=server.client.resolves_edits,
    )


@server.feature(types.TEXT_DOCUMENT_CODE_ACTION, _options())
@about_document
def code_actions(question: Question, params: types.CodeActionParams) -> list[types.CodeAction]:
    """Return what can be done in the request's range. What the client thinks is wrong there doesn't count: it may not know."""
    if not question.client.takes_code_actions:
        return []
    out = []
    for number, action in enumerate(actions(question)):
        listed = _listed(question, action)
        if action.edit is not None:
            if question.client.resolves_edits:
                listed.data = {
                    "asked": question.server.protocol.converter.unstructure(
                        attrs.evolve(params, context=types.CodeActionContext([], params.context.only))
                    ),
                    "version": question.snapshot.version,
                    "number": number,
                }
            else:
                listed.edit = action.edit()
                if listed.edit is None:
                    continue
        out.append(listed)
    return out


def _listed(question: Question, action: Action) -> types.CodeAction:
    from persistlint_server.features.diagnostics import diagnostic

    shows_preferred = question.client.get("text_document.code_action.is_preferred_support") is True
    return types.CodeAction(
        title=action.title,
        kind=action.kind,
        diagnostics=[
            diagnostic(question.server, question.snapshot, question.analysis, finding)
            for finding in action.findings
        ]
        or None,
        is_preferred=True if action.preferred and shows_preferred else None,
        command=action.command,
    )


def _wanted(kind: str, only: Sequence[str] | None) -> bool:
    """Return whether the client asks for this kind, or for one that it is a part of."""
    if not only:
        return True
    return any(not name or kind == name or kind.startswith(f"{name}.") for name in only)


def actions(question: Question) -> Iterator[Action]:
    """Yield every action for the range in a stable order: an action to be resolved is found again by its number."""
    from persistlint.rules.fixes import choose

    only = question.params.context.only
    start, end = question.span
    here = _findings_between(question, start, end)
    if _wanted(QUICK_FIX, only):
        yield from _quick_fixes(question, here)
    if _wanted(REFACTORING, only):
        yield from _refactorings(question, start, here if _wanted(QUICK_FIX, only) else [])
    if _wanted(FIX_ALL, only) and choose(
        question.analysis.findings, question.analysis.sources, False, question.snapshot.document.path
    ):
        from persistlint_server.features.fix_all import fix_all_edit

        yield Action(
            "Fix everything that is safe to fix (persistlint)", FIX_ALL, lambda: fix_all_edit(question)
        )


def _findings_between(question: Question, start: int, end: int) -> list[Finding]:
    """Return the findings that touch the range, else those on its lines: a client may count columns wrongly."""
    analysis = question.analysis
    exact, line = [], []
    places = question.snapshot.places
    first, last = places.line_of(start), places.line_of(end)
    for finding in analysis.findings:
        place = analysis.sources.place(finding.span)
        if place.document is not analysis.document:
            continue
        if place.start <= end and start <= place.end:
            exact.append(finding)
        elif places.line_of(place.start) <= last and first <= places.line_of(max(place.start, place.end)):
            line.append(finding)
    return exact or line


def _quick_fixes(question: Question, here: list[Finding]) -> Iterator[Action]:
    from persistlint.rules.fixes import choose, placed
    from persistlint_server.features.checked import holds

    analysis = question.analysis
    path = question.snapshot.document.path
    for finding in here:
        for fix in finding.fixes:
            edits = placed(fix, analysis.sources)
            if edits and holds(question, (finding, fix)):
                yield Action(
                    _sentence(fix.title if fix.safe else _unsafe(fix.title)),
                    QUICK_FIX,
                    lambda edits=edits: question.edit(edits),  # type: ignore[misc]
                    (finding,),
                    preferred=fix.safe,
                )
    for code, findings in _by_code(here).items():
        fixable = [finding for finding in analysis.findings if finding.code == code]
        chosen = choose(fixable, analysis.sources, False, path)
        if len(chosen) > 1:
            yield Action(
                f"Fix all of {code} in this file",
                QUICK_FIX,
                lambda chosen=chosen: _together(question, chosen),  # type: ignore[misc]
                tuple(fix.finding for fix in chosen),
            )
        from persistlint_server.features.ignoring import ignore_file, ignore_here

        finding = findings[0]
        yield Action(
            f"Ignore {code} here, with a reason",
            QUICK_FIX,
            lambda finding=finding: ignore_here(question, finding),  # type: ignore[misc]
            (finding,),
        )
        yield Action(
            f"Ignore {code} in this file, with a reason",
            QUICK_FIX,
            lambda finding=finding: ignore_file(question, finding),  # type: ignore[misc]
            (finding,),
        )
        if question.client.shows_documents:
            title = f"Open the page of {code} ({finding.rule})"
            command = types.Command(title=title, command=OPEN_PAGE, arguments=[code])
            yield Action(title, QUICK_FIX, None, (finding,), command=command)


def _together(question: Question, chosen: list[ChosenFix]) -> types.WorkspaceEdit | None:
    """Return the edit that makes those of the fixes that hold together."""
    from persistlint_server.features.checked import holding_together

    holding = {
        id(fix)
        for _, fix in holding_together(
            question, [(chosen_fix.finding, chosen_fix.fix) for chosen_fix in chosen]
        )
    }
    edits = [edit for chosen_fix in chosen if id(chosen_fix.fix) in holding for edit in chosen_fix.edits]
    return question.edit(edits) if edits else None


def _refactorings(question: Question, offset: int, here: list[Finding]) -> Iterator[Action]:
    """Yield the changes of the mount at the place that the fixes of the findings ``here`` don't make."""
    from persistlint_server.features.checked import refactorings_at

    offered = list(_fix_edits(question, here))
    for change in refactorings_at(question, offset):
        if _plain(change.edits) in offered:
            # One way to the same text is enough.
            continue
        yield Action(change.title, REFACTORING, lambda change=change: question.edit(change.edits))  # type: ignore[misc]


def _fix_edits(question: Question, here: list[Finding]) -> Iterator[list[tuple[str, int, int, str]]]:
    """Yield the edits of the fixes that are offered, as plain data."""
    from persistlint.rules.fixes import placed
    from persistlint_server.features.checked import holds

    for finding in here:
        for fix in finding.fixes:
            edits = placed(fix, question.analysis.sources)
            if edits and holds(question, (finding, fix)):
                yield _plain(edits)


def _plain(edits: list[PlacedEdit]) -> list[tuple[str, int, int, str]]:
    return sorted((edit.path, edit.start, edit.end, edit.text) for edit in edits)


def _by_code(findings: list[Finding]) -> dict[str, list[Finding]]:
    by_code: dict[str, list[Finding]] = {}
    for finding in findings:
        by_code.setdefault(finding.code, []).append(finding)
    return by_code


def _unsafe(title: str) -> str:
    """Return the title with the word "unsafe", which tells the user to look, before a reason that it gives."""
    head, bracket, reason = title.rpartition(" (")
    return f"{head} (unsafe: {reason}" if bracket and title.endswith(")") else f"{title} (unsafe: look at it)"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
