"""Container paths: cleaning them, joining them, asking what lies below what.

Paths are ``Value`` objects as long as a piece of them may be unknown.
"""

from __future__ import annotations

from persistlint.shell.values import Literal, Piece, Unknown, Value, concatenate
from persistlint.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_UNKNOWN = "\ufffc"

#: Kinds of unknowns that are absolute directories.
_ABSOLUTE = frozenset(("cwd", "home", "temporary"))


def clean(path: str) -> str:
    """Return an absolute path without ``.``, ``..``, doubled and trailing slashes, as Go's ``path.Clean`` does for the engine."""
    parts: list[str] = []
    for part in path.split("/"):
        if part == "..":
            if parts:
                parts.pop()
        elif part and part != ".":
            parts.append(part)
    return "/" + "/".join(parts)


#: A path with more pieces is only taken apart where that changes it.
_MANY_PIECES = 20
#: What cleaning changes in a path: ``.``, ``..``, slashes too many.
_UNCLEAN = regex(r"(?:^|/)(?:\.{0,2}/|\.{1,2}$)|/$")


def clean_value(path: Value) -> Value:
    """Return ``path`` cleaned as far as its pieces are known. A wholly known path becomes a single piece."""
    text = path.text
    if text is not None:
        return Value((Literal(clean(text), path.span),), path.assumes)
    marked = path.marked()
    if len(path.pieces) > _MANY_PIECES and _UNCLEAN.search(marked) is None:
        # After ``cd`` a hundred times a directory is long, and clean.
        return Value(_merged(path.pieces), path.assumes)
    rooted = marked.startswith("/")
    parts: list[Value] = []
    for part in path.split("/"):
        name = part.marked()
        if name == ".." and parts and _UNKNOWN not in parts[-1].marked() and parts[-1].marked() != "..":
            parts.pop()
        elif name == ".." and not parts and rooted:
            continue
        elif name and name != ".":
            parts.append(part)
    slash = Value.of("/")
    pieces: list[Value] = [slash] if rooted else []
    for index, part in enumerate(parts):
        if index:
            pieces.append(slash)
        pieces.append(part)
    joined = concatenate(pieces)
    return Value(_merged(joined.pieces), path.assumes)


def _merged(pieces: tuple[Piece, ...]) -> list[Piece]:
    """Return the same text with neighbouring literals in one piece."""
    merged: list[Piece] = []
    for piece in pieces:
        if merged and isinstance(piece, Literal):
            last = merged[-1]
            if isinstance(last, Literal):
                merged[-1] = Literal(last.text + piece.text, last.span or piece.span, last.quoting)
                continue
        merged.append(piece)
    return merged


def is_absolute(path: Value) -> bool:
    """Return whether the path certainly starts at the root."""
    if not path.pieces:
        return False
    first = path.pieces[0]
    return first.text.startswith("/") if isinstance(first, Literal) else first.kind in _ABSOLUTE


def is_relative(path: Value) -> bool:
    """Return whether the path certainly doesn't start at the root."""
    if not path.pieces:
        return True
    first = path.pieces[0]
    return isinstance(first, Literal) and not first.text.startswith("/")


def join(directory: Value | None, path: Value) -> Value:
    """Return ``path`` joined to ``directory`` (None: not known) and cleaned. It may start with an unknown."""
    if is_absolute(path):
        return clean_value(path)
    if not is_relative(path):
        return path
    if directory is None:
        directory = Value((Unknown("working directory", ("working directory",)),))
    if len(directory.pieces) > _MANY_PIECES:
        while path.leading().startswith("./"):
            path = path.cut(2)
    return clean_value(concatenate((directory, Value.of("/"), path)))


def is_below(path: str, directory: str) -> bool:
    """Return whether the cleaned ``path`` is ``directory`` or lies in it."""
    return path == directory or directory == "/" or path.startswith(directory + "/")


def directories_of(path: str) -> Iterator[str]:
    """Yield the cleaned ``path`` and all directories that it lies in (``is_below``), the deepest first."""
    yield path
    at = path.rfind("/")
    while at > 0:
        yield path[:at]
        at = path.rfind("/", 0, at)
    if path != "/":
        yield "/"


def parent(path: str) -> str:
    """Return the directory of a cleaned absolute path."""
    return path.rpartition("/")[0] or "/"


def base_name(path: str) -> str:
    """Return the last component of a path, without trailing slashes."""
    return path.rstrip("/").rpartition("/")[2]


def known_directory(path: Value) -> str | None:
    """Return the deepest directory that certainly holds the partly unknown absolute ``path``, None where there is none."""
    leading = path.leading()
    if not leading.startswith("/"):
        return None
    return clean(leading[: leading.rfind("/") + 1])


def may_equal(value: Value, other: Value) -> bool:
    """Return whether two values may be the same text. They may be when their known parts don't contradict."""
    if value.text is not None and other.text is not None:
        return value.text == other.text
    first, second = value.leading(), other.leading()
    if not (first.startswith(second) or second.startswith(first)):
        return False
    first, second = value.trailing(), other.trailing()
    return first.endswith(second) or second.endswith(first)
