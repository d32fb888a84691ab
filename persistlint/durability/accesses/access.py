"""One thing that a program does to the files of the container it runs in."""

from __future__ import annotations

from persistlint.shell.values import Value
from persistlint.text.spans import Span


class Access:
    """``kind`` is "write", "read", "delete" or "install" (a package manager adds packages).

    ``target`` is the path: cleaned, and absolute where the working directory is known. ``span`` is where it is written, ``by`` the program.
    """

    __slots__ = (
        "attempt",
        "by",
        "copied_from",
        "creates_directory",
        "dump_of",
        "followed_by",
        "glob",
        "happened",
        "kind",
        "makes_anew",
        "operand",
        "packages",
        "rank",
        "recursive",
        "span",
        "step",
        "streams",
        "target",
        "unpacks",
        "whole",
    )

    def __init__(self, kind: str, target: Value, by: str, span: Span) -> None:
        self.kind = kind
        self.target = target
        self.by = by
        self.span = span
        #: Whether the path is an operand for the program's result (``-o``, ``of=``, ``tar cf F``).
        self.operand = False
        self.creates_directory = False
        #: Whether files come out of an archive below the path, whose names aren't known.
        self.unpacks = False
        #: It fails where the path is there already (``mkdir`` without ``-p``).
        self.makes_anew = False
        #: Counts the commands of its program, so that what one command does has one number.
        self.step = 0
        #: The programs that are started after it.
        self.followed_by: tuple[str, ...] = ()
        #: A read of the file's whole content (``cat``, ``tar c``), fit for a copy.
        self.whole = False
        #: A read whose content leaves through the container's standard output.
        self.streams = False
        #: The paths that a write's content comes from.
        self.copied_from: list[Value] = []
        #: A delete takes what is below the path too.
        self.recursive = False
        #: The last component is a pattern, expanded by a shell in the container.
        self.glob = False
        #: None where a branch, ``||`` or a loop decides.
        self.happened: bool | None = True
        #: "result", "data", "scratch" or "install" (see ``access_ranks``).
        self.rank = "data"
        self.packages: list[str] = []
        #: A read that asks whether the file is there (``test -e``): it may well be absent. A write of which the script counts on
        #: the failure (``touch x || …``, ``if touch x``).
        self.attempt = False
        #: A read of a database through its dump tool: the host that it is asked of, "" for the container's own.
        self.dump_of: Value | None = None

    def __repr__(self) -> str:
        return f"Access({self.kind} {self.target.display()} by {self.by})"
