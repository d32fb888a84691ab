"""The timeline of a picture: the lines where something happens, what happens there, and a bar for each life."""

from __future__ import annotations

from persistlint.report.picture.model import STATE_WORDS, UNUSED
from persistlint.report.picture.words import MARKS
from persistlint.text.budgets import MOST_LANES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.report.picture.model import Arrow, Picture, PicturePlace, Thing


#: These are there for a time of their own. A layer and a tmpfs live and end with their container, and are told on its bar.
_LIVING = ("container", "volume", "anonymous volume", "bind", "image", "copy")

#: The kinds of events, as they come on one line.
_ORDER = ("start", "refused", "stop", "mount", "write", "copy", "missed", "end")


class Bar:
    """A life: ``thing``, in column ``lane``, from row ``first`` to row ``last`` (to the bottom where ``last`` is None)."""

    __slots__ = ("first", "lane", "last", "thing")

    def __init__(self, node: Thing, first: int) -> None:
        self.thing = node
        self.first = first
        self.last: int | None = None
        self.lane = 0


class Event:
    """Something that happens: ``kind`` is "start", "refused", "stop", "mount", "write", "copy", "missed" or "end"; ``bar`` is the life that it belongs to, where that is drawn."""

    __slots__ = ("bar", "kind", "text", "tone")

    def __init__(self, kind: str, text: str, tone: str, bar: Bar | None) -> None:
        self.kind = kind
        self.text = text
        self.tone = tone
        self.bar = bar


class TimelineRow:
    """A line of a document with its ``events``. ``file`` is the document's name where it isn't the one of the row before, else "".

    ``hidden`` counts the lines between the row before and this one, which aren't drawn.
    """

    __slots__ = ("events", "file", "hidden", "line", "path", "text")

    def __init__(self, path: str, line: int, text: str) -> None:
        self.path = path
        self.line = line
        self.text = text
        self.events: list[Event] = []
        self.file = ""
        self.hidden = 0


class PictureTimeline:
    """The rows from top to bottom, and the bars beside them in ``lanes`` columns. ``left_out`` lives have no bar."""

    __slots__ = ("bars", "lanes", "left_out", "rows")

    def __init__(self) -> None:
        self.rows: list[TimelineRow] = []
        self.bars: list[Bar] = []
        self.lanes = 0
        self.left_out = 0


def timeline_of(picture: Picture) -> PictureTimeline:
    """Return the timeline of a picture."""
    out = PictureTimeline()
    order = _ordered(picture)
    rows: dict[tuple[str, int], int] = {}
    for index, place in enumerate(order):
        rows[place.path, place.line] = index
        row = TimelineRow(place.path, place.line, picture.lines.get((place.path, place.line), ""))
        before = order[index - 1].path if index else picture.path
        if before != place.path:
            row.file = place.file
        elif place.path == picture.path and _turn(place) != (_turn(order[index - 1]) if index else 0):
            row.file = f"the function that line {place.when[2]} calls" if _turn(place) else place.file
        elif index:
            row.hidden = max(0, place.line - order[index - 1].line - 1)
        out.rows.append(row)
    things = {node.id: node for node in picture.things}
    ends = _ends(picture, things, rows)
    bars = _bars(picture, rows, ends, out)
    for node in picture.things:
        _add_life(node, bars.get(node.id), rows, ends, out)
    for arrow in picture.arrows:
        _add_arrow(arrow, things, bars, rows, out)
        _add_loss(arrow, things, bars, rows, out)
    for arrow in picture.arrows:
        if arrow.mounted is not None:
            events = out.rows[rows[arrow.mounted.path, arrow.mounted.line]].events
            target = things[arrow.target]
            verb = "declared" if target.kind == "anonymous volume" else "mounted"
            text = f"{target.title} is {verb} here"
            if not events:
                events.append(Event("mount", text, "plain", None))
    for deed in picture.deeds:
        event = Event(deed.kind, deed.told, deed.state, None)
        out.rows[rows[deed.place.path, deed.place.line]].events.append(event)
    for place, made in picture.calls:
        if made:
            out.rows[rows[place.path, place.line]].events.append(Event("start", made, "plain", None))
    for place, command in picture.refusals:
        text = f"`{command}` fails: the container is gone"
        out.rows[rows[place.path, place.line]].events.append(Event("missed", text, "lost", None))
    for row in out.rows:
        row.events.sort(key=lambda event: _ORDER.index(event.kind))
    return out


def _ordered(picture: Picture) -> list[PicturePlace]:
    """Return the places in the order of the text. A place in another document or a function follows the line that calls it."""
    keys: dict[tuple[str, int], tuple[int, int, int]] = {}
    places: dict[tuple[str, int], PicturePlace] = {}
    for place in _places(picture):
        key = (place.path, place.line)
        keys.setdefault(
            key,
            (place.when[0], 1, place.when[1])
            if place.when[0] or place.path != picture.path
            else (place.line, 0, 0),
        )
        places.setdefault(key, place)
    return [places[key] for key in sorted(places, key=lambda key: (keys[key], key))]


def _turn(place: PicturePlace) -> int:
    """Return the line of the call after which a place has its turn, 0 for one that has it where it stands."""
    return place.when[0]


def _places(picture: Picture) -> list[PicturePlace]:
    out = []
    for node in picture.things:
        out += [node.place] if node.place is not None else []
        out += [node.end.place] if node.end is not None else []
    for arrow in picture.arrows:
        out += arrow.places
        out += [arrow.mounted] if arrow.mounted is not None else []
        out += [arrow.end.place] if arrow.end is not None else []
    out += [deed.place for deed in picture.deeds]
    return [*out, *(place for place, _ in [*picture.calls, *picture.refusals])]


def _ends(picture: Picture, things: dict[str, Thing], rows: dict[tuple[str, int], int]) -> dict[str, int]:
    """Return the row of each end. A command that goes over several lines ends its container behind the last of them that writes."""
    ends = {
        node.id: rows[node.end.place.path, node.end.place.line]
        for node in picture.things
        if node.end is not None
    }
    for arrow in picture.arrows:
        if arrow.state == "absent" or arrow.kind == "missed":
            continue
        touched = {arrow.source, arrow.target, things[arrow.target].owner} & ends.keys()
        for place in arrow.places:
            for id in touched:
                end = things[id].end
                if end is not None and end.place.path == place.path:
                    ends[id] = max(ends[id], rows[place.path, place.line])
    return ends


def _bars(
    picture: Picture, rows: dict[tuple[str, int], int], ends: dict[str, int], out: PictureTimeline
) -> dict[str, Bar]:
    """Make a bar for each life, in the first column that is free. What ends above the line that declares it was there before."""
    firsts: dict[str, int] = {}
    for arrow in picture.arrows:
        if arrow.kind == "missed":
            continue
        for place in arrow.places:
            row = rows[place.path, place.line]
            for id in (arrow.source, arrow.target):
                firsts[id] = min(row, firsts.get(id, row))
    waiting = []
    for node in picture.things:
        if node.kind not in _LIVING or node.state == "absent":
            continue
        first = rows[node.place.path, node.place.line] if node.place is not None else firsts.get(node.id)
        if first is None:
            continue
        first = min(first, firsts.get(node.id, first))
        bar = Bar(node, first if node.id not in ends or ends[node.id] >= first else 0)
        if node.end is not None and node.end.certain:
            bar.last = ends[node.id]
        waiting.append(bar)
    waiting.sort(key=lambda bar: bar.first)
    lanes: list[int | None] = []
    bars: dict[str, Bar] = {}
    for bar in waiting:
        free = (lane for lane, last in enumerate(lanes) if last is not None and last < bar.first)
        bar.lane = next(free, len(lanes))
        if bar.lane >= MOST_LANES:
            out.left_out += 1
            continue
        if bar.lane == len(lanes):
            lanes.append(None)
        lanes[bar.lane] = bar.last
        bars[bar.thing.id] = bar
        out.bars.append(bar)
    out.lanes = len(lanes)
    return bars


def _add_life(
    node: Thing,
    bar: Bar | None,
    rows: dict[tuple[str, int], int],
    ends: dict[str, int],
    out: PictureTimeline,
) -> None:
    if node.kind not in _LIVING:
        return
    words = [*node.about, UNUSED] if node.tone == "unused" else node.about
    about = f" ({', '.join(words)})" if words else ""
    row = bar.first if bar is not None else None
    if row is None and node.place is not None:
        row = rows[node.place.path, node.place.line]
    if row is not None:
        if node.refused:
            out.rows[row].events.append(Event("refused", node.refused, node.tone, bar))
        else:
            out.rows[row].events.append(Event("start", f"{node.title}{about}", node.tone, bar))
    declared = rows[node.place.path, node.place.line] if node.place is not None else row
    if (
        declared is not None
        and declared != row
        and node.kind.endswith("volume")
        and not out.rows[declared].events
    ):
        # An image's line may come before that of the mount.
        out.rows[declared].events.append(Event("mount", f"{node.title} is mounted here", "plain", None))
    if node.end is not None:
        verb = "ends" if node.end.certain else "may end"
        text = f"{node.title} {verb}: {node.end.event}"
        out.rows[ends[node.id]].events.append(Event("end", text, node.tone, bar))


def _add_arrow(
    arrow: Arrow,
    things: dict[str, Thing],
    bars: dict[str, Bar],
    rows: dict[tuple[str, int], int],
    out: PictureTimeline,
) -> None:
    source, target = things[arrow.source], things[arrow.target]
    bar = bars.get(target.id) or bars.get(target.owner) or bars.get(source.id)
    for place in arrow.places:
        row = out.rows[rows[place.path, place.line]]
        if arrow.kind == "copy":
            text = f"{arrow.label}: {source.title} to {target.title}"
            if target.kind == "container" and arrow.label == "copy":
                # It has the copy in a mount of its own, or sends it on.
                text = f"{source.title} is copied by {target.title}"
            row.events.append(Event("copy", text, arrow.state, bars.get(target.id) or bars.get(source.id)))
        elif arrow.kind == "write":
            fate = [note for note in arrow.notes if not note.startswith("written by ")]
            mark = MARKS.get(arrow.state)
            ending = f": {mark} {'; '.join(fate) or STATE_WORDS[arrow.state]}" if mark else ""
            copied = next((note for note in fate if note.startswith("a copy is taken out")), "")
            if arrow.state == "kept" and copied:
                ending = f": {copied}, before it is gone" if arrow.end is not None else f": kept, {copied}"
            row.events.append(Event("write", f"{arrow.label} in {target.title}{ending}", arrow.state, bar))
        elif arrow.kind == "missed":
            text = f"{arrow.label}: {MARKS['lost']} {'; '.join(arrow.notes)}"
            row.events.append(Event("missed", text, "lost", bars.get(source.id)))
        else:
            fate = [note for note in arrow.notes if note != "read-only"]
            risk = (
                f": {MARKS[arrow.state]} {'; '.join(fate)}"
                if arrow.state in ("risk", "unknown") and fate
                else ""
            )
            text = f"{source.title} mounts {target.title} on {arrow.label}{risk}"
            row.events.append(Event("mount", text, arrow.state if risk else "plain", None))


def _add_loss(
    arrow: Arrow,
    things: dict[str, Thing],
    bars: dict[str, Bar],
    rows: dict[tuple[str, int], int],
    out: PictureTimeline,
) -> None:
    """Tell where data goes while its container or volume stays: a tmpfs is empty after ``docker stop``."""
    end = arrow.end
    if end is None or any(place.shown == end.place.shown for place in arrow.places):
        return
    target = things[arrow.target]
    lives = (things[id] for id in (arrow.source, arrow.target, target.owner) if id in things)
    if any(node.end is not None and node.end.place.shown == end.place.shown for node in lives):
        return
    verb = "is lost" if end.certain else "may be lost"
    text = f"{arrow.label} in {target.title} {verb}: {end.event}"
    bar = bars.get(target.id) or bars.get(target.owner)
    out.rows[rows[end.place.path, end.place.line]].events.append(Event("end", text, arrow.state, bar))
