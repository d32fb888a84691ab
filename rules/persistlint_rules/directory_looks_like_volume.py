"""PSL209: ``-v data:/x`` while ``./data`` exists or was just made."""

from __future__ import annotations

from persistlint.docker.commands import ContainerCreate
from persistlint.docker.mounts import Mount
from persistlint.durability.model import HostCommand
from persistlint.rulekit.edits import offer, replace_value
from persistlint.rulekit.mounts import elsewhere
from persistlint.rulekit.phrases import source_place, unless
from persistlint.rules.finding import Finding, Fix
from persistlint.rules.rule import Context, Rule
from persistlint.rules.topics import SPECIFICATION
from persistlint.shell.invocation import Invocation
from persistlint.shell.values import Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


class DirectoryLooksLikeVolume(Rule):
    code = "PSL209"
    name = "directory-looks-like-volume"
    summary = "a mount's source is a volume's name, and a directory of that name is there"
    severity = "info"
    fix = "unsafe"
    fix_changes = ("mounts",)
    subject = ContainerCreate
    needs = ("volume",)
    topics = {SPECIFICATION: 40}

    def check(self, command: ContainerCreate, context: Context) -> Iterator[Finding]:
        for mount in command.mounts:
            source, target = mount.source, mount.target
            name = source.text if source is not None else None
            if (
                mount.type != "volume"
                or mount.flag == "--mount"
                or source is None
                or target is None
                or name is None
            ):
                continue
            if elsewhere(command.invocation) or _is_volume(name, context):
                continue
            maker = _maker(command, name, context)
            if maker is None and not _beside(command, mount, name, context):
                continue
            # Last, as it looks at every mount of the document.
            if _mounted_too(name, context):
                continue
            there = "which stays empty" if maker is not None else "which the container doesn't see"
            yield self.finding(
                source_place(mount, command),
                f"`{name}` is a volume here, and not the directory `./{name}`, {there}{unless(source)}. What the container writes to "
                f"`{target.display()}` is in the volume. Write `./{name}` if the directory is meant.",
                identity=f"{name} {target.display()}",
                command=command,
                related=[(maker, "the directory is made here")],
                fixes=_fixes(mount, name),
                topic=SPECIFICATION.of(mount),
            )


def _mounted_too(name: str, context: Context) -> bool:
    """Return whether another mount is of the directory, or of something in it. Then the author knows a directory from a volume."""
    bound = context.once_a_document("directories bound", lambda: _bound(context))
    return any(f"/{name}/" in source for source in bound)


def _bound(context: Context) -> list[str]:
    """Return the sources of all bind mounts, each with a slash at its end."""
    return [
        f"{mount.source.marked().rstrip('/')}/"
        for command in context.commands
        if isinstance(command, ContainerCreate)
        for mount in command.mounts
        if mount.type == "bind" and mount.source is not None
    ]


def _maker(command: ContainerCreate, name: str, context: Context) -> Invocation | None:
    """Return the command before the run that makes a directory of that name in the run's working directory."""
    makers = context.once("directories made", lambda: _makers(context))
    cwd = command.invocation.cwd
    if not makers or cwd is None:
        return None
    place = context.timeline.place_of(command)
    maker: Invocation | None = None
    for position, invocation in makers:
        if position > place:
            break
        if invocation.cwd is None or invocation.cwd.identity() != cwd.identity():
            continue
        if any((word.text or "").removeprefix("./").rstrip("/") == name for word in invocation.words[1:]):
            maker = invocation
    return maker


def _beside(command: ContainerCreate, mount: Mount, name: str, context: Context) -> bool:
    """Return whether the project has a directory of that name beside the script that nothing else explains."""
    cwd = command.invocation.cwd
    first = cwd.pieces[0] if cwd is not None and len(cwd.pieces) == 1 else None
    if (
        context.language != "shell"
        or not isinstance(first, Unknown)
        or first.kind not in ("cwd", "scriptdir")
    ):
        return False
    if context.path_kind(name) != "directory" or context.path_kind(f"{name}/Dockerfile"):
        # With a Dockerfile it is an image's directory.
        return False
    container = context.timeline.container_of(command)
    point = (
        next((entry for entry in container.mount_points if entry.mount is mount), None) if container else None
    )
    if container is None or point is None or point.volume is None or len(point.volume.mounted_by) != 1:
        return False
    # Where the image keeps its data, a volume fits.
    return not any(path.path == point.path for path in (*container.image.paths, *container.image.other_paths))


def _makers(context: Context) -> list[tuple[int, Invocation]]:
    """Return the ``mkdir`` commands on this host, with their places in the timeline."""
    return [
        (position, happening.invocation)
        for position, happening in enumerate(context.timeline.happenings)
        if isinstance(happening, HostCommand)
        and happening.invocation.program == "mkdir"
        and not elsewhere(happening.invocation)
    ]


def _is_volume(name: str, context: Context) -> bool:
    """Return whether the text elsewhere shows that a volume of that name is meant."""
    return name in context.once_a_document("volumes named", lambda: _volumes_named(context))


def _volumes_named(context: Context) -> set[str]:
    return {
        word.text
        for command in context.commands
        if command.verb.startswith("volume ")
        for word in command.operands
        if word.text is not None
    }


def _fixes(mount: Mount, name: str) -> list[Fix]:
    source = mount.source
    assert source is not None
    edit = replace_value(source, 0, 0, "./")
    return offer(f"Mount the directory `./{name}` (data that is in the volume stays there)", edit)


RULE = DirectoryLooksLikeVolume
