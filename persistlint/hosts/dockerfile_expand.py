"""Quotes and variables in the words of a Dockerfile, as BuildKit takes them off and expands them.

Source of the rules: ``frontend/dockerfile/shell/lex.go`` of moby/buildkit, read 2026-08. An unknown value makes an unknown
result (see ``image_definition``) unless the text itself gives a default for what it never sets.
"""

from __future__ import annotations

import re

from persistlint.hosts.image_definition import UNKNOWN_END, UNKNOWN_START, has_unknown, unknown
from persistlint.text.budgets import (
    LONGEST_MATCH,
    LONGEST_VALUE,
    MOST_NESTED_EXPANSIONS,
    MOST_PATTERNS,
    MOST_STARS,
)
from persistlint.text.regex import regex

_LONGEST_MARK = 300
_BAD_ESCAPE = regex(r"(?:[^\\]|\\[*?\\}/])*\\([^*?\\}/]|\Z)", re.DOTALL)


class WordError(ValueError):
    """The engine refuses the word; the message says why."""


class WordTooLong(WordError):
    """The expanded word would be longer than persistlint follows; the engine doesn't mind."""


class Reading:
    """The state that all scopes of one Dockerfile share: names whose default was taken, and how many patterns may still be matched."""

    __slots__ = ("assumed", "patterns_left")

    def __init__(self, assumed: set[str]) -> None:
        self.assumed = assumed
        self.patterns_left = MOST_PATTERNS


class Scope:
    """The variables that a word may use.

    ``closed`` is true where what isn't in ``variables`` isn't set (scratch, FROM); else the base image may set it. ``declared`` holds build
    arguments without a value, which ``--build-arg`` may set; ``defaulted`` those that have their default; ``set_by_env`` what ENV set.
    """

    __slots__ = ("closed", "declared", "defaulted", "reading", "set_by_env", "variables")

    def __init__(self, reading: Reading, closed: bool = False) -> None:
        self.variables: dict[str, str] = {}
        self.declared: set[str] = set()
        self.defaulted: set[str] = set()
        self.set_by_env: set[str] = set()
        self.reading = reading
        self.closed = closed

    def inherited(self) -> Scope:
        """Return a copy of this scope, for a stage that is built on this stage."""
        copy = Scope(self.reading, self.closed)
        copy.variables = dict(self.variables)
        copy.declared = set(self.declared)
        copy.defaulted = set(self.defaulted)
        copy.set_by_env = set(self.set_by_env)
        return copy

    def get(self, name: str) -> str | None:
        """Return the value of a variable, None where this text never sets it."""
        if name in self.defaulted:
            self.reading.assumed.add(name)
        return self.variables.get(name)

    def unset(self, name: str) -> str:
        """Return the value of a variable that this text never sets: empty, or unknown."""
        return "" if self.is_unset(name) else unknown(name)

    def is_unset(self, name: str) -> bool:
        """Return whether a variable that isn't in ``variables`` is surely unset."""
        return self.closed and name not in self.declared


def expand(word: str, scope: Scope, escape: str, quotes: bool = True) -> str:
    """Return ``word`` without its quotes and with its variables replaced. Where ``quotes`` is false, quotes stay (EXPOSE and mounts keep them).

    Raises WordError where the engine refuses the word, WordTooLong where the result is too long to follow.
    """
    if escape not in word and "$" not in word and "'" not in word and '"' not in word:
        return word
    return _Lexer(word, scope, escape, quotes).read("", False)


class _Lexer:
    __slots__ = ("_at", "_depth", "_escape", "_made", "_quotes", "_scope", "_word")

    def __init__(self, word: str, scope: Scope, escape: str, quotes: bool) -> None:
        self._word = word
        self._scope = scope
        self._escape = escape
        self._quotes = quotes
        self._at = 0
        self._depth = 0
        self._made = 0

    def read(self, stop: str, keep_escapes: bool) -> str:
        """Read up to the character ``stop`` (to the end for "") and past it."""
        self._depth += 1
        if self._depth > MOST_NESTED_EXPANSIONS:
            raise WordError("too many nested substitutions")
        word = self._word
        result: list[str] = []
        while self._at < len(word):
            character = word[self._at]
            if character == stop and stop:
                self._at += 1
                self._depth -= 1
                return "".join(result)
            if character == UNKNOWN_START:
                result.append(self._mark())
            elif character == "$":
                result.append(self._dollar())
            elif character == "'" and self._quotes:
                close = word.find("'", self._at + 1)
                if close < 0:
                    raise WordError("a single quote isn't closed")
                result.append(word[self._at + 1 : close])
                self._at = close + 1
            elif character == '"' and self._quotes:
                result.append(self._double_quoted(keep_escapes))
            elif character == self._escape:
                if keep_escapes:
                    result.append(character)
                result.append(word[self._at + 1 : self._at + 2])
                self._at += 2
            else:
                result.append(character)
                self._at += 1
        if stop:
            raise WordError("a substitution isn't closed")
        self._depth -= 1
        return "".join(result)

    def _mark(self) -> str:
        end = self._word.find(UNKNOWN_END, self._at, self._at + _LONGEST_MARK)
        end = end + 1 if end >= 0 else self._at + 1
        mark = self._word[self._at : end]
        self._at = end
        return mark

    def _double_quoted(self, keep_escapes: bool) -> str:
        word = self._word
        result: list[str] = []
        self._at += 1
        while self._at < len(word):
            character = word[self._at]
            if character == '"':
                self._at += 1
                return "".join(result)
            if character == "$":
                result.append(self._dollar())
                continue
            self._at += 1
            if character == self._escape:
                if keep_escapes:
                    result.append(character)
                following = word[self._at : self._at + 1]
                if not following:
                    break
                if following in ('"', "$", self._escape):
                    character = following
                    self._at += 1
            result.append(character)
        raise WordError("a double quote isn't closed")

    def _dollar(self) -> str:
        made = self._substitution()
        self._made += len(made)
        if self._made > LONGEST_VALUE:
            raise WordTooLong("the word is too long")
        return made

    def _substitution(self) -> str:
        word = self._word
        self._at += 1
        if not word.startswith("{", self._at):
            name = self._name()
            return "$" if not name else self._value(name)
        self._at += 1
        if self._at >= len(word):
            raise WordError("a substitution isn't closed")
        if word[self._at] in "{}:":
            raise WordError("bad substitution")
        name = self._name()
        operator = word[self._at : self._at + 1]
        self._at += 1
        if operator == "}":
            return self._value(name)
        empty_is_unset = operator == ":"
        if empty_is_unset:
            operator = word[self._at : self._at + 1]
            self._at += 1
        if operator == "/" and not empty_is_unset:
            return self._replaced(name)
        if not operator or operator not in "+-?#%" or (empty_is_unset and operator in "#%"):
            raise WordError("unsupported modifier in substitution")
        argument = self.read("}", operator in "#%")
        if operator in "#%":
            return self._trimmed(name, operator, argument)
        return self._chosen(name, operator, empty_is_unset, argument)

    def _value(self, name: str) -> str:
        value = self._scope.get(name)
        return self._scope.unset(name) if value is None else value

    def _chosen(self, name: str, operator: str, empty_is_unset: bool, argument: str) -> str:
        value = self._scope.get(name)
        if value is None:
            certain = self._scope.is_unset(name)
            if operator == "-":
                if not certain:
                    self._scope.reading.assumed.add(name)
                return argument
            if operator == "+":
                return "" if certain else unknown(name)
            if certain:
                raise WordError(f"{name} isn't set")
            return unknown(name)
        if empty_is_unset and has_unknown(value) and not re.sub("\ue000[^\ue001]*\ue001", "", value):
            # Perhaps it is empty.
            return value if operator == "?" else unknown(name)
        missing = empty_is_unset and not value
        if operator == "-":
            return argument if missing else value
        if operator == "+":
            return "" if missing else argument
        if missing:
            raise WordError(f"{name} is empty")
        return value

    def _trimmed(self, name: str, operator: str, pattern: str) -> str:
        value = self._value(name)
        greedy = pattern.startswith(operator)
        if greedy:
            pattern = pattern[1:]
        _check(pattern)
        if not value:
            return ""
        if self._too_hard(value, pattern):
            return unknown(name)
        if operator == "#":
            match = re.match(_regex(pattern, greedy), value)
            return value[match.end() :] if match else value
        # The shortest or longest end that matches: the engine does this on the reversed texts.
        ends = range(len(value) + 1) if greedy else range(len(value), -1, -1)
        whole = re.compile(_regex(pattern, True))
        for at in ends:
            if whole.fullmatch(value, at):
                return value[:at]
        return value

    def _replaced(self, name: str) -> str:
        every = self._word.startswith("/", self._at)
        if every:
            self._at += 1
        pattern = self.read("/", True)
        replacement = self.read("}", True)
        value = self._value(name)
        _check(pattern)
        if not value:
            return ""
        if self._too_hard(value, pattern) or has_unknown(replacement) or "$" in replacement:
            return unknown(name)
        return re.sub(_regex(pattern, True), lambda _: replacement, value, count=0 if every else 1)

    def _too_hard(self, value: str, pattern: str) -> bool:
        """Return whether a match isn't tried: a text is unknown, or matching could take long."""
        reading = self._scope.reading
        reading.patterns_left -= 1
        return (
            has_unknown(value)
            or has_unknown(pattern)
            or len(value) > LONGEST_MATCH
            or len(pattern) > LONGEST_MATCH
            or pattern.count("*") > MOST_STARS
            or reading.patterns_left < 0
        )

    def _name(self) -> str:
        word = self._word
        start = self._at
        if start >= len(word):
            return ""
        first = word[start]
        if first.isdecimal():
            while self._at < len(word) and word[self._at].isdecimal():
                self._at += 1
        elif first in "@*#?-$!0":
            self._at += 1
        else:
            while self._at < len(word) and (word[self._at].isalnum() or word[self._at] == "_"):
                self._at += 1
        return word[start : self._at]


def _check(pattern: str) -> None:
    """Refuse a pattern in which something else is escaped than ``*``, ``?``, the escape character itself, or what ends the substitution."""
    match = _BAD_ESCAPE.match(pattern)
    if match is not None:
        raise WordError(f"a pattern can't hold \\{match.group(1)}")


def _regex(pattern: str, greedy: bool) -> str:
    """Return a pattern of ``*`` and ``?`` as a regular expression."""
    result: list[str] = []
    at = 0
    while at < len(pattern):
        character = pattern[at]
        at += 1
        if character == "*":
            result.append(".*" if greedy else ".*?")
        elif character == "?":
            result.append(".")
        elif character == "\\" and at < len(pattern):
            result.append(re.escape(pattern[at]))
            at += 1
        else:
            result.append(re.escape(character))
    return "".join(result)
