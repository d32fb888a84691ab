"""Diagnostics of settings files, as PSL906: of open ones while they are edited, and of those that the projects use."""

from __future__ import annotations

from lsprotocol import types

from persistlint.analysis.settings_file import analyse_settings
from persistlint.hosts.discover import ReadProblem, read_file
from persistlint.rules.pages import rule_link
from persistlint.text.document import Document
from persistlint.text.uris import to_uri
from persistlint_server.documents import Snapshot
from persistlint_server.features.diagnostics import SOURCE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.text.sources import Place
    from persistlint_server.server import PersistlintServer

CODE = "PSL906"


def settings_diagnostics(server: PersistlintServer, snapshot: Snapshot) -> list[types.Diagnostic]:
    """Return every problem in the settings that this text states, also before it is saved.

    The names of plugins' rules can't be known without loading the plugins, which needs trust.
    """
    analysis = analyse_settings(snapshot.document, plugins=server.projects.trusted)
    return [
        _diagnostic(server, snapshot, analysis.sources.place(finding.span), finding.message)
        for finding in analysis.findings
    ]


def wrong_settings(server: PersistlintServer) -> dict[str, list[types.Diagnostic]]:
    """Return the diagnostics of the wrong settings files that aren't open, by path."""
    by_file = {}
    for path in server.projects.wrong_files():
        if server.open_texts.open_document(path) is not None:
            continue
        data = read_file(path)
        if not isinstance(data, ReadProblem):
            document = Document(path, data, "")
            snapshot = Snapshot(to_uri(path), None, 0, document, server.client.encoding)
            by_file[path] = settings_diagnostics(server, snapshot)
    return by_file


def _diagnostic(
    server: PersistlintServer, snapshot: Snapshot, place: Place, message: str
) -> types.Diagnostic:
    link = rule_link(CODE)
    described = server.client.about_diagnostics("code_description_support") is True
    return types.Diagnostic(
        range=snapshot.places.range(place.start, place.end),
        severity=types.DiagnosticSeverity.Error,
        code=CODE,
        code_description=types.CodeDescription(link) if link and described else None,
        source=SOURCE,
        message=message,
    )
