"""Starts of programs in containers, to be found by the image and the program."""

from __future__ import annotations

from bisect import bisect_right

from persistlint.durability.paths import base_name
from persistlint.durability.state import image_key

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from persistlint.docker.image_reference import ImageReference
    from persistlint.durability.model import Timeline
    from persistlint.text.spans import Span


class ProgramStarts:
    """Places at which containers that install nothing start programs, by program."""

    __slots__ = ("_starts",)

    def __init__(self, timeline: Timeline) -> None:
        #: By image and program, in order: the command's place, the program's number in its container, and where it stands.
        self._starts: dict[tuple[object, str], list[tuple[int, int, Span]]] = {}
        installing = {id(write.container) for write in timeline.writes if write.rank == "install"}
        for container in timeline.containers:
            command = container.command
            if id(container) in installing or command.image is None:
                continue
            programs: list[tuple[str, Span]] = []
            if command.command and command.entrypoint is None:
                word = command.command[0]
                programs.append((base_name(word.text or ""), word.span or command.span))
            programs += [(invocation.program, invocation.span) for invocation in container.transcript]
            place = timeline.place_of(command)
            for number, (program, span) in enumerate(programs):
                if len(program) > 1:
                    key = (image_key(command.image), program)
                    self._starts.setdefault(key, []).append((place, number, span))
        for starts in self._starts.values():
            starts.sort(key=lambda start: start[:2])

    def first_after(self, place: int, image: ImageReference, programs: Iterable[str]) -> Span | None:
        """Return where the first of the programs stands that a container of the image starts behind ``place`` in the happenings."""
        later: list[tuple[int, int, Span]] = []
        for program in programs:
            starts = self._starts.get((image_key(image), program), [])
            at = bisect_right(starts, place, key=lambda start: start[0])
            later += starts[at : at + 1]
        return min(later, key=lambda start: start[:2])[2] if later else None
