"""``exec``, ``start``, ``stop``, ``restart``, ``kill``, ``rename``, ``volume create``: what changes a container or volume that is there."""

from __future__ import annotations

from persistlint.docker.commands import (
    Command,
    ContainerExec,
    ContainerRename,
    ContainerSignal,
    VolumeCreate,
)
from persistlint.durability.accesses.reader import command_accesses
from persistlint.durability.lifecycle import leave_running, lose_memory, remove, start, streams_out
from persistlint.durability.model import Container, Volume
from persistlint.durability.names import lists_all_containers
from persistlint.durability.running import home_of, input_text, working_directory
from persistlint.durability.state import REMOVED, State
from persistlint.shell.values import Unknown, Value

#: Signals that end a process which doesn't handle them otherwise.
_ENDING_SIGNALS = frozenset(("KILL", "SIGKILL", "9"))


def only(state: State, command: Command, name: Value | None) -> Container | None:
    """Return the container that certainly has this name, None without one."""
    return state.containers.exact(state.namespace(command), name) if name is not None else None


class Meant:
    """A container that an operand means: whether that is certain, and the operand as people would say it."""

    __slots__ = ("container", "exact", "shown")

    def __init__(self, container: Container, exact: bool, shown: str) -> None:
        self.container = container
        self.exact = exact
        self.shown = shown


def meant(state: State, command: Command, names: list[Value], opaque: bool = False) -> list[Meant]:
    """Return the containers that operands mean, or may mean."""
    namespace = state.namespace(command)
    meanings: list[Meant] = []
    for name in names:
        exact = state.containers.exact(namespace, name)
        doubted = state.containers.doubted(namespace, name)
        if doubted:
            meanings += [
                Meant(doubtful, False, doubtful.label) for doubtful in doubted if doubtful.states != REMOVED
            ]
            continue
        if exact is not None:
            if not state.gone(command, exact):
                meanings.append(Meant(exact, True, exact.label))
            continue
        if name.known:
            continue
        everything = lists_all_containers(name)
        for container in state.live_containers():
            if container.namespace != namespace:
                continue
            if everything is not None:
                if everything or container.races or "running" in container.states:
                    sure = everything or (container.states == {"running"} and not container.races)
                    meanings.append(Meant(container, sure, name.display()))
            elif opaque or _may_be(container, name):
                meanings.append(Meant(container, False, name.display()))
    if command.program == "podman":
        from persistlint.durability.podman import as_far_as_all_are_there, chosen

        meanings = as_far_as_all_are_there(state, command, names, meanings)
        meanings += chosen(state, command)
    return meanings


def _may_be(container: Container, name: Value) -> bool:
    """Return whether a partly unknown operand can be this container's name or id."""
    from persistlint.durability.paths import may_equal

    if may_equal(name, container.name) if container.name is not None else False:
        return True
    # An id is unknown text: an operand that starts or ends with known text is rarely one.
    return not name.leading() and not name.trailing()


def present(state: State, container: Container, needed: frozenset[str]) -> bool | None:
    """Return whether the container is in a needed state now, None where that isn't sure."""
    if state.document and container.block != state.block:
        return None
    if container.states <= needed:
        return True
    return None if container.states & needed else False


def nobody(state: State, command: Command, name: Value | None) -> bool:
    """Return whether no container has the name, since its container was renamed."""
    return name is not None and not state.document and state.containers.vacant(state.namespace(command), name)


def execute(state: State, command: ContainerExec) -> None:
    """Replay ``docker exec``: a program in a running container."""
    container = only(state, command, command.container)
    happened: bool | None = False if nobody(state, command, command.container) else None
    cwd = home = None
    if container is not None:
        happened = present(state, container, frozenset(("running",)))
        if command.container is not None and state.containers.doubted(container.namespace, command.container):
            happened = None
        if happened is False and not state.gone(command, container):
            state.refuse(command, "the container isn't running", container)
        if container.paused is not False and happened:
            # The engine refuses to start anything in a container that is paused.
            happened = None if container.paused is None else False
            if happened is False:
                state.refuse(command, "the container is paused", container)
        cwd = working_directory(container, command.workdir)
        home = home_of(container, command.user)
    elif command.workdir is not None:
        cwd = working_directory_of_stranger(command.workdir)
    stdin = input_text(command.invocation, command.interactive)
    asked = (cwd, home, stdin)
    accesses = command.accesses.get(asked)
    if accesses is None:
        accesses = command.accesses[asked] = command_accesses(command.command, command.span, cwd, home, stdin)
    state.accesses(container, accesses, command, "exec", happened, streams_out(command.invocation))


def working_directory_of_stranger(workdir: Value) -> Value | None:
    """Return the ``-w`` of an exec in a container that the text doesn't make, None unless it is absolute."""
    return workdir if workdir.leading().startswith("/") else None


def signal(state: State, command: ContainerSignal) -> None:
    """Replay ``start``, ``stop``, ``restart``, ``kill``, ``wait`` and ``attach``."""
    verb = command.verb.rpartition(" ")[2]
    for target in meant(state, command, command.containers):
        container, exact = target.container, target.exact
        sure = state.sure(container, exact)
        if sure and verb in ("stop", "wait"):
            # The container has ended now, even if it may have ended before.
            container.races = False
        if command.program == "podman" and verb in ("stop", "restart") and container.paused is not False:
            if container.paused and sure:
                state.refuse(command, "the container is paused", container)
                continue
            sure = exact = False
        event = _event(verb, container, target.shown)
        if verb == "start":
            attached = bool(command.switch("attach") or command.switch("interactive"))
            start(state, container, command, attached, exact)
        elif verb == "stop":
            leave_running(state, container, event, sure)
            if command.program == "podman" and container.auto_remove is not False:
                # It removes one with --rm that was never started, too.
                certain = sure and container.auto_remove is True
                remove(state, container, frozenset(("created",)), True, event, certain, "auto")
        elif verb == "kill":
            given = command.last("signal")
            ends = given is None or given.value is None or given.value.text in _ENDING_SIGNALS
            leave_running(state, container, event, sure and ends)
        elif verb == "restart":
            restart(state, container, command, event, exact)
        elif verb == "wait":
            leave_running(state, container, _ends(container), sure)
        elif verb in ("pause", "unpause"):
            _pause(container, verb == "pause", sure)
        elif verb == "attach":
            leave_running(state, container, _ends(container), False)


def _pause(container: Container, paused: bool, sure: bool) -> None:
    """Replay ``pause``, which holds a running container's processes, and ``unpause``, which lets them go on."""
    if "running" not in container.states or container.paused is paused:
        return
    container.paused = paused if sure and container.states == {"running"} else None


def _event(verb: str, container: Container, shown: str) -> str:
    text = f"`{container.command.program} {verb} {shown}`"
    return (
        f"{text}, and `--rm` deletes the container" if container.auto_remove and verb != "restart" else text
    )


def _ends(container: Container) -> str:
    return (
        "`--rm` deletes the container when its command ends" if container.auto_remove else "its command ends"
    )


def restart(state: State, container: Container, command: Command, event: str, exact: bool) -> None:
    """Replay a restart, which stops and starts the container. The engine suspends `--rm` meanwhile."""
    sure = state.sure(container, exact)
    destruction = state.destruction(event, sure)
    if "running" in container.states:
        lose_memory(state, container, destruction)
        container.states = (container.states - {"running"} if sure else container.states) | {"exited"}
        container.paused = False if sure else container.paused
    start(state, container, command, False, exact)


def rename(state: State, command: ContainerRename) -> None:
    """Replay ``docker rename``: from now on the new name leads to the container, and the old one nowhere."""
    container = only(state, command, command.container)
    if container is None or command.name is None or state.gone(command, container):
        return
    names, namespace = state.containers, container.namespace
    other = names.exact(namespace, command.name)
    others = names.doubted(namespace, command.name) or ([other] if other is not None else [])
    if other is container:
        state.refuse(command, "it has the name already", other)
        return
    others = [named for named in others if named is not container and named.states != REMOVED]
    doubtful = bool(command.container is not None and names.doubted(namespace, command.container))
    if others and not state.document:
        if (
            len(others) == 1
            and "removed" not in others[0].states
            and not names.doubted(namespace, command.name)
        ):
            state.refuse(command, "the name is in use", other)
            return
        doubtful = True
    if state.sure(container) and not doubtful:
        names.add(namespace, command.name, container)
        if container.name is not None:
            names.remove(namespace, container.name)
        container.name = command.name
        return
    if state.document:
        names.add(namespace, command.name, container)
        return
    # The rename isn't sure, so the container may have either name.
    names.doubt(namespace, command.name, [*others, container])
    if container.name is not None:
        names.doubt(namespace, container.name, [container])


def create_volume(state: State, command: VolumeCreate) -> None:
    """Replay ``docker volume create``, which makes the volume unless it exists."""
    namespace = state.namespace(command)
    name = command.name
    captured = command.invocation.captured_as
    unnamed = name is None
    if name is None and captured is not None:
        name = Value((Unknown("volume", captured),))
    if name is not None:
        existing = state.volumes.exact(namespace, name)
        if existing is not None and "present" in existing.states:
            ignored = command.program != "podman" or command.switch("ignore") is not False
            if not ignored and existing.states == {"present"} and state.certainty == "certain":
                state.refuse(command, "the name is in use", existing)
            if state.certainty == "certain":
                existing.states = frozenset(("present",))
            return
    volume = Volume(f"v{len(state.timeline.volumes) + 1}", name, command.span, anonymous=unnamed)
    volume.created_by = command
    volume.namespace = namespace
    volume.block = state.block
    volume.options = [option.display() for option in command.driver_options]
    volume.labels = [label.display() for label in command.labels]
    if state.certainty != "certain":
        volume.states = frozenset(("present", "removed"))
    state.made(volume)
    if name is not None:
        state.volumes.add(namespace, name, volume)
        if captured is not None and not unnamed:
            # `v=$(docker volume create data)`: the output is the name.
            state.volumes.add(namespace, Value((Unknown("volume", captured),)), volume)


def use_context(state: State, command: Command) -> None:
    """Replay ``docker context use``: the commands that follow speak to another engine."""
    if len(command.operands) == 1 and state.certainty == "certain":
        state.contexts[command.program] = command.operands[0].value
    else:
        state.gap("`docker context use` may change the engine", command)


def refused(state: State, command: Command) -> None:
    """Replay a command that docker refuses: nothing happens. Its writes are noted as not happened."""
    state.refuse(command, command.syntax_problems[0].reason)
    if isinstance(command, ContainerExec):
        container = only(state, command, command.container)
        cwd = working_directory(container, command.workdir) if container is not None else None
        accesses = command_accesses(command.command, command.span, cwd)
        state.accesses(container, accesses, command, "exec", False)
