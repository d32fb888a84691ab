"""Pipelines: the command that ends one, and the line that lets a failure before it through."""

from __future__ import annotations

from persistlint.docker.commands import Command
from persistlint.durability.model import HostCommand
from persistlint.text.edits import Edit
from persistlint.text.spans import Span, document_anchor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.durability.model import Timeline
    from persistlint.rules.rule import Context
    from persistlint.shell.invocation import Invocation


def last_stage(command: Command, context: Context) -> Invocation | None:
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


def _numbered(timeline: Timeline) -> dict[int, int]:
    """Return the position of each happening, by its identity."""
    return {id(happening): index for index, happening in enumerate(timeline.happenings)}


def hides_failures(command: Command, context: Context) -> bool:
    """Return whether only the pipeline's last status counts: neither ``pipefail`` nor ``PIPESTATUS`` asks for the others."""
    invocation = command.invocation
    if invocation.options.pipefail or invocation.negated:
        return False
    return not any(context.document_has(command.span, name) for name in (b"PIPESTATUS", b"pipestatus"))


def write_pipefail(command: Command, context: Context) -> Edit | None:
    """Return the edit that adds a line after bash's ``#!``. None for other shells, of which not all have the option."""
    if "ssh" in command.invocation.wrappers or not context.sources.editable(command.span):
        return None
    first, at = context.second_line(command.span)
    if not first.startswith(b"#!") or not first.rstrip().endswith(b"bash") or not at:
        return None
    return Edit(Span(document_anchor(command.span.anchor[0]), at, at), "set -o pipefail\n")
