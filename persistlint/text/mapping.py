"""Maps from a text that was cut or unwrapped out of another one back to that other one's offsets."""

from __future__ import annotations

from bisect import bisect_right


class Mapping:
    """Where the bytes of a derived text stand in the text it was taken from.

    ``segments`` are ``(start in the derived text, start in the origin, length)`` in rising order; each maps byte to
    byte. What lies between two segments (a removed continuation, a prompt) belongs to no derived byte.
    """

    __slots__ = ("_keys", "segments")

    def __init__(self, segments: list[tuple[int, int, int]]) -> None:
        self.segments = segments
        self._keys = [segment[0] for segment in segments]

    @staticmethod
    def identity(length: int, origin: int = 0) -> Mapping:
        """The map of a text that stands in one piece at ``origin``."""
        return Mapping([(0, origin, length)])

    def start(self, offset: int) -> int:
        """Where the derived byte at ``offset`` stands in the origin (for the start of a span)."""
        index = bisect_right(self._keys, offset) - 1
        if index < 0:
            return self.segments[0][1] if self.segments else 0
        derived, origin, length = self.segments[index]
        if offset - derived >= length and index + 1 < len(self.segments):
            return self.segments[index + 1][1]
        return origin + min(offset - derived, length)

    def end(self, offset: int) -> int:
        """Where the span that ends before derived ``offset`` ends in the origin."""
        if offset <= 0:
            return self.start(0)
        index = bisect_right(self._keys, offset - 1) - 1
        if index < 0:
            return self.start(0)
        derived, origin, length = self.segments[index]
        return origin + min(offset - derived, length)

    def range(self, start: int, end: int) -> tuple[int, int]:
        """The origin's range for the derived range ``start`` to ``end`` (an empty range stays empty)."""
        first = self.start(start)
        return (first, first) if end <= start else (first, max(first, self.end(end)))

    def is_whole(self, start: int, end: int) -> bool:
        """Whether the derived range stands in one piece in the origin, so that it can be edited there."""
        first, last = self.range(start, end)
        return last - first == end - start
