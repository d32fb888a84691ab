"""PSL223: a mount covers a directory whose content the image needs, as its Dockerfile shows."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.docker.commands import ContainerCreate, ImageBuild
from persistlint.durability.model import Container, HostCommand, MountPoint, Write
from persistlint.durability.paths import base_name
from persistlint.rulekit.definitions import build_before
from persistlint.rulekit.mounts import mounted
from persistlint.rulekit.phrases import as_written, if_not_written, label_of, target_place, unless
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
    warns_in_documents = False
    subject = Container
    needs = ("built here + mount",)

    def check(self, container: Container, context: Context) -> Iterator[Finding]:
        command = container.command
        if container.image.origin != "definition" or command.entrypoint is not None or command.image is None:
            return
        build = build_before(command, context)
        if build is None or command.command:
            # A command of the run's own may not need the installed files.
            return
        for point, mount, source in mounted(container, "bind"):
            hidden = _hidden(container, point, build, context)
            path = hidden.target.text if hidden is not None else None
            if hidden is None or path is None or _is_brought(path, context):
                continue
            yield self.finding(
                target_place(mount, command),
                f"`{as_written(source)}` hides what the image has at `{point.path}`{unless(if_not_written(mount.target, context))}. Its build put `{path}` there, and {label_of(container)} "
                f"won't find it. Mount only what you change, or put `-v {path}` beside the mount.",
                identity=f"{label_of(container)} {point.path} {path}",
                command=command,
                related=[(hidden.span, f"`{path}` is made here")],
            )


def _hidden(container: Container, point: MountPoint, build: ImageBuild, context: Context) -> Write | None:
    """Return the build step's write of installed modules below the mount that no deeper mount restores. None without it."""
    for write in context.timeline.writes:
        path = write.target.text if write.how == "build" and write.command is build else None
        module = _MODULES.get(write.by)
        if module is None or path is None or write.durability != "image layer" or base_name(path) != module:
            continue
        if container.covering(path) is point:
            return write
    return None


def _is_brought(path: str, context: Context) -> bool:
    """Return whether the host's directory has it too: the text shows an install on the host or in a container."""
    name = base_name(path)
    managers = {manager for manager, directory in _MODULES.items() if directory == name}
    for happening in context.timeline.happenings:
        if isinstance(happening, HostCommand) and happening.invocation.program in managers:
            return True
        if isinstance(happening, ContainerCreate) and any(
            word.text in managers for word in happening.command
        ):
            return True
    return context.path_kind(name) not in ("", "ignored")


RULE = MountHidesImageContent
