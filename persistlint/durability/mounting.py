"""A container's mounts: its table is filled, and the engine makes the volumes that aren't there."""

from __future__ import annotations

from persistlint.docker.commands import ContainerCreate
from persistlint.docker.mounts import Mount
from persistlint.durability.model import Container, MountPoint, Volume
from persistlint.durability.mount_table import inherited, mount_point, put
from persistlint.durability.paths import clean, directories_of, is_below
from persistlint.durability.state import REMOVED, State
from persistlint.shell.values import Value
from persistlint.text.spans import Span

#: From this engine on the volume of a ``--mount`` without a source has the label of an anonymous one (moby 10d57fde44).
_LABELS_ALL = (28, 0)


def mount(state: State, container: Container, command: ContainerCreate) -> None:
    """Fill the container's mount table, and make missing volumes."""
    points: dict[str, MountPoint] = {}
    is_known = command.mounts_known
    for value in command.volumes_from:
        name, mode = volumes_from(value)
        other = state.containers.exact(container.namespace, name)
        if other is None:
            is_known = False
            continue
        is_known = is_known and other.mounts_known and not state.containers.doubted(container.namespace, name)
        state.stores.steps += len(other.mount_points)
        for point in other.mount_points:
            if point.kind != "tmpfs":
                put(points, inherited(point, mode is not None and "ro" in mode.split(",")))
    podman = command.program == "podman"
    for option in command.mounts if podman else sorted(command.mounts, key=_rank):
        made = mount_point(option, command)
        if made is None:
            is_known = False
            continue
        if made.path in points and option.anonymous and _rank(option) and not podman:
            continue
        source, span = option.source, option.span or command.span
        if not made.kind and source is not None and option.type is None:
            # `-v "$vol":/data`: a directory or a volume, unless the text has made that volume.
            if state.volumes.exact(container.namespace, source) is not None:
                made.kind = "volume"
        if made.kind == "volume" and source is not None:
            name = option.engine_name if option.engine_name is not None else source
            made.volume = volume_named(state, container, name, span, option.options)
            if made.volume.anonymous:
                made.kind = "anonymous volume"
        elif made.kind == "anonymous volume":
            made.volume = anonymous_volume(state, container, made.path, span)
            if option.flag.startswith("--mount") and state.engine_version < _LABELS_ALL and not podman:
                made.volume.labelled = False
        if podman and "O" in option.options:
            # What is written goes into an overlay of the container's own, not into the source.
            made.kind = ""
        put(points, made)
    is_known = _add_podmans_own(command, points) and is_known if podman else is_known
    handling = command.last("image-volume")
    image_volumes = handling.value.text if handling is not None and handling.value is not None else ""
    for path in container.image.volumes if image_volumes != "ignore" else ():
        if path in points:
            continue
        if image_volumes not in ("", "anonymous"):
            points[path] = MountPoint(path, "tmpfs" if image_volumes == "tmpfs" else "")
            continue
        declared = MountPoint(path, "anonymous volume")
        declared.declared = declared.owned = True
        declared.volume = anonymous_volume(state, container, path, place_of(command))
        put(points, declared)
    container.mount_points = list(points.values())
    container.mounts_known = is_known
    if any(not _mountable(state, point, points, podman) for point in container.mount_points):
        container.starts = None
    refused = bool(container.refused)
    for point in points.values():
        volume = point.volume
        if volume is not None and not refused and container not in volume.mounted_by[-1:]:
            volume.mounted_by.append(container)


def _add_podmans_own(command: ContainerCreate, points: dict[str, MountPoint]) -> bool:
    """Add what podman mounts beside the options; return False where that isn't known. ``--read-only`` brings a tmpfs for what is temporary."""
    if command.read_only is False:
        return True
    brought = command.last("read-only-tmpfs")
    if brought is not None and command.switch("read-only-tmpfs") is False:
        return True
    if command.read_only is None or (brought is not None and command.switch("read-only-tmpfs") is None):
        return False
    for path in ("/tmp", "/var/tmp", "/run"):
        if path not in points:
            points[path] = MountPoint(path, "tmpfs")
    return True


def _rank(option: Mount) -> int:
    """Options override what ``--volumes-from`` gives, but ``-v /data`` yields to it as an image's VOLUME does; --tmpfs is mounted over the others."""
    if option.flag.startswith("--tmpfs"):
        return 2
    return 1 if option.anonymous and not option.flag.startswith("--mount") else 0


def _mountable(state: State, point: MountPoint, points: dict[str, MountPoint], podman: bool) -> bool:
    """Return whether the engine can certainly mount the entry, one of the container's ``points`` by path, when the container starts.

    A ``volume-subpath`` must be a directory of the volume by then. In a mount that is read-only the engine can't make the directory for another one.
    """
    if point.subpath not in ("", "/") and not podman and not _holds(state, point, point.subpath):
        return False
    above = (points.get(path) for path in directories_of(point.path) if path != point.path)
    parent = next((other for other in above if other is not None and other.kind != "tmpfs"), None)
    if parent is None or not parent.read_only:
        return True
    return _holds(state, parent, clean(parent.subpath + point.path[len(parent.path) :]))


def _holds(state: State, point: MountPoint, path: str) -> bool:
    """Return whether the text has written something at the volume's ``path`` that is still there."""
    return point.volume is not None and any(
        write.inside is not None
        and write.happened
        and write.at_end == "alive"
        and is_below(write.inside, path)
        for write in state.stores.held(("volume", point.volume.id))
    )


def volumes_from(value: Value) -> tuple[Value, str | None]:
    """Container and mode of ``--volumes-from``."""
    parts = value.split(":", 1)
    return parts[0], (parts[1].text if len(parts) > 1 else None)


def volume_named(state: State, container: Container, name: Value, span: Span, options: list[str]) -> Volume:
    """Return the volume of that name. The engine makes it where it doesn't exist."""
    volume = state.volumes.exact(container.namespace, name)
    if volume is None and container.refused:
        # Docker refuses the run, so no volume is made. The object stands for the one that would have been there.
        volume = Volume("", name, span)
        volume.states = REMOVED
        return volume
    if volume is None:
        volume = Volume(f"v{len(state.timeline.volumes) + 1}", name, span)
        volume.namespace = container.namespace
        volume.block = state.block
        volume.options = [option.partition("=")[2] for option in options if option.startswith("volume-opt=")]
        if state.certainty != "certain":
            volume.states = frozenset(("present", "removed"))
        state.made(volume)
        state.volumes.add(container.namespace, name, volume)
    elif "removed" in volume.states and not container.refused and state.certainty == "certain":
        volume.states = frozenset(("present",))
    return volume


def anonymous_volume(state: State, container: Container, path: str, span: Span) -> Volume:
    """Make and return a volume without a name."""
    volume = Volume(f"v{len(state.timeline.volumes) + 1}", None, span, anonymous=True)
    volume.namespace = container.namespace
    volume.owner = container
    volume.target = path
    volume.block = state.block
    if container.refused:
        volume.id, volume.states = "", REMOVED
    else:
        state.made(volume)
    return volume


def place_of(command: ContainerCreate) -> Span:
    """Return the span of the image's name, at which findings about the image's own declarations stand."""
    image = command.image
    return image.span if image is not None and image.span is not None else command.span
