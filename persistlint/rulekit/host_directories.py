"""Directories of the host that are the system's, or somebody's, rather than a program's."""

from __future__ import annotations

from persistlint.durability.model import HostCommand
from persistlint.durability.paths import is_below
from persistlint.shell.values import Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.durability.model import Timeline
    from persistlint.shell.values import Value

#: The system's own directories: what is in them belongs to all of its programs together.
_BROAD = frozenset(
    """
    / /bin /boot /etc /home /lib /lib64 /sbin /usr /usr/bin /usr/lib /usr/local /var /var/lib /Users
    """.split()
)


def broad(path: Value | None) -> bool:
    """Return whether the cleaned host path is a whole directory of the system."""
    return path is not None and path.text in _BROAD


def home(source: Value) -> bool:
    """Return whether a mount's source is a whole home directory (``$HOME``, ``~``, ``/home/NAME``, ``/root``)."""
    if source.pieces and isinstance(source.pieces[0], Unknown):
        return source.pieces[0].kind == "home" and source.cut(1).text in ("", "/", "/.")
    parts = (source.text or "").rstrip("/").split("/")
    if parts == ["", "root"]:
        return True
    return (
        len(parts) == 3
        and parts[0] == ""
        and parts[1] in ("home", "Users")
        and parts[2] not in ("", ".", "..", "Shared", "linuxbrew")
    )


def is_deleted(source: Value, timeline: Timeline) -> bool:
    """Return whether the text itself deletes the directory, which is then meant to go."""
    unknowns = {piece.key for piece in source.unknowns}
    text = source.text
    for happening in timeline.happenings:
        if not isinstance(happening, HostCommand) or happening.invocation.program not in ("rm", "rmdir"):
            continue
        for word in happening.invocation.words[1:]:
            if unknowns & {piece.key for piece in word.value.unknowns}:
                return True
            other = word.text
            if text is not None and other and other.startswith("/") and is_below(text, other.rstrip("/*")):
                return True
    return False
