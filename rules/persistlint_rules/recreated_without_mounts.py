"""PSL414: a container is removed and made again, and its data isn't in a mount."""

from __future__ import annotations

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
from persistlint.rulekit.phrases import held, label_of, unless, written_at
from persistlint.rulekit.throw_away import throw_away
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule
from persistlint.shell.values import Value


class RecreatedWithoutMounts(Rule):
    code = "PSL414"
    name = "recreated-without-mounts"
    summary = "a stateful container is removed and made again, without its data"
    severity = "warning"
    fix = "unsafe"
    fix_changes = ("mounts",)
    subject = Container

    def check(self, thing: Container, context: Context) -> Iterator[Finding]:
        command = thing.command
        if thing.name is None or not command.runs or command.invocation.certainty == "repeated":
            return
        removed = _removed_before(thing, thing.name, context.timeline)
        if removed is None:
            return
        writes = unkept_data(thing, context.timeline)
        if not writes or throw_away(thing, context) or clearing(removed.invocation, context):
            return
        main = writes[0]
        paths = [path_of(write) for write in writes]
        image = command.image
        fixes, option = keeping_mounts(thing, paths, context)
        pronoun, verb = ("it", "is") if len(paths) == 1 else ("them", "are")
        place = (
            f" on line {context.sources.place(removed.span).line}"
            if context.sources.knows(removed.span)
            else ""
        )
        if main.durability == "container layer" or removed.volumes is True:
            fate = f"`docker rm`{place} deletes what the old {label_of(thing)} had there"
        else:
            fate = f"what the old {label_of(thing)} had there stays in an anonymous volume that nothing leads to once `docker rm`{place} has run"
        yield self.finding(
            written_at(image.raw, image.span, command) if image is not None else command.span,
            f"{listed(paths)} of the new {label_of(thing)} ({held(main)}) {verb} empty{unless(image.raw) if image is not None else ''}: {fate}; "
            f"keep {pronoun} {f'with `{option}`' if option else f'in a volume{version_clause(thing, paths)}'}",
            identity=f"{label_of(thing)} {' '.join(paths)}",
            command=command,
            severity=SEVERITIES[loss_of(main)],
            related=[(removed.span, "the old container is removed here")],
            fixes=fixes,
            topic=("container", command, tuple(paths)),
        )


def _removed_before(container: Container, name: Value, timeline: Timeline) -> ContainerRemove | None:
    """The removal of the container's name before it is made; None too where a copy of the data may have been taken before that."""
    found: ContainerRemove | None = None
    identity = name.identity()
    for happening in timeline.happenings:
        if happening is container.command:
            return found
        if not isinstance(happening, Command) or namespace_of(happening) != container.namespace:
            continue
        if happening.invocation.block != container.block:
            # Another block of a document is another way to do it.
            continue
        if isinstance(happening, ContainerRemove):
            if happening.invocation.certainty != "repeated" and any(
                one.identity() == identity for one in happening.containers
            ):
                found = happening
        elif found is None and _takes_out(happening, identity):
            return None
    return None


def _takes_out(command: Command, identity: tuple[object, ...]) -> bool:
    name: Value | None = None
    if isinstance(command, (ContainerCommit, ContainerExport, ContainerRename)):
        name = command.container
    elif isinstance(command, ContainerCopy):
        name = command.source.container if command.source is not None else None
    elif isinstance(command, ContainerExec) and streams_out(command.invocation):
        name = command.container
    return name is not None and name.identity() == identity


RULE = RecreatedWithoutMounts
