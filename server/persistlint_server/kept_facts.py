"""Facts that earlier sessions found about the files of the open folders, in the user's folder for caches (``persistlint.analysis.result_cache``)."""

from __future__ import annotations

import os

from cattrs import BaseValidationError
from lsprotocol import types

from persistlint.analysis.result_cache import ResultCache, cache_folder, lookups_of, settings_digest
from persistlint.assist.known_names import KnownNames
from persistlint.text.digest import digest
from persistlint_server.file_names import FileNames, Named
from persistlint_server.folder_files import FileFacts, Seen

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from persistlint.analysis.workspace import Workspace
    from persistlint_server.server import PersistlintServer

#: What a diagnostic may have depends on the client.
_ABILITIES = (
    "code_description_support",
    "related_information",
    "data_support",
    "tag_support.value_set",
)


class KeptFacts:
    """The facts of one set of open folders."""

    def __init__(self, server: PersistlintServer) -> None:
        self._server = server
        self._stamps: dict[int, tuple[Workspace, str | None]] = {}
        folders = sorted(server.projects.folders)
        self._folders = folders
        #: A name for the set of open folders. Of several it is no path.
        self._name = "\0".join(folders)
        self._cache = ResultCache(cache_folder(None), server.log.warning)

    def find(self, path: str, workspace: Workspace, identity: tuple[int, int, int]) -> FileFacts | None:
        """Return what is known of the file as it is now, None where nothing is."""
        stamp = self._stamp(path, workspace)
        if stamp is None:
            return None
        facts = self._cache.find(self._name, path, _key_of(stamp, identity), workspace)
        try:
            lookups, language, diagnostics, names = facts
            asked = lookups_of(lookups)
            if asked is None or not isinstance(language, str):
                return None
            return FileFacts(
                Seen(identity, workspace, asked),
                language,
                self._structured(diagnostics, list[types.Diagnostic]),
                self._names_of(names),
            )
        except (KeyError, TypeError, ValueError, AttributeError, BaseValidationError):
            # The kept row is damaged, or of another version.
            return None

    def forget(self) -> None:
        """Drop from memory what nobody will ask for."""
        self._cache.forget()

    def write(self, facts_by_path: dict[str, FileFacts]) -> None:
        """Keep these facts. Where that can't be done, the next session does the work again."""
        for path, facts in list(facts_by_path.items()):
            stamp = self._stamp(path, facts.seen.workspace)
            if stamp is not None:
                asked = {(lookup.kind, lookup.name, lookup.answer): None for lookup in facts.seen.lookups}
                record = [
                    list(asked),
                    facts.language,
                    self._unstructured(facts.diagnostics),
                    self._row_of(facts.names),
                ]
                key = _key_of(stamp, facts.seen.identity)
                self._cache.keep(self._name, path, key, facts.seen.lookups, record)
        self._cache.write()
        self._cache.forget()

    def _stamp(self, path: str, workspace: Workspace) -> str | None:
        """Return a digest of all inputs but the file itself and its lookups, None where an engine answers, as its answers change."""
        stamped = self._stamps.get(id(workspace))
        if stamped is None:
            stamp = None
            project = self._server.projects.of_folder(os.path.dirname(path))
            if project.workspace is workspace and workspace.engine is None:
                client = self._server.client
                abilities = [client.about_diagnostics(ability) for ability in _ABILITIES]
                identity = repr((client.encoding, abilities, sorted(self._server.projects.folders)))
                stamp = digest(
                    settings_digest(project.settings).encode(), identity.encode("utf-8", "replace")
                )
            # With the workspace, which keeps its identity from being another's.
            stamped = self._stamps[id(workspace)] = (workspace, stamp)
        return stamped[1]

    def _row_of(self, names: FileNames) -> list[Any]:
        """Return the names as plain data. A key that isn't plain data stands for something unknown that no other file names."""
        keys = {key: plain for key in names.references if (plain := _plain(key)) is not None}
        references = [
            [
                plain,
                [
                    [self._unstructured(reference.location), reference.makes]
                    for reference in names.references[key]
                ],
            ]
            for key, plain in keys.items()
        ]
        uses = [
            [plain, [use for use in map(_plain, names.uses[key]) if use is not None]]
            for key, plain in keys.items()
            if names.uses.get(key)
        ]
        known_names = names.known
        return [
            [known_names.volumes, known_names.containers, known_names.images],
            references,
            uses,
            self._unstructured(names.symbols),
            sorted(names.sources),
        ]

    def _names_of(self, row: list[Any]) -> FileNames:
        counts, references, uses, symbols, sources = row
        known_names = KnownNames()
        known_names.volumes, known_names.containers, known_names.images = counts
        return FileNames(
            known_names,
            {
                _key(plain): [
                    Named(self._structured(location, types.Location), makes) for location, makes in places
                ]
                for plain, places in references
            },
            {_key(plain): frozenset(map(_key, users)) for plain, users in uses},
            self._structured(symbols, list[types.SymbolInformation]),
            frozenset(sources),
        )

    def _unstructured(self, value: object) -> Any:
        """Return the protocol's values as JSON has them."""
        return self._server.protocol.converter.unstructure(value)

    def _structured(self, value: Any, kind: Any) -> Any:
        """Return a value of the protocol as it was kept. Raise where it is something else."""
        return self._server.protocol.converter.structure(value, kind)


def _key_of(stamp: str, identity: tuple[int, int, int]) -> str:
    return digest(stamp.encode(), repr(tuple(identity)).encode())


def _plain(value: object) -> Any:
    """Tuples of texts and numbers as lists; None for anything else, None itself as an empty table."""
    if isinstance(value, tuple):
        parts = [_plain(part) for part in value]
        return None if any(part is None for part in parts) else parts
    if value is None:
        return {}
    return value if isinstance(value, (str, int)) else None


def _key(plain: Any) -> Any:
    """Return the tuple that a list was."""
    if isinstance(plain, list):
        return tuple(map(_key, plain))
    return None if isinstance(plain, dict) else plain
