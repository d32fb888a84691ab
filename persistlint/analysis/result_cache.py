"""Results of earlier runs and sessions: what hasn't changed isn't analysed again.

A result counts as long as its key is the same (the file, the settings, persistlint and the rule packages that the settings name) and every lookup that
the analysis made outside the file is answered as it was.

What stands in the cache is believed, so only the user may write there: a cache inside a checkout, or in a folder that isn't the user's, is refused with a
message. What can't be read, or doesn't have the form of an entry, is passed over.
"""

from __future__ import annotations

import os
import sys

from persistlint.analysis.analysis import Lookup
from persistlint.files.places import is_below, repository_above
from persistlint.files.private import (
    NotPrivate,
    check_base,
    check_private,
    make_base,
    make_private,
    read_private,
)
from persistlint.text.digest import digest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from persistlint.analysis.workspace import Workspace
    from persistlint.settings.settings import Settings
    from persistlint.text.document import Document

    #: The entries of some files: for each its key, its lookups with their answers, and its record, as plain data.
    Shard = dict[str, Any]

#: Results of another version or project that nobody has touched for so long are removed (in seconds).
_OLD = 30 * 86_400
#: A larger file isn't read.
_MOST_BYTES = 200_000_000

#: Stands in each folder of ours, and nothing is removed from a folder without it. Programs that make backups leave such folders alone
#: (https://bford.info/cachedir/).
_TAG = "CACHEDIR.TAG"
_MARK = b"Signature: 8a477f597d28d172789f06886806bc55\n# Results of persistlint; may be deleted.\n"
_HEXADECIMAL = frozenset("0123456789abcdef")


def cache_folder(wish: str | None) -> str:
    """Return where results are kept: ``wish``, else ``PERSISTLINT_CACHE_DIR``, else the user's folder for caches."""
    named = wish or os.environ.get("PERSISTLINT_CACHE_DIR")
    if named:
        return os.path.abspath(named)
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or os.path.expanduser("~\\AppData\\Local")
    elif sys.platform == "darwin":
        base = os.path.expanduser("~/Library/Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return os.path.join(os.path.abspath(base), "persistlint")


class ResultCache:
    """The entries in ``folder``. What is added is written by ``write``; several processes may use one folder at once.

    ``root`` names the project (or the set of open folders) that an entry belongs to. ``tell`` is told once why the cache isn't used.
    """

    __slots__ = ("_changed", "_folders", "_refused", "_shards", "_stamp", "_tell", "folder")

    def __init__(self, folder: str, tell: Callable[[str], None]) -> None:
        self.folder = folder
        self._tell = tell
        self._shards: dict[str, Shard] = {}
        self._changed: set[str] = set()
        self._stamp = _stamp()
        self._refused = False
        #: Where a project's entries are, "" for nowhere. They are in files by the digest of a path: a run over one file reads little of a large
        #: project's.
        self._folders: dict[str, str] = {}

    def find(self, root: str, path: str, key: str, workspace: Workspace) -> Any:
        """Return the record of the file at the absolute ``path``; None where there is none, or it holds no longer. Its form is the caller's affair."""
        name = self._file(root, path)
        entry = self._shard(name).get(path) if name else None
        if not isinstance(entry, (list, tuple)) or len(entry) != 3 or entry[0] != key:
            return None
        lookups = lookups_of(entry[1])
        if lookups is None or not all(workspace.still(lookup) for lookup in lookups):
            return None
        return entry[2]

    def keep(self, root: str, path: str, key: str, lookups: Iterable[Lookup], record: Any) -> None:
        """Keep the record for the next run."""
        name = self._file(root, path)
        if name:
            asked = {(lookup.kind, lookup.name, lookup.answer): None for lookup in lookups}
            self._shard(name)[path] = (key, list(asked), record)
            self._changed.add(name)

    def forget(self) -> None:
        """Drop from memory what nobody will ask for."""
        self._shards.clear()
        self._changed.clear()

    def write(self) -> None:
        """Put what was added into the folder. Where that can't be done, the next run does the work again."""
        if not self._changed or self._refused:
            return
        from json import dumps

        from persistlint.files.write import write_private

        try:
            self._make()
            for name in sorted(self._changed):
                self._make_marked(os.path.dirname(name))
                shard = {path: record for path, record in self._shard(name).items() if os.path.lexists(path)}
                write_private(name, dumps(shard, separators=(",", ":")).encode("ascii"))
        except NotPrivate as error:
            self._refuse(str(error.strerror))
        except (OSError, ValueError):
            return

    def _make(self) -> None:
        """Make this version's folder."""
        make_base(self.folder)
        self._make_marked(os.path.join(self.folder, self._stamp))

    def _make_marked(self, folder: str) -> None:
        """Make a folder of ours. Where it is new, folders of ours beside it that were not used for long are removed."""
        from persistlint.files.write import write_private

        if make_private(folder):
            write_private(os.path.join(folder, _TAG), _MARK)
            _sweep(os.path.dirname(folder), folder)

    def _file(self, root: str, path: str) -> str:
        """Return the path of the file that holds the entry; "" where nothing is kept."""
        folder = self._folders.get(root)
        if folder is None:
            folder = self._folders[root] = self._folder(root)
        return f"{folder}{digest(os.fsencode(path))[0]}.json" if folder and not self._refused else ""

    def _folder(self, root: str) -> str:
        """Return the folder of a project's entries; "" where they would be no safer than the project's own files."""
        if os.path.isabs(root):
            project = os.path.realpath(repository_above(root) or root)
            # The root of the file system holds everything: it is no checkout.
            if os.path.dirname(project) != project and is_below(os.path.realpath(self.folder), project):
                self._refuse(
                    f"{self.folder} lies inside the project {project}, whose files anybody may have made"
                )
                return ""
        version = os.path.join(self.folder, self._stamp)
        folder = os.path.join(version, digest(os.fsencode(root))[:16])
        try:
            check_base(self.folder)
            check_private(version)
            check_private(folder)
        except NotPrivate as error:
            self._refuse(str(error.strerror))
            return ""
        except (OSError, ValueError):
            # It isn't there yet.
            pass
        return os.path.join(folder, "")

    def _refuse(self, why: str) -> None:
        if not self._refused:
            self._refused = True
            self._tell(
                f"no results are kept: {why}; name another folder with --cache-dir or PERSISTLINT_CACHE_DIR"
            )

    def _shard(self, name: str) -> Shard:
        shard = self._shards.get(name)
        if shard is None:
            shard = self._shards[name] = self._read(name)
        return shard

    def _read(self, name: str) -> Shard:
        try:
            data = read_private(name, _MOST_BYTES)
        except NotPrivate as error:
            self._refuse(str(error.strerror))
            return {}
        except (OSError, ValueError):
            return {}
        from json import loads

        try:
            shard = loads(data.decode("ascii"))
        except (ValueError, RecursionError):
            return {}
        return shard if isinstance(shard, dict) else {}


def lookups_of(rows: Any) -> list[Lookup] | None:
    """Return the lookups that an entry holds as plain data; None where it holds something else."""
    if not isinstance(rows, (list, tuple)):
        return None
    lookups = []
    for row in rows:
        if not isinstance(row, (list, tuple)) or len(row) != 3:
            return None
        kind, name, answer = row
        if not isinstance(kind, str) or not isinstance(name, str) or not isinstance(answer, str | None):
            return None
        lookups.append(Lookup(kind, name, answer))
    return lookups


def key_of(document: Document, settings: str) -> str:
    """Return the key of an entry for ``document`` and settings whose digest is ``settings``."""
    shown = document.path.encode("utf-8", "surrogateescape")
    return digest(document.data, document.language.encode(), shown, settings.encode())


def _sweep(folder: str, but: str) -> None:
    """Remove from ``folder`` the folders of ours beside ``but`` that nobody has touched for long."""
    from time import time

    with os.scandir(folder) as entries:
        beside = [
            entry for entry in entries if entry.path != but and len(entry.name) == len(os.path.basename(but))
        ]
    for entry in beside:
        if entry.is_dir(follow_symlinks=False) and entry.stat(follow_symlinks=False).st_mtime < time() - _OLD:
            _remove(entry.path)


def _remove(folder: str) -> None:
    """Remove what is ours in a folder that bears our mark, and the folder where nothing else is in it."""
    tag = os.path.join(folder, _TAG)
    try:
        if read_private(tag, len(_MARK)) != _MARK:
            return
        with os.scandir(folder) as listing:
            entries = list(listing)
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                if len(entry.name) == 16 and _HEXADECIMAL.issuperset(entry.name):
                    _remove(entry.path)
            elif entry.name.endswith(".json") and len(entry.name) == 6 and entry.name[0] in _HEXADECIMAL:
                os.unlink(entry.path)
        if len(os.listdir(folder)) == 1:
            os.unlink(tag)
            os.rmdir(folder)
    except OSError:
        return


def settings_digest(settings: Settings) -> str:
    """Return a digest of everything in the settings that a result can depend on."""
    choices = [settings, *settings.layers]
    rules = [
        (choice.select, choice.extend_select, choice.ignore, sorted(choice.severity.items()))
        for choice in choices
    ]
    stated: list[Any] = [
        settings.root,
        rules,
        sorted(settings.images.items()),
        settings.stateless_images,
        settings.skip_languages,
        settings.client_version,
        settings.engine_version,
        settings.mandatory,
        settings.require_reason,
        settings.throw_away,
        [(package, _package_stamp(package)) for package in settings.plugins],
    ]
    return digest(repr(stated).encode("utf-8", "surrogateescape"))


def _stamp() -> str:
    """Return the digest of this persistlint: its version, and in a working copy its files."""
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
    """Return the files of the rule package that is announced as ``name``, with their times."""
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
    stamps = []
    for base, folders, names in os.walk(folder):
        folders[:] = [subfolder for subfolder in folders if subfolder != "__pycache__"]
        for name in names:
            state = os.stat(os.path.join(base, name))
            stamps.append(f"{base}/{name} {state.st_size} {state.st_mtime_ns}")
    return digest("\n".join(sorted(stamps)).encode("utf-8", "surrogateescape"))
