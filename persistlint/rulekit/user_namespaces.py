"""Whether the text itself starts the engine with user namespaces: root in a container is nobody on the host then."""

from __future__ import annotations

from persistlint.durability.model import HostCommand

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.docker.commands import ContainerCreate
    from persistlint.rules.rule import Context

#: Programs that may end that engine, or start another one.
_OTHERS = frozenset(("killall", "pkill", "kill", "systemctl", "service", "dockerd"))


def remapped(command: ContainerCreate, context: Context) -> bool:
    """Whether ``dockerd --userns-remap`` runs when the container is made, and the run doesn't ask for the host's users (``--userns=host``)."""
    use = command.last("userns")
    if command.program != "docker" or (use is not None and (use.value is None or use.value.text != "")):
        return False
    found = False
    for happening in context.timeline.happenings:
        if happening is command:
            break
        if not isinstance(happening, HostCommand) or happening.invocation.program not in _OTHERS:
            continue
        words = [word.value.marked() for word in happening.invocation.words]
        found = happening.invocation.program == "dockerd" and any(
            word.startswith("--userns-remap") for word in words
        )
    return found
