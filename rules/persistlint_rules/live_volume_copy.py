"""PSL808: the files of a running database are copied."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from persistlint.docker.commands import Command
from persistlint.durability.model import Container, HostCommand, MountPoint, Timeline
from persistlint.durability.paths import is_below
from persistlint.rulekit.phrases import as_written, label_of
from persistlint.rulekit.server_times import ServerTimes
from persistlint.rulekit.store_copies import StoreCopy, copy_by
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule

#: Copies that one server is told of.
_MOST_TOLD = 4


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
        times = ServerTimes(timeline)
        for server in timeline.containers:
            if not (server.image.single_writer and server.image.kind == "database" and server.serves):
                continue
            if not server.command.detach or not server.command.runs or server.refused:
                continue
            for point in _data(server):
                copies = (
                    (happening, copy)
                    for happening in times.after(server, point)
                    if (copy := copy_by(happening, times.accesses(happening), server, point, timeline))
                )
                for happening, copy in islice(copies, _MOST_TOLD):
                    yield self._about(happening, copy, server, point, context)

    def _about(
        self,
        happening: Command | HostCommand,
        copy: StoreCopy,
        server: Container,
        point: MountPoint,
        context: Context,
    ) -> Finding:
        holds = next((path.holds for path in server.image.paths if is_below(path.path, point.path)), "")
        effect = "The copy holds parts of different moments, and may not start again."
        if copy.overwrites:
            effect = "The server goes on with what it has in memory, and both get mixed."
        label, line = label_of(server), context.sources.place(server.command.span).line
        files = f"{server.image.title or 'the database'}'s {holds or 'files'}"
        return self.finding(
            happening.invocation.span,
            f"{label} (line {line}) runs while {copy.words} {files} in {_place(point)}. {effect} Stop it before, or use its own dump.",
            identity=f"{label} {point.path}",
            command=happening if isinstance(happening, Command) else None,
            related=[(server.command.span, "the server is started here")],
        )


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


RULE = LiveVolumeCopy
