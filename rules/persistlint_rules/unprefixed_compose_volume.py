"""PSL423: a volume is mounted by the name in the Compose file, which isn't its name in the engine."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.docker.commands import ContainerCreate, VolumeCreate
from persistlint.durability.names import namespace_of
from persistlint.rulekit.edits import replace_value
from persistlint.rulekit.phrases import written_at
from persistlint.rulekit.throw_away import throw_away_file
from persistlint.rules.finding import Finding, Fix
from persistlint.rules.rule import Context, Rule


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
        for mount in command.mounts:
            source = mount.source
            name = source.text if source is not None and mount.type == "volume" else None
            if name is None or source is None:
                continue
            if _is_made(name, context):
                continue
            volumes = context.compose_volumes(name)
            reals = {volume.real_name for volume in volumes}
            if not volumes or name in reals:
                continue
            real = volumes[0].real_name
            shown = volumes[0].document.path
            reason = throw_away_file(context)
            message = (
                f"Volume `{name}` is another one than that of `{shown}`: Compose calls that `{real}`. "
                f"This command gets a volume `{name}` of its own, which is empty at first and which the services don't see. "
            )
            fixes = []
            if len(reals) == 1:
                message += f"Write `{real}`"
                edit = replace_value(source, 0, len(source), real)
                if edit is not None:
                    fixes.append(Fix(f"Mount `{real}`, the project's volume", [edit], safe=False))
                if not volumes[0].is_sure:
                    message += ", or say `name:` in the Compose file: the first part is the name of the project's folder"
                message += "."
            else:
                message += "Write the name that `docker volume ls` shows."
            note = context.language == "markdown" or reason is not None
            yield self.finding(
                written_at(source, mount.source_span, command),
                message,
                identity=name,
                command=command,
                severity="info" if note else "warning",
                related=[
                    (volume.definition.name_span, f"`{volume.real_name}` is declared here")
                    for volume in volumes
                ],
                fixes=fixes,
            )


def _is_made(name: str, context: Context) -> bool:
    """Return whether the document itself makes the volume, or fills it."""
    return None in (made := context.once("volumes made here", lambda: _made(context))) or name in made


def _made(context: Context) -> set[str | None]:
    """Return the names of the volumes that the document makes or fills; None where one isn't known."""
    made: set[str | None] = set()
    for command in context.commands:
        if isinstance(command, VolumeCreate):
            made.add(command.name.text if command.name is not None else None)
        elif isinstance(command, ContainerCreate) and not command.verb.startswith("compose"):
            if command.detach is not False or _keeps_data(command, context):
                made |= {
                    mount.source.text
                    for mount in command.mounts
                    if mount.type == "volume" and mount.source is not None and mount.source.text
                }
    return made


def _keeps_data(command: ContainerCreate, context: Context) -> bool:
    """Return whether the container's image writes data of its own into a volume."""
    return any(
        write.by == "image" and write.durability == "volume"
        for container in context.timeline.containers
        if container.command is command and container.namespace == namespace_of(command)
        for write in context.timeline.writes_of(container)
    )


RULE = UnprefixedComposeVolume
