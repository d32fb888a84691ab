"""Patterns in the settings that fit nothing: most are slips of the pen, and then something counts for no file that should count."""

from __future__ import annotations

import os

from persistlint.hosts.discover import SKIPPED_DIRECTORIES
from persistlint.hosts.ignored import ignored_at, rules_for
from persistlint.settings.problem import SettingsProblem, nearest
from persistlint.settings.read import problem_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from persistlint.hosts.ignored import IgnoreRules
    from persistlint.settings.settings import Settings
    from persistlint.settings.toml_places import Path


def unmatched_globs(settings: Settings) -> list[SettingsProblem]:
    """Return a problem for each pattern of ``include``, ``exclude`` and ``per-file`` that fits nothing below the project's root.

    A pattern of ``exclude`` for what git ignores anyway, or for a folder that is never walked, may well fit nothing today.
    """
    waiting: dict[Path, tuple[str, IgnoreRules | None]] = {}
    for keys, pattern in _patterns(settings):
        waiting[keys] = (pattern, rules_for(settings.root, [pattern]))
    for path, is_directory in _tree(settings.root) if waiting else ():
        for keys, (_, rules) in list(waiting.items()):
            if rules is not None and rules.decide(path, is_directory):
                del waiting[keys]
        if not waiting:
            break
    return [
        problem_in(settings, keys, *_message(settings, keys, pattern))
        for keys, (pattern, _) in waiting.items()
        if not (keys[0] == "exclude" and _passed_over(settings.root, pattern))
    ]


def _patterns(settings: Settings) -> list[tuple[Path, str]]:
    placed: list[tuple[Path, str]] = []
    for key, patterns in (("include", settings.include), ("exclude", settings.exclude)):
        placed += [((key, index), pattern) for index, pattern in enumerate(patterns)]
    placed += [(("per-file", pattern), pattern) for pattern in settings.per_file]
    # What a profile states is meant for any project. A negative pattern only takes back what another one says.
    return [
        (keys, pattern)
        for keys, pattern in placed
        if not (keys in settings.stated and settings.stated[keys].other) and not pattern.startswith("!")
    ]


def _tree(root: str) -> Iterator[tuple[str, bool]]:
    """Yield every file and folder below ``root`` that a walk could reach, and the folders that it never enters."""
    waiting = [root]
    while waiting:
        try:
            with os.scandir(waiting.pop()) as listing:
                entries = sorted(listing, key=lambda entry: entry.name)
        except OSError:
            continue
        for entry in entries:
            # A link isn't looked behind: it may lead anywhere.
            is_directory = entry.is_dir(follow_symlinks=False)
            yield entry.path, is_directory
            if is_directory and entry.name not in SKIPPED_DIRECTORIES:
                waiting.append(entry.path)


def _passed_over(root: str, pattern: str) -> bool:
    """Return whether a walk passes over what the pattern names anyway: a folder that is never entered, or something that git ignores."""
    path = pattern.strip("/")
    if any(part in SKIPPED_DIRECTORIES for part in path.split("/")):
        return True
    if "*" in path or "?" in path or "[" in path:
        return False
    ignored = ignored_at(root)
    absolute = os.path.join(root, *path.split("/"))
    return ignored(absolute, True) or ignored(absolute, False)


def _message(settings: Settings, keys: Path, pattern: str) -> tuple[str, str]:
    near = _nearest_path(settings.root, pattern)
    hint = f"; did you mean `{near}`?" if near else ""
    return (
        f"`{keys[0]}`: nothing in the project fits the pattern `{pattern}`{hint}",
        f'"{near}"' if near else "",
    )


def _nearest_path(root: str, pattern: str) -> str:
    """Return the pattern with its first missing name corrected, "" where no name is near."""
    parts = pattern.split("/")
    folder = root
    for index, part in enumerate(parts):
        if not part:
            continue
        if part == ".." or any(character in part for character in "*?["):
            return ""
        try:
            with os.scandir(folder) as listing:
                names = {entry.name: entry.is_dir(follow_symlinks=False) for entry in listing}
        except OSError:
            return ""
        if names.get(part):
            folder = os.path.join(folder, part)
            continue
        near = nearest(part, names)
        return "/".join([*parts[:index], near, *parts[index + 1 :]]) if near and near != part else ""
    return ""
