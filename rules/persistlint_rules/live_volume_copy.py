"""PSL808: the files of a running database are copied."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from persistlint.docker.commands import (
    Command,
    Compose,
    ContainerCopy,
    ContainerExec,
    ContainerRemove,
    ContainerSignal,
)
from persistlint.durability.accesses.reader import line_accesses
from persistlint.durability.model import Container, Happening, HostCommand, MountPoint, Timeline
from persistlint.durability.paths import is_below
from persistlint.durability.patterns import below_host_path
from persistlint.rulekit import streams
from persistlint.rulekit.phrases import as_written, label_of
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule
from persistlint.shell.invocation import Gap
from persistlint.shell.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.durability.accesses.access import Access

#: Commands that make the files fit for a copy while the server runs.
_PREPARES = ("backup", "flush tables", "fsync", "checkpoint", "lock", "shutdown", "save")
#: Programs of the host that copy a directory.
_COPIERS = frozenset(("cp", "rsync", "tar", "zip"))
#: Copies that one server is told of.
_MOST_TOLD = 4
_ENDING = ("container stop", "container kill", "container pause")


class LiveVolumeCopy(Rule):
    code = "PSL808"
    name = "live-volume-copy"
    summary = "the files of a running database are archived or written over"
    severity = "warning"
    warns_in_documents = False
    subject = Timeline
    needs = (
        "database + container cp",
        "database + exec tar",
        "database + host cp",
        "database + host rsync",
        "database + host tar",
        "database + host zip",
        "database + shared store",
    )

    def check(self, timeline: Timeline, context: Context) -> Iterator[Finding]:
        for server in timeline.containers:
            if not (server.image.single_writer and server.image.kind == "database" and server.serves):
                continue
            if not server.command.detach or not server.command.runs or server.refused:
                continue
            for point in _data(server):
                yield from self._copies(server, point, timeline, context)

    def _copies(
        self, server: Container, point: MountPoint, timeline: Timeline, context: Context
    ) -> Iterator[Finding]:
        concerned = context.once("what concerns servers", lambda: _Concerned(timeline))
        told = 0
        for happening in concerned.after(server, point):
            if told == _MOST_TOLD or _may_stop(happening, server):
                return
            if isinstance(happening, HostCommand):
                source = _copied_on_host(happening, concerned.accesses(happening), server, point)
            elif isinstance(happening, Command):
                source = _copied(happening, server, point, timeline)
            else:
                continue
            if source is None:
                continue
            told += 1
            way, certain = source
            holds = next((path.holds for path in server.image.paths if is_below(path.path, point.path)), "")
            title = server.image.title or "the database"
            effect = (
                "The copy holds parts of different moments, and may not start again."
                if certain == "read"
                else "The server goes on with what it has in memory, and both get mixed."
            )
            line = context.sources.place(server.command.span).line
            yield self.finding(
                happening.invocation.span,
                f"{label_of(server)} (line {line}) runs while {way} {title}'s {holds or 'files'} in {_place(point)}. {effect} "
                "Stop it before, or use its own dump.",
                identity=f"{label_of(server)} {point.path}",
                command=happening if isinstance(happening, Command) else None,
                related=[(server.command.span, "the server is started here")],
            )


class _Concerned:
    """The happenings of a world by what they may have to do with: a server, a store, or all servers."""

    __slots__ = ("_accesses", "_ends", "_host", "_named", "_stores", "_timeline")

    def __init__(self, timeline: Timeline) -> None:
        self._timeline = timeline
        self._accesses: dict[int, list[Access]] = {}
        #: The places at which any server may be stopped.
        self._ends: list[int] = []
        self._host: list[int] = []
        self._named: dict[object, list[int]] = {}
        self._stores: dict[object, list[int]] = {}
        for place, happening in enumerate(timeline.happenings):
            if isinstance(happening, Gap) or _may_stop(happening, None):
                self._ends.append(place)
            if isinstance(happening, HostCommand):
                if happening.invocation.program in _COPIERS:
                    self._host.append(place)
            elif isinstance(happening, Command):
                for name in _names_in(happening):
                    self._named.setdefault(name.identity(), []).append(place)
                container = timeline.container_of(happening)
                for point in container.mount_points if container is not None else ():
                    self._stores.setdefault(_store(point), []).append(place)

    def accesses(self, command: HostCommand) -> list[Access]:
        """Return what a command of the host reads and writes."""
        invocation = command.invocation
        if id(command) not in self._accesses:
            self._accesses[id(command)] = list(line_accesses(invocation, invocation.cwd))
        return self._accesses[id(command)]

    def after(self, server: Container, point: MountPoint) -> Iterator[Happening]:
        """Yield what may concern the server, or what it has mounted at ``point``, until it may be stopped by what stops any."""
        start = self._timeline.place_of(server.command)
        if start < 0:
            return
        index = bisect_right(self._ends, start)
        end = self._ends[index] if index < len(self._ends) else len(self._timeline.happenings)
        name = server.name.identity() if server.name is not None else None
        lists = [self._named.get(name, []), self._stores.get(_store(point), [])]
        if point.host_path is not None:
            lists.append(self._host)
        places = {
            place for each in lists for place in each[bisect_right(each, start) : bisect_left(each, end)]
        }
        for place in sorted(places):
            yield self._timeline.happenings[place]


def _store(point: MountPoint) -> object:
    """Return what is equal for mounts of the same volume or directory; None is equal to nothing that matters."""
    if point.volume is not None:
        return id(point.volume)
    return point.host_path.identity() if point.host_path is not None else None


def _names_in(command: Command) -> list[Value]:
    """Return the containers that a command names and may stop, or copy from."""
    if isinstance(command, (ContainerSignal, ContainerRemove)):
        return list(command.containers)
    if isinstance(command, ContainerExec):
        return [command.container] if command.container is not None else []
    if isinstance(command, ContainerCopy) and command.source is not None:
        return [command.source.container] if command.source.container is not None else []
    return []


def _data(server: Container) -> list[MountPoint]:
    """Return the volumes and binds that hold the server's data."""
    points: list[MountPoint] = []
    for path in server.image.paths:
        point = server.covering(path.path)
        if (
            point is not None
            and path.loss == "severe"
            and point.kind in ("volume", "bind")
            and point not in points
        ):
            points.append(point)
    return points


def _place(point: MountPoint) -> str:
    if point.volume is not None and point.volume.name is not None:
        return f"`{as_written(point.volume.name)}`"
    return f"`{as_written(point.host_path)}`" if point.host_path is not None else f"`{point.path}`"


def _same_store(point: MountPoint, other: MountPoint) -> bool:
    if point.volume is not None:
        return point.volume is other.volume
    if point.host_path is None or other.host_path is None:
        return False
    return point.host_path.identity() == other.host_path.identity()


def _copied(
    command: Command, server: Container, point: MountPoint, timeline: Timeline
) -> tuple[str, str] | None:
    """Return how the command copies the data, for a message, and "read" or "write"."""
    if command.invocation.certainty == "repeated":
        return None
    if isinstance(command, ContainerExec):
        if not _is(command.container, server):
            return None
        for program in streams.programs(command):
            if program.name == "tar" and streams.makes_archive(program.words):
                texts = [word.text or "" for word in program.words[1:]]
                if any(
                    is_below(text, point.path) or text == point.path for text in texts if text.startswith("/")
                ):
                    return "`tar` archives", "read"
        return None
    if isinstance(command, ContainerCopy):
        side = command.source
        text = side.path.text if side is not None and _is(side.container, server) else None
        if text is not None and text.rstrip("/.") in (
            point.path,
            *[path.path for path in server.image.paths],
        ):
            return "`docker cp` copies", "read"
        return None
    other = timeline.container_of(command)
    if other is None or other is server or not other.mounts_known:
        return None
    for mine in other.mount_points:
        if not _same_store(point, mine):
            continue
        for access in other.program:
            text = access.target.text
            if access.happened is not True or text is None or access.by not in ("tar", "cp", "rsync"):
                continue
            if access.kind == "read" and access.whole and (text.rstrip("/.") or "/") == mine.path:
                return f"`{access.by}` copies", "read"
            if (
                access.kind == "write"
                and access.by == "tar"
                and is_below(text, mine.path)
                and not mine.read_only
            ):
                return "`tar` writes over", "write"
    return None


def _copied_on_host(
    happening: HostCommand, accesses: list[Access], server: Container, point: MountPoint
) -> tuple[str, str] | None:
    """Return how a host's command copies the data in the bound directory, for a message, and "read" or "write"."""
    invocation = happening.invocation
    if invocation.certainty == "repeated" or point.host_path is None:
        return None
    # sudo leads to the same files.
    if set(invocation.host) - {"root"} or set(server.command.invocation.host) - {"root"}:
        return None
    for access in accesses:
        if access.happened is not True:
            continue
        if (
            access.kind == "read"
            and access.whole
            and below_host_path(point.host_path, access.target, None, True)
        ):
            return f"`{access.by}` copies", "read"
        if (
            access.kind == "write"
            and access.by == "tar"
            and access.target.identity() == point.host_path.identity()
        ):
            return "`tar` writes over", "write"
    return None


def _is(value: Value | None, server: Container | None) -> bool:
    if value is None or server is None or server.name is None:
        return False
    return value.identity() == server.name.identity()


def _may_stop(happening: object, server: Container | None) -> bool:
    """Return whether the server may be stopped by it, or its files made fit for a copy; with None, whether any server may."""
    if isinstance(happening, ContainerSignal):
        return happening.verb in _ENDING and any(
            _is(value, server) or not value.known for value in happening.containers
        )
    if isinstance(happening, ContainerRemove):
        return happening.opaque or any(
            _is(value, server) or not value.known for value in happening.containers
        )
    if isinstance(happening, ContainerExec):
        text = " ".join(word.display() for word in happening.command).lower()
        stdin = happening.invocation.stdin
        if stdin is not None and stdin.target is not None:
            text += stdin.target.display().lower()
        return any(mark in text for mark in _PREPARES)
    if isinstance(happening, HostCommand):
        words = [word.text or "" for word in happening.invocation.words]
        return words[:1] in (["systemctl"], ["service"], ["exit"], ["return"])
    return isinstance(happening, Compose)


RULE = LiveVolumeCopy
