"""Paths as a repository's host knows them: from its root, wherever the command runs."""

from __future__ import annotations

import os

from persistlint.files.read import read_start
from persistlint.settings.paths import below


class Repository:
    """Finds the root of the repository that a file lies in, and remembers it by folder."""

    __slots__ = ("_folder", "_roots")

    def __init__(self, folder: str | None = None) -> None:
        #: Where paths are told from; the root of what lies in no repository.
        self._folder = os.path.abspath(folder) if folder is not None else os.getcwd()
        self._roots: dict[str, str] = {}

    def below_root(self, path: str) -> str:
        """Return ``path`` as seen from its repository's root, with slashes. It is absolute where it lies outside of everything."""
        if "://" in path:
            # A container of an engine: no file.
            return path
        absolute = os.path.abspath(os.path.join(self._folder, path))
        return below(absolute, self._root(os.path.dirname(absolute))) or absolute.replace(os.sep, "/")

    def _root(self, folder: str) -> str:
        root = self._roots.get(folder)
        if root is None:
            root = self._roots[folder] = _search(folder) or self._folder
        return root


def _search(folder: str) -> str | None:
    """Return the nearest folder above in which a repository begins. A submodule belongs to the repository around it, as hosts show it."""
    inner = None
    while True:
        mark = os.path.join(folder, ".git")
        if os.path.lexists(mark):
            if not _is_submodule(mark):
                return folder
            inner = inner or folder
        parent = os.path.dirname(folder)
        if parent == folder:
            return inner
        folder = parent


def _is_submodule(mark: str) -> bool:
    """Return whether ``mark``, a repository's ``.git``, is the file that git puts into a submodule."""
    try:
        return b"/modules/" in read_start(mark, 4096, follow=False)
    except OSError:
        # A folder.
        return False
