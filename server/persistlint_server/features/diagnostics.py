"""Findings as the protocol has them."""

from __future__ import annotations

from lsprotocol import types

from persistlint.rules.pages import rule_link
from persistlint_server.questions import location

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.analysis.analysis import Analysis
    from persistlint.rules.finding import Finding
    from persistlint_server.documents import Snapshot, Typing
    from persistlint_server.server import PersistlintServer

_SEVERITIES = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
    "info": types.DiagnosticSeverity.Information,
    "hint": types.DiagnosticSeverity.Hint,
}

#: Findings about something that has no effect: an editor shows the text faded.
_UNNECESSARY = frozenset({"PSL902"})

#: A docker command that can't be read, a Compose file that is refused: while they are typed they aren't finished, and nothing is wrong with them.
UNREADABLE = frozenset({"PSL226", "PSL901"})

SOURCE = "persistlint"


def diagnostics_of(
    server: PersistlintServer, snapshot: Snapshot, analysis: Analysis, typing: Typing | None = None
) -> list[types.Diagnostic]:
    """Return the diagnostics of an analysis, in the order of the text, without those that typing on may mend."""
    out = []
    unreadable = set()
    is_told = False
    for finding in analysis.findings:
        place = analysis.sources.place(finding.span)
        if place.document is not analysis.document:
            # It stands in a file that Compose lays over this one.
            continue
        if typing is not None and finding.code in UNREADABLE:
            text = f"{place.text()} {finding.message}" if finding.code == "PSL226" else place.text()
            unreadable.add(text)
            if typing.hides(snapshot.places.line_of(place.start), text):
                continue
            is_told = True
        out.append(diagnostic(server, snapshot, analysis, finding))
    if typing is not None:
        typing.seen = frozenset(unreadable)
        typing.told = is_told
    return out


def diagnostic(
    server: PersistlintServer,
    snapshot: Snapshot,
    analysis: Analysis,
    finding: Finding,
) -> types.Diagnostic:
    """Return the diagnostic of one finding."""
    client = server.client
    place = analysis.sources.place(finding.span)
    link = rule_link(finding.code)
    described = client.about_diagnostics("code_description_support") is True
    tags = client.about_diagnostics("tag_support.value_set") or ()
    faded = finding.code in _UNNECESSARY and types.DiagnosticTag.Unnecessary in tags
    related = [(other.span, other.message) for other in finding.related]
    shows_related = related and client.about_diagnostics("related_information") is True
    return types.Diagnostic(
        range=snapshot.places.range(place.start, place.end),
        severity=_SEVERITIES[finding.severity],
        code=finding.code,
        code_description=types.CodeDescription(link) if link and described else None,
        source=SOURCE,
        message=finding.message if finding.when is None else f"{finding.message} ({finding.when})",
        related_information=[
            types.DiagnosticRelatedInformation(
                location(analysis.sources.place(span), snapshot, server), message
            )
            for span, message in related
        ]
        if shows_related
        else None,
        tags=[types.DiagnosticTag.Unnecessary] if faded else None,
        data={"rule": finding.rule, "identity": finding.identity}
        if client.about_diagnostics("data_support") is True
        else None,
    )
