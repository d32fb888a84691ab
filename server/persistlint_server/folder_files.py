"""The files of the open folders that are read for docker commands, and what is known of those that aren't open."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

from persistlint.hosts.discover import FoundFile, ReadProblem, discover, read_file
from persistlint_server.scheduler import Superseded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from lsprotocol import types

    from persistlint.analysis.analysis import Lookup
    from persistlint.analysis.workspace import Workspace
    from persistlint_server.file_names import FileNames
    from persistlint_server.kept_facts import KeptFacts
    from persistlint_server.server import PersistlintServer

#: What took so many seconds to find out is kept for the next server.
_WORTH_KEEPING = 1.0


class Seen:
    """The inputs of a file's analysis: the file's identity, the ``workspace`` (one per settings), and the lookups outside it."""

    __slots__ = ("identity", "lookups", "workspace")

    def __init__(self, identity: tuple[int, int, int], workspace: Workspace, lookups: list[Lookup]) -> None:
        self.identity = identity
        self.workspace = workspace
        self.lookups = lookups

    def holds(self, identity: tuple[int, int, int], workspace: Workspace) -> bool:
        """Return whether an analysis would have the same inputs now."""
        return (
            self.identity == identity
            and self.workspace is workspace
            and all(workspace.still(lookup) for lookup in self.lookups)
        )


class FileFacts:
    """The facts that outlive a file's analysis: its ``diagnostics`` as the protocol has them, with their ``id``, and its ``names``."""

    __slots__ = ("diagnostics", "id", "language", "names", "seen")

    def __init__(
        self, seen: Seen, language: str, diagnostics: list[types.Diagnostic], names: FileNames
    ) -> None:
        from persistlint_server.results import result_id

        self.seen = seen
        self.language = language
        self.diagnostics = diagnostics
        self.id = result_id(diagnostics)
        self.names = names


class FolderFacts:
    """The facts of the folders' files, each analysed when it is asked for and again only when it would be different.

    The search for names and the scan for findings share them. What took long is kept for the next server too.
    """

    def __init__(self, server: PersistlintServer) -> None:
        self._server = server
        self._known: dict[str, FileFacts] = {}
        self._kept: KeptFacts | None = None
        self._seconds = 0.0

    def of(self, file: FoundFile, checkpoint: Callable[[], None]) -> FileFacts | None:
        """Return the facts about a file, None for one that is open, can't be read or whose analysis breaks down.

        Raises ``Superseded`` as ``checkpoint`` does.
        """
        path = os.path.abspath(file.path)
        if self._server.open_texts.open_document(path) is not None:
            # What the editor has counts, and is analysed as such.
            return None
        identity = identity_of(path)
        if identity is None:
            return None
        project = self._server.projects.of_folder(os.path.dirname(path))
        facts = self._known.get(path)
        if facts is None or not facts.seen.holds(identity, project.workspace):
            facts = self._earlier(path, project.workspace, identity)
        if facts is None:
            began = time.monotonic()
            facts = self._found(file, path, identity, checkpoint)
            self._seconds += time.monotonic() - began
        if facts is not None:
            self._known[path] = facts
        return facts

    def keep(self, paths: set[str]) -> None:
        """Forget every file but these, and keep for the next server the facts that took long."""
        for path in self._known.keys() - paths:
            self._known.pop(path, None)
        if self._kept is not None:
            self._kept.forget()
            if self._seconds > _WORTH_KEEPING:
                self._seconds = 0.0
                self._kept.write(self._known)

    def _earlier(self, path: str, workspace: Workspace, identity: tuple[int, int, int]) -> FileFacts | None:
        """Return the facts that an earlier server found, where they still hold, else None."""
        if self._kept is None:
            # Loaded when the first file is asked for.
            from persistlint_server.kept_facts import KeptFacts

            self._kept = KeptFacts(self._server)
        return self._kept.find(path, workspace, identity)

    def _found(
        self, file: FoundFile, path: str, identity: tuple[int, int, int], checkpoint: Callable[[], None]
    ) -> FileFacts | None:
        # The analysis is loaded when the first file is to be read.
        from persistlint.assist.navigation import Indexed
        from persistlint_server.analysing import analysis_of_file
        from persistlint_server.features.diagnostics import diagnostics_of
        from persistlint_server.file_names import names_in

        server = self._server
        workspace = server.projects.of_folder(os.path.dirname(path)).workspace
        data = read_file(path)
        if isinstance(data, ReadProblem):
            return None
        try:
            snapshot, analysis = analysis_of_file(server, path, data, file.language, checkpoint)
            return FileFacts(
                Seen(identity, workspace, analysis.lookups),
                file.language,
                diagnostics_of(server, snapshot, analysis),
                names_in(Indexed(analysis), server),
            )
        except Superseded:
            raise
        except Exception as error:
            server.broken(f"the analysis of {path}", error)
            return None


def folder_files(server: PersistlintServer, checkpoint: Callable[[], None]) -> Iterator[FoundFile]:
    """Yield every file of the open folders once. ``checkpoint`` is called before each folder."""
    seen: set[str] = set()
    for folder in list(server.projects.folders):
        checkpoint()
        settings = server.projects.of_folder(folder).settings
        for file in discover((folder,), settings.exclude, settings.root):
            path = os.path.abspath(file.path)
            if file.problem is None and path not in seen:
                seen.add(path)
                yield file


def identity_of(path: str) -> tuple[int, int, int] | None:
    """Return a value that changes when the file does, None where the file can't be read."""
    try:
        state = os.stat(path)
    except OSError:
        return None
    return state.st_mtime_ns, state.st_size, state.st_ino
