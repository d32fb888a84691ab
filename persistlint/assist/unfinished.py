"""The docker command that is being typed at a place, read although the line isn't finished.

A mark is put where the cursor is, open quotations are closed, and the line is read as always: the word that holds the mark is the one that is being typed, and
the client's own rules say whether it is an option, an option's value or an operand. Only this one line is read.
"""

from __future__ import annotations

import re

from persistlint.docker.commands import Command
from persistlint.docker.option_table import NEWEST, Version
from persistlint.docker.understand import understand
from persistlint.shell.evaluate.evaluator import Evaluator
from persistlint.shell.invocation import Invocation

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.analysis.analysis import Analysis

#: Stands where the cursor is: a character for private use, so that no script means anything by it.
MARK = "\ue0f0"
_MARK = MARK.encode()

#: Words of the shell's grammar that a command may follow.
_KEYWORDS = frozenset((b"if", b"then", b"else", b"elif", b"while", b"until", b"do", b"!", b"time", b"{"))

_CODE = ("", "(", "`")

#: The beginning of an assignment, with the bracket or quotation that it opens.
_ASSIGNED = re.compile(
    rb"[ \t]*(?:(?:export|local|readonly|declare|typeset)(?:[ \t]+-\w+)*[ \t]+)?[A-Za-z_]\w*\+?=([(\"']?)"
)
_CLOSERS = {b"(": b")", b'"': b'"', b"'": b"'"}

#: So many bytes of a line are read; nobody types a longer one.
LONGEST = 20_000


class Typed:
    """A command that is being typed; the word at the cursor holds ``MARK`` there."""

    __slots__ = ("command", "word")

    def __init__(self, command: Command, word: int) -> None:
        self.command = command
        #: The index of the word at the cursor among the invocation's.
        self.word = word


class _Frame:
    """A quotation or a substitution: where its present command begins."""

    __slots__ = ("kind", "start")

    def __init__(self, kind: str, start: int) -> None:
        self.kind = kind
        self.start = start


def typed_at(analysis: Analysis, offset: int, version: Version = NEWEST) -> Typed | None:
    """Return the docker command that is being typed at ``offset``, None where none is, and in comments."""
    place = code_at(analysis, offset)
    if place is None:
        return None
    text, at = place
    line = unfinished_line(text, at)
    if line is None:
        return None
    return (
        _read(line, version)
        or _read(_named(analysis, line), version)
        or _read(_gathered(analysis, offset, line), version)
    )


def code_at(analysis: Analysis, offset: int) -> tuple[bytes, int] | None:
    """Return the shell code around ``offset`` of the document, and the offset in it. None outside of shell code.

    Blanks at the end of a line that a reader leaves out belong to what stands before them.
    """
    data = analysis.document.data
    if not analysis.fragments and analysis.document.language == "shell":
        return data, offset
    line = data.rfind(b"\n", 0, offset) + 1
    for fragment in analysis.fragments:
        best: tuple[int, int] | None = None
        for derived, origin, length in fragment.mapping.segments:
            if origin <= offset <= origin + length:
                return fragment.text, derived + offset - origin
            end = origin + length
            # The mapping's segments may hold several lines: the last byte before the blanks counts.
            if line <= end < offset and not data[end:offset].strip(b" \t"):
                best = (derived + length, offset - end)
        if best is not None:
            at, blanks = best
            return fragment.text[:at] + b" " * blanks + fragment.text[at:], at + blanks
    return None


def unfinished_line(text: bytes, at: int) -> bytes | None:
    """Return the simple command around ``at`` with ``MARK`` there and every quotation closed. None in a comment and behind a backslash."""
    start = _line_start(text, at)
    if at - start > LONGEST:
        return None
    stack = [_Frame("", start)]
    end = _scan(text, start, at, stack)
    if end != at or _escapes(text, at):
        return None
    base = next(index for index in range(len(stack) - 1, -1, -1) if stack[index].kind in _CODE)
    before = _without_keywords(text[stack[base].start : at])
    open_quotes = "".join(frame.kind for frame in reversed(stack[base + 1 :]) if frame.kind != "${")
    closing = b"}" if stack[-1].kind == "${" else b""
    line_end = _line_end(text, at)
    after = [_Frame(frame.kind, frame.start) for frame in stack]
    stop = _scan(text, at, line_end, after, depth=base)
    if len(after) == base + 1 or (stop < line_end and len(after) <= base + 1):
        return before + _MARK + text[at:stop]
    # The quotation that is open at the cursor isn't closed on this line.
    if b" " in text[stack[-1].start : at].strip():
        # It holds a command line: the rest of the line belongs to it.
        return before + _MARK + text[at:line_end] + closing + open_quotes.encode()
    # It holds a word: close it here, and read on behind the word.
    rest = at
    while rest < line_end and text[rest : rest + 1] not in (b" ", b"\t", b"\n"):
        rest += 1
    tail = [_Frame("", rest)]
    stop = _scan(text, rest, line_end, tail, depth=0)
    following = text[rest:stop] if len(tail) == 1 else b""
    return before + _MARK + closing + open_quotes.encode() + following


def _line_start(text: bytes, at: int) -> int:
    """Return the beginning of the line, or of the first line that continues onto it."""
    start = text.rfind(b"\n", 0, at) + 1
    while start > 1 and _continues(text, start - 1):
        start = text.rfind(b"\n", 0, start - 1) + 1
    return start


def _line_end(text: bytes, at: int) -> int:
    end = text.find(b"\n", at)
    while end >= 0 and _continues(text, end):
        end = text.find(b"\n", end + 1)
    return min(end if end >= 0 else len(text), at + LONGEST)


def _continues(text: bytes, newline: int) -> bool:
    return _escapes(text, newline - 1 if text[newline - 1 : newline] == b"\r" else newline)


def _escapes(text: bytes, at: int) -> bool:
    """Return whether a backslash before ``at`` escapes the character there."""
    count = 0
    while at > count and text[at - count - 1 : at - count] == b"\\":
        count += 1
    return count % 2 == 1


def _scan(text: bytes, at: int, end: int, stack: list[_Frame], depth: int = -1) -> int:
    """Follows quotations and substitutions from ``at`` to ``end``.

    Gives ``end``; less where a comment begins before it, or where the command of the frame at ``depth`` ends.
    """
    while at < end:
        byte = text[at : at + 1]
        frame = stack[-1]
        if frame.kind == "'":
            if byte == b"'":
                stack.pop()
        elif byte == b"\\":
            at += 1
        elif frame.kind == '"' and byte == b'"':
            stack.pop()
        elif byte == b"`":
            if frame.kind == "`":
                if len(stack) - 1 == depth:
                    return at
                stack.pop()
            else:
                stack.append(_Frame("`", at + 1))
        elif text[at : at + 2] == b"$(":
            at += 1
            stack.append(_Frame("(", at + 1))
        elif text[at : at + 2] == b"${":
            at += 1
            stack.append(_Frame("${", at + 1))
        elif frame.kind == "${":
            if byte == b"}":
                stack.pop()
        elif frame.kind == '"':
            pass
        elif byte in (b"'", b'"'):
            stack.append(_Frame(byte.decode(), at + 1))
        elif byte == b"(":
            stack.append(_Frame("(", at + 1))
        elif byte == b")" and frame.kind == "(":
            if len(stack) - 1 == depth:
                return at
            stack.pop()
        elif byte == b"#" and (at == 0 or text[at - 1 : at] in (b" ", b"\t", b"\n", b";")):
            return at
        elif (byte in (b";", b"|", b")", b"\n") or byte == b"&") and not _redirects(text, at):
            if len(stack) - 1 == depth:
                return at
            frame.start = at + 1
        at += 1
    return end


def _redirects(text: bytes, at: int) -> bool:
    """Return whether the ``&`` or ``|`` belongs to a redirection (``2>&1``, ``&>file``, ``>|``)."""
    before, after = text[at - 1 : at] if at else b"", text[at + 1 : at + 2]
    byte = text[at : at + 1]
    return (byte == b"&" and (before in (b">", b"<") or after == b">")) or (byte == b"|" and before == b">")


def _without_keywords(text: bytes) -> bytes:
    head, brace, rest = text.partition(b"() {")
    text = (rest if brace and b" " not in head.strip() else text).lstrip()
    while True:
        word, blank, rest = text.partition(b" ")
        if not blank or word not in _KEYWORDS:
            return text
        text = rest.lstrip()


def _read(line: bytes, version: Version) -> Typed | None:
    if not line:
        return None
    evaluator = Evaluator("")
    evaluator.fragment(line, 0)
    typed: Typed | None = None
    for event in evaluator.events:
        if not isinstance(event, Invocation) or not event.is_engine:
            continue
        for index, word in enumerate(event.words):
            if index and MARK in word.value.marked():
                typed = Typed(understand(event, version), index)
    return typed


def _gathered(analysis: Analysis, offset: int, line: bytes) -> bytes:
    """Return the command that takes this line's words out of an array or a variable, with the line in their place, b"" without one."""
    data = analysis.document.data
    start = data.rfind(b"\n", 0, offset) + 1
    end = data.find(b"\n", offset)
    end = end if end >= 0 else len(data)
    words = line
    assignment = _ASSIGNED.match(words)
    if assignment is not None:
        # Inside the bracket or the quotation that the assignment opens.
        words = words[assignment.end() :]
        if assignment.group(1) and words[-1:] == _CLOSERS[assignment.group(1)]:
            words = words[:-1]
    for command, _ in analysis.commands:
        if not command.verb_words or not _takes_from(analysis, command, start, end):
            continue
        verb = " ".join(word.display() for word in command.verb_words)
        image = getattr(command, "image", None)
        operand = image.raw.text if image is not None else None
        parts = (command.program.encode(), verb.encode(), words, (operand or "").encode())
        return b" ".join(parts)
    return b""


def _takes_from(analysis: Analysis, command: Command, start: int, end: int) -> bool:
    """Return whether an option of the command is written between two offsets, and the command itself elsewhere."""
    sources = analysis.sources
    if not sources.knows(command.span):
        return False
    own_place = sources.place(command.span)
    if own_place.document is analysis.document and own_place.start < end and start < own_place.end:
        return False
    for use in command.options:
        for piece in use.word.value.pieces:
            if piece.span is not None and sources.knows(piece.span):
                place = sources.place(piece.span)
                if place.document is analysis.document and start <= place.start < end:
                    return True
    return False


def _named(analysis: Analysis, line: bytes) -> bytes:
    """Return the line with ``docker`` for a first word that elsewhere in the document stands for it (``$DOCKER run``)."""
    first, blank, rest = line.partition(b" ")
    if not blank or b"$" not in first:
        return b""
    text = first.decode("utf-8", "surrogateescape")
    for command, _ in analysis.commands:
        span = command.invocation.words[0].span
        if span is not None and analysis.sources.knows(span) and analysis.sources.text(span) == text:
            return command.program.encode() + b" " + rest
    return b""
