"""PSL107: in a document, a line typed inside an interactive container writes to an unmounted path."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.durability.model import Container, Timeline, Write
from persistlint.durability.paths import is_below
from persistlint.rulekit.later_use import VIEWERS
from persistlint.rulekit.lost_writes import reads_in_vain, used_again
from persistlint.rulekit.throw_away import throw_away
from persistlint.rulekit.unmounted_writes import UnmountedWrites, in_vain
from persistlint.rules.rule import Context
from persistlint.text.spans import Span


class TranscriptWrite(UnmountedWrites):
    code = "PSL107"
    name = "transcript-write"
    summary = "in a document, a line typed inside an interactive container writes to a path that nothing is mounted on"
    severity = "info"
    warns_in_documents = False
    fix = "unsafe"
    fix_changes = ("mounts", "command")
    needs = ("transcript write",)
    how = "transcript"

    def where(self, container: Container) -> str:
        return "inside the container in which this is typed"

    def meant_to_last(self, writes: list[Write], container: Container, timeline: Timeline) -> list[Write]:
        worth = [write for write in writes if not _is_used_up(write, timeline)]
        return worth if worth and not _goes_on(container, worth[-1], timeline) else []

    def only_a_note(self, write: Write, container: Container, context: Context) -> str | None:
        return throw_away(container, context)

    def told(self, writes: list[Write], timeline: Timeline) -> Iterator[tuple[Write, int]]:
        # One of a session: what another container looks for in vain, else a result, else the first.
        for wanted in (
            lambda write: any(reads_in_vain(write, timeline)),
            lambda write: write.rank == "result",
            lambda write: True,
        ):
            chosen = next(filter(wanted, writes), None)
            if chosen is not None:
                others = {write.target.identity() for write in writes} - {chosen.target.identity()}
                yield chosen, len(others)
                return

    def command_of(self, write: Write, container: Container) -> None:
        return None

    def related(self, write: Write, container: Container, timeline: Timeline) -> list[tuple[Span, str]]:
        return [(container.command.span, "nothing is mounted there here"), *in_vain(write, timeline)]


def _goes_on(container: Container, write: Write, timeline: Timeline) -> bool:
    """Return whether the container stays when its shell ends, and is used again after the write."""
    if container.auto_remove is not False or write.command is None:
        return False
    return used_again(container, timeline, write.command, perhaps=True) is not None


def _is_used_up(write: Write, timeline: Timeline) -> bool:
    """Return whether a later line of the session uses the file up: installs, unpacks, runs or builds it."""
    path = write.target.text
    return path is not None and any(
        read.container is write.container
        and read.how == "transcript"
        and read.sequence > write.sequence
        and read.by not in VIEWERS
        and (read.target == path or (write.directory and is_below(read.target, path)))
        for read in timeline.reads
    )


RULE = TranscriptWrite
