"""PSL409: a prune that removes volumes which hold data."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.docker.commands import OptionUse, Prune
from persistlint.rulekit.edits import offer, remove_option
from persistlint.rulekit.intent import clearing, perhaps_meant
from persistlint.rules.finding import Finding, Fix
from persistlint.rules.rule import Context, Rule

_NAMED = "Named volumes go too, with the data of every service that is down or being replaced right now."
_STOPPED = (
    "Stopped containers go first, so their data goes too. Before Docker 23 it also deletes named volumes."
)
_ANONYMOUS = "That is where an image with a VOLUME keeps its data, once its container was removed."
_TRUE = frozenset(("all=1", "all=t", "all=true", "all=T", "all=TRUE", "all=True"))


class VolumePrune(Rule):
    code = "PSL409"
    name = "volume-prune"
    summary = "a prune that removes volumes which hold data"
    severity = "warning"
    fix = "unsafe"
    fix_changes = ("all", "filters", "volumes")
    subject = Prune

    def check(self, command: Prune, context: Context) -> Iterator[Finding]:
        if not command.resolved or command.syntax_problems or _scoped(command):
            return
        of_system = command.verb == "system prune"
        if not (of_system and command.volumes is True) and command.verb != "volume prune":
            return
        every = command.last("volumes") if of_system else _all_option(command)
        if every is None and not of_system and command.force is not True:
            # The command asks first, and deletes only volumes without a name.
            return
        whole = command.program == "podman" or context.settings.engine_version < (23, 0)
        whole = whole or (every is not None and not of_system)
        kind = "every" if whole else "every anonymous"
        goes = _NAMED if whole else _STOPPED if of_system else _ANONYMOUS
        severity = "warning" if whole or of_system else "info"
        asks = command.force is not True
        reason = perhaps_meant(command, context, asks=asks) or clearing(command.invocation, context)
        yield self.finding(
            every,
            f"`{command.program} {command.verb}` deletes {kind} volume that no container uses at the moment. {goes} Remove volumes by name.",
            identity=f"{command.verb} all" if whole else command.verb,
            command=command,
            severity=severity,
            reason=reason if severity == "warning" else None,
            fixes=_fixes(command, every, context),
        )


def _all_option(command: Prune) -> OptionUse | None:
    """Return the option that makes a prune take named volumes too: ``--all``, or a filter."""
    filters = (use for use in command.uses("filter") if use.value is not None and use.value.text in _TRUE)
    return command.last("all") if command.all else next(filters, None)


def _scoped(command: Prune) -> bool:
    """Return whether a label, or an unknown filter, chooses the volumes."""
    return any(value.text is None or value.text.startswith("label=") for value in command.filters)


def _fixes(command: Prune, every: OptionUse | None, context: Context) -> list[Fix]:
    goal = (
        "Leave the volumes alone" if command.verb == "system prune" else "Spare the volumes that have a name"
    )
    flag = every.flag if every is not None else ""
    return offer(f"{goal}: leave `{flag}` out", remove_option(every, context.sources))


RULE = VolumePrune
