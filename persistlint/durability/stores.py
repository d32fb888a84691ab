"""Stores of written bytes, and the loss of what they hold.

A store's key is a tuple: ("layer", container), ("unmounted", container) for a layer or an anonymous volume of an image that isn't known,
("tmpfs", container), ("managed", container), ("volume", volume), ("bind",), ("image", tag), ("cache",), ("unknown",). The ids are those of the timeline.
"""

from __future__ import annotations

from persistlint.durability.model import Destruction, Write

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

Key = tuple[object, ...]


class Stores:
    """The writes by the store that holds them: those surely there, and those of which it isn't sure any more."""

    __slots__ = ("_doubtful", "_there", "steps")

    def __init__(self) -> None:
        #: How many writes have been looked at so far.
        self.steps = 0
        self._there: dict[Key, list[Write]] = {}
        self._doubtful: dict[Key, list[Write]] = {}

    def add(self, write: Write) -> None:
        """Take a write that has just happened; its ``store`` says where."""
        write.at_end = "alive"
        self._there.setdefault(write.store, []).append(write)

    def held(self, key: Key) -> list[Write]:
        """Return the writes that may be in a store."""
        writes = self._there.get(key, []) + self._doubtful.get(key, [])
        self.steps += len(writes)
        return writes

    def lose(self, key: Key, destruction: Destruction) -> None:
        """Empty a store. Where the destruction isn't certain, its writes may be gone."""
        there = self._there.pop(key, [])
        if destruction.certainty == "certain":
            for write in there:
                write.at_end = "gone"
                write.destroyed_by = destruction
            for write in self._doubtful.pop(key, []):
                # It is gone now; an earlier event may have taken it before.
                write.at_end = "gone"
                write.destroyed_by = Destruction(destruction.span, destruction.event, "possible")
            return
        for write in there:
            write.at_end = "unknown"
            write.destroyed_by = destruction
        if there:
            self._doubtful.setdefault(key, []).extend(there)

    def lose_some(self, key: Key, destruction: Destruction, which: Callable[[Write], bool | None]) -> None:
        """Delete the writes for which ``which`` returns True. Where it returns None, that isn't sure."""
        for held, doubtful in ((self._there, False), (self._doubtful, True)):
            remaining = []
            self.steps += len(held.get(key, []))
            for write in held.get(key, []):
                hit = which(write)
                if hit is False:
                    remaining.append(write)
                elif hit and destruction.certainty == "certain":
                    write.at_end = "gone"
                    certainty = "possible" if doubtful else "certain"
                    write.destroyed_by = Destruction(destruction.span, destruction.event, certainty)
                else:
                    if doubtful:
                        remaining.append(write)
                        continue
                    write.at_end = "unknown"
                    write.destroyed_by = Destruction(destruction.span, destruction.event, "possible")
                    self._doubtful.setdefault(key, []).append(write)
            if key in held:
                held[key] = remaining
