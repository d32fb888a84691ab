"""PSL210: ``-v app.conf:/etc/app.conf`` makes a volume named app.conf."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.docker.commands import ContainerCreate, VolumeCreate, VolumeRemove
from persistlint.docker.mount_sources import is_volume_name
from persistlint.docker.mounts import Mount
from persistlint.durability.paths import base_name, clean
from persistlint.rulekit.edits import offer
from persistlint.rulekit.mount_edits import make_host_path
from persistlint.rulekit.mounts import extension
from persistlint.rulekit.phrases import if_not_written, source_place, unless
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule
from persistlint.rules.topics import CONTAINER, SPECIFICATION


class FileLooksLikeVolume(Rule):
    code = "PSL210"
    name = "file-looks-like-volume"
    summary = "a file's name as the source of a mount makes a volume of that name"
    severity = "warning"
    fix = "safe"
    fix_changes = ("mounts",)
    subject = ContainerCreate
    needs = ("volume + mount on a file",)
    topics = {CONTAINER: 10, SPECIFICATION: 30}

    def check(self, command: ContainerCreate, context: Context) -> Iterator[Finding]:
        for mount in command.mounts:
            source, target = mount.source, mount.target
            if mount.type != "volume" or source is None or target is None or _asks_for_a_volume(mount):
                continue
            name, path = source.text, target.text
            if name is None or path is None or not _file(name, path) or _made(name, context):
                continue
            fields = mount.flag.startswith("--mount")
            why = "no `type=bind` is there" if fields else "it starts with neither `/` nor `./`"
            right = f"type=bind,source=./{name}" if fields else f"./{name}"
            yield self.finding(
                source_place(mount, command),
                f"`{name}` is a volume's name here, because {why}{unless(if_not_written(source, context))}. `{path}` becomes an empty directory in the "
                f"volume `{name}`, and the file isn't in the container. Write `{right}`.",
                identity=f"{name} {path}",
                command=command,
                fixes=offer(*make_host_path(mount, command, context), safe=True) if not fields else [],
                topic=CONTAINER.of(command, clean(path)),
            )


def _asks_for_a_volume(mount: Mount) -> bool:
    """Return whether ``--mount`` says ``type=volume``, so that a volume is meant."""
    return (
        mount.flag.startswith("--mount") and mount.value is not None and "type=volume" in mount.value.marked()
    )


def _file(name: str, path: str) -> bool:
    """Return whether both sides are files by their names: the same name, or the same extension."""
    kind = extension(name)
    return bool(kind) and is_volume_name(name) and (base_name(path) == name or extension(path) == kind)


def _made(name: str, context: Context) -> bool:
    """Return whether the text makes a volume of that name on purpose, or removes one."""
    for command in context.commands:
        if isinstance(command, VolumeCreate) and command.name is not None and command.name.text == name:
            return True
        if isinstance(command, VolumeRemove) and any(volume.text == name for volume in command.volumes):
            return True
    return False


RULE = FileLooksLikeVolume
