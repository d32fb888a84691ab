"""User namespaces that the text itself starts the engine with: root in a container is nobody on the host then."""

from __future__ import annotations

from bisect import bisect_left

from persistlint.durability.model import HostCommand

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.docker.commands import ContainerCreate
    from persistlint.rules.rule import Context

#: Programs that may end that engine, or start another one.
_OTHERS = frozenset(("killall", "pkill", "kill", "systemctl", "service", "dockerd"))


def remapped(command: ContainerCreate, context: Context) -> bool:
    """Return whether ``dockerd --userns-remap`` runs when the container is made, and the run doesn't ask for ``--userns=host``."""
    use = command.last("userns")
    if command.program != "docker" or (use is not None and (use.value is None or use.value.text != "")):
        return False
    changes = context.once("engine's user namespaces", lambda: _changes(context))
    index = bisect_left(changes, context.timeline.place_of(command), key=lambda change: change[0]) - 1
    return index >= 0 and changes[index][1]


def _changes(context: Context) -> list[tuple[int, bool]]:
    """Return the places at which the engine may be another one, and whether it has user namespaces from there on."""
    changes: list[tuple[int, bool]] = []
    for place, happening in enumerate(context.timeline.happenings):
        if isinstance(happening, HostCommand) and happening.invocation.program in _OTHERS:
            words = [word.value.marked() for word in happening.invocation.words]
            mapped = any(word.startswith("--userns-remap") for word in words)
            changes.append((place, happening.invocation.program == "dockerd" and mapped))
    return changes
