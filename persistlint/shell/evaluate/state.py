"""The state of a shell that is followed. It evaluates nothing: what only looks at the state, or changes it, takes this and no evaluator."""

from __future__ import annotations

from persistlint.shell import environment as env
from persistlint.shell.environment import Dead, Environment
from persistlint.shell.evaluate.memo import Memo, SourcedFiles
from persistlint.shell.evaluate.scope import Scope
from persistlint.shell.invocation import NO_GUARD, SPENT, Gap, Guard
from persistlint.text.budgets import MOST_EVENTS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from persistlint.shell.evaluate.expansion.expander import Expander
    from persistlint.shell.evaluate.frames import Dropped, Frame
    from persistlint.shell.invocation import Branch, Event
    from persistlint.shell.standard_input import StandardInput
    from persistlint.shell.syntax.nodes import Problem
    from persistlint.text.spans import Anchor, Span

    #: Gives a sourced file's path and bytes for the name as far as it is known, or None.
    ReadSource = Callable[[str], "tuple[str, bytes] | None"]


#: Steps between two calls of the checkpoint: some milliseconds.
STEPS_BETWEEN = 64


class ShellState:
    """State of a shell: what it has set, where its control flow stands, what of the document was listed so far, and what may still be spent."""

    def __init__(
        self,
        path: str,
        dialect: str,
        environment: Environment,
        expander: Expander,
        *,
        document: bool,
        read_source: ReadSource | None,
        memo: Memo | None,
        sourced_files: SourcedFiles | None,
        checkpoint: Callable[[], None] | None,
        budget: int,
    ) -> None:
        self.path = path
        self.dialect = dialect
        #: Whether the text is a document's block: what one block did is possible for the next.
        self.document = document
        self.environment = environment
        self.expander = expander
        self.events: list[Event] = []
        #: Where each anchor of this document stands: ``(fragment number, base)``.
        self.anchors: dict[Anchor, tuple[int, int]] = {}
        #: The same for sourced files: ``(path, bytes, base)``.
        self.sourced: dict[Anchor, tuple[str, bytes, int]] = {}
        self.assumed: dict[str, str] = {}
        self.memo = memo if memo is not None else Memo()
        #: What other documents of the project sourced.
        self.sourced_files = sourced_files if sourced_files is not None else SourcedFiles()
        #: Called before each top-level statement and every ``STEPS_BETWEEN`` steps; what it raises ends the evaluation.
        self.checkpoint = checkpoint
        self.read_source = read_source
        self.problems: list[Problem] = []
        self.soft: set[Branch] = set()
        self.hard: list[Branch] = []
        self.frames: list[Frame] = []
        #: The ways that left the line that is carried out (``lines``).
        self.dropped: Dropped = []
        self.in_subshell = False
        #: Whether the last simple command may have been refused: then nobody expects it to succeed.
        self.undecided = False
        self.called: set[Span] = set()
        self.depth = 0
        self._whole_budget = budget
        self.budget = budget
        #: The checkpoint is called when less of the budget is left than this.
        self._ask_below = budget
        self.spent = False
        #: Above 0 while a loop's body is walked only for what it assigns: nothing is listed, every branch is taken.
        self.dry = 0
        #: How many rounds the unrolled loops around make together.
        self.rounds = 1
        #: Whether a loop around is walked once more for the functions that its first round has defined.
        self.further_round = False
        #: Whether a loop's condition is only asked for its status; a loop inside it isn't entered then, but noted in ``loop_met``.
        self.asking = False
        #: How many arms of `if`s stand before the one that is evaluated, each of them failed.
        self.arms = 0
        self.loop_met = False
        #: The last test whose outcome isn't known: where it stands, and what it asks.
        self.question: tuple[Span, object] | None = None
        #: The command that is being evaluated: part of the identity of the unknowns that it makes.
        self.here: Span | None = None
        self.scope = Scope()
        #: The standard inputs from which the loop around reads (``read``, ``mapfile``).
        self.inputs_read: set[StandardInput] = set()

    @property
    def spent_steps(self) -> int:
        """Words and commands evaluated so far."""
        return self._whole_budget - self.budget

    def surroundings(self) -> tuple[object, ...]:
        """Return what an evaluation rests on besides the text and the environment."""
        return (
            self.document,
            self.scope.block,
            self.scope.certainty,
            self.scope.background,
            self.in_subshell,
            self.scope.condition,
            self.scope.negated,
            self.scope.captured,
            self.scope.host,
            self.scope.wrappers,
            self.expander.path,
        )

    def ended(self) -> bool:
        return isinstance(self.environment.get(env.FLOW), Dead)

    def guard(self) -> Guard:
        flow = self.environment.get(env.FLOW)
        return flow if isinstance(flow, Guard) else NO_GUARD

    def end(self, kind: str) -> None:
        if kind != "exit":
            for frame in reversed(self.frames):
                if (frame.kind == "loop") == (kind in ("break", "continue")):
                    frame.ends.append((kind, self.guard(), self.environment.fork()))
                    break
                if frame.kind == "subshell":
                    break
        self.environment.set(env.FLOW, Dead(kind))

    def use(self, environment: Environment) -> None:
        self.environment = environment
        self.expander.environment = environment

    def event_guard(self) -> Guard:
        guard = self.guard()
        if not guard.arms or not self.soft:
            return guard
        arms = {b: mask for b, mask in guard.arms.items() if b not in self.soft or b in self.hard}
        return guard if len(arms) == len(guard.arms) else Guard(arms)

    def gap(self, reason: str, span: Span, *, in_shell: bool = False, may_call: bool = False) -> None:
        if self.dry:
            return
        gap = Gap(reason, span, self.event_guard(), self.scope.function)
        gap.certainty = self.scope.certainty
        gap.block = self.scope.block
        gap.in_shell = in_shell
        gap.may_call = may_call
        self.events.append(gap)

    def step(self, span: Span) -> bool:
        """Spend one step; False when the budget is gone."""
        self.budget -= 1 + self.expander.steps
        self.expander.steps = 0
        if self.budget < self._ask_below:
            self._ask_below = self.budget - STEPS_BETWEEN
            if self.checkpoint is not None:
                self.checkpoint()
        if self.budget > 0 and len(self.events) < MOST_EVENTS:
            return True
        if not self.spent:
            self.spent = True
            self.gap(SPENT, span)
        self.environment.set(env.FLOW, Dead("exit"))
        return False

    def forget_question(self) -> None:
        self.question = None
