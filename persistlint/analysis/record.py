"""Records: an analysis as plain data, and back, for the cache and for other processes.

A record holds what reports of findings need: findings with their places and checked fixes, the numbers, and every lookup with its
answer. Commands and timelines are not in it.
"""

from __future__ import annotations

import os

from persistlint.analysis.analysis import Analysis, Lookup
from persistlint.rules.finding import SEVERITIES, Finding, Fix, Related, Silenced
from persistlint.text.document import Document
from persistlint.text.edits import Edit
from persistlint.text.sources import Sources
from persistlint.text.spans import Span, document_anchor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeGuard

    from persistlint.analysis.workspace import Workspace

    #: Lists, texts and numbers only.
    Record = dict[str, Any]


def record_of(analysis: Analysis) -> Record:
    """Return the analysis as plain data. Its fixes must have been checked."""
    paths = list(analysis.sources.documents)

    def place(span: Span) -> list[int]:
        place = analysis.sources.place(span)
        return [paths.index(place.path), place.start, place.end]

    def finding(entry: Finding) -> list[Any]:
        return [
            [
                entry.code,
                entry.rule,
                entry.severity,
                entry.message,
                entry.identity,
                entry.about,
                entry.when,
                entry.occurrence,
            ],
            place(entry.span),
            [[place(related.span), related.message] for related in entry.related],
            [
                [fix.title, fix.safe, [[place(edit.span), edit.text, edit.heading] for edit in fix.edits]]
                for fix in entry.fixes
            ],
            entry.suppressed_by.reason if entry.suppressed_by is not None else None,
            place(entry.command_span) if analysis.sources.knows(entry.command_span) else None,
        ]

    return {
        "paths": paths[1:],
        "commands": list(analysis.command_count()),
        "findings": [finding(entry) for entry in analysis.findings],
        "suppressed": [finding(entry) for entry in analysis.suppressed],
        "not_understood": [[place(span), why] for span, why in analysis.not_understood],
        "lookups": list({(entry.kind, entry.name, entry.answer): None for entry in analysis.lookups}),
    }


def is_record(data: Any) -> TypeGuard[Record]:
    """Return whether ``data``, which comes from a file, has the form of a record: no part of it has another type."""
    return _fits(data, _RECORD)


def _fits(value: Any, shape: Any) -> bool:
    if isinstance(shape, type):
        # A boolean is no number here.
        return type(value) is shape
    if isinstance(shape, list):
        return isinstance(value, (list, tuple)) and all(_fits(item, shape[0]) for item in value)
    if isinstance(shape, tuple):
        return (
            isinstance(value, (list, tuple))
            and len(value) == len(shape)
            and all(_fits(item, each) for item, each in zip(value, shape, strict=True))
        )
    if isinstance(shape, dict):
        return (
            isinstance(value, dict)
            and value.keys() == shape.keys()
            and all(_fits(value[name], shape[name]) for name in shape)
        )
    return value is None or _fits(value, shape.shape)


class _OrNone:
    def __init__(self, shape: Any) -> None:
        self.shape = shape


_PLACE = (int, int, int)
_FINDING = (
    (str, str, str, str, str, str, _OrNone(str), int),
    _PLACE,
    [(_PLACE, str)],
    [(str, bool, [(_PLACE, str, _OrNone(str))])],
    _OrNone(str),
    _OrNone(_PLACE),
)
_RECORD = {
    "paths": [str],
    "commands": (int, int),
    "findings": [_FINDING],
    "suppressed": [_FINDING],
    "not_understood": [(_PLACE, str)],
    "lookups": [(str, str, _OrNone(str))],
}


def analysis_of(record: Record, document: Document, workspace: Workspace) -> Analysis | None:
    """Return the analysis of ``document`` from its record, which must hold. None where another file that it names is gone.

    Raises ``ValueError`` where it speaks of places or severities that there aren't.
    """
    sources = Sources()
    sources.add(document)
    for path in record["paths"]:
        data = workspace.bytes_of(os.path.abspath(path))
        if data is None:
            return None
        sources.add(Document(path, data, "shell"))
    paths = [document.path, *record["paths"]]

    def span(place: list[int]) -> Span:
        document = sources.documents[paths[place[0]]] if 0 <= place[0] < len(paths) else None
        if document is None or not 0 <= place[1] <= place[2] <= len(document.data):
            raise ValueError(f"no place: {place}")
        return Span(document_anchor(paths[place[0]]), place[1], place[2])

    def finding(row: list[Any]) -> Finding:
        fields, place, related, fixes, reason, command = row
        code, rule, severity, message, identity, about, when, occurrence = fields
        if severity not in SEVERITIES:
            raise ValueError(f"no severity: {severity}")
        made = Finding(
            code,
            rule,
            severity,
            span(place),
            message,
            identity,
            tuple(Related(span(other), text) for other, text in related),
            tuple(
                Fix(title, [Edit(span(other), text, heading) for other, text, heading in edits], safe)
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
