"""The state of a replay: what is there, and how sure the event is that happens right now."""

from __future__ import annotations

from persistlint.catalogue.knowledge import DataPath, ImageKnowledge
from persistlint.docker.commands import Command
from persistlint.docker.image_reference import ImageReference
from persistlint.docker.option_table import NEWEST, Version
from persistlint.durability.accesses.access import Access
from persistlint.durability.accesses.reader import FILTERS
from persistlint.durability.images import ImageLookup
from persistlint.durability.model import Container, Destruction, Read, Refusal, Timeline, Volume, Write
from persistlint.durability.mount_table import Spot, spot
from persistlint.durability.names import Names, Namespace, namespace_of
from persistlint.durability.stores import Stores
from persistlint.shell.invocation import Gap
from persistlint.shell.values import Value
from persistlint.text.spans import Span

#: The states in which a container is there.
THERE = frozenset(("created", "running", "exited"))
REMOVED = frozenset(("removed",))


class State:
    """``timeline`` is filled while the commands happen. ``document`` is true where blocks are alternatives of each other."""

    __slots__ = (
        "_live_containers",
        "_live_volumes",
        "_occurrences",
        "block",
        "by_container",
        "certainty",
        "containers",
        "contexts",
        "document",
        "engine_version",
        "images",
        "local_images",
        "own",
        "session",
        "span",
        "stores",
        "timeline",
        "volumes",
    )

    def __init__(
        self,
        timeline: Timeline,
        images: ImageLookup,
        engine_version: Version = NEWEST,
    ) -> None:
        self.timeline = timeline
        self.images = images
        self.engine_version = engine_version
        self.document = False
        self.containers: Names[Container] = Names()
        self.volumes: Names[Volume] = Names()
        self.stores = Stores()
        #: Images that a commit or tag of this text makes.
        self.local_images: dict[tuple[object, ...], ImageKnowledge] = {}
        #: The context that ``docker context use`` chose, by program.
        self.contexts: dict[str, Value] = {}
        self.session: object | None = None
        #: The container that the present command has just made: what this run does to it is sure, if the run happens at all.
        self.own: Container | None = None
        # The event that happens now.
        self.certainty = "certain"
        self.block = 0
        self.span: Span | None = None
        #: The writes of each container's own command, by its id.
        self.by_container: dict[str, list[Write]] = {}
        self._live_containers: list[Container] = []
        self._live_volumes: list[Volume] = []
        self._occurrences: dict[tuple[object, ...], int] = {}

    # -- the event ----------------------------------------------------------------------------------------------

    def namespace(self, command: Command) -> Namespace:
        """Return the engine that a command speaks to."""
        return namespace_of(command, self.contexts.get(command.program))

    def sure(self, subject: Container | Volume, exact: bool = True) -> bool:
        """Return whether the event certainly happens to ``subject``. Events of a document's other blocks are never sure."""
        if subject is self.own:
            return True
        return exact and self.certainty == "certain" and not (self.document and subject.block != self.block)

    def destruction(self, event: str, certain: bool) -> Destruction:
        """Return the present event as the destruction of something."""
        if self.span is None:
            raise ValueError("no event")
        return Destruction(self.span, event, "certain" if certain else "possible")

    def refuse(self, command: Command, reason: str, cause: Container | Volume | None = None) -> None:
        """Docker refuses the command: nothing happens."""
        self.timeline.refusals.append(Refusal(command, reason, cause))

    def gone(self, command: Command, container: Container) -> bool:
        """Return whether the container has certainly gone, and note the refusal."""
        elsewhere = self.document and container.block != self.block
        if container.states != REMOVED or elsewhere:
            return False
        self.refuse(command, "the container is gone", container)
        return True

    def gap(self, reason: str, command: Command) -> None:
        """Something unseen may happen here."""
        gap = Gap(reason, command.span, command.invocation.guard, command.invocation.function)
        gap.block = command.invocation.block
        self.timeline.gaps.append(gap)
        self.timeline.happenings.append(gap)

    def made(self, subject: Container | Volume) -> None:
        """Add a new container or volume to the timeline."""
        if isinstance(subject, Container):
            self.timeline.containers.append(subject)
            self._live_containers.append(subject)
        else:
            self.timeline.volumes.append(subject)
            self._live_volumes.append(subject)

    def live_containers(self) -> list[Container]:
        """Return the containers that may exist."""
        self.stores.steps += 3 * len(self._live_containers)
        self._live_containers = [
            container for container in self._live_containers if container.states != REMOVED
        ]
        return list(self._live_containers)

    def live_volumes(self) -> list[Volume]:
        """Return the volumes that may exist."""
        self.stores.steps += 3 * len(self._live_volumes)
        self._live_volumes = [volume for volume in self._live_volumes if volume.states != REMOVED]
        return list(self._live_volumes)

    # -- images -------------------------------------------------------------------------------------------------

    def image(self, reference: ImageReference | None) -> ImageKnowledge:
        """Return the facts about an image, also about one that this text makes."""
        if reference is None:
            return ImageKnowledge()
        key = image_key(reference)
        knowledge = self.local_images.get(key)
        return knowledge if knowledge is not None else self.images(reference)

    def name_image(self, reference: ImageReference, knowledge: ImageKnowledge | None) -> None:
        """Give an image of this text the name from now on. With None the name has no facts of this text."""
        key = image_key(reference)
        if knowledge is None:
            self.local_images.pop(key, None)
        else:
            self.local_images[key] = knowledge

    # -- reads and writes ---------------------------------------------------------------------------------------

    def write(
        self,
        container: Container | None,
        target: Value,
        span: Span,
        by: str,
        how: str,
        command: Command | None,
        happened: bool | None,
        data_path: DataPath | None = None,
        *,
        scattered: bool = False,
    ) -> Write:
        """Note and return a write. The container's present mounts decide its place. ``scattered`` is as in ``spot``."""
        timeline = self.timeline
        write = Write(f"w{len(timeline.writes) + 1}", span, container, target, by, how, command)
        write.happened = happened
        write.tried = happened if self.certainty == "certain" else None
        write.sequence = len(timeline.writes) + len(timeline.reads)
        write.data_path = data_path
        if container is not None:
            self._place(
                write,
                spot(
                    container,
                    target,
                    data_path.declared if data_path is not None else None,
                    scattered=scattered,
                ),
                data_path,
            )
            if how in ("exec", "cp"):
                container.exec_writes.append(write)
        else:
            write.store = ("unknown",)
        if self.certainty != "certain" and write.happened:
            write.happened = None
        key = (span, how, by, target.identity())
        given = command.invocation.occurrence if command is not None else 1
        write.occurrence = self._occurrences[key] = max(given, self._occurrences.get(key, 0) + 1)
        timeline.writes.append(write)
        if container is not None and how in ("run", "image"):
            self.by_container.setdefault(container.id, []).append(write)
        if write.happened is False:
            write.at_end = "gone"
        elif write.store != ("unknown",):
            self.stores.add(write)
        return write

    @staticmethod
    def _place(write: Write, place: Spot, data_path: DataPath | None) -> None:
        write.durability = place.durability
        write.store = place.store
        write.inside = place.inside
        write.mount_point = place.point
        write.host_path = place.host_path
        if place.point is not None:
            write.volume = place.point.volume
        if place.writable is False:
            write.happened = False
        elif place.writable is None and write.happened:
            write.happened = None

    def accesses(
        self,
        container: Container | None,
        accesses: list[Access],
        command: Command,
        how: str,
        happened: bool | None,
        out: bool = False,
    ) -> list[Write]:
        """Note the accesses of a program in the container, in order; return the writes.

        ``out`` is true where its standard output goes to a file, a pipe or a variable of the host.
        """
        writes: list[Write] = []
        for access in accesses:
            fact = access.happened if happened else happened
            if access.kind in ("write", "install"):
                write = self.write(
                    container,
                    access.target,
                    access.span,
                    access.by,
                    how,
                    command,
                    fact,
                    scattered=access.unpacks,
                )
                write.rank = access.rank
                if access.attempt:
                    write.tried = None
                write.packages = access.packages
                write.directory = access.creates_directory
                write.makes_anew = access.makes_anew
                write.followed_by = access.followed_by
                writes.append(write)
                if container is not None and write.happened is not False:
                    self._copies(container, access, write)
            elif container is None or fact is False:
                continue
            elif access.kind == "read":
                self._reads(container, access, command, how, out)
            elif access.kind == "delete":
                self._deletes(container, access, command, fact)
        return writes

    def _copies(self, container: Container, access: Access, write: Write) -> None:
        """Note that a copy onto a bind is a copy taken out of the container."""
        if write.durability != "bind":
            return
        for source in access.copied_from:
            if source.unknowns and source.unknowns[0].key == ("database",):
                self.rescue_database(container)
            elif source.text is not None:
                self.rescue(container, source.text)

    def _reads(self, container: Container, access: Access, command: Command, how: str, out: bool) -> None:
        if access.dump_of is not None:
            if out and access.streams:
                self.rescue_database(container, access.dump_of, command)
            return
        text = access.target.text
        if text is None or not text.startswith("/"):
            return
        read = Read(access.span, container, text, access.by, command)
        read.attempt = access.attempt
        read.how = how
        read.sequence = len(self.timeline.writes) + len(self.timeline.reads)
        self.timeline.reads.append(read)
        if out and access.streams and access.whole:
            self.rescue(container, text, below=access.by not in FILTERS)

    def _deletes(self, container: Container, access: Access, command: Command, happened: bool | None) -> None:
        """Note an ``rm`` in a container, which deletes the file in every container that sees it."""
        target = access.target
        text = target.text
        pattern = None
        if text is None:
            return
        if access.glob:
            directory, _, pattern = text.rpartition("/")
            if any(sign in directory for sign in "*?["):
                return
            text = directory or "/"
        event = self.destruction(f"`{access.by}` deletes it", True)
        elsewhere = self.document and container.block != self.block
        certain = bool(happened) and self.certainty == "certain" and not elsewhere
        # A command that may not run deletes its own writes all the same: both happen, or neither.
        sure = None if certain else command if happened is not False and access.happened else access
        roots = [(text, True)]
        if access.recursive:
            # A recursive delete goes on into the mounts below.
            roots += [
                (point.path, False)
                for point in container.mount_points
                if point.path != text and point.path.startswith(text.rstrip("/") + "/")
            ]
        for root, is_own in roots:
            place = spot(container, Value.of(root))
            if place.store == ("unknown",) or place.writable is False:
                continue
            self._delete_in(place, event, pattern if is_own else None, access.recursive, sure)

    def _delete_in(
        self, place: Spot, event: Destruction, pattern: str | None, recursive: bool, by: object
    ) -> None:
        """Delete the writes that match. ``by`` is None for a sure delete, else the command of whose own writes it is sure."""
        from persistlint.durability.patterns import below_host_path, matches

        host, inside, bind = place.host_path, place.inside, place.store[:1] == ("bind",)

        def which(write: Write) -> bool | None:
            # A server's data is all that is in its directory: `rm -rf /data/*` takes it as `rm -rf /data` does.
            only = None if recursive and pattern == "*" and write.by == "image" else pattern
            if bind:
                hit = below_host_path(write.host_path, host, only, recursive) if host is not None else False
            else:
                hit = matches(write.inside, inside, only, recursive) if inside is not None else False
            if write.by == "image" and not recursive:
                # Where that is a directory, `rm` refuses.
                return None if hit else hit
            return hit if not hit or by is None or write.command is by else None

        self.stores.lose_some(place.store, event, which)

    # -- rescue -------------------------------------------------------------------------------------------------

    def rescue(self, container: Container, path: str, memory: bool = True, below: bool = True) -> None:
        """Note that a copy of ``path``, and of what is ``below`` it, leaves the container. Only a program inside can copy from ``memory``."""
        from persistlint.durability.patterns import matches

        roots = [path] + [
            point.path
            for point in container.mount_points
            if below and point.path != path and point.path.startswith(path.rstrip("/") + "/")
        ]
        for root in roots:
            place = spot(container, Value.of(root))
            if place.inside is None or place.store[:1] == ("bind",):
                # What is on a bind is on the host as it is.
                continue
            if not memory and place.store[:1] == ("tmpfs",):
                continue
            for write in self.stores.held(place.store):
                if write.by == "image" and not below and "." not in path.rpartition("/")[2]:
                    # A server's data is a directory, which these programs refuse.
                    continue
                if write.rescued_by is None and matches(write.inside, place.inside, None, below):
                    write.rescued_by = self.span

    def rescue_layer(self, container: Container) -> None:
        """Note that the whole layer is copied: ``commit``, ``export``."""
        for write in self.stores.held(("layer", container.id)):
            if write.rescued_by is None:
                write.rescued_by = self.span

    def rescue_database(
        self, container: Container, host: Value | None = None, command: Command | None = None
    ) -> None:
        """Note a dump of the container's database, or of the one in the container called ``host``."""
        elsewhere = host is not None and host.pieces and host.text not in ("localhost", "127.0.0.1")
        if elsewhere and host is not None and command is not None:
            other = self.containers.exact(self.namespace(command), host)
            if other is None:
                return
            container = other
        for write in self.by_container.get(container.id, []):
            if write.by == "image" and write.rescued_by is None:
                write.rescued_by = self.span


def image_key(reference: ImageReference) -> tuple[object, ...]:
    """Return a key that is equal for references that certainly mean the same image; ``latest`` is the tag of one without a tag."""
    if reference.path is None:
        return ("raw", reference.raw.identity())
    tag = reference.tag if reference.tag is not None else ("latest" if reference.tag_known else "?")
    if tag == "?" or reference.digest is not None:
        return ("raw", reference.raw.identity())
    return (reference.domain, reference.path, tag)
