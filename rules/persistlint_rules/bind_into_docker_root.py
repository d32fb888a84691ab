"""PSL302: a bind mount of a volume's directory in the engine's own files."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.docker.commands import Command
from persistlint.docker.mounts import Mount
from persistlint.durability.model import Container, MountPoint
from persistlint.durability.paths import clean
from persistlint.rulekit.edits import replace_value
from persistlint.rulekit.phrases import as_written, label_of, source_place
from persistlint.rulekit.throw_away import throw_away
from persistlint.rules.finding import Finding, Fix
from persistlint.rules.rule import Context, Rule
from persistlint.shell.values import Unknown, Value
from persistlint.text.edits import Edit

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
        for point in container.mount_points:
            mount = point.mount
            if mount is None or mount.source is None or point.kind not in ("bind", ""):
                continue
            asked = _asked_for(mount.source, context)
            part = asked or _volume(mount.source)
            if part is None or (point.kind == "" and asked is None and not mount.source.leading()):
                continue
            name, exact = part
            reason = throw_away(container, context)
            program = command.program
            message = (
                f"`{_shown(mount.source)}` is where the engine keeps the volume `{as_written(name)}`. It doesn't know that {label_of(container)} uses "
                f"the volume, so `{program} volume rm` and prunes delete the data while the container runs. Mount the volume by its name."
            )
            yield self.finding(
                source_place(mount, command, in_command=True),
                message,
                identity=f"{as_written(name)} {point.path}",
                command=command,
                severity="info" if point.read_only else "warning",
                reason=reason,
                fixes=_fixes(container, point, mount, name) if exact else [],
            )


def _shown(source: Value) -> str:
    """Return the path for a message. A long command that prints it is cut."""
    text = as_written(source)
    return text if len(text) <= 80 else f"{text[:78]}…"


def _asked_for(source: Value, context: Context) -> tuple[Value, bool] | None:
    """Return the name of the volume whose ``docker volume inspect -f '{{.Mountpoint}}'`` begins the path, and whether that is the whole path."""
    first = source.pieces[0] if source.pieces else None
    if not isinstance(first, Unknown) or first.kind != "command" or "Mountpoint" not in first.name:
        return None
    command = next((asking for asking in context.commands if _printed(asking, first)), None)
    if command is None or len(command.operands) != 1:
        return None
    return command.operands[0].value, not source.cut(1).text


def _printed(command: Command, piece: Unknown) -> bool:
    return command.verb == "volume inspect" and command.invocation.captured_as == piece.key


def _volume(source: Value) -> tuple[Value, bool] | None:
    """Return the name of the volume whose directory the path is in, and whether the path is that whole directory."""
    marked = source.marked()
    for root in _ROOTS:
        at = marked.find(root)
        if at < 0 or (at and root.startswith("/var/")) or (root == _VOLUMES and not _root_directory(source)):
            continue
        rest = source.cut(at + len(root))
        parts = rest.split("/")
        if len(parts) < 2 or parts[1].text != _DATA or not parts[0].pieces:
            continue
        return parts[0], all(not part.pieces for part in parts[2:])
    return None


def _root_directory(source: Value) -> bool:
    """Return whether the path begins with the engine's own root directory, as ``docker info`` prints it."""
    first = source.pieces[0] if source.pieces else None
    return isinstance(first, Unknown) and "DockerRootDir" in first.name and source.cut(1).text is not None


def _fixes(container: Container, point: MountPoint, mount: Mount, name: Value) -> list[Fix]:
    """Return the fix that writes the volume's name for its path. [] unless the command itself writes the path of the same engine's volume."""
    source, command = mount.source, container.command
    assert source is not None
    root = "/var/lib/containers/" if command.program == "podman" else "/var/lib/docker/"
    marked = source.marked()
    first = source.pieces[0]
    edits: list[Edit | None]
    if isinstance(first, Unknown) and len(source.pieces) == 1 and name.text is not None:
        edits = [Edit(first.span, name.text)] if first.span is not None else [None]
    elif marked.startswith(root) and command.invocation.host[:1] != ("ssh",):
        start = marked.find(_VOLUMES) + len(_VOLUMES)
        edits = [
            replace_value(source, 0, start, ""),
            replace_value(source, start + len(name), len(source), ""),
        ]
    else:
        return []
    if mount.flag == "--mount":
        if any(option.lower() not in _COMMON for option in mount.options) or mount.value is None:
            return []
        at = mount.value.marked().find("type=bind")
        if at < 0:
            return []
        edits.append(replace_value(mount.value, at + len("type="), at + len("type=bind"), "volume"))
    made = [edit for edit in edits if edit is not None]
    inside = all(command.span.holds(edit.span) for edit in made)
    if len(made) != len(edits) or not inside or clean(point.path) == "/":
        return []
    return [Fix(f"Mount the volume `{as_written(name)}` by its name", made, safe=False)]


RULE = BindIntoDockerRoot
