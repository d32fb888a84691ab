"""PSL405: a tmpfs on a path whose data is meant to last."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.durability.model import Timeline
from persistlint.rulekit.data_paths import SEVERITIES, loss_of
from persistlint.rulekit.intent import for_speed
from persistlint.rulekit.lost_writes import read_after_restart
from persistlint.rulekit.phrases import as_written, holding, label_of, target_place
from persistlint.rulekit.throw_away import throw_away
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule
from persistlint.rules.topics import SPECIFICATION


class TmpfsForData(Rule):
    code = "PSL405"
    name = "tmpfs-for-data"
    summary = "a tmpfs on a path whose data is meant to last"
    severity = "warning"
    warns_in_documents = False
    services = True
    subject = Timeline
    needs = ("tmpfs", "volume in memory")
    topics = {SPECIFICATION: 90}

    def check(self, timeline: Timeline, context: Context) -> Iterator[Finding]:
        said: set[tuple[str, str]] = set()
        for write in timeline.writes:
            container = write.container
            point = write.mount_point
            if container is None or point is None or point.mount is None or point.kind != "tmpfs":
                continue
            if write.happened is False or (container.id, point.path) in said or for_speed(container):
                continue
            missed = None
            if write.by == "image":
                if not container.serves or loss_of(write) not in SEVERITIES:
                    continue
                content, severity = holding(write), SEVERITIES[loss_of(write)]
            else:
                missed = read_after_restart(write, timeline)
                if missed is None:
                    continue
                content, severity = f"`{as_written(write.target)}`", "warning"
            said.add((container.id, point.path))
            message = (
                f"{label_of(container)} keeps {content} in memory only. `{point.path}` is a tmpfs, which is emptied whenever the container stops or "
                "restarts. Mount a volume there instead."
            )
            yield self.finding(
                target_place(point.mount, container.command, in_command=True),
                message,
                identity=f"{label_of(container)} {point.path}",
                command=container.command,
                severity=severity,
                reason=throw_away(container, context),
                related=[(missed.command, "looked for in vain here, after a stop")]
                if missed is not None
                else None,
                topic=SPECIFICATION.of(container.command, point.path),
            )


RULE = TmpfsForData
