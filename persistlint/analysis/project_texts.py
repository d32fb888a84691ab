"""The texts of a project that may hold commands, and which of them hold some words.

A question is a kind and a word: "build web" (a build may give this tag), "composed shop-db" (Compose may name an image so), "volume data" (the word stands
there), "ends compose" (a project may be taken down). The files that hold the words are noted as a lookup of kind "project".
"""

from __future__ import annotations

import os
import threading

from persistlint.analysis.analysis import Lookup
from persistlint.analysis.traces import holds_trace
from persistlint.files.places import is_below
from persistlint.text.budgets import MOST_BYTES_OF_A_PROJECT, MOST_NAMES
from persistlint.text.digest import digest
from persistlint.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from persistlint.analysis.workspace import Workspace

#: The marks between the words of a name.
MARKS = regex(r"[-_]")

#: The languages of the files that are looked through.
_ASKED = frozenset(("shell", "compose", "markdown", "makefile", "workflow", "systemd", "quadlet"))


class ProjectTexts:
    """The texts below a workspace's root that may hold commands. ``refresh`` lets it look at the files again."""

    __slots__ = ("_answers", "_languages", "_lines", "_lock", "_looked", "_open", "_texts", "_workspace")

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        #: The texts on the disk by path; None until somebody asks, empty where there are too many.
        self._texts: dict[str, bytes] | None = None
        self._languages: dict[str, str] = {}
        self._answers: dict[str, tuple[str, ...]] = {}
        #: By path, a text and its lines in which an image may be built.
        self._lines: dict[str, tuple[bytes, bytes]] = {}
        #: The open texts that aren't what the disk has, each with its answers to the questions so far; and up to which change they are known.
        self._open: dict[str, tuple[bytes, dict[str, bool]]] = {}
        self._looked = 0
        #: Analyses of an editor's documents overlap.
        self._lock = threading.Lock()

    def refresh(self) -> None:
        """Forget the texts: files were made, changed or deleted."""
        self._texts = None
        self._answers = {}
        self._lines = {}
        self._open = {}
        self._looked = 0

    @property
    def looked_through(self) -> bool:
        """Return whether there are texts, and not too many."""
        return bool(self._disk())

    def asked(self, question: str, lookups: list[Lookup]) -> tuple[str, ...]:
        """Return the paths of the files that hold the words of a question, sorted. The question is noted in ``lookups``."""
        paths = self._holding(question)
        lookups.append(Lookup("project", question, _digest(paths)))
        return paths

    def still(self, lookup: Lookup) -> bool:
        """Return whether the same files hold the words of a question as then."""
        return _digest(self._holding(lookup.name)) == lookup.answer

    def held_on_disk(self, path: str, question: str) -> bool:
        """Return whether the file at ``path`` holds the words of a question, whatever an editor has of it."""
        return path in self._on_disk(question)

    def holds(self, path: str, question: str) -> bool:
        """Return whether the text at ``path`` holds the words of a question: the editor's, where it is open there."""
        text = self._workspace.open_texts.get(path)
        if text is None:
            return self.held_on_disk(path, question)
        return is_below(path, self._workspace.root) and self._holds(path, text, question)

    def language(self, path: str, text: bytes | None = None) -> str:
        """Return the language of the file at ``path``, and of its ``text`` where that is given."""
        language = self._languages.get(path)
        if language is None:
            from persistlint.hosts.detect import language_of

            data = text if text is not None else self._workspace.open_texts.get(path, b"")
            language = self._languages[path] = language_of(path, data[:4096])
        return language

    def _holding(self, question: str) -> tuple[str, ...]:
        """Return the paths of the files that hold the words of a question, sorted."""
        on_disk = self._on_disk(question)
        changed = self._changed_texts()
        if not changed:
            return on_disk
        held = []
        for path, (text, answers) in changed:
            if question not in answers:
                answers[question] = self._holds(path, text, question)
            if answers[question]:
                held.append(path)
        paths = {path for path, _ in changed}
        return tuple(sorted([*(path for path in on_disk if path not in paths), *held]))

    def _changed_texts(self) -> list[tuple[str, tuple[bytes, dict[str, bool]]]]:
        """Return the open texts below the root that aren't what the disk has, each with its answers to the questions so far."""
        texts = self._workspace.open_texts
        with self._lock:
            if self._workspace.open_changes is not None:
                self._looked, paths = self._workspace.open_changes(self._looked)
            else:
                paths = [*texts, *(path for path in self._open if path not in texts)]
            for path in paths:
                text = texts.get(path)
                if text is None or not is_below(path, self._workspace.root) or text == self._disk().get(path):
                    self._open.pop(path, None)
                elif path not in self._open or self._open[path][0] != text:
                    self._languages.pop(path, None)
                    self._open[path] = (text, {})
            return list(self._open.items())

    def _on_disk(self, question: str) -> tuple[str, ...]:
        paths = self._answers.get(question)
        if paths is None:
            paths = tuple(path for path, text in self._disk().items() if self._holds(path, text, question))
            self._answers[question] = paths
        return paths

    def _holds(self, path: str, text: bytes, question: str) -> bool:
        kind, _, word = question.partition(" ")
        if kind == "composed":
            # The service's name stands behind one of the marks: `shop-web-api` may be the service `web-api` or `api`.
            services = (word[mark.end() :] for mark in MARKS.finditer(word))
            held = any(service.encode("utf-8", "surrogateescape") in text for service in services if service)
            return held and b"build" in text and self.language(path, text) == "compose"
        if kind == "ends":
            return b"compose" in text and b"down" in text
        wanted = word.encode("utf-8", "surrogateescape")
        if wanted not in text:
            return False
        if kind == "build" and path.endswith(".build"):
            return b"ImageTag" in text
        if kind == "build" and self.language(path, text) != "compose":
            # A file is read as commands only where one of its builds may give this tag: evaluating a script costs as much as checking it.
            lines = self._lines_with_builds(path, text)
            return wanted in lines or b"$" in lines
        return kind != "build" or b"build" in text

    def _lines_with_builds(self, path: str, text: bytes) -> bytes:
        """Return the lines of a file in which an image may be built, looked for once in each text: each image that is run is asked for."""
        kept = self._lines.get(path)
        if kept is None or kept[0] is not text:
            kept = self._lines[path] = (text, b"\n".join(_build_lines(text)))
        return kept[1]

    def _disk(self) -> dict[str, bytes]:
        if self._texts is None:
            self._texts = self._walk()
        return self._texts

    def _walk(self) -> dict[str, bytes]:
        names = 0

        def count(_: str, listed: frozenset[str]) -> None:
            nonlocal names
            names += len(listed)
            if names > MOST_NAMES:
                raise _TooMany

        texts: dict[str, bytes] = {}
        size = 0
        try:
            paths = self._workspace.files(count)
        except _TooMany:
            return {}
        for file_path in paths:
            if file_path.problem is not None or file_path.language not in _ASKED:
                continue
            data = file_path.read()
            if not isinstance(data, bytes) or not _may_tell(file_path.language, data):
                continue
            size += len(data)
            if size > MOST_BYTES_OF_A_PROJECT:
                return {}
            path = os.path.normpath(os.path.abspath(file_path.path))
            texts[path] = data
            self._languages[path] = file_path.language
        return dict(sorted(texts.items()))


class _TooMany(Exception):
    """The project has more names than are looked through."""


def _may_tell(language: str, data: bytes) -> bool:
    return language in ("compose", "quadlet") or holds_trace(data)


def _build_lines(text: bytes) -> Iterator[bytes]:
    """Yield the lines, with what continues them, in which an image may be built under a tag."""
    at = text.find(b"build")
    while at >= 0:
        start = text.rfind(b"\n", 0, at) + 1
        end = text.find(b"\n", at)
        while end > 0 and text[end - 1 : end] == b"\\":
            end = text.find(b"\n", end + 1)
        if end < 0:
            end = len(text)
        line = text[start:end]
        if b"-t" in line or b"--tag" in line:
            yield line
        at = text.find(b"build", end)


def _digest(paths: tuple[str, ...]) -> str | None:
    return digest("\n".join(paths).encode("utf-8", "surrogateescape")) if paths else None
