"""What one analysis leaves for the next; while a text is half typed, also what the last whole one left."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Generic, TypeVar

    Key = TypeVar("Key")
    Thing = TypeVar("Thing")
else:
    # Importing typing costs more than this module: at run time nothing of it is needed.
    class Generic:
        def __class_getitem__(cls, _):
            return cls

    Key = Thing = None


class Generations(Generic[Key, Thing]):
    """Things by key: those ``now``, and those of the last text that could be read.

    An open quote makes another text of all that follows, and the next keystrokes bring the earlier one back.
    """

    __slots__ = ("_half_typed", "now", "whole")

    def __init__(self) -> None:
        self.now: dict[Key, Thing] = {}
        self.whole: dict[Key, Thing] = {}
        self._half_typed = False

    def get(self, key: Key) -> Thing | None:
        found = self.now.get(key)
        return found if found is not None else self.whole.get(key)

    def keep(self, things: dict[Key, Thing], half_typed: bool) -> None:
        """Take what an analysis had use for, and forget the rest; of a ``half_typed`` text only what an earlier such text left."""
        if not half_typed:
            self.whole = {}
        elif not self._half_typed:
            self.whole = self.now
        self._half_typed = half_typed
        self.now = things

    def copy(self) -> Generations[Key, Thing]:
        """The same, to go on from in another direction."""
        other: Generations[Key, Thing] = Generations()
        other.now, other.whole, other._half_typed = self.now, self.whole, self._half_typed
        return other
