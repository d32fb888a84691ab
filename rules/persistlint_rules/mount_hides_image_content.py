"""PSL223: a mount covers a directory whose content the image needs, as its Dockerfile shows."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.docker.commands import ContainerCreate
from persistlint.durability.model import Container, HostCommand, MountPoint, Write
from persistlint.durability.paths import base_name, is_below
from persistlint.rulekit.definitions import build_before
from persistlint.rulekit.phrases import as_written, label_of, target_place, unless
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule

#: Package managers that put what they install below the working directory, and the directory that they make there.
_MODULES = {
    "npm": "node_modules",
    "yarn": "node_modules",
    "pnpm": "node_modules",
    "bun": "node_modules",
}


class MountHidesImageContent(Rule):
    code = "PSL223"
    name = "mount-hides-image-content"
    summary = "a bind mount covers what the image's build installed, and what its command needs"
    severity = "warning"
    subject = Container
    needs = ("built here + mount",)

    def check(self, container: Container, context: Context) -> Iterator[Finding]:
        command = container.command
        if container.image.origin != "definition" or command.entrypoint is not None or command.image is None:
            return
        build = build_before(command, context)
        if build is None:
            return
        writes = [
            write for write in context.timeline.writes if write.how == "build" and write.command is build
        ]
        for point in container.mount_points:
            mount = point.mount
            if mount is None or point.kind != "bind" or mount.target is None:
                continue
            found = _hidden(container, point, writes)
            if found is None or _brought(found[0], command, context):
                continue
            what, write = found
            source = f"`{as_written(mount.source)}`" if mount.source is not None else "the mount"
            yield self.finding(
                target_place(mount, command),
                f"{source} hides what the image has at `{point.path}`{unless(mount.target)}. Its build put `{what}` there, and {label_of(container)} "
                f"won't find it. Mount only what you change, or put `-v {what}` beside the mount.",
                identity=f"{label_of(container)} {point.path} {what}",
                command=command,
                related=[(write.span, f"`{what}` is made here")],
                topic=None,
            )


def _hidden(container: Container, point: MountPoint, writes: list[Write]) -> tuple[str, Write] | None:
    """Return what the build installed below the mount and no deeper mount restores, with the step that did. None without it."""
    if container.command.command:
        # Another command than the image's may well do without.
        return None
    for write in writes:
        path = write.target.text
        module = _MODULES.get(write.by)
        if module is None or path is None or write.durability != "image layer" or base_name(path) != module:
            continue
        if not is_below(path, point.path):
            continue
        if any(
            is_below(path, other.path) and len(other.path) > len(point.path)
            for other in container.mount_points
        ):
            continue
        return path, write
    return None


def _brought(path: str, command: ContainerCreate, context: Context) -> bool:
    """Return whether the host's directory has it too: the text shows an install on the host or in a container."""
    name = base_name(path)
    managers = {manager for manager, directory in _MODULES.items() if directory == name}
    for happening in context.timeline.happenings:
        if isinstance(happening, HostCommand) and happening.invocation.program in managers:
            return True
        if isinstance(happening, ContainerCreate) and any(
            (word.text or "") in managers for word in happening.command
        ):
            return True
    return bool(context.path_kind(name))


RULE = MountHidesImageContent
