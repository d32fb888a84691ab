"""PSL807: a docker command in a loop eats the list that the loop reads."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.docker.commands import Command, Compose
from persistlint.rulekit import streams
from persistlint.rules.finding import Finding, Fix
from persistlint.rules.rule import Context, Rule
from persistlint.rules.topics import BACKUP
from persistlint.shell.invocation import Redirect
from persistlint.text.edits import Edit
from persistlint.text.spans import Span


class LoopInputConsumed(Rule):
    code = "PSL807"
    name = "loop-input-consumed"
    summary = "`-i` inside of `while read` eats the list: only the first item is done"
    severity = "warning"
    fix = "safe"
    fix_changes = ("interactive", "redirects", "shell")
    subject = Command
    needs = ("--interactive + repeated", "compose exec + repeated")
    topics = {BACKUP: 30}

    def check(self, command: Command, context: Context) -> Iterator[Finding]:
        # Compose attaches standard input to what it runs in a service, with or without ``-T``.
        by_itself = (
            isinstance(command, Compose) and command.verb == "compose exec" and command.detach is False
        )
        if (
            not (by_itself or streams.attached(command))
            or command.switch("interactive", by_itself) is not True
        ):
            return
        # docker refuses `-it` there (PSL806), podman reads on.
        if not by_itself and command.switch("tty") is not False and command.program == "docker":
            return
        source = streams.surroundings(command)
        if source is None:
            return
        # A program that reads for itself needs ``-i``: what it should read isn't ours to say.
        reads = any(map(streams.reads_input, streams.programs(command)))
        if by_itself and command.last("interactive") is None:
            yield self._of_compose(command, source, reads)
            return
        edits = [] if reads else streams.without_option(command, "interactive", context.sources)
        fixes = [Fix("Leave `-i` out", edits, safe=True)] if edits else []
        fixes += _empty_at_call(command, command.invocation.input_loop) if not reads else []
        yield self.finding(
            streams.option_place(command, "interactive"),
            f"`-i` hands the rest of {_list(source)} to {streams.called(command)}. The loop ends after its first round, and nothing says so. "
            "Leave `-i` out, or write `< /dev/null` behind the command.",
            identity=f"{command.verb} {streams.called(command)}",
            command=command,
            related=[(source.span, "the loop reads this")] if not isinstance(source, str) else None,
            fixes=fixes,
            topic=BACKUP.of(command),
        )

    def _of_compose(self, command: Command, source: Redirect | str, reads: bool) -> Finding:
        fix = Fix("Give it nothing to read", [Edit(command.span.at_end(), " < /dev/null")], safe=False)
        return self.finding(
            command.span,
            f"`docker compose exec` hands the rest of {_list(source)} to {streams.called(command)}. The loop ends after its first round, "
            "and nothing says so. Write `< /dev/null` behind the command.",
            identity=f"{command.verb} {streams.called(command)}",
            command=command,
            related=[(source.span, "the loop reads this")] if not isinstance(source, str) else None,
            fixes=[fix] if not reads and not command.invocation.via else None,
            topic=BACKUP.of(command),
        )


def _empty_at_call(command: Command, loop: Span | None) -> list[Fix]:
    """Offer an empty input at the call of the function that holds the command, where the call stands in the loop and the command doesn't."""
    if loop is None or loop.holds(command.span):
        return []
    for call in command.invocation.via:
        if loop.holds(call):
            # What else the function reads isn't known.
            edit = Edit(call.at_end(), " < /dev/null")
            return [Fix("Give the call an empty input", [edit], safe=False)]
    return []


def _list(source: object) -> str:
    return "the list" if isinstance(source, str) else streams.shown(source)  # type: ignore[arg-type]


RULE = LoopInputConsumed
