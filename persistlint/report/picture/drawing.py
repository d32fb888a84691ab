"""Draws the picture of a document from the rows of the map, so that both always say the same."""

from __future__ import annotations

from persistlint.report.map_report import place_fields
from persistlint.report.map_tables import as_written, rows_as_written
from persistlint.report.picture.copies import commands_by_spot, copied_in, copied_out
from persistlint.report.picture.deeds import deeds_of
from persistlint.report.picture.fates import (
    fate_of_mount,
    fate_of_write,
    state_of_mount,
    state_of_write,
    worst,
)
from persistlint.report.picture.model import Arrow, Picture
from persistlint.report.picture.places import Places, mount_spots_of, shown_path, spot_of
from persistlint.report.picture.things import Things, mount_above
from persistlint.report.safe_text import cut
from persistlint.rulekit.lost_writes import is_tolerated, missed_reads
from persistlint.text.budgets import MOST_ARROWS, MOST_CONTAINERS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.analysis.analysis import Analysis
    from persistlint.docker.commands import Command
    from persistlint.report.map_tables import Row
    from persistlint.report.picture.model import PicturePlace, Thing
    from persistlint.report.picture.places import Spot


def draw(analysis: Analysis, folder: str = "") -> Picture:
    """Return the picture of one document. Files below ``folder``, an absolute path, are named as seen from there."""
    return _Drawing(analysis, folder).drawn()


class _Drawing:
    """The picture while its arrows are drawn."""

    def __init__(self, analysis: Analysis, folder: str) -> None:
        path = analysis.document.path
        self.analysis = analysis
        self.rows = rows_as_written(analysis)
        self.picture = Picture(path, cut(shown_path(path, folder)))
        self.places = Places(analysis, folder, self.picture)
        self.things = Things(analysis, {row["id"]: row for row in self.rows["volumes"]}, self.places)
        self.arrows: dict[tuple[str, ...], Arrow] = {}
        #: The states of the data in each thing.
        self.held: dict[str, list[str]] = {}
        self.containers: dict[str, Row] = {}
        self.makers: dict[Spot, str] = {}
        self.commands: dict[Spot, Command] | None = None
        self.mount_spots = mount_spots_of(analysis)

    def drawn(self) -> Picture:
        rows = self.rows["containers"]
        for row in rows[:MOST_CONTAINERS]:
            self.containers[row["id"]] = row
            self.makers.setdefault(spot_of(row["declared_at"]), row["id"])
            self.things.add_container(row)
        self.picture.left_out = max(0, len(rows) - MOST_CONTAINERS)
        self._writes()
        self._missed()
        self._mounts()
        for volume in list(self.things.volumes.values())[: MOST_CONTAINERS * 4]:
            # A volume that only the engine has, and that nothing here uses, is no part of the text.
            is_told = volume["declared_at"] is not None or volume["mounted_by"]
            if is_told and not self.picture.left_out and not volume["anonymous"]:
                self.things.volume(volume)
        self._set_states()
        self.picture.things = list(self.things.by_id.values())
        self.picture.arrows = list(self.arrows.values())
        self.picture.gaps = [
            (self.places.of_row(gap), cut(gap["reason"])) for gap in self.rows["gaps"][:MOST_CONTAINERS]
        ]
        writes = [
            (self.things.by_id[row["container"]].title, row)
            for row in self.rows["writes"]
            if row["container"] in self.containers
        ]
        self.picture.deeds = deeds_of(self.analysis, self.picture, writes, self.places)
        self.picture.calls = self._calls()
        return self.picture

    def _set_states(self) -> None:
        """Give each thing the worst state of its data."""
        for arrow in self.arrows.values():
            if arrow.kind == "mount":
                self.held.setdefault(arrow.target, [arrow.state])
        for id, states in self.held.items():
            self.things.by_id[id].state = worst(states)
        filled = {arrow.target for arrow in self.arrows.values() if arrow.kind in ("write", "copy")}
        for thing in self.things.by_id.values():
            thing.unused = thing.kind in ("volume", "anonymous volume") and thing.id not in filled

    def _mounts(self) -> None:
        """Draw the mounts that the arrow of no write shows already."""
        joined = {(arrow.source, arrow.target) for arrow in self.arrows.values()}
        for row in self.containers.values():
            if not row["refused"] and len(self.arrows) < MOST_ARROWS:
                for mount in row["mounts"]:
                    self._mount(row, mount, joined)

    def _mount(self, container: Row, mount: Row, joined: set[tuple[str, str]]) -> None:
        store = self.things.in_mount(container, mount)
        if (container["id"], store.id) in joined:
            return
        # A VOLUME that the image's program doesn't fill, as another program runs, holds no data to lose.
        is_empty = mount["declared"] and store.kind == "anonymous volume"
        state = "kept" if is_empty else state_of_mount(mount)
        arrow = self._arrow("mount", container["id"], store.id, mount["target"], state)
        if mount["read_only"]:
            arrow.notes.append("read-only")
        arrow.notes += [] if is_empty else fate_of_mount(mount, container)
        if not arrow.places:
            arrow.places.append(self.places.of_row(container["declared_at"]))
        if store.kind == "anonymous volume":
            arrow.mounted = self._place_of_mount(container, mount["target"])

    def _place_of_mount(self, container: Row, target: str) -> PicturePlace | None:
        """Return the line of the own words of the mount at or above a path, None where there is none."""
        mount = mount_above(container, target)
        if mount is None:
            return None
        spot = self.mount_spots.get((spot_of(container["declared_at"]), mount["target"]))
        return self.places.of_row(spot) if spot is not None else None

    def _writes(self) -> None:
        for row in self.rows["writes"]:
            if len(self.arrows) >= MOST_ARROWS:
                break
            unmade = row["container"] is None and not self.picture.left_out
            if row["container"] in self.containers or unmade:
                self._write(row)

    def _write(self, row: Row) -> None:
        container = self.containers.get(row["container"])
        if container is not None and container["refused"]:
            return
        source, store = self.things.ends_of_write(row, container)
        state = state_of_write(row)
        arrow = self._arrow("write", source.id, store.id, row["target"], state)
        place = self.places.of_row(row)
        _add_place(arrow, place)
        if (
            container is not None
            and store.kind in ("bind", "tmpfs", "anonymous volume")
            and arrow.mounted is None
        ):
            arrow.mounted = self._place_of_mount(container, row["target"])
        if row["destroyed_by"] is not None and arrow.end is None:
            arrow.end = self.places.end(row["destroyed_by"])
        by = "the image" if row["by"] == "image" else row["by"]
        _add_notes(arrow, f"written by {cut(by)}, {place.shown}", *fate_of_write(row, container, self.places))
        self.held.setdefault(store.id, []).append(state)
        if row["how"] == "cp":
            self._copy_in(row, source)
        if row["rescued_by"] is not None:
            self._copy_out(row["rescued_by"], source, store)

    def _copy_out(self, spot: Row, source: Thing, store: Thing) -> None:
        maker = self.makers.get(spot_of(spot))
        if maker is not None and maker != source.id:
            target, label = self.things.by_id[maker], "copy"
        else:
            label, name = copied_out(self._command(spot))
            target = self.things.copy(name, spot)
        arrow = self._arrow("copy", store.id, target.id, label, "kept")
        if not arrow.places:
            arrow.places.append(self.places.of_row(spot))

    def _copy_in(self, row: Row, container: Thing) -> None:
        path = copied_in(self._command(row))
        if path is not None:
            arrow = self._arrow("copy", self.things.host_path(path).id, container.id, "docker cp", "kept")
            if not arrow.places:
                arrow.places.append(self.places.of_row(row))

    def _command(self, spot: Row) -> Command | None:
        """Return the command at a place of the rows."""
        if self.commands is None:
            self.commands = commands_by_spot(self.analysis)
        return self.commands.get(spot_of(spot))

    def _missed(self) -> None:
        """Draw the reads of data that is gone: each looks into the thing that held it. Commands that find no container are told beside."""
        resolve = place_fields(self.analysis.sources)
        for timeline in self.analysis.timelines:
            for read, write in missed_reads(timeline, self.analysis.document.language):
                assert write.container is not None
                reader = self.makers.get(spot_of(resolve(read.container.command.span)))
                writer = self.makers.get(spot_of(resolve(write.container.command.span)))
                if reader is None or writer is None or len(self.arrows) >= MOST_ARROWS:
                    continue
                path = cut(as_written(read.target))
                layer = f"{writer}.layer"
                store = layer if layer in self.things.by_id else writer
                arrow = self._arrow("missed", reader, store, path, "lost")
                _add_place(arrow, self.places.of_span(read.span))
                written = self.places.of_span(write.span).shown
                title = self.things.by_id[writer].title
                _add_notes(arrow, f"looked for in vain: it was in {title} ({written})")
            for refusal in timeline.refusals:
                if refusal.reason == "the container is gone" and not is_tolerated(refusal.command, timeline):
                    refused = self.places.of_span(refusal.command.span)
                    verb = refusal.command.verb.removeprefix("container ")
                    if all(place.shown != refused.shown for place, _ in self.picture.refusals):
                        self.picture.refusals.append((refused, cut(f"docker {verb}")))

    def _calls(self) -> list[tuple[PicturePlace, str]]:
        """Return the lines of this document that make something happen in another or in a function, with what they make on lines that stand at an earlier call."""
        path = self.analysis.document.path
        places = [thing.place for thing in self.picture.things if thing.place is not None]
        places += [thing.end.place for thing in self.picture.things if thing.end is not None]
        places += [place for arrow in self.picture.arrows for place in arrow.places]
        lines = {place.when[0]: "" for place in places if place.when[0]}
        for timeline in self.analysis.timelines:
            for container in timeline.containers[:MOST_CONTAINERS]:
                via = container.command.invocation.via
                made = self.places.of_span(container.command.span)
                call = self.places.of_span(via[0]) if via else made
                if call.path == path == made.path and made.when[0] not in (0, call.line):
                    name = (
                        cut(as_written(container.name.display()))
                        if container.name is not None
                        else "without a name"
                    )
                    lines[call.line] = lines.get(call.line) or f"makes container {name} ({made.shown})"
        return [(self.places.of_row({"path": path, "line": line}), lines[line]) for line in sorted(lines)]

    def _arrow(self, kind: str, source: str, target: str, label: str, state: str) -> Arrow:
        key = (kind, source, target, label, state)
        arrow = self.arrows.get(key)
        if arrow is None:
            arrow = self.arrows[key] = Arrow(kind, source, target, cut(label), state)
        return arrow


def _add_place(arrow: Arrow, place: PicturePlace) -> None:
    if all(place.shown != other.shown for other in arrow.places):
        arrow.places.append(place)


def _add_notes(arrow: Arrow, *notes: str) -> None:
    arrow.notes += [note for note in dict.fromkeys(notes) if note not in arrow.notes]
