"""PSL302: a bind mount of a volume's directory in the engine's own files."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.docker.mounts import Mount
from persistlint.durability.model import Container, MountPoint
from persistlint.durability.paths import clean
from persistlint.rulekit.edits import offer, replace_value
from persistlint.rulekit.engine_volumes import engine_volume
from persistlint.rulekit.mount_edits import field_at
from persistlint.rulekit.mounts import mounted
from persistlint.rulekit.phrases import as_written, label_of, source_place
from persistlint.rulekit.throw_away import throw_away
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule
from persistlint.shell.values import Unknown, Value
from persistlint.text.edits import Edit

_VOLUMES = "/volumes/"
#: Options of ``--mount`` that a volume has too.
_COMMON = ("readonly", "ro", "readonly=true", "ro=true")


class BindIntoDockerRoot(Rule):
    code = "PSL302"
    name = "bind-into-docker-root"
    summary = "a volume's directory in the engine's own files is bind mounted: the engine doesn't know that the volume is in use"
    severity = "warning"
    warns_in_documents = False
    fix = "unsafe"
    # The root may be asked of docker in the command itself.
    fix_changes = ("commands",)
    services = True
    subject = Container
    needs = ("engine's directory",)

    def check(self, container: Container, context: Context) -> Iterator[Finding]:
        command = container.command
        if command.syntax_problems:
            return
        for point, mount, source in mounted(container, "bind", ""):
            volume = engine_volume(source, context)
            if volume is None or (point.kind == "" and not volume.asked and not source.leading()):
                continue
            name = as_written(volume.name)
            edits = _write_name(container, point, mount, source, volume.name) if volume.whole else [None]
            yield self.finding(
                source_place(mount, command, in_command=True),
                f"`{_shown(source)}` is where the engine keeps the volume `{name}`. It doesn't know that {label_of(container)} uses the volume, so "
                f"`{command.program} volume rm` and prunes delete the data while the container runs. Mount the volume by its name.",
                identity=f"{name} {point.path}",
                command=command,
                severity="info" if point.read_only else "warning",
                reason=throw_away(container, context),
                fixes=offer(f"Mount the volume `{name}` by its name", *edits),
            )


def _shown(source: Value) -> str:
    """Return the path for a message. A long command that prints it is cut."""
    text = as_written(source)
    return text if len(text) <= 80 else f"{text[:78]}…"


def _write_name(
    container: Container, point: MountPoint, mount: Mount, source: Value, name: Value
) -> list[Edit | None]:
    """Write the volume's name for its path. ``[None]`` unless the command itself writes the path of the same engine's volume."""
    command, first = container.command, source.pieces[0]
    root = "/var/lib/containers/" if command.program == "podman" else "/var/lib/docker/"
    edits: list[Edit | None] = [None]
    if isinstance(first, Unknown) and len(source.pieces) == 1:
        edits = [Edit(first.span, name.text) if first.span is not None and name.text is not None else None]
    elif source.marked().startswith(root) and command.invocation.host[:1] != ("ssh",):
        start = source.marked().find(_VOLUMES) + len(_VOLUMES)
        rest = start + len(name)
        edits = [replace_value(source, 0, start, ""), replace_value(source, rest, len(source), "")]
    if mount.flag == "--mount":
        is_common = all(option.lower() in _COMMON for option in mount.options)
        at = field_at(mount, "type=bind")
        value_at = at + len("type=") if at >= 0 and is_common else -1
        edits.append(replace_value(mount.value, value_at, value_at + len("bind"), "volume"))
    is_inside = all(edit is not None and command.span.holds(edit.span) for edit in edits)
    return edits if is_inside and clean(point.path) != "/" else [None]


RULE = BindIntoDockerRoot
