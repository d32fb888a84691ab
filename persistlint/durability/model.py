"""The timeline's things: volumes, containers, images, writes, and what ends them."""

from __future__ import annotations

from bisect import bisect_right

from persistlint.catalogue.knowledge import DataPath, ImageKnowledge
from persistlint.docker.commands import Command, ContainerCreate
from persistlint.docker.mounts import Mount
from persistlint.docker.option_table import NEWEST
from persistlint.durability.accesses.access import Access
from persistlint.shell.invocation import Gap, Guard, Invocation, NotUnderstood
from persistlint.shell.values import Value
from persistlint.text.spans import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any, TypeVar

    Thing = TypeVar("Thing")

#: Where a write lives.
DURABILITIES = (
    "volume",
    "bind",
    "anonymous volume",
    "tmpfs",
    "container layer",
    "image layer",
    "build cache",
    "engine-managed file",
    "read-only",
    "unknown",
)

#: What may end it later.
ENDINGS = (
    "container removal",
    "container stop",
    "container start",
    "volume removal",
    "volume prune",
    "image removal",
    "builder prune",
    "engine restart",
    "host path removal",
    "host restart",
)


class Destruction:
    """The event of the text that ended something: its command, what it does ("`--rm` deletes the container"), how certain it is."""

    __slots__ = ("certainty", "event", "span")

    def __init__(self, span: Span, event: str, certainty: str = "certain") -> None:
        self.span = span
        self.event = event
        self.certainty = certainty


class Volume:
    """A volume. ``name`` is None for an anonymous one. ``at_end`` is alive, orphaned, gone or unknown."""

    __slots__ = (
        "anonymous",
        "at_end",
        "block",
        "created_by",
        "declared_at",
        "destroyed_by",
        "id",
        "in_engine",
        "labelled",
        "labels",
        "mounted_by",
        "name",
        "namespace",
        "options",
        "owner",
        "states",
        "target",
    )

    def __init__(
        self, id: str, name: Value | None, declared_at: Span | None, anonymous: bool = False
    ) -> None:
        self.id = id
        self.name = name
        self.declared_at = declared_at
        self.anonymous = anonymous
        #: The ``volume create`` that made it, None where a mount did.
        self.created_by: Command | None = None
        #: Whether it is there: "present", "removed", or both where that isn't sure.
        self.states: frozenset[str] = frozenset(("present",))
        self.block = 0
        #: Whether the engine's own label says that it is anonymous, so that a bare prune takes it.
        self.labelled = anonymous
        self.labels: list[str] = []
        self.options: list[str] = []
        self.mounted_by: list[Container] = []
        #: For an anonymous volume: the container it was made for, and the container path.
        self.owner: Container | None = None
        self.target: str = ""
        self.namespace: tuple[object, ...] = ()
        #: Whether a running engine has a volume of this name; None where none was asked.
        self.in_engine: bool | None = None
        self.at_end = "alive"
        self.destroyed_by: Destruction | None = None

    @property
    def in_memory(self) -> bool:
        """Return whether the volume's options put it in memory (``-o type=tmpfs``). Its content goes when its last running container stops."""
        return "type=tmpfs" in self.options

    @property
    def label(self) -> str:
        """Return the volume's name, else words for it, for messages."""
        return self.name.display() if self.name is not None else "the anonymous volume"


class MountPoint:
    """One entry of a container's mount table: the cleaned container ``path``, and what is there.

    ``mount`` is the option that put it there, None for an image's VOLUME (``declared`` is then true) or one inherited through ``--volumes-from``.
    ``kind`` is volume, anonymous volume, bind, tmpfs, image or "" (unknown).
    """

    __slots__ = ("declared", "host_path", "kind", "mount", "owned", "path", "read_only", "subpath", "volume")

    def __init__(self, path: str, kind: str, mount: Mount | None = None) -> None:
        self.path = path
        self.kind = kind
        self.mount = mount
        self.volume: Volume | None = None
        self.host_path: Value | None = None
        #: None where it isn't known.
        self.read_only: bool | None = False
        self.declared = False
        #: The anonymous volume goes with the container (``--rm``, ``rm -v``), unless another one uses it.
        self.owned = False
        #: The directory of the volume that is mounted (``volume-subpath``), "" for all of it.
        self.subpath = ""


class Container:
    """A container of the timeline. ``at_end`` is alive, gone or unknown."""

    __slots__ = (
        "at_end",
        "auto_remove",
        "block",
        "command",
        "destroyed_by",
        "duration",
        "exec_writes",
        "id",
        "image",
        "mount_points",
        "mounts_known",
        "name",
        "namespace",
        "paused",
        "program",
        "races",
        "refused",
        "removal",
        "serves",
        "starts",
        "states",
        "stopped_by",
        "transcript",
        "workdir",
    )

    def __init__(self, id: str, command: ContainerCreate, image: ImageKnowledge) -> None:
        self.id = id
        self.command = command
        self.image = image
        self.name: Value | None = None
        self.namespace: tuple[object, ...] = ()
        self.mount_points: list[MountPoint] = []
        #: Whether every mount is known, so that "nothing is mounted there" may be said.
        self.mounts_known = True
        self.workdir: str | None = None
        #: Every state that it may be in: created, running, exited, removed.
        self.states: frozenset[str] = frozenset(("created",))
        self.block = 0
        #: Whether ``docker pause`` holds its processes; None where that isn't sure.
        self.paused: bool | None = False
        #: Whether its command runs in the background and may end by itself at any moment: whether it still runs when the next command comes is a race,
        #: whichever of the two ``states`` says.
        self.races = False
        #: ``--rm``; None where it isn't known whether it is given.
        self.auto_remove: bool | None = command.remove
        #: How long its command runs: "endless", "finite" or "unknown".
        self.duration = "unknown"
        #: Whether the image's own server runs in it; None where that can't be told.
        self.serves: bool | None = None
        #: Whether its mounts let it start; None where that isn't known.
        self.starts: bool | None = True
        #: What its command does each time that it is started.
        self.program: list[Access] = []
        #: Why docker refuses to make it, "" where it doesn't.
        self.refused = ""
        self.at_end = "alive"
        self.stopped_by: Destruction | None = None
        self.destroyed_by: Destruction | None = None
        #: How it is removed: "" (never in the text), "auto" (--rm), "rm", "prune".
        self.removal = ""
        self.exec_writes: list[Write] = []
        #: Lines typed inside it (documents).
        self.transcript: list[Invocation] = []

    @property
    def state(self) -> str:
        """Return the container's state, "unknown" where it may be in several."""
        return next(iter(self.states)) if len(self.states) == 1 else "unknown"

    @property
    def name_text(self) -> str | None:
        """Return the container's name; None without one, or where a part of it isn't known."""
        return self.name.text if self.name is not None else None

    @property
    def label(self) -> str:
        """Return the container's name as people know it, for messages."""
        if self.name is not None:
            return self.name.display()
        image = self.command.image
        return image.raw.display() if image is not None else "the container"

    def covering(self, path: str) -> MountPoint | None:
        """Return the deepest mount at or above the cleaned container path. None means the container's own layer (if ``mounts_known``)."""
        best: MountPoint | None = None
        for point in self.mount_points:
            root = point.path.rstrip("/")
            covers = path == point.path or path.startswith(root + "/")
            if covers and (best is None or len(root) >= len(best.path.rstrip("/"))):
                best = point
        return best


class Write:
    """Something a container's process, exec, cp or a build step puts at a container path.

    ``target`` is the path as known: cleaned and absolute where it is wholly known. ``by`` is the program that writes, or "image" for a data path.
    ``how`` is run, exec, cp, transcript, image, build. ``rank`` says what the write is for: "result" (the last of its chain, or an output operand), "data",
    "scratch", "install" (a package manager's). ``happened`` is None where unknown.
    """

    __slots__ = (
        "at_end",
        "by",
        "command",
        "container",
        "data_path",
        "destroyed_by",
        "directory",
        "durability",
        "ends_with",
        "followed_by",
        "happened",
        "host_path",
        "how",
        "id",
        "inside",
        "makes_anew",
        "mount_point",
        "occurrence",
        "packages",
        "rank",
        "rescued_by",
        "sequence",
        "span",
        "store",
        "target",
        "tried",
        "volume",
    )

    def __init__(
        self,
        id: str,
        span: Span,
        container: Container | None,
        target: Value,
        by: str,
        how: str,
        command: Command | None,
    ) -> None:
        self.id = id
        self.span = span
        self.container = container
        self.target = target
        self.by = by
        self.how = how
        self.command = command
        self.occurrence = 1
        self.rank = "data"
        self.data_path: DataPath | None = None
        self.happened: bool | None = True
        #: Whether its program certainly runs and counts on success, be the path writable or not; None where that isn't sure.
        self.tried: bool | None = True
        self.durability = "unknown"
        self.mount_point: MountPoint | None = None
        self.volume: Volume | None = None
        self.host_path: Value | None = None
        self.at_end = "unknown"
        self.destroyed_by: Destruction | None = None
        self.ends_with: list[str] = []
        #: The command that took a copy out.
        self.rescued_by: Span | None = None
        #: Its place in the order of all writes and reads of the timeline.
        self.sequence: float = 0
        #: For a package manager's write (rank "install"): what it installs.
        self.packages: list[str] = []
        #: Whether it only makes a directory; with ``makes_anew`` it fails where that is there already (``mkdir`` without ``-p``).
        self.directory = False
        self.makes_anew = False
        #: The programs that the same command starts after it.
        self.followed_by: tuple[str, ...] = ()
        #: What holds it, and the path inside of that (None: not known): equal for the same file seen through other mounts.
        self.store: tuple[object, ...] = ()
        self.inside: str | None = None

    @property
    def unmounted(self) -> bool:
        """Return whether no option and no known VOLUME covers the write's path.

        Then the path is in the container's layer, or in an anonymous volume where the image's VOLUMEs aren't known.
        """
        return (
            self.container is not None
            and self.container.mounts_known
            and self.mount_point is None
            and self.durability in ("container layer", "unknown")
            and self.store[:1] in (("layer",), ("unmounted",))
        )


class Read:
    """Something that reads a container path that it expects to be there: the other half of "lost before read".

    ``attempt`` is true for a question whether the path is there (``test -e``). ``how`` is run, exec or transcript.
    """

    __slots__ = ("attempt", "by", "command", "container", "how", "sequence", "span", "target")

    def __init__(self, span: Span, container: Container, target: str, by: str, command: Command) -> None:
        self.span = span
        self.container = container
        self.target = target
        self.by = by
        self.command = command
        self.attempt = False
        self.how = "run"
        #: Its place in the order of all writes and reads of the timeline.
        self.sequence: float = 0


class Refusal:
    """A command that docker certainly refuses in this world, why, and the container or volume that is the reason (None: its own words).

    ``reason`` is "the container is gone", "the container isn't running", "the container is paused", "a tmpfs can't be shared", "the container is running", "the name is in use", "the volume is in use", or
    the client's own words.
    """

    __slots__ = ("cause", "command", "reason")

    def __init__(self, command: Command, reason: str, cause: Container | Volume | None = None) -> None:
        self.command = command
        self.reason = reason
        self.cause = cause


class HostCommand:
    """A command that is not docker's, with what matters here: ``mkdir data``, ``rm -rf data``, ``exit``."""

    __slots__ = ("invocation",)

    def __init__(self, invocation: Invocation) -> None:
        self.invocation = invocation


Happening = Command | HostCommand | Gap | NotUnderstood


class Timeline:
    """One world of a document, replayed: what happens in it, in order, and what becomes of it.

    ``world`` are the branch choices; ``when`` says them for people, None where there are none. ``function`` names the uncalled function that this world is about.
    The methods look things up in indices, which are made when they are first asked for: rules ask for each container and each command.
    """

    __slots__ = (
        "_gap_places",
        "_indices",
        "_made",
        "containers",
        "engine_version",
        "function",
        "gaps",
        "happenings",
        "reads",
        "refusals",
        "volumes",
        "when",
        "world",
        "writes",
    )

    def __init__(self, world: Guard, when: str | None = None, function: str = "") -> None:
        self.world = world
        self.when = when
        self.function = function
        #: The engine that it was replayed for.
        self.engine_version = NEWEST
        self.happenings: list[Happening] = []
        self.containers: list[Container] = []
        self.volumes: list[Volume] = []
        self.writes: list[Write] = []
        self.reads: list[Read] = []
        self.refusals: list[Refusal] = []
        self.gaps: list[Gap] = []
        #: By name: how many things an index was made of, and the index.
        self._indices: dict[str, tuple[int, dict[int, Any]]] = {}
        self._gap_places: tuple[int, list[int]] = (-1, [])
        self._made: dict[str, Any] = {}

    def installs(self) -> list[Write]:
        """Return the writes of package managers."""
        return [write for write in self.writes if write.rank == "install"]

    def container_of(self, command: Command) -> Container | None:
        """Return the container that this run or create makes."""
        container: Container | None = self._index("containers", self.containers, _first_by_command).get(
            id(command)
        )
        return container

    def writes_of(self, container: Container) -> list[Write]:
        """Return the writes into the container, in order."""
        writes: list[Write] = self._index("writes", self.writes, _by_container).get(id(container), [])
        return writes

    def writes_in(self, volume: Volume) -> list[Write]:
        """Return the writes into the volume, in order."""
        writes: list[Write] = self._index("volumes", self.writes, _by_volume).get(id(volume), [])
        return writes

    def reads_of(self, container: Container) -> list[Read]:
        """Return the reads in the container, in order."""
        reads: list[Read] = self._index("reads", self.reads, _by_container).get(id(container), [])
        return reads

    def place_of(self, happening: Happening | None) -> int:
        """Return the number of a command or gap in ``happenings``, -1 for one that isn't in this world."""
        place: int = self._index("places", self.happenings, _places).get(id(happening), -1)
        return place

    def after(self, happening: Happening) -> Iterator[Happening]:
        """Yield what happens after a command; nothing for one that isn't in this world."""
        place = self.place_of(happening)
        rest = range(place + 1, len(self.happenings)) if place >= 0 else range(0)
        return map(self.happenings.__getitem__, rest)

    def once(self, name: str, make: Callable[[Timeline], Thing]) -> Thing:
        """Return what ``make`` gives for this world, made at the first call. Only for a world that is replayed to its end."""
        if name not in self._made:
            self._made[name] = make(self)
        made: Thing = self._made[name]
        return made

    def gap_between(self, first: Command, last: Command | None) -> Gap | None:
        """Return the first gap after ``first`` and before ``last`` (the end, where None)."""
        place = self.place_of(first)
        if place < 0:
            return None
        count, places = self._gap_places
        if count != len(self.happenings):
            places = [index for index, happening in enumerate(self.happenings) if isinstance(happening, Gap)]
            self._gap_places = (len(self.happenings), places)
        index = bisect_right(places, place)
        end = self.place_of(last) if last is not None else -1
        if index == len(places) or -1 < end < places[index]:
            return None
        gap = self.happenings[places[index]]
        return gap if isinstance(gap, Gap) else None

    def _index(
        self, name: str, things: list[Any], make: Callable[[list[Any]], dict[int, Any]]
    ) -> dict[int, Any]:
        count, index = self._indices.get(name, (-1, {}))
        if count != len(things):
            index = make(things)
            self._indices[name] = (len(things), index)
        return index


def _first_by_command(containers: list[Container]) -> dict[int, Container]:
    return {id(container.command): container for container in reversed(containers)}


def _by_container(things: list[Any]) -> dict[int, list[Any]]:
    index: dict[int, list[Any]] = {}
    for item in things:
        if item.container is not None:
            index.setdefault(id(item.container), []).append(item)
    return index


def _by_volume(writes: list[Write]) -> dict[int, list[Write]]:
    index: dict[int, list[Write]] = {}
    for write in writes:
        if write.volume is not None:
            index.setdefault(id(write.volume), []).append(write)
    return index


def _places(happenings: list[Happening]) -> dict[int, int]:
    return {id(happening): place for place, happening in enumerate(happenings)}
