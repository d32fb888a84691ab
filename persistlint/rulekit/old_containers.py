"""Containers that are removed before another one takes their name."""

from __future__ import annotations

from bisect import bisect_left

from persistlint.docker.commands import (
    Command,
    ContainerCommit,
    ContainerCopy,
    ContainerExec,
    ContainerExport,
    ContainerRemove,
    ContainerRename,
)
from persistlint.durability.lifecycle import streams_out
from persistlint.durability.names import namespace_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.durability.model import Container, Timeline
    from persistlint.rules.rule import Context
    from persistlint.shell.values import Value


class _OldContainers:
    """The removals of the containers of each name, and the copies that are taken out. ``key`` is engine, block and name."""

    __slots__ = ("_copied_first", "_removals")

    def __init__(self, timeline: Timeline) -> None:
        #: The removals of each name, with their places.
        self._removals: dict[tuple[object, ...], list[tuple[int, ContainerRemove]]] = {}
        #: Where a copy may be taken out before anything is removed.
        self._copied_first: dict[tuple[object, ...], int] = {}
        for place, happening in enumerate(timeline.happenings):
            if not isinstance(happening, Command):
                continue
            engine = (namespace_of(happening), happening.invocation.block)
            if isinstance(happening, ContainerRemove):
                if happening.invocation.certainty != "repeated":
                    for name in happening.containers:
                        self._removals.setdefault((*engine, name.identity()), []).append((place, happening))
                continue
            copied = _taken_out(happening)
            key = (*engine, copied.identity()) if copied is not None else ()
            if key and key not in self._removals:
                self._copied_first.setdefault(key, place)

    def removed_before(self, key: tuple[object, ...], place: int) -> ContainerRemove | None:
        """Return the last removal of the name before ``place``; None too where a copy of the data may have been taken before the first."""
        if self._copied_first.get(key, place) < place:
            return None
        removals = self._removals.get(key, [])
        index = bisect_left(removals, place, key=lambda removal: removal[0]) - 1
        return removals[index][1] if index >= 0 else None


def removed_before(container: Container, context: Context) -> ContainerRemove | None:
    """Return the removal of the container's name before it is made, in its own block: another block is another way to do it."""
    timeline, name = context.timeline, container.name
    if name is None:
        return None
    old = context.once("old containers", lambda: _OldContainers(timeline))
    place = timeline.place_of(container.command)
    return old.removed_before((container.namespace, container.block, name.identity()), place)


def _taken_out(command: Command) -> Value | None:
    """Return the name of the container out of which the command may take a copy."""
    if isinstance(command, (ContainerCommit, ContainerExport, ContainerRename)):
        return command.container
    if isinstance(command, ContainerCopy):
        return command.source.container if command.source is not None else None
    if isinstance(command, ContainerExec) and streams_out(command.invocation):
        return command.container
    return None
