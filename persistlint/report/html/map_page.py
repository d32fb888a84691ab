"""``map --format html``: the pictures of documents on one page."""

from __future__ import annotations

from persistlint.report.formats.xml import escaped
from persistlint.report.html.page import page
from persistlint.report.html.pictures import PictureMarkup
from persistlint.report.picture.words import verdicts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from persistlint.report.picture.model import Picture


def render_map_page(pictures: Sequence[Picture]) -> bytes:
    """Return a page with the timeline and the graph of each document."""
    maker = PictureMarkup()
    parts = []
    for picture in pictures:
        markup = maker.markup(picture)
        if markup:
            name = escaped(picture.shown_path)
            paragraphs = "".join(
                f'<p class="verdict {state}">{escaped(sentence)}</p>' for state, sentence in verdicts(picture)
            )
            parts.append(f'<section class="file"><h2>{name}</h2>{paragraphs}{markup}</section>')
    if not parts:
        parts.append("<p>No docker commands.</p>")
    title = pictures[0].shown_path if len(pictures) == 1 else "the map"
    body = f"<header><h1>Where the data lives</h1></header>\n<main>{''.join(parts)}</main>"
    return page(f"persistlint: {title}", body, {"graphs": maker.graphs})
