"""PSL421: ``docker rm`` of all containers."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.docker.commands import ContainerRemove, OtherCommand
from persistlint.durability.model import Timeline
from persistlint.durability.names import lists_all_containers
from persistlint.rulekit.intent import asked, plain, typed_by_hand
from persistlint.rulekit.listed import listed_by
from persistlint.rulekit.throw_away import throw_away_file
from persistlint.rules.finding import Finding, Fix
from persistlint.rules.rule import Context, Rule
from persistlint.rules.topics import REMOVAL
from persistlint.text.edits import Edit


class AllContainersRemoval(Rule):
    code = "PSL421"
    name = "all-containers-removal"
    summary = "docker rm of all containers: their layers go, and with -v their anonymous volumes"
    severity = "warning"
    fix = "unsafe"
    fix_changes = ("commands",)
    subject = ContainerRemove
    needs = ("removal of a list",)
    topics = {REMOVAL: 30}

    def check(self, command: ContainerRemove, context: Context) -> Iterator[Finding]:
        if command.syntax_problems or not (
            _every(command, context.timeline) or _one_by_one(command, context)
        ):
            return
        severity = "warning" if command.volumes is True else "info"
        reason = throw_away_file(context) or typed_by_hand(context)
        if reason is None and asked(command.invocation):
            reason = "somebody is asked before"
        if reason is None and command.invocation.certainty == "possible":
            reason = "it depends on the command before it"
        which = "all containers of this engine" if command.force else "all stopped containers of this engine"
        message = f"`{command.program} rm` removes {which}, of other projects too, with what is in their own layers."
        if command.volumes is True:
            message += " `-v` deletes their anonymous volumes, in which images with a VOLUME keep their data."
        else:
            message += " Their anonymous volumes are left behind, and nothing leads to them any more."
        message += " Remove containers by name."
        fixes = []
        if plain(command):
            title = "Remove only the stopped containers, and no volumes"
            program = command.invocation.words[0].text or command.program
            fixes.append(Fix(title, [Edit(command.span, f"{program} container prune -f")], safe=False))
        yield self.finding(
            command.span,
            message,
            identity="every container",
            command=command,
            severity=severity,
            reason=reason if severity == "warning" else None,
            fixes=fixes,
            topic=REMOVAL.of(command),
        )


def _every(command: ContainerRemove, timeline: Timeline) -> bool:
    if any(lists_all_containers(name) for name in command.containers):
        return True
    stage = command.invocation.stage
    if "xargs" not in command.invocation.wrappers or stage is None or stage.count != 2 or stage.position != 1:
        return False
    place = timeline.place_of(command)
    before = timeline.happenings[place - 1] if place > 0 else None
    return isinstance(before, OtherCommand) and before.invocation.piped_out and _lists_all(before)


def _one_by_one(command: ContainerRemove, context: Context) -> bool:
    """Return whether a loop removes the containers one by one."""
    listing = listed_by(command.containers[0], command, context) if len(command.containers) == 1 else None
    return listing is not None and _lists_all(listing)


def _lists_all(listing: OtherCommand) -> bool:
    options = {use.name for use in listing.options}
    everything = options <= {"all", "quiet", "no-trunc"} and {"all", "quiet"} <= options
    return listing.verb == "container ls" and listing.resolved and everything


RULE = AllContainersRemoval
