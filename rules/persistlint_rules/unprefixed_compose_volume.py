"""PSL423: a volume is mounted by the name in the Compose file, which isn't its name in the engine."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.docker.commands import ContainerCreate, VolumeCreate
from persistlint.durability.names import namespace_of
from persistlint.rulekit.data_paths import listed
from persistlint.rulekit.edits import offer, replace_value
from persistlint.rulekit.phrases import written_at
from persistlint.rulekit.throw_away import throw_away_file
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.docker.mounts import Mount
    from persistlint.hosts.compose.definition import DeclaredVolume
    from persistlint.shell.values import Value


class UnprefixedComposeVolume(Rule):
    code = "PSL423"
    name = "unprefixed-compose-volume"
    summary = "a volume is mounted by its name in the Compose file, which isn't its name in the engine"
    severity = "warning"
    fix = "unsafe"
    fix_changes = ("mounts",)
    subject = ContainerCreate
    needs = ("volume",)

    def check(self, command: ContainerCreate, context: Context) -> Iterator[Finding]:
        if command.service_name is not None or command.syntax_problems or any(namespace_of(command)[1:]):
            # Another engine has volumes of its own.
            return
        #: Mounts that one change mends are told in one finding: those of volumes of one Compose file.
        by_file: dict[str, list[tuple[Mount, Value, list[DeclaredVolume]]]] = {}
        for mount in command.mounts:
            source = mount.source
            name = source.text if source is not None and mount.type == "volume" else None
            if name is None or source is None or _is_made(name, context):
                continue
            volumes = context.compose_volumes(name)
            if volumes and all(volume.real_name != name for volume in volumes):
                by_file.setdefault(volumes[0].document.path, []).append((mount, source, volumes))
        for shown, mounts in by_file.items():
            yield self._about(command, shown, mounts, context)

    def _about(
        self,
        command: ContainerCreate,
        shown: str,
        mounts: list[tuple[Mount, Value, list[DeclaredVolume]]],
        context: Context,
    ) -> Finding:
        mount, source, _ = mounts[0]
        names = list(dict.fromkeys(source.text or "" for _, source, _ in mounts))
        reals = list(dict.fromkeys(volumes[0].real_name for _, _, volumes in mounts))
        if len(names) == 1:
            message = (
                f"Volume `{names[0]}` is another one than that of `{shown}`: Compose calls that `{reals[0]}`. "
                f"This command gets a volume `{names[0]}` of its own, which is empty at first and which the services don't see. "
            )
        else:
            message = (
                f"Volumes {listed(names)} are others than those of `{shown}`: Compose calls these {listed(reals)}. "
                "This command gets volumes of its own, which are empty at first and which the services don't see. "
            )
        fixes = []
        if all(len({volume.real_name for volume in volumes}) == 1 for _, _, volumes in mounts):
            message += f"Write {listed(reals)}"
            edits = [
                replace_value(source, 0, len(source), volumes[0].real_name) for _, source, volumes in mounts
            ]
            what = "the project's volume" if len(names) == 1 else "the project's volumes"
            fixes = offer(f"Mount {listed(reals)}, {what}", *edits)
            if not all(volumes[0].is_sure for _, _, volumes in mounts):
                message += (
                    ", or say `name:` in the Compose file: the first part is the name of the project's folder"
                )
            message += "."
        else:
            message += f"Write the {'name' if len(names) == 1 else 'names'} that `docker volume ls` shows."
        note = context.language == "markdown" or throw_away_file(context) is not None
        return self.finding(
            written_at(source, mount.source_span, command),
            message,
            identity=" ".join(names),
            command=command,
            severity="info" if note else "warning",
            related=[
                (volume.definition.name_span, f"`{volume.real_name}` is declared here")
                for _, _, volumes in mounts
                for volume in volumes
            ],
            fixes=fixes,
        )


def _is_made(name: str, context: Context) -> bool:
    """Return whether the document itself makes the volume, or fills it."""
    made = context.once_a_document("volumes made here", lambda: _made(context))
    return (
        None in made or name in made or name in context.once("volumes filled here", lambda: _filled(context))
    )


def _made(context: Context) -> set[str | None]:
    """Return the names of the volumes that the document makes, or mounts into what may stay; None where one isn't known."""
    made: set[str | None] = set()
    for command in context.commands:
        if isinstance(command, VolumeCreate):
            made.add(command.name.text if command.name is not None else None)
        elif isinstance(command, ContainerCreate) and not command.verb.startswith("compose"):
            if command.detach is not False:
                made |= _mounted(command)
    return made


def _filled(context: Context) -> set[str]:
    """Return the names of the volumes of containers whose image writes data of its own into a volume."""
    filled: set[str] = set()
    for container in context.timeline.containers:
        command = container.command
        if command.verb.startswith("compose") or container.namespace != namespace_of(command):
            continue
        writes = context.timeline.writes_of(container)
        if any(write.by == "image" and write.durability == "volume" for write in writes):
            filled |= _mounted(command)
    return filled


def _mounted(command: ContainerCreate) -> set[str]:
    return {
        mount.source.text
        for mount in command.mounts
        if mount.type == "volume" and mount.source is not None and mount.source.text
    }


RULE = UnprefixedComposeVolume
