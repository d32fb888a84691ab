"""PSL110: data is written to ``/dev/shm``."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.durability.model import Container, Timeline, Write
from persistlint.durability.paths import is_below, known_directory
from persistlint.rulekit.data_paths import SEVERITIES, loss_of
from persistlint.rulekit.intent import for_speed
from persistlint.rulekit.later_use import LaterUse
from persistlint.rulekit.lost_writes import stands
from persistlint.rulekit.phrases import as_written, holding, label_of
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule


class WriteToSharedMemory(Rule):
    code = "PSL110"
    name = "write-to-shared-memory"
    summary = "data is written to /dev/shm"
    severity = "info"
    enabled = False
    subject = Timeline
    needs = ("run write", "exec write", "known paths")

    def check(self, timeline: Timeline, context: Context) -> Iterator[Finding]:
        for container in timeline.containers:
            later: LaterUse | None = None
            for write in timeline.writes_of(container):
                if not _in_memory(write) or not _lasts(write, container, timeline):
                    continue
                later = later or LaterUse(container, timeline)
                if later.uses(write):
                    continue
                is_data = write.by == "image"
                content = holding(write) if is_data else f"`{as_written(write.target)}`"
                yield self.finding(
                    container.command.span if is_data else stands(write),
                    f"{label_of(container)} keeps {content} in memory only. `/dev/shm` is empty again whenever the container stops or restarts. "
                    "`docker cp` and `docker commit` don't see it. Mount a volume, and write there.",
                    identity=f"{label_of(container)} {as_written(write.target)}",
                    command=write.command or container.command,
                )


def _in_memory(write: Write) -> bool:
    """Return whether the write goes to the container's own ``/dev/shm``."""
    place = write.target.text or known_directory(write.target)
    return (
        place is not None
        and is_below(place, "/dev/shm")
        and write.mount_point is None
        and write.durability == "tmpfs"
        and write.happened is not False
    )


def _lasts(write: Write, container: Container, timeline: Timeline) -> bool:
    """Return whether the write is data, and stays longer than the command that writes it."""
    if write.by == "image":
        return bool(container.serves) and loss_of(write) in SEVERITIES and not for_speed(container)
    if write.how == "run" and not container.command.detach:
        return False
    destroyed = write.destroyed_by
    if destroyed is not None and destroyed.event.endswith("deletes it"):
        return False
    text = write.target.text
    return not any(
        read.container is container and read.target == text and read.sequence > write.sequence
        for read in timeline.reads
    )


RULE = WriteToSharedMemory
