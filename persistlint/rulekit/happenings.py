"""Happenings of a world by their place in the text: the command that an event is, and when it comes."""

from __future__ import annotations

from persistlint.docker.commands import Command, ContainerCreate
from persistlint.durability.model import HostCommand

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.durability.model import Destruction, Timeline
    from persistlint.rules.rule import Context
    from persistlint.shell.invocation import Invocation
    from persistlint.text.spans import Span


def command_at(span: Span, context: Context) -> Command | None:
    """Return the first docker command that is written at ``span``."""
    return context.once("docker commands by place", lambda: _by_place(context.timeline)).get(span)


def happening_at(span: Span, context: Context) -> Command | HostCommand | None:
    """Return the first command, docker's or the host's, that is written at ``span``."""
    return context.once("commands by place", lambda: _all_by_place(context.timeline)).get(span)


def _all_by_place(timeline: Timeline) -> dict[Span, Command | HostCommand]:
    return {
        happening.invocation.span: happening
        for happening in reversed(timeline.happenings)
        if isinstance(happening, (Command, HostCommand))
    }


def certain_here(invocation: Invocation) -> bool:
    """Return whether the command is carried out whenever its file is, on this machine. ``sudo`` leads to the same files."""
    is_certain = invocation.certainty == "certain" and not invocation.guard and not invocation.condition
    return is_certain and set(invocation.host) <= {"root"}


def _by_place(timeline: Timeline) -> dict[Span, Command]:
    return {
        command.span: command for command in reversed(timeline.happenings) if isinstance(command, Command)
    }


def place_of_event(event: Destruction, timeline: Timeline) -> int:
    """Return the place in ``happenings`` of what stops or destroys something, -1 where it isn't in this world.

    A run that makes a container isn't the event, though it may be written at the same place.
    """
    return timeline.once("places of events", _places_of_events).get(event.span, -1)


def _places_of_events(timeline: Timeline) -> dict[Span, int]:
    return {
        happening.span: place
        for place, happening in reversed(list(enumerate(timeline.happenings)))
        if not isinstance(happening, (ContainerCreate, HostCommand))
    }


def host_lines_after(command: Command, timeline: Timeline) -> list[Invocation]:
    """Return the commands of the host after a docker command, under the same conditions, up to the next docker command or ``exit``."""
    run = command.invocation
    lines: list[Invocation] = []
    for happening in timeline.after(command):
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
