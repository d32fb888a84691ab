"""The map as plain text: aligned tables, which a review shows in a fixed-width font as a terminal does."""

from __future__ import annotations

from persistlint.report.map_tables import HEADS, LEGEND, map_of
from persistlint.report.safe_text import fold, safe, width, wrap

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.analysis.analysis import Analysis
    from persistlint.report.map_tables import Table
    from persistlint.report.style import Style

#: The first two columns are as wide as what they hold, but no wider than this, and no narrower where the terminal is narrow.
_WIDEST = (40, 36)
_NARROWEST = (16, 12)

_ROLES = {"no": "warning", "yes*": "info"}


def render_map(analysis: Analysis, style: Style, legend: bool = True, folder: str = "") -> str:
    """Return the map of one document, "" where it is empty. ``legend`` says whether the marks are explained below.

    Files below ``folder`` are named as seen from there.
    """
    tables = map_of(analysis, folder)
    if tables.empty:
        return ""
    out = [style.paint(safe(tables.path), "strong")]
    for table in tables.tables:
        out += _container(table, style)
    for title, sentences in (
        ("image builds", tables.builds),
        ("containers that the text doesn't make", tables.elsewhere),
        ("volumes", tables.volumes),
        ("not followed", tables.gaps),
    ):
        if sentences:
            out += ["", f"  {style.paint(title, 'strong')}"]
            for text in sentences:
                out += _sentence(text, style)
    text = "\n".join(out) + "\n"
    return f"{text}\n{render_legend(style)}" if legend and tables.tables else text


def render_legend(style: Style) -> str:
    """Return the meaning of the marks."""
    return "".join(f"{style.paint(line, 'faint')}\n" for text in LEGEND for line in wrap(text, style.width))


def _container(table: Table, style: Style) -> list[str]:
    about = safe(", ".join(table.about))
    head = f"container {safe(table.name)}"
    first, *rest = wrap(f"{head} ({about}): {safe(table.end)}", style.width - 2)
    out = ["", f"  {style.paint(first, 'strong')}", *(f"    {line}" for line in rest)]
    if not table.rows:
        return out
    rows = [tuple(safe(cell) for cell in row) for row in table.rows]
    sizes = [max(width(row[column]) for row in (HEADS, *rows)) for column in range(len(HEADS))]
    sizes[0] = min(sizes[0], _WIDEST[0])
    sizes[1] = min(sizes[1], _WIDEST[1])
    room = style.width - 4 - sum(sizes[2:]) - 2 * (len(sizes) - 1)
    while sizes[0] + sizes[1] > room and (sizes[0] > _NARROWEST[0] or sizes[1] > _NARROWEST[1]):
        column = 0 if sizes[0] - _NARROWEST[0] >= sizes[1] - _NARROWEST[1] else 1
        sizes[column] -= 1
    out += [f"    {style.paint(line, 'faint')}" for line in _row(HEADS, sizes, None)]
    for row in rows:
        out += [f"    {line}" for line in _row(row, sizes, style)]
    for note in table.notes:
        out += _sentence(note, style)
    return out


def _sentence(text: str, style: Style) -> list[str]:
    first, *rest = wrap(safe(text), style.width - 6)
    return [f"    {first}", *(f"      {line}" for line in rest)]


def _row(row: tuple[str, ...], sizes: list[int], style: Style | None) -> list[str]:
    """Return a table row of as many lines as its fullest cell needs."""
    cells = [fold(text, size) for text, size in zip(row, sizes, strict=True)]
    out = []
    for index in range(max(len(cell) for cell in cells)):
        line = ""
        for cell, size in zip(cells, sizes, strict=True):
            text = cell[index] if index < len(cell) else ""
            shown = style.paint(text, _ROLES[text]) if style is not None and text in _ROLES else text
            line += shown + " " * (size - width(text) + 2)
        out.append(line.rstrip())
    return out
