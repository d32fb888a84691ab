"""PSL402: a container is used after ``--rm`` has removed it."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.docker.commands import (
    Command,
    ContainerCommit,
    ContainerCopy,
    ContainerExec,
    ContainerExport,
    ContainerSignal,
)
from persistlint.durability.model import Container, Refusal, Timeline
from persistlint.durability.transcripts import opens_shell
from persistlint.rulekit.edits import offer, remove_option
from persistlint.rulekit.lost_writes import is_tolerated
from persistlint.rulekit.phrases import label_of
from persistlint.rulekit.surroundings import comments_of, in_another_terminal, lead_of
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule
from persistlint.text.spans import Span

_USES = ("container start", "container restart", "container attach")


class RemovedContainerUsed(Rule):
    code = "PSL402"
    name = "removed-container-used"
    summary = "start, cp, exec or commit of a container that --rm has removed"
    severity = "error"
    fix = "unsafe"
    fix_changes = ("remove",)
    subject = Timeline
    needs = ("refusal",)

    def check(self, timeline: Timeline, context: Context) -> Iterator[Finding]:
        for refusal in timeline.refusals:
            container = refusal.cause
            command = refusal.command
            if not isinstance(container, Container) or not _uses_removed(refusal, container):
                continue
            if is_tolerated(command, timeline) or _may_still_run(container, command, context):
                continue
            if command.verb != "container start" and _is_server_in_foreground(container, context):
                continue
            finding = self._finding(container, command, context)
            if _is_left_open(container, context):
                finding.severity = "info"
                finding.message += " This is only a note: the shell may still be open."
            yield finding

    def _finding(self, container: Container, command: Command, context: Context) -> Finding:
        create = container.command
        when = "when its command ends"
        ended = container.destroyed_by
        related: list[tuple[Span, str]] = [(create.span, "made here, with `--rm`")]
        if ended is not None and ended.span != create.span:
            when = "when it stops"
            related.append((ended.span, f"gone from here on: {ended.event}"))
        title = f"Keep the container: leave `--rm` out (it must be removed with `docker rm` after `{command.verb}`)"
        return self.finding(
            command.span,
            f"`docker {command.verb.removeprefix('container ')}` finds no {label_of(container)}. `--rm` deletes it, with all that is in it, {when}. "
            "Leave `--rm` out, and remove the container when it is no longer needed.",
            identity=f"{label_of(container)} {command.verb}",
            command=command,
            related=related,
            fixes=offer(title, remove_option(create.last("rm"), context.sources)),
        )


def _may_still_run(container: Container, command: Command, context: Context) -> bool:
    """Return whether the shell in the container is still open, so that the command is typed in another terminal.

    A document shows lines that were typed inside and no `exit` behind them, or says itself where the command is typed. Commands are run only in a container that runs.
    """
    if not _is_left_open(container, context):
        return False
    if any(in_another_terminal(text) for text in (*comments_of(command, context), lead_of(command, context))):
        return True
    return bool(container.transcript) or isinstance(command, ContainerExec)


def _is_server_in_foreground(container: Container, context: Context) -> bool:
    """Return whether a document starts a server in the terminal: whoever reads on types the next command in another one while it runs.

    A shell is none, and what a command stops has ended.
    """
    create, ended = container.command, container.destroyed_by
    if context.language != "markdown" or create.detach or opens_shell(create, container):
        return False
    if ended is not None and ended.span != create.span:
        return False
    return bool(create.uses("publish") or create.uses("publish-all") or container.serves)


def _is_left_open(container: Container, context: Context) -> bool:
    """Return whether a document leaves the shell in the container open: it shows no `exit` behind what was typed inside."""
    if context.language != "markdown" or not opens_shell(container.command, container):
        return False
    inside = container.transcript
    return not inside or inside[-1].program not in ("exit", "logout")


def _uses_removed(refusal: Refusal, container: Container) -> bool:
    command = refusal.command
    if (
        refusal.reason != "the container is gone"
        or container.removal != "auto"
        or container.auto_remove is not True
    ):
        return False
    # Behind `||` the run may have failed, and an older container may be there.
    if command.invocation.certainty != "certain":
        return False
    if isinstance(command, ContainerSignal):
        return command.verb in _USES
    return isinstance(command, (ContainerCommit, ContainerCopy, ContainerExec, ContainerExport))


RULE = RemovedContainerUsed
