"""``docker cp``, ``commit``, ``export``, ``tag``: copies into containers, and out of them."""

from __future__ import annotations

from persistlint.catalogue.knowledge import ImageKnowledge
from persistlint.docker.commands import ContainerCommit, ContainerCopy, ContainerExport, ImageTransfer
from persistlint.durability.changes import nobody, only, present
from persistlint.durability.lifecycle import streams_out
from persistlint.durability.paths import base_name, clean, join
from persistlint.durability.state import THERE, State
from persistlint.shell.values import Value, concatenate


def copy(state: State, command: ContainerCopy) -> None:
    """Replay ``docker cp``. Relative paths of a container count from its root."""
    source, destination = command.source, command.destination
    if source is None or destination is None:
        return
    if destination.container is not None and source.container is None:
        _copy_in(state, command)
    elif source.container is not None and destination.container is None:
        if destination.path.text != "-" or streams_out(command.invocation):
            _copy_out(state, command)
    elif command.program == "podman":
        # From container to container.
        _copy_out(state, command)
        _copy_in(state, command)


def _copy_out(state: State, command: ContainerCopy) -> None:
    source = command.source
    container = only(state, command, source.container) if source is not None else None
    path = source.path.text if source is not None else None
    if container is None or path is None or state.gone(command, container):
        return
    # Docker's cp doesn't see what is in a tmpfs, podman's sees that of a running container.
    memory = command.program == "podman" and container.states == {"running"}
    state.rescue(container, clean("/" + path.removesuffix("/.")), memory=memory)


def _copy_in(state: State, command: ContainerCopy) -> None:
    source, destination = command.source, command.destination
    if source is None or destination is None or destination.container is None:
        return
    container = only(state, command, destination.container)
    happened: bool | None = False if nobody(state, command, destination.container) else None
    if container is not None:
        happened = present(state, container, THERE)
    if container is not None:
        state.gone(command, container)
        if command.program == "nerdctl" and happened and container.states != {"running"}:
            # Its documentation speaks of running containers only.
            happened = None
    target = join(Value.of("/"), destination.path)
    name = base_name(source.path.trailing())
    text = source.path.text
    whole = text is None or text == "-" or text.endswith("/.") or text in (".", "/")
    if destination.path.trailing().endswith("/") and name and not whole:
        target = join(target, Value.of(name))
    span = destination.path.span or command.span
    write = state.write(container, target, span, "docker cp", "cp", command, happened)
    if container is None:
        return
    if container.command.read_only and write.mount_point is None:
        # The engine refuses: the root file system is marked read-only.
        return
    if write.durability == "tmpfs" and write.happened is not False and command.program == "podman":
        if container.states != {"running"}:
            # The file lands below the tmpfs, which is filled from there at the next start.
            event = state.destruction("`podman cp` reaches a tmpfs only while the container runs", False)
            state.stores.lose_some(write.store, event, lambda other: other is write)
        return
    if write.durability == "tmpfs" and write.happened is not False:
        # cp works below the container's tmpfs: the container never sees the file.
        certain = write.happened is True
        state.stores.lose_some(
            write.store,
            state.destruction(
                "`docker cp` can't reach a tmpfs: the file lands below it, out of sight", certain
            ),
            lambda other: other is write,
        )


def commit(state: State, command: ContainerCommit) -> None:
    """Replay ``docker commit``: the new image has the layer's files, but no file under a volume, bind or tmpfs."""
    container = only(state, command, command.container)
    if container is None or state.gone(command, container):
        return
    state.rescue_layer(container)
    if command.tag is not None:
        state.name_image(command.tag, container.image)


def export(state: State, command: ContainerExport) -> None:
    """Replay ``docker export``, which writes the layer's files as a tar stream or into a file."""
    container = only(state, command, command.container)
    if container is None or state.gone(command, container):
        return
    if command.output is not None or streams_out(command.invocation):
        state.rescue_layer(container)


def transfer(state: State, command: ImageTransfer) -> None:
    """Replay ``docker tag``, which names an image, ``import``, which makes one without VOLUMEs, and ``pull``, which fetches one anew."""
    if command.verb == "image tag" and len(command.images) == 2:
        state.name_image(command.images[1], state.image(command.images[0]))
    elif command.verb == "image import" and command.images:
        state.name_image(command.images[0], ImageKnowledge())
    elif command.verb == "image pull":
        for image in command.images:
            state.name_image(image, None)


def joined(directory: Value, name: str) -> Value:
    """Return the path ``directory/name``."""
    return concatenate((directory, Value.of("/" + name)))
