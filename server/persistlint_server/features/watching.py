"""Files outside the open documents: settings, sourced scripts, Dockerfiles, and whatever else an analysis asked for."""

from __future__ import annotations

import os

from persistlint.text.uris import to_path
from persistlint_server.features.configuration import ask, renew_everything
from persistlint_server.wire import params as read

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from persistlint_server.session import Session

#: What is watched: every file may be one that a script sources or mounts.
_WATCHED = "**/*"


def initialized(session: Session, params: Any) -> None:
    """The client is ready: have it watch files, and ask for its settings."""
    registrations = []
    if session.client.watches_files:
        registrations.append(
            {
                "id": "persistlint-files",
                "method": "workspace/didChangeWatchedFiles",
                "registerOptions": {"watchers": [{"globPattern": _WATCHED}]},
            }
        )
    if session.client.get("workspace", "didChangeConfiguration", "dynamicRegistration") is True:
        registrations.append(
            {
                "id": "persistlint-settings",
                "method": "workspace/didChangeConfiguration",
                "registerOptions": {"section": "persistlint"},
            }
        )
    if registrations:
        session.connection.ask("client/registerCapability", {"registrations": registrations})
    if session.client.get("workspace", "configuration") is True:
        ask(session)
    session.closed_settings.look_again()


def did_change(session: Session, params: Any) -> None:
    """Files were made, changed or deleted."""
    for change in read.items(params, "changes"):
        uri = change.get("uri") if isinstance(change, dict) else None
        path = to_path(uri) if isinstance(uri, str) else None
        if path:
            file_changed(session, os.path.normpath(path))


def file_changed(session: Session, path: str) -> None:
    """The file at ``path`` isn't what it was: whatever depends on it is analysed again."""
    if session.projects.is_settings_file(path):
        renew_everything(session)
        return
    session.files_changed()
    if session.open_texts.open_document(path) is None:
        session.renew_dependents(path)


def look_around(session: Session) -> None:
    """Analyse the documents again of whose lookups one would be answered differently now."""
    from persistlint.analysis.workspace import Workspace

    stale = []
    for document in list(session.documents.values()):
        if document.lookups:
            workspace: Workspace = session.projects.of(document).workspace
            if any(not workspace.still(lookup) for lookup in document.lookups):
                stale.append(document)
    if stale:
        session.renew(stale)
        session.refresh_diagnostics()
