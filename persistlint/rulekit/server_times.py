"""The time of a server between its start and what may stop it, and what concerns it or its stores meanwhile."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from persistlint.docker.commands import (
    Command,
    Compose,
    ContainerCopy,
    ContainerExec,
    ContainerRemove,
    ContainerSignal,
)
from persistlint.durability.accesses.reader import line_accesses
from persistlint.durability.model import HostCommand
from persistlint.rulekit.store_copies import COPIERS
from persistlint.shell.invocation import Gap

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from persistlint.durability.accesses.access import Access
    from persistlint.durability.model import Container, MountPoint, Timeline
    from persistlint.shell.values import Value

#: Commands that make the files fit for a copy while the server runs.
_PREPARES = ("backup", "flush tables", "fsync", "checkpoint", "lock", "shutdown", "save")
_ENDING = ("container stop", "container kill", "container pause")


class ServerTimes:
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
                if happening.invocation.program in COPIERS:
                    self._host.append(place)
            elif isinstance(happening, Command):
                for name in _names_in(happening):
                    self._named.setdefault(name.identity(), []).append(place)
                container = timeline.container_of(happening)
                for point in container.mount_points if container is not None else ():
                    self._stores.setdefault(_store(point), []).append(place)

    def accesses(self, command: Command | HostCommand) -> list[Access]:
        """Return what a command of the host reads and writes. Empty for docker's own commands."""
        if not isinstance(command, HostCommand):
            return []
        invocation = command.invocation
        if id(command) not in self._accesses:
            self._accesses[id(command)] = list(line_accesses(invocation, invocation.cwd))
        return self._accesses[id(command)]

    def after(self, server: Container, point: MountPoint) -> Iterator[Command | HostCommand]:
        """Yield what may concern the server, or what it has mounted at ``point``, from its start until it may be stopped."""
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
        for happening in (self._timeline.happenings[place] for place in sorted(places)):
            if _may_stop(happening, server):
                return
            if isinstance(happening, (Command, HostCommand)):
                yield happening


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
