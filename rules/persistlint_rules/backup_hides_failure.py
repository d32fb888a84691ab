"""PSL803: a backup that fails without a sign, or that takes the last good one with it."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.docker.commands import Command
from persistlint.durability.model import HostCommand, Timeline
from persistlint.rulekit import streams
from persistlint.rulekit.edits import offer
from persistlint.rulekit.phrases import as_written
from persistlint.rulekit.pipelines import hides_failures, last_stage, write_pipefail
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule
from persistlint.rules.topics import BACKUP
from persistlint.shell.invocation import Invocation
from persistlint.text.regex import regex

_PASSING = ("mv", "cp", "rm", "gzip", "test", "[", "[[")
_TEMPORARY = ("tmp", "temp", "part", "new", ".work")


class BackupHidesFailure(Rule):
    code = "PSL803"
    name = "backup-hides-failure"
    summary = "a dump in a pipe whose failure the script doesn't see, or one that is written over the last good backup"
    severity = "warning"
    fix = "unsafe"
    fix_changes = ()
    subject = Command
    needs = ("kept output",)
    topics = {BACKUP: 50}

    def check(self, command: Command, context: Context) -> Iterator[Finding]:
        invocation = command.invocation
        if context.language != "shell" or not streams.attached(command) or invocation.output == "captured":
            return
        dumps = (
            program.name
            for program in streams.programs(command)
            if (program.name in streams.DUMPERS or program.name == "tar") and streams.streams_data(program)
        )
        program = next(dumps, None)
        if program is not None:
            yield from (self._piped if invocation.piped_out else self._overwritten)(command, program, context)

    def _overwritten(self, command: Command, program: str, context: Context) -> Iterator[Finding]:
        output = command.invocation.stdout
        if output is None or output.operator not in (">", ">|") or streams.is_device(output):
            return
        name = output.target.text if output.target is not None else None
        if name is None or _is_new_or_checked(name, command, context):
            return
        yield self.finding(
            output.span,
            f"`>` empties `{name}` before `{program}` begins. Where that fails, the last good backup is gone too. "
            "Write to a new name, and `mv` it into place.",
            identity=f"{program} over {name}",
            command=command,
            severity="info",
            topic=BACKUP.of(command),
        )

    def _piped(self, command: Command, program: str, context: Context) -> Iterator[Finding]:
        last, stage = last_stage(command, context), command.invocation.stage
        if last is None or stage is None or not hides_failures(command, context):
            return
        file, taker = streams.output_file(last), stage.names[-1]
        if file is None and taker not in streams.KEEPERS | {"docker", "podman"}:
            return
        if program == "tar" and (taker in ("docker", "podman", "tar") or (taker == "ssh" and _unpacks(last))):
            # The other end fails on half an archive by itself.
            return
        if context.timeline.function and context.naming_files("pipefail"):
            # A function that nothing here calls: the script that does has set the option.
            return
        where = streams.shown(file) if file is not None else f"what `{taker}` gets"
        yield self.finding(
            streams.verb_span(command),
            f"Where `{program}` fails, {where} is cut short or empty, and the pipe still succeeds. Only the status of `{taker}` counts. "
            "Write `set -o pipefail`, which lets the failure through.",
            identity=f"{program} {where}",
            command=command,
            related=[(file, "the backup goes here")],
            fixes=offer(
                "Add `set -o pipefail`, which later pipes obey too", write_pipefail(command, context)
            ),
            topic=BACKUP.of(command),
        )


def _unpacks(invocation: Invocation) -> bool:
    """Return whether the words for another host unpack an archive there."""
    return _UNPACKS.search(" ".join(word.value.marked() for word in invocation.words)) is not None


_UNPACKS = regex(r"\b(?:tar|untar)\s+-?\w*x|\btar\b.*--extract")


def _is_new_or_checked(name: str, command: Command, context: Context) -> bool:
    """Return whether the file is a new one each time, or is checked or moved afterwards."""
    if any(mark in name.lower() for mark in _TEMPORARY) or command.invocation.condition:
        return True
    if name in context.once("files that are passed on", lambda: _passed_on(context.timeline)):
        return True
    # A directory of its own for each backup: `cd "$(date +%F)"`.
    cwd = command.invocation.cwd if not name.startswith("/") else None
    return cwd is not None and any(piece.kind not in ("cwd", "scriptdir", "home") for piece in cwd.unknowns)


def _passed_on(timeline: Timeline) -> set[str]:
    """Return the words of the host's commands that move, check or remove a file."""
    words: set[str] = set()
    for happening in timeline.happenings:
        if isinstance(happening, HostCommand) and happening.invocation.program in _PASSING:
            words.update(as_written(word.value) for word in happening.invocation.words[1:])
    return words


RULE = BackupHidesFailure
