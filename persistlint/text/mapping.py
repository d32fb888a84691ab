"""Maps from a text that was cut or unwrapped out of another one back to that other one's offsets."""

from __future__ import annotations

from bisect import bisect_right


class Mapping:
    """The map from the bytes of a derived text to their places in the text it was taken from.

    ``segments`` are ``(start in the derived text, start in the origin, length)`` in rising order; each maps byte to
    byte. What lies between two segments (a removed continuation, a prompt) belongs to no derived byte.
    """

    __slots__ = ("_keys", "segments")

    def __init__(self, segments: list[tuple[int, int, int]]) -> None:
        self.segments = segments
        self._keys = [segment[0] for segment in segments]

    @staticmethod
    def identity(length: int, origin: int = 0) -> Mapping:
        """Return the map of a text that stands in one piece at ``origin``."""
        return Mapping([(0, origin, length)])

    def start(self, offset: int) -> int:
        """Return the place in the origin of the derived byte at ``offset``, for the start of a span."""
        index = bisect_right(self._keys, offset) - 1
        if index < 0:
            return self.segments[0][1] if self.segments else 0
        derived, origin, length = self.segments[index]
        if offset - derived >= length and index + 1 < len(self.segments):
            return self.segments[index + 1][1]
        return origin + min(offset - derived, length)

    def end(self, offset: int) -> int:
        """Return the end in the origin of a span that ends before the derived ``offset``."""
        if offset <= 0:
            return self.start(0)
        index = bisect_right(self._keys, offset - 1) - 1
        if index < 0:
            return self.start(0)
        derived, origin, length = self.segments[index]
        return origin + min(offset - derived, length)

    def range(self, start: int, end: int) -> tuple[int, int]:
        """Return the range in the origin of the derived range ``start`` to ``end``. An empty range stays empty."""
        first = self.start(start)
        return (first, first) if end <= start else (first, max(first, self.end(end)))

    def is_whole(self, start: int, end: int) -> bool:
        """Return whether the derived range stands in one piece in the origin, and so can be edited there."""
        first, last = self.range(start, end)
        return last - first == end - start
