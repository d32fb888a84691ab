"""PSL209: ``-v data:/x`` while ``./data`` exists or was just made."""

from __future__ import annotations

from persistlint.docker.commands import ContainerCreate
from persistlint.docker.mounts import Mount
from persistlint.rulekit.edits import offer, replace_value
from persistlint.rulekit.mounts import elsewhere
from persistlint.rulekit.named_directories import is_bound, maker_of
from persistlint.rulekit.phrases import if_not_written, source_place, unless
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule
from persistlint.rules.topics import SPECIFICATION
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
        for mount in command.mounts if not elsewhere(command.invocation) else ():
            source, target = mount.source, mount.target
            name = source.text if source is not None and mount.type == "volume" else None
            if name is None or source is None or target is None or mount.flag == "--mount":
                continue
            if name in context.once_a_document("volumes named", lambda: _volumes_named(context)):
                continue
            maker = maker_of(name, command, context)
            if maker is None and not _beside(command, mount, name, context):
                continue
            # Last, as it looks at every mount of the document. Who mounts the directory too knows it from a volume.
            if is_bound(name, context):
                continue
            there = "which stays empty" if maker is not None else "which the container doesn't see"
            title = f"Mount the directory `./{name}` (data that is in the volume stays there)"
            yield self.finding(
                source_place(mount, command),
                f"`{name}` is a volume here, and not the directory `./{name}`, {there}{unless(if_not_written(source, context))}. What the container writes to "
                f"`{target.display()}` is in the volume. Write `./{name}` if the directory is meant.",
                identity=f"{name} {target.display()}",
                command=command,
                related=[(maker, "the directory is made here")],
                fixes=offer(title, replace_value(source, 0, 0, "./")),
                topic=SPECIFICATION.of(mount),
            )


def _beside(command: ContainerCreate, mount: Mount, name: str, context: Context) -> bool:
    """Return whether the project has a directory of that name beside the script that nothing else explains."""
    cwd = command.invocation.cwd
    first = cwd.pieces[0] if cwd is not None and len(cwd.pieces) == 1 else None
    is_start = isinstance(first, Unknown) and first.kind in ("cwd", "scriptdir")
    if context.language != "shell" or not is_start or context.path_kind(name) != "directory":
        return False
    container = context.timeline.container_of(command)
    points = container.mount_points if container is not None else ()
    point = next((point for point in points if point.mount is mount), None)
    if container is None or point is None or point.volume is None or len(point.volume.mounted_by) != 1:
        return False
    # Where the image keeps its data, a volume fits. With a Dockerfile it is an image's directory.
    image_paths = [path.path for path in (*container.image.paths, *container.image.other_paths)]
    return point.path not in image_paths and not context.path_kind(f"{name}/Dockerfile")


def _volumes_named(context: Context) -> set[str]:
    """Return the names of which commands about volumes show that a volume is meant."""
    return {
        word.text
        for command in context.commands
        if command.verb.startswith("volume ")
        for word in command.operands
        if word.text is not None
    }


RULE = DirectoryLooksLikeVolume
