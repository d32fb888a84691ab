"""Several pictures in one drawing: as many as a reader, and the programs that draw, can take."""

from __future__ import annotations

from persistlint.report.picture.drawing import MOST_ARROWS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from persistlint.report.picture.model import Picture

#: GitHub's mermaid draws texts of at most 50,000 characters; a thing takes about a hundred.
_MOST_THINGS = 250


def shared_out(pictures: Sequence[Picture]) -> tuple[list[Picture], list[str]]:
    """Return the pictures that there is room for, and notes on what is left out."""
    drawn: list[Picture] = []
    things = arrows = 0
    waiting = [picture for picture in pictures if picture.things]
    for picture in waiting:
        things += len(picture.things)
        arrows += len(picture.arrows)
        if drawn and (things > _MOST_THINGS or arrows > MOST_ARROWS):
            break
        drawn.append(picture)
    left = len(waiting) - len(drawn)
    if not left:
        return drawn, []
    files = f"{left} more files aren't" if left > 1 else "One more file isn't"
    return drawn, [f"{files} drawn: name fewer files, or use the HTML form."]
