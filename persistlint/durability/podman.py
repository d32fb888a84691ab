"""Podman's own ways, where they aren't docker's: pods, ``--replace``, ``volume rm -f``, and options that mean every container.

Each is a fact of docs/truth.md that was tried with podman 5.4.2.
"""

from __future__ import annotations

from persistlint.docker.commands import Command, ContainerCreate
from persistlint.durability.changes import Meant, restart
from persistlint.durability.lifecycle import leave_running, remove, start
from persistlint.durability.model import Container, Volume
from persistlint.durability.paths import may_equal
from persistlint.durability.state import REMOVED, THERE, State
from persistlint.shell.values import Value

_STOPPED = frozenset(("created", "exited"))
#: Options that choose containers by what isn't in the text.
_CHOOSERS = ("latest", "filter", "cidfile", "pod-id-file", "depend")


def replace(state: State, command: ContainerCreate, other: Container) -> None:
    """Remove the container whose name a ``--replace`` takes. Its anonymous volumes stay behind."""
    event = f"`podman {command.verb.rpartition(' ')[2]} --replace` makes a new container of its name"
    sure = state.sure(other) and command.switch("replace") is True
    remove(state, other, THERE, False, event, sure, "rm")


def remove_users(state: State, volume: Volume, event: str, sure: bool) -> None:
    """Remove the containers that have a volume, as ``volume rm -f`` does, running ones too."""
    state.stores.steps += len(volume.mounted_by)
    for container in volume.mounted_by:
        if container.states != REMOVED:
            remove(state, container, THERE, False, event, sure and state.sure(container), "rm")


def chosen(state: State, command: Command) -> list[Meant]:
    """Return the containers that ``--all`` means, or that ``--latest``, ``--filter`` and their like may mean."""
    every = command.switch("all")
    if every is False and not command.uses(*_CHOOSERS):
        return []
    namespace = state.namespace(command)
    sure = every is True and not command.uses(*_CHOOSERS)
    return [
        Meant(container, sure, container.label)
        for container in state.live_containers()
        if container.namespace == namespace
    ]


def as_far_as_all_are_there(
    state: State, command: Command, names: list[Value], meanings: list[Meant]
) -> list[Meant]:
    """Return the containers that a command with several names reaches: podman looks for all of them first, unless it is forced."""
    if len(names) < 2 or command.switch("force") or command.switch("ignore"):
        return meanings
    namespace = state.namespace(command)
    exact = [state.containers.exact(namespace, name) for name in names]
    if all(meant is not None and meant.states != REMOVED for meant in exact):
        return meanings
    gone = any(
        meant.states == REMOVED if meant is not None else state.containers.vacant(namespace, name)
        for name, meant in zip(names, exact, strict=True)
    )
    if gone and command.verb == "container rm" and not state.document:
        return []
    return [Meant(meant.container, False, meant.shown) for meant in meanings]


# -- pods ---------------------------------------------------------------------------------------------------------


def _pod_of(container: Container) -> Value | None:
    """Return the name of the pod that the container belongs to, None without one."""
    use = container.command.last("pod")
    if use is None or use.value is None:
        return None
    return use.value.cut(4) if use.value.leading().startswith("new:") else use.value


def _members(state: State, command: Command) -> list[tuple[Container, bool]]:
    """Return the containers of the pods that a command names, each with whether that is sure."""
    namespace = state.namespace(command)
    every = command.switch("all")
    names = [word.value for word in command.operands]
    doubtful = every is None or bool(command.uses(*_CHOOSERS)) or not command.resolved
    members = []
    for container in state.live_containers():
        pod = _pod_of(container) if container.namespace == namespace else None
        if pod is None:
            continue
        state.stores.steps += len(names)
        if every or any(name.identity() == pod.identity() for name in names):
            members.append((container, True))
        elif doubtful or any(not (name.known and pod.known) and may_equal(name, pod) for name in names):
            members.append((container, False))
    return members


def on_pods(state: State, command: Command) -> None:
    """Replay what a command does to the containers of pods."""
    verb = command.verb.rpartition(" ")[2]
    if verb == "clone":
        state.gap("`podman pod clone` makes containers that aren't in this text", command)
        return
    members = _members(state, command) if verb != "prune" else _stopped_members(state, command)
    shown = " ".join(word.display() for word in command.operands)
    event = f"`podman pod {verb}{' ' + shown if shown else ''}`"
    force = command.switch("force")
    if verb == "rm" and force is False:
        running = next(
            (other for other, exact in members if exact and other.states == {"running"} and not other.races),
            None,
        )
        if running is not None and state.certainty == "certain":
            state.refuse(command, "a container of the pod is running", running)
            return
    for container, exact in members:
        sure = state.sure(container, exact)
        if verb == "rm":
            races = force is not True and container.races
            removable = THERE if force is not False or races else _STOPPED
            remove(state, container, removable, True, event, sure and force is not None and not races, "rm")
        elif verb == "prune":
            remove(state, container, _STOPPED, True, event, False, "prune")
        elif verb in ("stop", "kill"):
            if sure and verb == "stop":
                container.races = False
            leave_running(state, container, event, sure and (verb == "stop" or not command.uses("signal")))
        elif verb == "start":
            start(state, container, command, False, exact)
        elif verb == "restart":
            restart(state, container, command, event, exact)
        elif verb in ("pause", "unpause") and "running" in container.states:
            container.paused = None


def _stopped_members(state: State, command: Command) -> list[tuple[Container, bool]]:
    namespace = state.namespace(command)
    return [
        (container, False)
        for container in state.live_containers()
        if container.namespace == namespace and _pod_of(container) is not None
    ]
