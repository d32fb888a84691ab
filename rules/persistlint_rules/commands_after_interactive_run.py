"""PSL108: in a script, lines meant for an interactive container run on the host instead."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.docker.commands import ContainerCreate
from persistlint.durability.accesses.packages import MANAGERS
from persistlint.durability.model import Container, Timeline
from persistlint.durability.transcripts import opens_shell
from persistlint.rulekit.happenings import host_lines_after
from persistlint.rulekit.phrases import label_of
from persistlint.rulekit.surroundings import comments_at
from persistlint.rulekit.throw_away import throw_away_file
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
        for command in timeline.happenings:
            container = timeline.container_of(command) if isinstance(command, ContainerCreate) else None
            if container is None or not _waits(container):
                continue
            lines = host_lines_after(container.command, timeline)
            sign = _sign(lines)
            if sign is None:
                continue
            first = lines[0]
            yield self.finding(
                first.span,
                f"These lines run on the host, after the shell inside {label_of(container)} has ended. {sign} that they are meant for the "
                "container. Give them to it with `-i` and a here-document, or with `sh -c`.",
                identity=f"{container.label} {first.program}",
                reason=_typed_in_a_course(first, context),
                related=[(container.command.span, "the interactive container is started here")],
            )


def _waits(container: Container) -> bool:
    """Return whether the run opens a shell at the terminal, so that the script stops here until the shell ends."""
    command, invocation = container.command, container.command.invocation
    if invocation.standard_input.kind not in ("script", "terminal", "unknown"):
        return False
    if invocation.piped_out or invocation.output or invocation.background or invocation.condition:
        return False
    return opens_shell(command, container) and (bool(command.command) or container.image.kind == "base")


def _typed_in_a_course(first: Invocation, context: Context) -> str | None:
    """Return that the file is a course's, whose lines are typed one after the other, for a message; None for a script that is run, or may be.

    Nothing names a shell for it, and a comment above the lines tells what the reader does in the container.
    """
    exercise = throw_away_file(context) if throw_away_file(context, lessons=False) is None else None
    if exercise is None or not context.sources.knows(first.span):
        return None
    document = context.sources.place(first.span).document
    is_script = document.data.startswith(b"#!")
    return exercise if not is_script and comments_at(first.span, context) else None


def _sign(lines: list[Invocation]) -> str | None:
    """Return words for what shows that the lines are meant for the container, None where nothing does."""
    if not lines:
        return None
    first = lines[0]
    if first.program in _SYSTEM_MANAGERS and not first.wrappers and len(first.words) > 1:
        return f"`{first.program}` shows"
    last = lines[-1]
    is_bare_exit = last.program == "exit" and len(last.words) == 1 and not last.guard and not last.function
    return "The `exit` behind them shows" if is_bare_exit and len(lines) > 1 else None


RULE = CommandsAfterInteractiveRun
