"""Ignored files of a tree, as git sees them."""

from __future__ import annotations

import os

from persistlint.files.places import repository_above, resolve
from persistlint.files.read import read_regular

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection

    from pathspec import GitIgnoreSpec

_MOST_BYTES = 1_000_000


class IgnoreRules:
    """The patterns of one file or setting, relative to ``directory``. The library that reads them is loaded for a name that one of them may match."""

    __slots__ = ("_directory", "_names", "_patterns", "_spec")

    def __init__(self, directory: str, patterns: list[str]) -> None:
        self._directory = directory
        self._patterns = patterns
        self._names = _NamesThatMayMatch(patterns)
        self._spec: GitIgnoreSpec | None = None

    def decide(self, path: str, is_directory: bool) -> bool | None:
        """Return whether the absolute ``path`` is ignored, None where no pattern matches it."""
        relative = os.path.relpath(path, self._directory).replace(os.sep, "/")
        if relative == ".." or relative.startswith("../"):
            return None
        if not any(map(self._names.hold, relative.split("/"))):
            return None
        if self._spec is None:
            self._spec = _read_patterns(self._patterns)
        return self._spec.check_file(relative + "/" if is_directory else relative).include


class _NamesThatMayMatch:
    """The names of files and directories that the last part of a pattern may match, by their beginnings and ends. It holds too many rather than too few."""

    __slots__ = ("_all", "_beginnings", "_ends", "_whole")

    def __init__(self, patterns: list[str]) -> None:
        whole: set[str] = set()
        beginnings: set[str] = set()
        ends: set[str] = set()
        for pattern in patterns:
            part = pattern.strip().removeprefix("!").rstrip("/").rpartition("/")[2]
            before = part[: min((part.find(mark) for mark in "*?[\\" if mark in part), default=len(part))]
            after = part[max(part.rfind(mark) for mark in "*?]\\") + 1 :]
            if before == part:
                whole.add(part)
            elif before:
                beginnings.add(before)
            else:
                ends.add("" if "\\" in part else after)
        self._whole = whole
        self._beginnings = tuple(beginnings)
        self._ends = tuple(ends)
        self._all = "" in ends or "" in whole

    def hold(self, name: str) -> bool:
        """Return whether a pattern may match ``name``."""
        return (
            self._all or name in self._whole or name.endswith(self._ends) or name.startswith(self._beginnings)
        )


class Ignored:
    """The rules in force in a directory, the nearest last."""

    __slots__ = ("_rules",)

    def __init__(self, rules: tuple[IgnoreRules, ...] = ()) -> None:
        self._rules = rules

    def __call__(self, path: str, is_directory: bool) -> bool:
        """Return whether the absolute ``path`` is ignored. The nearest rules that match it decide."""
        for rules in reversed(self._rules):
            decision = rules.decide(path, is_directory)
            if decision is not None:
                return decision
        return False

    def inside(self, directory: str, names: Collection[str] | None = None) -> Ignored:
        """Return the rules in force in ``directory``, one level down. A repository begins with its own rules only.

        ``names`` are those in the directory, in lower case, where the caller has them: what isn't there isn't looked for.
        """
        rules = self._rules
        if (names is None or ".git" in names) and os.path.lexists(os.path.join(directory, ".git")):
            rules = _of_repository(directory)
        rules_inside = None
        if names is None or ".gitignore" in names:
            rules_inside = _from_file(directory, os.path.join(directory, ".gitignore"))
        return (
            Ignored((*rules, rules_inside))
            if rules_inside is not None
            else self
            if rules is self._rules
            else Ignored(rules)
        )


def ignored_at(directory: str) -> Ignored:
    """Return the rules in force in the absolute ``directory``, from its repository's root down."""
    above: list[str] = []
    at = directory
    while not os.path.lexists(os.path.join(at, ".git")):
        parent = os.path.dirname(at)
        if parent == at:
            # No repository: only what stands in the tree itself counts.
            return Ignored().inside(directory)
        above.append(at)
        at = parent
    rules = Ignored().inside(at)
    for each in reversed(above):
        if rules(each, True):
            # The user names a directory that git ignores: its own rules are all that count.
            return Ignored().inside(directory)
        rules = rules.inside(each)
    return rules


def rules_for(directory: str, patterns: list[str]) -> IgnoreRules | None:
    """Rules of .gitignore's form; None without a pattern. A pattern that git couldn't read is left out."""
    usable = [pattern for pattern in patterns if pattern.strip() and not pattern.startswith("#")]
    return IgnoreRules(directory, usable) if usable else None


def _read_patterns(patterns: list[str]) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec

    read: list[str] = []
    for pattern in patterns:
        try:
            GitIgnoreSpec.from_lines([pattern])
        except ValueError:
            continue
        read.append(pattern)
    return GitIgnoreSpec.from_lines(read)


def _of_repository(root: str) -> tuple[IgnoreRules, ...]:
    real = os.path.realpath(root)
    # A worktree's repository lies beside it as a rule, a submodule's in the one around it. What the `.git` file of a stranger names elsewhere may be
    # on another machine, and isn't looked at.
    beside = repository_above(os.path.dirname(real)) or os.path.dirname(real)
    places = [folder for folder in (real, beside) if os.path.dirname(folder) != folder]
    git = os.path.join(real, ".git")
    pointer = _read(git, places)
    if pointer.startswith("gitdir:"):
        git = os.path.join(real, pointer[len("gitdir:") :].strip())
        git = os.path.join(git, _read(os.path.join(git, "commondir"), places).strip())
    text = _read(os.path.join(git, "info", "exclude"), places)
    rules = rules_for(root, text.splitlines()) if text.strip() else None
    return () if rules is None else (rules,)


def _from_file(directory: str, path: str) -> IgnoreRules | None:
    # git follows no link here, either.
    text = _read(path, None)
    return rules_for(directory, text.splitlines()) if text.strip() else None


def _read(path: str, places: list[str] | None) -> str:
    """Return the text of the file at ``path``; "" where it isn't a regular one, or leads out of ``places`` (None: no link is followed)."""
    try:
        real = path if places is None else resolve(path, places)
        if real is None:
            return ""
        return read_regular(real, _MOST_BYTES, follow=False).decode("utf-8", "surrogateescape")
    except (OSError, ValueError):
        return ""
