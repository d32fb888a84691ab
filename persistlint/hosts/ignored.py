"""Ignored files of a tree, as git sees them."""

from __future__ import annotations

import os

from persistlint.files.places import repository_above, resolve
from persistlint.files.read import read_regular
from persistlint.text.budgets import LARGEST_IGNORE_FILE
from persistlint.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Collection

    from pathspec import GitIgnoreSpec

#: Of more patterns than this for one name all are asked, as reading so many for each name would take longer.
_FEW = 50
#: A name without wildcards: of a directory alone, where a slash ends it, and of this directory's own, where one begins it.
_NAME_ALONE = regex(r"(?P<anchor>/?)(?P<name>\.?[\w-][\w.-]*)(?P<directory>/?)")
#: So many sets of patterns are kept.
_MOST_SPECS = 1000


class IgnoreRules:
    """The patterns of one file or setting, relative to ``directory``. The library that reads them is loaded for a name that one of them may match."""

    __slots__ = ("_below", "_patterns", "_specs")

    def __init__(self, directory: str, patterns: list[str]) -> None:
        self._below = os.path.join(os.path.abspath(directory), "")
        self._patterns = _PatternsByName(patterns)
        #: What was read, by the patterns' numbers: thousands of names ask a few of thousands of patterns each.
        self._specs: dict[tuple[int, ...], GitIgnoreSpec] = {}

    def decide(self, path: str, is_directory: bool) -> bool | None:
        """Return whether the absolute ``path``, without ``.`` and ``..``, is ignored, None where no pattern matches it."""
        # A walk asks this of every file: `os.path.relpath` would take a third of its time.
        if not path.startswith(self._below):
            return None
        relative = path[len(self._below) :].replace(os.sep, "/")
        names = relative.split("/")
        numbers = self._patterns.that_may_match(names)
        if not numbers:
            return None
        names_alone = [_NAME_ALONE.fullmatch(pattern) for pattern in self._patterns.at(numbers)]
        if all(names_alone):
            # Nearly all patterns are of this form. The library takes longer to load than many a project to check.
            return True if any(_is_named(match, names, is_directory) for match in names_alone) else None
        spec = self._specs.get(numbers)
        if spec is None:
            if len(self._specs) >= _MOST_SPECS:
                self._specs.clear()
            spec = self._specs[numbers] = _read_patterns(self._patterns.at(numbers))
        return spec.check_file(relative + "/" if is_directory else relative).include


def _is_named(pattern: re.Match[str] | None, names: list[str], is_directory: bool) -> bool:
    """Return whether a pattern that is a name alone means the path or a directory above it."""
    if pattern is None:
        return False
    named = names if pattern["directory"] == "" or is_directory else names[:-1]
    return pattern["name"] in (named[:1] if pattern["anchor"] else named)


class _PatternsByName:
    """Patterns by the names of files and directories that their last part may match: whole, or by their beginnings and ends. Too many rather than too few."""

    __slots__ = ("_all", "_by_beginning", "_by_end", "_by_name", "_lengths", "_of_names", "_patterns")

    def __init__(self, patterns: list[str]) -> None:
        self._patterns = patterns
        self._all = tuple(range(len(patterns)))
        self._of_names: dict[str, frozenset[int]] = {}
        self._by_name: dict[str, list[int]] = {}
        self._by_beginning: dict[str, list[int]] = {}
        self._by_end: dict[str, list[int]] = {}
        for number, pattern in enumerate(patterns):
            part = pattern.strip().removeprefix("!").rstrip("/").rpartition("/")[2]
            before = part[: min((part.find(mark) for mark in "*?[\\" if mark in part), default=len(part))]
            after = part[max(part.rfind(mark) for mark in "*?]\\") + 1 :]
            if not part:
                self._by_end.setdefault("", []).append(number)
            elif before == part:
                self._by_name.setdefault(part, []).append(number)
            elif before:
                self._by_beginning.setdefault(before, []).append(number)
            else:
                self._by_end.setdefault("" if "\\" in part else after, []).append(number)
        self._lengths = sorted({len(mark) for mark in (*self._by_beginning, *self._by_end) if mark})

    def that_may_match(self, names: list[str]) -> tuple[int, ...]:
        """Return the numbers of the patterns that may match one of the names, in their order: of all patterns, where they are more than a few."""
        found: set[int] = set(self._by_end.get("", ()))
        for name in dict.fromkeys(names):
            # The names of directories come again for each file below.
            of_name = self._of_names.get(name)
            if of_name is None:
                of_name = self._of_names[name] = self._of_name(name)
            found.update(of_name)
        return tuple(sorted(found)) if len(found) <= _FEW else self._all

    def _of_name(self, name: str) -> frozenset[int]:
        found = set(self._by_name.get(name, ()))
        for length in self._lengths:
            found.update(self._by_beginning.get(name[:length], ()))
            found.update(self._by_end.get(name[-length:], ()))
        return frozenset(found)

    def at(self, numbers: tuple[int, ...]) -> list[str]:
        """Return the patterns with these numbers."""
        return [self._patterns[number] for number in numbers]


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
        return read_regular(real, LARGEST_IGNORE_FILE, follow=False).decode("utf-8", "surrogateescape")
    except (OSError, ValueError):
        return ""
