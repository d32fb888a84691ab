"""The fields of ``map --format json``: the timelines of all worlds, told as one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from persistlint.durability.model import Container, Destruction, MountPoint, Timeline, Volume, Write
from persistlint.durability.survival import (
    EVENTS,
    GOES,
    NOT_KNOWN,
    ORPHANED,
    STAYS,
    Fates,
    fates_of_layer,
    fates_of_point,
    fates_of_write,
)
from persistlint.shell.invocation import Gap, is_unit
from persistlint.shell.values import Value
from persistlint.text.spans import Span

Field = object
Fields = dict[str, Field]
#: The place of a span: ``{"path", "line", "column"}``.
Resolve = Callable[[Span], Fields]
Key = tuple[object, ...]


def map_fields(timelines: Sequence[Timeline], resolve: Resolve) -> Fields:
    """Return ``{"version", "volumes", "containers", "writes", "gaps"}`` as the design fixes them.

    What is the same in every world stands once, with ``when`` null; what differs stands once for each world, with its ``when``. A function that
    nothing calls gives "when NAME is called".
    """
    return _Map(timelines, resolve).fields()


class _Entry:
    """One thing in one world: its ``key`` is the same in each, its ``fate`` what may differ."""

    __slots__ = ("fate", "key", "subject", "world")

    def __init__(self, key: Key, fate: Key, subject: object, world: int) -> None:
        self.key = key
        self.fate = fate
        self.subject = subject
        self.world = world


class _Map:
    __slots__ = ("_ids", "_resolve", "_timelines", "_when")

    def __init__(self, timelines: Sequence[Timeline], resolve: Resolve) -> None:
        self._timelines = timelines
        self._resolve = resolve
        self._ids: dict[tuple[int, str], str] = {}
        self._when = [
            f"when {timeline.function} {'runs' if is_unit(timeline.function) else 'is called'}"
            if timeline.function
            else timeline.when
            for timeline in timelines
        ]

    def fields(self) -> Fields:
        volumes = self._merged([self._volumes(index) for index in range(len(self._timelines))], "v")
        containers = self._merged([self._containers(index) for index in range(len(self._timelines))], "c")
        writes = self._merged([self._writes(index) for index in range(len(self._timelines))], "w")
        return {
            "version": 1,
            "volumes": [self._volume(entry, when) for entry, when in volumes],
            "containers": [self._container(entry, when) for entry, when in containers],
            "writes": [self._write(entry, when) for entry, when in writes],
            "gaps": self._gaps(),
        }

    def _merged(self, worlds: list[list[_Entry]], letter: str) -> list[tuple[_Entry, str | None]]:
        """Return the entries in the order of the text, with equal ones of all worlds as one. Ids are given here."""
        by_key: dict[Key, list[_Entry]] = {}
        for entries in worlds:
            for entry in entries:
                by_key.setdefault(entry.key, []).append(entry)
        main = sum(1 for timeline in self._timelines if not timeline.function)
        out: list[tuple[_Entry, str | None]] = []
        for alike in by_key.values():
            everywhere = len({entry.world for entry in alike}) == main and not any(
                self._timelines[entry.world].function for entry in alike
            )
            if everywhere and len({entry.fate for entry in alike}) == 1:
                self._name(alike, f"{letter}{len(out) + 1}")
                out.append((alike[0], None))
                continue
            for entry in alike:
                self._name([entry], f"{letter}{len(out) + 1}")
                out.append((entry, self._when[entry.world]))
        return out

    def _name(self, entries: list[_Entry], id: str) -> None:
        for entry in entries:
            subject = entry.subject
            if isinstance(subject, (Volume, Container, Write)):
                self._ids[entry.world, subject.id] = id

    # -- volumes ------------------------------------------------------------------------------------------------

    def _volumes(self, world: int) -> list[_Entry]:
        counts: dict[Key, int] = {}
        out: list[_Entry] = []
        for volume in self._timelines[world].volumes:
            name = volume.name.identity() if volume.name is not None else None
            key: Key = ("volume", volume.namespace, name, volume.declared_at, volume.target)
            counts[key] = counts.get(key, 0) + 1
            fate = (volume.at_end, _destruction_key(volume.destroyed_by))
            out.append(_Entry((*key, counts[key]), fate, volume, world))
        return out

    def _volume(self, entry: _Entry, when: str | None) -> Fields:
        volume = entry.subject
        assert isinstance(volume, Volume)
        users = [self._ids.get((entry.world, container.id)) for container in volume.mounted_by]
        return {
            "id": self._ids[entry.world, volume.id],
            "name": _text(volume.name),
            "anonymous": volume.anonymous,
            "declared_at": self._place(volume.declared_at),
            "mounted_by": [user for user in users if user is not None],
            "at_end": volume.at_end,
            "destroyed_by": self._destruction(volume.destroyed_by),
            "in_engine": volume.in_engine,
            "when": when,
        }

    # -- containers ---------------------------------------------------------------------------------------------

    def _containers(self, world: int) -> list[_Entry]:
        out: list[_Entry] = []
        for container, key in _container_keys(self._timelines[world]):
            mounts = tuple(
                (point.path, point.kind, point.read_only, point.volume.id if point.volume is not None else "")
                for point in container.mount_points
            )
            fate = (container.at_end, _destruction_key(container.destroyed_by), len(mounts))
            out.append(_Entry(key, fate, container, world))
        return out

    def _container(self, entry: _Entry, when: str | None) -> Fields:
        container = entry.subject
        assert isinstance(container, Container)
        image = container.command.image
        return {
            "id": self._ids[entry.world, container.id],
            "name": _text(container.name),
            "service": _text(container.command.service_name),
            "image": image.raw.display() if image is not None else None,
            "declared_at": self._place(container.command.span),
            "mounts": [self._mount(container, point, entry.world) for point in container.mount_points],
            "mounts_known": container.mounts_known,
            "remove": container.auto_remove,
            "refused": container.refused or None,
            "survives": _survives(fates_of_layer(container) if container.mounts_known else NOT_KNOWN),
            "at_end": container.at_end,
            "destroyed_by": self._destruction(container.destroyed_by),
            "when": when,
        }

    def _mount(self, container: Container, point: MountPoint, world: int) -> Fields:
        volume = point.volume
        source = volume.name if volume is not None else point.host_path
        return {
            "type": "volume" if volume is not None else point.kind or None,
            "source": _text(source),
            "target": point.path,
            "read_only": point.read_only,
            "volume": self._ids.get((world, volume.id)) if volume is not None else None,
            "declared": point.declared,
            "survives": _survives(fates_of_point(container, point, self._timelines[world].engine_version)),
        }

    # -- writes -------------------------------------------------------------------------------------------------

    def _writes(self, world: int) -> list[_Entry]:
        timeline = self._timelines[world]
        containers = {container.id: key for container, key in _container_keys(timeline)}
        out: list[_Entry] = []
        for write in timeline.writes:
            owner = containers[write.container.id] if write.container is not None else None
            key: Key = (
                "write",
                write.span,
                write.how,
                write.by,
                write.target.identity(),
                write.occurrence,
                owner,
            )
            fate = (
                write.happened,
                write.durability,
                write.at_end,
                _destruction_key(write.destroyed_by),
                tuple(write.ends_with),
                write.rescued_by,
            )
            out.append(_Entry(key, fate, write, world))
        return out

    def _write(self, entry: _Entry, when: str | None) -> Fields:
        write = entry.subject
        assert isinstance(write, Write)
        world = entry.world
        return {
            "id": self._ids[world, write.id],
            **self._resolve(write.span),
            "occurrence": write.occurrence,
            "when": when,
            "container": self._ids.get((world, write.container.id)) if write.container is not None else None,
            "target": write.target.display(),
            "by": write.by,
            "happened": write.happened,
            "durability": write.durability,
            "volume": self._ids.get((world, write.volume.id)) if write.volume is not None else None,
            "host_path": _text(write.host_path),
            "at_end": write.at_end,
            "destroyed_by": self._destruction(write.destroyed_by),
            "ends_with": list(write.ends_with),
            "rescued_by": self._place(write.rescued_by),
            "how": write.how,
            "rank": write.rank,
            "survives": _survives(fates_of_write(write, self._timelines[world].engine_version)),
        }

    # -- gaps and places ----------------------------------------------------------------------------------------

    def _gaps(self) -> list[Fields]:
        out: list[Fields] = []
        seen: set[tuple[object, ...]] = set()
        for timeline in self._timelines:
            for gap in timeline.gaps:
                key = (gap.span, gap.reason)
                if key not in seen:
                    seen.add(key)
                    out.append(self._gap(gap))
        return out

    def _gap(self, gap: Gap) -> Fields:
        return {**self._resolve(gap.span), "reason": gap.reason}

    def _place(self, span: Span | None) -> Fields | None:
        return self._resolve(span) if span is not None else None

    def _destruction(self, destruction: Destruction | None) -> Fields | None:
        if destruction is None:
            return None
        return {
            **self._resolve(destruction.span),
            "event": destruction.event,
            "certainty": destruction.certainty,
        }


def _container_keys(timeline: Timeline) -> list[tuple[Container, Key]]:
    """Return the containers, each with a key that is equal in every world: its command's place, and its number there."""
    counts: dict[Span, int] = {}
    out: list[tuple[Container, Key]] = []
    for container in timeline.containers:
        span = container.command.span
        counts[span] = counts.get(span, 0) + 1
        invocation = container.command.invocation
        out.append((container, ("container", span, invocation.via, counts[span])))
    return out


#: In the words of the map.
_SURVIVES = {STAYS: "yes", GOES: "no", ORPHANED: "orphaned"}


def _survives(fates: Fates | None) -> Fields | None:
    """Return ``{"stop": "yes" | "no" | "orphaned" | null, "rm": …}`` for each of ``EVENTS``, None for data that never exists."""
    if fates is None:
        return None
    return {event: _SURVIVES.get(fate) for event, fate in zip(EVENTS, fates, strict=True)}


def _destruction_key(destruction: Destruction | None) -> Key | None:
    if destruction is None:
        return None
    return (destruction.span, destruction.event, destruction.certainty)


def _text(value: Value | None) -> str | None:
    return value.display() if value is not None else None
