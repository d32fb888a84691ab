"""At the end of the text: what is still there, and what would end it."""

from __future__ import annotations

from persistlint.durability.model import Container, Volume, Write
from persistlint.durability.paths import is_below
from persistlint.durability.state import REMOVED, State

#: Directories of a host that a restart empties.
HOST_MEMORY = ("/tmp", "/run", "/var/run", "/dev/shm")


def finish(state: State) -> None:
    """Set ``at_end`` and ``ends_with`` of every container, volume and write."""
    timeline = state.timeline
    for container in timeline.containers:
        container.at_end = (
            "gone" if container.states == REMOVED else "unknown" if "removed" in container.states else "alive"
        )
    for volume in timeline.volumes:
        volume.at_end = _volume_at_end(volume)
    for write in timeline.writes:
        _finish_write(state, write)


def _volume_at_end(volume: Volume) -> str:
    if volume.states == REMOVED:
        return "gone"
    if "removed" in volume.states:
        return "unknown"
    if not volume.anonymous or volume.name is not None:
        return "alive"
    users = [container for container in volume.mounted_by if container.states != REMOVED]
    if not users:
        return "orphaned"
    return "unknown" if all("removed" in container.states for container in users) else "alive"


def _finish_write(state: State, write: Write) -> None:
    if write.happened is False:
        write.at_end = "gone"
        return
    if write.at_end == "alive":
        volume = write.volume
        if volume is not None:
            # A volume that may have been removed has told its writes; one whose last container may be gone may be an orphan.
            removed = volume.at_end == "unknown" and "removed" in volume.states
            write.at_end = "alive" if removed else volume.at_end
        elif write.store in ((), ("unknown",)):
            write.at_end = "unknown"
    elif write.store in ((), ("unknown",)) and write.destroyed_by is None:
        write.at_end = "unknown"
    if write.at_end != "gone":
        write.ends_with = endings(state, write)


def endings(state: State, write: Write) -> list[str]:
    """Return the events that would end the write from here on, in the order of ``ENDINGS``."""
    container = write.container
    store = write.store[:1]
    if write.volume is not None and store == ("volume",):
        return _volume_endings(state, write.volume)
    if store[:1] == ("bind",):
        text = write.host_path.text if write.host_path is not None else None
        events = ["host path removal"]
        if text is not None and any(is_below(text, directory) for directory in HOST_MEMORY):
            events.append("host restart")
        return events
    if store == ("image",):
        return ["image removal"]
    if store == ("cache",):
        return ["builder prune"]
    if container is None:
        return []
    if store == ("tmpfs",):
        return ["container removal", "container stop", "engine restart", "host restart"]
    if store == ("managed",):
        return ["container removal", "container start"]
    if store in (("layer",), ("unmounted",)):
        return ["container removal", *_auto_removal(container)]
    return []


def _auto_removal(container: Container) -> list[str]:
    """Return the events upon which ``--rm`` deletes the container."""
    if container.auto_remove is False or "running" not in container.states:
        return []
    return ["container stop", "engine restart", "host restart"]


def _volume_endings(state: State, volume: Volume) -> list[str]:
    events: list[str] = []
    owners = [
        container
        for container in volume.mounted_by
        if container.states != REMOVED
        and any(point.owned and point.volume is volume for point in container.mount_points)
    ]
    if owners:
        events.append("container removal")
        if any(_auto_removal(container) for container in owners):
            events.append("container stop")
    if volume.in_memory and "container stop" not in events:
        events.append("container stop")
    events.append("volume removal")
    spared = not volume.labelled and state.engine_version >= (23, 0)
    if not spared and not volume.options:
        events.append("volume prune")
    if any(_auto_removal(container) for container in owners) or volume.in_memory:
        events.append("engine restart")
        events.append("host restart")
    return events
