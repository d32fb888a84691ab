"""PSL806: a terminal is asked for where a file is the input."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.docker.commands import Command
from persistlint.rulekit import streams
from persistlint.rules.finding import Finding, Fix
from persistlint.rules.rule import Context, Rule
from persistlint.rules.topics import BACKUP


class TtyOnRedirectedInput(Rule):
    code = "PSL806"
    name = "tty-on-redirected-input"
    summary = "`-it` with a file, a here-document or a pipe as input: docker refuses, and nothing is read"
    severity = "error"
    fix = "safe"
    fix_changes = ("tty",)
    subject = Command
    needs = ("--tty",)
    topics = {BACKUP: 10}

    def check(self, command: Command, context: Context) -> Iterator[Finding]:
        # podman only warns.
        if command.program != "docker" or not streams.attached(command) or streams.has_terminal(command):
            return
        if command.switch("tty") is not True or command.switch("interactive") is not True:
            return
        fed = streams.fed(command)
        source = fed or streams.surroundings(command)
        if source is None:
            return
        # In a loop the command would then eat the loop's input, and beside others what they read.
        alone = fed is not None and not streams.readers_beside(command, context)
        edits = streams.without_option(command, "tty", context.sources) if alone else []
        yield self.finding(
            streams.option_place(command, "tty"),
            f'`-t` wants a terminal, and {streams.shown(source)} is none. Docker refuses that ("the input device is not a TTY"), '
            f"and {streams.called(command)} gets nothing. Leave `-t` out.",
            identity=f"{command.verb} {streams.called(command)}",
            command=command,
            related=[(source.span, "the input comes from here")] if not isinstance(source, str) else None,
            fixes=[Fix("Leave `-t` out", edits, safe=True)] if edits else None,
            topic=BACKUP.of(command),
        )


RULE = TtyOnRedirectedInput
