"""Directories of the host that commands take away and put others in their place, to be found by the directory."""

from __future__ import annotations

from bisect import bisect_left

from persistlint.durability.patterns import directory_key, directory_keys
from persistlint.rulekit.lost_writes import within
from persistlint.rulekit.phrases import as_written

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.durability.accesses.access import Access
    from persistlint.durability.model import HostCommand
    from persistlint.rulekit.running import Runs
    from persistlint.shell.values import Value
    from persistlint.text.spans import Span

_REMOVERS = frozenset(("rm", "rmdir", "mv"))


class ReplacedDirectories:
    """The commands that delete directories of the host and put others in their place, to be found by the directory."""

    __slots__ = ("_last", "_links", "_removals", "_runs")

    def __init__(self, runs: Runs) -> None:
        self._runs = runs
        #: By directory, in order, each with the command's number: what removes it, and what gives a link to it another target.
        self._removals: dict[object, list[tuple[int, Access]]] = {}
        self._links: dict[object, list[tuple[int, Access]]] = {}
        #: By directory: the last command that puts something there, or below it. Made when it is first asked for.
        self._last: dict[object, int] | None = None
        for number, happening in enumerate(runs.commands):
            program = happening.invocation.program
            if program in _REMOVERS:
                for access in runs.accesses(happening):
                    if _removes(access, program):
                        self._removals.setdefault(directory_key(access.target), []).append((number, access))
            elif program == "ln" and _moves_links(happening):
                for access in runs.accesses(happening):
                    if access.kind == "write":
                        self._links.setdefault(directory_key(access.target), []).append((number, access))

    def first(self, path: Value, start: int) -> tuple[int, Span, str] | None:
        """Return the first command from number ``start`` on that takes away the directory ``path`` or one that holds it: its number, where and how.

        What is removed counts only where something comes in its place.
        """
        if not self._removals and not self._links:
            return None
        keys = directory_keys(path)
        removal, link = _first(self._removals, keys, start), _first(self._links, keys, start)
        if removal is not None and self._last_write(path) < removal[0]:
            removal = None
        if link is not None and (removal is None or link[0] < removal[0]):
            number, access = link
            effect = f"`{as_written(access.target)}` leads elsewhere now"
        elif removal is not None:
            number, access = removal
            effect = f"`{as_written(access.target)}` is taken away here and made anew"
        else:
            return None
        return number, within(access.span, self._runs.commands[number].invocation), effect

    def _last_write(self, path: Value) -> int:
        if self._last is None:
            self._last = {
                key: number
                for number, command in enumerate(self._runs.commands)
                for access in self._runs.accesses(command)
                if access.kind == "write"
                for key in directory_keys(access.target)
            }
        return self._last.get(directory_key(path), -1)


def _removes(access: Access, program: str) -> bool:
    """Return whether the access certainly deletes the whole path."""
    if access.kind != "delete" or access.glob or not access.happened:
        return False
    return access.recursive or program != "rm"


def _first(
    taken: dict[object, list[tuple[int, Access]]], keys: list[object], start: int
) -> tuple[int, Access] | None:
    """Return the first access from command number ``start`` on to one of the directories."""
    first_accesses = []
    for key in keys:
        ones = taken.get(key, [])
        index = bisect_left(ones, start, key=lambda numbered: numbered[0])
        first_accesses += ones[index : index + 1]
    return min(first_accesses, key=lambda numbered: numbered[0], default=None)


def _moves_links(happening: HostCommand) -> bool:
    """Return whether ``ln`` gives an existing link another target: ``-sfn``."""
    letters = "".join(
        word.text[1:]
        for word in happening.invocation.words[1:]
        if word.text is not None and word.text[:1] == "-" and word.text[:2] != "--"
    )
    long = {word.text for word in happening.invocation.words[1:]}
    force = "f" in letters or "--force" in long
    no_dereference = (
        "n" in letters or "T" in letters or bool(long & {"--no-dereference", "--no-target-directory"})
    )
    return ("s" in letters or "--symbolic" in long) and force and no_dereference
