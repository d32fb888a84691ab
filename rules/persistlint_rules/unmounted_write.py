"""PSL102: the container's command leaves its result at a path that nothing covers."""

from __future__ import annotations

from persistlint.docker.commands import Command
from persistlint.durability.model import Container, Timeline, Write
from persistlint.rulekit.lost_writes import used_again
from persistlint.rulekit.unmounted_writes import UnmountedWrites


class UnmountedWrite(UnmountedWrites):
    code = "PSL102"
    name = "unmounted-write"
    summary = "the container's command leaves its result at a path that nothing is mounted on"
    severity = "warning"
    warns_in_documents = False
    fix = "unsafe"
    fix_changes = ("mounts", "command")
    needs = ("run write",)
    how = "run"

    def meant_to_last(self, writes: list[Write], container: Container, timeline: Timeline) -> list[Write]:
        writes = [write for write in writes if not _prepares(write, container)]
        again = used_again(container, timeline, container.command, perhaps=True) if writes else None
        return writes if again is None else []

    def command_of(self, write: Write, container: Container) -> Command:
        return container.command


def _prepares(write: Write, container: Container) -> bool:
    """Return whether a service writes the file before it starts its server (``envsubst < x > nginx.conf; exec nginx``): each start writes it anew."""
    return container.command.detach is True and write.rank == "data" and bool(write.followed_by)


RULE = UnmountedWrite
