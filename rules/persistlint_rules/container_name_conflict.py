"""PSL419: a container's name is in use, at once or when the script is run again."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.docker.commands import Command, ContainerCreate, ContainerRemove, Prune
from persistlint.durability.model import Container, HostCommand, Timeline
from persistlint.rulekit.edits import insert_before, offer, quote
from persistlint.rulekit.intent import plain, unguarded
from persistlint.rulekit.phrases import label_of, sentence
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule

#: What people do with a container that is there already, or to find out whether it is.
_HANDLED = (
    "container start",
    "container rm",
    "container rename",
    "container ls",
    "container inspect",
    "inspect",
)


class ContainerNameConflict(Rule):
    code = "PSL419"
    name = "container-name-conflict"
    summary = "a container's name is in use, at once or when the script is run again"
    severity = "info"
    enabled = False
    fix = "unsafe"
    fix_changes = ("commands",)
    subject = Timeline
    needs = ("--name",)

    def check(self, timeline: Timeline, context: Context) -> Iterator[Finding]:
        if context.language == "markdown":
            # Two lines with one name are alternatives.
            return
        for refusal in timeline.refusals:
            command, other = refusal.command, refusal.cause
            if refusal.reason != "the name is in use" or not isinstance(other, Container):
                continue
            if isinstance(command, ContainerCreate) and command.invocation.certainty == "certain":
                yield self.finding(
                    command.name,
                    f"Docker refuses to make it, as a container with the name {label_of(other)} is there. Remove that one first.",
                    identity=label_of(other),
                    command=command,
                    related=[(other.command.span, "made here")],
                )
        if timeline.function or timeline.gaps:
            return
        for container in timeline.containers:
            if container.at_end == "alive" and not container.refused and _fails_again(container, context):
                yield self._again(container, context)

    def _again(self, container: Container, context: Context) -> Finding:
        command = container.command
        is_movable = plain(command) and command.runs and command.detach
        start = f"{command.invocation.words[0].text or 'docker'} start {quote(container.name_text or '')} 2>/dev/null || "
        edit = insert_before(command, start, context.sources) if is_movable else None
        return self.finding(
            command.name,
            f"Run a second time, this fails. {sentence(label_of(container))} is still there, stopped or running, and keeps its name. Start it instead of making it again.",
            identity=label_of(container),
            command=command,
            fixes=offer("Start the container where it is there already", edit),
        )


def _fails_again(container: Container, context: Context) -> bool:
    command = container.command
    name = container.name_text
    if not _run_as_a_program(command, context):
        return False
    if name is None or command.remove is not False or not command.resolved or not unguarded(command):
        return False
    if command.invocation.condition or command.invocation.negated:
        return False
    for other in context.commands:
        if isinstance(other, Prune) and other.verb in ("container prune", "system prune"):
            return False
        if isinstance(other, ContainerRemove) and (
            other.opaque or not all(name_given.known for name_given in other.containers)
        ):
            return False
        if other.verb.startswith(_HANDLED) and _names(other, name):
            return False
        if other.verb == "container ls" and other.invocation.output:
            return False
    return not any(
        isinstance(name_given, HostCommand)
        and any(name in word.display() for word in name_given.invocation.words)
        for name_given in context.timeline.happenings
    )


def _run_as_a_program(command: Command, context: Context) -> bool:
    """Return whether the command stands in a script that is run by its name, again and again. Lines to copy have no ``#!``."""
    if context.language != "shell" or not context.sources.knows(command.span):
        return False
    return context.sources.place(command.span).document.data.startswith(b"#!")


def _names(command: Command, name: str) -> bool:
    return any(name in word.display() for word in command.invocation.words)


RULE = ContainerNameConflict
