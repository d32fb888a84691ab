"""Removals of volumes in the text itself: what is deleted again isn't meant to last."""

from __future__ import annotations

from persistlint.docker.commands import VolumeRemove

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from persistlint.docker.commands import Command
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
