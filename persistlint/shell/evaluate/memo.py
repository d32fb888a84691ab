"""What evaluating a statement did, kept for the next time that the same text meets the same entries."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.shell.environment import Environment
    from persistlint.shell.invocation import Event
    from persistlint.shell.syntax.outline import Outline
    from persistlint.text.spans import Anchor, Span


class Remembered:
    """One evaluation: what it ``reads``, what it ``changes``, its ``events``, the functions it ``called``, its cost in steps."""

    __slots__ = ("called", "changes", "cost", "events", "reads", "sourced")

    def __init__(
        self,
        reads: dict[str, object],
        changes: dict[str, object],
        events: list[Event],
        called: set[Span],
        cost: int,
        sourced: dict[Anchor, tuple[str, bytes, int]],
    ) -> None:
        self.reads = reads
        self.changes = changes
        self.events = events
        self.called = called
        self.cost = cost
        self.sourced = sourced


class Memo:
    """Evaluations by statement. A statement may be kept for a few different environments."""

    __slots__ = ("_kept", "_outlines", "half_typed", "misses")

    #: Environments kept for one statement, and statements kept altogether.
    ENVIRONMENTS = 4
    STATEMENTS = 20_000

    def __init__(self) -> None:
        self._kept: dict[object, list[Remembered]] = {}
        self._outlines: dict[int, list[Outline]] = {}
        #: Whether something of the present text can't be read.
        self.half_typed = False
        self.misses = 0

    def find(self, key: object, environment: Environment) -> Remembered | None:
        """The evaluation of this statement in an environment that looks the same to it."""
        for known in self._kept.get(key, ()):
            if environment.holds(known.reads):
                return known
        self.misses += 1
        return None

    def outlines(self, fragment: int) -> list[Outline]:
        """The last outlines of a fragment of the document."""
        return self._outlines.get(fragment, [])

    def keep_outline(self, fragment: int, outline: Outline) -> None:
        """Take the outline of a fragment's text, and keep one that could be read wholly: half-typed texts come and go."""
        self.half_typed = self.half_typed or bool(outline.problems)
        whole = [known for known in self.outlines(fragment) if not known.problems]
        self._outlines[fragment] = [outline] if not outline.problems else [outline, *whole[:1]]

    def store(self, key: object, known: Remembered) -> None:
        if len(self._kept) >= self.STATEMENTS:
            self._kept.clear()
        kept = self._kept.setdefault(key, [])
        kept.insert(0, known)
        del kept[self.ENVIRONMENTS :]
