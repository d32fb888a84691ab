"""PSL109: a named container's own layer is where data is kept."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.docker.commands import Command, ContainerSignal
from persistlint.durability.model import Container, Timeline, Write
from persistlint.rulekit.lost_writes import SEVERITIES, is_name_of, keep, lost_by_container
from persistlint.rulekit.phrases import as_written, label_of
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule


class ContainerAsStorage(Rule):
    code = "PSL109"
    name = "container-as-storage"
    summary = "a named container's own layer is where data is kept"
    severity = "hint"
    enabled = False
    subject = Timeline
    needs = ("container start", "container restart")

    def check(self, timeline: Timeline, context: Context) -> Iterator[Finding]:
        for container, writes in lost_by_container(timeline, "run", "exec", "transcript"):
            if (
                container.name is None
                or container.auto_remove is not False
                or container.destroyed_by is not None
            ):
                continue
            worth = [write for write in writes if write.rank in SEVERITIES and write.target.pieces]
            if not worth:
                continue
            again = _started_again(container, timeline)
            if again is None:
                continue
            write = next((candidate for candidate in worth if candidate.rank == "result"), worth[-1])
            yield self._finding(container, write, again)

    def _finding(self, container: Container, write: Write, again: Command) -> Finding:
        command = container.command
        return self.finding(
            command.last("name"),
            f"`{as_written(write.target)}` is only in the layer of {label_of(container)}, which is kept to be started again. `{command.program} rm`, "
            f"`{command.program} container prune` or a newer image end it. {keep(write)}",
            identity=label_of(container),
            command=command,
            related=[(write.span, "written here"), (again.span, "started again here")],
        )


def _started_again(container: Container, timeline: Timeline) -> Command | None:
    """Return the first start of the container after the command that made it."""
    seen = False
    for happening in timeline.happenings:
        if happening is container.command:
            seen = True
        elif (
            seen
            and isinstance(happening, ContainerSignal)
            and happening.verb in ("container start", "container restart")
            and any(is_name_of(value, container) for value in happening.containers)
        ):
            return happening
    return None


RULE = ContainerAsStorage
