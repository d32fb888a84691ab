"""Functions that keep to themselves: they print and compute, and set only variables of their own.

A call of one leaves the shell as it is and reaches no engine, so that its body needn't be evaluated. Menus and tables are drawn by thousands of such calls.
"""

from __future__ import annotations

from persistlint.shell.evaluate.frames import FunctionEntry
from persistlint.shell.syntax.children import commands_in, words_in
from persistlint.shell.syntax.effects import assigns_nothing, sets_nothing
from persistlint.shell.syntax.nodes import (
    AndOr,
    Arithmetic,
    Case,
    For,
    Group,
    If,
    List,
    Node,
    Part,
    Pipeline,
    RedirectNode,
    SimpleCommand,
    Subshell,
    Test,
    While,
    WordNode,
)
from persistlint.text.budgets import MOST_CALLS
from persistlint.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.shell.environment import Environment
    from persistlint.shell.evaluate.state import ShellState
    from persistlint.text.spans import Span

#: Programs and builtins that change nothing, whatever their words are: on the host, in the shell, in a container.
_HARMLESS = frozenset(
    """
    : [ basename cut date dirname echo egrep expr false fgrep grep head id nproc printf pwd return seq sleep sort stty tail test tput tr true
    tty uname uniq wc whoami
    """.split()
)
_NAME = regex(r"[A-Za-z0-9_.+-]+|[\[:]")
_LOCAL = regex(r"([A-Za-z_][A-Za-z0-9_]*)(?:=|\Z)")
#: The compound commands and tests that are looked into.
_FOLLOWED = (AndOr, Arithmetic, Case, For, Group, If, List, Pipeline, Subshell, Test, While)
#: Where output may go without a file.
_NOWHERE = regex(r"/dev/(?:null|stderr|stdout|tty)|&?[0-9-]+")


def keeps_to_itself(shell: ShellState, entry: FunctionEntry) -> bool:
    """Return whether a call of the function does nothing but print and compute. Those that it calls are then called too."""
    met: dict[Span, FunctionEntry] = {}
    if not _keeps(shell.environment, entry, met, ()):
        return False
    shell.called.update(met)
    return True


def _keeps(
    environment: Environment,
    function: FunctionEntry,
    met: dict[Span, FunctionEntry],
    around: tuple[Span, ...],
) -> bool:
    """Return whether the function and those that it calls do nothing but that.

    One that calls itself doesn't, as it may never end. Nor do calls that nest deeper than any are followed.
    """
    if len(around) >= MOST_CALLS:
        return False
    if function.span in met:
        return function.span not in around
    met[function.span] = function
    if function.programs is None:
        function.programs = _programs(function)
    for name in function.programs:
        called = environment.get(name + "()")
        if isinstance(called, FunctionEntry):
            if not _keeps(environment, called, met, (*around, function.span)):
                return False
        elif called is not None or name not in _HARMLESS:
            return False
        if environment.get("alias " + name) is not None:
            return False
    return bool(function.programs)


def _programs(function: FunctionEntry) -> frozenset[str]:
    """Return the programs and functions that the body may run; none where it may do more than that."""
    reader = _Reader(function.code.source)
    try:
        reader.node(function.body)
    except _DoesMoreError:
        return frozenset()
    return frozenset(reader.programs)


class _DoesMoreError(Exception):
    """The function does more than printing and computing."""


class _Reader:
    """Goes through a function's body. In a substitution or a subshell any variable may be set."""

    __slots__ = ("apart", "locals", "programs", "source")

    def __init__(self, source: str) -> None:
        self.source = source
        self.programs: set[str] = set()
        #: The variables that were made local so far.
        self.locals: set[str] = set()
        #: How many subshells deep this is.
        self.apart = 0

    def node(self, node: Node) -> None:
        self.redirects(node.redirects)
        if isinstance(node, SimpleCommand):
            self.command(node)
            return
        if not isinstance(node, _FOLLOWED) or (isinstance(node, List) and node.background):
            raise _DoesMoreError
        if isinstance(node, Subshell):
            self.inside(node.body)
            return
        if isinstance(node, For):
            self.sets(node.name)
        elif isinstance(node, Test):
            if any("=~" in self.source[word.start : word.end] for word in node.words):
                # It sets BASH_REMATCH.
                self.sets("BASH_REMATCH")
        elif isinstance(node, Arithmetic) and not assigns_nothing(node.expression):
            raise _DoesMoreError
        self.words(words_in(node))
        for command in commands_in(node):
            self.node(command)

    def inside(self, body: Node) -> None:
        """Go through what a shell of its own runs."""
        self.apart += 1
        self.node(body)
        self.apart -= 1

    def sets(self, name: str) -> None:
        """Note that a variable is set."""
        if not self.apart and name not in self.locals:
            raise _DoesMoreError

    def command(self, node: SimpleCommand) -> None:
        node.read()
        for assignment in node.assignments:
            if assignment.index is not None or (not node.words and assignment.name == "IFS"):
                raise _DoesMoreError
            if not node.words:
                self.sets(assignment.name)
            self.words([assignment.value] if assignment.value is not None else list(assignment.array or []))
        if not node.words:
            return
        first = node.words[0]
        name = self.source[first.start : first.end]
        if name == "local":
            self.declaration(node)
            return
        if not _NAME.fullmatch(name):
            raise _DoesMoreError
        if name == "printf" and len(node.words) > 1:
            second = node.words[1]
            if self.source.startswith("-", second.start) and not self.source.startswith("--", second.start):
                raise _DoesMoreError
        self.programs.add(name)
        self.words(node.words)

    def declaration(self, node: SimpleCommand) -> None:
        for word in node.words[1:]:
            match = _LOCAL.match(self.source, word.start, word.end)
            if match is None or match.group(1) == "IFS":
                raise _DoesMoreError
            self.locals.add(match.group(1))
        self.words(node.words)
        self.programs.add(":")

    def redirects(self, redirects: list[RedirectNode]) -> None:
        for redirect in redirects:
            word = redirect.word
            if word is None:
                self.parts(redirect.body or [])
                continue
            if redirect.operator not in ("<", "<<<") and not _NOWHERE.fullmatch(
                self.source, word.start, word.end
            ):
                raise _DoesMoreError
            self.words([word])

    def words(self, words: list[WordNode]) -> None:
        for word in words:
            self.parts(word.parts)

    def parts(self, parts: list[Part]) -> None:
        if not sets_nothing(parts, self.source, written=True):
            raise _DoesMoreError
        for part in parts:
            if part.kind == "process":
                raise _DoesMoreError
            if part.script is not None:
                self.inside(part.script)
            elif part.parameter is not None:
                for word in (part.parameter.argument, part.parameter.replacement):
                    if word is not None:
                        self.parts(word.parts)
