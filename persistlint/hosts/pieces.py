"""Builds a text out of ranges of another text, with the map back to where each byte stands."""

from __future__ import annotations

from bisect import bisect_right

from persistlint.text.mapping import Mapping


class Pieces:
    """Collects ranges of ``origin`` in order; ``text`` and ``mapping`` are what they give together.

    Only bytes that stand in the origin are ever added, so that each derived byte maps to an equal one.
    """

    __slots__ = ("_length", "_origin", "_parts", "_segments")

    def __init__(self, origin: bytes) -> None:
        self._origin = origin
        self._parts: list[bytes] = []
        self._segments: list[tuple[int, int, int]] = []
        self._length = 0

    def add(self, start: int, end: int) -> None:
        """Add bytes ``start`` to ``end`` as they are."""
        if end <= start:
            return
        length = end - start
        if self._segments:
            derived, origin, before = self._segments[-1]
            if origin + before == start:
                self._segments[-1] = (derived, origin, before + length)
                self._parts.append(self._origin[start:end])
                self._length += length
                return
        self._segments.append((self._length, start, length))
        self._parts.append(self._origin[start:end])
        self._length += length

    def add_lines(self, start: int, end: int) -> None:
        """Add bytes ``start`` to ``end``, every ``\\r\\n`` as its ``\\n``."""
        at = start
        while True:
            carriage = self._origin.find(b"\r\n", at, end)
            if carriage < 0:
                break
            self.add(at, carriage)
            at = carriage + 1
        self.add(at, end)

    @property
    def text(self) -> bytes:
        return b"".join(self._parts)

    @property
    def mapping(self) -> Mapping:
        return Mapping(self._segments or [(0, 0, 0)])


def compose(inner: Mapping, outer: Mapping) -> Mapping:
    """Return the map from ``inner``'s derived text to ``outer``'s origin, where ``outer``'s derived text is ``inner``'s origin."""
    segments: list[tuple[int, int, int]] = []
    outer_segments = outer.segments
    for derived, middle, length in inner.segments:
        if not length:
            segments.append((derived, outer.start(middle), 0))
            continue
        index = max(bisect_right(outer_segments, middle, key=_start_of) - 1, 0)
        done = 0
        while done < length and index < len(outer_segments):
            begin, origin, size = outer_segments[index]
            skip = middle + done - begin
            take = min(size - skip, length - done)
            if skip >= 0 and take > 0:
                segments.append((derived + done, origin + skip, take))
                done += take
            index += 1
    return Mapping(segments or [(0, 0, 0)])


def _start_of(segment: tuple[int, int, int]) -> int:
    return segment[0]
