"""PSL103: a later container reads what an earlier one wrote into its own layer."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.durability.model import Read, Timeline, Write
from persistlint.rulekit.lost_writes import (
    directory_of,
    keeping_fixes,
    missed_reads,
    stands,
)
from persistlint.rulekit.phrases import as_written, destroyed_here
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule
from persistlint.rules.topics import WRITE
from persistlint.text.spans import Span


class LostBeforeRead(Rule):
    code = "PSL103"
    name = "lost-before-read"
    summary = "a later container reads what an earlier one wrote into its own layer"
    severity = "error"
    warns_in_documents = False
    fix = "unsafe"
    fix_changes = ("mounts", "command")
    subject = Timeline
    needs = ("read",)
    topics = {WRITE: 10}

    def check(self, timeline: Timeline, context: Context) -> Iterator[Finding]:
        by_write: dict[str, tuple[Write, list[Read]]] = {}
        for read, write in missed_reads(timeline, context.language):
            by_write.setdefault(write.id, (write, []))[1].append(read)
        for write, reads in by_write.values():
            yield self._finding(write, reads, context)

    def _finding(self, write: Write, reads: list[Read], context: Context) -> Finding:
        container = write.container
        assert container is not None
        path = as_written(write.target)
        message = f"`{path}` is written in one container and read in another"
        place = reads[0].command.span
        if context.sources.knows(place):
            message += f" (line {context.sources.place(place).line})"
        directory = directory_of(write)
        where = f"on `{directory}`" if directory is not None else "where it is written"
        related: list[tuple[Span, str]] = [
            (read.command.span, "looked for in vain here, in another container") for read in reads
        ]
        related += destroyed_here(write)
        return self.finding(
            stands(write),
            f"{message}, which doesn't have it. Mount one volume {where} in both.",
            identity=f"{container.label} {path}",
            command=container.command if write.how == "run" else write.command,
            related=related,
            fixes=keeping_fixes(write, context, *dict.fromkeys(read.container for read in reads)),
            topic=WRITE.of(write),
        )


RULE = LostBeforeRead
