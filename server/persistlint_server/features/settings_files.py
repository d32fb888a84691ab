"""What is wrong in settings files is said there, as PSL906: in open ones while they are edited, and in those that the projects use."""

from __future__ import annotations

from persistlint.analysis.settings_file import analyse_settings
from persistlint.hosts.discover import ReadProblem, read_file
from persistlint.rules.pages import rule_link
from persistlint.text.document import Document
from persistlint.text.uris import to_uri
from persistlint_server.documents import Snapshot
from persistlint_server.features.diagnostics import SOURCE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from persistlint.text.sources import Place
    from persistlint_server.session import Session

CODE = "PSL906"


def settings_diagnostics(session: Session, snapshot: Snapshot) -> list[dict[str, Any]]:
    """Everything that is wrong with the settings that this text states, also before it is saved.

    The names of plugins' rules can't be known without loading the plugins, which needs trust.
    """
    analysis = analyse_settings(snapshot.document, plugins=session.projects.trusted)
    return [
        _diagnostic(session, snapshot, analysis.sources.place(finding.span), finding.message)
        for finding in analysis.findings
    ]


def wrong_settings(session: Session) -> dict[str, list[dict[str, Any]]]:
    """The diagnostics of the wrong settings files that aren't open, by path."""
    found = {}
    for path in session.projects.wrong_files():
        if session.open_texts.open_document(path) is not None:
            continue
        data = read_file(path)
        if not isinstance(data, ReadProblem):
            document = Document(path, data, "")
            snapshot = Snapshot(to_uri(path), None, 0, document, session.client.encoding)
            found[path] = settings_diagnostics(session, snapshot)
    return found


def _diagnostic(session: Session, snapshot: Snapshot, place: Place, message: str) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "range": snapshot.places.range(place.start, place.end),
        "severity": 1,
        "code": CODE,
        "source": SOURCE,
        "message": message,
    }
    if rule_link(CODE) and session.client.about_diagnostics("codeDescriptionSupport") is True:
        fields["codeDescription"] = {"href": rule_link(CODE)}
    return fields
