"""The folders that are open in the editor."""

from __future__ import annotations

import os

from persistlint.text.uris import to_path
from persistlint_server.wire import params as read

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from persistlint_server.session import Session


def did_change(session: Session, params: Any) -> None:
    """Folders were added or removed."""
    folders = session.projects.folders
    for path in _paths(read.items(params, "event", "removed")):
        if path in folders:
            folders.remove(path)
    for path in _paths(read.items(params, "event", "added")):
        if path not in folders:
            folders.append(path)
    session.closed_settings.look_again()
    session.files_changed()
    # Documents that are no files take the first folder's settings.
    session.renew([document for document in list(session.documents.values()) if not document.is_file])


def _paths(folders: list[Any]) -> list[str]:
    uris = [folder.get("uri") for folder in folders if isinstance(folder, dict)]
    paths = [to_path(uri) for uri in uris if isinstance(uri, str)]
    return [os.path.normpath(path) for path in paths if path]
