"""The projects that documents belong to: their settings as the editor and the files state them, and their workspaces."""

from __future__ import annotations

import os
import threading

from persistlint.settings.discover import FILE_NAMES, SettingsFinder
from persistlint.settings.problem import SettingsProblem
from persistlint.settings.settings import Settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from persistlint.analysis.workspace import Workspace
    from persistlint.engine.asking import AskedEngine
    from persistlint_server.documents import OpenDocument, OpenTexts

#: A folder that is nowhere: the root of documents that are no files, so that nothing is read for them.
_NOWHERE = os.path.join(os.devnull, "untitled")


class Project:
    """The ``settings`` in force for a folder's files in general, and the ``workspace`` of their root."""

    __slots__ = ("settings", "workspace")

    def __init__(self, settings: Settings, workspace: Workspace) -> None:
        self.settings = settings
        self.workspace = workspace

    def settings_of(self, path: str) -> Settings:
        """Return the settings for one of the files, with its ``per-file`` entries."""
        return self.settings.for_path(path)


class Projects:
    """Finds the project of a file. Files with wrong settings are noted in ``wrong``, and the last settings that were right stay in force.

    ``tell`` is told why an engine can't be asked.
    """

    def __init__(self, open_texts: OpenTexts, tell: Callable[[str], None]) -> None:
        self._open_texts = open_texts
        self._tell = tell
        self._lock = threading.RLock()
        self._finder = SettingsFinder()
        self._by_folder: dict[str, Project] = {}
        self._by_settings: dict[int, Project] = {}
        self._last_right: dict[str, Project] = {}
        self._engine: AskedEngine | None = None
        #: The folders that are open in the editor.
        self.folders: list[str] = []
        #: Whether the editor says that the workspace is trusted: only then plugins are loaded and an engine is asked.
        self.trusted = False
        #: What the editor's own settings say, as a table with the settings' names; it counts over the file.
        self.stated: dict[str, Any] = {}
        #: The paths of the settings files in which something is wrong.
        self.wrong: set[str] = set()
        #: Counts the resets: what was looked up before one doesn't go with what is looked up after it.
        self.resets = 0
        #: The paths of the files that settings were read from, whatever they are called.
        self._sources: set[str] = set()

    def trust(self, trusted: bool) -> None:
        """Set whether the workspace is trusted. The caller resets; without trust nothing asks an engine any more."""
        with self._lock:
            self.trusted = trusted
            # What was right was so with the plugins.
            self._last_right.clear()
            if not trusted and self._engine is not None:
                self._engine.end()
                self._engine = None

    def reset(self) -> None:
        """Read all settings again when they are needed."""
        with self._lock:
            self._finder = SettingsFinder(trusted=self.trusted)
            self._by_folder.clear()
            self._by_settings.clear()
            self.wrong.clear()
            self.resets += 1

    def of(self, document: OpenDocument) -> Project:
        """Return the project of an open document. For settings, one that is no file belongs to the first open folder."""
        if document.is_file:
            return self.of_folder(os.path.dirname(document.path))
        return self.of_folder(self.folders[0] if self.folders else _NOWHERE, file=False)

    def of_folder(self, folder: str, file: bool = True) -> Project:
        """Return the project of the files in ``folder``."""
        key = folder if file else f"{folder}\\0"
        with self._lock:
            project = self._by_folder.get(key)
            if project is None:
                project = self._by_folder[key] = self._make(folder, file)
            return project

    def folder_of(self, path: str) -> str:
        """Return the innermost open folder that holds the file, "" where none does."""
        holding = [folder for folder in self.folders if path.startswith(os.path.join(folder, ""))]
        return max(holding, key=len, default="")

    def is_settings_file(self, path: str) -> bool:
        """Return whether the file holds settings: by its name, or because another settings file extends it."""
        return os.path.basename(path) in FILE_NAMES or path in self._sources

    def files_changed(self) -> None:
        """Let the next question about a project's files look at them again."""
        with self._lock:
            for project in self._by_settings.values():
                project.workspace.files_changed()

    def wrong_files(self) -> list[str]:
        """Return the settings files with problems, of the projects that were asked for."""
        with self._lock:
            return sorted(self.wrong)

    def _make(self, folder: str, file: bool) -> Project:
        from persistlint.analysis.workspace import Workspace
        from persistlint.rules.registry import rules_for

        try:
            stated = self._finder.for_folder(folder)
            existing = self._by_settings.get(id(stated)) if file else None
            if existing is not None:
                return existing
            settings = self._adjusted(stated)
            rules_for(settings)
            self._sources |= {
                os.path.abspath(origin.file) for origin in stated.stated.values() if origin.file
            }
        except SettingsProblem as problem:
            # One that isn't at a place in a file is about the editor's own settings.
            wrong = {os.path.abspath(each.path) for each in problem.all() if _is_file(each)}
            self.wrong |= wrong
            self._sources |= wrong
            last = self._last_right.get(folder)
            if last is not None:
                return last
            settings = Settings()
            settings.root = _root_of(folder)
            stated = settings
        if not file:
            settings.root = _NOWHERE
        workspace = Workspace(settings.root)
        workspace.open_texts = self._open_texts
        workspace.open_changes = self._open_texts.changed_since
        workspace.opened = tuple(self.folders)
        if settings.engine:
            workspace.engine = self._asked_engine()
        project = Project(settings, workspace)
        if file:
            self._by_settings[id(stated)] = project
            self._last_right[folder] = project
        return project

    def _adjusted(self, stated: Settings) -> Settings:
        from persistlint.settings.overlay import overlaid

        settings = overlaid(stated, self.stated)
        if not self.trusted:
            restrict(settings)
        return settings

    def _asked_engine(self) -> AskedEngine:
        if self._engine is None:
            from persistlint.engine.asking import AskedEngine

            self._engine = AskedEngine(self._tell)
        return self._engine


def restrict(settings: Settings) -> None:
    """Take from the settings what runs somebody's code or asks an engine, and whatever names the plugins' rules."""
    settings.engine = False
    if not settings.plugins:
        return
    from persistlint.rules.registry import RuleSet

    settings.plugins = []
    bare = Settings()
    rules = RuleSet(bare)
    selected = [name for name in settings.select if rules.knows(name)]
    if settings.select and not selected:
        # Only plugins' rules were asked for, and none of them runs.
        settings.ignore = ["ALL"]
    settings.select = selected
    settings.extend_select = [name for name in settings.extend_select if rules.knows(name)]
    settings.ignore = [name for name in settings.ignore if name == "ALL" or rules.knows(name)]
    settings.severity = {name: level for name, level in settings.severity.items() if rules.knows(name)}


def _is_file(problem: SettingsProblem) -> bool:
    """Return whether the problem is one of a file. A link that wasn't read isn't followed: it may lead out of the workspace."""
    return (problem.line > 0 or not os.path.islink(problem.path)) and os.path.isfile(problem.path)


def _root_of(folder: str) -> str:
    """Return the folder in which the project begins whose settings can't be read."""
    at = folder
    while True:
        if any(os.path.lexists(os.path.join(at, name)) for name in (*FILE_NAMES[:2], ".git")):
            return at
        parent = os.path.dirname(at)
        if parent == at:
            return folder
        at = parent
