"""The folders that are open in the editor."""

from __future__ import annotations

import os

from lsprotocol import types

from persistlint.text.uris import to_path
from persistlint_server.server import server

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from persistlint_server.server import PersistlintServer


@server.feature(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)
def did_change(ls: PersistlintServer, params: types.DidChangeWorkspaceFoldersParams) -> None:
    """Take note of folders that were added or removed."""
    folders = ls.projects.folders
    for path in _paths(params.event.removed):
        if path in folders:
            folders.remove(path)
    for path in _paths(params.event.added):
        if path not in folders:
            folders.append(path)
    ls.closed_settings.look_again()
    ls.files_changed()
    # Documents that are no files take the first folder's settings.
    ls.renew([document for document in list(ls.documents.values()) if not document.is_file])


def _paths(folders: Sequence[types.WorkspaceFolder]) -> list[str]:
    paths = [to_path(folder.uri) for folder in folders]
    return [os.path.normpath(path) for path in paths if path]
