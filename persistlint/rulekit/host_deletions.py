"""Deletions on the host: the directories that ``rm -r`` takes away, ``git clean`` with what git ignores, and what goes on purpose."""

from __future__ import annotations

from persistlint.durability.model import HostCommand
from persistlint.durability.paths import clean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.durability.model import Timeline
    from persistlint.shell.invocation import Invocation

_COPIES = frozenset(("cp", "mv", "rsync", "tar"))
_MANAGERS = frozenset(("apt", "apt-get", "yum", "dnf", "zypper", "snap", "brew", "pacman"))
_UNINSTALLS = frozenset(("remove", "purge", "autoremove", "erase", "uninstall", "-R", "-Rns"))


def removed_directories(invocation: Invocation) -> list[str]:
    """Return the absolute directories that a recursive ``rm`` deletes, or all files in them. Empty for other commands."""
    # A pattern is unknown words; its name is the pattern.
    words = [
        word.text or "".join(piece.name for piece in word.value.unknowns) for word in invocation.words[1:]
    ]
    is_recursive = any(word.startswith("-") and ("r" in word or "R" in word) for word in words)
    if invocation.program != "rm" or not is_recursive:
        return []
    return [clean(word.removesuffix("*")) for word in words if word.startswith("/")]


def cleans_ignored(invocation: Invocation) -> bool:
    """Return whether a ``git clean`` deletes files and directories below the working directory that git ignores, all of them."""
    words = [word.text or "" for word in invocation.words]
    if invocation.program != "git" or "clean" not in words:
        return False
    rest = words[words.index("clean") + 1 :]
    letters = "".join(word[1:] for word in rest if word.startswith("-") and not word.startswith("--"))
    # Only paths that are named are deleted, and what is excluded stays.
    is_limited = any(not word.startswith("-") or word.startswith("--exclude") for word in rest)
    is_limited = is_limited or any(word.startswith(("-e", "--exclude")) for word in words)
    is_forced = "f" in letters or "--force" in rest
    return is_forced and not is_limited and "d" in letters and "n" not in letters and "x" in letters.lower()


def engine_moved_or_uninstalled(timeline: Timeline) -> int:
    """Return the place of the first command that copies the directory or uninstalls docker, behind the last one without it."""
    for index, happening in enumerate(timeline.happenings):
        if not isinstance(happening, HostCommand):
            continue
        words = [word.display() for word in happening.invocation.words]
        if happening.invocation.program in _COPIES and any("/docker" in word for word in words):
            return index
        if happening.invocation.program in _MANAGERS and _UNINSTALLS & set(words):
            return index
    return len(timeline.happenings)
