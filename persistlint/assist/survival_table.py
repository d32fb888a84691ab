"""The survival of a container's data: the rows of its mount table, with its fate at each event."""

from __future__ import annotations

from persistlint.durability.mount_table import spot
from persistlint.durability.survival import (
    EVENTS as ALL_EVENTS,
)
from persistlint.durability.survival import (
    GOES,
    NOT_KNOWN,
    ORPHANED,
    STAYS,
    UNKNOWN,
    Fates,
    fates_of_layer,
    fates_of_point,
)
from persistlint.shell.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.docker.option_table import Version
    from persistlint.durability.model import Container, MountPoint, Volume

__all__ = ("EVENTS", "GOES", "ORPHANED", "STAYS", "UNKNOWN", "Row", "rows")

#: The events of a row's ``fates``, in order: the container stops, ``docker rm``, ``docker rm -v``, ``docker system prune --volumes`` once it has stopped.
EVENTS = ("stop", "rm", "rm -v", "prune")


class Row:
    """One path of the table: ``path`` "" is every path that nothing is mounted on. ``lives`` says where, for people. ``fates`` are STAYS, GOES, ORPHANED or UNKNOWN for ``EVENTS``, as in the map."""

    __slots__ = ("access", "fates", "kind", "lives", "note", "path", "point")

    def __init__(
        self, path: str, kind: str, lives: str, access: str, fates: tuple[str, ...], note: str = ""
    ) -> None:
        self.path = path
        self.kind = kind
        self.lives = lives
        self.access = access
        self.fates = fates
        self.note = note
        self.point: MountPoint | None = None


def rows(container: Container, engine_version: Version) -> list[Row]:
    """Return the container's mounts by path, then its image's data paths that are in its layer, then its layer."""
    out = [_of_point(container, point, engine_version) for point in container.mount_points]
    out.sort(key=lambda row: row.path)
    if container.mounts_known:
        for path in container.image.paths:
            place = spot(container, Value.of(path.path), path.declared)
            if place.point is None and place.durability == "container layer":
                row = _of_layer(container, path.path)
                row.note = path.holds
                out.append(row)
    out.append(_of_layer(container, ""))
    return out


def _of_point(container: Container, point: MountPoint, engine_version: Version) -> Row:
    kind = point.kind
    access = {True: "read-only", False: "writable", None: "unknown"}[point.read_only]
    lives = "unknown"
    fates = _shown(fates_of_point(container, point, engine_version))
    note = ""
    if kind == "bind":
        shown = point.host_path.display() if point.host_path is not None else "?"
        lives = f"the host's `{shown}`"
    elif kind == "tmpfs":
        lives = "memory (tmpfs)"
    elif kind == "image":
        source = (
            point.mount.source.display()
            if point.mount is not None and point.mount.source is not None
            else "?"
        )
        lives = f"the image `{source}`"
    elif kind in ("volume", "anonymous volume") and point.volume is not None:
        lives = _volume_name(point.volume, point.subpath)
        if point.volume.in_memory:
            note = "in memory"
    if point.declared:
        note = "VOLUME of the image"
    row = Row(point.path, kind, lives, access, fates, note)
    row.point = point
    return row


def _volume_name(volume: Volume, subpath: str) -> str:
    if volume.name is None or (volume.anonymous and not volume.name.known):
        return "an anonymous volume"
    inside = f", in its `{subpath}`" if subpath not in ("", "/") else ""
    return f"the volume `{volume.name.display()}`{inside}"


def _shown(fates: Fates) -> tuple[str, ...]:
    """Return the fates at ``EVENTS``."""
    by_event = dict(zip(ALL_EVENTS, fates, strict=True))
    return tuple(by_event[event] for event in EVENTS)


def _of_layer(container: Container, path: str) -> Row:
    read_only = container.command.read_only
    access = {True: "read-only", False: "writable", None: "unknown"}[read_only]
    # A mount that isn't known may be there.
    fates = fates_of_layer(container) if container.mounts_known else NOT_KNOWN
    return Row(path, "container layer", "the container's layer", access, _shown(fates))
