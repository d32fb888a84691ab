"""Simple commands: assignments, words and redirections (bash manual, "Simple Commands").

Commands without quoting surprises are only delimited (one pattern match each); their words are read when somebody asks.
"""

from __future__ import annotations

from persistlint.shell.syntax.here_documents import LineReader
from persistlint.shell.syntax.nodes import (
    PLACEHOLDER,
    Assignment,
    Node,
    Part,
    RedirectNode,
    SimpleCommand,
    WordNode,
)
from persistlint.shell.syntax.templates import TEMPLATE
from persistlint.shell.syntax.words import ELLIPSIS, PLACEHOLDER_TEXT, REMARK
from persistlint.text.budgets import MOST_WORDS
from persistlint.text.regex import regex

#: A whole simple command without substitutions, redirections and arrays.
SIMPLE = regex(
    r"(?s)(?:[^\n;&|()<>'\"`$\\#]+|'[^']*'|\"(?:[^\"\\$`]|\\.|\$(?=[A-Za-z0-9_@*#?!])|\$\{[A-Za-z0-9_]+\})*\""
    r"|\\.|\$(?=[A-Za-z0-9_@*#?!])(?![$#](?:\())|\$\{[A-Za-z0-9_]+\}|(?<=[^\s;&|()])#)+"
)
#: So much is matched against it at once: what it may have to go back to is kept in memory.
AT_ONCE = 200_000
ASSIGNMENT = regex(
    r"([A-Za-z_][A-Za-z0-9_]*)(\[(?:[^\]\[\\'\"$\n]|'[^']*'|\"[^\"]*\"|\\.|\[[^\[\]\n]*\]|\$(?![{(])"
    r"|\$\{(?:[^{}\n]|\$\{[^{}\n]*\})*\}|\$\((?:[^()\n]|\([^()\n]*\))*\))*\])?(\+?)="
)
_REDIRECT = regex(r"(\d+|\{[A-Za-z_]\w*\})?(<<<|<<-|<<|<&|<>|<(?!\()|&>>|&>|>>|>&|>\||>(?!\())")


_DECLARES = frozenset({"declare", "typeset", "local", "readonly", "export"})


class SimpleReader(LineReader):
    """Reads simple commands."""

    def _simple(self) -> SimpleCommand:
        command = SimpleCommand(self.at, self.at)
        self._words_into(command)
        return command

    def _plain(self, start: int, end: int) -> SimpleCommand:
        self.at = end
        stop = end
        source = self.source
        while stop > start and source[stop - 1] in " \t\r" and source[stop - 2] != "\\":
            stop -= 1
        command = SimpleCommand(start, stop)
        placeholders = self.placeholders

        def read(command: SimpleCommand) -> None:
            reader = type(self)(source, start, stop)
            reader.placeholders = placeholders
            reader._words_into(command)

        command.later(read)
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
            if (
                character in "<-="
                and self.placeholders
                and at > command.start
                and REMARK.match(source, at, self.limit) is not None
            ):
                # A document's remark behind the command ends the line, as a comment does.
                self._comment()
                break
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
        match = SIMPLE.match(self.source, start, min(start + AT_ONCE, self.limit))
        end = match.end() if match else start
        if self.source[end : end + 1] in ("<", ">"):
            # What stands before them may be a descriptor.
            while end > start and self.source[end - 1] not in " \t":
                end -= 1
        if end == start:
            return self.word() is not None and self.at > start
        self.at = end
        return True

    def _assignment(self) -> Assignment | None:
        match = ASSIGNMENT.match(self.source, self.at, self.limit)
        if not match:
            return None
        assignment = Assignment(match.group(1), self.at, match.end())
        index = match.group(2)
        assignment.index = index[1:-1] if index is not None else None
        assignment.append = bool(match.group(3))
        self.at = match.end()
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
        match = _REDIRECT.match(self.source, self.at, self.limit)
        if not match:
            return None
        if (
            self.placeholders
            and match.group() in ("<", "<<")
            and (
                PLACEHOLDER_TEXT.match(self.source, self.at, self.limit)
                or TEMPLATE.match(self.source, self.at, self.limit)
                or ELLIPSIS.match(self.source, self.at, self.limit)
            )
        ):
            return None
        descriptor, operator = match.groups()
        number = int(descriptor) if descriptor and descriptor.isdecimal() and len(descriptor) < 5 else None
        if descriptor and number is None:
            number = 99
        redirect = RedirectNode(operator, number, self.at, match.end())
        self.at = match.end()
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
