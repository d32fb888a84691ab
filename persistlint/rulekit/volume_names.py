"""Names of volumes that fixes make: readable, nobody else's, and never one that two containers would share."""

from __future__ import annotations

from persistlint.durability.paths import clean
from persistlint.shell.invocation import is_unit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from persistlint.docker.commands import Command, ContainerCreate
    from persistlint.durability.model import Container, MountPoint, Timeline
    from persistlint.rules.rule import Context

#: Wrappers that run one command for each of several things.
_REPEATERS = frozenset(("xargs", "parallel", "find", "watch"))


def volumes_named(command: Command) -> Iterator[tuple[str, str]]:
    """Yield the volumes that a run mounts by name, each with its path."""
    from persistlint.docker.commands import ContainerCreate

    if isinstance(command, ContainerCreate):
        for mount in command.mounts:
            name = mount.source.text if mount.source is not None and mount.type == "volume" else None
            if name and mount.target is not None:
                yield name, clean(mount.target.text or "")


def volume_name_for(command: ContainerCreate, context: Context, path: str) -> str | None:
    """Return a readable name for the volume that should hold the data at the container path ``path`` of ``command``'s container.

    Containers that share a name (an upgrade) share the volume; two that differ never do. None where one text makes, or may make, several
    containers (a loop, a function, a name that isn't known), which one name must not join.
    """
    if _may_make_several(command) or _is_template_unit(context):
        return None
    document = context.once_a_document(
        "names in the document", lambda: DocumentNames(context.commands, OtherFiles(context))
    )
    names = context.once("volume names", lambda: VolumeNames(context.timeline, document))
    return names.name_for(command, path)


def makes_several(command: ContainerCreate, context: Context) -> bool:
    """Return whether the command makes, or may make, several containers in one run, which are not the same one to their user."""
    several = context.once("spans of several", lambda: _spans_of_several(context.timeline))
    return command.span in several or _may_make_several(command) or _is_template_unit(context)


class OtherFiles:
    """The other files of the project that run commands. A container of the same kind there would get everybody's name, too."""

    __slots__ = ("_context", "_running", "stem")

    def __init__(self, context: Context) -> None:
        self._context = context
        self._running: dict[str, bool] = {}
        #: What stands for a container's name in names of volumes where it has none.
        self.stem = _safe(context.path.replace("\\", "/").rpartition("/")[2].split(".")[0]).lower()

    def may_run(self, short: str) -> bool:
        """Return whether one of them names an image of this kind."""
        if not short or self._context.language not in _RUNNING:
            return False
        if short not in self._running:
            paths = self._context.naming_files(short) or ()
            self._running[short] = not all(map(_runs_nothing, paths))
        return self._running[short]


#: Languages of files that are run by themselves, beside one another.
_RUNNING = frozenset(("shell", "makefile", "systemd", "quadlet"))


def _runs_nothing(path: str) -> bool:
    """Return whether the file only shows commands, or has volumes of its own: a document, a Compose file or workflow, a Dockerfile."""
    name = path.replace("\\", "/").rpartition("/")[2].lower()
    return (
        name.endswith((".md", ".markdown", ".yml", ".yaml"))
        or "dockerfile" in name
        or "containerfile" in name
    )


class DocumentNames:
    """The statements of all commands, even refused ones, about the names of volumes. They are read once a document."""

    __slots__ = ("kinds", "mounted", "others", "place", "taken")

    def __init__(self, commands: Sequence[Command], others: OtherFiles | None = None) -> None:
        self.others = others
        self.taken: set[str] = set()
        #: Who mounts which path from a volume that has a name, by the container's name.
        self.mounted: dict[tuple[object, str], str] = {}
        self.place = {id(command): at for at, command in enumerate(commands)}
        #: For each kind of image the commands by the container's name, in order, with their places.
        self.kinds: dict[str, dict[object, list[tuple[int, int]]]] = {}
        for at, command in enumerate(commands):
            name = getattr(command, "name", None)
            label = name.identity() if name is not None else None
            for volume, mounted_on in volumes_named(command):
                self.taken.add(volume)
                if label is not None:
                    self.mounted.setdefault((label, mounted_on), volume)
            short = _short(command)
            if short in _NAMES:
                self.kinds.setdefault(short, {}).setdefault(label, []).append((at, id(command)))

    def foreign(self, short: str, own_commands: set[int]) -> dict[object, int]:
        """Return the containers of this kind that ``own_commands`` don't make, by name: where each comes first. Two names are enough to have another one."""
        labels: dict[object, int] = {}
        for label, commands in self.kinds.get(short, {}).items():
            at = next((at for at, command in commands if command not in own_commands), None)
            if at is not None:
                labels[label] = at
            if len(labels) == 3:
                break
        return labels


class NamedMounts:
    """The mounts of containers by the names of their volumes."""

    __slots__ = ("_found",)

    def __init__(self) -> None:
        self._found: dict[int, dict[str, list[MountPoint]]] = {}

    def of(self, container: Container, name: str) -> list[MountPoint]:
        """Return the container's mounts of a volume with this name."""
        by_name = self._found.get(id(container))
        if by_name is None:
            by_name = self._found[id(container)] = {}
            for point in container.mount_points:
                named = point.volume.name if point.volume is not None else None
                if named is not None and named.text is not None:
                    by_name.setdefault(named.text, []).append(point)
        return by_name.get(name, [])


class VolumeNames:
    """The names that new volumes of one world would get. ``document`` is what its other worlds say."""

    __slots__ = (
        "_document",
        "_foreign",
        "_given",
        "_mounted",
        "_next",
        "_order",
        "_own",
        "_passed",
        "_several",
        "_taken",
        "_timeline",
    )

    def __init__(self, timeline: Timeline, document: DocumentNames | None = None) -> None:
        self._timeline = timeline
        self._document = document if document is not None else DocumentNames(())
        self._several = _spans_of_several(timeline)
        #: Who mounts which path from a volume that has a name.
        self._mounted: dict[tuple[object, str], str] = {}
        self._taken: set[str] = set()
        mounts = NamedMounts()
        for volume in timeline.volumes:
            name = volume.name.text if volume.name is not None else None
            if name is None:
                continue
            self._taken.add(name)
            for user in volume.mounted_by:
                identity = _identity(user)
                for point in mounts.of(user, name):
                    self._mounted.setdefault((identity, point.path), name)
        self._own = {id(container.command) for container in timeline.containers}
        #: Containers of other worlds by kind of image, as far as asked.
        self._foreign: dict[str, dict[object, int]] = {}
        self._given: dict[object, dict[str, str]] = {}
        self._order = {id(container): at for at, container in enumerate(timeline.containers)}
        #: How many containers have chosen the names that they may come to want.
        self._passed = 0
        #: The next number for a name that is taken.
        self._next: dict[str, int] = {}

    def name_for(self, command: ContainerCreate, path: str) -> str | None:
        """Return the name for the data at ``path`` of the container that ``command`` makes; None where there is none to offer."""
        container = self._timeline.container_of(command)
        if container is None or command.span in self._several or _may_make_several(command):
            return None
        identity = _identity(container)
        if path and (identity, path) in self._mounted:
            return self._mounted[identity, path]
        if command.name is not None and (command.name.identity(), path) in self._document.mounted:
            return self._document.mounted[command.name.identity(), path]
        while self._passed < self._order[id(container)]:
            # Earlier containers choose their names first.
            other = self._timeline.containers[self._passed]
            for wanting in _wanting(other):
                self._name(other, wanting)
            self._passed += 1
        paths = _wanting(container)
        if path not in paths:
            paths.insert(0, path)
        for wanting in paths:
            self._name(container, wanting)
        return self._name(container, path)

    def _name(self, container: Container, path: str) -> str:
        names = self._given.setdefault(_identity(container), {})
        if path not in names:
            names[path] = self._free_name(container, path, bool(names))
        return names[path]

    def _free_name(self, container: Container, path: str, further: bool) -> str:
        """Return a name that nothing has, and take it. A ``further`` volume of a container that has one is called after the directory."""
        others = self._document.others
        command = container.command
        stem = ""
        if others is not None and command.service_name is None and others.may_run(_short(command)):
            stem = others.stem
        wanted = _names_wanted(container, path, further, stem)
        if wanted[0] in _WELL_KNOWN and self._claimed(container.command):
            # The well-known name (`pgdata`) belongs to the container that is written first, in whatever world.
            self._taken.add(wanted[0])
        name = next((candidate for candidate in wanted if not self._is_taken(candidate)), None)
        if name is None:
            number = self._next.get(wanted[0], 2)
            while self._is_taken(f"{wanted[0]}-{number}"):
                number += 1
            self._next[wanted[0]] = number + 1
            name = f"{wanted[0]}-{number}"
        self._taken.add(name)
        return name

    def _is_taken(self, name: str) -> bool:
        return name in self._taken or name in self._document.taken

    def _claimed(self, command: ContainerCreate) -> bool:
        """Return whether another world makes a container of this kind, with another name, earlier in the text."""
        at = self._document.place.get(id(command))
        if at is None:
            return False
        short = _short(command)
        if short not in self._foreign:
            self._foreign[short] = self._document.foreign(short, self._own)
        own_label = command.name.identity() if command.name is not None else None
        return any(
            earlier < at and (own_label is None or label is None or label != own_label)
            for label, earlier in self._foreign[short].items()
        )


def _spans_of_several(timeline: Timeline) -> set[object]:
    """Return where one text makes several containers."""
    first: dict[object, object] = {}
    several: set[object] = set()
    for container in timeline.containers:
        span = container.command.span
        identity = _identity(container)
        if first.setdefault(span, identity) != identity:
            several.add(span)
    return several


def _may_make_several(command: ContainerCreate) -> bool:
    """Return whether the command may make several containers: its name isn't known, or it has none and may happen again."""
    if command.service_name is not None:
        from persistlint.docker.compose_service import ComposeService

        # A Compose service has its volumes to itself, unless there are several of it.
        return isinstance(command, ComposeService) and command.is_scaled
    if command.name is not None:
        return command.name.text is None
    invocation = command.invocation
    called = bool(invocation.function) and not is_unit(invocation.function)
    again = invocation.certainty == "repeated" or called
    return again or not _REPEATERS.isdisjoint(invocation.wrappers)


def _is_template_unit(context: Context) -> bool:
    """Return whether the file is a unit of which systemd makes instances (``db@.service``)."""
    return context.language in ("systemd", "quadlet") and "@." in context.path.rpartition("/")[2]


def _short(command: Command) -> str:
    """Return the last part of the image's name."""
    image = getattr(command, "image", None)
    return _safe((image.path or "").rpartition("/")[2]) if image is not None else ""


def _wanting(container: Container) -> list[str]:
    """Return the container paths whose data is neither in a named volume nor on the host."""
    kept_paths = {point.path for point in container.mount_points if point.kind in ("volume", "bind")}
    paths = [
        path.path for path in container.image.paths if path.loss != "minor" and path.path not in kept_paths
    ]
    for point in container.mount_points:
        if point.kind == "anonymous volume" and point.mount is not None and point.path not in paths:
            paths.append(point.path)
    return paths


#: Images whose data people know under a name of its own.
_NAMES = {
    "postgres": "pgdata",
    "postgresql": "pgdata",
    "postgis": "pgdata",
    "pgvector": "pgdata",
    "timescaledb": "pgdata",
    "mysql": "mysql-data",
    "mysql-server": "mysql-data",
    "mariadb": "mariadb-data",
    "mongo": "mongo-data",
    "mongodb": "mongo-data",
    "redis": "redis-data",
}


#: The names that people know.
_WELL_KNOWN = frozenset(_NAMES.values())


def _names_wanted(container: Container, path: str, further: bool, stem: str) -> list[str]:
    """Return the names for a container's data at ``path``, the best first.

    With a ``stem`` none that a container of another file would want: only those with the container's own name, or the stem for it.
    """
    short = _short(container.command) if not stem else ""
    named = getattr(container.command, "service_name", None) or container.name
    label = _safe(named.text or "") if named is not None else ""
    label = label or stem
    wanted = [_NAMES[short]] if short in _NAMES else []
    wanted += [f"{name}-data" for name in (label, short) if name]
    tail = _safe(path.rstrip("/").rpartition("/")[2])
    if tail:
        tails = [f"{name}-{tail}" for name in (label, short) if name and name != tail]
        wanted = tails + wanted if further else wanted + tails
    return wanted or ["data"]


def _identity(container: Container) -> object:
    """Equal for containers that are the same one to their user."""
    if container.name is None:
        return id(container)
    return container.namespace, container.name.identity()


def _safe(text: str) -> str:
    """Return the part of ``text`` that a volume's name may hold: letters, digits, ``_``, ``.``, ``-``, and no mark at the start."""
    cleaned = "".join(
        character if character.isascii() and (character.isalnum() or character in "_.-") else "-"
        for character in text
    )
    return cleaned.strip("_.-")
