"""A stretch of source with its line numbers, the places of interest underlined and labelled."""

from __future__ import annotations

from persistlint.report.safe_text import cells, safe, width, wrap
from persistlint.report.style import Style

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.text.document import Document
    from persistlint.text.sources import Place

#: A place over more lines than this is shown by its first and last ones.
_MOST_LINES = 6


class Label:
    """A place to underline, with ``mark`` under every character and ``text`` behind; ``role`` is its colour."""

    __slots__ = ("mark", "place", "role", "text")

    def __init__(self, place: Place, mark: str, text: str, role: str) -> None:
        self.place = place
        self.mark = mark
        self.text = text
        self.role = role


class _Stretch:
    """The part of a label that stands on one line: code point columns from 0, the end exclusive."""

    __slots__ = ("end", "label", "last", "start")

    def __init__(self, label: Label, start: int, end: int, last: bool) -> None:
        self.label = label
        self.start = start
        self.end = end
        #: Whether the label's text follows here.
        self.last = last


def excerpt(labels: list[Label], style: Style) -> list[str]:
    """Return the lines of one document that hold the labels' places, with an empty gutter line before and none after.

    The lines of the first label come first, then the others in their order.
    """
    document = labels[0].place.document
    lines = _stretches(document, labels)
    first = [
        number
        for number, labels_there in lines.items()
        if any(labelled.label is labels[0] for labelled in labels_there)
    ]
    numbers = [*sorted(first), *sorted(number for number in lines if number not in first)]
    gutter = len(str(max(numbers)))
    edge = style.paint("|", "faint")
    out = [f"{' ' * gutter} {edge}"]
    previous = 0
    for number in numbers:
        if previous and number != previous + 1:
            out.append(style.paint("." * max(gutter, 3), "faint"))
        previous = number
        text, rows = _line(document, number, lines[number], style, style.width - gutter - 3)
        out.append(f"{style.paint(str(number).rjust(gutter), 'faint')} {edge} {text}".rstrip())
        out.extend(f"{' ' * gutter} {edge} {row}" for row in rows)
    return out


class Window:
    """A line (``text``, code points ``start`` to ``end`` of it being of interest) as shown in at most ``columns``.

    A line that is too long is cut around what is of interest. ``shown`` is what to print.
    """

    __slots__ = ("_cells", "_head", "_left", "_limit", "_tail", "shown")

    def __init__(self, text: str, start: int, end: int, columns: int, ellipsis: str) -> None:
        # Of a line without end only the neighbourhood is looked at.
        base = max(0, start - 2 * columns) if len(text) > 8 * columns else 0
        near = text[base : start + 4 * columns] if len(text) > 8 * columns else text
        shown = cells(near)
        left, right = 0, len(shown)
        if base or len(near) < len(text) - base or sum(size for _, size in shown) > columns:
            start, end = min(start - base, right), min(end - base, right)
            left, right = _cut(shown, start, end, columns - 2 * len(ellipsis))
            left, right = _at_words(shown, left, right, start, end, base > 0, base + len(near) < len(text))
        head = ellipsis if base + left > 0 else ""
        tail = ellipsis if base + right < len(text) else ""
        self.shown = head + "".join(part for part, _ in shown[left:right]) + tail
        self._cells = shown[left:right]
        self._left = base + left
        self._head = len(head)
        self._tail = len(tail)
        self._limit = len(head) + sum(size for _, size in self._cells) + len(tail)

    def beyond(self, start: int, end: int) -> int:
        """Return -1 where the code points ``start`` to ``end`` are cut off on the left, 1 on the right, 0 where some are shown."""
        if end <= self._left and self._head:
            return -1
        return 1 if start >= self._left + len(self._cells) and self._tail else 0

    def column(self, index: int) -> int:
        """Return the display column, from 0, at which code point ``index`` of the line begins, or where the window ends."""
        if index < self._left:
            return 0
        inside = index - self._left
        if inside > len(self._cells):
            return self._limit
        return self._head + sum(size for _, size in self._cells[:inside])


def _cut(shown: list[tuple[str, int]], start: int, end: int, columns: int) -> tuple[int, int]:
    """Return the range of the code points to show: those of interest, then as much on both sides as there is room for."""
    left = right = start
    room = columns
    while right < end and room >= shown[right][1]:
        room -= shown[right][1]
        right += 1
    grown = True
    while grown:
        grown = False
        if left > 0 and shown[left - 1][1] <= room:
            left -= 1
            room -= shown[left][1]
            grown = True
        if right < len(shown) and shown[right][1] <= room:
            room -= shown[right][1]
            right += 1
            grown = True
    return left, right


def _at_words(
    shown: list[tuple[str, int]],
    left: int,
    right: int,
    start: int,
    end: int,
    more_left: bool,
    more_right: bool,
) -> tuple[int, int]:
    """Move the ends of a window to where words end, as far as what is of interest stays in it."""
    blanks = [index for index in range(left, right) if shown[index][0] in (" ", "\t")]
    if left > 0 or more_left:
        left = next((index for index in blanks if index < start), left)
    if right < len(shown) or more_right:
        right = next((index + 1 for index in reversed(blanks) if index >= end), right)
    return left, right


def _stretches(document: Document, labels: list[Label]) -> dict[int, list[_Stretch]]:
    lines: dict[int, list[_Stretch]] = {}
    for label in labels:
        first, column, last, end_column = label.place.positions()
        if last > first and end_column == 1:
            last -= 1
            end_column = len(_text(document, last)) + 1
        numbers = list(range(first, last + 1))
        if len(numbers) > _MOST_LINES:
            numbers = [*numbers[: _MOST_LINES - 2], numbers[-1]]
        for number in numbers:
            text = _text(document, number)
            start = column - 1 if number == first else len(text) - len(text.lstrip())
            end = end_column - 1 if number == last else len(text.rstrip(" \t\\"))
            lines.setdefault(number, []).append(
                _Stretch(label, start, max(end, start), number == numbers[-1])
            )
    return lines


def _line(
    document: Document, number: int, stretches: list[_Stretch], style: Style, columns: int
) -> tuple[str, list[str]]:
    """Return the line as shown, and the rows of marks below it."""
    window = _window(masked_line(document, number), stretches, columns, style.ellipsis)
    rows = []
    for stretch in sorted(stretches, key=lambda stretch: -stretch.start):
        label = safe(stretch.label.text) if stretch.last else ""
        side = window.beyond(stretch.start, stretch.end)
        if side:
            # It stands where the line is cut: an arrow says on which side.
            row = f"<-- {label}" if side < 0 else f"{label} -->".rjust(columns)
            rows += [style.paint(row, stretch.label.role)] if label else []
            continue
        first, last = window.column(stretch.start), window.column(stretch.end)
        marks = stretch.label.mark * max(last - first, 1)
        row = " " * first + style.paint(marks, stretch.label.role)
        if not label:
            rows.append(row)
        elif width(label) < columns - first - len(marks):
            rows.append(f"{row} {style.paint(label, stretch.label.role)}")
        else:
            rows.append(row)
            indent = min(first, max(0, columns - 40))
            parts = wrap(label, max(columns - indent, 20))
            rows += [" " * indent + style.paint(part, stretch.label.role) for part in parts]
    return window.shown, rows


def _window(text: str, stretches: list[_Stretch], columns: int, ellipsis: str) -> Window:
    """Return one window for the whole line: around all labels where they fit, else around the first, the finding's own where it stands here."""
    main = stretches[0]
    start = min(stretch.start for stretch in stretches)
    end = max(stretch.end for stretch in stretches)
    if end - start > columns or sum(size for _, size in cells(text[start:end])) > columns - 2 * len(ellipsis):
        start, end = main.start, main.end
    return Window(text, start, end, columns, ellipsis)


def _text(document: Document, number: int) -> str:
    return document.line(number).decode("utf-8", "surrogateescape")


def masked_line(document: Document, number: int, most: int | None = None) -> str:
    """Return a line without its end and its secrets, at most ``most`` characters of it. Masking may need an earlier line with the name."""
    start = document.line_starts[number - 1]
    length = len(document.line(number))
    if most is not None:
        # A character has at most four bytes.
        length = min(length, most * 4)
    return document.masked(start, start + length)[:most]
