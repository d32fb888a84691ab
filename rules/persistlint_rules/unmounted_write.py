"""PSL102: the container's command leaves its result at a path that nothing covers."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.durability.model import Timeline, Write
from persistlint.rulekit.lost_writes import (
    SEVERITIES,
    and_more,
    consequences,
    keep,
    keeping_fixes,
    lost_by_container,
    stands,
    told,
    unseen,
    used_again,
)
from persistlint.rulekit.phrases import as_written, end_of
from persistlint.rulekit.throw_away import throw_away
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule
from persistlint.rules.topics import WRITE


class UnmountedWrite(Rule):
    code = "PSL102"
    name = "unmounted-write"
    summary = "the container's command leaves its result at a path that nothing is mounted on"
    severity = "warning"
    fix = "unsafe"
    fix_changes = ("mounts", "command")
    subject = Timeline
    needs = ("run write",)
    topics = {WRITE: 40}

    def check(self, thing: Timeline, context: Context) -> Iterator[Finding]:
        for container, writes in lost_by_container(thing, "run"):
            worth = [write for write in writes if write.rank in SEVERITIES and write.target.pieces]
            if not worth or used_again(container, thing, container.command, perhaps=True) is not None:
                continue
            reason = throw_away(container, context) or unseen(container, thing)
            for write, more in told(worth):
                yield self._finding(write, more, reason, context)

    def _finding(self, write: Write, more: int, reason: str | None, context: Context) -> Finding:
        container = write.container
        assert container is not None
        message = f"`{as_written(write.target)}` {and_more(more)} inside the container: {end_of(write, context)}; {keep(write)}"
        return self.finding(
            stands(write),
            message,
            identity=f"{container.label} {write.target.display()}",
            command=container.command,
            severity=SEVERITIES[write.rank],
            reason=reason,
            related=consequences(write, context.timeline),
            fixes=keeping_fixes(write, context),
            topic=WRITE.of(write),
        )


RULE = UnmountedWrite
