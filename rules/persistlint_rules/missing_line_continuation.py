"""PSL222: a docker command ends early, and its next line is run as a command of its own."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.docker.commands import Command, ContainerCreate
from persistlint.docker.option_table import spells_option
from persistlint.docker.understand import joined
from persistlint.durability.model import HostCommand, Timeline
from persistlint.rules.finding import Finding, Fix
from persistlint.rules.rule import Context, Rule
from persistlint.rules.topics import CONTAINER
from persistlint.shell.invocation import Invocation
from persistlint.text.document import Document
from persistlint.text.edits import Edit
from persistlint.text.regex import regex
from persistlint.text.spans import Span, document_anchor

#: What may stand between two lines that were meant to be one command: the rest of the first line, then empty lines and comments.
_BETWEEN = regex(
    rb"(?P<blanks>[ \t]*)(?P<mark>\\(?P<after>[ \t]+)?)?(?P<comment>#[^\r\n]*)?\r?\n"
    rb"(?P<lines>(?:[ \t]*(?:#[^\r\n]*)?\r?\n)*)(?P<indentation>[ \t]*)"
)
_COMMENT = regex(rb"[ \t]*(#[^\r\n]*)")
#: What may stand before a command on its line where another line can be put above it.
_PLAIN_START = regex(rb"[ \t]*(?:[A-Za-z0-9_./=-]+[ \t]+)*")


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
        happenings = timeline.happenings
        for index, command in enumerate(happenings[:-1]):
            following = happenings[index + 1]
            if not isinstance(command, Command) or not isinstance(following, HostCommand):
                continue
            if not _starts_with_option(command, following.invocation):
                continue
            cut = _cut(command.invocation, following.invocation, context)
            if cut is None:
                continue
            yield self._about(command, index, cut, timeline, context)

    def _about(
        self, command: Command, index: int, cut: _Cut, timeline: Timeline, context: Context
    ) -> Finding:
        lines, whole = _lines(command, index, timeline, context)
        first = lines[0].second
        line = context.sources.place(first.span).line
        shown = _shown(first, context)
        refused = command.syntax_problems or (
            isinstance(command, ContainerCreate) and not _makes_one(command)
        )
        effect = "docker refuses what is left" if refused else "docker runs without it"
        if command.invocation.redirects:
            # A form to fill in (`<directory>`) is a redirection to the shell: what docker makes of the rest depends on who fills it in.
            effect = "docker doesn't get it"
        return self.finding(
            cut.span,
            f"{cut.reason}, so the command ends here. `{shown}` on line {line} is run as a command of its own, and {effect}.",
            identity=f"{command.verb} {shown}",
            command=command,
            related=[(first.span, "this is run as a command of its own")],
            fixes=_fixes(command, lines, whole, context),
            topic=CONTAINER.of(command),
        )


class _Cut:
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


def _shown(invocation: Invocation, context: Context) -> str:
    """Return the line for a message: its words, or as it is written where it has redirections."""
    words = [word.display() for word in invocation.words if word.display().strip()]
    if invocation.redirects and context.sources.knows(invocation.span):
        words = [word for word in context.sources.text(invocation.span).split() if word != "\\"]
    text = " ".join(words)
    return text if len(text) <= 60 else text[:59] + "…"


def _starts_with_option(command: Command, invocation: Invocation) -> bool:
    word = invocation.words[0] if invocation.words else None
    if word is None or word.opaque or not command.verb:
        return False
    return spells_option(word.value.marked(), command.verb, command.program)


def _cut(first: Invocation, second: Invocation, context: Context) -> _Cut | None:
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
    data = end_place.document.data
    between = _BETWEEN.fullmatch(data, end_place.end, start_place.start)
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
    return _Cut(second, span, reason, Span(anchor, end_place.end, start_place.start), text, comments)


def _lines(command: Command, index: int, timeline: Timeline, context: Context) -> tuple[list[_Cut], Command]:
    """Return the cuts of the command, and the command that it would be without them."""
    cuts: list[_Cut] = []
    first = command.invocation
    for at in range(index + 1, len(timeline.happenings)):
        happening = timeline.happenings[at]
        if not isinstance(happening, HostCommand):
            break
        second = happening.invocation
        if not _starts_with_option(command, second) and not _lacks_operand(_whole(command, cuts, context)):
            break
        cut = _cut(first, second, context)
        if cut is None:
            break
        cuts.append(cut)
        first = second
    return cuts, _whole(command, cuts, context)


def _whole(command: Command, cuts: list[_Cut], context: Context) -> Command:
    """Return the command that it would be without the cuts."""
    return joined(command, [cut.second for cut in cuts], context.settings.client_version)


def _lacks_operand(command: Command) -> bool:
    return any(problem.kind == "missing-operand" for problem in command.syntax_problems)


def _fixes(command: Command, cuts: list[_Cut], whole: Command, context: Context) -> list[Fix]:
    """Join the lines, where that makes a command that docker takes, and of which the lost options are options."""
    options = {id(use.word) for use in whole.options}
    if whole.syntax_problems or not whole.resolved:
        return []
    if any(
        _starts_with_option(command, cut.second) and id(cut.second.words[0]) not in options for cut in cuts
    ):
        return []
    edits = [Edit(cut.gap, cut.text) for cut in cuts]
    comments = [comment for cut in cuts for comment in cut.comments]
    if comments:
        place = context.sources.place(command.span)
        above = _above(place.document, place.start)
        if above is None:
            return []
        at, indentation = above
        lines = b"".join(indentation + comment.rstrip() + b"\n" for comment in comments)
        edits.insert(
            0,
            Edit(
                Span(document_anchor(place.document.path), at, at), lines.decode("utf-8", "surrogateescape")
            ),
        )
    title = "Join the lines" + (", comments above" if comments else "")
    if isinstance(command, ContainerCreate) and isinstance(whole, ContainerCreate) and _makes_one(command):
        if len(whole.mounts) > len(command.mounts) and not command.remove:
            # A container was made without them, and has written elsewhere.
            return [Fix(f"{title} (data of an existing container stays behind)", edits, safe=False)]
    return [Fix(title, edits, safe=True)]


def _makes_one(command: ContainerCreate) -> bool:
    """Return whether docker makes a container of the words before the cut. A blank or a backslash is no image."""
    return command.image is not None and command.image.raw.display().strip() not in ("", "\\")


def _above(document: Document, start: int) -> tuple[int, bytes] | None:
    """Return where a line can be put above the command at ``start``, and its indentation. None where it would cut something up."""
    line = document.position(start)[0]
    at = document.offset(line, 1)
    before = document.data[at:start]
    if _PLAIN_START.fullmatch(before) is None:
        return None
    if line > 1 and document.line(line - 1).rstrip(b"\r\n").endswith(b"\\"):
        return None
    return at, before[: len(before) - len(before.lstrip(b" \t"))]


RULE = MissingLineContinuation
