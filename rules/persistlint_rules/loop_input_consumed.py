"""PSL807: a docker command in a loop eats the list that the loop reads."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.docker.commands import Command, Compose
from persistlint.rulekit import streams
from persistlint.rulekit.edits import offer
from persistlint.rules.finding import Finding, Fix
from persistlint.rules.rule import Context, Rule
from persistlint.rules.topics import BACKUP
from persistlint.text.edits import Edit
from persistlint.text.spans import Span

_NOTHING = " < /dev/null"


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
        source = streams.surroundings(command)
        if source is None or not (by_itself or streams.attached(command)):
            return
        # docker refuses `-it` there (PSL806), podman reads on.
        has_terminal = not by_itself and command.switch("tty") is not False and command.program == "docker"
        if has_terminal or command.switch("interactive", by_itself) is not True:
            return
        # A program that reads its input needs ``-i``. Which input it should get isn't known.
        reads = any(map(streams.reads_input, streams.programs(command)))
        opens = by_itself and command.last("interactive") is None
        program = streams.called(command)
        yield self.finding(
            command.span if opens else streams.option_place(command, "interactive"),
            f"{'`docker compose exec`' if opens else '`-i`'} hands the rest of {_list(source)} to {program}. The loop ends after its first round, "
            f"and nothing says so. {'Write' if opens else 'Leave `-i` out, or write'} `< /dev/null` behind the command.",
            identity=f"{command.verb} {program}",
            command=command,
            related=[(source.span, "the loop reads this")] if not isinstance(source, str) else None,
            fixes=_fixes(command, opens, context) if not reads else None,
            topic=BACKUP.of(command),
        )


def _fixes(command: Command, opens: bool, context: Context) -> list[Fix]:
    """Return the fixes that leave nothing to read. ``opens`` says that the command attaches its input without an option."""
    if opens:
        edit = Edit(command.span.at_end(), _NOTHING) if not command.invocation.via else None
        return offer("Give it nothing to read", edit)
    edits = streams.without_option(command, "interactive", context.sources)
    return offer("Leave `-i` out", *edits, safe=True) + _empty_at_call(command, command.invocation.input_loop)


def _empty_at_call(command: Command, loop: Span | None) -> list[Fix]:
    """Offer an empty input at the call of the function that holds the command, where the call stands in the loop and the command doesn't."""
    if loop is None or loop.holds(command.span):
        return []
    for call in command.invocation.via:
        if loop.holds(call):
            # What else the function reads isn't known.
            return offer("Give the call an empty input", Edit(call.at_end(), _NOTHING))
    return []


def _list(source: object) -> str:
    return "the list" if isinstance(source, str) else streams.shown(source)  # type: ignore[arg-type]


RULE = LoopInputConsumed
