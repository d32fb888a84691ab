"""PSL108: in a script, lines meant for an interactive container run on the host instead."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.docker.commands import ContainerCreate
from persistlint.durability.accesses.packages import MANAGERS
from persistlint.durability.model import Container, HostCommand, Timeline
from persistlint.durability.transcripts import opens_shell
from persistlint.rulekit.phrases import label_of
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule
from persistlint.shell.invocation import Invocation

#: Package managers that a container's root calls without sudo, and a script for a host rarely does.
_SYSTEM_MANAGERS = MANAGERS - {
    "pip",
    "pip3",
    "npm",
    "pnpm",
    "yarn",
    "gem",
    "cargo",
    "luarocks",
    "brew",
    "conda",
    "mamba",
}


class CommandsAfterInteractiveRun(Rule):
    code = "PSL108"
    name = "commands-after-interactive-run"
    summary = "in a script, lines meant for an interactive container run on the host instead"
    severity = "warning"
    subject = Timeline
    needs = ("container run --interactive",)

    def check(self, timeline: Timeline, context: Context) -> Iterator[Finding]:
        if context.language != "shell":
            return
        for index, happening in enumerate(timeline.happenings):
            if not isinstance(happening, ContainerCreate):
                continue
            container = timeline.container_of(happening)
            if container is None or not _waits(happening, container):
                continue
            lines = _lines_after(timeline, index, happening.invocation)
            sign = _sign(lines)
            if sign is None:
                continue
            first = lines[0]
            yield self.finding(
                first.span,
                f"These lines run on the host, after the shell inside {label_of(container)} has ended. {sign} that they are meant for the "
                "container. Give them to it with `-i` and a here-document, or with `sh -c`.",
                identity=f"{container.label} {first.program}",
                related=[(happening.span, "the interactive container is started here")],
            )


def _waits(command: ContainerCreate, container: Container) -> bool:
    """Return whether the run opens a shell at the terminal, so that the script stops here until the shell ends."""
    invocation = command.invocation
    if invocation.standard_input.kind not in ("script", "terminal", "unknown"):
        return False
    if invocation.piped_out or invocation.output or invocation.background or invocation.condition:
        return False
    if not opens_shell(command, container):
        return False
    return bool(command.command) or container.image.kind == "base"


def _lines_after(timeline: Timeline, index: int, run: Invocation) -> list[Invocation]:
    """Return the commands after the run, on the host and under the same conditions, up to the next docker command."""
    lines: list[Invocation] = []
    for happening in timeline.happenings[index + 1 :]:
        if not isinstance(happening, HostCommand):
            break
        invocation = happening.invocation
        if (
            invocation.certainty != run.certainty
            or invocation.guard != run.guard
            or invocation.via != run.via
        ):
            break
        lines.append(invocation)
        if invocation.program == "exit":
            break
    return lines


def _sign(lines: list[Invocation]) -> str | None:
    """Return words for what shows that the lines are meant for the container, None where nothing does."""
    if not lines:
        return None
    first = lines[0]
    if first.program in _SYSTEM_MANAGERS and not first.wrappers and len(first.words) > 1:
        return f"`{first.program}` shows"
    last = lines[-1]
    if (
        len(lines) > 1
        and last.program == "exit"
        and len(last.words) == 1
        and not last.guard
        and not last.function
    ):
        return "The `exit` behind them shows"
    return None


RULE = CommandsAfterInteractiveRun
