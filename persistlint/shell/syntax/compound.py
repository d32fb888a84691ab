"""Compound commands and functions (bash manual, "Compound Commands", "Shell Functions")."""

from __future__ import annotations

from persistlint.shell.syntax.nodes import (
    TEXT,
    ArithmeticFor,
    Case,
    Coprocess,
    For,
    Function,
    Group,
    If,
    List,
    Node,
    Part,
    Subshell,
    Test,
    While,
    WordNode,
)
from persistlint.shell.syntax.simple import SimpleReader
from persistlint.text.budgets import MOST_WORDS
from persistlint.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_FUNCTION_WORD = regex(r"([^\s;&|()<>]+)[ \t]*(?:\([ \t]*\))?")
#: The name before a compound command of ``coproc``.
_COPROCESS_NAME = regex(r"[A-Za-z_]\w*[ \t]+(?=[{(]|(?:while|until|for|if|case)[ \t\n])")
_NAME = regex(r"[^\s;&|()<>]+")
_REGEX_WORD = regex(r"(?s)(?:\\.|'[^']*'|\"(?:\\.|[^\"\\])*\"|\$\{[^{}\n]*\}|[^\s\\'\"])+")
#: Words with which a compound command or a function may begin.
OPENERS = frozenset(
    {"if", "case", "for", "select", "while", "until", "function", "{", "!", "[[", "time", "coproc"}
)


class CompoundReader(SimpleReader):
    """Reads what holds lists of commands."""

    def __init__(self, source: str, at: int = 0, limit: int | None = None) -> None:
        super().__init__(source, at, limit)
        #: For each list around, the words that end it.
        self._expected: list[frozenset[str]] = []

    def mark(self) -> tuple[Any, ...]:
        return *super().mark(), self._expected, len(self._expected)

    def go_back(self, mark: tuple[Any, ...]) -> None:
        super().go_back(mark)
        self._expected, count = mark[7:9]
        del self._expected[count:]

    def _list(self, stops: frozenset[str], close: str, *, case: bool = False, top: bool = False) -> List:
        """Commands up to one of ``stops`` or the character ``close`` (the parser's part)."""
        raise NotImplementedError

    def _command(self) -> Node:
        """Read one command. The parser implements it."""
        raise NotImplementedError

    def _subshell(self) -> Node:
        start = self.at
        self.at += 1
        expected, self._expected = self._expected, []
        try:
            body = self._list(frozenset(), ")")
        finally:
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
            body = self._rounds_of(start, "done")
            return self._redirected(While(start, self.at, condition, body, word == "until"))
        if word == "function":
            self.at += len(word)
            self._blanks()
            match = _FUNCTION_WORD.match(self.source, self.at, self.limit)
            if not match:
                self.at = start
                return None
            return self._function(match.group(1), match.end(), start)
        if word == "[[":
            return self._test()
        if word == "coproc":
            self.at += len(word)
            self._blanks()
            # ``coproc NAME { …; }``: only a compound command has a name.
            named = _COPROCESS_NAME.match(self.source, self.at, self.limit)
            if named:
                self.at = named.end()
            command = self._command()
            return Coprocess(start, self.at, command)
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
        match = _NAME.match(self.source, self.at, self.limit)
        name = match.group() if match else ""
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
            return self._rounds_of(start, "}")
        self._close("do", start)
        return self._rounds_of(start, "done")

    def _rounds_of(self, start: int, end: str) -> List:
        """Return the body of a loop up to the word ``end``, from behind the word that opens it."""
        around, self.loops = self.loops, 0
        body = self._list(frozenset({end}), "")
        self._close(end, start)
        body.loops = self.loops
        self.loops = max(around, self.loops + 1)
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
                match = _REGEX_WORD.match(source, at, self.limit)
                regex = False
                if match:
                    self.at = match.end()
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
