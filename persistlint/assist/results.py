"""Results of the features. Texts are Markdown; places and edits are the engine's."""

from __future__ import annotations

from persistlint.text.secrets import mask
from persistlint.text.sources import Place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.text.edits import PlacedEdit


class Hover:
    """``text`` in Markdown, about what stands at ``place``."""

    __slots__ = ("place", "text")

    def __init__(self, text: str, place: Place) -> None:
        self.text = mask(text)
        self.place = place


class Refused:
    """A question that has no answer, and why; the reason completes a sentence that begins with what was asked ("the name is computed")."""

    __slots__ = ("reason",)

    def __init__(self, reason: str) -> None:
        self.reason = reason


class Change:
    """Edits that belong together, with a title for people."""

    __slots__ = ("edits", "title")

    def __init__(self, title: str, edits: list[PlacedEdit]) -> None:
        self.title = title
        self.edits = edits
