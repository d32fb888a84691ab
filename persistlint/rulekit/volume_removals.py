"""Removals of volumes in the text itself: which are removed again, and so aren't meant to last, and which command removes all."""

from __future__ import annotations

from persistlint.docker.commands import VolumeRemove
from persistlint.durability.names import lists_all_volumes
from persistlint.rulekit.intent import unguarded
from persistlint.rulekit.listed import only_one_listed, piped_to

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from persistlint.docker.commands import Command, OtherCommand
    from persistlint.rules.rule import Context
    from persistlint.shell.values import Value


def is_removed_again(name: Value, context: Context, *keys: object) -> bool:
    """Return whether the document removes the volume ``name``, or may. With ``keys`` also one whose name is computed from these unknowns."""
    removals = context.once_a_document("names that volume rm is given", lambda: _Removals(context.commands))
    return removals.any or name.identity() in removals.names or not removals.keys.isdisjoint(keys)


class _Removals:
    """The removals by the text's ``docker volume rm``: names, and what names are computed from. ``any`` where that isn't known."""

    __slots__ = ("any", "keys", "names")

    def __init__(self, commands: Iterable[Command]) -> None:
        self.any = False
        self.names: set[object] = set()
        self.keys: set[object] = set()
        for command in commands:
            if isinstance(command, VolumeRemove):
                self.any = self.any or command.opaque
                for name in command.volumes:
                    self.names.add(name.identity())
                    self.keys.update(piece.key for piece in name.unknowns)


def removes_all(command: VolumeRemove, context: Context) -> bool | None:
    """Return whether all volumes go (True), or all that no container uses (False). None where others do, or it isn't known."""
    if command.switch("all") is True:
        return True
    if not unguarded(command):
        return _all_of(only_one_listed(command.volumes, command, context))
    lists = (lists_all_volumes(name) for name in command.volumes)
    every = next((every for every in lists if every is not None), None)
    return every if every is not None else _all_of(piped_to(command, context.timeline))


def _all_of(listing: OtherCommand | None) -> bool | None:
    """Return whether it lists every volume (True), or all that no container uses (False). None for another list."""
    if listing is None or listing.verb != "volume ls" or not listing.resolved:
        return None
    filters = [use.value.text if use.value is not None else None for use in listing.uses("filter")]
    if any(text not in ("dangling=true", "dangling=1") for text in filters):
        return None
    return not filters
