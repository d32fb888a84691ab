"""The open documents: their text as the editor has it, and what each version looked like."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Mapping

from persistlint.text.uris import to_path
from persistlint_server.languages import language_for
from persistlint_server.text import EditedText, Places

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lsprotocol.types import Position

    from persistlint.analysis.analysis import Lookup
    from persistlint.analysis.memory import Memory
    from persistlint.text.document import Document
    from persistlint_server.questions import Waiting
    from persistlint_server.results import Result


class Snapshot:
    """A document at one moment: ``version`` is the client's number, ``serial`` ours, which also counts changes around the document."""

    __slots__ = ("document", "places", "serial", "uri", "version")

    def __init__(self, uri: str, version: int | None, serial: int, document: Document, encoding: str) -> None:
        self.uri = uri
        self.version = version
        self.serial = serial
        self.document = document
        self.places = Places(document, encoding)


class Typing:
    """The lines that are being typed, as far as the edits tell. Text there that can't be read is most likely not finished.

    ``line`` is the line (from 0) where the last edits began, -1 where nobody is in the middle of something, and ``last`` the line that typing has come to from there, with
    the Enter key: a loop isn't finished before its ``done`` is there. ``known`` are the unreadable places that
    were there before; ``seen`` those of the last analysis, and ``told`` whether one of them is shown.
    """

    __slots__ = ("known", "last", "line", "seen", "told")

    def __init__(self) -> None:
        self.line = self.last = -1
        self.known: frozenset[str] = frozenset()
        self.seen: frozenset[str] = frozenset()
        self.told = False

    def edited(self, first: int, last: int, text: str) -> None:
        """Note an edit from line ``first`` to ``last``. An edit of several lines is no typing."""
        if last - first > 1 or text.count("\n") > 1:
            self.paused()
            return
        added = text.count("\n")
        if 0 <= self.line <= first <= self.last:
            self.last = max(self.last + added - (last - first), first + added)
        else:
            # Elsewhere: what is unreadable by now has been left so.
            self.known = self.seen
            self.line, self.last = first, first + added

    def paused(self) -> bool:
        """Note that the user has stopped typing, by saving for instance; return whether a held-back finding may show now."""
        held_back = self.line >= 0 and bool(self.seen - self.known)
        self.line = self.last = -1
        return held_back

    def hides(self, line: int, text: str) -> bool:
        """Return whether the unreadable place ``what`` on ``line`` may come from typing."""
        return 0 <= self.line <= line and text not in self.known


class OpenDocument:
    """A document between its opening and its closing. ``lock`` guards its text, its serial and who waits for it."""

    __slots__ = (
        "_encoding",
        "_snapshot",
        "_text",
        "closed",
        "language_id",
        "lock",
        "looked_at",
        "lookups",
        "memory",
        "path",
        "result",
        "serial",
        "typing",
        "uri",
        "version",
        "waiting",
    )

    def __init__(
        self, uri: str, language_id: str, version: int | None, text: str, serial: int, encoding: str
    ) -> None:
        self.uri = uri
        self.language_id = language_id
        self.version = version
        #: The file's absolute path; for a document that is no file a name that no file has.
        self.path = path_of(uri)
        self.lock = threading.Lock()
        self.serial = serial
        self.closed = False
        self.waiting: list[Waiting] = []
        #: What the last analysis gave and asked for; ``result`` and ``memory`` may be dropped to save memory.
        self.result: Result | None = None
        self.lookups: list[Lookup] = []
        #: The paths that were looked up, and the folders above them.
        self.looked_at: frozenset[str] = frozenset()
        self.memory: Memory | None = None
        self.typing = Typing()
        self._encoding = encoding
        self._text = EditedText(text)
        self._snapshot: Snapshot | None = None

    @property
    def is_file(self) -> bool:
        return os.path.isabs(self.path)

    def edit(self, start: Position, end: Position, text: str) -> None:
        """Replace a range. The caller holds the lock and calls ``changed`` when all edits are made."""
        start, end = sorted((start, end), key=lambda place: (place.line, place.character))
        self.typing.edited(start.line, end.line, text)
        self._text.replace(start, end, text, self._encoding)

    def replace(self, text: str) -> None:
        """Replace everything. The caller holds the lock."""
        self.typing.paused()
        self._text = EditedText(text)

    def changed(self, serial: int) -> None:
        """Something that the findings depend on is different from now on. The caller holds the lock."""
        self.serial = serial
        self._snapshot = None

    def looked_for(self, path: str) -> bool:
        """Return whether the last analysis asked for the file or folder at ``path``, what lies below it, or the names of its folder."""
        folder = os.path.dirname(path)
        return path in self.looked_at or any(
            lookup.kind == "folder" and lookup.name == folder for lookup in self.lookups or ()
        )

    def depends_on(self, lookups: list[Lookup]) -> None:
        """Note what the last analysis asked outside the document."""
        paths: set[str] = set()
        for lookup in lookups:
            path = lookup.name
            while path and path not in paths:
                paths.add(path)
                path = os.path.dirname(path)
        self.lookups, self.looked_at = lookups, frozenset(paths)

    def snapshot(self) -> Snapshot:
        """Return the document as it is now."""
        with self.lock:
            return self.snapshot_locked()

    def snapshot_locked(self) -> Snapshot:
        """Return the document as it is now, for a caller who holds the lock."""
        if self._snapshot is None:
            document = self._text.document(self.path, "")
            document.language = language_for(self.path, self.language_id, document.data[:4096])
            self._snapshot = Snapshot(self.uri, self.version, self.serial, document, self._encoding)
        return self._snapshot


class OpenTexts(Mapping[str, bytes]):
    """The texts of the open files by path, for a ``Workspace``, which reads them instead of the files."""

    def __init__(self) -> None:
        self._by_path: dict[str, OpenDocument] = {}
        self._lock = threading.Lock()
        self._count = 0
        #: When each path's text was last changed, in that order.
        self._changes: dict[str, int] = {}

    def add(self, document: OpenDocument) -> None:
        if document.is_file:
            self._by_path[document.path] = document
            self.note(document)

    def remove(self, document: OpenDocument) -> None:
        if self._by_path.get(document.path) is document:
            del self._by_path[document.path]
            self.note(document)

    def note(self, document: OpenDocument) -> None:
        """Note that a document's text is another one than before."""
        with self._lock:
            self._count += 1
            self._changes.pop(document.path, None)
            self._changes[document.path] = self._count

    def changed_since(self, moment: int) -> tuple[int, list[str]]:
        """Return the moment of the last change, and the paths whose text was changed after ``moment``; 0 is before all of them."""
        with self._lock:
            paths = []
            for path, changed in reversed(self._changes.items()):
                if changed <= moment:
                    break
                paths.append(path)
            return self._count, paths

    def open_document(self, path: str) -> OpenDocument | None:
        """Return the open document that is the file at ``path``, None without one."""
        return self._by_path.get(path)

    def __contains__(self, path: Any) -> bool:
        return path in self._by_path

    def __getitem__(self, path: str) -> bytes:
        return self._by_path[path].snapshot().document.data

    def __iter__(self) -> Iterator[str]:
        return iter(list(self._by_path))

    def __len__(self) -> int:
        return len(self._by_path)


def path_of(uri: str) -> str:
    """Return the absolute path of a ``file:`` URI. Any other URI, which is no path, stays."""
    path = to_path(uri)
    return os.path.normpath(path) if path and os.path.isabs(path) else uri
