"""Setting variables: attributes, references, elements of arrays."""

from __future__ import annotations

from persistlint.shell.code import Code, source_of
from persistlint.shell.engines import held_by
from persistlint.shell.environment import Alternatives, Array, Reference, Scalar, Unset
from persistlint.shell.values import Unknown, Value, Word
from persistlint.text.spans import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.shell.evaluator import Evaluator


#: Pieces that a value may have before nothing is known of it.
MOST_PIECES = 200


def resolve(shell: Evaluator, name: str) -> str | None:
    """The variable that an assignment to ``name`` changes (``declare -n``); None where that isn't known."""
    for _ in range(8):
        entry = shell.environment.get(name)
        if not isinstance(entry, Reference):
            return name
        if entry.target is None:
            return None
        name = entry.target
    return None


def attributes(shell: Evaluator, name: str) -> str | None:
    """The letters of ``declare`` that hold for a variable; None where that depends on a branch."""
    entry = shell.environment.get("attr " + name)
    if entry is None:
        return ""
    return entry if isinstance(entry, str) else None


def writable(shell: Evaluator, name: str) -> bool:
    """False for a variable that is read-only: bash refuses the assignment."""
    return "r" not in (attributes(shell, name) or "")


def store(shell: Evaluator, name: str, value: Value) -> None:
    """``name=value``."""
    target = resolve(shell, name)
    if target is None or not writable(shell, target):
        return
    letters = attributes(shell, target)
    environment = shell.environment
    if len(value.pieces) > MOST_PIECES:
        value = unknown_value(shell, target, "long")
    if letters is None:
        value = unknown_value(shell, target, "attribute")
    elif letters:
        value = _attributed(shell, target, value, letters)
    value = held_by(target, value)
    if environment.get("-allexport") is True:
        environment.set("export " + target, True)
    old = environment.get(target)
    if isinstance(old, Array):
        # Without an index it is the first element.
        if old.keys is not None or (old.items and old.items[0].opaque):
            environment.set(target, _unclear(old, target))
        else:
            environment.set(target, Array((Word(value, None), *old.items[1:])))
        return
    if isinstance(old, Alternatives) and any(isinstance(entry, Array) for _, entry in old.options):
        environment.set(target, opaque_array(shell, target))
        return
    environment.set(target, Scalar(value))


def index_in(name: str) -> str | None:
    """The index of ``a[i]``, which a builtin gets as a word, as source; None where a part of it isn't known (``a[$key]``)."""
    index = name.partition("[")[2][:-1]
    return None if "⟨" in index else source_of(index)


def store_element(
    shell: Evaluator, name: str, index: str | None, value: Value, code: Code, *, append: bool = False
) -> None:
    """``name[index]=value``; ``index`` is source, or None where it isn't known."""
    target = resolve(shell, name)
    if target is None or not writable(shell, target):
        return
    old = shell.expander.lookup(target)
    word = Word(value, None)
    if isinstance(old, Array) and old.keys is not None:
        key = shell.expander.key_text(index, code) if index is not None else None
        if key is None or "*" in old.keys:
            shell.environment.set(target, Array((), ("*",)))
        elif not key:
            # bash refuses it: nothing is set.
            return
        elif key in old.keys:
            items = list(old.items)
            at = old.keys.index(key)
            items[at] = Word(_plus(items[at].value, value), None) if append else word
            shell.environment.set(target, Array(tuple(items), old.keys))
        else:
            shell.environment.set(target, Array((*old.items, word), (*old.keys, key)))
        return
    number = shell.expander.number(index, code) if index is not None else None
    items = list(old.items) if isinstance(old, Array) else []
    known = (
        old is None
        or isinstance(old, Unset)
        or (isinstance(old, Array) and not any(item.opaque for item in items))
    )
    if number is not None and known:
        if number < 0:
            number += len(items)
        if 0 <= number < len(items):
            items[number] = Word(_plus(items[number].value, value), None) if append else word
            shell.environment.set(target, Array(tuple(items)))
            return
        if number == len(items):
            shell.environment.set(target, Array((*items, word)))
            return
    shell.environment.set(target, opaque_array(shell, target))


def opaque_array(shell: Evaluator, name: str) -> Array:
    """A list of which nothing is known."""
    unknown = Unknown(name, ("array", shell.expander.path, name, shell.here), None)
    return Array((Word(Value((unknown,)), None, opaque=True),))


def unknown_value(shell: Evaluator, name: str, why: str, span: Span | None = None, kind: str = "") -> Value:
    """A value that some evaluation gave and that the text doesn't show."""
    return Value((Unknown(name, (why, shell.expander.path, span or shell.here, name), None, "", kind),))


def set_unknown(shell: Evaluator, name: str, span: Span, code: Code, kind: str = "input") -> None:
    """What ``read`` and its like do to ``name`` or ``name[index]``."""
    base, bracket, _ = name.partition("[")
    if not base.isidentifier():
        return
    value = unknown_value(shell, base, "set", span, kind)
    if bracket:
        store_element(shell, base, index_in(name), value, code)
    else:
        store(shell, base, value)


def _unclear(old: Array, name: str) -> Array:
    if old.keys is not None:
        return Array((), ("*",))
    return old


def _attributed(shell: Evaluator, name: str, value: Value, letters: str) -> Value:
    text = value.text
    if "i" in letters:
        number = shell.expander.number_of_text(text) if text is not None else None
        return (
            Value.of(str(number))
            if number is not None
            else unknown_value(shell, name, "attribute", None, "number")
        )
    if "u" in letters or "l" in letters:
        if text is None:
            return unknown_value(shell, name, "attribute")
        return Value.of(text.upper() if "u" in letters else text.lower())
    return value


def _plus(first: Value, second: Value) -> Value:
    return Value((*first.pieces, *second.pieces), first.assumes | second.assumes)
