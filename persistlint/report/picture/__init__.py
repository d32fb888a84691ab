"""The picture of what happens to data: things and arrows, drawn in several forms. Each form's module is imported when it is asked for."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from persistlint.analysis.analysis import Analysis

#: The forms that a picture is drawn in.
DRAWN = ("svg", "html", "mermaid", "dot")


def render_pictures(form: str, analyses: Iterable[Analysis], folder: str = "") -> bytes:
    """Return the pictures of documents in one of ``DRAWN``, as UTF-8. Files below ``folder`` are named as seen from there."""
    from persistlint.report.picture.drawing import draw

    pictures = [draw(analysis, folder) for analysis in analyses]
    if form == "svg":
        from persistlint.report.picture.svg import render_svg

        return render_svg(pictures).encode()
    if form == "html":
        from persistlint.report.html.map_page import render_map_page

        return render_map_page(pictures)
    if form == "dot":
        from persistlint.report.picture.dot import render_dot

        return render_dot(pictures).encode()
    from persistlint.report.picture.mermaid import render_mermaid

    return render_mermaid(pictures).encode()
