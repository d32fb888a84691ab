"""Edits to a document, applied together."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort

from persistlint.text.spans import Span


class Edit:
    """Replace what stands at ``span`` by ``text``; an empty span inserts.

    Several insertions at one place go together where they have the same ``heading``: the part of their texts that is written once (see ``joined``).
    """

    __slots__ = ("heading", "span", "text")

    def __init__(self, span: Span, text: str, heading: str | None = None) -> None:
        self.span = span
        self.text = text
        self.heading = heading


class PlacedEdit:
    """Replace bytes ``start`` to ``end`` of the document at ``path`` by ``text``. ``heading`` is that of its ``Edit``."""

    __slots__ = ("end", "heading", "path", "start", "text")

    def __init__(self, path: str, start: int, end: int, text: str, heading: str | None = None) -> None:
        self.path = path
        self.start = start
        self.end = end
        self.text = text
        self.heading = heading

    @property
    def lead(self) -> str:
        """Return what stands before the heading: it belongs to another place that happens to be the same one."""
        return self.text.partition(self.heading)[0] if self.heading else ""

    def joins(self, other: PlacedEdit) -> bool:
        """Return whether both edits, which begin at the same byte, insert under one heading."""
        return (
            self.heading is not None and self.heading == other.heading and self.start == self.end == other.end
        )


class TakenPlaces:
    """Places that edits touch, to be asked for many others."""

    __slots__ = ("_at", "_starts")

    def __init__(self) -> None:
        #: The starts of each document's edits, in order, and the edits that begin there.
        self._starts: dict[str, list[int]] = {}
        self._at: dict[tuple[str, int], list[PlacedEdit]] = {}

    def take(self, edits: list[PlacedEdit]) -> bool:
        """Take the places of the edits; return False, and take none, where one touches what another edit touches (two insertions at one place do)."""
        for number, edit in enumerate(edits):
            if not self._is_free(edit):
                for taken in edits[:number]:
                    self._give_back(taken)
                return False
            starts = self._starts.setdefault(edit.path, [])
            here = self._at.setdefault((edit.path, edit.start), [])
            if not here:
                insort(starts, edit.start)
            here.append(edit)
        return True

    def _is_free(self, edit: PlacedEdit) -> bool:
        here = self._at.get((edit.path, edit.start))
        if here and (not edit.joins(here[0]) or (edit.lead and any(other.lead for other in here))):
            return False
        starts = self._starts.get(edit.path, [])
        at = bisect_left(starts, edit.start)
        # The edits that are taken don't touch each other, so only the nearest on either side need a look.
        if at and self._at[edit.path, starts[at - 1]][0].end > edit.start:
            return False
        at = bisect_right(starts, edit.start, at)
        return at == len(starts) or starts[at] >= edit.end

    def _give_back(self, edit: PlacedEdit) -> None:
        here = self._at[edit.path, edit.start]
        here.remove(edit)
        if not here:
            self._starts[edit.path].remove(edit.start)


def with_line_ends(text: str, data: bytes, offset: int) -> str:
    """Return ``text`` with the line ends of ``data`` at ``offset``: those of the line there, of the last line those of the one before."""
    if "\n" not in text:
        return text
    end = data.find(b"\n", offset)
    if end < 0:
        end = data.rfind(b"\n", 0, offset)
    newline = "\r\n" if end > 0 and data[end - 1 : end] == b"\r" else "\n"
    return text.replace("\r\n", "\n").replace("\n", newline)


def joined(edits: list[PlacedEdit]) -> list[PlacedEdit]:
    """Return the edits with each place's insertions under one heading made one: what stands before the heading, the heading, each line of the others once."""
    if all(edit.heading is None for edit in edits):
        return edits
    whole: list[PlacedEdit] = []
    groups: dict[tuple[str, int, str], list[PlacedEdit]] = {}
    for edit in edits:
        if edit.heading is None:
            whole.append(edit)
        else:
            groups.setdefault((edit.path, edit.start, edit.heading), []).append(edit)
    for (path, start, heading), group in groups.items():
        entries: dict[str, None] = {}
        for edit in group:
            first, *lines = edit.text[len(edit.lead) + len(heading) :].replace("\r\n", "\n").split("\n")
            entries.update(dict.fromkeys([first, *(f"\n{line}" for line in lines)]))
        text = "".join(edit.lead for edit in group) + heading + "".join(entries)
        whole.append(PlacedEdit(path, start, start, text, heading))
    return whole


def apply_edits(data: bytes, edits: list[PlacedEdit]) -> bytes:
    """Return ``data`` with every edit made, each with the line ends of the place where it stands.

    Raises ValueError for edits that overlap and don't join.
    """
    pieces: list[bytes] = []
    done = 0
    for edit in sorted(joined(edits), key=lambda edit: (edit.start, edit.end)):
        if edit.start < done:
            raise ValueError("edits overlap")
        text = with_line_ends(edit.text, data, edit.start)
        pieces += (data[done : edit.start], text.encode("utf-8", "surrogateescape"))
        done = edit.end
    pieces.append(data[done:])
    return b"".join(pieces)
