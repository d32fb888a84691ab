"""What earlier sessions found out about the files of the open folders, in the user's folder for caches.

It counts for a file while the file, the settings, persistlint and every answer that its analysis got outside of it are the same, as in
``persistlint.cli.cache``. Whatever can't be read is passed over.
"""

from __future__ import annotations

import json
import os

from persistlint.analysis.analysis import Lookup
from persistlint.assist.known import Known
from persistlint.cli.cache import cache_folder, settings_stamp
from persistlint.text.digest import digest
from persistlint.text.kept_file import put
from persistlint_server.file_names import FileNames, Named
from persistlint_server.folder_files import FileFacts, Seen

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from persistlint.analysis.workspace import Workspace
    from persistlint_server.session import Session

#: Files of sessions in other folders that nobody has touched for so long are removed (in seconds).
_OLD = 30 * 86_400

#: What a diagnostic may have depends on the client.
_ABILITIES = (
    ("codeDescriptionSupport",),
    ("relatedInformation",),
    ("dataSupport",),
    ("tagSupport", "valueSet"),
)


class KeptFacts:
    """The facts of one set of open folders."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._stamps: dict[int, tuple[Workspace, str | None]] = {}
        folders = [os.fsencode(folder) for folder in sorted(session.projects.folders)]
        self._file = os.path.join(cache_folder(None), "editors", f"{digest(*folders)}.json")
        self._rows: dict[str, Any] = _read(self._file)

    def find(self, path: str, workspace: Workspace) -> FileFacts | None:
        """What is known of the file, whether it is the same or not."""
        row = self._rows.get(path)
        if row is None:
            return None
        try:
            stamp, identity, language, lookups, diagnostics, names = row
            if stamp != self._stamp(path, workspace):
                return None
            asked = [Lookup(kind, name, answer) for kind, name, answer in lookups]
            mtime, size, inode = identity
            return FileFacts(
                Seen((mtime, size, inode), workspace, asked), language, diagnostics, _names_of(names)
            )
        except (KeyError, TypeError, ValueError, AttributeError):
            # Somebody else's file, or half of one.
            return None

    def forget(self) -> None:
        """Nobody will ask for the rest."""
        self._rows = {}

    def write(self, known: dict[str, FileFacts]) -> None:
        """Keep these facts and no others. Where that can't be done, the next session does the work again."""
        rows: dict[str, Any] = {}
        for path, facts in list(known.items()):
            stamp = self._stamp(path, facts.seen.workspace)
            if stamp is not None:
                asked = {(one.kind, one.name, one.answer): None for one in facts.seen.lookups}
                rows[path] = [
                    stamp,
                    facts.seen.identity,
                    facts.language,
                    list(asked),
                    facts.diagnostics,
                    _row_of(facts.names),
                ]
        folder = os.path.dirname(self._file)
        try:
            if not os.path.isdir(folder):
                os.makedirs(folder, exist_ok=True)
            _sweep(folder)
            put(self._file, json.dumps(rows, separators=(",", ":")).encode("ascii"))
        except (OSError, ValueError):
            return

    def _stamp(self, path: str, workspace: Workspace) -> str | None:
        """What stands for everything but the file itself and what it looks up; None where that can't be told, as an engine's answers change."""
        known = self._stamps.get(id(workspace))
        if known is None:
            stamp = None
            project = self._session.projects.of_folder(os.path.dirname(path))
            if project.workspace is workspace and workspace.engine is None:
                client = self._session.client
                abilities = [client.about_diagnostics(*ability) for ability in _ABILITIES]
                told = repr((client.encoding, abilities, sorted(self._session.projects.folders)))
                stamp = digest(settings_stamp(project.settings).encode(), told.encode("utf-8", "replace"))
            # With the workspace, which keeps its identity from being another's.
            known = self._stamps[id(workspace)] = (workspace, stamp)
        return known[1]


def _row_of(names: FileNames) -> list[Any]:
    """A key that isn't plain data stands for something unknown in this very file: no other one names it."""
    keys = {key: plain for key in names.references if (plain := _plain(key)) is not None}
    references = [
        [plain, [[one.location, one.makes] for one in names.references[key]]] for key, plain in keys.items()
    ]
    uses = [
        [plain, [use for use in map(_plain, names.uses[key]) if use is not None]]
        for key, plain in keys.items()
        if names.uses.get(key)
    ]
    known = names.known
    return [
        [known.volumes, known.containers, known.images],
        references,
        uses,
        names.symbols,
        sorted(names.sources),
    ]


def _names_of(row: list[Any]) -> FileNames:
    counts, references, uses, symbols, sources = row
    known = Known()
    known.volumes, known.containers, known.images = counts
    return FileNames(
        known,
        {_key(plain): [Named(location, makes) for location, makes in places] for plain, places in references},
        {_key(plain): frozenset(map(_key, users)) for plain, users in uses},
        symbols,
        frozenset(sources),
    )


def _plain(thing: object) -> Any:
    """Tuples of texts and numbers as lists; None for anything else, None itself as an empty table."""
    if isinstance(thing, tuple):
        parts = [_plain(part) for part in thing]
        return None if any(part is None for part in parts) else parts
    if thing is None:
        return {}
    return thing if isinstance(thing, (str, int)) else None


def _key(plain: Any) -> Any:
    """The tuple that a list was."""
    if isinstance(plain, list):
        return tuple(map(_key, plain))
    return None if isinstance(plain, dict) else plain


def _read(name: str) -> dict[str, Any]:
    try:
        with open(name, "rb") as file:
            found = json.loads(file.read())
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _sweep(folder: str) -> None:
    from time import time

    for entry in os.scandir(folder):
        if entry.stat(follow_symlinks=False).st_mtime < time() - _OLD:
            os.unlink(entry.path)
