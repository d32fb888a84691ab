"""Copies of a store, a volume or a directory of the host, that others make while a server has it mounted: ``tar``, ``cp``, ``docker cp``."""

from __future__ import annotations

from persistlint.docker.commands import Command, ContainerCopy, ContainerExec
from persistlint.durability.model import HostCommand
from persistlint.durability.paths import is_below
from persistlint.durability.patterns import below_host_path
from persistlint.rulekit import streams

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from persistlint.durability.accesses.access import Access
    from persistlint.durability.model import Container, MountPoint, Timeline

#: Programs that copy a directory.
COPIERS = frozenset(("cp", "rsync", "tar", "zip"))


class StoreCopy:
    """A copy of a store. ``words`` say who makes it ("`tar` archives"); with ``overwrites`` the store is its target."""

    __slots__ = ("overwrites", "words")

    def __init__(self, words: str, overwrites: bool = False) -> None:
        self.words = words
        self.overwrites = overwrites


def same_store(point: MountPoint, other: MountPoint) -> bool:
    """Return whether both mounts are certainly of one volume, or of one directory of the host."""
    if point.volume is not None:
        return point.volume is other.volume
    if point.host_path is None or other.host_path is None:
        return False
    return point.host_path.identity() == other.host_path.identity()


def copy_by(
    command: Command | HostCommand,
    accesses: Sequence[Access],
    server: Container,
    point: MountPoint,
    timeline: Timeline,
) -> StoreCopy | None:
    """Return the copy that a command makes of what the server has mounted at ``point``. ``accesses`` are those of a host's command."""
    if command.invocation.certainty == "repeated":
        return None
    if isinstance(command, HostCommand):
        return _on_host(command, accesses, server, point)
    if isinstance(command, ContainerExec):
        return _in_server(command, point) if _is(command, server) else None
    if isinstance(command, ContainerCopy):
        return _out_of_server(command, server, point)
    return _in_other(timeline.container_of(command), server, point)


def _in_server(command: ContainerExec, point: MountPoint) -> StoreCopy | None:
    for program in streams.programs(command):
        if program.name == "tar" and streams.makes_archive(program.words):
            texts = [word.text or "" for word in program.words[1:]]
            if any(text.startswith("/") and is_below(text, point.path) for text in texts):
                return StoreCopy("`tar` archives")
    return None


def _is(command: ContainerExec, server: Container) -> bool:
    name = command.container
    return name is not None and server.name is not None and name.identity() == server.name.identity()


def _out_of_server(command: ContainerCopy, server: Container, point: MountPoint) -> StoreCopy | None:
    source = command.source
    if source is None or source.container is None or server.name is None or source.path.text is None:
        return None
    places = {point.path, *(path.path for path in server.image.paths)}
    is_copied = source.path.text.rstrip("/.") in places
    return (
        StoreCopy("`docker cp` copies")
        if is_copied and source.container.identity() == server.name.identity()
        else None
    )


def _in_other(other: Container | None, server: Container, point: MountPoint) -> StoreCopy | None:
    """Return the copy that the program of another container makes, which has the store mounted too."""
    if other is None or other is server or not other.mounts_known:
        return None
    for mine in other.mount_points:
        for access in other.program if same_store(point, mine) else ():
            text = access.target.text
            if access.happened is not True or text is None or access.by not in ("tar", "cp", "rsync"):
                continue
            if access.kind == "read" and access.whole and (text.rstrip("/.") or "/") == mine.path:
                return StoreCopy(f"`{access.by}` copies")
            is_unpacked = access.kind == "write" and access.by == "tar" and is_below(text, mine.path)
            if is_unpacked and not mine.read_only:
                return StoreCopy("`tar` writes over", overwrites=True)
    return None


def _on_host(
    command: HostCommand, accesses: Sequence[Access], server: Container, point: MountPoint
) -> StoreCopy | None:
    # sudo leads to the same files.
    elsewhere = {*command.invocation.host, *server.command.invocation.host} - {"root"}
    directory = point.host_path
    if elsewhere or directory is None:
        return None
    for access in accesses:
        if access.happened is not True:
            continue
        if access.kind == "read" and access.whole and below_host_path(directory, access.target, None, True):
            return StoreCopy(f"`{access.by}` copies")
        is_unpacked = access.kind == "write" and access.by == "tar"
        if is_unpacked and access.target.identity() == directory.identity():
            return StoreCopy("`tar` writes over", overwrites=True)
    return None
