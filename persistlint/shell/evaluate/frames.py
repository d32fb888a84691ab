"""Frames of a shell: the calls of functions, sourced files, loops and subshells that are under way."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.shell.code import Code
    from persistlint.shell.environment import Environment
    from persistlint.shell.invocation import Guard
    from persistlint.shell.syntax.nodes import Node
    from persistlint.text.spans import Span

    #: Ways of the control flow that left a line: the guard, the environment as it was, and whether ``set -e`` ends the shell there.
    Dropped = list[tuple[Guard, Environment, bool]]


class FunctionEntry:
    """A function of the environment. ``programs`` is what ``quiet`` knows of it: None until it is asked."""

    __slots__ = ("body", "code", "name", "programs", "span")

    def __init__(self, name: str, body: Node, code: Code, span: Span) -> None:
        self.name = name
        self.body = body
        self.code = code
        self.span = span
        self.programs: frozenset[str] | None = None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, FunctionEntry) and self.span == other.span and self.name == other.name

    def __hash__(self) -> int:
        return hash(self.span)


class Frame:
    """A call of a function (or a sourced file), or a loop: where its early ends are gathered."""

    __slots__ = ("arguments", "ends", "function", "given", "kind", "locals", "pieces")

    def __init__(self, kind: str, function: FunctionEntry | None = None) -> None:
        self.kind = kind
        #: Which function is called.
        self.function = function
        #: The variables that are local to the call, perhaps on some of its branches only.
        self.locals: set[str] = set()
        #: The variables that stand before the call or one around it (``A=1 f``): made local without a value, they keep theirs.
        self.given: frozenset[str] = frozenset()
        self.ends: list[tuple[str, Guard, Environment]] = []
        #: What the call's words are, where that is asked: of calls without words, and of those inside a call of the same function.
        self.arguments: tuple[object, ...] | None = None
        #: The pieces of a script's text: they are kept while it is evaluated.
        self.pieces = 0
