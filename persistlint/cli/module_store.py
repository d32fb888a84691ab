"""The compiled code of the package's modules in one file, so that a run reads a few parts of one file and not two hundred files.

Looking a module up, opening and checking its ``.pyc`` costs more than what is in it, and where each module's code is read by itself, every
name in it is made anew. So the code is kept in *bundles*: what one import loads, which is the module and all those that it imports in turn
and that weren't there yet. After a run, the bundles of what it imported are written together. The next run that imports such a module
reads its bundle, makes the modules that it rests on in the order in which they were finished then, and at last the module itself. The
``import`` statements in them find everything there, and Python's search isn't gone through for each.

The programs of regular expressions (``persistlint.text.regex``) are kept beside them, one by one.

A module is taken from the file only where its source is still the one that was compiled (same size and time of change, as Python's own
cache has it). Where the file can't be written, or Python is told to write none, everything is as it would be without.
"""

from __future__ import annotations

import sys

# From here because ``importlib.machinery``, which has them too, would load three modules.
from _frozen_importlib import ModuleSpec
from _frozen_importlib_external import PathFinder, SourceFileLoader
from _thread import _count as other_threads
from marshal import dumps, loads
from os import W_OK, access, sep, stat
from os.path import dirname, join

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from io import FileIO
    from types import CodeType, ModuleType

    from persistlint.text.regex import Program

    #: A module's name, its source's size and time of change in nanoseconds, whether it is a package, its code.
    Kept = tuple[str, int, int, bool, CodeType]

    #: A pattern's text and flags.
    Pattern = tuple[str | bytes, int]

#: What the file begins with: no compiled Python file does, and code is only good for the Python that made it.
_HEAD = f"persistlint bundles {sys.implementation.cache_tag} {sys.hexversion:x}\n".encode()

_PACKAGES = ("persistlint", "persistlint_rules", "persistlint_server")


class ModuleStore:
    """A finder for ``sys.meta_path`` that takes the package's modules from the file at ``path``."""

    def __init__(self, path: str) -> None:
        self.path = path
        self._file: FileIO | None = None
        #: Where the bundle of a module is in the file, or the program of a pattern: its offset from ``_start``, and its length.
        self._index: dict[str | Pattern, tuple[int, int]] = {}
        self._start = 0
        #: Bundles in which a source has changed. They aren't written again.
        self._outdated: set[str] = set()
        #: What was loaded without the file: by the import that asked for it, in the order in which it was finished.
        self._loaded: dict[str, list[str]] = {}
        #: The patterns that were compiled.
        self._compiled: list[Pattern] = []
        #: The list of the import that is under way; None where there is none.
        self._loading: list[str] | None = None
        self._open()

    def _open(self) -> None:
        try:
            file = open(self.path, "rb", 0)  # noqa: SIM115 - it stays open
            head = file.read(len(_HEAD))
            if head == _HEAD:
                length, size = (int.from_bytes(file.read(4), "little") for _ in range(2))
                path, index = loads(file.read(length))
                # An environment that was copied has its own paths, and a file that was cut off is smaller.
                if path == self.path and stat(file.fileno()).st_size == size:
                    self._index, self._file, self._start = index, file, file.tell()
        except (OSError, ValueError, EOFError, TypeError):
            # Not there, or damaged: made anew at the end.
            pass

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The module's spec; None where the usual way must be gone."""
        if not path or name.partition(".")[0] not in _PACKAGES or other_threads():
            # Another thread could see a module that isn't finished: Python's own import has a lock for each.
            return None
        if name in self._index and name not in self._outdated:
            spec = self._from_bundle(name, path[0])
            if spec is not None:
                return spec
            self._outdated.add(name)
        found = PathFinder.find_spec(name, path)
        if found is not None and type(found.loader) is SourceFileLoader and found.origin is not None:
            found.loader = _Noting(name, found.origin, self)
        return found

    def _from_bundle(self, name: str, folder: str) -> ModuleSpec | None:
        try:
            *others, kept = loads(self._bytes(name))
        except (OSError, ValueError, EOFError, TypeError):
            return None
        return self._spec(kept, folder, others)

    def program(self, pattern: str | bytes, flags: int) -> Program | None:
        """The program of a pattern; None where it isn't known, and noted then."""
        if other_threads():
            # The place in the file is one for all.
            return None
        key = (pattern, int(flags))
        try:
            if key in self._index:
                program: Program = loads(self._bytes(key))
                return program
        except (OSError, ValueError, EOFError, TypeError):
            pass
        self._compiled.append(key)
        return None

    def _bytes(self, name: str | Pattern) -> bytes:
        offset, length = self._index[name]
        assert self._file is not None
        self._file.seek(self._start + offset)
        return self._file.read(length)

    def _spec(self, kept: Kept, folder: str, others: Sequence[Kept] = ()) -> ModuleSpec | None:
        """The spec of a kept module of the package in ``folder``; None where its source isn't the one that was compiled."""
        name, size, changed, is_package, code = kept
        place = f"{folder}{sep}{name.rpartition('.')[2]}"
        source = f"{place}{sep}__init__.py" if is_package else f"{place}.py"
        try:
            found = stat(source)
        except OSError:
            return None
        if found.st_size != size or found.st_mtime_ns != changed:
            return None
        loader = _Loader(name, source)
        loader.code, loader.others, loader.store = code, others, self
        spec = ModuleSpec(name, loader, origin=source, is_package=is_package)
        spec.has_location = True
        if is_package:
            spec.submodule_search_locations = [place]
        return spec

    def make(self, kept: Kept) -> bool:
        """Import a module of a bundle, whose package is there; False where its source has changed."""
        name = kept[0]
        modules = sys.modules
        parent, _, tail = name.rpartition(".")
        if name in modules or parent not in modules:
            return True
        package = modules[parent]
        spec = self._spec(kept, package.__path__[0])
        if spec is None:
            return False
        module = type(sys)(name)
        module.__spec__, module.__loader__, module.__file__ = spec, spec.loader, spec.origin
        module.__package__ = name if kept[3] else parent
        if kept[3]:
            module.__path__ = spec.submodule_search_locations or []
        modules[name] = module
        try:
            exec(kept[4], module.__dict__)
        except BaseException:
            del modules[name]
            raise
        setattr(package, tail, module)
        return True

    def outdated(self, name: str) -> None:
        """Write the module's bundle no more."""
        self._outdated.add(name)

    def note(self, name: str, load: Callable[[], None]) -> None:
        """Load the module ``name``, and note it and what it loads in turn."""
        if self._loading is not None:
            load()
            self._loading.append(name)
            return
        self._loading = []
        try:
            load()
            self._loaded[name] = [*self._loading, name]
        finally:
            self._loading = None

    def write(self) -> None:
        """Write what was loaded without the file to it. A failure is nobody's business: the next run is slower."""
        if not self._loaded and not self._outdated and not self._compiled:
            return
        if sys.dont_write_bytecode or not access(dirname(self.path), W_OK):
            return
        bundles = {name: self._bytes(name) for name in self._index if name not in self._outdated}
        if self._file is not None:
            # Windows replaces no file that is open.
            self._file.close()
        for name, modules in self._loaded.items():
            bundle = tuple(kept for kept in map(_kept, modules) if kept is not None)
            if bundle and bundle[-1][0] == name:
                bundles[name] = dumps(bundle)
        if self._compiled:
            from persistlint.text.regex import program_of

            for pattern in self._compiled:
                program = program_of(*pattern)
                if program is not None:
                    bundles[pattern] = dumps(program)
        index: dict[str | Pattern, tuple[int, int]] = {}
        offset = 0
        for key, text in bundles.items():
            index[key] = (offset, len(text))
            offset += len(text)
        told = dumps((self.path, index))
        size = len(_HEAD) + 8 + len(told) + offset
        head = _HEAD + len(told).to_bytes(4, "little") + size.to_bytes(4, "little") + told
        from persistlint.text.kept_file import put

        try:
            put(self.path, head + b"".join(bundles.values()))
        except OSError:
            pass


class _Loader(SourceFileLoader):
    """Has the module's code at hand, and what it rests on; all else it does as for any source file."""

    code: CodeType
    others: Sequence[Kept]
    store: ModuleStore

    def exec_module(self, module: ModuleType) -> None:
        for kept in self.others:
            if not self.store.make(kept):
                self.store.outdated(self.name)
        exec(self.code, module.__dict__)


class _Noting(SourceFileLoader):
    """Loads a module as Python does, and has the store note it."""

    def __init__(self, name: str, path: str, store: ModuleStore) -> None:
        super().__init__(name, path)
        self.store = store

    def exec_module(self, module: ModuleType) -> None:
        self.store.note(self.name, lambda: super(_Noting, self).exec_module(module))


def _kept(name: str) -> Kept | None:
    """A module that was imported, as it is kept; None where that can't be."""
    spec = getattr(sys.modules.get(name), "__spec__", None)
    loader = getattr(spec, "loader", None)
    if spec is None or not isinstance(loader, _Noting) or spec.origin is None:
        return None
    try:
        found = stat(spec.origin)
        code = loader.get_code(name)
    except (OSError, ImportError, SyntaxError):
        return None
    if code is None:
        return None
    is_package = spec.submodule_search_locations is not None
    return (name, found.st_size, found.st_mtime_ns, is_package, code)


def install() -> ModuleStore | None:
    """Use the store from here on; None where Python keeps its compiled files elsewhere, or none."""
    import persistlint.cli
    from persistlint.text import regex

    tag = sys.implementation.cache_tag
    if sys.pycache_prefix is not None or sys.flags.optimize or tag is None:
        return None
    store = ModuleStore(join(dirname(str(persistlint.cli.__file__)), "__pycache__", f"kept_code.{tag}.pyc"))
    sys.meta_path.insert(0, store)
    regex.keeper = store
    return store
