"""PSL104: ``docker exec`` writes to a path of a container on which nothing is mounted."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.docker.commands import Compose
from persistlint.durability.model import Timeline, Write
from persistlint.rulekit.later_use import LaterUse
from persistlint.rulekit.lost_writes import (
    SEVERITIES,
    and_more,
    consequences,
    keep,
    lost_by_container,
    stands,
    told,
    unseen,
)
from persistlint.rulekit.phrases import as_written, end_of, label_of
from persistlint.rulekit.throw_away import throw_away
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule
from persistlint.rules.topics import WRITE


class UnmountedExecWrite(Rule):
    code = "PSL104"
    name = "unmounted-exec-write"
    summary = "docker exec writes to a path of the container on which nothing is mounted"
    severity = "warning"
    subject = Timeline
    needs = ("exec write",)
    topics = {WRITE: 40}

    def check(self, thing: Timeline, context: Context) -> Iterator[Finding]:
        for container, writes in lost_by_container(thing, "exec"):
            later = LaterUse(container, thing)
            worth = [
                write
                for write in writes
                if write.rank in SEVERITIES and write.target.pieces and not later.uses(write)
            ]
            if not worth:
                continue
            reason = throw_away(container, context) or unseen(container, thing)
            for write, more in told(worth):
                yield self._finding(write, more, reason or _set_up_again(write, thing), context)

    def _finding(self, write: Write, more: int, reason: str | None, context: Context) -> Finding:
        container = write.container
        assert container is not None
        message = (
            f"`{as_written(write.target)}` {and_more(more)} inside {label_of(container)}, where nothing is mounted: "
            f"{end_of(write, context)}; {keep(write)}"
        )
        return self.finding(
            stands(write),
            message,
            identity=f"{container.label} {write.target.display()}",
            command=write.command,
            severity=SEVERITIES[write.rank],
            reason=reason,
            related=[
                (container.command.span, "the container is made here"),
                *consequences(write, context.timeline),
            ],
            topic=WRITE.of(write),
        )


#: Programs that set something up, and leave no result.
_SETS_UP = frozenset(("sed", "touch", "mkdir", "ln", "chmod", "chown", "patch"))


def _set_up_again(write: Write, timeline: Timeline) -> str | None:
    """Return why the write comes again with the next container, for a message: the same text starts the service, and sets it up."""
    container = write.container
    if container is None or container.command.service_name is None or write.by not in _SETS_UP:
        return None
    starts = any(
        isinstance(happening, Compose) and happening.verb in ("compose up", "compose create", "compose start")
        for happening in timeline.happenings
    )
    return "the same text starts the service and sets it up" if starts else None


RULE = UnmountedExecWrite
