"""Paths of the engine's own files: the volume whose directory one is in."""

from __future__ import annotations

from persistlint.docker.commands import Command
from persistlint.shell.values import Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.rules.rule import Context
    from persistlint.shell.values import Value

_VOLUMES = "/volumes/"
#: Where engines keep their volumes: each one's directory is NAME/_data below.
_ROOTS = (
    "/var/lib/docker/volumes/",
    "/var/snap/docker/common/var-lib-docker/volumes/",
    "/.local/share/docker/volumes/",
    "/var/lib/containers/storage/volumes/",
    "/.local/share/containers/storage/volumes/",
    _VOLUMES,
)
_DATA = "_data"


class EngineVolume:
    """A volume by the path of its directory. ``whole`` says that the path is that directory, ``asked`` that docker prints it in the text."""

    __slots__ = ("asked", "name", "whole")

    def __init__(self, name: Value, whole: bool, asked: bool = False) -> None:
        self.name = name
        self.whole = whole
        self.asked = asked


def engine_volume(source: Value, context: Context) -> EngineVolume | None:
    """Return the volume whose directory the path is in, None for another path."""
    return _asked_for(source, context) or _volume(source)


def _asked_for(source: Value, context: Context) -> EngineVolume | None:
    """Return the volume whose ``docker volume inspect -f '{{.Mountpoint}}'`` begins the path."""
    first = source.pieces[0] if source.pieces else None
    if not isinstance(first, Unknown) or first.kind != "command" or "Mountpoint" not in first.name:
        return None
    command = next((asking for asking in context.commands if _printed(asking, first)), None)
    if command is None or len(command.operands) != 1:
        return None
    return EngineVolume(command.operands[0].value, not source.cut(1).text, asked=True)


def _printed(command: Command, piece: Unknown) -> bool:
    return command.verb == "volume inspect" and command.invocation.captured_as == piece.key


def _volume(source: Value) -> EngineVolume | None:
    """Return the volume whose directory below one of the usual roots the path is in."""
    marked = source.marked()
    for root in _ROOTS:
        at = marked.find(root)
        if at < 0 or (at and root.startswith("/var/")) or (root == _VOLUMES and not _root_directory(source)):
            continue
        rest = source.cut(at + len(root))
        parts = rest.split("/")
        if len(parts) < 2 or parts[1].text != _DATA or not parts[0].pieces:
            continue
        return EngineVolume(parts[0], all(not part.pieces for part in parts[2:]))
    return None


def _root_directory(source: Value) -> bool:
    """Return whether the path begins with the engine's own root directory, as ``docker info`` prints it."""
    first = source.pieces[0] if source.pieces else None
    return isinstance(first, Unknown) and "DockerRootDir" in first.name and source.cut(1).text is not None
