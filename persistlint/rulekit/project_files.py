"""Files of the project, as a script's relative paths mean them: whether one is there, and whether the script may make it."""

from __future__ import annotations

from persistlint.durability.model import HostCommand
from persistlint.durability.mount_table import host_path
from persistlint.durability.paths import base_name
from persistlint.shell.invocation import Gap, Invocation
from persistlint.shell.values import Literal, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.docker.commands import ContainerCreate
    from persistlint.rules.rule import Context
    from persistlint.shell.values import Value

#: Programs that bring whole directories, or anything.
_BRINGERS = frozenset(
    """
    git svn hg tar unzip wget curl rsync scp cp mv ln make cmake npm yarn pnpm pip python python3 node
    ansible-playbook terraform helm
    """.split()
)


def relative_to_start(source: Value, command: ContainerCreate) -> str | None:
    """Return the path below the script's own directory, or the one that it is started in. None for any other path."""
    path = host_path(source, command.invocation.cwd)
    first, rest = path.pieces[0] if path.pieces else None, path.cut(1).text
    is_start = isinstance(first, Unknown) and first.kind in ("cwd", "scriptdir")
    return rest[1:] if is_start and rest and rest.startswith("/") else None


def is_in_project(name: str, context: Context) -> bool:
    """Return whether the path is in the project. The script may be started in its own folder or in any above it."""
    folder = ""
    if context.language == "compose":
        # A Compose file's paths start from its own folder.
        return bool(context.path_kind(name))
    for _ in range(context.path.count("/") + 1):
        if context.path_kind(folder + name):
            return True
        folder += "../"
    return False


def is_of_project(name: str, source: Value, command: ContainerCreate, context: Context) -> bool:
    """Return whether the path is certainly meant in the project, and not in the directory in which some caller is.

    It is counted from the script's own directory, or the directory that it is in, or another mount's source, is in the project. What stands beside a
    Compose file is: its paths start from its own folder.
    """
    first = host_path(source, command.invocation.cwd).unknowns[0]
    if first.kind == "scriptdir" or first.key == ("scriptdir", "absolute"):
        return True
    if "/" in name:
        return is_in_project(name.rpartition("/")[0], context)
    if context.language == "compose":
        return True
    for other in command.mounts:
        if other.type != "bind" or other.source is None or other.source is source:
            continue
        path = host_path(other.source, command.invocation.cwd)
        rest = path.cut(1).text
        is_beside = bool(path.unknowns) and path.unknowns[0].key == first.key
        if is_beside and rest and is_in_project(rest.lstrip("/"), context):
            return True
    return False


def may_be_made(name: str, command: ContainerCreate, context: Context) -> bool:
    """Return whether a command of the text may make the file: one that names it, that isn't followed, or that makes its directory."""
    base = base_name(name)
    for happening in context.timeline.happenings:
        if isinstance(happening, Gap):
            return True
        invocation = (
            happening.invocation
            if isinstance(happening, HostCommand)
            else getattr(happening, "invocation", None)
        )
        if happening is command or not isinstance(invocation, Invocation):
            continue
        if isinstance(happening, HostCommand) and invocation.program in _BRINGERS:
            return True
        values = [word.value for word in invocation.words]
        values += [redirect.target for redirect in invocation.redirects if redirect.target is not None]
        if any(_may_name(value, base) for value in values):
            return True
    return False


def _may_name(value: Value, base: str) -> bool:
    return any(isinstance(piece, Literal) and base in piece.text for piece in value.pieces)
