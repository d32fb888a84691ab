"""Findings as the protocol has them."""

from __future__ import annotations

from persistlint.rules.pages import rule_link
from persistlint_server.questions import location

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from persistlint.analysis.analysis import Analysis
    from persistlint.rules.finding import Finding
    from persistlint_server.documents import Snapshot, Typing
    from persistlint_server.session import Session

_SEVERITIES = {"error": 1, "warning": 2, "info": 3, "hint": 4}

#: Findings about something that has no effect: an editor shows the text faded.
_UNNECESSARY = frozenset({"PSL902"})

#: A docker command that can't be read: while it is typed it isn't finished, and nothing is wrong with it.
UNREADABLE = "PSL901"

SOURCE = "persistlint"


def diagnostics_of(
    session: Session, snapshot: Snapshot, analysis: Analysis, typing: Typing | None = None
) -> list[dict[str, Any]]:
    """The diagnostics of an analysis, in the order of the text, without those that the line's next character may mend."""
    out = []
    unreadable = set()
    told = False
    for finding in analysis.findings:
        place = analysis.sources.place(finding.span)
        if place.document is not analysis.document:
            continue
        if typing is not None and finding.code == UNREADABLE:
            what = place.text()
            unreadable.add(what)
            if typing.hides(snapshot.places.line_of(place.start), what):
                continue
            told = True
        out.append(diagnostic(session, snapshot, analysis, finding))
    if typing is not None:
        typing.seen = frozenset(unreadable)
        typing.told = told
    return out


def diagnostic(session: Session, snapshot: Snapshot, analysis: Analysis, finding: Finding) -> dict[str, Any]:
    """One finding."""
    client = session.client
    place = analysis.sources.place(finding.span)
    message = finding.message if finding.when is None else f"{finding.message} ({finding.when})"
    fields: dict[str, Any] = {
        "range": snapshot.places.range(place.start, place.end),
        "severity": _SEVERITIES[finding.severity],
        "code": finding.code,
        "source": SOURCE,
        "message": message,
    }
    if rule_link(finding.code) and client.about_diagnostics("codeDescriptionSupport") is True:
        fields["codeDescription"] = {"href": rule_link(finding.code)}
    if finding.related and client.about_diagnostics("relatedInformation") is True:
        fields["relatedInformation"] = [
            {
                "location": location(analysis.sources.place(other.span), snapshot, session),
                "message": other.message,
            }
            for other in finding.related
        ]
    tags = client.about_diagnostics("tagSupport", "valueSet")
    if finding.code in _UNNECESSARY and isinstance(tags, list) and 1 in tags:
        fields["tags"] = [1]
    if client.about_diagnostics("dataSupport") is True:
        fields["data"] = {"rule": finding.rule, "identity": finding.identity}
    return fields
