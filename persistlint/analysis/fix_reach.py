"""The reach of a fix: the other users of the text that it changes.

A safe fix touches text that only its own command uses. Other calls of the function in which the command stands use it too, and so do other
readers of the variable that is changed. Where somebody else does, or may unseen, the fix isn't safe.
"""

from __future__ import annotations

from persistlint.docker.commands import Command
from persistlint.shell.invocation import is_unit
from persistlint.shell.values import DOUBLE, SINGLE, UNQUOTED, Unknown
from persistlint.text.regex import regex
from persistlint.text.spans import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.analysis.analysis import Analysis
    from persistlint.durability.model import Timeline
    from persistlint.rules.finding import Finding, Fix
    from persistlint.text.edits import Edit
    from persistlint.text.sources import Place

    #: One time that a command happens: where it is written, the calls that lead there, and which round.
    Evaluation = tuple[Span, tuple[Span, ...], int]

#: The beginning of an assignment, up to the value.
_ASSIGNMENT = regex(r"(?:^|(?<=[\s;&|(]))([A-Za-z_]\w*)\+?=")
_COMMENT_LINE = regex(r"(?m)^[ \t]*#(?!!).*$")
#: What reads variables whose names don't stand in the text, or lets other programs read them.
_UNSEEN_READERS = regex(
    r"(?m)^#!.*[ \t]-\w*a|\beval\b|\$\{!|\b(?:declare|local|typeset)[ \t]+-\w*[nx]|\bset[ \t]+-\w*a|\ballexport\b|\bsource\b|(?:^|[;&|({])[ \t]*\.[ \t]|\benvsubst\b"
)
#: How an expansion begins that gives the variable a value (``${D:=data}``).
_ASSIGNING = regex(r"\$\{[A-Za-z_]\w*:?=[^}]*\Z")
_EXPORTED = regex(r"\b(?:export|declare|typeset)[ \t]+(?:-\w+[ \t]+)*$")


#: What says how a command's streams are connected, which depends on who calls it.
_STREAMS = frozenset(("interactive", "tty", "redirects", "shell"))

#: What the shell reads inside a quotation: there it would end it, or be expanded.
_READ_IN = {SINGLE: "'", DOUBLE: '"$`\\', UNQUOTED: "'\"$`\\;&|<>()~*?[#"}


def note_evaluations(by_world: list[tuple[Timeline, list[Finding]]]) -> None:
    """Tell each fix which evaluations of its command ask for just these edits; it isn't safe where another evaluation doesn't.

    ``by_world`` has what was said in each world, before equal statements are joined.
    """
    asked: dict[tuple[object, ...], set[tuple[int, Evaluation]]] = {}
    fixes: list[tuple[Fix, tuple[object, ...], Span]] = []
    spans: set[Span] = set()
    for index, (_, findings) in enumerate(by_world):
        for finding in findings:
            if not finding.fixes:
                continue
            spans.add(finding.command_span)
            evaluation = (finding.command_span, finding.via, finding.occurrence)
            for fix in finding.fixes:
                key: tuple[object, ...] = (finding.code, *((edit.span, edit.text) for edit in fix.edits))
                asked.setdefault(key, set()).add((index, evaluation))
                fixes.append((fix, key, finding.command_span))
    if not fixes:
        return
    happens = _evaluations(spans, [timeline for timeline, _ in by_world])
    # Thousands of readers of one variable may ask for the same edit.
    asked_by = {key: frozenset(evaluation for _, evaluation in asks) for key, asks in asked.items()}
    for fix, key, span in fixes:
        fix.asked_by = asked_by[key]
        if fix.safe and not happens[span] <= asked[key]:
            fix.safe = False


def _evaluations(spans: set[Span], timelines: list[Timeline]) -> dict[Span, set[tuple[int, Evaluation]]]:
    """Return for each span in which worlds, by which calls and in which rounds the command there happens."""
    evaluations: dict[Span, set[tuple[int, Evaluation]]] = {span: set() for span in spans}
    for index, timeline in enumerate(timelines):
        for happening in timeline.happenings:
            if isinstance(happening, Command) and happening.span in evaluations:
                invocation = happening.invocation
                evaluations[happening.span].add(
                    (index, (happening.span, invocation.via, invocation.occurrence))
                )
    return evaluations


def keep_shared_text(findings: list[Finding], analysis: Analysis) -> None:
    """Make every safe fix unsafe that changes a text which somebody else uses, or may use: another reader of a variable, another caller of a function."""
    bodies: dict[Span, list[Span]] | None = None
    readers = _Readers(analysis)
    callers = _Callers(analysis)
    # Fixes with the same edits share who asks for them, and so the answer.
    answers: dict[tuple[object, ...], bool] = {}
    for finding in findings:
        for fix in finding.fixes:
            if not fix.safe or not fix.asked_by or (fix.changes is not None and "commands" in fix.changes):
                continue
            key = (id(fix.asked_by), fix.changes, *(edit.span for edit in fix.edits))
            if key not in answers:
                if bodies is None:
                    bodies = _bodies(analysis)
                answers[key] = _is_own(fix, bodies, readers, callers, analysis)
            fix.safe = answers[key]


def _is_own(
    fix: Fix, bodies: dict[Span, list[Span]], readers: _Readers, callers: _Callers, analysis: Analysis
) -> bool:
    """Return whether nobody but the commands that ask for the fix uses what it changes."""
    commands = {span for span, _, _ in fix.asked_by}
    if callers.may_be_others(fix):
        return False
    for edit in fix.edits:
        if any(span.holds(edit.span) for span in commands):
            if callers.may_hold_another_value(edit) or _assigns_around(edit, commands, analysis):
                return False
            continue
        if any(body.holds(edit.span) for span in commands for body in bodies.get(span, ())):
            continue
        if not readers.only(edit, commands):
            return False
    return True


def drop_read_before(findings: list[Finding], analysis: Analysis) -> None:
    """Take away each fix of a command in a script inside a script whose text the shell around would read otherwise."""
    quoted: dict[Span, set[str]] = {}
    for command, _ in analysis.commands:
        if command.invocation.quoted:
            quoted.setdefault(command.span, set()).update(command.invocation.quoted)
    if not quoted:
        return
    for finding in findings:
        around = quoted.get(finding.command_span)
        if around and finding.fixes:
            finding.fixes = tuple(fix for fix in finding.fixes if _stands_for_itself(fix, around, analysis))


def _stands_for_itself(fix: Fix, around: set[str], analysis: Analysis) -> bool:
    """Return whether the edits take out and put in only what means nothing to a shell that reads such quotations."""
    for edit in fix.edits:
        old = analysis.sources.text(edit.span) if analysis.sources.knows(edit.span) else ""
        for quoting in around:
            if any(mark in old or mark in edit.text for mark in _READ_IN.get(quoting, _READ_IN[""])):
                return False
        if analysis.sources.knows(edit.span) and _is_escaped(analysis.sources.place(edit.span)):
            return False
    return True


def _is_escaped(place: Place) -> bool:
    """Return whether a backslash before the place acts on what stands there: ``\\$D`` in a here-document is one dollar for the script inside."""
    data = place.document.data
    first = place.start
    while first and data[first - 1] == ord("\\"):
        first -= 1
    return (place.start - first) % 2 == 1


def _bodies(analysis: Analysis) -> dict[Span, list[Span]]:
    """Return for each command its own here-documents."""
    bodies: dict[Span, list[Span]] = {}
    for command, _ in analysis.commands:
        for redirect in command.invocation.redirects:
            if redirect.target_span is not None:
                bodies.setdefault(command.span, []).append(redirect.target_span)
    return bodies


def _assigns_around(edit: Edit, commands: set[Span], analysis: Analysis) -> bool:
    """Return whether the edit changes the value that its command gives a variable (``${D:=data}``)."""
    sources = analysis.sources
    if not sources.knows(edit.span):
        return False
    return any(
        _ASSIGNING.search(sources.text(Span(span.anchor, span.start, edit.span.start))) is not None
        for span in commands
        if span.holds(edit.span)
    )


class _Callers:
    """Knows what may call a document's functions, or set its variables, without being seen: ``"$@"``, a sourced file, ``eval``."""

    __slots__ = ("_analysis", "_anywhere", "_commands", "_last")

    def __init__(self, analysis: Analysis) -> None:
        self._analysis = analysis
        self._commands: dict[Span, list[Command]] | None = None
        self._anywhere = False
        #: Where the shell last does something that the text doesn't show, by document.
        self._last: dict[str, int] = {}
        sources = analysis.sources
        for gap in {id(gap): gap for timeline in analysis.timelines for gap in timeline.gaps}.values():
            self._anywhere = self._anywhere or gap.may_call
            if gap.in_shell and sources.knows(gap.span):
                place = sources.place(gap.span)
                self._last[place.path] = max(self._last.get(place.path, 0), place.start)

    def may_be_others(self, fix: Fix) -> bool:
        """Return whether the fix is right for calls of a function that are seen, and others may be there."""
        if fix.changes is None or not fix.changes or not _STREAMS.issuperset(fix.changes):
            return False
        if self._commands is None:
            self._commands = {}
            for command, _ in self._analysis.commands:
                self._commands.setdefault(command.span, []).append(command)
        return any(
            via and (self._unseen(span) or self._in_library(span)) and self._depends_on_call(span)
            for span, via, _ in fix.asked_by
        )

    def may_hold_another_value(self, edit: Edit) -> bool:
        """Return whether the edit stands before a variable that may have been set anew, unseen."""
        sources = self._analysis.sources
        if edit.span.start != edit.span.end or not sources.knows(edit.span):
            return False
        place = sources.place(edit.span)
        following = place.document.data[place.start : place.start + 2]
        if following[:1] != b"$":
            return False
        if place.document.language == "makefile" and following != b"$$":
            # `make V=/srv` gives any variable another value.
            return True
        return self._anywhere or place.path in self._last

    def _unseen(self, command: Span) -> bool:
        if self._anywhere:
            return True
        sources = self._analysis.sources
        if not sources.knows(command):
            return True
        place = sources.place(command)
        return self._last.get(place.path, -1) > place.start

    def _in_library(self, span: Span) -> bool:
        """Return whether only functions that nothing calls lead to the command: others are there to call them."""
        assert self._commands is not None
        return any(
            command.invocation.function and not is_unit(command.invocation.function)
            for command in self._commands.get(span, ())
        )

    def _depends_on_call(self, span: Span) -> bool:
        """Return whether what the command runs or reads comes from the call of the function that it stands in."""
        assert self._commands is not None
        for command in self._commands.get(span, ()):
            words = getattr(command, "command", ())
            for piece in (piece for word in words for piece in word.value.pieces):
                if isinstance(piece, Unknown) and piece.kind == "arg":
                    return True
                if piece.span is not None and not span.holds(piece.span):
                    return True
            invocation = command.invocation
            around = invocation.standard_input.span
            has_streams = invocation.stdin is not None or invocation.piped_in or invocation.stdout is not None
            if not has_streams and not invocation.piped_out and (around is None or not around.holds(span)):
                return True
        return False


class _Readers:
    """Finds the readers of variables in the document's text."""

    __slots__ = ("_analysis", "_places", "_text", "_unseen")

    def __init__(self, analysis: Analysis) -> None:
        self._analysis = analysis
        self._text: str | None = None
        self._unseen = False
        self._places: dict[str, list[int]] = {}

    def only(self, edit: Edit, commands: set[Span]) -> bool:
        """Return whether what is edited is a variable's value that nobody reads but ``commands``."""
        analysis = self._analysis
        if self._text is None:
            # One character a byte; a comment reads nothing.
            text = analysis.document.data.decode("latin-1")
            self._text = _COMMENT_LINE.sub(lambda match: " " * len(match.group()), text)
            self._unseen = _UNSEEN_READERS.search(self._text) is not None
        if self._unseen or analysis.document.language == "dockerfile":
            return False
        sources = analysis.sources
        place = sources.place(edit.span)
        name = self._assigned(place.start)
        if name is None:
            return False
        if name not in self._places:
            self._places[name] = _occurrences(self._text, name)
        places = [sources.place(span) for span in commands if sources.knows(span)]
        regions = sorted((place.start, place.end) for place in places)
        index = end = 0
        for at in self._places[name]:
            while index < len(regions) and regions[index][0] <= at:
                end = max(end, regions[index][1])
                index += 1
            # What a command that began before reaches over is its own.
            if at >= end and not _assigns(self._text, at, name):
                return False
        return True

    def _assigned(self, at: int) -> str | None:
        """Return the variable whose assignment the text at this place belongs to."""
        text = self._text or ""
        begin = text.rfind("\n", 0, at) + 1
        for _ in range(64):
            last = None
            for match in _ASSIGNMENT.finditer(text, begin, at):
                last = match
            if last is not None:
                value = text[last.end() : at]
                if value.startswith("("):
                    return last.group(1) if ")" not in value else None
                plain = value.lstrip("\"'")
                return last.group(1) if not any(character in plain for character in " \t;&|<>()") else None
            if not begin:
                return None
            # An array may begin on an earlier line.
            begin = text.rfind("\n", 0, begin - 1) + 1
        return None


def _occurrences(text: str, name: str) -> list[int]:
    offsets: list[int] = []
    at = text.find(name)
    while at >= 0:
        before, after = text[at - 1 : at], text[at + len(name) : at + len(name) + 1]
        if not (before.isalnum() or before == "_" or after.isalnum() or after == "_"):
            offsets.append(at)
        at = text.find(name, at + len(name))
    return offsets


def _assigns(text: str, at: int, name: str) -> bool:
    """Return whether this occurrence of the name is an assignment that other programs don't see."""
    match = _ASSIGNMENT.match(text, at)
    if match is None or match.group(1) != name:
        return False
    line = text[text.rfind("\n", 0, at) + 1 : at]
    return _EXPORTED.search(line) is None
