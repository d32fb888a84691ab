"""PSL422: the content of a data volume, or the engine's own directory, is deleted."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.docker.commands import Command
from persistlint.durability.model import HostCommand, Timeline, Write
from persistlint.durability.paths import clean
from persistlint.durability.patterns import below_host_path
from persistlint.rulekit.data_paths import loss_of
from persistlint.rulekit.intent import clearing, typed_by_hand
from persistlint.rulekit.phrases import as_written, data_of, holding, label_of
from persistlint.rulekit.throw_away import throw_away, throw_away_file
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule
from persistlint.rules.topics import REMOVAL
from persistlint.shell.invocation import Invocation
from persistlint.text.spans import Span

_ENGINE = ("/var/lib/docker", "/var/lib/containers/storage")
_COPIES = frozenset(("cp", "mv", "rsync", "tar"))
_MANAGERS = frozenset(("apt", "apt-get", "yum", "dnf", "zypper", "snap", "brew", "pacman"))
_UNINSTALLS = frozenset(("remove", "purge", "autoremove", "erase", "uninstall", "-R", "-Rns"))


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
        said: set[int] = set()
        for write in timeline.writes:
            command = _emptied_by(write, timeline, context)
            if command is None or id(command) in said or not _meant_to_last(write, command, context):
                continue
            if not _bare(command.invocation, context) or (
                write.container and throw_away(write.container, context)
            ):
                continue
            said.add(id(command))
            yield self._data(write, command)
        for index, happening in enumerate(timeline.happenings):
            if not isinstance(happening, HostCommand) or id(happening) in said:
                continue
            invocation = happening.invocation
            if not _bare(invocation, context):
                continue
            path = _engine_directory(invocation)
            if (
                path is not None
                and context.once("engine moved or uninstalled", lambda: _moved_or_uninstalled(timeline))
                >= index
                and throw_away_file(context) is None
            ):
                yield self.finding(
                    invocation.span,
                    f"`{path}` holds every volume, container and image of the engine. All data that is in a volume goes with it.",
                    identity=path,
                )
            elif _cleans_ignored(invocation):
                below = _data_below(invocation, timeline, context)
                if below is not None and below.container is not None:
                    yield self.finding(
                        invocation.span,
                        f"`git clean` with `-x` deletes what git ignores, and so the data of {label_of(below.container)}. Its {data_of(below)} is in "
                        f"`{as_written(below.host_path) if below.host_path is not None else ''}`. Leave the directory out with `-e`.",
                        identity=label_of(below.container),
                        related=[(below.container.command.span, "the directory is mounted here")],
                    )

    def _data(self, write: Write, command: Command | HostCommand) -> Finding:
        container = write.container
        assert container is not None
        where = "The volume" if write.durability == "volume" else "The directory"
        name = ""
        if write.volume is not None and write.volume.name is not None:
            name = f" `{as_written(write.volume.name)}`"
        elif write.host_path is not None:
            name = f" `{as_written(write.host_path)}`"
        return self.finding(
            command.invocation.span,
            f"This deletes {holding(write)} of {label_of(container)}, and nothing asks first. {where}{name} holds that data. "
            "Dump or copy the data before.",
            identity=label_of(container),
            command=command if isinstance(command, Command) else None,
            related=[(container.command.span, "mounted here")],
            topic=REMOVAL.of(command),
        )


def _bare(invocation: Invocation, context: Context) -> bool:
    """Return whether the command runs without a question, and in nothing that is named for clearing."""
    return (
        invocation.certainty == "certain"
        and not invocation.guard
        and not invocation.condition
        and set(invocation.host) <= {"root"}
        and clearing(invocation, context) is None
    )


def _emptied_by(write: Write, timeline: Timeline, context: Context) -> Command | HostCommand | None:
    destroyed = write.destroyed_by
    if (
        destroyed is None
        or destroyed.certainty != "certain"
        or not destroyed.event.endswith(("deletes it", "on the host"))
    ):
        return None
    return context.once("commands by place", lambda: _by_place(timeline)).get(destroyed.span)


def _by_place(timeline: Timeline) -> dict[Span, Command | HostCommand]:
    """Return the first command at each place."""
    by_place: dict[Span, Command | HostCommand] = {}
    for happening in timeline.happenings:
        if isinstance(happening, (Command, HostCommand)):
            by_place.setdefault(happening.invocation.span, happening)
    return by_place


def _meant_to_last(write: Write, command: Command | HostCommand, context: Context) -> bool:
    container = write.container
    if container is None or write.by != "image" or loss_of(write) != "severe" or write.rescued_by is not None:
        return False
    if not container.serves or not container.command.detach or write.durability not in ("volume", "bind"):
        return False
    # A volume that is filled again is being restored.
    last = context.once("last writes", lambda: _LastWrites(context.timeline))
    return not last.fills_again(write, command)


class _LastWrites:
    """The last writes into each store that aren't the image's own."""

    __slots__ = ("_by_command", "_elsewhere", "_last")

    def __init__(self, timeline: Timeline) -> None:
        self._by_command: dict[tuple[object, int], Write] = {}
        self._last: dict[object, Write] = {}
        #: The last one that another container made than the last one's.
        self._elsewhere: dict[object, Write] = {}
        for write in timeline.writes:
            if write.by == "image" or write.rank == "scratch":
                continue
            before = self._last.get(write.store)
            if before is not None and before.container is not write.container:
                self._elsewhere[write.store] = before
            self._last[write.store] = write
            self._by_command[write.store, id(write.command)] = write

    def fills_again(self, write: Write, command: Command | HostCommand) -> bool:
        """Return whether the command itself, or another container, writes into the store after ``write``."""
        last = self._last.get(write.store)
        if last is not None and last.container is write.container:
            last = self._elsewhere.get(write.store)
        of_command = self._by_command.get((write.store, id(command)))
        return any(
            candidate is not None and candidate.sequence > write.sequence for candidate in (last, of_command)
        )


def _engine_directory(invocation: Invocation) -> str | None:
    if invocation.program != "rm":
        return None
    # A pattern is unknown words; its name is the pattern.
    words = [
        word.text or "".join(piece.name for piece in word.value.unknowns) for word in invocation.words[1:]
    ]
    if not any(word.startswith("-") and ("r" in word or "R" in word) for word in words):
        return None
    for word in words:
        path = clean(word.removesuffix("*")) if word.startswith("/") else ""
        if path in (*_ENGINE, *(f"{root}/volumes" for root in _ENGINE)):
            return path
    return None


def _moved_or_uninstalled(timeline: Timeline) -> int:
    """Return the place of the first command that copies the directory or uninstalls docker, behind the last one without it."""
    for index, happening in enumerate(timeline.happenings):
        if not isinstance(happening, HostCommand):
            continue
        words = [word.display() for word in happening.invocation.words]
        if happening.invocation.program in _COPIES and any("/docker" in word for word in words):
            return index
        if happening.invocation.program in _MANAGERS and _UNINSTALLS & set(words):
            return index
    return len(timeline.happenings)


def _cleans_ignored(invocation: Invocation) -> bool:
    words = [word.text or "" for word in invocation.words]
    if (
        invocation.program != "git"
        or "clean" not in words
        or any(word.startswith(("-e", "--exclude")) for word in words)
    ):
        return False
    rest = words[words.index("clean") + 1 :]
    letters = "".join(word[1:] for word in rest if word.startswith("-") and not word.startswith("--"))
    if any(not word.startswith("-") for word in rest):
        # Only the named paths are deleted.
        return False
    return (
        ("x" in letters or "X" in letters)
        and "d" in letters
        and ("f" in letters or "--force" in rest)
        and "n" not in letters
    )


def _data_below(invocation: Invocation, timeline: Timeline, context: Context) -> Write | None:
    """Return a write of a server's data to a host's directory below the cleaned one."""
    if invocation.cwd is None:
        return None
    for write in timeline.writes:
        container = write.container
        if container is None or write.by != "image" or write.durability != "bind" or write.host_path is None:
            continue
        if not container.serves or loss_of(write) != "severe" or throw_away(container, context):
            continue
        if below_host_path(write.host_path, invocation.cwd, None, True):
            return write
    return None


RULE = VolumeEmptied
