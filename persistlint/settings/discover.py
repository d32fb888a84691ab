"""Discovery of the settings in force for a file, and of its project's root."""

from __future__ import annotations

import os
import stat

from persistlint.files.places import repository_above, resolve
from persistlint.files.read import read_regular
from persistlint.settings.paths import shown
from persistlint.settings.settings import Settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection

#: A larger ``pyproject.toml`` holds no settings of ours.
MOST_PYPROJECT = 1_000_000

#: In the order in which they are looked for in a folder.
FILE_NAMES = ("persistlint.toml", ".persistlint.toml", "pyproject.toml")


class SettingsFinder:
    """Finds settings upward from each file, and remembers them by folder.

    ``config`` is a settings file that the user names: it is used for every file, and none is looked for. ``isolated``
    means that no settings file is read at all. Either way a project's root is where it would have been. A file that is found may build on files
    outside its project only where ``trusted`` is true.
    """

    __slots__ = ("_bare", "_by_folder", "_by_origin", "_config", "_isolated", "_settings", "_trusted")

    def __init__(self, config: str | None = None, isolated: bool = False, trusted: bool = False) -> None:
        self._config = config
        # What the user names is the user's own.
        self._trusted = trusted or config is not None
        self._isolated = isolated
        self._by_folder: dict[str, tuple[str, str | None] | None] = {}
        self._by_origin: dict[tuple[str, str | None], Settings] = {}
        #: Folders that are known to hold neither a settings file nor a ``.git``.
        self._bare: set[str] = set()
        #: By folder, as it was asked for.
        self._settings: dict[str, Settings] = {}

    def listed(self, folder: str, names: Collection[str]) -> None:
        """Hear of the names in a folder, in lower case: what isn't there isn't looked for."""
        if ".git" not in names and not any(name in names for name in FILE_NAMES):
            self._bare.add(folder)

    def for_file(self, path: str) -> Settings:
        """Return the settings for the file at ``path``, with its ``per-file`` entries applied. Raises ``SettingsProblem``."""
        return self.for_folder(os.path.dirname(os.path.abspath(path))).for_path(path)

    def for_folder(self, folder: str) -> Settings:
        """Return the settings for the files that lie in ``folder``. Raises ``SettingsProblem``."""
        settings = self._settings.get(folder)
        if settings is None:
            settings = self._settings[folder] = self._for_absolute(os.path.abspath(folder))
        return settings

    def _for_absolute(self, folder: str) -> Settings:
        root, origin = self._find(folder) or (_base(folder), None)
        if self._isolated:
            origin = None
        elif self._config is not None:
            origin = self._config
        key = (root, origin)
        if key not in self._by_origin:
            settings = self._read(origin)
            settings.root = root
            self._by_origin[key] = settings
        return self._by_origin[key]

    def all(self) -> list[Settings]:
        """Return every distinct settings object that has been given out so far."""
        return list(self._by_origin.values())

    def _find(self, folder: str) -> tuple[str, str | None] | None:
        """Return the project's root and its settings file, None where no folder above has a settings file or a ``.git``."""
        missing = []
        place: tuple[str, str | None] | None = None
        while True:
            if folder in self._by_folder:
                place = self._by_folder[folder]
                break
            missing.append(folder)
            if folder not in self._bare:
                origin = settings_file(folder)
                if origin is not None or os.path.lexists(os.path.join(folder, ".git")):
                    place = (folder, origin)
                    break
            parent = os.path.dirname(folder)
            if parent == folder:
                break
            folder = parent
        for name in missing:
            self._by_folder[name] = place
        return place

    def _read(self, origin: str | None) -> Settings:
        if origin is None:
            return Settings()
        # TOML is read only where there is some: a plain script must not pay for it.
        from persistlint.settings.read import read_settings

        return read_settings(shown(origin), self._trusted)


def _base(folder: str) -> str:
    """Return the root of a project without settings and repository: the working directory for what lies in it, else ``folder``.

    The whole file system and a home directory are no project.
    """
    here = os.getcwd()
    if here in (os.path.dirname(here), os.path.expanduser("~")):
        return folder
    return here if (folder + os.sep).startswith(here + os.sep) else folder


def settings_file(folder: str) -> str | None:
    """Return the path of the file that holds settings in ``folder`` itself, None where there is none."""
    for name in FILE_NAMES:
        path = os.path.join(folder, name)
        try:
            mode = os.lstat(path).st_mode
        except (OSError, ValueError):
            continue
        # Where a link leads is looked at by whoever reads the settings. A pipe of this name is no settings file, but a mistake to be told.
        if name == "pyproject.toml":
            real = _real(folder, name) if stat.S_ISLNK(mode) else path
            if real is not None and _has_table(real):
                return path
        elif not stat.S_ISDIR(mode):
            return path
    return None


def _real(folder: str, name: str) -> str | None:
    """Return where the link ``name`` in ``folder`` leads, None where that is out of the project."""
    folder = os.path.realpath(folder)
    return resolve(os.path.join(folder, name), (repository_above(folder) or folder,))


def _has_table(path: str) -> bool:
    """Return whether a ``pyproject.toml`` holds our settings. A file that can't be read or isn't TOML doesn't."""
    try:
        data = read_regular(path, MOST_PYPROJECT, follow=False)
    except (OSError, ValueError):
        return False
    # Loading tomllib takes a fifth of a whole run: only a text that can hold the table is parsed.
    if not any(
        (b"persistlint" in line and b"tool" in line) or line.strip() == b"[tool]"
        for line in data.split(b"\n")
    ):
        return False
    import tomllib

    try:
        tool = tomllib.loads(data.decode("utf-8-sig")).get("tool")
    except (ValueError, RecursionError):
        # It names persistlint: reading it in earnest says what is wrong with it.
        return b"tool.persistlint" in data
    return isinstance(tool, dict) and "persistlint" in tool
