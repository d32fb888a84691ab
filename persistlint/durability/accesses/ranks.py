"""Ranks of writes: the result of a command, other data, or scratch."""

from __future__ import annotations

from bisect import bisect_right

from persistlint.durability.accesses.access import Access
from persistlint.durability.paths import is_below, known_directory
from persistlint.text.budgets import MOST_FOLLOWING

#: Directories whose files nobody expects to last.
SCRATCH = (
    "/tmp",
    "/var/tmp",
    "/run",
    "/var/run",
    "/dev",
    "/proc",
    "/sys",
    "/var/cache",
    "/var/lib/apt",
    "/var/lib/dpkg",
    "/root/.cache",
)
#: Directories of the system: what is written there configures the container, it isn't its result.
SYSTEM = ("/etc", "/usr", "/bin", "/sbin", "/lib", "/lib64", "/boot", "/var/log", "/opt/venv")


#: Programs of which all that they do with files is known (their reads are accesses), or that do nothing with them.
_QUIET_NAMES = """
    echo printf sleep true false : exit return cd set export unset umask date wait sync test [ [[ chmod chown chgrp ls cat head tail wc
    stat du df md5sum sha256sum sha1sum file touch mkdir rmdir cp mv rm ln tee dd grep egrep find sort id pwd whoami env which uname hostname
    sed awk tar gzip gunzip zip unzip curl wget truncate read local declare shift trap command type seq basename dirname
"""
_QUIET = frozenset(_QUIET_NAMES.split())


#: Programs that look at a file, or change its rights, without using it up.
_LOOKING_NAMES = "ls stat du df wc file md5sum sha1sum sha256sum chmod chown chgrp echo printf sync"
_LOOKING = frozenset(_LOOKING_NAMES.split())


class Visit:
    """A ``program`` that was started in ``where`` ("" where that isn't known); ``count`` accesses were before it, ``step`` is its command's number."""

    __slots__ = ("count", "program", "step", "where")

    def __init__(self, program: str, where: str, count: int, step: int) -> None:
        self.program = program
        self.where = where
        self.count = count
        self.step = step


def rank(accesses: list[Access], chain: bool = True, visits: list[Visit] | None = None) -> None:
    """Set each write's ``rank``, and the programs that follow each access.

    "result" is the last write of its chain or one to an output operand, outside of ``SYSTEM``, caches and dot-files; "scratch"
    lies in ``SCRATCH``, or is made and used up by the same command (a clone that is built, a file that is read again); "install" is
    a package manager's. What is written for a program that follows (a server's configuration) is "data". A line of a transcript is no chain: its
    writes are for later lines. ``visits`` are the programs that were started.
    """
    started = visits or []
    for access in accesses:
        if access.kind in ("write", "install"):
            first = bisect_right(started, access.step, key=lambda visit: visit.step)
            access.followed_by = tuple(visit.program for visit in started[first : first + MOST_FOLLOWING])
    writes = [access for access in accesses if access.kind == "write"]
    last = writes[-1] if writes else None
    for index, access in enumerate(accesses):
        if access.kind == "install":
            access.rank = "install"
        elif access.kind == "write":
            access.rank = _rank(access, index, accesses, last, chain, visits or [])


def _rank(
    access: Access,
    index: int,
    accesses: list[Access],
    last: Access | None,
    chain: bool,
    visits: list[Visit],
) -> str:
    if is_scratch(access):
        return "scratch"
    if access.rank == "log":
        return "data"
    if chain and (_used_up(access, accesses[index + 1 :]) or _worked_in(access, index, visits)):
        return "scratch"
    if access.creates_directory and not access.operand:
        return "data" if access is last else "scratch"
    if is_system(access):
        return "data"
    if access.operand:
        return "result"
    return "result" if access is last and all(name in _QUIET for name in access.followed_by) else "data"


def _place(access: Access) -> str | None:
    return access.target.text if access.target.known else known_directory(access.target)


def is_scratch(access: Access) -> bool:
    """Return whether the access's path is in a directory for scratch."""
    place = _place(access)
    return place is not None and any(is_below(place, directory) for directory in SCRATCH)


def is_system(access: Access) -> bool:
    """Return whether the access's path is one of the system's, a cache or a dot-file."""
    place = _place(access)
    if place is None:
        return False
    if any(is_below(place, directory) for directory in SYSTEM):
        return True
    return any(
        part.startswith(".") or part in ("cache", "node_modules", "__pycache__")
        for part in place.split("/")
        if part
    )


def _used_up(access: Access, later: list[Access]) -> bool:
    """Return whether the same command reads what it wrote, or works in the directory that it made, and nothing keeps it."""
    place = access.target.text
    if place is None:
        return False
    for other in later:
        path = other.target.text
        if path is None:
            continue
        if (
            other.kind in ("read", "delete")
            and not other.attempt
            and other.by not in _LOOKING
            and (is_below(path, place) or (is_below(place, path) and path != "/"))
        ):
            return True
    return False


def _worked_in(access: Access, index: int, visits: list[Visit]) -> bool:
    """Return whether a program was started in the directory that this access made. For a clone, any later program counts."""
    place = access.target.text
    if not access.creates_directory or place is None:
        return False
    return any(
        visit.count > index and (access.by == "git" or is_below(visit.where, place)) for visit in visits
    )
