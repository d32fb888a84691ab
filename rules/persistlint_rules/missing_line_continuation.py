"""PSL222: a docker command ends early, and its next line is run as a command of its own."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from persistlint.docker.commands import Command, ContainerCreate
from persistlint.durability.model import HostCommand, Timeline
from persistlint.rulekit.edits import insert_lines_above, offer
from persistlint.rulekit.severed_lines import Cut, cut_between, cuts_of, starts_with_option
from persistlint.rules.demonstrations import has_gaps
from persistlint.rules.finding import Finding, Fix
from persistlint.rules.rule import Context, Rule
from persistlint.rules.topics import CONTAINER
from persistlint.shell.invocation import Invocation
from persistlint.text.edits import Edit


class MissingLineContinuation(Rule):
    code = "PSL222"
    name = "missing-line-continuation"
    summary = "a docker command ends early, and its next line, which starts with an option, is run as a command of its own"
    severity = "error"
    fix = "safe"
    fix_changes = ("commands",)
    subject = Timeline
    needs = ("severed option",)
    topics = {CONTAINER: 10}

    def check(self, timeline: Timeline, context: Context) -> Iterator[Finding]:
        for index, (command, following) in enumerate(pairwise(timeline.happenings)):
            if not isinstance(command, Command) or not isinstance(following, HostCommand):
                continue
            is_rest = starts_with_option(command, following.invocation)
            cut = cut_between(command.invocation, following.invocation, context) if is_rest else None
            if cut is None:
                continue
            cuts, whole = cuts_of(command, index, timeline, context)
            if context.language == "markdown" and (
                _is_synopsis(cuts, context) or not _lacks_the_rest(command, whole, cuts)
            ):
                continue
            shown = _shown(cut.second, context)
            line = context.sources.place(cut.second.span).line
            yield self.finding(
                cut.span,
                f"{cut.reason}, so the command ends here. `{shown}` on line {line} is run as a command of its own, and {_effect(command)}.",
                identity=f"{command.verb} {shown}",
                command=command,
                related=[(cut.second.span, "this is run as a command of its own")],
                fixes=_fixes(command, cuts, whole, context),
                topic=CONTAINER.of(command),
            )


def _is_synopsis(cuts: list[Cut], context: Context) -> bool:
    """Return whether a document explains options, each on a line of its own with what a reader writes there: nobody types these lines."""
    texts = [context.sources.text(cut.second.span) for cut in cuts if context.sources.knows(cut.second.span)]
    return bool(texts) and all(map(has_gaps, texts))


def _lacks_the_rest(command: Command, whole: Command, cuts: list[Cut]) -> bool:
    """Return whether a document's line is no command without the next ones, and is one with them. Below a whole command a page explains its options."""
    if not cuts or not cuts[0].reason.startswith("No `"):
        return True
    if whole.syntax_problems or not _is_refused(command):
        return False
    # Below `docker run` alone each line may explain an option, unless the last one brings what the command is about.
    last = cuts[-1].second.words
    return bool(command.options) or (len(cuts) > 1 and any(word is whole.operands[0] for word in last))


def _is_refused(command: Command) -> bool:
    return bool(command.syntax_problems) or (isinstance(command, ContainerCreate) and not _makes_one(command))


def _effect(command: Command) -> str:
    if command.invocation.redirects:
        # A form to fill in (`<directory>`) is a redirection to the shell: what docker makes of the rest depends on who fills it in.
        return "docker doesn't get it"
    return "docker refuses what is left" if _is_refused(command) else "docker runs without it"


def _shown(invocation: Invocation, context: Context) -> str:
    """Return the line for a message: its words, or as it is written where it has redirections."""
    words = [word.display() for word in invocation.words if word.display().strip()]
    if invocation.redirects and context.sources.knows(invocation.span):
        words = [word for word in context.sources.text(invocation.span).split() if word != "\\"]
    text = " ".join(words)
    return text if len(text) <= 60 else text[:59] + "…"


def _fixes(command: Command, cuts: list[Cut], whole: Command, context: Context) -> list[Fix]:
    """Join the lines, where that makes a command that docker takes, and of which the lost options are options."""
    words = [cut.second.words[0] for cut in cuts if starts_with_option(command, cut.second)]
    options = {id(use.word) for use in whole.options}
    if whole.syntax_problems or not whole.resolved or any(id(word) not in options for word in words):
        return []
    title = "Join the lines"
    edits: list[Edit | None] = [Edit(cut.gap, cut.text) for cut in cuts]
    comments = [comment for cut in cuts for comment in cut.comments]
    if comments:
        title += ", comments above"
        edits.insert(0, insert_lines_above(command, comments, context.sources))
    # A container that was made without the mounts has written elsewhere.
    lacks_mounts = (
        isinstance(command, ContainerCreate)
        and isinstance(whole, ContainerCreate)
        and _makes_one(command)
        and not command.remove
        and len(whole.mounts) > len(command.mounts)
    )
    if lacks_mounts:
        title += " (data of an existing container stays behind)"
    return offer(title, *edits, safe=not lacks_mounts)


def _makes_one(command: ContainerCreate) -> bool:
    """Return whether docker makes a container of the words before the cut. A blank or a backslash is no image."""
    return command.image is not None and command.image.raw.display().strip() not in ("", "\\")


RULE = MissingLineContinuation
