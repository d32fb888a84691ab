"""PSL803: a backup that fails without a sign, or that takes the last good one with it."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.docker.commands import Command
from persistlint.durability.model import HostCommand, Timeline
from persistlint.rulekit import streams
from persistlint.rulekit.edits import offer
from persistlint.rulekit.phrases import as_written
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule
from persistlint.rules.topics import BACKUP
from persistlint.shell.invocation import Invocation, Redirect
from persistlint.text.edits import Edit
from persistlint.text.spans import Span, document_anchor

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
        program = _dump(command)
        if program is None:
            return
        if invocation.piped_out:
            yield from self._piped(command, program, context)
            return
        output = invocation.stdout
        if output is None or output.operator not in (">", ">|") or streams.is_device(output):
            return
        if output.target is None or output.target.text is None or _guarded(command, output, context):
            return
        yield self.finding(
            output.span,
            f"`>` empties `{output.target.text}` before `{program}` begins. Where that fails, the last good backup is gone too. "
            "Write to a new name, and `mv` it into place.",
            identity=f"{program} over {output.target.text}",
            command=command,
            severity="info",
            topic=BACKUP.of(command),
        )

    def _piped(self, command: Command, program: str, context: Context) -> Iterator[Finding]:
        invocation = command.invocation
        if invocation.options.pipefail or invocation.negated:
            return
        if any(context.document_has(command.span, name) for name in (b"PIPESTATUS", b"pipestatus")):
            return
        last = _last_stage(command, context)
        stage = invocation.stage
        if last is None or stage is None:
            return
        file = streams.output_file(last)
        taker = stage.names[-1]
        if file is None and taker not in streams.KEEPERS | {"docker", "podman"}:
            return
        if program == "tar" and taker in ("docker", "podman", "tar"):
            # The other end fails on half an archive by itself.
            return
        where = streams.shown(file) if file is not None else f"what `{taker}` gets"
        edit = _pipefail(context, command)
        yield self.finding(
            streams.verb_span(command),
            f"Where `{program}` fails, {where} is cut short or empty, and the pipe still succeeds. Only the status of `{taker}` counts. "
            "Write `set -o pipefail`, which lets the failure through.",
            identity=f"{program} {where}",
            command=command,
            related=[(file, "the backup goes here")],
            fixes=offer("Add `set -o pipefail`, which later pipes obey too", edit),
            topic=BACKUP.of(command),
        )


def _dump(command: Command) -> str | None:
    """Return the dump or archive program whose output leaves the container, None without one."""
    for program in streams.programs(command):
        if (program.name in streams.DUMPERS or program.name == "tar") and streams.streams_data(program):
            return program.name
    return None


def _last_stage(command: Command, context: Context) -> Invocation | None:
    """Return the last command of the pipeline that ``command`` begins, or stands in."""
    happenings = context.timeline.happenings
    stage = command.invocation.stage
    at = context.once("where things happen", lambda: _numbered(context.timeline)).get(id(command))
    if at is None or stage is None:
        return None
    for index in range(at + 1, len(happenings)):
        happening = happenings[index]
        invocation = happening.invocation if isinstance(happening, (Command, HostCommand)) else None
        written_stage = invocation.stage if invocation is not None else None
        if (
            written_stage is None
            or written_stage.names != stage.names
            or written_stage.position <= stage.position
        ):
            # What the words of the pipeline's commands ask for (``$(date)``) happens in between.
            continue
        if written_stage.position == stage.count - 1:
            return invocation
    return None


def _guarded(command: Command, target: Redirect, context: Context) -> bool:
    """Return whether the file is a new one each time, or is checked or moved afterwards."""
    value = target.target
    if value is None or value.text is None:
        return True
    text = value.text
    if any(mark in text.lower() for mark in _TEMPORARY) or command.invocation.condition:
        return True
    if text in context.once("files that are passed on", lambda: _passed_on(context.timeline)):
        return True
    # A directory of its own for each backup: `cd "$(date +%F)"`.
    cwd = command.invocation.cwd
    return (
        not text.startswith("/")
        and cwd is not None
        and any(piece.kind not in ("cwd", "scriptdir", "home") for piece in cwd.unknowns)
    )


def _numbered(timeline: Timeline) -> dict[int, int]:
    """Return the position of each happening, by its identity."""
    return {id(happening): index for index, happening in enumerate(timeline.happenings)}


def _passed_on(timeline: Timeline) -> set[str]:
    """Return the words of the host's commands that move, check or remove a file."""
    variables: set[str] = set()
    for happening in timeline.happenings:
        if isinstance(happening, HostCommand) and happening.invocation.program in _PASSING:
            variables.update(as_written(word.value) for word in happening.invocation.words[1:])
    return variables


def _pipefail(context: Context, command: Command) -> Edit | None:
    """Return the edit that adds a line after bash's ``#!``. None for other shells, of which not all have the option."""
    if "ssh" in command.invocation.wrappers or not context.sources.editable(command.span):
        return None
    first, at = context.second_line(command.span)
    if not first.startswith(b"#!") or not first.rstrip().endswith(b"bash") or not at:
        return None
    return Edit(Span(document_anchor(command.span.anchor[0]), at, at), "set -o pipefail\n")


RULE = BackupHidesFailure
