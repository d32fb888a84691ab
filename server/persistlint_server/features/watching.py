"""Files outside the open documents: settings, sourced scripts, Dockerfiles, and whatever else an analysis asked for."""

from __future__ import annotations

import os

from lsprotocol import types

from persistlint.text.uris import to_path
from persistlint_server.features.configuration import SECTION, ask, renew_everything
from persistlint_server.server import server

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint_server.server import PersistlintServer

#: What is watched: every file may be one that a script sources or mounts.
_WATCHED = "**/*"


@server.feature(types.INITIALIZED)
def initialized(ls: PersistlintServer, params: types.InitializedParams) -> None:
    """Have the client watch files, and ask for its settings, now that it is ready."""
    registrations = []
    if ls.client.watches_files:
        watched = types.DidChangeWatchedFilesRegistrationOptions([types.FileSystemWatcher(_WATCHED)])
        registrations.append(
            types.Registration("persistlint-files", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, watched)
        )
    if ls.client.get("workspace.did_change_configuration.dynamic_registration") is True:
        section = types.DidChangeConfigurationRegistrationOptions(section=SECTION)
        registrations.append(
            types.Registration("persistlint-settings", types.WORKSPACE_DID_CHANGE_CONFIGURATION, section)
        )
    if registrations:
        ls.client_register_capability(types.RegistrationParams(registrations))
    if ls.client.get("workspace.configuration") is True:
        ask(ls)
    ls.closed_settings.look_again()


@server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
def did_change(ls: PersistlintServer, params: types.DidChangeWatchedFilesParams) -> None:
    """Take note of files that were made, changed or deleted."""
    for change in params.changes:
        path = to_path(change.uri)
        if path:
            file_changed(ls, os.path.normpath(path))


def file_changed(ls: PersistlintServer, path: str) -> None:
    """Analyse again whatever depends on the file at ``path``, which has changed."""
    if ls.projects.is_settings_file(path):
        renew_everything(ls)
        return
    ls.files_changed()
    if ls.open_texts.open_document(path) is None:
        ls.renew_dependents(path)


def look_around(ls: PersistlintServer) -> None:
    """Analyse the documents again of whose lookups one would be answered differently now."""
    from persistlint.analysis.workspace import Workspace

    stale = []
    for document in list(ls.documents.values()):
        if document.lookups:
            workspace: Workspace = ls.projects.of(document).workspace
            if any(not workspace.still(lookup) for lookup in document.lookups):
                stale.append(document)
    if stale:
        ls.renew(stale)
        ls.refresh_diagnostics()
