"""PSL414: a container is removed and made again, and its data isn't in a mount."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

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
from persistlint.durability.model import Container, Timeline
from persistlint.durability.names import namespace_of
from persistlint.rulekit.data_paths import SEVERITIES, keeping_mounts, listed, loss_of, path_of, unkept_data
from persistlint.rulekit.image_versions import version_clause
from persistlint.rulekit.intent import clearing
from persistlint.rulekit.phrases import held, image_place, label_of, on_line, unless
from persistlint.rulekit.throw_away import throw_away
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule
from persistlint.rules.topics import CONTAINER
from persistlint.shell.values import Value


class RecreatedWithoutMounts(Rule):
    code = "PSL414"
    name = "recreated-without-mounts"
    summary = "a stateful container is removed and made again, without its data"
    severity = "warning"
    fix = "unsafe"
    fix_changes = ("mounts",)
    subject = Container
    needs = ("container rm",)
    topics = {CONTAINER: 70}

    def check(self, container: Container, context: Context) -> Iterator[Finding]:
        command = container.command
        if container.name is None or not command.runs or command.invocation.certainty == "repeated":
            return
        removed = _removed_before(container, container.name, context)
        if removed is None:
            return
        writes = unkept_data(container, context.timeline)
        if not writes or throw_away(container, context) or clearing(removed.invocation, context):
            return
        main = writes[0]
        paths = [path_of(write) for write in writes]
        fixes, option = keeping_mounts(container, paths, context)
        pronoun, verb = ("it", "is") if len(paths) == 1 else ("them", "are")
        place = on_line(removed.span, context)
        if main.durability == "container layer" or removed.volumes is True:
            fate = f"`docker rm`{place} deletes what the old {label_of(container)} had there."
        else:
            fate = f"What the old {label_of(container)} had there stays in an anonymous volume that nothing leads to once `docker rm`{place} has run."
        yield self.finding(
            image_place(command),
            f"{listed(paths)} of the new {label_of(container)} ({held(main)}) {verb} empty{unless(command.image)}. {fate} "
            + (
                f"Add `{option}`."
                if option
                else f"Keep {pronoun} in a volume.{version_clause(container, paths)}"
            ),
            identity=f"{label_of(container)} {' '.join(paths)}",
            command=command,
            severity=SEVERITIES[loss_of(main)],
            related=[(removed.span, "the old container is removed here")],
            fixes=fixes,
            topic=CONTAINER.of(command, tuple(paths)),
        )


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


def _removed_before(container: Container, name: Value, context: Context) -> ContainerRemove | None:
    """Return the removal of the container's name before it is made, in its own block: another block is another way to do it."""
    timeline = context.timeline
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


RULE = RecreatedWithoutMounts
