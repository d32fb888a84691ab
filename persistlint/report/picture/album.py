"""Several pictures in one drawing: as many as a reader, and the programs that draw, can take."""

from __future__ import annotations

from persistlint.report.picture.graph import graph_of
from persistlint.text.budgets import MOST_ARROWS, MOST_THINGS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from persistlint.report.picture.graph import Graph
    from persistlint.report.picture.model import Picture


def shared_out(pictures: Sequence[Picture]) -> tuple[list[tuple[Picture, Graph]], list[str]]:
    """Return the pictures that there is room for with their graphs, and notes on what is left out."""
    drawn: list[tuple[Picture, Graph]] = []
    things = arrows = 0
    waiting = [picture for picture in pictures if not picture.empty]
    for picture in waiting:
        graph = graph_of(picture)
        things += len(graph.things)
        arrows += len(graph.arrows)
        if drawn and (things > MOST_THINGS or arrows > MOST_ARROWS):
            break
        drawn.append((picture, graph))
    left = len(waiting) - len(drawn)
    if not left:
        return drawn, []
    files = f"{left} more files aren't" if left > 1 else "One more file isn't"
    return drawn, [f"{files} drawn: name fewer files, or use the HTML form."]
