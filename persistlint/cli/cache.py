"""Results of earlier runs, by the content of the files: what hasn't changed isn't analysed again.

A result counts as long as the file's content, the settings, persistlint (and the rule packages that the settings name) are the same and
every lookup that the analysis made outside the file is answered as it was. Files in the cache that can't be read or aren't ours are passed over.
"""

from __future__ import annotations

import os
import sys

from persistlint.text.digest import digest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from persistlint.analysis.analysis import Analysis
    from persistlint.analysis.record import Record
    from persistlint.analysis.workspace import Workspace
    from persistlint.settings.settings import Settings
    from persistlint.text.document import Document

    #: The results of some files: for each its key and its record.
    Shard = dict[str, tuple[str, Record]]

#: Results of another version or project that nobody has touched for so long are removed (in seconds).
_OLD = 30 * 86_400


def cache_folder(wish: str | None) -> str:
    """Where results are kept: ``wish``, else ``PERSISTLINT_CACHE_DIR``, else the user's folder for caches."""
    named = wish or os.environ.get("PERSISTLINT_CACHE_DIR")
    if named:
        return named
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or os.path.expanduser("~\\AppData\\Local")
    elif sys.platform == "darwin":
        base = os.path.expanduser("~/Library/Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return os.path.join(base, "persistlint")


class ResultCache:
    """The results in ``folder``. What a run adds is written by ``write``; several runs may use one folder at once."""

    __slots__ = ("_changed", "_folders", "_settings", "_shards", "_stamp", "folder")

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self._shards: dict[str, Shard] = {}
        self._changed: set[str] = set()
        self._settings: dict[int, tuple[Settings, str]] = {}
        self._stamp = _stamp()
        #: Where a project's results are. They are in files by the digest of a path: a run over one file reads little of a large project's.
        self._folders: dict[str, str] = {}

    def find(
        self, path: str, document: Document, settings: Settings, workspace: Workspace
    ) -> Analysis | None:
        """What is known of the document in the file at the absolute ``path``; None where nothing is, or not any more."""
        known = self._shard(self._file(path, settings)).get(path)
        if known is None:
            return None
        from persistlint.analysis.record import analysis_of, holds

        try:
            key, record = known
            if key != self._key(document, settings) or not holds(record, workspace):
                return None
            return analysis_of(record, document, workspace)
        except (KeyError, TypeError, ValueError, IndexError):
            # Somebody else's file, or half of one.
            return None

    def keep(self, path: str, document: Document, settings: Settings, record: Record) -> None:
        """Remember the result for the next run."""
        shard = self._file(path, settings)
        self._shard(shard)[path] = (self._key(document, settings), record)
        self._changed.add(shard)

    def write(self) -> None:
        """Put what was added into the folder. Where that can't be done, the next run does the work again."""
        if not self._changed:
            return
        from persistlint.text.kept_file import put

        try:
            self._make()
            for name in sorted(self._changed):
                self._make_root(os.path.dirname(name))
                shard = {path: kept for path, kept in self._shard(name).items() if os.path.exists(path)}
                put(name, _dumped(shard))
        except OSError:
            return

    def _make(self) -> None:
        """Make this version's folder, and remove those of versions that are not used any more."""
        own = os.path.join(self.folder, self._stamp)
        if os.path.isdir(own):
            return
        os.makedirs(own, exist_ok=True)
        # Programs that make backups leave such folders alone (https://bford.info/cachedir/).
        with open(os.path.join(self.folder, "CACHEDIR.TAG"), "w", encoding="ascii") as tag:
            tag.write(
                "Signature: 8a477f597d28d172789f06886806bc55\n# Results of persistlint; may be deleted.\n"
            )
        _sweep(self.folder, own)

    def _make_root(self, folder: str) -> None:
        """Make the folder of a project, and remove those of projects in which nothing was found anew for long."""
        if not os.path.isdir(folder):
            os.makedirs(folder, exist_ok=True)
            _sweep(os.path.dirname(folder), folder)

    def _file(self, path: str, settings: Settings) -> str:
        folder = self._folders.get(settings.root)
        if folder is None:
            root = digest(os.fsencode(settings.root))[:16]
            folder = self._folders[settings.root] = os.path.join(self.folder, self._stamp, root, "")
        return f"{folder}{digest(os.fsencode(path))[0]}.json"

    def _shard(self, name: str) -> Shard:
        found = self._shards.get(name)
        if found is None:
            found = self._shards[name] = _read(name)
        return found

    def _key(self, document: Document, settings: Settings) -> str:
        known = self._settings.get(id(settings))
        if known is None:
            known = self._settings[id(settings)] = (settings, _settings_digest(settings))
        shown = document.path.encode("utf-8", "surrogateescape")
        return digest(document.data, document.language.encode(), shown, known[1].encode())


def _read(name: str) -> Shard:
    try:
        with open(name, "rb") as file:
            data = file.read()
    except OSError:
        return {}
    from json import loads

    try:
        shard = loads(data.decode("ascii"))
    except ValueError:
        return {}
    return shard if isinstance(shard, dict) else {}


def _sweep(folder: str, but: str) -> None:
    """Remove the folders beside ``but`` that are ours and nobody has touched for long."""
    from time import time

    for entry in os.scandir(folder):
        if len(entry.name) == len(os.path.basename(but)) and entry.is_dir(follow_symlinks=False):
            if entry.path != but and entry.stat().st_mtime < time() - _OLD:
                from shutil import rmtree

                rmtree(entry.path, ignore_errors=True)


def _dumped(shard: Shard) -> bytes:
    from json import dumps

    return dumps(shard, separators=(",", ":")).encode("ascii")


def _settings_digest(settings: Settings) -> str:
    """A digest of everything in the settings that a result can depend on."""
    choices = [settings, *settings.layers]
    rules = [(one.select, one.extend_select, one.ignore, sorted(one.severity.items())) for one in choices]
    told: list[Any] = [
        settings.root,
        rules,
        sorted(settings.images.items()),
        settings.stateless_images,
        settings.client_version,
        settings.engine_version,
        settings.mandatory,
        settings.require_reason,
        settings.throw_away,
        [(package, _package_stamp(package)) for package in settings.plugins],
    ]
    return digest(repr(told).encode("utf-8", "surrogateescape"))


def _stamp() -> str:
    """What stands for this persistlint: its version, and where it is worked on, its files."""
    import persistlint
    from persistlint.rules.registry import BUILT_IN, import_module
    from persistlint.version import VERSION

    parts = [VERSION, sys.version]
    for package in (persistlint, import_module(BUILT_IN)):
        folder = os.path.dirname(str(package.__file__))
        if "site-packages" not in folder and "dist-packages" not in folder:
            parts.append(_files_stamp(folder))
    return digest(*(part.encode() for part in parts))


def _package_stamp(name: str) -> str:
    """The files of the rule package that is announced as ``name``."""
    from importlib.metadata import entry_points
    from importlib.util import find_spec

    from persistlint.rules.registry import GROUP

    out = []
    for point in entry_points(group=GROUP):
        if name in (point.name, point.dist.name if point.dist is not None else ""):
            spec = find_spec(point.module.partition(".")[0])
            for folder in spec.submodule_search_locations or () if spec is not None else ():
                out.append(_files_stamp(folder))
            if spec is not None and spec.origin is not None and not spec.submodule_search_locations:
                out.append(_files_stamp(os.path.dirname(spec.origin)))
    return " ".join(out)


def _files_stamp(folder: str) -> str:
    found = []
    for base, folders, names in os.walk(folder):
        folders[:] = [one for one in folders if one != "__pycache__"]
        for name in names:
            state = os.stat(os.path.join(base, name))
            found.append(f"{base}/{name} {state.st_size} {state.st_mtime_ns}")
    return digest("\n".join(sorted(found)).encode("utf-8", "surrogateescape"))


def settings_stamp(settings: Settings) -> str:
    """What stands for this persistlint and for everything in the settings that a result can depend on."""
    return digest(_stamp().encode(), _settings_digest(settings).encode())
