"""PSL411: a stateful container is killed, or removed by force while it runs."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.docker.commands import Command, ContainerRemove, ContainerSignal
from persistlint.durability.model import Container, Timeline
from persistlint.rulekit.data_paths import data_kept_in
from persistlint.rulekit.edits import offer, remove_option
from persistlint.rulekit.happenings import command_at
from persistlint.rulekit.intent import clearing, plain
from persistlint.rulekit.phrases import label_of, sentence
from persistlint.rulekit.throw_away import throw_away
from persistlint.rules.finding import Finding, Fix
from persistlint.rules.rule import Context, Rule
from persistlint.rules.topics import REMOVAL
from persistlint.text.edits import Edit


class KilledDatabase(Rule):
    code = "PSL411"
    name = "killed-database"
    summary = "a stateful container is killed, or removed by force while it runs"
    severity = "info"
    fix = "unsafe"
    fix_changes = ("commands",)
    subject = Timeline
    needs = ("container kill", "container stop --time", "container stop --timeout", "--force")
    topics = {REMOVAL: 40}

    def check(self, timeline: Timeline, context: Context) -> Iterator[Finding]:
        for container in timeline.containers:
            if not container.serves or not _keeps(container, timeline):
                continue
            command = _killed_by(container, context)
            if command is None or throw_away(container, context) or clearing(command.invocation, context):
                continue
            how = "removes" if isinstance(command, ContainerRemove) else "kills"
            title = container.image.title or "the server"
            yield self.finding(
                command.span,
                f"`{command.program} {command.verb.removeprefix('container ')}` {how} {label_of(container)} while it runs. {sentence(title)} gets no time "
                "to write down what it holds in memory, and has to recover at the next start. Stop it first.",
                identity=label_of(container),
                command=command,
                related=[(container.command.span, "started here")],
                fixes=_fixes(command, context),
                topic=REMOVAL.of(command),
            )


def _keeps(container: Container, timeline: Timeline) -> bool:
    """Return whether the container has data that outlives it. Data that goes with the container needs no clean stop."""
    kept_writes = data_kept_in(container, timeline, "volume", "bind")
    return any(write.data_path is not None and write.data_path.loss == "severe" for write in kept_writes)


def _killed_by(container: Container, context: Context) -> Command | None:
    stopped, destroyed = container.stopped_by, container.destroyed_by
    if stopped is not None:
        command = command_at(stopped.span, context) if stopped.certainty == "certain" else None
        if not isinstance(command, ContainerSignal):
            return None
        if command.verb == "container kill":
            return command
        time = command.last("timeout", "time")
        zero = time is not None and time.value is not None and time.value.text == "0"
        return command if command.verb == "container stop" and zero else None
    if destroyed is None or destroyed.certainty != "certain" or container.removal != "rm":
        return None
    command = command_at(destroyed.span, context)
    if isinstance(command, ContainerRemove) and command.force is True and container.command.runs:
        return command
    return None


def _fixes(command: Command, context: Context) -> list[Fix]:
    """Return the fix that puts ``docker stop`` before the command, or in its place."""
    if not plain(command):
        return []
    names = [word.span for word in command.operands]
    program = command.invocation.words[0].span
    if program is None or any(span is None for span in names):
        return []
    written = [context.sources.text(span) for span in names if span is not None]
    stop = f"{context.sources.text(program)} stop {' '.join(written)}"
    if isinstance(command, ContainerRemove):
        without = remove_option(command.last("force"), context.sources)
        return offer("Stop it first", Edit(command.span.at_start(), f"{stop} && "), without)
    return offer("Stop it: it gets time to end by itself", Edit(command.span, stop))


RULE = KilledDatabase
