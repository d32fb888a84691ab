"""PSL105: ``docker cp`` puts a file into a container's own layer."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.docker.commands import ContainerCopy
from persistlint.docker.compose_service import ComposeService
from persistlint.durability.accesses.ranks import SCRATCH
from persistlint.durability.model import Timeline, Write
from persistlint.durability.paths import is_below, known_directory
from persistlint.rulekit.later_use import LaterUse, mounted_instead, started_before
from persistlint.rulekit.lost_writes import lost_by_container
from persistlint.rulekit.phrases import as_written, end_of, label_of
from persistlint.rulekit.throw_away import throw_away
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule
from persistlint.rules.topics import WRITE
from persistlint.text.spans import Span


class UnmountedCopy(Rule):
    code = "PSL105"
    name = "unmounted-copy"
    summary = "docker cp puts a file into the container's own layer"
    severity = "info"
    subject = Timeline
    needs = ("cp write",)

    def check(self, timeline: Timeline, context: Context) -> Iterator[Finding]:
        for container, writes in lost_by_container(timeline, "cp"):
            if context.language != "markdown" and throw_away(container, context) is not None:
                continue
            later = LaterUse(container, timeline)
            for write in writes:
                command = write.command
                if not isinstance(command, ContainerCopy) or not started_before(container, command, timeline):
                    continue
                if _scratch(write) or later.uses(write):
                    continue
                yield self._finding(write, command, context)

    def _finding(self, write: Write, command: ContainerCopy, context: Context) -> Finding:
        container = write.container
        assert container is not None
        path = as_written(write.target)
        option = mounted_instead(command.source.path if command.source is not None else None, path)
        advice = "Mount what is copied, or COPY it in an image."
        if option and isinstance(container.command, ComposeService):
            item = option.removeprefix("-v ")
            advice = f"Add `{item}` under the service's `volumes:`, or COPY it in an image."
        elif option:
            advice = f"Mount it (`{option}`), or COPY it in an image."
        related: list[tuple[Span, str]] = [(container.command.span, "the container is made here")]
        return self.finding(
            write.span,
            f"`{path}` is copied into {label_of(container)} alone, and the next container is without it. {end_of(write, context)} {advice}",
            identity=f"{container.label} {path}",
            command=command,
            related=related,
            topic=WRITE.of(write),
        )


def _scratch(write: Write) -> bool:
    place = write.target.text or known_directory(write.target)
    return place is None or any(is_below(place, directory) for directory in SCRATCH)


RULE = UnmountedCopy
