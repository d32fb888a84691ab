"""Maps from a text that was cut or unwrapped out of another one back to that other one's offsets."""

from __future__ import annotations

from bisect import bisect_right

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

#: ``(start, end, start in the origin, end in the origin)``.
Reference = tuple[int, int, int, int]


class Mapping:
    """The map from the bytes of a derived text to their places in the text it was taken from.

    ``segments`` are ``(start in the derived text, start in the origin, length)`` in rising order; each maps byte to
    byte. What lies between two segments of the origin (a removed continuation, a prompt) belongs to no derived byte, and a derived byte between two
    segments (a quotation mark that a host adds) is written nowhere.

    ``references`` are the derived ranges that stand for something else that is written in the origin: ``$(IMAGE)`` in a Makefile. A segment inside of one leads
    to where the text itself is written. ``write`` tells how a text is written in the origin (``$$`` for ``$``); None where it is written as it is.
    ``write_option`` tells where a command's new option goes, and how it is written there (a line ``Volume=`` for ``-v``).
    """

    __slots__ = ("_keys", "_references", "segments", "write", "write_option")

    def __init__(
        self,
        segments: list[tuple[int, int, int]],
        references: list[Reference] | None = None,
        write: Callable[[str], str] | None = None,
        write_option: Callable[[str], tuple[int, str] | None] | None = None,
    ) -> None:
        self.segments = segments
        self._keys = [segment[0] for segment in segments]
        self._references = references or []
        self.write = write
        self.write_option = write_option

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
        if self._references:
            return self._range_with_references(start, end)
        first = self.start(start)
        return (first, first) if end <= start else (first, max(first, self.end(end)))

    def is_whole(self, start: int, end: int) -> bool:
        """Return whether the derived range stands in one piece in the origin, and so can be edited there."""
        reference = self._reference_at(start)
        if reference is not None and start == reference[0] and end in (reference[0], reference[1]):
            return True
        index = bisect_right(self._keys, start) - 1
        if index < 0:
            return end <= start
        derived, origin, length = self.segments[index]
        if start >= derived + length and index + 1 < len(self.segments) and end > start:
            return False
        while end > derived + length:
            index += 1
            if index == len(self.segments):
                return False
            after, place, size = self.segments[index]
            if after != derived + length or place != origin + length:
                return False
            derived, origin, length = after, place, size
        return True

    def written(self, text: str) -> str:
        """Return how ``text`` is written in the origin."""
        return text if self.write is None else self.write(text)

    def _reference_at(self, offset: int) -> Reference | None:
        """Return the reference that holds the derived byte at ``offset``, None without one."""
        index = bisect_right(self._references, offset, key=_start_of) - 1
        if index < 0:
            return None
        reference = self._references[index]
        return reference if offset < reference[1] else None

    def _range_with_references(self, start: int, end: int) -> tuple[int, int]:
        opening = self._reference_at(start)
        if end <= start:
            if opening is not None and start > opening[0] and self._holds_text(start, start + 1):
                first = self.start(start)
            elif opening is not None:
                first = opening[2]
            else:
                before = self._reference_at(start - 1)
                first = before[3] if before is not None else self.start(start)
            return first, first
        if opening is not None and end <= opening[1] and (start, end) != opening[:2]:
            if self._holds_text(start, end):
                first = self.start(start)
                return first, max(first, self.end(end))
            return opening[2], opening[3]
        closing = self._reference_at(end - 1)
        first = opening[2] if opening is not None else self.start(start)
        last = closing[3] if closing is not None else self.end(end)
        return first, max(first, last)

    def _holds_text(self, start: int, end: int) -> bool:
        """Return whether the origin writes a byte between the derived offsets, in one text with the others."""
        index = bisect_right(self._keys, start) - 1
        if index < 0:
            return False
        derived, _, length = self.segments[index]
        return start < derived + length and end <= derived + length


def _start_of(reference: Reference) -> int:
    return reference[0]
