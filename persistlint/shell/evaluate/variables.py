"""Setting variables: attributes, references, elements of arrays."""

from __future__ import annotations

from persistlint.shell.code import Code, source_of
from persistlint.shell.engines import held_by
from persistlint.shell.environment import Alternatives, Array, Environment, Reference, Scalar, Unset
from persistlint.shell.values import Unknown, Value, Word
from persistlint.text.budgets import MOST_ELEMENTS, MOST_PIECES_OF_A_VALUE
from persistlint.text.spans import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.shell.evaluate.state import ShellState


#: Variables that bash itself makes read-only.
_READ_ONLY = frozenset({"UID", "EUID", "PPID", "BASHOPTS", "SHELLOPTS", "BASH_VERSINFO"})


def resolve(environment: Environment, name: str) -> str | None:
    """Return the variable that an assignment to ``name`` changes (``declare -n``), None where that isn't known."""
    for _ in range(8):
        entry = environment.get(name)
        if not isinstance(entry, Reference):
            return name
        if entry.target is None:
            return None
        name = entry.target
    return None


def attributes(shell: ShellState, name: str) -> str | None:
    """Return the letters of ``declare`` that hold for a variable, None where that isn't known. Raises ``Split`` where a branch decides."""
    entry = shell.environment.get("attr " + name)
    if entry is None:
        return "ir" if name in _READ_ONLY and shell.dialect in ("bash", "bats") else ""
    if isinstance(entry, Alternatives):
        entry = shell.expander.choose("attr " + name, entry)
        if entry is None:
            return ""
    return entry if isinstance(entry, str) else None


def refuses(shell: ShellState, name: str) -> bool | None:
    """Return whether the shell refuses to assign to a read-only variable, None where that isn't known."""
    target = resolve(shell.environment, name)
    if target is None:
        return False
    letters = attributes(shell, target)
    if letters is not None:
        return "r" in letters
    entry = shell.environment.get("attr " + target)
    options = entry.options if isinstance(entry, Alternatives) else ()
    if any(isinstance(option, str) and "r" in option for _, option in options):
        shell.undecided = True
        return None
    return False


def store(shell: ShellState, name: str, value: Value) -> bool | None:
    """Carry out ``name=value``; return False where the shell refuses it, None where that isn't known."""
    verdict = refuses(shell, name)
    if verdict:
        return False
    target = resolve(shell.environment, name)
    if target is None:
        return True
    letters = attributes(shell, target)
    environment = shell.environment
    if len(value.pieces) > MOST_PIECES_OF_A_VALUE:
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
    elif isinstance(old, Alternatives) and any(isinstance(entry, Array) for _, entry in old.options):
        environment.set(target, opaque_array(shell, target))
    else:
        environment.set(target, Scalar(value))
    return None if verdict is None else True


def index_in(name: str) -> str | None:
    """Return the index of ``a[i]``, which a builtin gets as a word, as source. None where a part of it isn't known (``a[$key]``)."""
    index = name.partition("[")[2][:-1]
    return None if "⟨" in index else source_of(index)


def store_element(
    shell: ShellState, name: str, index: str | None, value: Value, code: Code, *, append: bool = False
) -> bool | None:
    """Carry out ``name[index]=value``; return False where the shell refuses it, None where that isn't known.

    ``index`` is source, or None where it isn't known.
    """
    verdict = refuses(shell, name)
    if verdict or index == "":
        return False
    target = resolve(shell.environment, name)
    if target is None:
        return True
    if verdict is None:
        before = shell.environment.get(target)
        keyed = isinstance(before, Array) and before.keys is not None
        shell.environment.set(target, Array((), ("*",)) if keyed else opaque_array(shell, target))
        return None
    old = shell.expander.lookup(target)
    word = Word(value, None)
    if isinstance(old, Array) and old.keys is not None:
        key = shell.expander.key_text(index, code) if index is not None else None
        if key is None or "*" in old.keys or len(old.keys) >= MOST_ELEMENTS:
            shell.environment.set(target, Array((), ("*",)))
        elif not key:
            return False
        elif key in old.keys:
            items = list(old.items)
            at = old.keys.index(key)
            items[at] = Word(_plus(items[at].value, value), None) if append else word
            shell.environment.set(target, Array(tuple(items), old.keys))
        else:
            shell.environment.set(target, Array((*old.items, word), (*old.keys, key)))
        return True
    if index in ("@", "*") and (old is None or isinstance(old, (Array, Scalar, Unset))):
        return False
    number = shell.expander.number(index, code) if index is not None else None
    if shell.expander.refused:
        return True
    items = list(old.items) if isinstance(old, Array) else []
    shell.expander.steps += len(items) // 64
    is_known = (
        old is None
        or isinstance(old, Unset)
        or (isinstance(old, Array) and not any(item.opaque for item in items))
    )
    if number is not None and is_known:
        if number < 0:
            number += len(items)
            if number < 0 and old is not None:
                return False
        if 0 <= number < len(items):
            items[number] = Word(_plus(items[number].value, value), None) if append else word
            shell.environment.set(target, Array(tuple(items)))
            return True
        if number == len(items) < MOST_ELEMENTS:
            shell.environment.set(target, Array((*items, word)))
            return True
    shell.environment.set(target, opaque_array(shell, target))
    return True


def opaque_array(shell: ShellState, name: str) -> Array:
    """Return a list of which nothing is known."""
    unknown = Unknown(name, ("array", shell.expander.path, name, shell.here), None)
    return Array((Word(Value((unknown,)), None, opaque=True),))


def unknown_value(shell: ShellState, name: str, why: str, span: Span | None = None, kind: str = "") -> Value:
    """Return a value that an evaluation gave and that the text doesn't show."""
    return Value((Unknown(name, (why, shell.expander.path, span or shell.here, name), None, "", kind),))


def set_unknown(shell: ShellState, name: str, span: Span, code: Code, kind: str = "input") -> bool | None:
    """Make ``name`` or ``name[index]`` unknown, as ``read`` does; return False where the shell refuses it, None where that isn't known."""
    base, bracket, _ = name.partition("[")
    if not base.isidentifier():
        return True
    value = unknown_value(shell, base, "set", span, kind)
    if bracket:
        return store_element(shell, base, index_in(name), value, code)
    return store(shell, base, value)


def _unclear(old: Array, name: str) -> Array:
    if old.keys is not None:
        return Array((), ("*",))
    return old


def _attributed(shell: ShellState, name: str, value: Value, letters: str) -> Value:
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
