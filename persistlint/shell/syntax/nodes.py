"""The syntax tree of shell code. Offsets are bytes of the text that was parsed.

Terms are those of the shell grammar (POSIX.1-2024, 2.10; the bash manual, "Shell Grammar").
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from persistlint.shell.values import Word

#: Kinds of word parts.
TEXT, PARAMETER, COMMAND, ARITHMETIC, PROCESS = "text", "parameter", "command", "arithmetic", "process"
#: ``<name>`` in a document: something for the reader to fill in.
PLACEHOLDER = "placeholder"


class Part:
    """A stretch of a word: literal text, or an expansion.

    ``quoting`` is ``""``, ``'``, ``"`` or ``\\``. For text that does not stand in the source as it is (``$'\\n'``) ``text`` holds it.
    """

    __slots__ = ("end", "kind", "parameter", "quoting", "script", "start", "text")

    def __init__(self, kind: str, start: int, end: int, quoting: str) -> None:
        self.kind = kind
        self.start = start
        self.end = end
        self.quoting = quoting
        self.text: str | None = None
        self.parameter: Parameter | None = None
        #: What a command or process substitution runs.
        self.script: List | None = None


class Parameter:
    """``$name`` or ``${name…}``: ``prefix`` is ``!`` or ``#``, ``operator`` as written (``:-``, ``##``, ``/`` …).

    ``index`` is the text between brackets, ``argument`` the word after the operator; ``replacement`` the second one of ``${x/a/b}``.
    """

    __slots__ = ("argument", "index", "name", "operator", "prefix", "replacement")

    def __init__(self, name: str) -> None:
        self.name = name
        self.prefix = ""
        self.index: str | None = None
        self.operator = ""
        self.argument: WordNode | None = None
        self.replacement: WordNode | None = None


class WordNode:
    """A word as written. ``fields`` keeps what a word without expansions is, and for which code."""

    __slots__ = ("end", "fields", "parts", "start")

    def __init__(self, start: int, end: int, parts: list[Part]) -> None:
        self.start = start
        self.end = end
        self.parts = parts
        self.fields: tuple[object, list[Word]] | None = None


class Assignment:
    """``name=word``, ``name+=word``, ``name[index]=word``, ``name=(words)``."""

    __slots__ = ("append", "array", "end", "index", "name", "start", "value")

    def __init__(self, name: str, start: int, end: int) -> None:
        self.name = name
        self.start = start
        self.end = end
        self.append = False
        self.index: str | None = None
        self.value: WordNode | None = None
        self.array: list[WordNode] | None = None


class RedirectNode:
    """A redirection as written. A here-document has ``body_start`` and ``body_end``, and ``body`` where it expands."""

    __slots__ = ("body", "body_end", "body_start", "descriptor", "end", "operator", "quoted", "start", "word")

    def __init__(self, operator: str, descriptor: int | None, start: int, end: int) -> None:
        self.operator = operator
        self.descriptor = descriptor
        self.start = start
        self.end = end
        self.word: WordNode | None = None
        self.quoted = False
        self.body_start = 0
        self.body_end = 0
        self.body: list[Part] | None = None


class Node:
    """A statement. ``redirects`` apply to it as a whole."""

    __slots__ = ("end", "redirects", "start")

    def __init__(self, start: int, end: int) -> None:
        self.start = start
        self.end = end
        self.redirects: list[RedirectNode] = []


class SimpleCommand(Node):
    """Assignments, words and redirections. The words of a plain command are read when they are asked for."""

    __slots__ = ("_reader", "assignments", "mentions_engine", "program", "words")

    def __init__(self, start: int, end: int) -> None:
        super().__init__(start, end)
        self.assignments: list[Assignment] = []
        self.words: list[WordNode] = []
        #: What ``plain`` knows of it: the name of an ordinary program, "" where it may be anything else, None until it is asked.
        self.program: str | None = None
        #: Whether an engine's name stands in it, None until it is asked.
        self.mentions_engine: bool | None = None
        self._reader: Callable[[SimpleCommand], None] | None = None

    def later(self, reader: Callable[[SimpleCommand], None]) -> None:
        """Have ``reader`` fill in assignments and words when ``read`` is first called."""
        self._reader = reader

    @property
    def unread(self) -> bool:
        """Return whether its words have not been asked for yet. Then it holds no substitution, array or redirection."""
        return self._reader is not None

    def read(self) -> SimpleCommand:
        """Return this command with its words filled in."""
        reader = self._reader
        if reader is not None:
            self._reader = None
            reader(self)
        return self


class Pipeline(Node):
    """Commands joined by ``|``; ``negated`` by ``!``."""

    __slots__ = ("commands", "negated")

    def __init__(self, start: int, end: int, commands: list[Node], negated: bool) -> None:
        super().__init__(start, end)
        self.commands = commands
        self.negated = negated


class AndOr(Node):
    """``first``, then each ``(operator, command)`` with ``&&`` or ``||``."""

    __slots__ = ("first", "rest")

    def __init__(self, start: int, end: int, first: Node, rest: list[tuple[str, Node]]) -> None:
        super().__init__(start, end)
        self.first = first
        self.rest = rest


class List(Node):
    """Statements one after the other; ``background`` has the indices of those that end in ``&``."""

    __slots__ = ("background", "loops", "statements")

    def __init__(self, start: int, end: int, statements: list[Node], background: set[int]) -> None:
        super().__init__(start, end)
        self.statements = statements
        self.background = background
        #: For the body of a loop: how many loops deep those inside it are.
        self.loops = 0


class Subshell(Node):
    """``( list )``."""

    __slots__ = ("body",)

    def __init__(self, start: int, end: int, body: List) -> None:
        super().__init__(start, end)
        self.body = body


class Group(Node):
    """``{ list; }``."""

    __slots__ = ("body",)

    def __init__(self, start: int, end: int, body: List) -> None:
        super().__init__(start, end)
        self.body = body


class If(Node):
    """``arms`` are ``(condition, body)``; ``otherwise`` is the else part."""

    __slots__ = ("arms", "otherwise")

    def __init__(self, start: int, end: int, arms: list[tuple[List, List]], otherwise: List | None) -> None:
        super().__init__(start, end)
        self.arms = arms
        self.otherwise = otherwise


class Case(Node):
    """``items`` are ``(patterns, body, terminator)``, the terminator one of ``;;``, ``;&``, ``;;&``."""

    __slots__ = ("items", "word")

    def __init__(
        self, start: int, end: int, word: WordNode, items: list[tuple[list[WordNode], List, str]]
    ) -> None:
        super().__init__(start, end)
        self.word = word
        self.items = items


class For(Node):
    """``for name in words``; ``words`` None means ``"$@"``. ``select`` loops are the same here, with ``select`` true."""

    __slots__ = ("body", "name", "select", "words")

    def __init__(
        self, start: int, end: int, name: str, words: list[WordNode] | None, body: List, select: bool
    ) -> None:
        super().__init__(start, end)
        self.name = name
        self.words = words
        self.body = body
        self.select = select


class ArithmeticFor(Node):
    """``for ((a; b; c))``, the three expressions as text."""

    __slots__ = ("body", "expressions")

    def __init__(self, start: int, end: int, expressions: tuple[str, str, str], body: List) -> None:
        super().__init__(start, end)
        self.expressions = expressions
        self.body = body


class Coprocess(Node):
    """``coproc``: a command in the background whose standard input and output are pipes from and to the shell."""

    __slots__ = ("body",)

    def __init__(self, start: int, end: int, body: Node) -> None:
        super().__init__(start, end)
        self.body = body


class While(Node):
    """``while`` and ``until`` (``until`` true)."""

    __slots__ = ("body", "condition", "until")

    def __init__(self, start: int, end: int, condition: List, body: List, until: bool) -> None:
        super().__init__(start, end)
        self.condition = condition
        self.body = body
        self.until = until


class Function(Node):
    """A function definition."""

    __slots__ = ("body", "name")

    def __init__(self, start: int, end: int, name: str, body: Node) -> None:
        super().__init__(start, end)
        self.name = name
        self.body = body


class Test(Node):
    """``[[ … ]]``: its words and operators as written."""

    __slots__ = ("words",)

    def __init__(self, start: int, end: int, words: list[WordNode]) -> None:
        super().__init__(start, end)
        self.words = words


class Arithmetic(Node):
    """``(( … ))``: the expression as text."""

    __slots__ = ("expression",)

    def __init__(self, start: int, end: int, expression: str) -> None:
        super().__init__(start, end)
        self.expression = expression


class Problem:
    """Text that is not shell grammar: where, and why."""

    __slots__ = ("end", "reason", "start")

    def __init__(self, start: int, end: int, reason: str) -> None:
        self.start = start
        self.end = end
        self.reason = reason


class Unclosed(Problem):
    """A compound command without its end: what was read of it can be trusted, but the shell refuses it. It reaches up to ``until``."""

    __slots__ = ("until",)

    def __init__(self, start: int, end: int, reason: str, until: int) -> None:
        super().__init__(start, end, reason)
        self.until = until
