"""Assignments as written: ``name=word``, ``name+=word``, ``name[index]=word``, ``name=(words)``."""

from __future__ import annotations

from persistlint.shell.code import Code
from persistlint.shell.environment import Array, Scalar, Unset
from persistlint.shell.evaluate.variables import (
    attributes,
    opaque_array,
    refuses,
    resolve,
    store,
    store_element,
    unknown_value,
)
from persistlint.shell.syntax.nodes import Assignment, WordNode
from persistlint.shell.values import Unknown, Value, Word
from persistlint.text.budgets import MOST_ELEMENTS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.shell.evaluate.expansion.expander import Expander
    from persistlint.shell.evaluate.state import ShellState


def assign(shell: ShellState, assignment: Assignment, code: Code, *, keys: bool = False) -> bool | None:
    """Carry out one assignment; return False where the shell refuses it, but not where it refuses the value (``Expander.refused``).

    ``keys`` is true for an associative array (``declare -A``).
    """
    if assignment.array is not None:
        # An element can't be a list.
        return assignment.index is None and _assign_array(shell, assignment, code, keys)
    value = shell.expander.single(assignment.value, code, assignment=True)
    if shell.expander.refused:
        return True
    if assignment.index is not None:
        return store_element(shell, assignment.name, assignment.index, value, code, append=assignment.append)
    if assignment.append:
        return append(shell, assignment.name, value)
    return store(shell, assignment.name, value)


def append(shell: ShellState, name: str, value: Value) -> bool | None:
    """Carry out ``name+=value``; return False where the shell refuses it."""
    target = resolve(shell.environment, name)
    if target is None:
        return True
    before = shell.expander.lookup(target)
    if "i" in (attributes(shell, target) or ""):
        return store(shell, target, unknown_value(shell, target, "sum", None, "number"))
    if isinstance(before, Array):
        if before.keys is None and before.items and not before.items[0].opaque:
            value = _plus(before.items[0].value, value)
        elif before.keys is not None or before.items:
            return not refuses(shell, target)
    elif isinstance(before, Scalar):
        value = _plus(before.value, value)
    elif before is None:
        value = _plus(Value((Unknown(target, ("environment", target), None, "", "env"),)), value)
    return store(shell, target, value)


def _assign_array(shell: ShellState, assignment: Assignment, code: Code, keys: bool) -> bool:
    if refuses(shell, assignment.name):
        return False
    name = resolve(shell.environment, assignment.name)
    if name is None:
        return True
    environment = shell.environment
    old = environment.get(name)
    if keys or (isinstance(old, Array) and old.keys is not None):
        made = _associative(shell.expander, assignment, old, code)
        if not shell.expander.refused:
            environment.set(name, made)
        return True
    before = shell.expander.lookup(name) if assignment.append else None
    items: list[Word] | None = []
    if isinstance(before, Array):
        items = list(before.items)
    elif isinstance(before, Scalar):
        items = [Word(before.value, None)]
    elif before is None and assignment.append:
        # Never set in this text: most likely empty, but that is not known.
        items = [Word(Value((Unknown(name, ("environment", name), None),)), None, opaque=True)]
    items = _items(shell.expander, assignment.array or [], code, items or [])
    if not shell.expander.refused:
        environment.set(name, Array(tuple(items)) if items is not None else opaque_array(shell, name))
    return True


def _items(expander: Expander, nodes: list[WordNode], code: Code, items: list[Word]) -> list[Word] | None:
    """Return ``items`` and the further words of an indexed array, None where an index leaves a hole or isn't known."""
    opaque = any(item.opaque for item in items)
    for node in nodes:
        if code.source.startswith("[", node.start) and "]=" in code.source[node.start : node.end]:
            value = expander.single(node, code)
            marked = value.marked()
            close = marked.find("]=")
            if marked[1:close] != str(len(items)) or opaque:
                return None
            items.append(Word(value.cut(close + 2), None))
        else:
            more = expander.separate(expander.word(node, code))
            opaque = opaque or any(item.opaque for item in more)
            items += more
            expander.steps += len(more) // 4
        if len(items) > MOST_ELEMENTS:
            return None
    return items


def _associative(expander: Expander, assignment: Assignment, old: object, code: Code) -> Array:
    items: dict[str, Word] = {}
    if assignment.append and isinstance(old, Array) and old.keys is not None:
        if "*" in old.keys:
            return old
        items = dict(zip(old.keys, old.items, strict=True))
    elif assignment.append and not isinstance(old, (Array, Unset)) and old is not None:
        return Array((), ("*",))
    for node in assignment.array or []:
        value = expander.single(node, code)
        marked = value.marked()
        close = marked.find("]=")
        if not code.source.startswith("[", node.start) or close < 0 or "\ufffc" in marked[:close]:
            return Array((), ("*",))
        if close == 1:
            # bash refuses an empty key, and goes on with the next.
            continue
        items[marked[1:close]] = Word(value.cut(close + 2), None)
        if len(items) > MOST_ELEMENTS:
            return Array((), ("*",))
    return Array(tuple(items.values()), tuple(items))


def _plus(first: Value, second: Value) -> Value:
    return Value((*first.pieces, *second.pieces), first.assumes | second.assumes)
