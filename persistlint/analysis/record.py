"""What an analysis found, as plain data, and back: for the cache, and for other processes.

A record holds what reports of findings need: findings with their places and checked fixes, the numbers, and every lookup with its
answer. Commands and timelines are not in it.
"""

from __future__ import annotations

import os

from persistlint.analysis.analysis import Analysis, Lookup
from persistlint.rules.finding import Finding, Fix, Related, Silenced
from persistlint.text.document import Document
from persistlint.text.edits import Edit
from persistlint.text.sources import Sources
from persistlint.text.spans import Span, document_anchor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from persistlint.analysis.workspace import Workspace

    #: Lists, texts and numbers only.
    Record = dict[str, Any]


def record_of(analysis: Analysis) -> Record:
    """The analysis as plain data. Its fixes must have been checked."""
    paths = list(analysis.sources.documents)

    def place(span: Span) -> list[int]:
        found = analysis.sources.place(span)
        return [paths.index(found.path), found.start, found.end]

    def finding(one: Finding) -> list[Any]:
        return [
            [
                one.code,
                one.rule,
                one.severity,
                one.message,
                one.identity,
                one.about,
                one.when,
                one.occurrence,
            ],
            place(one.span),
            [[place(related.span), related.message] for related in one.related],
            [
                [fix.title, fix.safe, [[place(edit.span), edit.text] for edit in fix.edits]]
                for fix in one.fixes
            ],
            one.suppressed_by.reason if one.suppressed_by is not None else None,
            place(one.command_span) if analysis.sources.knows(one.command_span) else None,
        ]

    return {
        "paths": paths[1:],
        "commands": list(analysis.command_count()),
        "findings": [finding(one) for one in analysis.findings],
        "suppressed": [finding(one) for one in analysis.suppressed],
        "not_understood": [[place(span), why] for span, why in analysis.not_understood],
        "lookups": list({(one.kind, one.name, one.answer): None for one in analysis.lookups}),
    }


def holds(record: Record, workspace: Workspace) -> bool:
    """Whether every lookup of the analysis would still be answered as it was then."""
    return all(workspace.still(Lookup(kind, name, answer)) for kind, name, answer in record["lookups"])


def analysis_of(record: Record, document: Document, workspace: Workspace) -> Analysis | None:
    """The analysis of ``document`` that the record tells of, which must hold; None where another file that it speaks of is gone."""
    sources = Sources()
    sources.add(document)
    for path in record["paths"]:
        data = workspace.bytes_of(os.path.abspath(path))
        if data is None:
            return None
        sources.add(Document(path, data, "shell"))
    paths = [document.path, *record["paths"]]

    def span(place: list[int]) -> Span:
        return Span(document_anchor(paths[place[0]]), place[1], place[2])

    def finding(row: list[Any]) -> Finding:
        told, place, related, fixes, reason, command = row
        code, rule, severity, message, identity, about, when, occurrence = told
        made = Finding(
            code,
            rule,
            severity,
            span(place),
            message,
            identity,
            tuple(Related(span(other), text) for other, text in related),
            tuple(
                Fix(title, [Edit(span(other), text) for other, text in edits], safe)
                for title, safe, edits in fixes
            ),
            span(command) if command is not None else None,
            when=when,
            about=about,
        )
        made.occurrence = occurrence
        if reason is not None:
            made.suppressed_by = Silenced(reason)
        return made

    analysis = Analysis(document, sources)
    analysis.recorded_count = (record["commands"][0], record["commands"][1])
    analysis.findings = [finding(row) for row in record["findings"]]
    analysis.suppressed = [finding(row) for row in record["suppressed"]]
    analysis.not_understood = [(span(place), why) for place, why in record["not_understood"]]
    analysis.lookups = [Lookup(kind, name, answer) for kind, name, answer in record["lookups"]]
    analysis.fixes_checked = True
    return analysis
