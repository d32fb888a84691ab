"""Directories of the working directory that a name may mean: those that the text makes, and those that it mounts."""

from __future__ import annotations

from persistlint.docker.commands import ContainerCreate
from persistlint.durability.model import HostCommand
from persistlint.rulekit.mounts import elsewhere

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.rules.rule import Context
    from persistlint.shell.invocation import Invocation


def is_bound(name: str, context: Context) -> bool:
    """Return whether another mount is of the directory, or of something in it. Then the author knows a directory from a volume."""
    bound = context.once_a_document("directories bound", lambda: _bound(context))
    return any(f"/{name}/" in source for source in bound)


def _bound(context: Context) -> list[str]:
    """Return the sources of all bind mounts, each with a slash at its end."""
    return [
        f"{mount.source.marked().rstrip('/')}/"
        for command in context.commands
        if isinstance(command, ContainerCreate)
        for mount in command.mounts
        if mount.type == "bind" and mount.source is not None
    ]


def maker_of(name: str, command: ContainerCreate, context: Context) -> Invocation | None:
    """Return the command before the run that makes a directory of that name in the run's working directory."""
    makers = context.once("directories made", lambda: _makers(context))
    cwd = command.invocation.cwd
    if not makers or cwd is None:
        return None
    place = context.timeline.place_of(command)
    maker: Invocation | None = None
    for position, invocation in makers:
        if position > place:
            break
        if invocation.cwd is None or invocation.cwd.identity() != cwd.identity():
            continue
        if any((word.text or "").removeprefix("./").rstrip("/") == name for word in invocation.words[1:]):
            maker = invocation
    return maker


def _makers(context: Context) -> list[tuple[int, Invocation]]:
    """Return the ``mkdir`` commands on this host, with their places in the timeline."""
    return [
        (position, happening.invocation)
        for position, happening in enumerate(context.timeline.happenings)
        if isinstance(happening, HostCommand)
        and happening.invocation.program == "mkdir"
        and not elsewhere(happening.invocation)
    ]
