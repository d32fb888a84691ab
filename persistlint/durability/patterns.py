"""Patterns of paths in a delete or a copy: a path, what is below it, or a shell's pattern."""

from __future__ import annotations

from persistlint.durability.paths import is_below
from persistlint.shell.values import Unknown, Value

_PATH_MAX = 4096


def fits(name: str, pattern: str) -> bool | None:
    """Return whether a file's name fits a shell pattern of ``*`` and ``?``, None for one with brackets."""
    if "[" in pattern or "{" in pattern:
        return None
    if name.startswith(".") and not pattern.startswith("."):
        return False
    # The usual two-pointer matching: linear but for the steps back to the last star.
    at = start = 0
    star = -1
    index = 0
    while at < len(name):
        if index < len(pattern) and pattern[index] in ("?", name[at]) and pattern[index] != "*":
            at, index = at + 1, index + 1
        elif index < len(pattern) and pattern[index] == "*":
            star, start, index = index, at, index + 1
        elif star >= 0:
            start += 1
            at, index = start, star + 1
        else:
            return False
    return all(sign == "*" for sign in pattern[index:])


def matches(path: str | None, root: str, pattern: str | None, recursive: bool) -> bool | None:
    """Return whether ``root``, or ``root/pattern``, means ``path``. With ``recursive`` it means everything below too.

    None where that can't be told.
    """
    if path is None:
        return None
    if pattern is None:
        return path == root or (recursive and is_below(path, root))
    rest = path[len(root) :].lstrip("/") if is_below(path, root) and path != root else ""
    if not rest:
        return False
    name, _, deeper = rest.partition("/")
    return fits(name, pattern) if recursive or not deeper else False


def below_host_path(path: Value | None, root: Value, pattern: str | None, recursive: bool) -> bool | None:
    """Return what ``matches`` does, for host paths, whose first part may be an unknown that both share."""
    if path is None:
        return None
    text, other = path.text, root.text
    if text is not None and other is not None:
        # Most are known, and a replay compares many.
        text, other = text.rstrip("/"), other.rstrip("/")
        if not other:
            return matches("/r" + text, "/r", pattern, recursive)
        if not is_below(text, other):
            return False
        return matches(text, other, pattern, recursive)
    start = root.marked().rstrip("/")
    length = len(start)
    if path.cut(0, length).identity() != root.cut(0, length).identity():
        if path.known and root.known:
            return False
        # Unknown directories: another name of the same place can't be told from another place.
        return False if _differ(path, root) else None
    rest = path.cut(length)
    marked = rest.marked()
    if marked and not marked.startswith("/") and length:
        return False
    if not rest.known:
        return None if recursive or pattern is not None else False
    return matches("/r" + marked.rstrip("/"), "/r", pattern, recursive)


def directory_key(directory: Value) -> object:
    """Return what a directory of the host is found by among ``directory_keys``."""
    return directory.cut(0, len(directory.marked().rstrip("/"))).identity()


def directory_keys(path: Value) -> list[object]:
    """Return the keys of the path and of all directories of the host that certainly hold it: those for which ``below_host_path`` holds.

    Things are found by them that would have to be held against each path otherwise. A path that is longer than Linux takes has none.
    """
    marked = path.marked().rstrip("/")
    if len(marked) > _PATH_MAX:
        return []
    keys: list[object] = []
    at = len(marked)
    while at >= 0:
        keys.append(path.cut(0, at).identity())
        # What follows an unknown directory's name is known, what comes before may be anything.
        at = marked.rfind("/", marked.rfind("\ufffc", 0, at) + 1, at)
    return keys


def _differ(path: Value, root: Value) -> bool:
    """Return whether the two certainly lead to different places."""
    pieces, other = list(path.pieces), list(root.pieces)
    if pieces and other and isinstance(pieces[0], Unknown) and isinstance(other[0], Unknown):
        if pieces[0].key != other[0].key:
            return False
        # Both start in the same directory: what follows decides.
        pieces, other = pieces[1:], other[1:]
    first, second = Value(pieces).leading(), Value(other).leading()
    return not (first.startswith(second) or second.startswith(first)) or (
        Value(pieces).known and Value(other).known
    )
