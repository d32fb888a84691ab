"""What bash did beside what the evaluator says.

Each observed call is *exact* (a listed command has just these words), *partly* known (one matches, with unknown pieces), a *contradiction*
(commands are listed for its place, and each has a known word that differs) or *missed* (none is listed there).
A listed command stands for one round, call or branch: that one of them matches is enough.
"""

from __future__ import annotations

import re

from persistlint.shell.invocation import Invocation
from persistlint.shell.values import Literal, Word

from .sandbox import Observed

KINDS = ("exact", "partly", "contradiction", "missed")


class Place:
    """A listed command with the lines of the file that it stands on."""

    __slots__ = ("call", "file", "first", "last")

    def __init__(self, call: Invocation, file: str, first: int, last: int) -> None:
        self.call = call
        self.file = file
        self.first = first
        self.last = last


def pattern_of(words: tuple[Word, ...]) -> str:
    """Return a regular expression for the words, each ended by NUL. Equal unknowns have equal texts."""
    groups: dict[object, int] = {}
    out: list[str] = []
    for word in words:
        if word.opaque:
            out.append("(?:[^\0]*\0)*?")
            continue
        for piece in word.value.pieces:
            if isinstance(piece, Literal):
                out.append(re.escape(piece.text))
            elif piece.quoting == "":
                # The shell may split it: it can hold the end of a word.
                out.append("(?s:.*?)")
            elif piece.key in groups:
                out.append(f"(?P=u{groups[piece.key]})")
            else:
                groups[piece.key] = len(groups)
                out.append(f"(?P<u{groups[piece.key]}>[^\0]*)")
        out.append("\0")
    return "".join(out)


def agrees(call: Invocation, words: list[str]) -> str:
    """``exact``, ``partly`` or "" where a known word differs."""
    text = "".join(word + "\0" for word in words)
    first = call.words[0].value.text
    if first is not None and "/" in first:
        # The recorder gives the program's base name.
        text = first + "\0" + text.partition("\0")[2]
    if all(word.text is not None for word in call.words):
        return "exact" if "".join((word.text or "") + "\0" for word in call.words) == text else ""
    return "partly" if re.fullmatch(pattern_of(call.words), text, re.S) else ""


def compare(observed: Observed, places: list[Place], file: str) -> tuple[str, list[Invocation]]:
    """Return the kind of an observed call, and the listed commands that were considered."""
    source = observed.file or file
    near = [
        place.call
        for place in places
        if observed.line and place.file == source and place.first <= observed.line <= place.last
    ]
    kind = _best(near, observed.words)
    if kind in ("exact", "partly"):
        return kind, near
    if near:
        return "contradiction", near
    # Its line isn't known (a program was called, not the function; ``bash -c``, ``eval`` and traps count their own lines).
    elsewhere = [place.call for place in places]
    kind = _best(elsewhere, observed.words)
    return (kind, elsewhere) if kind else ("missed", elsewhere)


def compare_numbered(observed: Observed, places: list[Place]) -> tuple[str, list[Invocation]]:
    """Return the same for a generated program, in which the word after ``docker run`` says which command it is.

    Lines would not do: bash miscounts them after some constructs (``for ((…))``).
    """
    number = observed.words[2] if len(observed.words) > 2 else ""
    near = [
        place.call
        for place in places
        if len(place.call.words) < 3 or place.call.words[2].text in (None, number)
    ]
    if not near:
        return "missed", [place.call for place in places]
    return _best(near, observed.words) or "contradiction", near


def _best(calls: list[Invocation], words: list[str]) -> str:
    kinds = {agrees(call, words) for call in calls}
    return "exact" if "exact" in kinds else "partly" if "partly" in kinds else ""
