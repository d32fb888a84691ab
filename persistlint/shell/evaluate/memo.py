"""The memo of evaluated statements, for the next time that the same text meets the same entries."""

from __future__ import annotations

from persistlint.shell.syntax.parser import parse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from persistlint.shell.environment import Environment
    from persistlint.shell.invocation import Event
    from persistlint.shell.syntax.nodes import List
    from persistlint.shell.syntax.outline import Outline
    from persistlint.text.spans import Anchor, Span


class Remembered:
    """One evaluation: what it ``reads``, what it ``changes``, its ``events``, the functions it ``called``, its cost in steps.

    ``is_cut`` is true where the budget ended it.
    """

    __slots__ = ("called", "changes", "cost", "events", "is_cut", "reads", "sourced")

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
        self.is_cut = False


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

    def find(self, key: object, environment: Environment, other_key: object = None) -> Remembered | None:
        """Return an earlier evaluation of this statement in an environment that looks the same to it, None without one."""
        for kept_key in (key, other_key):
            for remembered in self._kept.get(kept_key, ()):
                if environment.holds(remembered.reads):
                    return remembered
        self.misses += 1
        return None

    def outlines(self, fragment: int) -> list[Outline]:
        """Return the last outlines of a fragment of the document."""
        return self._outlines.get(fragment, [])

    def keep_outline(self, fragment: int, outline: Outline) -> None:
        """Take the outline of a fragment's text, and keep one that could be read wholly: half-typed texts come and go."""
        self.half_typed = self.half_typed or bool(outline.problems)
        whole = [outline_kept for outline_kept in self.outlines(fragment) if not outline_kept.problems]
        self._outlines[fragment] = [outline] if not outline.problems else [outline, *whole[:1]]

    def store(self, key: object, remembered: Remembered) -> None:
        if len(self._kept) >= self.STATEMENTS:
            self._kept.clear()
        entries = self._kept.setdefault(key, [])
        entries.insert(0, remembered)
        del entries[self.ENVIRONMENTS :]


class SourcedFile:
    """A sourced file's tree, and what is no shell grammar in it."""

    __slots__ = ("data", "problems", "source", "tree")

    def __init__(self, data: bytes, checkpoint: Callable[[], None] | None) -> None:
        self.data = data
        self.source = data.decode("latin-1")
        self.tree: List
        self.tree, _, self.problems = parse(data, checkpoint=checkpoint)


class SourcedEvaluation:
    """The effect of sourcing a file at the top level of a script, where this listed no event.

    ``before`` is what the script's statement had changed until then. ``asked`` are the names of files that were looked for, with what was found.
    """

    __slots__ = ("asked", "before", "known")

    def __init__(
        self, before: dict[str, object], remembered: Remembered, asked: dict[str, tuple[str, bytes] | None]
    ) -> None:
        self.before = before
        self.known = remembered
        self.asked = asked


class SourcedFiles:
    """The files that scripts of a project source: each is read once, and evaluated once for each state that it reads."""

    __slots__ = ("_evaluations", "_files")

    #: Files and evaluations that are kept, and evaluations of one file.
    MOST = 200
    STATES = 4

    def __init__(self) -> None:
        self._files: dict[str, SourcedFile] = {}
        self._evaluations: dict[object, list[SourcedEvaluation]] = {}

    def file(self, path: str, data: bytes, checkpoint: Callable[[], None] | None) -> SourcedFile:
        """Return the file, read anew only where its bytes are others."""
        file = self._files.get(path)
        if file is None or file.data != data:
            if len(self._files) >= self.MOST:
                self._files.clear()
            file = self._files[path] = SourcedFile(data, checkpoint)
        return file

    def find(
        self, key: object, environment: Environment, ask: Callable[[str], tuple[str, bytes] | None]
    ) -> Remembered | None:
        """Return what sourcing did in an environment that looks the same to it, where the files around are the same too."""
        for evaluation in self._evaluations.get(key, ()):
            if (
                evaluation.before == environment.changes()
                and environment.holds(evaluation.known.reads)
                and all(ask(name) == answer for name, answer in evaluation.asked.items())
            ):
                return evaluation.known
        return None

    def store(self, key: object, evaluation: SourcedEvaluation) -> None:
        """Keep an evaluation."""
        if len(self._evaluations) >= self.MOST:
            self._evaluations.clear()
        evaluations = self._evaluations.setdefault(key, [])
        evaluations.insert(0, evaluation)
        del evaluations[self.STATES :]
