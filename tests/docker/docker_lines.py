"""Makes invocations for tests from a line in the shell's quoting.

``⟨NAME⟩`` in the line is an unknown piece, ``⟨NAME…⟩`` makes its word opaque, ``⟨cwd:PWD⟩`` gives the unknown a kind. Spans count
characters of the words as they are joined by single blanks.
"""

from __future__ import annotations

import re
import shlex

from persistlint.docker.commands import Command
from persistlint.docker.option_table import NEWEST
from persistlint.docker.understand import understand
from persistlint.shell.invocation import Invocation
from persistlint.shell.streams import Redirect
from persistlint.shell.values import Literal, Piece, Unknown, Value, Word
from persistlint.text.spans import Span

ANCHOR = ("test.sh", "", 0)
_PIECE = re.compile(r"⟨(?:(\w+):)?([^⟩…]*)(…?)⟩")


def word_of(text: str, start: int = 0) -> Word:
    """One word with the unknown pieces that its text names."""
    pieces: list[Piece] = []
    opaque = False
    at = 0
    offset = start

    def literal(part: str) -> None:
        nonlocal offset
        if part:
            length = len(part.encode())
            pieces.append(Literal(part, Span(ANCHOR, offset, offset + length)))
            offset += length

    for match in _PIECE.finditer(text):
        literal(text[at : match.start()])
        length = len(match[0].encode())
        pieces.append(Unknown(match[2], match[2], Span(ANCHOR, offset, offset + length), kind=match[1] or ""))
        offset += length
        opaque = opaque or bool(match[3])
        at = match.end()
    literal(text[at:])
    return Word(Value(pieces), Span(ANCHOR, start, offset), opaque)


def invocation_of(line: str, program: str = "") -> Invocation:
    """Return the invocation of a line's words."""
    words = []
    at = 0
    for text in shlex.split(line):
        word = word_of(text, at)
        words.append(word)
        at += len(text.encode()) + 1
    name = words[0].text or ""
    return Invocation(tuple(words), program or name.rpartition("/")[2], Span(ANCHOR, 0, at - 1))


def read(line: str, version: tuple[int, ...] = NEWEST, stdin: Redirect | None = None) -> Command:
    """Return the command that the line is understood as."""
    invocation = invocation_of(line)
    if stdin is not None:
        invocation.redirects = (stdin,)
    return understand(invocation, version)


def kinds(command: Command) -> list[str]:
    """Return the kinds of what would be refused."""
    return [problem.kind for problem in command.syntax_problems]
