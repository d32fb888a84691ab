"""Volumes that are there when a command runs, and what made them."""

from __future__ import annotations

from persistlint.durability.names import namespace_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.docker.commands import ContainerCreate, VolumeCreate
    from persistlint.durability.model import Container, Timeline, Volume
    from persistlint.shell.values import Value


def existing_volume(
    name: Value, command: VolumeCreate | ContainerCreate, timeline: Timeline
) -> Volume | None:
    """Return the volume of that name that certainly exists when the command runs."""
    identity, namespace, place = name.identity(), namespace_of(command), timeline.place_of(command)
    for volume in timeline.volumes:
        if volume.name is None or volume.name.identity() != identity or volume.namespace != namespace:
            continue
        if volume.destroyed_by is not None or volume.block != command.invocation.block:
            continue
        maker = volume.created_by or next(
            (
                container.command
                for container in timeline.containers
                if any(point.volume is volume for point in container.mount_points)
            ),
            None,
        )
        if maker is None or maker is command or maker.invocation.certainty != "certain":
            continue
        if 0 <= timeline.place_of(maker) < place:
            return volume
    return None


def made_plain_by(command: VolumeCreate, timeline: Timeline) -> Container | None:
    """Return the first container after the command whose mount makes the volume of that name, without any option. None without one."""
    name = command.name.identity() if command.name is not None else None
    for container in timeline.containers:
        if timeline.place_of(container.command) <= timeline.place_of(command) or container.refused:
            continue
        for point in container.mount_points:
            volume = point.volume
            if volume is None or volume.name is None or volume.options or volume.created_by is not None:
                continue
            if volume.name.identity() == name and volume.namespace == namespace_of(command):
                return container
    return None
