"""PSL107: in a document, a line typed inside an interactive container writes to an unmounted path."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.durability.model import Container, Read, Timeline, Write
from persistlint.durability.paths import is_below
from persistlint.rulekit.lost_writes import (
    keep,
    keeping_fixes,
    lost_by_container,
    reads_in_vain,
    used_again,
)
from persistlint.rulekit.phrases import as_written, end_of
from persistlint.rulekit.throw_away import throw_away
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule
from persistlint.rules.topics import WRITE
from persistlint.text.spans import Span

_SEVERITIES = {"result": "warning", "data": "info"}


class TranscriptWrite(Rule):
    code = "PSL107"
    name = "transcript-write"
    summary = "in a document, a line typed inside an interactive container writes to a path that nothing is mounted on"
    severity = "warning"
    fix = "unsafe"
    fix_changes = ("mounts", "command")
    subject = Timeline
    needs = ("transcript write",)
    topics = {WRITE: 40}

    def check(self, thing: Timeline, context: Context) -> Iterator[Finding]:
        for container, writes in lost_by_container(thing, "transcript"):
            worth = [write for write in writes if write.rank in _SEVERITIES and write.target.pieces]
            worth = [write for write in worth if not _used_up(write, thing)]
            if not worth or _goes_on(container, worth[-1], thing):
                continue
            yield self._finding(*_told(worth, thing), context)

    def _finding(self, write: Write, reads: list[Read], more: int, context: Context) -> Finding:
        container = write.container
        assert container is not None
        reason = throw_away(container, context)
        path = as_written(write.target)
        what = (
            f"`{path}` and {more} more {'path' if more == 1 else 'paths'} stay" if more else f"`{path}` stays"
        )
        message = (
            f"{what} inside the container in which this is typed: {end_of(write, context)}; {keep(write)}"
        )
        related: list[tuple[Span, str]] = [(container.command.span, "nothing is mounted there here")]
        related += [(read.span, "looked for in vain here, in another container") for read in reads]
        return self.finding(
            write.span,
            message,
            identity=f"{container.label} {path}",
            severity=_SEVERITIES[write.rank],
            reason=reason,
            related=related,
            fixes=keeping_fixes(write, context),
            topic=WRITE.of(write),
        )


def _goes_on(container: Container, write: Write, timeline: Timeline) -> bool:
    """Return whether the container stays when its shell ends, and is used again after the write."""
    if container.auto_remove is not False or write.command is None:
        return False
    return used_again(container, timeline, write.command, perhaps=True) is not None


#: Programs with which a person looks at what was written.
_VIEWER_NAMES = "cat head tail less more grep ls stat du df wc file md5sum sha256sum chmod chown diff nano vi vim echo test ["
_VIEWERS = frozenset(_VIEWER_NAMES.split())


def _used_up(write: Write, timeline: Timeline) -> bool:
    """Return whether a later line of the session uses the file up: installs, unpacks, runs or builds it."""
    path = write.target.text
    return path is not None and any(
        read.container is write.container
        and read.how == "transcript"
        and read.sequence > write.sequence
        and read.by not in _VIEWERS
        and (read.target == path or (write.directory and is_below(read.target, path)))
        for read in timeline.reads
    )


def _told(writes: list[Write], timeline: Timeline) -> tuple[Write, list[Read], int]:
    """Return the write of a session to report, the reads that look for it in vain, and the number of other paths."""
    chosen, reads = None, []
    for write in writes:
        found = list(reads_in_vain(write, timeline))
        if found and chosen is None:
            chosen, reads = write, found
    if chosen is None:
        chosen = next((write for write in writes if write.rank == "result"), writes[0])
    others = {write.target.identity() for write in writes} - {chosen.target.identity()}
    return chosen, reads, len(others)


RULE = TranscriptWrite
