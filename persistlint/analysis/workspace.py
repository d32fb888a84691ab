"""The project around a document: what an analysis may look up outside it."""

from __future__ import annotations

import os
import stat

from persistlint.analysis.analysis import Lookup
from persistlint.files.places import is_below, repository_above, resolve
from persistlint.files.read import read_regular
from persistlint.text.budgets import LARGEST_OTHER_FILE
from persistlint.text.digest import digest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from persistlint.analysis.engine_answers import AskableEngine
    from persistlint.analysis.memory import Memory
    from persistlint.analysis.project_index import ProjectIndex
    from persistlint.hosts.discover import FoundFile
    from persistlint.hosts.ignored import Ignored
    from persistlint.shell.evaluate.memo import SourcedFiles


class Workspace:
    """A project's root folder, and what a document of it may look up.

    Files are read in the root's repository, or in the root where there is none, and in the folders ``opened`` in an editor. Any other
    path, also one that a symbolic link leads to, isn't even looked at: that could reach another machine. Texts that an editor holds come before files.

    ``engine`` is the running engine that may be asked, None where the user didn't say so.
    """

    __slots__ = (
        "_cache",
        "_ignored",
        "_index",
        "_named",
        "_places",
        "engine",
        "open_changes",
        "open_texts",
        "opened",
        "root",
        "shares_memories",
        "sourced_files",
    )

    def __init__(self, root: str) -> None:
        self.root = os.path.realpath(root)
        self.engine: AskableEngine | None = None
        #: Texts of open documents by absolute path, which count instead of the files.
        self.open_texts: Mapping[str, bytes] = {}
        #: Tells the paths of the open texts that were changed after a moment, and the moment of the last change; None where all are to be looked at.
        self.open_changes: Callable[[int], tuple[int, list[str]]] | None = None
        self.opened: tuple[str, ...] = ()
        #: What was sourced by the documents that were analysed so far; None until one sources something.
        self.sourced_files: SourcedFiles | None = None
        #: Whether what the index reads of a file is kept for that file's own analysis: for a run that analyses each file once.
        self.shares_memories = False
        self._index: ProjectIndex | None = None
        self._named = os.path.abspath(root)
        #: The folders whose files are looked at, as they are named and their real paths; empty until somebody asks.
        self._places: dict[str, str] = {}
        self._cache: dict[str, tuple[tuple[int, int, int], bytes] | None] = {}
        #: By folder what its ``.gitignore`` files were, from the root down, and what they pass over.
        self._ignored: dict[str, tuple[list[tuple[int, int, int] | None], Ignored | None]] = {}

    @property
    def index(self) -> ProjectIndex:
        """Return the index of what the project's files state about one another."""
        if self._index is None:
            from persistlint.analysis.project_index import ProjectIndex

            self._index = ProjectIndex(self)
        return self._index

    def take_memory(self, path: str) -> Memory | None:
        """Return what the index remembers of the document that is called ``path``, once; None where it didn't read it."""
        return self._index.take_memory(path) if self._index is not None else None

    def files_changed(self) -> None:
        """Let the next question about the project's files look at them again."""
        self._ignored.clear()
        if self._index is not None:
            self._index.texts.refresh()

    def files(self, listed: Callable[[str, frozenset[str]], None]) -> list[FoundFile]:
        """Return the files below the root that a check of it would read. ``listed`` is called with each folder and the names in it."""
        from persistlint.hosts.discover import discover

        return discover([self.root], listed=listed)

    def read(self, folder: str, name: str, lookups: list[Lookup]) -> tuple[str, bytes] | None:
        """Return path and bytes of the file ``name`` seen from ``folder`` (then from the root), None where there is none to be read.

        Every question is noted in ``lookups``, also one without an answer.
        """
        for base in (folder, self.root):
            path = os.path.normpath(os.path.join(base, name))
            data = self.bytes_of(path)
            lookups.append(Lookup("file", path, _digest(data)))
            if data is not None:
                return path, data
            if os.path.isabs(name):
                break
        return None

    def kind(self, folder: str, name: str, lookups: list[Lookup]) -> str:
        """Return the kind of the path ``name`` seen from ``folder``: "file", "directory", "ignored", or "" where the project has nothing there.

        What isn't there is "ignored" where git would pass it over: each copy of the project has its own.
        A symbolic link is what it leads to, "elsewhere" where that is outside the project. The question is noted in ``lookups``.
        """
        path = os.path.normpath(os.path.join(folder, name))
        kind = ""
        if is_below(path, self.root):
            if path in self.open_texts:
                kind = "file"
            else:
                real = self._real(path)
                try:
                    if real is None:
                        kind = "elsewhere"
                    else:
                        kind = "directory" if stat.S_ISDIR(os.lstat(real).st_mode) else "file"
                except (OSError, ValueError):
                    if self._is_ignored(path):
                        kind = "ignored"
        lookups.append(Lookup("path", path, kind or None))
        return kind

    def names(self, folder: str, lookups: list[Lookup]) -> list[str]:
        """Return the names in a folder of the project, sorted; none where there is no such folder. The question is noted in ``lookups``."""
        path = os.path.normpath(folder)
        names: list[str] = []
        real = self._real(path) if is_below(path, self.root) else None
        if real is not None:
            try:
                names = sorted(os.listdir(real))
            except (OSError, ValueError):
                names = []
        lookups.append(Lookup("folder", path, _digest_of_names(names)))
        return names

    def _is_ignored(self, path: str) -> bool:
        """Return whether the project's ``.gitignore`` files pass over the absolute ``path``, or a folder above it."""
        folder, name = os.path.split(path)
        rules = self._ignored_in(folder)
        return rules is None or rules(os.path.join(folder, name), False)

    def _ignored_in(self, folder: str) -> Ignored | None:
        """Return the rules in force in a folder of the project, None where it is ignored itself. Read once, until a ``.gitignore`` from the root down changes."""
        from persistlint.hosts.ignored import ignored_at

        folders = [self.root]
        if folder != self.root:
            for name in os.path.relpath(folder, self.root).split(os.sep):
                folders.append(os.path.join(folders[-1], name))
        identities = [_identity_at(os.path.join(each, ".gitignore")) for each in folders]
        read = self._ignored.get(folder)
        if read is not None and read[0] == identities:
            return read[1]
        rules: Ignored | None = ignored_at(self.root)
        for each in folders[1:]:
            rules = None if rules is None or rules(each, True) else rules.inside(each)
        self._ignored[folder] = (identities, rules)
        return rules

    def still(self, lookup: Lookup) -> bool:
        """Return whether a question to this workspace still has the same answer. An engine isn't asked again: True."""
        if lookup.kind == "file":
            return _digest(self.bytes_of(lookup.name)) == lookup.answer
        if lookup.kind == "project":
            return self.index.texts.still(lookup)
        if lookup.kind == "folder":
            asked: list[Lookup] = []
            self.names(lookup.name, asked)
            return asked[0].answer == lookup.answer
        if lookup.kind == "path":
            return (self.kind(self.root, lookup.name, []) or None) == lookup.answer
        if lookup.kind == "date":
            from persistlint.suppressions.today import today

            return today() == lookup.answer
        return True

    def bytes_of(self, path: str) -> bytes | None:
        """Return the content of a file, or the editor's text of it. None where the project has none that is read."""
        if path in self.open_texts:
            return self.open_texts[path]
        try:
            real = self._real(path)
            if real is None:
                return None
            status = os.lstat(real)
            if not stat.S_ISREG(status.st_mode) or status.st_size > LARGEST_OTHER_FILE:
                return None
            identity = _identity(status)
            cached = self._cache.get(real)
            if cached is not None and cached[0] == identity:
                return cached[1]
            data = read_regular(real, LARGEST_OTHER_FILE, follow=False)
        except (OSError, ValueError):
            return None
        self._cache[real] = (identity, data)
        return data

    def _real(self, path: str) -> str | None:
        """Return where the normalized ``path`` leads, None where it leaves the places that are looked at. Nothing outside of them is touched."""
        if not self._places:
            for folder in (self._named, repository_above(self._named) or self._named, *self.opened):
                self._places[folder] = os.path.realpath(folder)
        for named, real in self._places.items():
            # The way to the project may lead through a link: that one is the user's.
            if named != real and is_below(path, named):
                path = os.path.normpath(os.path.join(real, os.path.relpath(path, named)))
        return resolve(path, self._places.values())


def _identity(status: os.stat_result) -> tuple[int, int, int]:
    """Return what changes with a file's content."""
    return status.st_mtime_ns, status.st_size, status.st_ino


def _identity_at(path: str) -> tuple[int, int, int] | None:
    """Return the identity of what is at ``path``, None where there is nothing."""
    try:
        return _identity(os.lstat(path))
    except (OSError, ValueError):
        return None


def _digest_of_names(names: list[str]) -> str | None:
    return digest("\n".join(names).encode("utf-8", "surrogateescape")) if names else None


def _digest(data: bytes | None) -> str | None:
    return None if data is None else digest(data)
