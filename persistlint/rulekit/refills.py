"""Stores that are filled again: what is deleted from one, and restored, isn't lost."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.docker.commands import Command
    from persistlint.durability.model import HostCommand, Timeline, Write


class LastWrites:
    """The last writes into each store that aren't the image's own."""

    __slots__ = ("_by_command", "_elsewhere", "_last")

    def __init__(self, timeline: Timeline) -> None:
        self._by_command: dict[tuple[object, int], Write] = {}
        self._last: dict[object, Write] = {}
        #: The last one that another container made than the last one's.
        self._elsewhere: dict[object, Write] = {}
        for write in timeline.writes:
            if write.by == "image" or write.rank == "scratch":
                continue
            before = self._last.get(write.store)
            if before is not None and before.container is not write.container:
                self._elsewhere[write.store] = before
            self._last[write.store] = write
            self._by_command[write.store, id(write.command)] = write

    def fills_again(self, write: Write, command: Command | HostCommand) -> bool:
        """Return whether the command itself, or another container, writes into the store after ``write``."""
        last = self._last.get(write.store)
        if last is not None and last.container is write.container:
            last = self._elsewhere.get(write.store)
        of_command = self._by_command.get((write.store, id(command)))
        return any(
            candidate is not None and candidate.sequence > write.sequence for candidate in (last, of_command)
        )
