"""Reading shell code into its tree.

A recursive-descent reader of bash's grammar (and of sh, ksh, bats; zsh as far as it is the same), in layers: words, what stands between them and
here-documents (``here_documents``), simple commands (``simple``), compound ones (``compound``), and lists and pipelines of commands here. It never fails:
what is no shell grammar becomes a ``Problem``, and reading goes on at the next line.
"""

from __future__ import annotations

from collections import deque

import persistlint.shell.recursion  # noqa: F401  (for its effect)
from persistlint.shell.syntax.compound import OPENERS, CompoundReader
from persistlint.shell.syntax.nodes import (
    AndOr,
    Arithmetic,
    List,
    Node,
    Pipeline,
    Problem,
    SimpleCommand,
    Unclosed,
)
from persistlint.shell.syntax.simple import ASSIGNMENT, AT_ONCE, SIMPLE
from persistlint.shell.syntax.templates import may_hold
from persistlint.shell.syntax.words import TooDeep
from persistlint.text.budgets import MOST_NESTED
from persistlint.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from typing import TypeVar

    _Read = TypeVar("_Read")

_FUNCTION = regex(r"([^\s;&|()<>\"'`$\\=]+)[ \t]*\([ \t]*\)")
_CLOSERS = frozenset({"then", "do", "done", "fi", "elif", "else", "esac", "}"})


class Parser(CompoundReader):
    """Parses ``source`` (latin-1 text) from ``at`` to ``limit``."""

    def __init__(self, source: str, at: int = 0, limit: int | None = None) -> None:
        super().__init__(source, at, limit)
        #: For each top-level statement where its reading began, and whether no here-document of an earlier one was still to come.
        self.begun: list[tuple[int, bool]] = []
        #: Where the text of each ends.
        self._extents: list[int] = []
        self._stops: Collection[int] = ()
        self._expected_at_top: list[frozenset[str]] = []

    def parse(self, stops: Collection[int] = ()) -> tuple[List, list[int]]:
        """Return the tree of the whole text, and where each top-level statement's text ends (its here-documents included).

        ``stops`` are places at which reading ends before a statement, unless a here-document is still to come.
        """
        self._stops = stops
        statements: list[Node] = []
        background: set[int] = set()
        extents: list[int] = []
        start = self.at
        while True:
            part = self._list(frozenset(), "", top=True)
            for index, statement in enumerate(part.statements):
                if index in part.background:
                    background.add(len(statements))
                statements.append(statement)
                extents.append(self._extents[index])
            if self.at >= self.limit or self.at in stops:
                break
            self.at += 1
        return List(start, self.at, statements, background), extents

    def substitution(self, close: str) -> List:
        self.depth += 1
        if self.depth > MOST_NESTED:
            raise TooDeep
        pending, self._pending = self._pending, deque()
        expected, self._expected = self._expected, []
        opened = self.at
        try:
            body = self._list(frozenset(), close)
            # Here-documents that the substitution leaves to be read come before those around.
            pending.extendleft(reversed(self._pending))
        finally:
            # The reader of a here-document's body goes on where it gets too deep.
            self._expected = expected
            self._pending = pending
        if close:
            if self.peek() == close:
                self.at += 1
            else:
                self.problems.append(Unclosed(opened - 2, opened, "`)` is missing", self.at))
        self.depth -= 1
        return body

    def _list(self, stops: frozenset[str], close: str, *, case: bool = False, top: bool = False) -> List:
        start = self.at
        statements: list[Node] = []
        background: set[int] = set()
        extents: list[int] = []
        source = self.source
        self._expected.append(stops)
        if top:
            self._expected_at_top = self._expected
        while True:
            if self.at >= self._ask_at:
                self.ask()
            self._separators()
            if statements and len(extents) < len(statements):
                extents.append(max(statements[-1].end, self.body_end))
            at = self.at
            if at >= self.limit or (top and at in self._stops and not self._pending):
                break
            character = source[at]
            if close and character == close:
                break
            if character in ";&|)":
                if case and source.startswith(";", at) and source[at + 1 : at + 2] in (";", "&"):
                    break
                end = at + 1
                if not case and character != close:
                    while end < self.limit and source[end] == character:
                        end += 1
                self._problem(at, end, f"unexpected `{character}`")
                self.at = end
                continue
            word = self._reserved()
            if word in _CLOSERS:
                if word in stops:
                    break
                if any(word in outer for outer in self._expected):
                    break
                self._problem(at, at + len(word), f"unexpected `{word}`")
                self.at += len(word)
                continue
            fresh = not self._pending
            try:
                statement = self._and_or()
            except TooDeep:
                if not top:
                    raise
                self._too_deep(at)
                continue
            if self.at == at:
                self._problem(at, at + 1, f"unexpected `{character}`")
                self.at += 1
                continue
            self._blanks()
            statements.append(statement)
            if top:
                self.begun.append((at, fresh))
            if self.at < self.limit:
                if source[self.at] == "&":
                    background.add(len(statements) - 1)
                    self.at += 1
                elif source[self.at] == ";" and not (
                    case and source[self.at + 1 : self.at + 2] in (";", "&")
                ):
                    self.at += 1
                    if source.startswith(";", self.at) and not case:
                        self._problem(self.at, self.at + 1, "unexpected `;;`")
                        self.at += 1
        if statements and len(extents) < len(statements):
            extents.append(max(statements[-1].end, self.body_end))
        self._expected.pop()
        if top:
            self._extents = extents
        return List(start, self.at, statements, background)

    def _too_deep(self, start: int) -> None:
        """Give up a top-level statement; reading goes on at the line after the place where it got too deep."""
        self.depth = 0
        self._region.quotes = 0
        self._expected = self._expected_at_top
        del self._expected[1:]
        self._pending.clear()
        self.at = min(self._line_end(max(self.at, start)) + 1, self.limit)
        self._problem(start, self.at, "nested too deeply")

    def _and_or(self) -> Node:
        start = self.at
        first = self._pipeline()
        rest: list[tuple[str, Node]] = []
        while True:
            self._blanks()
            operator = self.peek(2)
            if operator not in ("&&", "||"):
                break
            self.at += 2
            self._separators()
            if self.at >= self.limit:
                self._problem(self.at, self.at, f"nothing after `{operator}`")
                break
            before = self.at
            command = self._pipeline()
            if self.at == before:
                break
            rest.append((operator, command))
        if not rest:
            return first
        return AndOr(start, rest[-1][1].end, first, rest)

    def _pipeline(self) -> Node:
        start = self.at
        negated = False
        while True:
            word = self._reserved()
            if word == "!":
                negated = not negated
                self.at += 1
            elif word == "time":
                self.at += 4
                self._blanks()
                if self._reserved() == "-p":
                    self.at += 2
            else:
                break
            self._blanks()
        commands = [self._command()]
        while True:
            self._blanks()
            if self.peek() != "|" or self.peek(2) == "||":
                break
            self.at += 2 if self.peek(2) == "|&" else 1
            self._separators()
            before = self.at
            command = self._command()
            if self.at == before:
                self._problem(before, before, "nothing after `|`")
                break
            commands.append(command)
        if len(commands) == 1 and not negated:
            return commands[0]
        return Pipeline(start, commands[-1].end, commands, negated)

    def _command(self) -> Node:
        source = self.source
        at = self.at
        if at >= self.limit:
            return SimpleCommand(at, at)
        if source[at] == "(":
            if source.startswith("((", at):
                end = self.arithmetic_end(at + 2)
                if end >= 0:
                    self.at = end + 2
                    return self._redirected(Arithmetic(at, self.at, source[at + 2 : end]))
            return self._nested(self._subshell)
        word = self._reserved()
        if word == "@test":
            brace = self._bats_brace(at)
            if brace >= 0:
                title = source[at + len(word) : brace].strip(" \t")
                return self._nested(lambda: self._function(title, brace))
        if word in OPENERS:
            node = self._nested(lambda: self._compound(word))
            if node is not None:
                return node
        if word and source[at + len(word) : at + len(word) + 2].lstrip(" \t").startswith("("):
            function = _FUNCTION.match(source, at, self.limit)
            if function and not ASSIGNMENT.match(source, at):
                return self._nested(lambda: self._function(function.group(1), function.end()))
        if word and "=" not in word:
            # The common case is a word without anything special.
            found_simple = SIMPLE.match(source, at, min(at + AT_ONCE, self.limit))
            if found_simple and not (self.placeholders and may_hold(source, at, found_simple.end())):
                end = found_simple.end()
                stop = source[end] if end < self.limit else "\n"
                if (
                    stop in "\n;|)"
                    or (stop == "#" and source[end - 1] in " \t")
                    or (stop == "&" and source[end + 1 : end + 2] != ">")
                ):
                    return self._plain(at, end)
        return self._simple()

    def _bats_brace(self, at: int) -> int:
        """Return where the brace stands that ends the line of a bats test, or -1: ``@test "a title" {``."""
        line = self.source[at : self._line_end(at)].rstrip(" \t")
        blank = line[5:6]
        return at + len(line) - 1 if blank and blank in " \t" and line.endswith("{") else -1

    def _nested(self, read: Callable[[], _Read]) -> _Read:
        self.depth += 1
        if self.depth > MOST_NESTED:
            raise TooDeep
        try:
            return read()
        finally:
            self.depth -= 1


def parse(
    text: bytes, placeholders: bool = False, checkpoint: Callable[[], None] | None = None
) -> tuple[List, list[int], list[Problem]]:
    """Return the tree of ``text``, where each top-level statement's text ends, and the parts that are no shell grammar.

    ``placeholders`` is true for documents, where ``<name>`` is something to fill in. What ``checkpoint`` raises ends the reading.
    """
    parser = Parser(text.decode("latin-1"))
    parser.checkpoint = checkpoint
    parser.placeholders = placeholders
    tree, extents = parser.parse()
    return tree, extents, parser.problems
