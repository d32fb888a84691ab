"""PSL808: the files of a running database are copied."""

from __future__ import annotations

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
from persistlint.durability.model import Container, HostCommand, MountPoint, Timeline
from persistlint.durability.paths import is_below
from persistlint.durability.patterns import below_host_path
from persistlint.rulekit import streams
from persistlint.rulekit.phrases import as_written, label_of
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule
from persistlint.shell.invocation import Gap
from persistlint.shell.values import Value

#: Commands that make the files fit for a copy while the server runs.
_PREPARES = ("backup", "flush tables", "fsync", "checkpoint", "lock", "shutdown", "save")
#: Programs of the host that copy a directory.
_COPIERS = frozenset(("cp", "rsync", "tar", "zip"))
_ENDING = ("container stop", "container kill", "container pause")


class LiveVolumeCopy(Rule):
    code = "PSL808"
    name = "live-volume-copy"
    summary = "the files of a running database are archived or written over"
    severity = "warning"
    subject = Timeline

    def check(self, thing: Timeline, context: Context) -> Iterator[Finding]:
        for server in thing.containers:
            if not (server.image.single_writer and server.image.kind == "database" and server.serves):
                continue
            if not server.command.detach or not server.command.runs or server.refused:
                continue
            for point in _data(server):
                yield from self._copies(server, point, thing, context)

    def _copies(
        self, server: Container, point: MountPoint, timeline: Timeline, context: Context
    ) -> Iterator[Finding]:
        happenings = timeline.happenings
        if server.command not in happenings:
            return
        for happening in happenings[happenings.index(server.command) + 1 :]:
            if isinstance(happening, Gap) or _may_stop(happening, server):
                return
            if isinstance(happening, HostCommand):
                what = _copied_on_host(happening, server, point)
            elif isinstance(happening, Command):
                what = _copied(happening, server, point, timeline)
            else:
                continue
            if what is None:
                continue
            way, certain = what
            holds = next((path.holds for path in server.image.paths if is_below(path.path, point.path)), "")
            title = server.image.title or "the database"
            effect = (
                "the copy holds parts of different moments, which may not start again"
                if certain == "read"
                else "the server goes on with what it has in memory, and both get mixed"
            )
            line = context.sources.place(server.command.span).line
            yield self.finding(
                happening.invocation.span,
                f"{label_of(server)[0].upper()}{label_of(server)[1:]} (line {line}) runs while {way} {title}'s {holds or 'files'} in {_place(point)}: {effect}. "
                "Stop it before, or use its own dump",
                identity=f"{label_of(server)} {point.path}",
                command=happening if isinstance(happening, Command) else None,
                related=[(server.command.span, "the server is started here")],
                topic=("live copy", happening, ""),
            )


def _data(server: Container) -> list[MountPoint]:
    """The volumes and binds that hold the server's data."""
    found: list[MountPoint] = []
    for path in server.image.paths:
        point = server.covering(path.path)
        if (
            point is not None
            and path.loss == "severe"
            and point.kind in ("volume", "bind")
            and point not in found
        ):
            found.append(point)
    return found


def _place(point: MountPoint) -> str:
    if point.volume is not None and point.volume.name is not None:
        return f"`{as_written(point.volume.name)}`"
    return f"`{as_written(point.host_path)}`" if point.host_path is not None else f"`{point.path}`"


def _same_store(one: MountPoint, other: MountPoint) -> bool:
    if one.volume is not None:
        return one.volume is other.volume
    if one.host_path is None or other.host_path is None:
        return False
    return one.host_path.identity() == other.host_path.identity()


def _copied(
    command: Command, server: Container, point: MountPoint, timeline: Timeline
) -> tuple[str, str] | None:
    """How the command copies the data, for a message, and "read" or "write"."""
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
    other = next((one for one in timeline.containers if one.command is command), None)
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


def _copied_on_host(happening: HostCommand, server: Container, point: MountPoint) -> tuple[str, str] | None:
    """The same for a command of the host, on the directory that is bound."""
    invocation = happening.invocation
    if invocation.program not in _COPIERS or invocation.certainty == "repeated" or point.host_path is None:
        return None
    # sudo leads to the same files.
    if set(invocation.host) - {"root"} or set(server.command.invocation.host) - {"root"}:
        return None
    for access in line_accesses(invocation, invocation.cwd):
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


def _is(value: Value | None, server: Container) -> bool:
    return value is not None and server.name is not None and value.identity() == server.name.identity()


def _may_stop(happening: object, server: Container) -> bool:
    """Whether the server may be stopped by it, or its files made fit for a copy."""
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
