"""A container's mount table: what its options, its image's VOLUMEs and ``--volumes-from`` put where."""

from __future__ import annotations

from persistlint.docker.commands import ContainerCreate
from persistlint.docker.mounts import Mount
from persistlint.durability.model import Container, MountPoint
from persistlint.durability.paths import clean, clean_value, is_below, is_relative, join, known_directory
from persistlint.shell.values import Value, concatenate

#: Files that the engine writes anew each time that a container starts, in none of its layers.
MANAGED_FILES = frozenset(("/etc/hosts", "/etc/resolv.conf", "/etc/hostname"))

#: Directories that no image declares as a VOLUME.
_NEVER_DECLARED = ("/usr", "/bin", "/sbin", "/lib", "/lib64")


def mount_point(mount: Mount, command: ContainerCreate) -> MountPoint | None:
    """Return the entry that an option makes, None where its target isn't known. The caller fills a named volume in."""
    if mount.target is None or not mount.target.known or mount.unknown_fields:
        return None
    point = MountPoint(clean("/" + (mount.target.text or "")), mount.type or "", mount)
    point.read_only = True if mount.type == "image" else mount.read_only
    if mount.type == "volume":
        point.kind = "anonymous volume" if mount.anonymous else "volume" if mount.source is not None else ""
        point.owned = mount.anonymous
        for option in mount.options:
            key, equals, value = option.partition("=")
            if equals and key.lower() in ("volume-subpath", "subpath"):
                point.subpath = clean("/" + value)
    elif mount.type == "bind":
        if mount.source is None:
            point.kind = ""
        else:
            point.host_path = host_path(mount.source, command.invocation.cwd)
    elif mount.type not in ("tmpfs", "image"):
        point.kind = ""
    return point


def host_path(source: Value, cwd: Value | None) -> Value:
    """Return a bind's source as an absolute path of the host, as far as it is known."""
    if is_relative(source) and not (len(source.leading()) > 1 and source.leading()[1] == ":"):
        return join(cwd, source)
    return clean_value(source)


def put(points: dict[str, MountPoint], point: MountPoint) -> None:
    """Add an entry to the table by path. It replaces the one there, except a tmpfs: the engine mounts it last."""
    other = points.get(point.path)
    if other is None or other.kind != "tmpfs" or point.kind == "tmpfs":
        points[point.path] = point


def inherited(point: MountPoint, read_only: bool) -> MountPoint:
    """Return the entry that ``--volumes-from`` makes of another container's entry."""
    copy = MountPoint(point.path, point.kind)
    copy.volume = point.volume
    copy.host_path = point.host_path
    copy.read_only = True if read_only else point.read_only
    copy.declared = point.declared
    copy.owned = point.owned
    copy.subpath = point.subpath
    return copy


class Spot:
    """The place to which a path of a container leads.

    ``durability`` is one of the model's words, ``store`` and ``inside`` as in ``Write``; ``writable`` is false where a write there fails,
    None where that isn't known.
    """

    __slots__ = ("durability", "host_path", "inside", "point", "store", "writable")

    def __init__(self, durability: str, store: tuple[object, ...], inside: str | None) -> None:
        self.durability = durability
        self.store = store
        self.inside = inside
        self.point: MountPoint | None = None
        self.host_path: Value | None = None
        self.writable: bool | None = True


def covering(container: Container, target: Value) -> tuple[MountPoint | None, bool]:
    """Return the mount at or above ``target``, and whether that is sure although a part of the path isn't known."""
    text = target.text
    if text is not None:
        return (container.covering(text), True) if text.startswith("/") else (None, False)
    directory = known_directory(target)
    if directory is None:
        return None, False
    if any(point.path != directory and is_below(point.path, directory) for point in container.mount_points):
        return None, False
    return container.covering(directory), True


def spot(
    container: Container, target: Value, declared: bool | None = None, *, scattered: bool = False
) -> Spot:
    """Return the place of ``target`` in the container. ``declared`` says whether the image has a VOLUME there (None: not known).

    ``scattered``: what is written has names of its own below ``target``, which nobody knows.
    """
    text = target.text
    point, sure = covering(container, target)
    if (
        scattered
        and text is not None
        and any(point.path != text and is_below(point.path, text) for point in container.mount_points)
    ):
        sure = False
    if not sure:
        return Spot("unknown", ("unknown",), None)
    if point is not None and (container.mounts_known or not point.declared):
        return _mounted(container, point, target)
    if not container.mounts_known:
        # An unknown mount option may also take the place of an image's VOLUME.
        return Spot("unknown", ("unknown",), text)
    if text == "/etc/resolv.conf" and container.command.program == "podman":
        # Without a network podman leaves it in the layer.
        return Spot("unknown", ("unknown",), text)
    if text in MANAGED_FILES:
        return _managed(container, text)
    place = text if text is not None else known_directory(target)
    if place is not None and is_below(place, "/dev/shm"):
        return Spot("tmpfs", ("tmpfs", container.id), text)
    own_layer = Spot("container layer", ("layer", container.id), text)
    read_only = container.command.read_only
    if read_only is not False:
        own_layer.durability = "read-only" if read_only else "unknown"
        own_layer.writable = False if read_only else None
        return own_layer
    layer = declared is False or container.image.volumes_known
    layer = layer or (place is not None and any(is_below(place, directory) for directory in _NEVER_DECLARED))
    if not layer:
        own_layer.durability, own_layer.store = "unknown", ("unmounted", container.id)
    return own_layer


def _managed(container: Container, text: str | None) -> Spot:
    place = Spot("engine-managed file", ("managed", container.id), text)
    read_only = container.command.read_only
    if read_only is not False:
        # With --read-only these files are read-only, too.
        place.durability = "read-only" if read_only else "unknown"
        place.writable = False if read_only else None
    return place


def _mounted(container: Container, point: MountPoint, target: Value) -> Spot:
    text = target.text
    root = point.path.rstrip("/")
    rest = text[len(root) :] or "/" if text is not None else None
    inside = clean(f"{point.subpath}/{rest}") if rest is not None else None
    kind = point.kind
    if kind in ("volume", "anonymous volume") and point.volume is not None:
        place = Spot(kind, ("volume", point.volume.id), inside)
    elif kind == "bind":
        place = Spot("bind", ("bind", container.namespace[1:]), inside)
        if point.host_path is not None:
            if text is not None:
                tail = Value.of(rest or "/")
            else:
                tail = target.cut(len(root))
            place.host_path = clean_value(concatenate((point.host_path, tail)))
    elif kind == "tmpfs":
        place = Spot("tmpfs", ("tmpfs", container.id), text)
    elif kind == "image":
        place = Spot("read-only", ("unknown",), inside)
    else:
        place = Spot("unknown", ("unknown",), inside)
    place.point = point
    if point.read_only:
        place.durability, place.writable = "read-only", False
    elif point.read_only is None and kind:
        place.writable = None
    return place
