"""Loops that give every line of a command's output to another command: ``for v in $(docker volume ls -q); do docker volume rm "$v"; done``."""

from __future__ import annotations

from persistlint.docker.commands import OtherCommand
from persistlint.durability.model import HostCommand
from persistlint.shell.values import Unknown
from persistlint.text.regex import regex
from persistlint.text.spans import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from persistlint.docker.commands import Command
    from persistlint.durability.model import Timeline
    from persistlint.rules.rule import Context
    from persistlint.shell.values import Value

#: A loop up to the command, where nothing in it can pass an item over.
_HEAD = regex(
    r"(?s)(?:for\s+\w+\s+in|while)\s.*?(?:;|\n)\s*do\s+(?:(?:echo|printf)\b[^\n;&|]*[;\n]\s*)*(?:sudo\s+)?"
)


def only_one_listed(names: Sequence[Value], command: Command, context: Context) -> OtherCommand | None:
    """Return what ``listed_by`` does of the only one of ``names``; None for several, or none."""
    return listed_by(names[0], command, context) if len(names) == 1 else None


def listed_by(name: Value, command: Command, context: Context) -> OtherCommand | None:
    """Return the docker command whose every line becomes ``name`` once, in the loop around ``command``. None where some lines may be passed over."""
    loop = _loop(name)
    invocation = command.invocation
    if loop is None or invocation.certainty != "repeated" or invocation.guard or invocation.condition:
        return None
    start = command.span.start
    if loop.anchor != command.span.anchor or not loop.start < start < loop.end:
        return None
    happenings = context.timeline.happenings
    index = max(context.timeline.place_of(command), 0)
    # The host's commands between the two (`echo` of each item, _HEAD) don't count.
    before = next(
        (happening for happening in reversed(happenings[:index]) if not isinstance(happening, HostCommand)),
        None,
    )
    if not isinstance(before, OtherCommand) or before.span.anchor != loop.anchor or not before.resolved:
        return None
    stage = before.invocation.stage
    captured = before.invocation.output == "captured" and stage is None
    piped = stage is not None and (stage.position, stage.count) == (0, 2)
    if not (
        (captured and loop.start < before.span.start < loop.end) or (piped and before.span.end <= loop.start)
    ):
        return None
    if _HEAD.fullmatch(context.sources.text(Span(loop.anchor, loop.start, start))) is None:
        return None
    return before


def piped_to(command: Command, timeline: Timeline) -> OtherCommand | None:
    """Return the docker command right before this one whose every line ``xargs`` hands to it through a pipe. None without one."""
    stage = command.invocation.stage
    if "xargs" not in command.invocation.wrappers or stage is None or stage.count != 2 or stage.position != 1:
        return None
    place = timeline.place_of(command)
    before = timeline.happenings[place - 1] if place > 0 else None
    return before if isinstance(before, OtherCommand) and before.invocation.piped_out else None


def _loop(name: Value) -> Span | None:
    """Return the loop that sets a variable: as its item, or by ``read`` in its condition."""
    piece = name.pieces[0] if len(name.pieces) == 1 else None
    key = piece.key if isinstance(piece, Unknown) else None
    if not isinstance(key, tuple) or len(key) < 3 or key[0] not in ("loop", "set"):
        return None
    frames = key[1]
    frame = frames[-1] if isinstance(frames, tuple) and frames else None
    span = frame[0] if isinstance(frame, tuple) and frame else None
    return span if isinstance(span, Span) else None
