"""The timeline as an SVG: the script's lines from top to bottom, and beside them a bar for the life of each container, volume and host path."""

from __future__ import annotations

from persistlint.report.formats.xml import escaped
from persistlint.report.picture.colours import COLOURS, DARK_COLOURS
from persistlint.report.picture.model import STATE_WORDS
from persistlint.report.picture.timeline import timeline_of
from persistlint.report.picture.words import MARKS, description, verdicts
from persistlint.report.safe_text import fold
from persistlint.text.budgets import MOST_ROWS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from persistlint.report.picture.model import Picture
    from persistlint.report.picture.timeline import Bar, Event, PictureTimeline, TimelineRow

#: Pixels. A picture without many bars fits a window of 400 pixels with letters that can still be read.
_WIDTH = 460
#: Two pictures of this width stand beside each other in a column of text, and one fits a phone as it is.
NARROW = 340
_LANE = 16
_MARGIN = 12
_NUMBER = 34
_CODE_SIZE, _CODE_HEIGHT = 12, 17
_EVENT_SIZE, _EVENT_HEIGHT = 11, 15
_PAUSE = 8
_HIDDEN_HEIGHT = 16
_HEADING = 30

#: A letter of a monospaced font is at most so wide, in parts of its size.
_LETTER = 0.62


#: So many lines a line of a file may take.
_MOST_CODE = 5

_GLYPHS = {
    "start": "▸",
    "mount": "⊢",
    "copy": "⇒",
    "end": "✗",
    "write": "●",
    "missed": "⊘",
    "refused": "✗",
    "stop": "‖",
}


def render_svg(
    pictures: Sequence[Picture], in_page: bool = False, width: int = _WIDTH, with_legend: bool = True
) -> str:
    """Return one SVG with the timeline of each document below the other, at least ``width`` pixels wide.

    ``in_page``: it stands in a page that has the styles and the names.
    """
    drawn = [_Drawn(picture, in_page, width) for picture in pictures if not picture.empty]
    width = max([width, *(drawing.width for drawing in drawn)])
    body = []
    top = 0.0
    for drawing in drawn:
        body.append(f'<g transform="translate(0 {top:g})">{"".join(drawing.parts)}</g>')
        top += drawing.height
    if not drawn:
        body.append(f'<text class="note" x="{_MARGIN}" y="20">No docker commands.</text>')
        top = 32
    height = top
    if with_legend:
        legend, height = _legend(top, width, *_used(drawn))
        body.append(legend)
    title = " ".join(description(drawing.picture) for drawing in drawn[:5]) or "No docker commands."
    return _svg(title, body, width, height, in_page)


def render_legend(pictures: Sequence[Picture], width: int) -> str:
    """Return an SVG of what the colours and signs of ``pictures`` mean, which are drawn without."""
    drawn = [_Drawn(picture, False, width) for picture in pictures if not picture.empty]
    legend, height = _legend(0, width, *_used(drawn))
    return _svg("Legend", [legend], width, height, in_page=False)


def _svg(title: str, body: list[str], width: float, height: float, in_page: bool) -> str:
    style = "" if in_page else f"<style>{STYLE}</style>\n"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="persistlint" viewBox="0 0 {width:g} {height:g}" width="{width:g}" '
        f'height="{height:g}" role="img">\n<title>{escaped(title)}</title>\n{style}'
        f'<rect class="paper" width="{width:g}" height="{height:g}"/>\n' + "\n".join(body) + "\n</svg>\n"
    )


class _Drawn:
    """One document's timeline: ``parts`` of SVG, counted from its own top."""

    def __init__(self, picture: Picture, in_page: bool, width: int) -> None:
        self.picture = picture
        self.top = 4 if in_page else _HEADING
        self.timeline: PictureTimeline = timeline_of(picture)
        self.rows = self.timeline.rows[:MOST_ROWS]
        self.numbers = _MARGIN + max(1, self.timeline.lanes) * _LANE
        self.text_left = self.numbers + _NUMBER
        self.width = max(width, self.text_left + min(320, width - 100))
        self.starts: list[float] = []
        self.ends: list[float] = []
        self.dots: list[str] = []
        self.event_heights: dict[int, float] = {}
        heading = [] if in_page else [self._line("file", _MARGIN, 20, picture.shown_path)]
        for state, sentence in [] if in_page else verdicts(picture) or [("plain", "No loss is seen.")]:
            for line in fold(sentence, self._columns(_EVENT_SIZE, _MARGIN)):
                heading.append(self._line(f"event {state}", _MARGIN, self.top + 8, line))
                self.top += _EVENT_HEIGHT
        texts, self.height = self._texts()
        self.parts = [*heading, *self._bars(), *self.dots, *texts]

    def _texts(self) -> tuple[list[str], float]:
        out = []
        top: float = self.top
        for row in self.rows:
            if row.file:
                top += (_PAUSE if self.starts else 0) + _EVENT_HEIGHT
                out.append(self._line("note", self.text_left, top - 3, f"in {row.file}"))
            elif row.hidden:
                top += _HIDDEN_HEIGHT
                lines = f"{row.hidden} line{'s' if row.hidden > 1 else ''}"
                out.append(self._line("number", self.text_left - 8, top - 5, "⋮"))
                out.append(self._line("note", self.text_left, top - 5, lines))
            self.starts.append(top)
            body, top = self._row(row, top)
            self.ends.append(top)
            # A click in an editor leads there; lines of other documents aren't in it.
            line = f' data-line="{row.line}"' if row.path == self.picture.path else ""
            out.append(f'<g class="row"{line}>{"".join(body)}</g>')
            top += 4
        notes = list(self.picture.notes)
        if len(self.timeline.rows) > MOST_ROWS:
            notes.append(f"{len(self.timeline.rows) - MOST_ROWS} more lines aren't drawn.")
        if self.timeline.left_out:
            notes.append(f"{self.timeline.left_out} more have no bar: there is no room for it.")
        notes += [f"Not followed, {place.shown}: {reason}" for place, reason in self.picture.gaps[:10]]
        for note in notes:
            for line in fold(note, self._columns(_EVENT_SIZE, self.numbers)):
                top += _EVENT_HEIGHT
                out.append(self._line("note", self.numbers, top, line))
        return out, top + 14

    def _row(self, row: TimelineRow, top: float) -> tuple[list[str], float]:
        body = []
        lines = fold(row.text, self._columns(_CODE_SIZE, self.text_left)) if row.text else []
        if len(lines) > _MOST_CODE:
            lines = [*lines[: _MOST_CODE - 1], f"{lines[_MOST_CODE - 1][:-1]}…"]
        baseline = top
        for index, line in enumerate(lines or [""]):
            baseline += _CODE_HEIGHT
            if index == 0:
                body.append(self._line("number", self.text_left - 8, baseline - 4, str(row.line)))
            body.append(self._line("code", self.text_left, baseline - 4, line))
        told_widths: dict[tuple[str, str], float] = {}
        for event in row.events:
            same = told_widths.get((event.kind, event.text))
            if same is not None:
                # The same in another branch of the text: one sentence, and a mark on each bar.
                self.event_heights[id(event)] = same
                self._mark(event, same)
                continue
            middle = baseline + _EVENT_HEIGHT / 2
            told_widths[event.kind, event.text] = middle
            self.event_heights[id(event)] = middle
            self._mark(event, middle)
            glyph = f'<tspan class="{event.tone}">{_GLYPHS[event.kind]}</tspan> '
            for index, line in enumerate(fold(event.text, self._columns(_EVENT_SIZE, self.text_left + 14))):
                baseline += _EVENT_HEIGHT
                x = self.text_left if index == 0 else self.text_left + 14
                kind = f"event {event.tone}" if event.tone in ("lost", "risk", "unknown") else "event"
                body.append(
                    f'<text class="{kind}" x="{x:g}" y="{baseline - 4:g}">{glyph if index == 0 else ""}{escaped(line)}</text>'
                )
        return body, baseline

    def _mark(self, event: Event, y: float) -> None:
        """Draw what happens on the bar of an event."""
        if event.bar is None:
            return
        x = self._x(event.bar)
        self.dots.append(f'<path class="lead" d="M{x:g} {y:g}H{self.text_left - 4:g}"/>')
        if event.kind == "end":
            self.dots.append(
                f'<path class="cross {event.tone}" d="M{x - 5:g} {y - 5:g}l10 10m0 -10l-10 10"/>'
            )
        elif event.kind == "missed":
            self.dots.append(f'<circle class="ring {event.tone}" cx="{x:g}" cy="{y:g}" r="4.5"/>')
            self.dots.append(f'<path class="cap {event.tone}" d="M{x - 3:g} {y + 3:g}l6 -6"/>')
        elif event.kind == "start":
            self.dots.append(f'<path class="cap {event.tone}" d="M{x - 6:g} {y:g}h12"/>')
        else:
            self.dots.append(f'<circle class="dot {event.tone}" cx="{x:g}" cy="{y:g}" r="4.5"/>')

    def _bars(self) -> list[str]:
        out = []
        for bar in self.timeline.bars:
            if bar.first >= len(self.rows):
                continue
            x = self._x(bar)
            top = self._height_of(bar, "start", self.starts[bar.first] + _CODE_HEIGHT / 2)
            if bar.last is None or bar.last >= len(self.rows):
                bottom = self.ends[-1] + 9
                tail = f'<path class="tail {bar.thing.tone}" d="M{x - 5:g} {bottom - 4:g}l5 5l5 -5"/>'
            else:
                bottom = self._height_of(bar, "end", self.ends[bar.last])
                tail = ""
            kind = "life" if bar.thing.kind == "container" else "data"
            title = f"<title>{escaped(bar.thing.title)}</title>"
            out.append(
                f'<path class="{kind} {bar.thing.tone}" d="M{x:g} {top:g}V{bottom:g}">{title}</path>{tail}'
            )
        return out

    def _height_of(self, bar: Bar, kind: str, default: float) -> float:
        row = self.rows[bar.first if kind == "start" or bar.last is None else bar.last]
        for event in row.events:
            if event.bar is bar and event.kind == kind:
                return self.event_heights.get(id(event), default)
        return default

    def _x(self, bar: Bar) -> float:
        return _MARGIN + bar.lane * _LANE + _LANE / 2

    def _columns(self, size: int, left: float) -> int:
        return max(10, int((self.width - left - _MARGIN) / (size * _LETTER)))

    @staticmethod
    def _line(kind: str, x: float, y: float, text: str) -> str:
        return f'<text class="{kind}" x="{x:g}" y="{y:g}">{escaped(text)}</text>'


#: The signs, and what they mean. A refusal says what it is.
_SIGNS = {
    "start": "begins",
    "mount": "mounted",
    "write": "written",
    "copy": "copied",
    "stop": "stops",
    "missed": "missed",
    "end": "ends",
}
_LEGEND_STATES = ("kept", "unused", "risk", "lost", "unknown", "absent")

#: What grey bars are.
_GREY = {"container": "thin grey: container", "gone": "thick grey: gone without a loss"}


def _used(drawn: Sequence[_Drawn]) -> tuple[list[str], list[str]]:
    """Return the states, and the kinds of events, that drawings show. "container" and "gone" are among the kinds where a grey bar is one."""
    events = [event for drawing in drawn for row in drawing.rows for event in row.events]
    things = [bar.thing for drawing in drawn for bar in drawing.timeline.bars]
    # A refusal is drawn as a loss, and says what it is itself.
    tones = {event.tone for event in events if event.kind != "refused"} | {shape.tone for shape in things}
    kinds = {event.kind for event in events}
    kinds |= {
        "container" if shape.kind == "container" else "gone" for shape in things if shape.tone == "plain"
    }
    states = [state for state in _LEGEND_STATES if state in tones]
    return states, [kind for kind in (*_SIGNS, *_GREY) if kind in kinds]


def _legend(top: float, width: float, states: Sequence[str], kinds: Sequence[str]) -> tuple[str, float]:
    """Return what colours and signs mean, in as many lines as it takes, and where it ends."""
    out = []
    x: float = _MARGIN
    y = top + 14
    letter = _EVENT_SIZE * _LETTER
    for state in states:
        mark = f"{MARKS[state]} " if state in MARKS else ""
        word = f"{mark}{STATE_WORDS.get(state, 'no write seen')}"
        if x + 24 + len(word) * letter > width:
            x, y = _MARGIN, y + 18
        out.append(f'<path class="data {state}" d="M{x:g} {y - 4:g}h18"/>')
        out.append(f'<text class="event" x="{x + 24:g}" y="{y:g}">{escaped(word)}</text>')
        x += 24 + len(word) * letter + 14
    x, y = _MARGIN, y + 18 if states and kinds else y
    for kind in kinds:
        sign = _GREY[kind] if kind in _GREY else f"{_GLYPHS[kind]} {_SIGNS[kind]}"
        if x + len(sign) * letter > width:
            x, y = _MARGIN, y + 18
        out.append(f'<text class="event" x="{x:g}" y="{y:g}">{escaped(sign)}</text>')
        x += (len(sign) + 2) * letter
    return "".join(out), y + 14


_LIGHT = "--paper:#fff;--ink:#1f2328;--faint:#57606a;--line:#d0d7de;--lead:#848d97"
_DARK = "--paper:#0d1117;--ink:#e6edf3;--faint:#9da7b1;--line:#3d444d;--lead:#6e7681"


def theme(dark: bool, within: str = "") -> str:
    """Return the rules of a theme, for pictures that stand in an element that the selector ``within`` finds."""
    inside = f"{within} .persistlint".lstrip()
    tones = (
        f"{inside} .{tone}{{--tone:{colour}}}" for tone, colour in (DARK_COLOURS if dark else COLOURS).items()
    )
    return f"{inside}{{{_DARK if dark else _LIGHT}}}{''.join(tones)}"


#: The same for each SVG, so that several may stand in one page.
STYLE = (
    ".persistlint{max-width:100%;height:auto}"
    + theme(dark=False)
    + ".persistlint .paper{fill:var(--paper)}"
    + ".persistlint text{font:11px ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace;fill:var(--faint);white-space:pre}"
    + ".persistlint .code{font-size:12px;fill:var(--ink)}.persistlint .file{font-size:13px;font-weight:700;fill:var(--ink)}"
    + ".persistlint .number{text-anchor:end}.persistlint .note{font-style:italic}"
    + ".persistlint text.lost,.persistlint text.risk,.persistlint text.unknown,.persistlint tspan{fill:var(--tone)}"
    + ".persistlint text.lost{font-weight:700}"
    + ".persistlint path{fill:none}.persistlint .life,.persistlint .data,.persistlint .tail,.persistlint .cap,.persistlint .cross{stroke:var(--tone)}"
    + ".persistlint .life{stroke-width:3}.persistlint .data{stroke-width:6}.persistlint .tail,.persistlint .cap,.persistlint .cross{stroke-width:2.5}"
    + ".persistlint path.unknown{stroke-dasharray:6 4}.persistlint .lead{stroke:var(--lead);stroke-width:1;stroke-dasharray:1 3}"
    + ".persistlint .ring{fill:var(--paper);stroke:var(--tone);stroke-width:2.5}"
    + ".persistlint .dot{fill:var(--tone);stroke:var(--paper);stroke-width:1.5}.persistlint .dot.unknown{fill:var(--paper);stroke:var(--tone);stroke-dasharray:3 2}"
    + ".persistlint .row.current .code,.persistlint .row.current .number{font-weight:700}.persistlint .row.current .code{text-decoration:underline}"
    + f"@media (prefers-color-scheme:dark){{{theme(dark=True)}}}"
)
