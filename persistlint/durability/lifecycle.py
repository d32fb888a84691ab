"""The lifecycle of containers: how they start, stop and go, and what goes with them."""

from __future__ import annotations

from persistlint.docker.commands import Command, ContainerCreate
from persistlint.durability.duration import ENDLESS, FINITE
from persistlint.durability.model import Container, Destruction, Volume
from persistlint.durability.serving import placed, put_elsewhere
from persistlint.durability.state import REMOVED, State
from persistlint.shell.invocation import Invocation


def streams_out(invocation: Invocation) -> bool:
    """Return whether standard output is kept: in a file, a pipe or a variable."""
    target = invocation.stdout.target if invocation.stdout is not None else None
    if target is not None and target.text == "/dev/null":
        return False
    return invocation.stdout is not None or invocation.piped_out or bool(invocation.output)


def start(
    state: State,
    container: Container,
    command: Command,
    attached: bool | None,
    exact: bool = True,
    stays: bool = False,
) -> None:
    """Run the container's command. An attached one has ended when docker returns; one that ``stays`` goes on in any case.

    ``attached`` is None where that isn't known.
    """
    sure = state.sure(container, exact) and container.starts is True
    startable = container.states & {"created", "exited"}
    if not startable:
        return
    certain = sure and container.states <= {"created", "exited"}
    happened: bool | None = True if certain else None
    anew = state.destruction("the engine writes the file anew", certain)
    if container.command.program == "podman":
        # It keeps /etc/hostname as it is.
        state.stores.lose_some(("managed", container.id), anew, lambda write: write.inside == "/etc/hosts")
    else:
        state.stores.lose(("managed", container.id), anew)
    run_program(state, container, command, happened)
    background = command.invocation.background
    if attached and not background:
        after = frozenset(("exited",))
    elif attached is None and not stays:
        after = frozenset(("running", "exited"))
    elif container.duration == FINITE and not stays and not restarts(container, ended_well=True):
        after = frozenset(("running", "exited")) if background else frozenset(("exited",))
    else:
        after = frozenset(("running",))
    before = container.states
    container.races = (attached is not True or background) and not stays and _may_end(container)
    container.states = (before - startable if sure else before) | {"running"}
    if "exited" in after:
        leave_running(state, container, _exit_event(container), sure and "running" not in after)
    elif not sure:
        container.states |= before
    if container.starts is None and container.auto_remove is not False:
        # With `--rm`, a container that fails to start is removed at once.
        container.states |= REMOVED


def _may_end(container: Container) -> bool:
    """Return whether the container's command may end by itself while the script goes on."""
    return container.duration != ENDLESS and not restarts(container, ended_well=True)


def restarts(container: Container, ended_well: bool = False) -> bool:
    """Return whether a restart policy may start the command again: when it has ``ended_well``, or whenever it isn't running."""
    policy = container.command.restart
    return policy is not None and not policy.leading().startswith(
        ("no", "on-failure") if ended_well else "no"
    )


def _exit_event(container: Container) -> str:
    return (
        "`--rm` deletes the container when its command ends" if container.auto_remove else "the command ends"
    )


def run_program(state: State, container: Container, command: Command, happened: bool | None) -> None:
    """Note the writes, reads and deletes of the container's command, and the writes of its image's server.

    What an earlier start of the same container wrote, and what is still there, isn't noted again.
    """
    create = container.command
    state.stores.steps += len(state.by_container.get(container.id, []))
    there = {
        (write.span, write.how, write.target.identity())
        for write in state.by_container.get(container.id, [])
        if write.at_end == "alive" and write.happened
    }
    if container.serves is not False:
        image = create.image
        span = image.span if image is not None and image.span is not None else create.span
        for path in container.image.paths:
            if path.unless_env and put_elsewhere(path, container.image, create):
                continue
            target = placed(path, container.image, create)
            if (span, "image", target.identity()) in there:
                continue
            own_path = path if target.text == path.path else None
            fact = happened if container.serves or happened is False else None
            write = state.write(container, target, span, "image", "image", command, fact, own_path)
            write.data_path = path
    program = [
        access
        for access in container.program
        if access.kind not in ("write", "install")
        or (access.span, "run", access.target.identity()) not in there
    ]
    state.accesses(container, program, command, "run", happened, streams_out(command.invocation))


def lose_memory(state: State, container: Container, destruction: Destruction) -> None:
    """Empty the container's memory as a restart does, and the files that the engine makes. Podman keeps /dev/shm."""
    if container.command.program == "podman":
        state.stores.lose_some(
            ("tmpfs", container.id), destruction, lambda write: write.mount_point is not None
        )
        return
    state.stores.lose(("tmpfs", container.id), destruction)
    state.stores.lose(("managed", container.id), destruction)


def leave_running(state: State, container: Container, event: str, sure: bool) -> None:
    """Stop the container: its data in memory is lost, and with ``--rm`` the container goes."""
    if "running" not in container.states:
        return
    if sure:
        container.paused = False
    destruction = state.destruction(event, sure)
    state.stores.lose(("tmpfs", container.id), destruction)
    _empty_memory_volumes(state, container, destruction)
    if container.stopped_by is None or sure:
        container.stopped_by = destruction
    removes = container.auto_remove
    if removes is False:
        container.states = (container.states - {"running"} if sure else container.states) | {"exited"}
        return
    if removes is None:
        container.states |= {"exited"}
    remove(state, container, frozenset(("running",)), True, event, sure and removes is True, "auto")
    if removes is None and sure:
        container.states -= {"running"}


def remove(
    state: State,
    container: Container,
    removable: frozenset[str],
    with_volumes: bool | None,
    event: str,
    sure: bool,
    how: str,
) -> None:
    """Remove the container if it is in a ``removable`` state, with its anonymous volumes unless ``with_volumes`` is false (None: perhaps)."""
    hit = container.states & removable
    if not hit:
        return
    certain = sure and container.states <= removable | REMOVED
    # If it may be gone already, so may its volumes, or they may have stayed behind.
    takes_volumes = certain and with_volumes is True and "removed" not in container.states
    destruction = state.destruction(event, certain)
    state.stores.lose(("layer", container.id), destruction)
    state.stores.lose(("tmpfs", container.id), destruction)
    state.stores.lose(("managed", container.id), destruction)
    # The layer goes; an anonymous volume in its place would only be orphaned.
    state.stores.lose(("unmounted", container.id), state.destruction(event, takes_volumes))
    container.states = (container.states - hit if sure else container.states) | REMOVED
    if "running" in container.states and container.duration == FINITE:
        # A job in the background ends by itself, some time.
        container.states |= {"exited"}
    if certain or container.destroyed_by is None:
        container.destroyed_by = destruction
        container.removal = how
    if "running" in hit:
        _empty_memory_volumes(state, container, destruction)
    if with_volumes is False:
        return
    for point in container.mount_points:
        if point.owned and point.volume is not None:
            _remove_owned(state, point.volume, container, event, takes_volumes)


def _remove_owned(state: State, volume: Volume, container: Container, event: str, certain: bool) -> None:
    """Remove an anonymous volume with its container, unless another container uses it."""
    state.stores.steps += len(volume.mounted_by)
    others = [other for other in volume.mounted_by if other is not container and other.states != REMOVED]
    if any("removed" not in other.states for other in others):
        return
    remove_volume(state, volume, event, certain and not others)


def remove_volume(state: State, volume: Volume, event: str, certain: bool) -> None:
    """Remove the volume with all its content."""
    if volume.states == REMOVED:
        return
    destruction = state.destruction(event, certain)
    state.stores.lose(("volume", volume.id), destruction)
    if certain or volume.destroyed_by is None:
        volume.destroyed_by = destruction
    volume.states = REMOVED if certain else volume.states | REMOVED
    name = volume.name
    if certain and name is not None and state.volumes.exact(volume.namespace, name) is volume:
        state.volumes.remove(volume.namespace, name)


def _empty_memory_volumes(state: State, container: Container, destruction: Destruction) -> None:
    """Empty each volume in memory that no other running container mounts, as its last one stops."""
    for point in container.mount_points:
        volume = point.volume
        if volume is None or not volume.in_memory:
            continue
        running = [
            other for other in volume.mounted_by if other is not container and "running" in other.states
        ]
        if not any(other.state == "running" for other in running):
            certain = destruction.certainty == "certain" and not running
            state.stores.lose(
                ("volume", volume.id),
                Destruction(destruction.span, destruction.event, "certain" if certain else "possible"),
            )


def keeps_input(command: ContainerCreate) -> bool:
    """Return whether the container's shell waits for input (``-i`` or ``-t``), where no script is given."""
    return bool(command.interactive or command.tty)
