"""Reading shell code into its tree.

A recursive-descent reader of bash's grammar (and of sh, ksh, bats; zsh as far as it is the same). It never fails: what is no
shell grammar becomes a ``Problem``, and reading goes on at the next line. Commands without quoting surprises are only
delimited here (one pattern match each); their words are read when somebody asks.
"""

from __future__ import annotations

import persistlint.shell.recursion  # noqa: F401  (for its effect)
from persistlint.shell.syntax.nodes import (
    PLACEHOLDER,
    TEXT,
    AndOr,
    Arithmetic,
    ArithmeticFor,
    Assignment,
    Case,
    For,
    Function,
    Group,
    If,
    List,
    Node,
    Part,
    Pipeline,
    Problem,
    RedirectNode,
    SimpleCommand,
    Subshell,
    Test,
    Unclosed,
    While,
    WordNode,
)
from persistlint.shell.syntax.words import DEPTH, ELLIPSIS, PLACEHOLDER_TEXT, TooDeep, WordReader
from persistlint.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from typing import TypeVar

    _Read = TypeVar("_Read")

#: A whole simple command without substitutions, redirections and arrays.
_SIMPLE = regex(
    r"(?s)(?:[^\n;&|()<>'\"`$\\#]+|'[^']*'|\"(?:[^\"\\$`]|\\.|\$(?=[A-Za-z0-9_@*#?!])|\$\{[A-Za-z0-9_]+\})*\""
    r"|\\.|\$(?=[A-Za-z0-9_@*#?!])(?![$#](?:\())|\$\{[A-Za-z0-9_]+\}|(?<=[^\s;&|()])#)+"
)
#: So much is matched against it at once: what it may have to go back to is kept in memory.
_AT_ONCE = 200_000
_FIRST = regex(r"[^\s;&|()<>\"'`$\\]+")
_ASSIGNMENT = regex(
    r"([A-Za-z_][A-Za-z0-9_]*)(\[(?:[^\]\[\\'\"$\n]|'[^']*'|\"[^\"]*\"|\\.|\[[^\[\]\n]*\]|\$(?![{(])"
    r"|\$\{(?:[^{}\n]|\$\{[^{}\n]*\})*\}|\$\((?:[^()\n]|\([^()\n]*\))*\))*\])?(\+?)="
)
_REDIRECT = regex(r"(\d+|\{[A-Za-z_]\w*\})?(<<<|<<-|<<|<&|<>|<(?!\()|&>>|&>|>>|>&|>\||>(?!\())")
_FUNCTION = regex(r"([^\s;&|()<>\"'`$\\=]+)[ \t]*\([ \t]*\)")
_FUNCTION_WORD = regex(r"([^\s;&|()<>]+)[ \t]*(?:\([ \t]*\))?")
_NAME = regex(r"[^\s;&|()<>]+")
_BATS = regex(r"@test[ \t]+([^\n]*?)[ \t]*\{(?=[ \t]*(?:\n|$))")
_REGEX_WORD = regex(r"(?s)(?:\\.|'[^']*'|\"(?:\\.|[^\"\\])*\"|\$\{[^}\n]*\}|[^\s\\'\"])+")
_BLANKS = regex(r"(?:[ \t\r]|\\\n)+")

#: Words of one command, array or loop that are told apart; all behind them are one word of which nothing is known, as where a document has ``...``.
MOST_WORDS = 10_000

_CLOSERS = frozenset({"then", "do", "done", "fi", "elif", "else", "esac", "}"})
_DECLARES = frozenset({"declare", "typeset", "local", "readonly", "export"})
_OPENERS = frozenset(
    {"if", "case", "for", "select", "while", "until", "function", "{", "!", "[[", "time", "coproc"}
)


class Parser(WordReader):
    """Parses ``source`` (latin-1 text) from ``at`` to ``limit``."""

    def __init__(self, source: str, at: int = 0, limit: int | None = None) -> None:
        super().__init__(source, at, limit)
        self._pending: list[tuple[RedirectNode, str]] = []
        self._expected: list[frozenset[str]] = []
        #: The end of the last here-document's body that was read.
        self.body_end = 0
        #: For each top-level statement where its reading began, and whether no here-document of an earlier one was still to come.
        self.begun: list[tuple[int, bool]] = []
        self._stops: Collection[int] = ()

    def parse(self, stops: Collection[int] = ()) -> tuple[List, list[int]]:
        """The whole text, and where each top-level statement's text ends (its here-documents included).

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

    _extents: list[int]

    # Blanks, comments, newlines

    def _blanks(self) -> None:
        found = _BLANKS.match(self.source, self.at, self.limit)
        if found:
            self.at = found.end()

    def _separators(self) -> None:
        """Over blanks, newlines and comments."""
        source = self.source
        while self.at < self.limit:
            character = source[self.at]
            if character in " \t\r" or character == "\\":
                before = self.at
                self._blanks()
                if self.at == before:
                    return
            elif character == "\n":
                self._newline()
            elif character == "#":
                self._comment()
            else:
                return

    def _comment(self) -> None:
        end = self.source.find("\n", self.at, self.limit)
        self.at = self.limit if end < 0 else end

    def _newline(self) -> None:
        """Over a line end, and over the here-documents that begin after it."""
        self.at += 1
        while self._pending:
            redirect, delimiter = self._pending.pop(0)
            self._body(redirect, delimiter)

    def _body(self, redirect: RedirectNode, delimiter: str) -> None:
        source = self.source
        start = at = self.at
        strip = redirect.operator == "<<-"
        while True:
            if at >= self.limit:
                self.problems.append(
                    Problem(redirect.start, redirect.end, f"here-document without its end `{delimiter}`")
                )
                end = self.limit
                following = self.limit
                break
            line_end = source.find("\n", at, self.limit)
            stop = self.limit if line_end < 0 else line_end
            line = source[at:stop]
            if (line.lstrip("\t") if strip else line) == delimiter:
                end = at
                following = stop if line_end < 0 else stop + 1
                break
            # A here-document inside $(…) may end with its parenthesis on the same line.
            at = stop + 1
        end = min(end, self.limit)
        redirect.body_start, redirect.body_end = start, end
        if redirect.quoted:
            redirect.body = [Part(TEXT, start, end, "'")] if not strip else self._plain_lines(start, end)
        else:
            redirect.body = self.body_parts(start, end, strip)
        self.at = min(following, self.limit)
        self.body_end = self.at

    def _plain_lines(self, start: int, end: int) -> list[Part]:
        out: list[Part] = []
        while start < end:
            stop = self.source.find("\n", start, end)
            stop = end if stop < 0 else stop + 1
            while start < stop and self.source[start] == "\t":
                start += 1
            out.append(Part(TEXT, start, stop, "'"))
            start = stop
        return out

    def _reserved(self) -> str:
        """The unquoted word at ``at``, "" where there is none: reserved words are recognised only without quotes."""
        found = _FIRST.match(self.source, self.at, self.limit)
        if not found or (found.end() < self.limit and self.source[found.end()] in "\"'`$\\"):
            return ""
        return found.group()

    def _problem(self, start: int, end: int, reason: str) -> None:
        last = self.problems[-1] if self.problems else None
        if last is not None and last.reason == reason and last.start < start < end:
            if last.end == start or self.source[last.end : start].isspace():
                last.end = end
                return
        self.problems.append(Problem(start, end, reason))

    def _unclosed(self, start: int, reason: str) -> None:
        """Note that the compound command at ``start`` has no end here."""
        found = _FIRST.match(self.source, start, self.limit)
        self.problems.append(Unclosed(start, found.end() if found else start + 1, reason, self.at))

    # Lists, pipelines

    def substitution(self, close: str) -> List:
        self.depth += 1
        if self.depth > DEPTH:
            raise TooDeep
        pending, self._pending = self._pending, []
        expected, self._expected = self._expected, []
        opened = self.at
        body = self._list(frozenset(), close)
        self._expected = expected
        self._pending += pending
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
        while True:
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

    # Commands

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
            bats = _BATS.match(source, at, self.limit)
            if bats:
                return self._nested(lambda: self._function(bats.group(1), bats.end() - 1))
        if word in _OPENERS:
            found = self._nested(lambda: self._compound(word))
            if found is not None:
                return found
        if word and source[at + len(word) : at + len(word) + 2].lstrip(" \t").startswith("("):
            function = _FUNCTION.match(source, at, self.limit)
            if function and not _ASSIGNMENT.match(source, at):
                return self._nested(lambda: self._function(function.group(1), function.end()))
        if word and "=" not in word:
            # The common case: nothing that needs a closer look.
            found_simple = _SIMPLE.match(source, at, min(at + _AT_ONCE, self.limit))
            if found_simple:
                end = found_simple.end()
                stop = source[end] if end < self.limit else "\n"
                if (
                    stop in "\n;|)"
                    or (stop == "#" and source[end - 1] in " \t")
                    or (stop == "&" and source[end + 1 : end + 2] != ">")
                ):
                    return self._plain(at, end)
        return self._simple()

    def _nested(self, read: Callable[[], _Read]) -> _Read:
        self.depth += 1
        if self.depth > DEPTH:
            raise TooDeep
        try:
            return read()
        finally:
            self.depth -= 1

    def _plain(self, start: int, end: int) -> SimpleCommand:
        self.at = end
        stop = end
        source = self.source
        while stop > start and source[stop - 1] in " \t\r" and source[stop - 2] != "\\":
            stop -= 1
        command = SimpleCommand(start, stop)
        placeholders = self.placeholders

        def read(command: SimpleCommand) -> None:
            reader = Parser(source, start, stop)
            reader.placeholders = placeholders
            reader._words_into(command)

        command.later(read)
        return command

    def _simple(self) -> SimpleCommand:
        command = SimpleCommand(self.at, self.at)
        self._words_into(command)
        return command

    def _words_into(self, command: SimpleCommand) -> None:
        source = self.source
        declares = False
        end = command.start
        while True:
            self._blanks()
            if self.at >= self.limit:
                break
            at = self.at
            character = source[at]
            if character in "\n;|)" or (character == "#" and at > command.start):
                break
            if character == "&" and not source.startswith("&>", at):
                break
            redirect = self._redirect()
            if redirect is not None:
                command.redirects.append(redirect)
                end = self.at
                continue
            if character == "(":
                self._problem(at, at + 1, "unexpected `(`")
                self.at = self._line_end(at)
                break
            if not command.words or declares:
                assignment = self._assignment()
                if assignment is not None:
                    command.assignments.append(assignment)
                    end = self.at
                    continue
            if len(command.words) >= MOST_WORDS and self._leaves_out(command.words):
                end = self.at
                continue
            word = self.word()
            if word is None:
                break
            if not command.words:
                declares = source[word.start : word.end] in _DECLARES
            command.words.append(word)
            end = self.at
        command.end = max(end, command.start)

    def _leaves_out(self, words: list[WordNode]) -> bool:
        """Step over words that aren't kept, and have one stand for them all; False where there is none here."""
        start = self.at
        if len(words) == MOST_WORDS:
            part = Part(PLACEHOLDER, start, start, "")
            part.text = "..."
            words.append(WordNode(start, start, [part]))
        found = _SIMPLE.match(self.source, start, min(start + _AT_ONCE, self.limit))
        end = found.end() if found else start
        if self.source[end : end + 1] in ("<", ">"):
            # What stands before them may be a descriptor.
            while end > start and self.source[end - 1] not in " \t":
                end -= 1
        if end == start:
            return self.word() is not None and self.at > start
        self.at = end
        return True

    def _line_end(self, at: int) -> int:
        end = self.source.find("\n", at, self.limit)
        return self.limit if end < 0 else end

    def _assignment(self) -> Assignment | None:
        found = _ASSIGNMENT.match(self.source, self.at, self.limit)
        if not found:
            return None
        assignment = Assignment(found.group(1), self.at, found.end())
        index = found.group(2)
        assignment.index = index[1:-1] if index is not None else None
        assignment.append = bool(found.group(3))
        self.at = found.end()
        if self.peek() == "(":
            self.at += 1
            assignment.array = []
            while True:
                self._separators()
                if self.at >= self.limit:
                    self._problem(assignment.start, self.at, "unfinished array")
                    break
                if self.peek() == ")":
                    self.at += 1
                    break
                before = self.at
                if len(assignment.array) >= MOST_WORDS and self._leaves_out(assignment.array):
                    continue
                word = self.word()
                if word is None or self.at == before:
                    self._problem(before, before + 1, f"unexpected `{self.peek()}` in an array")
                    self.at = before + 1
                    continue
                assignment.array.append(word)
        else:
            begin = self.at
            parts = self.parts("")
            assignment.value = WordNode(begin, self.at, parts)
        assignment.end = self.at
        return assignment

    def _redirect(self) -> RedirectNode | None:
        found = _REDIRECT.match(self.source, self.at, self.limit)
        if not found:
            return None
        if (
            self.placeholders
            and found.group() in ("<", "<<")
            and (
                PLACEHOLDER_TEXT.match(self.source, self.at, self.limit)
                or ELLIPSIS.match(self.source, self.at, self.limit)
            )
        ):
            return None
        descriptor, operator = found.groups()
        number = int(descriptor) if descriptor and descriptor.isdecimal() and len(descriptor) < 5 else None
        if descriptor and number is None:
            number = 99
        redirect = RedirectNode(operator, number, self.at, found.end())
        self.at = found.end()
        self._blanks()
        begin = self.at
        word = self.word()
        if word is None:
            self._problem(redirect.start, self.at, f"nothing after `{operator}`")
            return redirect
        redirect.word = word
        redirect.end = self.at
        if operator in ("<<", "<<-"):
            raw = self.source[begin : self.at]
            redirect.quoted = any(character in raw for character in "\\'\"")
            delimiter = "".join(self.source[part.start : part.end] for part in word.parts)
            self._pending.append((redirect, delimiter))
        return redirect

    def _redirected(self, node: Node) -> Node:
        while True:
            self._blanks()
            redirect = self._redirect()
            if redirect is None:
                return node
            node.redirects.append(redirect)
            node.end = self.at

    # Compound commands

    def _subshell(self) -> Node:
        start = self.at
        self.at += 1
        expected, self._expected = self._expected, []
        body = self._list(frozenset(), ")")
        self._expected = expected
        if self.peek() == ")":
            self.at += 1
        else:
            self._unclosed(start, "`)` is missing")
        return self._redirected(Subshell(start, self.at, body))

    def _compound(self, word: str) -> Node | None:
        start = self.at
        if word == "{":
            following = self.source[start + 1 : start + 2]
            if following and following not in " \t\n\r\\":
                return None
            self.at += 1
            body = self._list(frozenset({"}"}), "")
            self._close("}", start)
            return self._redirected(Group(start, self.at, body))
        if word == "if":
            return self._if()
        if word == "case":
            return self._case()
        if word in ("for", "select"):
            return self._for(word == "select")
        if word in ("while", "until"):
            self.at += len(word)
            condition = self._list(frozenset({"do"}), "")
            self._close("do", start)
            body = self._list(frozenset({"done"}), "")
            self._close("done", start)
            return self._redirected(While(start, self.at, condition, body, word == "until"))
        if word == "function":
            self.at += len(word)
            self._blanks()
            found = _FUNCTION_WORD.match(self.source, self.at, self.limit)
            if not found:
                self.at = start
                return None
            return self._function(found.group(1), found.end(), start)
        if word == "[[":
            return self._test()
        if word == "coproc":
            self.at += len(word)
            self._blanks()
            return self._command()
        return None

    def _close(self, word: str, start: int) -> bool:
        if self._reserved() == word:
            self.at += len(word)
            return True
        # ``};`` and ``})`` leave more behind the brace.
        if word == "}" and self.peek() == "}":
            self.at += 1
            return True
        self._unclosed(start, f"`{word}` is missing")
        return False

    def _if(self) -> Node:
        start = self.at
        self.at += 2
        arms: list[tuple[List, List]] = []
        otherwise: List | None = None
        ends = frozenset({"elif", "else", "fi"})
        while True:
            condition = self._list(frozenset({"then"}), "")
            self._close("then", start)
            body = self._list(ends, "")
            arms.append((condition, body))
            word = self._reserved()
            if word == "elif":
                self.at += 4
                continue
            if word == "else":
                self.at += 4
                otherwise = self._list(frozenset({"fi"}), "")
            self._close("fi", start)
            break
        return self._redirected(If(start, self.at, arms, otherwise))

    def _case(self) -> Node:
        start = self.at
        self.at += 4
        self._blanks()
        word = self.word() or WordNode(self.at, self.at, [])
        self._separators()
        if self._reserved() == "in":
            self.at += 2
        else:
            self._problem(start, self.at, "`in` is missing")
        items: list[tuple[list[WordNode], List, str]] = []
        while True:
            self._separators()
            if self.at >= self.limit:
                self._unclosed(start, "`esac` is missing")
                break
            if self._reserved() == "esac":
                self.at += 4
                break
            if self.peek() == "(":
                self.at += 1
                self._blanks()
            patterns: list[WordNode] = []
            before = self.at
            while True:
                self._blanks()
                pattern = self.word()
                if pattern is not None:
                    patterns.append(pattern)
                self._blanks()
                if self.peek() == "|":
                    self.at += 1
                    continue
                break
            if self.peek() == ")":
                self.at += 1
            else:
                self._problem(before, self.at, "`)` is missing after a pattern")
                self.at = max(self._line_end(self.at), before + 1)
                if self.at >= self.limit:
                    break
                continue
            body = self._list(frozenset({"esac"}), "", case=True)
            terminator = ";;"
            if self.peek() == ";":
                terminator = ";;&" if self.peek(3) == ";;&" else self.peek(2)
                self.at += len(terminator)
            items.append((patterns, body, terminator))
        return self._redirected(Case(start, self.at, word, items))

    def _for(self, select: bool) -> Node:
        start = self.at
        self.at += 6 if select else 3
        self._blanks()
        if self.source.startswith("((", self.at):
            end = self.arithmetic_end(self.at + 2)
            if end >= 0:
                expressions = [*self.source[self.at + 2 : end].split(";"), "", ""]
                self.at = end + 2
                body = self._loop_body(start)
                return self._redirected(
                    ArithmeticFor(start, self.at, (expressions[0], expressions[1], expressions[2]), body)
                )
        found = _NAME.match(self.source, self.at, self.limit)
        name = found.group() if found else ""
        self.at += len(name)
        self._separators()
        words: list[WordNode] | None = None
        if self._reserved() == "in":
            self.at += 2
            words = []
            while True:
                self._blanks()
                if self.at >= self.limit or self.source[self.at] in "\n;&|)#":
                    break
                before = self.at
                if len(words) >= MOST_WORDS and self._leaves_out(words):
                    continue
                word = self.word()
                if word is None or self.at == before:
                    break
                words.append(word)
        body = self._loop_body(start)
        return self._redirected(For(start, self.at, name, words, body, select))

    def _loop_body(self, start: int) -> List:
        self._separators()
        if self.peek() == ";":
            self.at += 1
            self._separators()
        if self._reserved() == "{":
            self.at += 1
            body = self._list(frozenset({"}"}), "")
            self._close("}", start)
            return body
        self._close("do", start)
        body = self._list(frozenset({"done"}), "")
        self._close("done", start)
        return body

    def _function(self, name: str, at: int, start: int | None = None) -> Node:
        begin = self.at if start is None else start
        self.at = at
        self._separators()
        before = self.at
        body = self._command()
        if self.at == before:
            self._problem(begin, self.at, "a function without a body")
        return Function(begin, self.at, name, body)

    def _test(self) -> Node:
        start = self.at
        self.at += 2
        words: list[WordNode] = []
        source = self.source
        regex = False
        while True:
            self._separators()
            if self.at >= self.limit:
                self._problem(start, self.at, "`]]` is missing")
                break
            at = self.at
            if source.startswith("]]", at):
                self.at += 2
                break
            if regex:
                found = _REGEX_WORD.match(source, at, self.limit)
                regex = False
                if found:
                    self.at = found.end()
                    words.append(WordNode(at, self.at, [Part(TEXT, at, self.at, "")]))
                    continue
            two = source[at : at + 2]
            if two in ("&&", "||"):
                length = 2
            elif source[at] in "()<>;&|":
                length = 1
                if source[at] in ";&|":
                    self._problem(start, at, "`]]` is missing")
                    break
            else:
                word = self.word()
                if word is None or self.at == at:
                    self.at = at + 1
                    continue
                words.append(word)
                regex = source[word.start : word.end] == "=~"
                continue
            self.at = at + length
            words.append(WordNode(at, self.at, [Part(TEXT, at, self.at, "")]))
        return self._redirected(Test(start, self.at, words))


def parse(text: bytes, placeholders: bool = False) -> tuple[List, list[int], list[Problem]]:
    """The tree of ``text``, where each top-level statement's text ends, and what is no shell grammar.

    ``placeholders`` is true for documents, where ``<name>`` is something to fill in.
    """
    parser = Parser(text.decode("latin-1"))
    parser.placeholders = placeholders
    tree, extents = parser.parse()
    return tree, extents, parser.problems
