"""PSL901: a docker command whose shell text cannot be parsed."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.rulekit.surroundings import tagged_as_shell
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule
from persistlint.shell.invocation import NotUnderstood


class UnreadableCommand(Rule):
    code = "PSL901"
    name = "unreadable-command"
    summary = "a docker command whose shell text cannot be parsed"
    severity = "warning"
    subject = NotUnderstood

    def check(self, command: NotUnderstood, context: Context) -> Iterator[Finding]:
        yield self.finding(
            command.span,
            f"What begins here has no end ({command.reason}). The shell runs no docker command in it."
            if command.unclosed
            else f"The shell text here can't be read ({command.reason}). The docker command in it is not checked.",
            identity=command.reason,
            # A block without a tag may be no shell text at all.
            severity="info"
            if command.harmless or tagged_as_shell(command.span, context) is False
            else "warning",
        )


RULE = UnreadableCommand
