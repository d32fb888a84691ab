"""Makes the picture of a document from the rows of the map, so that both always say the same."""

from __future__ import annotations

import os

from persistlint.docker.commands import Compose, ContainerRemove, Prune, VolumeCreate, VolumeRemove
from persistlint.docker.compose_service import selected
from persistlint.durability.survival import EVENTS
from persistlint.report.map_report import place_fields
from persistlint.report.map_tables import as_written, rows_as_written
from persistlint.report.picture.model import Arrow, Deed, End, Picture, PicturePlace, Thing
from persistlint.report.safe_text import safe
from persistlint.rulekit.lost_writes import is_tolerated, missed_reads
from persistlint.rulekit.services import anonymous_data, lost_volumes
from persistlint.text.budgets import MOST_ARROWS, MOST_CONTAINERS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from persistlint.analysis.analysis import Analysis
    from persistlint.docker.commands import Command
    from persistlint.docker.compose_service import ComposeService
    from persistlint.report.map_tables import Row


#: Names that are longer are cut: a picture has little room.
_LONGEST = 80

#: A refusal has its remedy at its end.
_LONGEST_REASON = 400

#: So many bytes of a line are shown beside a picture.
_LONGEST_LINE = 200

#: So many things that one command ends are named.
_MOST_TITLES = 8

#: What makes the containers of services.
_MAKING = ("compose up", "compose create", "compose run")

#: The events that a service's container meets, by the commands that people type. It isn't started with ``--rm``.
_COMPOSE_EVENTS = {
    "stop": "stop",
    "rm": "`docker compose down`",
    "rm -v": "`docker compose down -v`",
    "reboot": "reboot",
    "prune": "prune",
}

#: What commands of Compose do to containers: the kind of the deed, and the verb.
_DEEDS = {
    "compose stop": ("stop", "stops"),
    "compose kill": ("stop", "kills"),
    "compose pause": ("stop", "pauses"),
    "compose start": ("start", "starts"),
    "compose restart": ("start", "restarts"),
    "compose unpause": ("start", "continues"),
    "compose down": ("end", "removes"),
    "compose rm": ("end", "removes"),
}

#: What ends the memory of a tmpfs, and leaves the container.
_STOPPING = ("compose stop", "compose kill", "compose restart")

#: From worst to best: a thing that holds several data is drawn as the worst of them.
_WORST_FIRST = ("lost", "risk", "unknown", "kept", "absent")


def draw(analysis: Analysis, folder: str = "") -> Picture:
    """Return the picture of one document. Files below ``folder``, an absolute path, are named as seen from there."""
    return _Drawing(analysis, folder).drawn()


class _Drawing:
    def __init__(self, analysis: Analysis, folder: str) -> None:
        self.analysis = analysis
        self.folder = folder
        self.path = analysis.document.path
        self.rows = rows_as_written(analysis)
        self.picture = Picture(self.path, cut(self._shown(self.path)))
        self.things: dict[str, Thing] = {}
        self.arrows: dict[tuple[str, ...], Arrow] = {}
        #: The states of the data in each thing.
        self.held: dict[str, list[str]] = {}
        self.containers: dict[str, Row] = {}
        self.volumes = {row["id"]: row for row in self.rows["volumes"]}
        self.makers: dict[tuple[object, ...], str] = {}
        self.commands: dict[tuple[object, ...], Command] | None = None
        self.moments = moments_of(analysis)
        self.compose_names = compose_names_of(analysis)
        self.mount_spots = mount_spots_of(analysis)

    def drawn(self) -> Picture:
        rows = self.rows["containers"]
        for row in rows[:MOST_CONTAINERS]:
            self.containers[row["id"]] = row
            self.makers.setdefault(_spot(row["declared_at"]), row["id"])
            self._container(row)
        self.picture.left_out = max(0, len(rows) - MOST_CONTAINERS)
        for write in self.rows["writes"]:
            if len(self.arrows) >= MOST_ARROWS:
                break
            unmade = write["container"] is None and not self.picture.left_out
            if write["container"] in self.containers or unmade:
                self._write(write)
        self._missed()
        joined = {(arrow.source, arrow.target) for arrow in self.arrows.values()}
        for row in self.containers.values():
            if not row["refused"] and len(self.arrows) < MOST_ARROWS:
                for mount in row["mounts"]:
                    self._mount(row, mount, joined)
        for volume in list(self.volumes.values())[: MOST_CONTAINERS * 4]:
            # A volume that only the engine has, and that nothing here uses, is no part of the text.
            is_told = volume["declared_at"] is not None or volume["mounted_by"]
            if is_told and not self.picture.left_out and not volume["anonymous"]:
                self._volume(volume)
        for arrow in self.arrows.values():
            if arrow.kind == "mount":
                self.held.setdefault(arrow.target, [arrow.state])
        for id, states in self.held.items():
            self.things[id].state = min(states, key=_WORST_FIRST.index)
        filled = {arrow.target for arrow in self.arrows.values() if arrow.kind in ("write", "copy")}
        for node in self.things.values():
            node.unused = node.kind in ("volume", "anonymous volume") and node.id not in filled
        self.picture.things = list(self.things.values())
        self.picture.arrows = list(self.arrows.values())
        self.picture.gaps = [
            (self._place(gap), cut(gap["reason"])) for gap in self.rows["gaps"][:MOST_CONTAINERS]
        ]
        self._deeds()
        self._calls()
        return self.picture

    # -- things -------------------------------------------------------------------------------------------------

    def _container(self, row: Row) -> None:
        service = f"of service {row['service']}" if row["service"] else None
        name = row["name"] or service
        image = f"from {row['image']}" if row["image"] else "without a name"
        node = Thing(row["id"], "container", cut(name or image), self._place(row["declared_at"]))
        if row["image"] and name:
            node.about.append(cut(row["image"]))
        if row["remove"] is not False:
            node.about.append("--rm" if row["remove"] else "perhaps --rm")
        self._add_condition(node, row)
        if row["refused"]:
            node.refusal = cut(row["refused"], _LONGEST_REASON)
            node.state = "absent"
        elif row["destroyed_by"] is not None:
            node.end = self._end(row["destroyed_by"])
        if row["at_end"] == "unknown":
            node.state = "unknown"
        node.gone = row["at_end"] == "gone"
        self.things[node.id] = node

    def _volume(self, row: Row) -> Thing:
        earlier = self.things.get(row["id"])
        if earlier is not None:
            return earlier
        kind = "anonymous volume" if row["anonymous"] else "volume"
        name = f"volume {cut(row['name'])}" if row["name"] else f"anonymous volume{self._owners(row)}"
        place = self._place(row["declared_at"]) if row["declared_at"] is not None else None
        node = Thing(row["id"], kind, name, place)
        node.mistaken_for = cut(self.compose_names.get(row["name"], ""))
        if node.mistaken_for:
            node.about.append(f"not Compose's {node.mistaken_for}")
        self._add_condition(node, row)
        if row["destroyed_by"] is not None:
            node.end = self._end(row["destroyed_by"])
        elif row["at_end"] == "orphaned":
            node.about.append("nothing finds it again at the end")
        node.gone = row["at_end"] == "gone"
        node.state = {"unknown": "unknown", "orphaned": "risk"}.get(row["at_end"], "kept")
        self.things[node.id] = node
        return node

    def _owners(self, volume: Row) -> str:
        """Return whose an anonymous volume is: `` of db``, "" where nothing that is drawn mounts it."""
        users = [self.things[id].name for id in volume["mounted_by"] if id in self.things]
        return f" of {users[0].removeprefix('from ').removeprefix('of ')}" if users else ""

    def _owned(self, container: Row, kind: str, target: str) -> Thing:
        """Return the layer or tmpfs of a container."""
        owner = self.things[container["id"]]
        id = f"{owner.id}.{kind}{target}"
        node = self.things.get(id)
        if node is None:
            names = {"layer": "container layer", "unknown": "a place that isn't known"}
            node = Thing(id, kind, names.get(kind, kind), owner.place)
            node.about.append(f"of {owner.title}")
            node.owner = owner.id
            node.end = owner.end
            node.gone = owner.gone
            self.things[id] = node
        return node

    def _shared(self, kind: str, name: str) -> Thing:
        """Return a thing that no container owns: a host path, an image, a place that isn't known."""
        id = f"{kind}.{name}"
        node = self.things.get(id)
        if node is None:
            node = self.things[id] = Thing(id, kind, cut(name))
        return node

    def _add_condition(self, node: Thing, row: Row) -> None:
        if row["when"]:
            node.about.append(cut(f"when {row['when'].removeprefix('when ')}"))

    # -- arrows -------------------------------------------------------------------------------------------------

    def _mount(self, container: Row, mount: Row, joined: set[tuple[str, str]]) -> None:
        """Draw a mount, unless the arrow of a write shows it already."""
        store = self._store_of_mount(container, mount)
        if (container["id"], store.id) in joined:
            return
        state = "unknown" if mount["survives"] is None else _state_of_events(mount["survives"])
        arrow = self._arrow("mount", container["id"], store.id, mount["target"], state)
        if mount["read_only"]:
            arrow.notes.append("read-only")
        if state == "risk":
            arrow.notes += _risks(mount["survives"], container)
        elif state == "unknown" and mount["survives"] is not None:
            arrow.notes += _unknowns(mount["survives"], mount["type"] == "bind")
        if not arrow.places:
            arrow.places.append(self._place(container["declared_at"]))

    def _place_of_mount(self, container: Row, mount: Row) -> PicturePlace | None:
        """Return the line of a mount's own words, None where it has none."""
        spot = self.mount_spots.get((_spot(container["declared_at"]), mount["target"]))
        return self._place(spot) if spot is not None else None

    def _store_of_mount(self, container: Row, mount: Row) -> Thing:
        volume = self.volumes.get(mount["volume"])
        if volume is not None:
            return self._volume(volume)
        if mount["type"] == "bind" and mount["source"]:
            return self._shared("bind", mount["source"])
        if mount["type"] == "image" and mount["source"]:
            return self._shared("image", mount["source"])
        if mount["type"] == "volume":
            return self._owned(container, "anonymous volume", mount["target"])
        if mount["type"] == "tmpfs":
            return self._owned(container, "tmpfs", mount["target"])
        return self._owned(container, "unknown", mount["target"])

    def _write(self, row: Row) -> None:
        container = self.containers.get(row["container"])
        if container is not None and container["refused"]:
            return
        source, store = self._ends_of_write(row, container)
        state = _state_of_write(row)
        arrow = self._arrow("write", source.id, store.id, row["target"], state)
        place = self._place(row)
        if all(place.shown != other.shown for other in arrow.places):
            arrow.places.append(place)
        if container is not None and store.kind in ("bind", "tmpfs") and arrow.mounted is None:
            mount = _covering(container, row["target"])
            arrow.mounted = self._place_of_mount(container, mount) if mount is not None else None
        if row["destroyed_by"] is not None and arrow.end is None:
            arrow.end = self._end(row["destroyed_by"])
        by = "the image" if row["by"] == "image" else row["by"]
        for note in (f"written by {cut(by)}, {place.shown}", *self._fate(row, container)):
            if note not in arrow.notes:
                arrow.notes.append(note)
        self.held.setdefault(store.id, []).append(state)
        if row["how"] == "cp":
            self._copy_in(row, source)
        if row["rescued_by"] is not None:
            self._copy_out(row["rescued_by"], source, store)

    def _ends_of_write(self, row: Row, container: Row | None) -> tuple[Thing, Thing]:
        durability = row["durability"]
        if container is None:
            if row["how"] in ("build", "image"):
                return self._shared("build", "image build"), self._shared("image", durability)
            return self._shared("elsewhere", "a container that the text doesn't make"), self._shared(
                "unknown", durability
            )
        source = self.things[container["id"]]
        volume = self.volumes.get(row["volume"])
        if volume is not None:
            return source, self._volume(volume)
        mount = _covering(container, row["target"])
        if mount is not None and durability not in ("container layer", "engine-managed file", "unknown"):
            return source, self._store_of_mount(container, mount)
        if durability == "bind" and row["host_path"]:
            return source, self._shared("bind", row["host_path"])
        if durability in ("container layer", "engine-managed file", "read-only"):
            return source, self._owned(container, "layer", "")
        return source, self._owned(container, "unknown", "")

    def _fate(self, row: Row, container: Row | None) -> list[str]:
        """Return what becomes of a write, each in a sentence's part."""
        out = []
        end = row["destroyed_by"]
        if row["happened"] is False:
            out.append("it can't be written")
        elif end is not None:
            out.append(self._end(end).told)
        elif row["at_end"] == "orphaned":
            out.append("nothing finds it again at the end")
        elif row["survives"] is not None:
            out += _risks(row["survives"], container) or _unknowns(
                row["survives"], row["durability"].startswith("bind")
            )
        elif "builder prune" in row["ends_with"]:
            out.append("is lost on `docker builder prune`")
        if row["happened"] is None:
            out.append("if it is written at all")
        if row["rescued_by"] is not None:
            out.append(f"a copy is taken out, {self._place(row['rescued_by']).shown}")
        if row["when"] and (container is None or container["when"] != row["when"]):
            out.append(cut(f"when {row['when'].removeprefix('when ')}"))
        return out

    def _missed(self) -> None:
        """Draw the reads of data that is gone: each looks into the thing that held it."""
        resolve = place_fields(self.analysis.sources)
        for timeline in self.analysis.timelines:
            for read, write in missed_reads(timeline, self.analysis.document.language):
                assert write.container is not None
                reader = self.makers.get(_spot(resolve(read.container.command.span)))
                writer = self.makers.get(_spot(resolve(write.container.command.span)))
                if reader is None or writer is None or len(self.arrows) >= MOST_ARROWS:
                    continue
                path = cut(as_written(read.target))
                store = self.things.get(f"{writer}.layer")
                arrow = self._arrow("missed", reader, store.id if store is not None else writer, path, "lost")
                place = self._place(resolve(read.span))
                if all(place.shown != other.shown for other in arrow.places):
                    arrow.places.append(place)
                written = self._place(resolve(write.span)).shown
                note = f"looked for in vain: it was in {self.things[writer].title} ({written})"
                if note not in arrow.notes:
                    arrow.notes.append(note)
            for refusal in timeline.refusals:
                if refusal.reason == "the container is gone" and not is_tolerated(refusal.command, timeline):
                    is_told = (
                        self._place(resolve(refusal.command.span)),
                        cut(f"docker {refusal.command.verb.removeprefix('container ')}"),
                    )
                    if all(place.shown != is_told[0].shown for place, _ in self.picture.refusals):
                        self.picture.refusals.append(is_told)

    def _deeds(self) -> None:
        """Tell what commands do to containers and volumes, where the picture doesn't have their end."""
        resolve = place_fields(self.analysis.sources)
        deeds: dict[tuple[str, str], Deed] = {}
        worlds: dict[tuple[str, str], set[int]] = {}
        for number, timeline in enumerate(self.analysis.timelines):
            for happening in timeline.happenings:
                if not isinstance(happening, (Compose, ContainerRemove, Prune, VolumeRemove)):
                    continue
                place = self._place(resolve(happening.span))
                made = (
                    self._deeds_of_compose(happening, place)
                    if isinstance(happening, Compose)
                    else self._deeds_of(happening, place)
                )
                for deed in made:
                    key = (place.shown, deed.told)
                    if key in deeds or len(deeds) < MOST_ARROWS:
                        deeds.setdefault(key, deed)
                        worlds.setdefault(key, set()).add(number)
        for key, deed in deeds.items():
            deed.certain = len(worlds[key]) == len(self.analysis.timelines)
        self.picture.deeds = list(deeds.values())

    def _deeds_of(
        self, command: ContainerRemove | Prune | VolumeRemove, place: PicturePlace
    ) -> Iterator[Deed]:
        verb = command.verb.removeprefix("container ")
        if isinstance(command, Prune):
            removal = pruned(command)
            if removal:
                removal += self._spared(place)
                yield Deed("end", place, f"`{command.program} {command.verb}`", "deletes", [removal], "plain")
            return
        is_volumes = isinstance(command, VolumeRemove)
        kind = "volume" if is_volumes else "container"
        values = command.volumes if isinstance(command, VolumeRemove) else command.containers
        names = [cut(as_written(value.display())) for value in values]
        # What becomes of a thing that the picture has stands there.
        node_titles = {node.title for node in self.picture.things}
        titles = [
            f"{kind}{'s' if command.opaque else ''} {name}"
            for name in names
            if f"{kind} {name}" not in node_titles
        ]
        if titles:
            action, state = ("deletes", "lost") if is_volumes else ("removes", "plain")
            yield Deed("end", place, f"`{command.program} {verb}`", action, first_of(titles), state)

    def _spared(self, place: PicturePlace) -> str:
        """Return that a prune takes nothing of what the picture has, "" where it does, or where that isn't known."""
        things = [
            node for node in self.picture.things if node.kind in ("container", "volume", "anonymous volume")
        ]
        is_hit = any(node.end is not None and node.end.place.shown == place.shown for node in things)
        is_open = self.picture.left_out or any(node.state == "unknown" for node in things)
        return "" if is_hit or is_open or not things else " (nothing drawn here)"

    def _deeds_of_compose(self, command: Compose, place: PicturePlace) -> Iterator[Deed]:
        if command.verb not in _DEEDS:
            return
        kind, verb = _DEEDS[command.verb]
        takes_volumes = command.volumes is True and kind == "end"
        line = f"`docker {command.verb}{' -v' if takes_volumes else ''}`"
        ended = {
            node.title
            for node in self.picture.things
            if node.end is not None and node.end.place.shown == place.shown
        }
        if command.services is None:
            services = [f"service {cut(as_written(word.value.display()))}" for word in command.operands]
            all_of_it = (
                "the project's containers and volumes" if takes_volumes else "the project's containers"
            )
            yield Deed(kind, place, line, verb, first_of(services) or [all_of_it], "plain")
            return
        named = [service.name for service in selected(command)]
        containers = [f"container {cut(as_written(name.display()))}" for name in named if name is not None]
        containers = [name for name in containers if name not in ended]
        if containers:
            yield Deed(kind, place, line, verb, first_of(containers), "plain")
        lost = lost_volumes(command) if takes_volumes else None
        data = [f"volume {cut(as_written(name))}" for name in lost.named] if lost is not None else []
        data += (
            [
                _anonymous_title(service)
                for service in command.services
                if service.definition.name in lost.anonymous
            ]
            if lost is not None
            else []
        )
        data = [name for name in data if name not in ended]
        stores = (
            {"tmpfs"}
            if command.verb in _STOPPING
            else {"tmpfs", "container layer"}
            if kind == "end"
            else set()
        )
        data += self._data_of_earlier(containers, stores)
        if data:
            yield Deed("end", place, line, "deletes", first_of(data), "lost")

    def _data_of_earlier(self, titles: list[str], stores: set[str]) -> list[str]:
        """Return the data in ``stores`` of containers that end before the text makes them anew."""
        out: dict[str, None] = {}
        for row in self.rows["writes"]:
            node = self.things.get(row["container"])
            if (
                node is not None
                and node.title in titles
                and row["durability"] in stores
                and row["by"] == "image"
            ):
                out[f"{cut(row['target'])} of {node.title}"] = None
        return list(out)

    def _calls(self) -> None:
        """Name the lines of this document that make something happen in another."""
        places = [node.place for node in self.picture.things if node.place is not None]
        places += [place for arrow in self.picture.arrows for place in arrow.places]
        lines = sorted({place.when[0] for place in places if place.path != self.path and place.when[0]})
        self.picture.calls = [self._place({"path": self.path, "line": line}) for line in lines]

    def _copy_out(self, spot: Row, source: Thing, store: Thing) -> None:
        maker = self.makers.get(_spot(spot))
        if maker is not None and maker != source.id:
            target, label = self.things[maker], "copy"
        else:
            label, name = self._told_copy(spot)
            place = self._place(spot)
            id = f"copy.{place.shown}.{name}"
            target = self.things.get(id) or Thing(id, "copy", name, place)
            self.things[id] = target
        arrow = self._arrow("copy", store.id, target.id, label, "kept")
        if not arrow.places:
            arrow.places.append(self._place(spot))

    def _copy_in(self, row: Row, container: Thing) -> None:
        from persistlint.docker.commands import ContainerCopy

        command = self._command(row)
        if isinstance(command, ContainerCopy) and command.source is not None:
            path = as_written(command.source.path.display())
            name = "standard input" if path == "-" else path
            arrow = self._arrow("copy", self._shared("bind", name).id, container.id, "docker cp", "kept")
            if not arrow.places:
                arrow.places.append(self._place(row))

    def _told_copy(self, spot: Row) -> tuple[str, str]:
        """Return the command that takes a copy out, and what the copy is."""
        from persistlint.docker.commands import ContainerCommit, ContainerCopy, ContainerExport

        command = self._command(spot)
        if isinstance(command, ContainerCopy) and command.destination is not None:
            path = as_written(command.destination.path.display())
            return "docker cp", "an archive on standard output" if path == "-" else f"copy {cut(path)}"
        if isinstance(command, ContainerCommit):
            tag = cut(as_written(command.tag.raw.display())) if command.tag is not None else ""
            return "docker commit", f"image {tag}" if tag else "an image without a name"
        if isinstance(command, ContainerExport):
            name = (
                f"copy {cut(as_written(command.output.display()))}"
                if command.output is not None
                else "an archive"
            )
            return "docker export", name
        redirect = (
            command.invocation.stdout if command is not None and command.invocation is not None else None
        )
        written = redirect.target if redirect is not None else None
        copy = f"copy {cut(as_written(written.display()))}" if written is not None else "a copy"
        verb = command.verb.removeprefix("container ") if command is not None else ""
        return f"docker {verb}".strip() if verb else "copy", copy

    def _command(self, spot: Row) -> Command | None:
        """Return the command at a place of the rows."""
        if self.commands is None:
            from persistlint.docker.commands import ContainerCopy

            resolve = place_fields(self.analysis.sources)
            self.commands = {}
            for command, _ in self.analysis.commands:
                self.commands.setdefault(_spot(resolve(command.span)), command)
                if isinstance(command, ContainerCopy) and command.destination is not None:
                    # A copy into a container stands where its destination is written.
                    span = command.destination.path.span
                    if span is not None:
                        self.commands.setdefault(_spot(resolve(span)), command)
        return self.commands.get(_spot(spot))

    def _arrow(self, kind: str, source: str, target: str, label: str, state: str) -> Arrow:
        key = (kind, source, target, label, state)
        arrow = self.arrows.get(key)
        if arrow is None:
            arrow = self.arrows[key] = Arrow(kind, source, target, cut(label), state)
        return arrow

    # -- places -------------------------------------------------------------------------------------------------

    def _end(self, row: Row) -> End:
        return End(self._place(row), cut(row["event"]), row["certainty"] == "certain")

    def _place(self, row: Row) -> PicturePlace:
        path, line = row["path"], row["line"]
        self._read_line(path, line)
        file = cut(self._shown(path))
        shown = f"line {line}" if path == self.path else cut(f"{self._shown(path)}:{line}")
        return PicturePlace(path, line, shown, file, self.moments.get((path, line), (0, 0)))

    def _read_line(self, path: str, line: int) -> None:
        """Take the text of a line into the picture, without its secrets."""
        document = self.analysis.sources.documents.get(path)
        if document is None or (path, line) in self.picture.lines:
            return
        starts = document.line_starts
        end = starts[line] if line < len(starts) else len(document.data)
        start = starts[line - 1]
        text = document.masked(start, min(end, start + _LONGEST_LINE)).strip()
        more = "…" if end > start + _LONGEST_LINE else ""
        self.picture.lines[path, line] = safe(text.expandtabs(4)) + more

    def _shown(self, path: str) -> str:
        below = os.path.join(self.folder, "")
        return path[len(below) :] if self.folder and path.startswith(below) else path


def moments_of(analysis: Analysis) -> dict[tuple[str, int], tuple[int, int]]:
    """Return when the lines of other documents had their turn: after which line of this document, and as which event of all."""
    resolve = place_fields(analysis.sources)
    own_path = analysis.document.path
    out: dict[tuple[str, int], tuple[int, int]] = {}
    for timeline in analysis.timelines:
        line = 0
        turns: dict[int, tuple[int, int]] = {}
        making = (0, 0)
        for number, happening in enumerate(timeline.happenings, 1):
            invocation = getattr(happening, "invocation", None)
            span = invocation.span if invocation is not None else happening.span  # type: ignore[union-attr]
            for place in map(resolve, (*(invocation.via if invocation is not None else ()), span)):
                if place["path"] == own_path:
                    line = place["line"]
                    break
            turns[id(happening)] = (line, number)
            if isinstance(happening, Compose) and happening.verb in _MAKING:
                making = making if making[1] else (line, number)
            place = resolve(span)
            if place["path"] != own_path:
                out.setdefault((place["path"], place["line"]), (line, number))
        for container in timeline.containers:
            # A service's container is made by `compose up`, wherever the service is declared.
            turn = turns.get(id(container.command), making)
            spots = [container.command.span, *(write.span for write in timeline.writes_of(container))]
            volumes = (point.volume for point in container.mount_points)
            spots += [volume.declared_at for volume in volumes if volume is not None and volume.declared_at]
            mounts = (point.mount for point in container.mount_points)
            spots += [mount.span for mount in mounts if mount is not None and mount.span is not None]
            for place in map(resolve, spots):
                if place["path"] != own_path:
                    out.setdefault((place["path"], place["line"]), turn)
    return out


def _anonymous_title(service: ComposeService) -> str:
    """Return the name of the anonymous volumes of a service, with the paths of their data."""
    paths = [cut(as_written(path)) for path in anonymous_data(service) if path]
    return f"anonymous volume{'s' if len(paths) > 1 else ''} of service {cut(service.definition.name)}" + (
        f" ({' and '.join(first_of(paths))})" if paths else ""
    )


def mount_spots_of(analysis: Analysis) -> dict[tuple[tuple[object, ...], str], Row]:
    """Return where the words of mounts stand, by the place of the container and the path in it."""
    resolve = place_fields(analysis.sources)
    out: dict[tuple[tuple[object, ...], str], Row] = {}
    for timeline in analysis.timelines:
        for container in timeline.containers[:MOST_CONTAINERS]:
            spot = _spot(resolve(container.command.span))
            for point in container.mount_points:
                if point.mount is not None and point.mount.span is not None:
                    out.setdefault((spot, point.path), resolve(point.mount.span))
    return out


def first_of(titles: list[str]) -> list[str]:
    """Return the first things that a command is about, and how many more there are."""
    if len(titles) <= _MOST_TITLES:
        return titles
    return [*titles[: _MOST_TITLES - 1], f"{len(titles) - _MOST_TITLES + 1} more"]


def pruned(command: Prune) -> str:
    """Return which containers and volumes a prune deletes, "" where it is about neither."""
    scope = command.verb.partition(" ")[0]
    parts = ["stopped containers"] if scope in ("container", "system") else []
    if scope == "volume" or (scope == "system" and command.volumes is True):
        # podman's takes those with a name, too; docker's since 23.0 only with `--all`.
        with_named = command.program == "podman" or (scope == "volume" and command.all is not False)
        parts.append(f"{'' if with_named else 'anonymous '}volumes that no container uses")
    return " and ".join(parts) + (" that its filters choose" if parts and command.filters else "")


def compose_names_of(analysis: Analysis) -> dict[str, str]:
    """Return the names under which the Compose files of the text's commands declare volumes, each with the other one that the engine has.

    A name that the text itself gives to a volume isn't among them.
    """
    names: dict[str, str] = {}
    given: set[str | None] = {
        command.name.text
        for command, _ in analysis.commands
        if isinstance(command, VolumeCreate) and command.name is not None
    }
    for timeline in analysis.timelines:
        commands = (happening for happening in timeline.happenings if isinstance(happening, Compose))
        services = [service for command in commands for service in command.services or ()]
        for mount in (mount for service in services for mount in service.mounts if mount.type == "volume"):
            key = mount.source_text
            name = mount.engine_name.text if mount.engine_name is not None else None
            given.add(name)
            if key and name and key != name:
                names[key] = name
    return {key: name for key, name in names.items() if key not in given}


def cut(text: str, longest: int = _LONGEST) -> str:
    """Return the text on one line, without control characters, and short enough for a picture."""
    shown = safe(text[: 2 * longest])
    return shown if len(shown) <= longest else f"{shown[: longest - 1]}…"


def _spot(row: Row) -> tuple[object, ...]:
    return (row["path"], row["line"], row["column"])


def _covering(container: Row, target: str) -> Row | None:
    """Return the deepest mount of a container at or above a path."""
    best: Row | None = None
    for mount in container["mounts"]:
        root = mount["target"].rstrip("/")
        if (target == mount["target"] or target.startswith(root + "/")) and (
            best is None or len(root) >= len(best["target"].rstrip("/"))
        ):
            best = mount
    return best


def _risks(survives: Row, container: Row | None) -> list[str]:
    """Return which events take data, and after which nothing leads to it any more. A service's are named by Compose's commands."""
    parts = []
    of_compose = container is not None and container["service"] and container["remove"] is False
    names = _COMPOSE_EVENTS if of_compose else {event: event for event in EVENTS}
    for fate, words in (("no", "is lost on"), ("orphaned", "nothing finds it again after")):
        events = [name for event, name in names.items() if survives[event] == fate]
        if of_compose and survives["rm"] == fate == survives["rm -v"]:
            events.remove(names["rm -v"])
        if events:
            parts.append(f"{words} {', '.join(events)}")
    return ["; ".join(parts)] if parts else []


def _unknowns(survives: Row, of_host: bool) -> list[str]:
    """Return of which events it isn't known what they do to data, and why."""
    events = [event for event in EVENTS if survives[event] is None]
    reason = ", since the text doesn't say where on the host it lies" if of_host else ""
    return [f"what {', '.join(events)} does to it isn't known{reason}"] if events else []


def _state_of_events(survives: Row) -> str:
    fates = [survives[event] for event in EVENTS]
    if "no" in fates or "orphaned" in fates:
        return "risk"
    return "unknown" if None in fates else "kept"


def _state_of_write(row: Row) -> str:
    if row["happened"] is False:
        return "absent"
    if row["at_end"] == "gone":
        return "lost" if row["rescued_by"] is None else "kept"
    if row["at_end"] == "orphaned":
        return "risk"
    if row["at_end"] == "unknown":
        return "unknown"
    if row["survives"] is None:
        # A build's: it is in the image until that is removed, or in the builder's cache.
        return "risk" if "builder prune" in row["ends_with"] else "kept"
    return _state_of_events(row["survives"])
