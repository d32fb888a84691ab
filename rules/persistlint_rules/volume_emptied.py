"""PSL422: the content of a data volume, or the engine's own directory, is deleted."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.docker.commands import Command
from persistlint.durability.model import HostCommand, Timeline, Write
from persistlint.rulekit.data_paths import loss_of, server_data_below
from persistlint.rulekit.happenings import certain_here, happening_at
from persistlint.rulekit.host_deletions import (
    cleans_ignored,
    engine_moved_or_uninstalled,
    removed_directories,
)
from persistlint.rulekit.intent import clearing, typed_by_hand
from persistlint.rulekit.phrases import as_written, data_of, holding, label_of
from persistlint.rulekit.refills import LastWrites
from persistlint.rulekit.throw_away import throw_away, throw_away_file
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule
from persistlint.rules.topics import REMOVAL

_ROOTS = ("/var/lib/docker", "/var/lib/containers/storage")
#: The engine's own directories.
_ENGINE = frozenset((*_ROOTS, *(f"{root}/volumes" for root in _ROOTS)))


class VolumeEmptied(Rule):
    code = "PSL422"
    name = "volume-emptied"
    summary = "the content of a data volume, or the engine's own directory, is deleted"
    severity = "warning"
    subject = Timeline
    needs = ("deleted data", "host rm", "host git")
    topics = {REMOVAL: 10}

    def check(self, timeline: Timeline, context: Context) -> Iterator[Finding]:
        if typed_by_hand(context):
            return
        last = LastWrites(timeline)
        said: set[int] = set()
        for write in timeline.writes:
            command = _emptied_by(write, context)
            is_new = command is not None and id(command) not in said
            if (
                command is not None
                and is_new
                and _kept_for_good(write)
                and not last.fills_again(write, command)
            ):
                if _is_bare(command, context) and not (
                    write.container and throw_away(write.container, context)
                ):
                    said.add(id(command))
                    yield self._data(write, command)
        for index, happening in enumerate(timeline.happenings):
            if (
                isinstance(happening, HostCommand)
                and id(happening) not in said
                and _is_bare(happening, context)
            ):
                yield from self._engine(happening, index, timeline, context)
                yield from self._ignored(happening, timeline, context)

    def _data(self, write: Write, command: Command | HostCommand) -> Finding:
        container = write.container
        assert container is not None
        name = write.volume.name if write.volume is not None else write.host_path
        store = "The volume" if write.durability == "volume" else "The directory"
        if name is not None:
            store += f" `{as_written(name)}`"
        return self.finding(
            command.invocation.span,
            f"This deletes {holding(write)} of {label_of(container)}, and nothing asks first. {store} holds that data. Dump or copy the data before.",
            identity=label_of(container),
            command=command if isinstance(command, Command) else None,
            related=[(container.command.span, "mounted here")],
            topic=REMOVAL.of(command),
        )

    def _engine(
        self, command: HostCommand, index: int, timeline: Timeline, context: Context
    ) -> Iterator[Finding]:
        path = next((path for path in removed_directories(command.invocation) if path in _ENGINE), None)
        if path is None or throw_away_file(context) is not None:
            return
        if (
            context.once("engine moved or uninstalled", lambda: engine_moved_or_uninstalled(timeline))
            >= index
        ):
            yield self.finding(
                command.invocation.span,
                f"`{path}` holds every volume, container and image of the engine. All data that is in a volume goes with it.",
                identity=path,
            )

    def _ignored(self, command: HostCommand, timeline: Timeline, context: Context) -> Iterator[Finding]:
        directory = command.invocation.cwd if cleans_ignored(command.invocation) else None
        writes = server_data_below(directory, timeline) if directory is not None else ()
        write = next(
            (write for write in writes if write.container and not throw_away(write.container, context)), None
        )
        if write is None or write.container is None or write.host_path is None:
            return
        label = label_of(write.container)
        yield self.finding(
            command.invocation.span,
            f"`git clean` with `-x` deletes what git ignores, and so the data of {label}. Its {data_of(write)} is in "
            f"`{as_written(write.host_path)}`. Leave the directory out with `-e`.",
            identity=label,
            related=[(write.container.command.span, "the directory is mounted here")],
        )


def _is_bare(command: Command | HostCommand, context: Context) -> bool:
    """Return whether the command runs without a question, and in nothing that is named for clearing."""
    return certain_here(command.invocation) and clearing(command.invocation, context) is None


def _emptied_by(write: Write, context: Context) -> Command | HostCommand | None:
    destroyed = write.destroyed_by
    if destroyed is None or destroyed.certainty != "certain":
        return None
    is_deletion = destroyed.event.endswith(("deletes it", "on the host"))
    return happening_at(destroyed.span, context) if is_deletion else None


def _kept_for_good(write: Write) -> bool:
    """Return whether a server keeps the data in a volume or directory that is there to last, and nobody has copied it."""
    server = write.container
    is_data = write.by == "image" and loss_of(write) == "severe" and write.rescued_by is None
    is_kept = write.durability in ("volume", "bind")
    return server is not None and is_data and is_kept and bool(server.serves and server.command.detach)


RULE = VolumeEmptied
