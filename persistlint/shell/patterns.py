"""Shell patterns (``*``, ``?``, ``[…]``, ``@(a|b)``) for ``case``, ``[[ ]]`` and ``${x#…}`` (bash manual, "Pattern Matching").

A plain pattern is followed character by character with the set of places that it may have reached, as the bits of a number: a text
costs its length, whatever the pattern. Alternatives in parentheses are left to regular expressions, in short texts only.
"""

from __future__ import annotations

import re
from functools import lru_cache

from persistlint.text.budgets import LONGEST_PATTERN, LONGEST_TEXT

#: The same for texts where every place may begin a match, and for patterns with alternatives.
LONGEST_SEARCHED, LONGEST_ALTERNATED = 400, 200

_CLASSES = {
    "[:digit:]": "0-9",
    "[:alpha:]": "a-zA-Z",
    "[:space:]": "\\s",
    "[:blank:]": " \t",
    "[:alnum:]": "a-zA-Z0-9",
    "[:upper:]": "A-Z",
    "[:lower:]": "a-z",
    "[:xdigit:]": "0-9a-fA-F",
    "[:punct:]": "!-/:-@\\[-`{-~",
}
_ANY = "any"
_STAR = "star"


class Pattern:
    """A pattern that was read. ``stars`` and the accepting place are bits; ``None`` for a token of text is any character."""

    __slots__ = ("_accepting", "_accepts", "_regex", "_stars", "_tokens")

    def __init__(self, tokens: list[str | re.Pattern[str]], regex: re.Pattern[str] | None) -> None:
        self._tokens = tokens
        self._regex = regex
        self._stars = sum(1 << at for at, token in enumerate(tokens) if token is _STAR)
        self._accepting = 1 << len(tokens)
        self._accepts: dict[str, int] = {}

    @property
    def has_star(self) -> bool:
        return bool(self._stars) or self._regex is not None

    def longest(self, text: str, start: int = 0) -> int:
        """Return the end of the longest match that begins at ``start``, -1 where none does."""
        ends = self._ends(text, start)
        return ends[-1] if ends else -1

    def shortest(self, text: str, start: int = 0) -> int:
        """Return the end of the shortest match that begins at ``start``, -1 where none does."""
        ends = self._ends(text, start)
        return ends[0] if ends else -1

    def matches(self, text: str) -> bool:
        """Return whether the whole text matches."""
        if self._regex is not None:
            return self._regex.fullmatch(text) is not None
        state = self._open(1)
        for character in text:
            state = self._step(state, character)
            if not state:
                return False
        return bool(state & self._accepting)

    def reversed(self) -> Pattern:
        """Return the pattern that matches the reversed texts. Alternatives can't be reversed."""
        return Pattern(self._tokens[::-1], None)

    @property
    def alternates(self) -> bool:
        return self._regex is not None

    def _ends(self, text: str, start: int) -> list[int]:
        if self._regex is not None:
            return [end for end in range(start, len(text) + 1) if self._regex.fullmatch(text, start, end)]
        ends: list[int] = []
        state = self._open(1)
        at = start
        while state:
            if state & self._accepting:
                ends.append(at)
            if at >= len(text):
                break
            state = self._step(state, text[at])
            at += 1
        return ends

    def _open(self, state: int) -> int:
        """Return the state with every star skipped that may match nothing. Stars don't follow one another."""
        return state | ((state & self._stars) << 1)

    def _step(self, state: int, character: str) -> int:
        accepts = self._accepts.get(character)
        if accepts is None:
            accepts = 0
            for at, token in enumerate(self._tokens):
                if token is _STAR:
                    continue
                if token is _ANY or (
                    token == character if isinstance(token, str) else token.match(character) is not None
                ):
                    accepts |= 1 << at
            self._accepts[character] = accepts
        return self._open(((state & accepts) << 1) | (state & self._stars))


@lru_cache(maxsize=256)
def read_pattern(pattern: str) -> Pattern | None:
    """Return the pattern, None where it is malformed or too long."""
    if len(pattern) > LONGEST_PATTERN:
        return None
    tokens: list[str | re.Pattern[str]] = []
    at = 0
    while at < len(pattern):
        character = pattern[at]
        following = pattern[at + 1 : at + 2]
        if character in "?*+@!" and following == "(":
            return _alternatives(pattern)
        if character == "*":
            if not tokens or tokens[-1] is not _STAR:
                tokens.append(_STAR)
        elif character == "?":
            tokens.append(_ANY)
        elif character == "\\" and following:
            tokens.append(following)
            at += 1
        elif character == "[":
            close = _class_end(pattern, at)
            if close < 0:
                tokens.append("[")
            else:
                part = _class(pattern[at + 1 : close])
                if part is None:
                    return None
                tokens.append(part)
                at = close
        else:
            tokens.append(character)
        at += 1
    return Pattern(tokens, None)


def _class_end(pattern: str, start: int) -> int:
    at = start + 1
    if pattern[at : at + 1] in ("!", "^"):
        at += 1
    if pattern[at : at + 1] == "]":
        # First, it is one of the characters.
        at += 1
    while at < len(pattern):
        if pattern.startswith("[:", at):
            close = pattern.find(":]", at)
            if close > 0:
                at = close + 2
                continue
        if pattern[at] == "\\":
            at += 1
        elif pattern[at] == "]":
            return at
        at += 1
    return -1


def _class(inside: str) -> re.Pattern[str] | None:
    negated = "^" if inside[0] in "!^" else ""
    if negated:
        inside = inside[1:]
    out = []
    at = 0
    while at < len(inside):
        name = next((name for name in _CLASSES if inside.startswith(name, at)), None)
        if name is not None:
            out.append(_CLASSES[name])
            at += len(name)
            continue
        character = inside[at]
        if inside.startswith(("[:", "[.", "[="), at):
            return None
        if character == "\\" and at + 1 < len(inside):
            at += 1
            character = inside[at]
            out.append("\\" + character if not character.isalnum() else character)
        elif character == "-" and 0 < at < len(inside) - 1:
            out.append("-")
        else:
            out.append("\\" + character if not character.isalnum() and character.isascii() else character)
        at += 1
    try:
        return re.compile(f"[{negated}{''.join(out)}]", re.S)
    except re.error:
        return None


def _alternatives(pattern: str) -> Pattern | None:
    """Return a pattern with ``@(…)`` and its like, None where it can't be read."""
    out: list[str] = []
    stack: list[str] = []
    repeats = 0
    at = 0
    while at < len(pattern):
        character = pattern[at]
        following = pattern[at + 1 : at + 2]
        if character in "?*+@!" and following == "(":
            if character == "!":
                return None
            repeats += character in "*+"
            out.append("(?:")
            stack.append({"@": ")", "?": ")?", "*": ")*", "+": ")+"}[character])
            at += 2
            continue
        if character == ")" and stack:
            out.append(stack.pop())
        elif character == "|" and stack:
            out.append("|")
        elif character == "*":
            if not out or out[-1] != ".*":
                repeats += 1
                out.append(".*")
        elif character == "?":
            out.append(".")
        elif character == "\\" and following:
            out.append(re.escape(following))
            at += 1
        elif character == "[":
            close = _class_end(pattern, at)
            part = _class(pattern[at + 1 : close]) if close > 0 else None
            if part is None:
                return None
            out.append(part.pattern)
            at = close
        else:
            out.append(re.escape(character))
        at += 1
    if stack or repeats > 2:
        return None
    try:
        return Pattern([], re.compile("".join(out), re.S))
    except re.error:
        return None


def _limit(pattern: Pattern) -> int:
    return LONGEST_ALTERNATED if pattern.alternates else LONGEST_TEXT


def quote_pattern(text: str) -> str:
    """Text that stands for itself in a pattern."""
    return "".join("\\" + character if character in "*?[]\\()|!@+" else character for character in text)


def matches(pattern: str, text: str) -> bool | None:
    """Return whether the whole text matches, None where the pattern can't be read."""
    compiled = read_pattern(pattern)
    if compiled is None or len(text) > _limit(compiled):
        return None
    return compiled.matches(text)


def prefix_length(pattern: str, text: str, longest: bool) -> int | None:
    """Return the length of the shortest or longest matching prefix, 0 where none matches."""
    compiled = read_pattern(pattern)
    if compiled is None or len(text) > _limit(compiled):
        return None
    return max(compiled.longest(text) if longest else compiled.shortest(text), 0)


def suffix_length(pattern: str, text: str, longest: bool) -> int | None:
    """Return the length of the shortest or longest matching suffix, 0 where none matches."""
    compiled = read_pattern(pattern)
    if compiled is None or len(text) > _limit(compiled):
        return None
    if compiled.alternates:
        starts = range(len(text) + 1) if longest else range(len(text), -1, -1)
        return next((len(text) - start for start in starts if compiled.matches(text[start:])), 0)
    backwards = compiled.reversed()
    reverse = text[::-1]
    return max(backwards.longest(reverse) if longest else backwards.shortest(reverse), 0)


def substitute(pattern: str, text: str, replacement: str, every: bool) -> str | None:
    """Return ``${x/pattern/replacement}``, or ``//`` for ``every``. None where the result isn't known."""
    compiled = read_pattern(pattern)
    if compiled is None or compiled.matches(""):
        return None
    if len(text) > (min(LONGEST_SEARCHED, _limit(compiled)) if compiled.has_star else LONGEST_TEXT):
        return None
    out: list[str] = []
    at = 0
    while at < len(text):
        end = compiled.longest(text, at)
        if end <= at:
            out.append(text[at])
            at += 1
            continue
        out.append(replacement)
        at = end
        if not every:
            break
    return "".join(out) + text[at:]
