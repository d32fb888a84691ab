"""The state that shell statements read and change, with a record of what a statement read and wrote.

One flat table holds variables (under their names), functions (``name()``), aliases (``alias name``), options (``-errexit``), the
working directory (``~cwd``), the positional parameters (``@``) and the flow of control (``?``): a statement's effect is the
entries it writes, and it depends on nothing but the entries it reads. That is what makes statements memoisable.
"""

from __future__ import annotations

from persistlint.shell.invocation import Branch, Guard, limited
from persistlint.shell.values import Unknown, Value, Word
from persistlint.text.budgets import MOST_ALTERNATIVES

#: What was set: the name, the entry before, whether the statement had set it before.
Journal = list[tuple[str, object, bool]]

CWD, POSITIONAL, FLOW = "~cwd", "@", "?"
#: What ``exec`` has put in the place of standard inputs: pairs of what was there before and what is there now. The blank in the name keeps it
#: from being taken for a variable that a loop sets.
INPUT = "~standard input"


class Scalar:
    """A variable's value."""

    __slots__ = ("value",)

    def __init__(self, value: Value) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Scalar) and self.value == other.value

    def __hash__(self) -> int:
        return hash(self.value)


class Array:
    """An indexed array (``items`` in order; an opaque word among them may be several) or an associative one (``keys``)."""

    __slots__ = ("items", "keys")

    def __init__(self, items: tuple[Word, ...], keys: tuple[str, ...] | None = None) -> None:
        self.items = items
        self.keys = keys

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Array) and self.items == other.items and self.keys == other.keys

    def __hash__(self) -> int:
        return hash(self.items)


class Reference:
    """A variable that stands for another one (``declare -n``); ``target`` is None where that isn't known."""

    __slots__ = ("target",)

    def __init__(self, target: str | None) -> None:
        self.target = target

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Reference) and self.target == other.target

    def __hash__(self) -> int:
        return hash(self.target)


class Unset:
    """A variable that the text has unset."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Unset)

    def __hash__(self) -> int:
        return 7


class Alternatives:
    """An entry that depends on a branch: ``(guard, entry)`` pairs whose guards exclude one another. None means never set."""

    __slots__ = ("options",)

    def __init__(self, options: tuple[tuple[Guard, object], ...]) -> None:
        self.options = options

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Alternatives) and self.options == other.options

    def __hash__(self) -> int:
        return hash(self.options)

    def possible(self, guard: Guard) -> list[object]:
        """Return the entries that may be in force where this guard holds."""
        return [entry for other, entry in self.options if guard.joined(other) is not None]


class Split(Exception):
    """The signal that an evaluation depends on ``branch``. It is to be evaluated once for each mask of arms in ``masks``."""

    def __init__(self, branch: Branch, masks: list[int]) -> None:
        self.branch = branch
        self.masks = masks


def may_be_unset(entry: object) -> bool:
    """Return whether a variable with this entry may be unset. The entry isn't ``Alternatives``."""
    if isinstance(entry, Scalar):
        pieces = entry.value.pieces
        return len(pieces) == 1 and isinstance(pieces[0], Unknown) and pieces[0].kind == "maybe"
    return entry is None or isinstance(entry, Unset)


class Dead:
    """The flow of control has ended here: ``kind`` is exit, return, break or continue."""

    __slots__ = ("kind",)

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Dead) and self.kind == other.kind

    def __hash__(self) -> int:
        return hash(self.kind)


class Environment:
    """The table. ``fork`` gives an independent copy that shares the record of what was read.

    What was set before the current top-level statement lies in a dictionary that forks share (``settle``), so that a fork costs what
    the statement has set so far, not all that the document has.
    """

    __slots__ = ("_changed", "_journal", "_reads", "_settled")

    def __init__(self, settled: dict[str, object] | None = None) -> None:
        self._settled: dict[str, object] = settled if settled is not None else {}
        #: What the statement has set; None for what it has taken away.
        self._changed: dict[str, object] = {}
        #: What the statement has read of the entries that were there before it.
        self._reads: dict[str, object] | None = None
        self._journal: Journal | None = None

    def settle(self) -> None:
        """Begin a top-level statement: no fork of an earlier one may still be in use."""
        settled = self._settled
        for name, entry in self._changed.items():
            if entry is None:
                settled.pop(name, None)
            else:
                settled[name] = entry
        self._changed = {}

    def get(self, name: str) -> object:
        """Return the entry, None where there is none."""
        changed = self._changed
        if name in changed:
            return changed[name]
        entry = self._settled.get(name)
        if self._reads is not None:
            self._reads[name] = entry
        return entry

    def peek(self, name: str) -> object:
        """Return the entry without leaving a trace, for checking a memo."""
        changed = self._changed
        return changed[name] if name in changed else self._settled.get(name)

    def holds(self, entries: dict[str, object]) -> bool:
        """Return whether the entries are in force (None: not there) before the statement has set any. Leaves no trace."""
        now = self._settled.get
        for name, entry in entries.items():
            value = now(name)
            if value is not entry and value != entry:
                return False
        return True

    def peek_items(self) -> list[tuple[str, object]]:
        """Return every entry, without leaving a trace."""
        return [item for item in {**self._settled, **self._changed}.items() if item[1] is not None]

    def set(self, name: str, entry: object) -> None:
        """Set an entry; None takes it away."""
        if self._journal is not None:
            self._journal.append((name, self.peek(name), name in self._changed))
        self._changed[name] = entry

    def open_journal(self) -> Journal | None:
        """Begin to note what is set, so that it can be taken back; the journal so far is answered, for ``close_journal``."""
        before = self._journal
        self._journal = []
        return before

    def close_journal(self, before: Journal | None, *, revert: bool) -> None:
        """End what ``open_journal`` began; ``revert`` takes back what was set since."""
        journal, self._journal = self._journal or [], None
        if revert:
            for name, entry, changed in reversed(journal):
                if changed:
                    self._changed[name] = entry
                else:
                    del self._changed[name]
        self._journal = before

    def start_trace(self) -> dict[str, object]:
        """Begin to note what is read of the entries that are there now, with ``settle`` before; the record is answered."""
        self._reads = {}
        return self._reads

    def start_inner_trace(self) -> tuple[dict[str, object] | None, dict[str, object]]:
        """Start a trace inside of another trace. ``end_inner_trace`` takes what this returns."""
        outer = self._reads
        return outer, self.start_trace()

    def end_inner_trace(self, traces: tuple[dict[str, object] | None, dict[str, object]]) -> None:
        """Go on with the trace around, which holds what was read inside too."""
        outer, inner = traces
        if outer is not None:
            outer.update(inner)
        self._reads = outer

    def changes(self) -> dict[str, object]:
        """Return the entries that were set since ``settle``."""
        return dict(self._changed)

    def changed_from(self, base: Environment) -> dict[str, object]:
        """Return the entries that differ from those of ``base``, of which this is a fork. An entry set back to the same value doesn't differ."""
        before = base._changed
        settled = base._settled
        return {
            name: entry
            for name, entry in self._changed.items()
            if entry is not (before[name] if name in before else settled.get(name))
        }

    def fork(self) -> Environment:
        other = Environment(self._settled)
        other._changed = self._changed.copy()
        other._reads = self._reads
        return other

    def take(self, other: Environment) -> None:
        """Become ``other`` (a fork of this one)."""
        self._settled = other._settled
        self._changed = other._changed

    def merge(self, arms: list[tuple[Guard, Environment]]) -> None:
        """Become the union of ``arms``, each under its guard: forks of this environment, or of what it was earlier in this statement."""
        if not arms:
            return
        if len(arms) == 1:
            self.take(arms[0][1])
            return
        changed: set[str] = set()
        for _, arm in arms:
            changed.update(arm.changed_from(self))
            changed |= self._changed.keys() - arm._changed.keys()
        for name in changed:
            values = [arm.peek(name) for _, arm in arms]
            first = values[0]
            if all(value is first or value == first for value in values):
                self.set(name, first)
                continue
            self.set(name, _alternatives([guard for guard, _ in arms], values))


def _alternatives(guards: list[Guard], values: list[object]) -> Alternatives:
    """Return the entry after arms that left different values. With too many values it is unknown."""
    options: list[tuple[Guard, object]] = []
    for guard, value in zip(guards, values, strict=True):
        if not isinstance(value, Alternatives):
            options.append((guard, value))
            continue
        if len(value.options) > MOST_ALTERNATIVES:
            return value
        for inner, entry in value.options:
            joined = guard.joined(inner)
            if joined is not None:
                options.append((limited(joined), entry))
    return Alternatives(tuple(options[: MOST_ALTERNATIVES + 1]))
