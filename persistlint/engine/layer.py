"""The content of a container's own layer: the files that ``docker diff`` lists, with their sizes, by the directory that holds them together."""

from __future__ import annotations

from persistlint.durability.paths import is_below
from persistlint.engine.client import Engine
from persistlint.engine.facts import Change, ContainerFacts

#: So many files of one container are asked for their size; what lies beyond makes its sizes "at least".
MOST_FILES = 2000

#: Places whose content nobody means to keep, or that a package manager fills.
_SCRATCH = [
    "/bin",
    "/boot",
    "/dev",
    "/etc",
    "/lib",
    "/lib32",
    "/lib64",
    "/libx32",
    "/proc",
    "/run",
    "/sbin",
    "/sys",
    "/tmp",
    "/usr",
    "/var/backups",
    "/var/cache",
    "/var/lib/apk",
    "/var/lib/apt",
    "/var/lib/dnf",
    "/var/lib/dpkg",
    "/var/lib/pacman",
    "/var/lib/rpm",
    "/var/lib/yum",
    "/var/lock",
    "/var/log",
    "/var/run",
    "/var/spool",
    "/var/tmp",
]
_SCRATCH_NAMES = frozenset(("__pycache__", "cache", "caches", "log", "logs", "node_modules", "temp", "tmp"))


class LayerDirectory:
    """Files of the layer below ``path``: ``size`` bytes in ``files`` files. ``added`` says whether the image doesn't have the directory at all."""

    __slots__ = ("added", "files", "path", "size")

    def __init__(self, path: str, added: bool) -> None:
        self.path = path
        self.added = added
        self.size = 0
        self.files = 0


class Layer:
    """The layer of one container. ``complete`` is false where not every file was measured."""

    __slots__ = ("complete", "directories", "sizes")

    def __init__(self) -> None:
        self.directories: list[LayerDirectory] = []
        #: The measured files.
        self.sizes: dict[str, int] = {}
        self.complete = True

    def below(self, path: str) -> int:
        """Return the bytes at and below a container path."""
        return sum(size for file, size in self.sizes.items() if is_below(file, path))


def read_layer(engine: Engine, container: ContainerFacts, watched: list[str]) -> Layer:
    """Return what was written to the layer. Files at the ``watched`` paths (the image's data) come first; scratch files aren't measured."""
    layer = Layer()
    if container.size == 0:
        return layer
    changes = [change for change in engine.changes(container.id) if change.kind != "deleted"]
    added = {change.path for change in changes if change.kind == "added"}
    parents = {change.path.rpartition("/")[0] for change in changes}
    files = [change for change in changes if change.path not in parents and not _mounted(container, change)]
    wanted = [change for change in files if any(is_below(change.path, path) for path in watched)]
    chosen = {change.path for change in wanted}
    wanted += [change for change in files if change.path not in chosen and not _scratch(change.path)]
    layer.complete = len(wanted) <= MOST_FILES
    by_path: dict[str, LayerDirectory] = {}
    for change in wanted[:MOST_FILES]:
        file = engine.file(container.id, change.path)
        if file is None or file.directory or file.other:
            continue
        layer.sizes[change.path] = file.size
        path, new = _holder(change.path, added)
        directory = by_path.setdefault(path, LayerDirectory(path, new))
        directory.size += file.size
        directory.files += 1
    layer.directories = sorted(by_path.values(), key=lambda directory: directory.path)
    return layer


def _holder(path: str, added: set[str]) -> tuple[str, bool]:
    """Return the topmost added directory above a file and True, else the directory of the file and False."""
    parts = path.strip("/").split("/")
    for count in range(1, len(parts)):
        directory = "/" + "/".join(parts[:count])
        if directory in added:
            return directory, True
    # Nothing can be mounted on `/`, so a file there is listed by itself.
    return path.rpartition("/")[0] or path, False


def _mounted(container: ContainerFacts, change: Change) -> bool:
    """Return whether something is mounted at the changed path. The engine makes the mount point in the layer."""
    tmpfs = container.host.get("Tmpfs") or {}
    return container.mount_at(change.path) is not None or change.path in tmpfs


def _scratch(path: str) -> bool:
    if any(is_below(path, place) for place in _SCRATCH):
        return True
    return any(part.startswith(".") or part.lower() in _SCRATCH_NAMES for part in path.split("/"))
