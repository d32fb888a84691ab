"""The scope that a command takes over from the constructs around it, and that ends with them."""

from __future__ import annotations

from persistlint.shell.standard_input import SCRIPT_INPUT, StandardInput

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType
    from typing import TypedDict, Unpack

    from persistlint.shell.streams import Redirect, Stage
    from persistlint.text.spans import Span

    class _State(TypedDict, total=False):
        """The state that a construct may give the commands inside it, by the names of ``Scope``."""

        background: bool
        captured: object
        certainty: str
        condition: bool
        function: str
        host: tuple[str, ...]
        negated: bool
        quoted: frozenset[str]
        stage: Stage | None
        via: tuple[Span, ...]
        wrappers: tuple[str, ...]


class Scope:
    """The ambient state of an evaluation. Change it with ``with scope.within(…)``: at the end it is what it was before, whatever happens."""

    __slots__ = (
        "background",
        "block",
        "captured",
        "certainty",
        "condition",
        "function",
        "host",
        "negated",
        "quoted",
        "redirects",
        "stage",
        "standard_input",
        "via",
        "wrappers",
    )

    def __init__(self) -> None:
        #: How surely the commands are carried out ("certain", "possible", "repeated"), see ``Invocation``.
        self.certainty = "certain"
        #: The calls that lead here, outermost first.
        self.via: tuple[Span, ...] = ()
        #: The function or unit that is a world of its own, "" outside of one; the number of the document's block.
        self.function = ""
        self.block = 0
        #: The place in a pipeline, whether the command is in the background, behind ``!``, or decides a branch.
        self.stage: Stage | None = None
        self.background = False
        self.negated = False
        self.condition = False
        #: The key of the unknown that the output is, where a substitution captures it.
        self.captured: object = None
        #: Where the commands run, and the programs around them (``sudo``, ``xargs``, ``trap``).
        self.host: tuple[str, ...] = ()
        self.wrappers: tuple[str, ...] = ()
        #: How the scripts inside scripts that are being evaluated are quoted in those around them.
        self.quoted: frozenset[str] = frozenset()
        #: The redirections of the constructs around, outermost first.
        self.redirects: tuple[Redirect, ...] = ()
        #: What those constructs give as standard input. ``exec`` may have changed it since: ask ``inputs``.
        self.standard_input: StandardInput = SCRIPT_INPUT

    def within(
        self,
        standard_input: StandardInput | None = None,
        redirects: tuple[Redirect, ...] = (),
        **state: Unpack[_State],
    ) -> _Within:
        """Return the context in which these hold: another standard input, further redirections, and other values of the rest of the state."""
        return _Within(self, standard_input, redirects, state)


class _Within:
    __slots__ = ("_before", "_redirects", "_scope", "_standard_input", "_state", "_state_before")

    def __init__(
        self,
        scope: Scope,
        standard_input: StandardInput | None,
        redirects: tuple[Redirect, ...],
        state: _State,
    ) -> None:
        self._scope = scope
        self._before = scope.standard_input, scope.redirects
        self._standard_input = standard_input
        self._redirects = redirects
        self._state = state
        self._state_before = [(name, getattr(scope, name)) for name in state]

    def __enter__(self) -> None:
        scope = self._scope
        if self._standard_input is not None:
            scope.standard_input = self._standard_input
        if self._redirects:
            scope.redirects = (*scope.redirects, *self._redirects)
        for name, value in self._state.items():
            setattr(scope, name, value)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._scope.standard_input, self._scope.redirects = self._before
        for name, value in self._state_before:
            setattr(self._scope, name, value)
