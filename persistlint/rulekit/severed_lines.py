"""Commands that a line end cuts in two: where the cut is, what an author overlooked there, and what the command would be without it."""

from __future__ import annotations

from persistlint.docker.option_table import spells_option
from persistlint.docker.understand import joined
from persistlint.durability.model import HostCommand
from persistlint.text.regex import regex
from persistlint.text.spans import Span, document_anchor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.docker.commands import Command
    from persistlint.durability.model import Timeline
    from persistlint.rules.rule import Context
    from persistlint.shell.invocation import Invocation

#: What may stand between two lines that were meant to be one command: the rest of the first line, then empty lines and comments.
_BETWEEN = regex(
    rb"(?P<blanks>[ \t]*)(?P<mark>\\(?P<after>[ \t]+)?)?(?P<comment>#[^\r\n]*)?\r?\n"
    rb"(?P<lines>(?:[ \t]*(?:#[^\r\n]*)?\r?\n)*)(?P<indentation>[ \t]*)"
)
_COMMENT = regex(rb"[ \t]*(#[^\r\n]*)")


class Cut:
    """A place where a command was cut in two: ``second`` is what became a command of its own.

    ``span`` is what is wrong there, ``reason`` says it. ``gap`` is everything between the two, to be replaced by ``text``; ``comments`` are the comments in it.
    """

    __slots__ = ("comments", "gap", "reason", "second", "span", "text")

    def __init__(
        self, second: Invocation, span: Span, reason: str, gap: Span, text: str, comments: list[bytes]
    ) -> None:
        self.second = second
        self.span = span
        self.reason = reason
        self.gap = gap
        self.text = text
        self.comments = comments


def starts_with_option(command: Command, invocation: Invocation) -> bool:
    """Return whether another command begins with an option of this one, as nothing but the rest of a line does."""
    word = invocation.words[0] if invocation.words else None
    if word is None or word.opaque or not command.verb:
        return False
    return spells_option(word.value.marked(), command.verb, command.program)


def cut_between(first: Invocation, second: Invocation, context: Context) -> Cut | None:
    """Return the cut between two commands, None unless only what an author overlooks stands between them."""
    words = [
        word for word in first.words if word.span is not None and (word.text is None or word.text.strip())
    ]
    # Behind "..." the author goes on with the lines that matter.
    last = words[-1].span if words and not words[-1].ellipsis else None
    start = second.words[0].span if second.words else None
    if last is None or start is None or not context.sources.knows(last) or not context.sources.knows(start):
        return None
    if first.redirects and first.span.anchor == last.anchor:
        last = Span(last.anchor, last.start, max(last.end, first.span.end))
    end_place, start_place = context.sources.place(last), context.sources.place(start)
    if end_place.document is not start_place.document or start_place.start < end_place.end:
        return None
    between = _BETWEEN.fullmatch(end_place.document.data, end_place.end, start_place.start)
    if between is None:
        return None
    anchor = document_anchor(end_place.document.path)
    comments = [between["comment"]] if between["comment"] else []
    comments += _COMMENT.findall(between["lines"])
    span = last
    if between["comment"]:
        span = Span(anchor, *between.span("comment"))
        reason = "After this comment no line can go on"
    elif between["after"]:
        span = Span(anchor, *between.span("mark"))
        reason = "A blank stands after the `\\`"
    elif not between["mark"] and words[-1].text == "\\":
        reason = f"`{context.sources.text(last)}` is a backslash to the shell, and continues no line"
    elif not between["mark"]:
        if between["lines"] and context.language == "markdown":
            # A page explains the option further down.
            return None
        reason = "No `\\` ends this line"
    elif comments:
        at = between.start("lines") + between["lines"].index(b"#")
        span = Span(anchor, at, at + len(comments[0]))
        reason = "A comment can't stand between the lines of a command"
    elif between["lines"]:
        reason = "An empty line follows the `\\`"
    else:
        return None
    blanks = between["blanks"].decode() if between["mark"] and between["blanks"] else " "
    text = f"{blanks}\\\n{between['indentation'].decode()}"
    return Cut(second, span, reason, Span(anchor, end_place.end, start_place.start), text, comments)


def cuts_of(command: Command, index: int, timeline: Timeline, context: Context) -> tuple[list[Cut], Command]:
    """Return the cuts of the command, and the command that it would be without them."""
    cuts: list[Cut] = []
    first = command.invocation
    for at in range(index + 1, len(timeline.happenings)):
        happening = timeline.happenings[at]
        if not isinstance(happening, HostCommand):
            break
        second = happening.invocation
        if not starts_with_option(command, second) and not _lacks_operand(_whole(command, cuts, context)):
            break
        cut = cut_between(first, second, context)
        if cut is None:
            break
        cuts.append(cut)
        first = second
    return cuts, _whole(command, cuts, context)


def _whole(command: Command, cuts: list[Cut], context: Context) -> Command:
    """Return the command that it would be without the cuts."""
    return joined(command, [cut.second for cut in cuts], context.settings.client_version)


def _lacks_operand(command: Command) -> bool:
    return any(problem.kind == "missing-operand" for problem in command.syntax_problems)
