"""Work that a budget left undone, for the rule that says so."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.text.spans import Span


class Cut:
    """Work that an analysis left undone because a budget was spent.

    ``kind`` is "steps" (the rest of the file), "words" (of a command), "instructions" (of a Dockerfile), "sources" (a file that is sourced),
    "branches" (that are taken together) or "fixes" (``number`` of them). ``span`` is the place from which on, or the thing in which, it is missing.
    """

    __slots__ = ("kind", "number", "span")

    def __init__(self, kind: str, span: Span, number: int = 1) -> None:
        self.kind = kind
        self.span = span
        self.number = number
