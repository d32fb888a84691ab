"""PSL802: input for a container that doesn't listen."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.docker.commands import Command, ContainerExec
from persistlint.rulekit import streams
from persistlint.rulekit.phrases import as_written
from persistlint.rules.finding import Finding, Fix
from persistlint.rules.rule import Context, Rule
from persistlint.rules.topics import BACKUP


class MissingInteractive(Rule):
    code = "PSL802"
    name = "missing-interactive"
    summary = "input is fed to a run or exec without `-i`: nothing is read, and it succeeds"
    severity = "error"
    fix = "safe"
    fix_changes = ("interactive",)
    subject = Command
    needs = ("unread input",)
    topics = {BACKUP: 40}

    def check(self, command: Command, context: Context) -> Iterator[Finding]:
        source = streams.fed(command)
        if source is None or not streams.attached(command) or not command.resolved:
            return
        if command.switch("interactive") is not False or command.uses("attach") or command.syntax_problems:
            # What the client refuses reads nothing in any case.
            return
        if streams.fed_directly(command):
            if not streams.may_listen(command, piped=isinstance(source, str)):
                return
        elif not any(map(streams.reads_input, streams.programs(command))):
            # It is fed by what stands around it, and another command there may be meant.
            return
        others = streams.readers_beside(command, context)
        if streams.read_on_host(command, context) or any(
            reader_beside.switch("interactive") for reader_beside in others
        ):
            # The input is meant for another command.
            return
        # Of several that would read, the first one takes all of it.
        edits = streams.with_interactive(command, context.sources) if not others else []
        reader = streams.called(command)
        if isinstance(command, ContainerExec) and command.container is not None:
            reader += f" in `{as_written(command.container)}`"
        verb = command.verb.rpartition(" ")[2]
        yield self.finding(
            streams.verb_span(command),
            f"{reader} reads nothing of {streams.shown(source)}. Without `-i` its standard input is empty, and it ends as if all was well. "
            f"Write `{command.program} {verb} -i`.",
            identity=f"{verb} {reader}",
            command=command,
            related=[(source.span, "this is never read")] if not isinstance(source, str) else None,
            fixes=[Fix("Attach standard input with `-i`", edits, safe=True)] if edits else None,
            topic=BACKUP.of(command),
        )


RULE = MissingInteractive
