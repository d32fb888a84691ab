"""PSL421: ``docker rm`` of all containers."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.docker.commands import ContainerRemove, OtherCommand
from persistlint.durability.names import lists_all_containers
from persistlint.rulekit.edits import offer
from persistlint.rulekit.intent import clearing, perhaps_meant, plain
from persistlint.rulekit.listed import only_one_listed, piped_to
from persistlint.rules.finding import Finding
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
        if command.syntax_problems or not _takes_all(command, context):
            return
        which = "all containers of this engine" if command.force else "all stopped containers of this engine"
        message = f"`{command.program} rm` removes {which}, of other projects too, with what is in their own layers."
        if command.volumes is True:
            message += " `-v` deletes their anonymous volumes, in which images with a VOLUME keep their data."
        else:
            message += " Their anonymous volumes are left behind, and nothing leads to them any more."
        message += " Remove containers by name."
        program = command.invocation.words[0].text or command.program
        edit = Edit(command.span, f"{program} container prune -f") if plain(command) else None
        yield self.finding(
            command.span,
            message,
            identity="every container",
            command=command,
            severity="warning" if command.volumes is True else "info",
            reason=(perhaps_meant(command, context) or clearing(command.invocation, context))
            if command.volumes is True
            else None,
            fixes=offer("Remove only the stopped containers, and no volumes", edit),
            topic=REMOVAL.of(command),
        )


def _takes_all(command: ContainerRemove, context: Context) -> bool:
    """Return whether the command is given every container of a listing: as its words, by ``xargs``, or one by one in a loop."""
    if command.switch("all") is True:
        # Podman's own word for it.
        return not command.uses("filter")
    names = command.containers
    listing = piped_to(command, context.timeline) or only_one_listed(names, command, context)
    return any(map(lists_all_containers, names)) or (listing is not None and _lists_all(listing))


def _lists_all(listing: OtherCommand) -> bool:
    options = {use.name for use in listing.options}
    everything = options <= {"all", "quiet", "no-trunc"} and {"all", "quiet"} <= options
    return listing.verb == "container ls" and listing.resolved and everything


RULE = AllContainersRemoval
