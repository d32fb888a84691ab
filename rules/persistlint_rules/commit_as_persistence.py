"""PSL412: commit, export or save as a way to keep data."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from persistlint.docker.commands import Command, ContainerCommit, ContainerExport, ImageTransfer
from persistlint.durability.model import Container, Timeline, Write
from persistlint.durability.names import namespace_of
from persistlint.durability.state import image_key
from persistlint.rulekit.data_paths import loss_of
from persistlint.rulekit.phrases import as_written, holding, label_of
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule
from persistlint.shell.values import Value
from persistlint.text.regex import regex

_BACKUP = frozenset(("backup", "backups", "bak", "bkp", "dump", "dumps", "snapshot"))
_WORD = regex(r"[a-z]+")
_PLACES = {
    "anonymous volume": "an anonymous volume",
    "volume": "a volume",
    "bind": "a directory of the host",
    "tmpfs": "memory (a tmpfs)",
    "container layer": "the container's own layer",
}


class CommitAsPersistence(Rule):
    code = "PSL412"
    name = "commit-as-persistence"
    summary = "docker commit, export or save as a way to keep data that isn't in the result"
    severity = "error"
    subject = Timeline
    needs = ("container commit", "container export", "image save")

    def check(self, timeline: Timeline, context: Context) -> Iterator[Finding]:
        made = _Made(timeline)
        for command in timeline.happenings:
            if isinstance(command, ContainerCommit):
                yield from self._commit(command, made, timeline)
            elif isinstance(command, ContainerExport) and _names_backup(command, command.output):
                container = made.container(command, command.container)
                yield from self._left_out(command, container, "the archive", timeline)
            elif isinstance(command, ImageTransfer) and command.verb == "image save":
                if _names_backup(command, command.output):
                    container = made.of_image(command)
                    yield from self._left_out(command, container, "the archive", timeline)

    def _commit(self, command: ContainerCommit, made: _Made, timeline: Timeline) -> Iterator[Finding]:
        container = made.container(command, command.container)
        if container is None:
            return
        writes = _data(container, command, timeline)
        hidden = next((write for write in writes if write.durability in ("anonymous volume", "tmpfs")), None)
        if hidden is not None:
            yield from self._left_out(command, container, "the image", timeline)
            return
        for write in writes:
            if write.durability == "container layer":
                message = (
                    f"The image now holds {_what(write)} of {label_of(container)}. It keeps that until the image is removed or pruned, and every change needs "
                    "another commit. Keep it in a volume."
                )
            elif write.durability == "volume":
                message = f"The image doesn't hold {_what(write)} of {label_of(container)}. `docker commit` leaves out what is in a volume, and that stays only there."
            else:
                continue
            yield self.finding(
                command.span,
                message,
                identity=label_of(container),
                command=command,
                severity="info",
                related=[(container.command.span, "made here")],
            )
            return

    def _left_out(
        self, command: Command, container: Container | None, result: str, timeline: Timeline
    ) -> Iterator[Finding]:
        if container is None:
            return
        for write in _data(container, command, timeline):
            if write.durability == "container layer" and command.verb != "image save":
                continue
            if not isinstance(command, ContainerCommit) and write.by != "image":
                continue
            where = _PLACES.get(write.durability, "")
            path = as_written(write.target)
            verb = command.verb.rpartition(" ")[2]
            why = (
                f"`{path}` is {where}, and `docker {verb}` takes only the container's own layer."
                if command.verb != "image save"
                else "`docker save` writes the image as it was built, and nothing of a container."
            )
            yield self.finding(
                command.span,
                f"{result} doesn't hold {_what(write)} of {label_of(container)}. {why} Dump the data, or copy it with `docker cp` or from a container that mounts the volume.",
                identity=label_of(container),
                command=command,
                related=[(container.command.span, "made here")],
            )
            return


def _what(write: Write) -> str:
    return holding(write) if write.by == "image" else f"`{as_written(write.target)}`"


def _names_backup(command: Command, output: Value | None) -> bool:
    """Return whether the result goes into a file that is called a backup."""
    if command.invocation.piped_out:
        return False
    redirect = command.invocation.stdout
    target = output if output is not None else redirect.target if redirect is not None else None
    return target is not None and bool(set(_WORD.findall(target.display().lower())) & _BACKUP)


class _Made:
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


def _data(container: Container, command: Command, timeline: Timeline) -> list[Write]:
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


RULE = CommitAsPersistence
