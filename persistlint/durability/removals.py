"""``rm``, ``volume rm``, the prunes, ``rmi``, ``compose down``: what takes things away on purpose."""

from __future__ import annotations

from persistlint.docker.commands import (
    Command,
    Compose,
    ContainerRemove,
    ImageRemove,
    Prune,
    VolumeRemove,
)
from persistlint.durability.changes import meant
from persistlint.durability.lifecycle import remove, remove_volume
from persistlint.durability.model import Volume
from persistlint.durability.names import lists_all_volumes
from persistlint.durability.state import REMOVED, THERE, State, image_key
from persistlint.shell.values import Value

#: From this engine on a prune of volumes spares those with a name (API 1.42).
_ONLY_ANONYMOUS = (23, 0)

_STOPPED = frozenset(("created", "exited"))


def remove_containers(state: State, command: ContainerRemove) -> None:
    """Replay ``docker rm``: of a stopped container, with ``-f`` of any. Without ``-v`` its anonymous volumes stay behind."""
    if command.switch("link"):
        return
    force, volumes = command.force, command.volumes
    for target in meant(state, command, command.containers, command.opaque):
        container = target.container
        sure = state.sure(container, target.exact)
        options = "".join((" -f" if force else "", " -v" if volumes else ""))
        event = f"`{command.program} rm{options} {target.shown}`"
        # Whether a command in the background has ended by now decides whether the engine refuses.
        races = force is not True and container.races
        if force is False and not races and container.states == {"running"} and target.exact:
            state.refuse(command, "the container is running", container)
        removable = _STOPPED if force is False and not races else THERE
        remove(state, container, removable, volumes, event, sure and force is not None and not races, "rm")


def remove_volumes(state: State, command: VolumeRemove) -> None:
    """Replay ``docker volume rm``, which is refused for a volume that a container has, running or not."""
    namespace = state.namespace(command)
    if command.switch("all") is not False:
        _remove_every_volume(state, command)
    for name in command.volumes:
        volume = state.volumes.exact(namespace, name)
        if volume is not None:
            force = " -f" if command.force and command.program == "podman" else ""
            event = f"`{command.program} volume rm{force} {volume.label}`"
            if command.program == "podman" and command.force is not False:
                from persistlint.durability.podman import remove_users

                remove_users(state, volume, event, command.force is True)
            if not _take(state, volume, event, state.sure(volume)):
                state.refuse(command, "the volume is in use", volume)
            continue
        if name.known:
            continue
        every = lists_all_volumes(name)
        for other in state.live_volumes():
            if other.namespace != namespace:
                continue
            if every is None and not command.opaque and not _may_be(other, name):
                continue
            event = f"`{command.program} volume rm {name.display()}`"
            _take(state, other, event, every is not None and state.sure(other))


def _remove_every_volume(state: State, command: VolumeRemove) -> None:
    """Replay podman's ``volume rm --all``. With ``-f`` the containers go first."""
    from persistlint.durability.podman import remove_users

    namespace = state.namespace(command)
    sure = command.switch("all") is True
    event = "`podman volume rm --all`"
    for volume in state.live_volumes():
        if volume.namespace != namespace:
            continue
        if command.force is not False:
            remove_users(state, volume, event, sure and command.force is True)
        _take(state, volume, event, sure and state.sure(volume))


def _may_be(volume: Volume, name: Value) -> bool:
    from persistlint.durability.paths import may_equal

    if volume.name is not None and may_equal(volume.name, name):
        return True
    return volume.name is None and not name.leading() and not name.trailing()


def _take(state: State, volume: Volume, event: str, sure: bool) -> bool:
    """Remove the volume if no container has it; return False where one certainly has."""
    state.stores.steps += len(volume.mounted_by)
    used = False
    for container in volume.mounted_by:
        # A container of another block may be gone.
        if "removed" not in container.states and (not state.document or container.block == state.block):
            return False
        used = used or container.states != REMOVED
    remove_volume(state, volume, event, sure and not used)
    return True


def prune(state: State, command: Prune) -> None:
    """Replay the prunes. Without ``-f`` they ask first."""
    asked = command.force is not True and not _answered(command)
    kind = command.verb.partition(" ")[0]
    scoped = bool(command.filters)
    if kind in ("container", "system"):
        _prune_containers(state, command, asked or scoped)
    if kind == "volume" or (kind == "system" and command.volumes is not False):
        _prune_volumes(state, command, asked or command.volumes is None)
    if kind in ("image", "system") and command.all is not False:
        _prune_images(state, command, asked or scoped or command.all is None)
    if kind in ("builder", "system"):
        event = f"`{command.program} {command.verb}`"
        certain = state.certainty == "certain" and not asked and not scoped and command.all is True
        state.stores.lose(("cache",), state.destruction(event, certain))


def _answered(command: Command) -> bool:
    """Return whether a pipe answers the command's question (``yes | docker system prune``)."""
    stage = command.invocation.stage
    return (
        stage is not None
        and stage.position > 0
        and stage.names[stage.position - 1] in ("yes", "echo", "printf")
    )


def _prune_containers(state: State, command: Prune, doubtful: bool) -> None:
    namespace = state.namespace(command)
    for container in state.live_containers():
        if container.namespace == namespace:
            sure = state.sure(container) and not doubtful and not container.races
            removable = THERE if container.races else _STOPPED
            remove(state, container, removable, False, f"`{command.program} {command.verb}`", sure, "prune")


def _prune_volumes(state: State, command: Prune, doubtful: bool) -> None:
    namespace = state.namespace(command)
    named = state.engine_version < _ONLY_ANONYMOUS
    labels: list[str] = []
    spared: list[str] = []
    for value in command.filters:
        text = value.text or ""
        key, _, rest = text.partition("=")
        if key == "all":
            named = named or rest.lower() in ("1", "true", "t")
        elif key == "label" and rest:
            labels.append(rest)
        elif key == "label!" and rest:
            spared.append(rest)
        else:
            doubtful = True
    if command.verb == "volume prune" and command.all is not False:
        named = True
        doubtful = doubtful or command.all is None
    for volume in state.live_volumes():
        if volume.namespace != namespace or not (named or volume.labelled or command.program != "docker"):
            continue
        if (
            (volume.options and command.program != "podman")
            or (labels and not _has_labels(volume, labels))
            or (spared and _has_labels(volume, spared))
        ):
            # The engine never prunes a volume that was made with options of its driver.
            continue
        sure = state.sure(volume) and not doubtful and (named or volume.labelled)
        _take(state, volume, f"`{command.program} {command.verb}`", sure)


def _has_labels(volume: Volume, labels: list[str]) -> bool:
    return all(
        any(given == label or given.partition("=")[0] == label for given in volume.labels) for label in labels
    )


def _prune_images(state: State, command: Prune, doubtful: bool) -> None:
    """Remove the images that no container has, as ``-a`` does."""
    certain = state.certainty == "certain" and not doubtful
    used = {
        image_key(container.command.image)
        for container in state.live_containers()
        if container.command.image is not None
    }
    state.stores.steps += len(state.timeline.writes)
    for key in {write.store for write in state.timeline.writes if write.store[:1] == ("image",)}:
        if key[1] not in used:
            state.stores.lose(key, state.destruction(f"`{command.program} {command.verb} -a`", certain))


def remove_images(state: State, command: ImageRemove) -> None:
    """Replay ``docker rmi``, which is refused for an image that a container has, unless ``-f`` takes its name away."""
    for image in command.images:
        key = image_key(image)
        used = any(
            container.command.image is not None and image_key(container.command.image) == key
            for container in state.live_containers()
        )
        certain = state.certainty == "certain" and not used
        if not used or command.force is not False:
            event = f"`{command.program} rmi {image.raw.display()}`"
            state.stores.lose(("image", key), state.destruction(event, certain))


def compose(state: State, command: Compose) -> None:
    """Replay what Compose does to its project.

    Of an unknown project, what Compose makes is a gap, and what ``-v`` removes is possible.
    """
    if command.services is not None:
        from persistlint.durability.services import on_services

        on_services(state, command)
        return
    state.gap("a Compose file isn't read: its services' containers and volumes aren't known", command)
    takes = command.verb == "compose down" or command.verb == "compose rm"
    if not takes or command.volumes is False:
        return
    namespace = state.namespace(command)
    project = command.project.text if command.project is not None else None
    for volume in state.live_volumes():
        if volume.namespace != namespace or volume.name is None or command.verb == "compose rm":
            continue
        text = volume.name.text
        if text is not None and project is not None and "_" in text and not text.startswith(project + "_"):
            continue
        _take(state, volume, f"`docker {command.verb} -v`", False)
