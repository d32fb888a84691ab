"""Operands of commands: which containers a world's commands name, looked up once for all containers."""

from __future__ import annotations

from bisect import bisect_right

from persistlint.docker.commands import (
    Command,
    ContainerCommit,
    ContainerCopy,
    ContainerExec,
    ContainerExport,
    ContainerSignal,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.durability.model import Container, Timeline
    from persistlint.shell.values import Value

#: What ``Value.identity`` gives.
Identity = tuple[object, ...]

_USES = ("start", "restart", "attach")


def names_of(container: Container) -> set[Identity]:
    """Return what an operand is that certainly means this container: its name, its captured id."""
    names: set[Identity] = set()
    if container.name is not None:
        names.add(container.name.identity())
    if container.command.invocation.captured_as is not None:
        names.add((("unknown", container.command.invocation.captured_as),))
    return names


def used_by(command: Command) -> list[Value]:
    """Return the containers that a start, an attach or an exec names."""
    if isinstance(command, ContainerExec):
        return [command.container] if command.container is not None else []
    if isinstance(command, ContainerSignal) and command.verb.rpartition(" ")[2] in _USES:
        return list(command.containers)
    return []


class Operands:
    """The containers that the commands of a world name, each with the place of its command in ``happenings``.

    *Loose* is an operand that is no container's name or captured id: it may mean any.
    """

    __slots__ = ("_execs", "_users", "copies", "loose_takers", "loose_users", "names", "saved")

    def __init__(self, timeline: Timeline) -> None:
        self.names: set[Identity] = set()
        for container in timeline.containers:
            self.names |= names_of(container)
        #: What commits and exports name.
        self.saved: set[Identity] = set()
        self.loose_takers: list[tuple[int, Value | None]] = []
        self.loose_users: list[tuple[int, Value]] = []
        self.copies: list[int] = []
        self._users: dict[Identity, list[int]] = {}
        self._execs: dict[Identity, list[int]] = {}
        for place, happening in enumerate(timeline.happenings):
            if isinstance(happening, (ContainerCommit, ContainerExport)):
                if happening.container is not None:
                    self.saved.add(happening.container.identity())
                self._take(place, happening.container)
            elif isinstance(happening, ContainerCopy):
                self.copies.append(place)
                if happening.source is None:
                    self._take(place, None)
                elif happening.source.container is not None:
                    self._take(place, happening.source.container)
            elif isinstance(happening, (ContainerExec, ContainerSignal)):
                for value in used_by(happening):
                    identity = value.identity()
                    self._users.setdefault(identity, []).append(place)
                    if isinstance(happening, ContainerExec):
                        self._execs.setdefault(identity, []).append(place)
                    if identity not in self.names:
                        self.loose_users.append((place, value))

    def _take(self, place: int, value: Value | None) -> None:
        if value is None or value.identity() not in self.names:
            self.loose_takers.append((place, value))

    def first_user(self, container: Container, place: int) -> int | None:
        """Return the place of the first start, attach or exec behind ``place`` that certainly names the container."""
        first_places: list[int] = []
        for name in names_of(container):
            places = self._users.get(name, [])
            first_places += places[bisect_right(places, place) :][:1]
        return min(first_places, default=None)

    def execs_of(self, container: Container) -> list[int]:
        """Return the places of the execs that certainly name the container."""
        return sorted({place for name in names_of(container) for place in self._execs.get(name, ())})


def operands_of(timeline: Timeline) -> Operands:
    """Return the operands of a world that is replayed to its end."""
    return timeline.once("operands", Operands)
