"""PSL411: a stateful container is killed, or removed by force while it runs."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.docker.commands import Command, ContainerRemove, ContainerSignal
from persistlint.durability.model import Container, Timeline
from persistlint.rulekit.data_paths import image_data
from persistlint.rulekit.edits import offer, remove_option, words_written, written
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
            # Data that goes with the container needs no clean stop.
            writes = image_data(container, timeline, "volume", "bind") if container.serves else ()
            if not any(write.data_path is not None and write.data_path.loss == "severe" for write in writes):
                continue
            command = _killed_by(container, context)
            if command is None or throw_away(container, context) or clearing(command.invocation, context):
                continue
            server = sentence(container.image.title or "the server")
            yield self.finding(
                command.span,
                f"`{command.program} {command.verb.removeprefix('container ')}` {'removes' if isinstance(command, ContainerRemove) else 'kills'} {label_of(container)} while it runs. {server} gets no time "
                "to write down what it holds in memory, and has to recover at the next start. Stop it first.",
                identity=label_of(container),
                command=command,
                related=[(container.command.span, "started here")],
                fixes=_fixes(command, context),
                topic=REMOVAL.of(command),
            )


def _killed_by(container: Container, context: Context) -> Command | None:
    """Return the command that certainly ends the container without giving it time."""
    event = container.stopped_by or container.destroyed_by
    command = command_at(event.span, context) if event is not None and event.certainty == "certain" else None
    if container.stopped_by is None:
        is_forced = isinstance(command, ContainerRemove) and command.force is True and container.command.runs
        return command if is_forced and container.removal == "rm" else None
    if not isinstance(command, ContainerSignal):
        return None
    time = command.last("timeout", "time") if command.verb == "container stop" else None
    has_no_time = time is not None and time.value is not None and time.value.text == "0"
    return command if command.verb == "container kill" or has_no_time else None


def _fixes(command: Command, context: Context) -> list[Fix]:
    """Return the fix that puts ``docker stop`` before the command, or in its place."""
    program = written(command.invocation.words[0], context.sources)
    names = words_written(command.operands, context.sources)
    if not plain(command) or program is None or names is None:
        return []
    stop = f"{program} stop {names}"
    if isinstance(command, ContainerRemove):
        without = remove_option(command.last("force"), context.sources)
        return offer("Stop it first", Edit(command.span.at_start(), f"{stop} && "), without)
    return offer("Stop it: it gets time to end by itself", Edit(command.span, stop))


RULE = KilledDatabase
