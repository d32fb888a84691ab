"""Containers as a later command meets them: which one its operand or image means, and the data that is in it then."""

from __future__ import annotations

from bisect import bisect_left

from persistlint.durability.names import namespace_of
from persistlint.durability.state import image_key
from persistlint.rulekit.data_paths import loss_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.docker.commands import Command, ImageTransfer
    from persistlint.durability.model import Container, Timeline, Write
    from persistlint.shell.values import Value


class MadeContainers:
    """The containers of a world, to be found by what commands call them or their images."""

    __slots__ = ("_by_image", "_by_name", "_refused", "_timeline")

    def __init__(self, timeline: Timeline) -> None:
        self._timeline = timeline
        self._refused = {id(refusal.command) for refusal in timeline.refusals}
        #: With the place at which each is made, in that order.
        self._by_name: dict[object, list[tuple[int, Container]]] = {}
        #: The first server of each image.
        self._by_image: dict[object, tuple[int, Container]] = {}
        for container in sorted(timeline.containers, key=lambda made: timeline.place_of(made.command)):
            place, captured = timeline.place_of(container.command), container.command.invocation.captured_as
            names = {container.name.identity()} if container.name is not None else set()
            if captured is not None:
                names.add((("unknown", captured),))
            if not container.refused:
                for name in names:
                    key = (name, container.namespace, container.block)
                    self._by_name.setdefault(key, []).append((place, container))
            image = container.command.image
            if image is not None and container.image.origin == "catalogue" and container.serves:
                self._by_image.setdefault(image_key(image), (place, container))

    def container(self, command: Command, name: Value | None) -> Container | None:
        """Return the container of this name or captured id that was made last before the command."""
        if name is None or id(command) in self._refused:
            return None
        key = (name.identity(), namespace_of(command), command.invocation.block)
        creations = self._by_name.get(key, [])
        index = bisect_left(creations, self._timeline.place_of(command), key=lambda creation: creation[0])
        return creations[index - 1][1] if index else None

    def of_image(self, command: ImageTransfer) -> Container | None:
        """Return the first container whose image is saved, where no other image of this text has the name."""
        creations = [self._by_image[key] for key in map(image_key, command.images) if key in self._by_image]
        place, container = min(creations, key=lambda creation: creation[0], default=(0, None))
        return container if place < self._timeline.place_of(command) else None


def data_at(command: Command, container: Container, timeline: Timeline) -> list[Write]:
    """Return the lasting data in the container when the command runs, of which no other copy was taken."""
    place = timeline.place_of(command)
    writes = []
    for write in timeline.writes_of(container):
        if write.happened is False or timeline.place_of(write.command) >= place:
            continue
        if write.rescued_by is not None and write.rescued_by != command.span:
            continue
        if write.by == "image":
            if container.serves and loss_of(write) == "severe" and container.mounts_known:
                writes.append(write)
        elif (
            write.happened
            and write.rank in ("result", "data")
            and write.durability in ("anonymous volume", "tmpfs")
        ):
            point = write.mount_point
            if point is not None and not _scratch(point.path):
                writes.append(write)
    return writes


def _scratch(path: str) -> bool:
    return path.startswith(("/tmp", "/run", "/var/run", "/var/tmp", "/dev", "/var/cache"))
