"""The picture of a document on a page: its timeline, and its graph, which the page's script lays out."""

from __future__ import annotations

from persistlint.report.formats.xml import escaped
from persistlint.report.picture.graph import graph_of
from persistlint.report.picture.svg import render_svg
from persistlint.report.picture.words import arrow_label, description, thing_lines

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from persistlint.report.picture.model import Picture, PicturePlace

#: A page that is larger than this is slow to open.
_MOST_BYTES = 8_000_000


class PictureMarkup:
    """Makes the markup of pictures, as many as a page can hold, and gathers the ``graphs`` that its script draws."""

    __slots__ = ("_size", "graphs")

    def __init__(self) -> None:
        self.graphs: dict[str, Any] = {}
        self._size = 0

    def markup(self, picture: Picture) -> str:
        """Return the elements of one picture."""
        if not picture.things and not picture.deeds:
            return ""
        timeline = render_svg([picture], in_page=True)
        if self._size + len(timeline) > _MOST_BYTES:
            return '<p class="note">There was no room for this picture: <code>persistlint map --format html</code> with this file alone draws it.</p>'
        self._size += len(timeline)
        name = f"g{len(self.graphs) + 1}"
        self.graphs[name] = graph_fields(picture)
        return (
            f'<div class="picture"><div class="view timeline">{timeline}</div>'
            f'<div class="view"><p class="note">{escaped(description(picture))}</p><div class="graph" data-graph="{name}"></div></div></div>'
        )


def graph_fields(picture: Picture) -> dict[str, Any]:
    """Return the boxes and arrows of a picture as plain data."""
    graph = graph_of(picture)
    return {
        "nodes": [
            {
                "id": node.id,
                "kind": node.kind,
                "tone": node.tone,
                "text": thing_lines(node),
                **_line(node.place, picture),
            }
            for node in graph.things
        ],
        "edges": [
            {
                "from": arrow.source,
                "to": arrow.target,
                "kind": arrow.kind,
                "tone": arrow.state,
                "text": arrow_label(arrow),
                "title": "; ".join(arrow.notes),
                **_line(arrow.places[0] if arrow.places else None, picture),
            }
            for arrow in graph.arrows
        ],
        "notes": picture.notes,
    }


def _line(place: PicturePlace | None, picture: Picture) -> dict[str, Any]:
    return {"line": place.line} if place is not None and place.path == picture.path else {}
