"""PSL104: ``docker exec`` writes to a path of a container on which nothing is mounted."""

from __future__ import annotations

from persistlint.docker.commands import Compose
from persistlint.durability.model import Container, Timeline, Write
from persistlint.rulekit.later_use import LaterUse
from persistlint.rulekit.phrases import label_of
from persistlint.rulekit.unmounted_writes import UnmountedWrites
from persistlint.rules.rule import Context
from persistlint.text.spans import Span


class UnmountedExecWrite(UnmountedWrites):
    code = "PSL104"
    name = "unmounted-exec-write"
    summary = "docker exec writes to a path of the container on which nothing is mounted"
    severity = "warning"
    warns_in_documents = False
    needs = ("exec write",)
    how = "exec"

    def where(self, container: Container) -> str:
        return f"inside {label_of(container)}, where nothing is mounted"

    def meant_to_last(self, writes: list[Write], container: Container, timeline: Timeline) -> list[Write]:
        later = LaterUse(container, timeline)
        return [write for write in writes if not later.uses(write)]

    def only_a_note(self, write: Write, container: Container, context: Context) -> str | None:
        return super().only_a_note(write, container, context) or _set_up_again(write, context.timeline)

    def related(self, write: Write, container: Container, timeline: Timeline) -> list[tuple[Span, str]]:
        made = (container.command.span, "the container is made here")
        return [made, *super().related(write, container, timeline)]


#: Programs that set something up, and leave no result.
_SETS_UP = frozenset("sed touch mkdir ln chmod chown patch".split())


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
