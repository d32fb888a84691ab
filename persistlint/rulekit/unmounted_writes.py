"""Writes to unmounted paths: the base of the rules about them, which differ in how a container is written to, and in what they say of it."""

from __future__ import annotations

from persistlint.durability.model import Timeline
from persistlint.rulekit.lost_writes import (
    SEVERITIES,
    directory_of,
    keep,
    keeping_fixes,
    lost_by_container,
    reads_in_vain,
    stands,
)
from persistlint.rulekit.phrases import as_written, destroyed_here, end_of
from persistlint.rulekit.throw_away import throw_away
from persistlint.rules.rule import Rule
from persistlint.rules.topics import WRITE
from persistlint.shell.values import Literal
from persistlint.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import ClassVar

    from persistlint.docker.commands import Command
    from persistlint.durability.model import Container, Write
    from persistlint.rules.finding import Finding
    from persistlint.rules.rule import Context
    from persistlint.text.spans import Span


class UnmountedWrites(Rule):
    """A rule about what is written inside a container, below no mount, and lost with the container.

    A rule of this kind says ``how`` the container is written to, and where that is. What else differs it says by its own methods.
    """

    subject = Timeline
    topics = {WRITE: 40}
    #: How: "run", "exec" or "transcript".
    how: ClassVar[str]

    def check(self, timeline: Timeline, context: Context) -> Iterator[Finding]:
        for container, writes in lost_by_container(timeline, self.how):
            worth = [write for write in writes if _is_path(write, context)]
            worth = self.meant_to_last(worth, container, timeline)
            for write, more in self.told(worth, timeline):
                yield self._about(write, container, more, context)

    def _about(self, write: Write, container: Container, more: int, context: Context) -> Finding:
        many = more > 0
        stays = f"and {more} more {'path' if more == 1 else 'paths'} stay" if many else "stays"
        return self.finding(
            stands(write),
            f"`{as_written(write.target)}` {stays} {self.where(container)}. {end_of(write, context, many=many)} {keep(write, many=many)}",
            identity=f"{container.label} {write.target.display()}",
            command=self.command_of(write, container),
            severity=SEVERITIES[write.rank],
            reason=self.only_a_note(write, container, context),
            related=self.related(write, container, context.timeline),
            fixes=keeping_fixes(write, context) if self.fix else [],
            topic=WRITE.of(write),
        )

    def where(self, container: Container) -> str:
        """Return where the files are, for the message."""
        return "inside the container"

    def meant_to_last(self, writes: list[Write], container: Container, timeline: Timeline) -> list[Write]:
        """Return those of the writes that are meant to last."""
        return writes

    def only_a_note(self, write: Write, container: Container, context: Context) -> str | None:
        """Return why what is said about the write is only a note; None where it isn't."""
        reason = throw_away(container, context) or _unseen(container, context.timeline)
        return reason or ("an empty file is a mark for what comes next" if write.by == "touch" else None)

    def told(self, writes: list[Write], timeline: Timeline) -> Iterator[tuple[Write, int]]:
        """Yield the writes that are told of one container, each with the number of paths that it stands for besides its own."""
        return _one_a_place(writes)

    def command_of(self, write: Write, container: Container) -> Command | None:
        """Return the docker command that the finding is about."""
        return write.command

    def related(self, write: Write, container: Container, timeline: Timeline) -> list[tuple[Span, str]]:
        """Return the related places: who looks for the file, and what destroys it."""
        return [*in_vain(write, timeline), *destroyed_here(write)]


def _is_path(write: Write, context: Context) -> bool:
    """Return whether what is written is worth a word, and the path is one that the author meant: no variable before its first slash is empty here."""
    pieces = write.target.pieces
    if write.rank not in SEVERITIES or not pieces:
        return False
    first = pieces[0]
    span = first.span if isinstance(first, Literal) and first.text.startswith("/") else None
    if span is None or not context.sources.knows(span):
        return True
    place = context.sources.place(span)
    return (
        _VARIABLE_BEFORE.search(place.document.data[max(0, place.start - _LONGEST_NAME) : place.start])
        is None
    )


#: A variable that ends where the path begins, also behind its closing quote.
_VARIABLE_BEFORE = regex(rb"\$(?:\{[A-Za-z_]\w*\}|[A-Za-z_]\w*)\"?\Z")
_LONGEST_NAME = 80


def in_vain(write: Write, timeline: Timeline) -> list[tuple[Span, str]]:
    """Return the places at which other containers look for the file."""
    reads = reads_in_vain(write, timeline)
    return [(read.span, "looked for in vain here, in another container") for read in reads]


def _unseen(container: Container, timeline: Timeline) -> str | None:
    """Return words for an event that may copy data out of a container without the text showing it, None without one."""
    if container.auto_remove and not container.command.detach:
        return None
    gap = timeline.gap_between(container.command, None)
    return f"not followed: {gap.reason}" if gap is not None else None


def _one_a_place(writes: list[Write]) -> Iterator[tuple[Write, int]]:
    """Yield one write for each directory, with the number of the others there: the last result, else the last write."""
    places: dict[str, list[Write]] = {}
    for write in writes:
        places.setdefault(directory_of(write) or "", []).append(write)
    results = any(write.rank == "result" for write in writes)
    for together in places.values():
        main = next((write for write in reversed(together) if write.rank == "result"), None)
        if main is None and results:
            # Files that are written on the way to a result aren't told.
            continue
        chosen = main or together[-1]
        others = {write.target.identity() for write in together} - {chosen.target.identity()}
        yield chosen, len(others)
