"""The working directory: ``cd`` in a path that may be known in part."""

from __future__ import annotations

from persistlint.shell import environment as env
from persistlint.shell.environment import Environment, Scalar
from persistlint.shell.values import Literal, Piece, Unknown, Value, Word
from persistlint.text.budgets import MOST_PIECES
from persistlint.text.spans import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

#: The directory that the script is started in.
HERE = Unknown("PWD", ("cwd",), None, "", "cwd")


def unknown_directory(span: Span) -> Scalar:
    """Return the entry of an unknown directory."""
    return Scalar(Value((Unknown("PWD", ("directory", span), None, "", "cwd"),)))


def change_directory(
    environment: Environment, words: list[Word], span: Span, home: Callable[[], Value | None]
) -> None:
    """Change the working directory as ``cd`` and ``pushd`` with these evaluated words do. They are taken to succeed. ``home`` looks up ``$HOME``."""
    operands = [word for word in words[1:] if word.text not in ("-P", "-L", "--", "-e")]
    here = environment.get(env.CWD)
    if not operands:
        target = home() if words[0].text == "cd" else None
        environment.set(env.CWD, Scalar(target) if target is not None else unknown_directory(span))
        return
    if (operands[0].opaque and not _directory_like(operands[0].value)) or operands[0].text == "-":
        environment.set(env.CWD, unknown_directory(span))
        return
    value = operands[0].value
    if environment.get("CDPATH") is not None:
        environment.set(env.CWD, unknown_directory(span))
        return
    base = here.value if isinstance(here, Scalar) else Value((HERE,))
    if len(base.pieces) + len(value.pieces) > MOST_PIECES:
        environment.set(env.CWD, unknown_directory(span))
        return
    environment.set(env.CWD, Scalar(_joined(base, value, span)))


def spoken(directory: Value) -> Value:
    """Return the text that ``pwd`` prints for a directory. ``..`` after an unknown folder gives another unknown folder."""
    first = directory.pieces[0] if directory.pieces else None
    if not isinstance(first, Unknown) or ".." not in directory.marked():
        return directory
    parts = Value(directory.pieces[1:]).split("/")[1:]
    ups = 0
    while ups < len(parts) and parts[ups].text == "..":
        ups += 1
    if not ups or any(part.text == ".." for part in parts[ups:]):
        return Value((Unknown("PWD", ("directory", directory.identity()), first.span, "", "cwd"),))
    head = Unknown(first.name, ("up", first.key, ups), first.span, first.quoting, "cwd")
    rest = [piece for part in parts[ups:] for piece in (Literal("/"), *part.pieces)]
    return Value((head, *rest), directory.assumes)


def _directory_like(value: Value) -> bool:
    return bool(value.unknowns) and value.unknowns[0].kind in (
        "cwd",
        "home",
        "scriptdir",
        "env",
        "arg",
        "input",
        "",
    )


def _joined(here: Value, target: Value, span: Span) -> Value:
    """Return the working directory after ``cd target``, with names like ``..`` resolved where that is sure."""
    leading = target.leading()
    if leading.startswith("/"):
        return _normal(target)
    first = target.pieces[0] if target.pieces else None
    if isinstance(first, Unknown):
        if first.kind == "scriptdir":
            whole = Unknown(first.name, ("scriptdir", "absolute"), first.span, first.quoting, "cwd")
            return _normal(Value((whole, *target.pieces[1:]), target.assumes))
        kind = first.kind if first.kind in ("cwd", "home") else "cwd"
        whole = Unknown(first.name, ("directory", first.key), first.span, first.quoting, kind)
        if kind == "home":
            whole = first
        return _normal(Value((whole, *target.pieces[1:]), target.assumes))
    joined = Value((*here.pieces, Literal("/"), *target.pieces), here.assumes | target.assumes)
    # What stands there already is in order; after thousands of ``cd`` it is long.
    last = here.pieces[-1] if here.pieces else None
    if isinstance(last, Literal) and last.text.endswith("/"):
        return _normal(joined)
    name = target.marked()
    return joined if name and not name.startswith(".") and _is_normal(target) else _normal(joined)


def _is_normal(value: Value) -> bool:
    """Return whether a path has no ``.``, no ``..`` and no slash too many behind its beginning."""
    marked = value.marked()
    return not ("/." in marked or "//" in marked or (len(marked) > 1 and marked.endswith("/")))


def _normal(value: Value) -> Value:
    """Return the path without ``.``, without ``..`` after a known name, and without doubled slashes."""
    marked = value.marked()
    if _is_normal(value):
        return value
    parts: list[Value] = []
    absolute = marked.startswith("/")
    for part in value.split("/"):
        text = part.text
        if text in ("", ".") and part.known:
            continue
        if text == ".." and parts and parts[-1].known and parts[-1].text != "..":
            parts.pop()
            continue
        if text == ".." and not parts and absolute:
            continue
        parts.append(part)
    pieces: list[Piece] = []
    for index, part in enumerate(parts):
        if index or absolute:
            pieces.append(Literal("/"))
        pieces += part.pieces
    if absolute and not pieces:
        pieces.append(Literal("/"))
    return Value(pieces, value.assumes)
