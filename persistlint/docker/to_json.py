"""The fields that ``inspect`` prints of a command (besides its place, program, verb and words).

Unknown values are null: a string is null where nothing of it is known, and prints its unknown pieces as ``⟨name⟩`` where something is.
"""

from __future__ import annotations

from persistlint.docker.commands import (
    Command,
    Compose,
    ContainerCommit,
    ContainerCopy,
    ContainerCreate,
    ContainerExec,
    ContainerExport,
    ContainerRemove,
    ContainerRename,
    ContainerSignal,
    CopySide,
    ImageBuild,
    ImageRemove,
    ImageTransfer,
    OtherCommand,
    Prune,
    VolumeCreate,
    VolumeRemove,
)
from persistlint.docker.image_reference import ImageReference
from persistlint.docker.mounts import Mount
from persistlint.shell.values import Literal, Value, Word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

Fields = dict[str, object]


def text_of(value: Value | None) -> str | None:
    """Return a string for JSON, None where there is no value or nothing of it is known."""
    if value is None:
        return None
    if value.pieces and not any(isinstance(piece, Literal) and piece.text for piece in value.pieces):
        return "" if value.known else None
    return value.display()


def _texts(values: Iterable[Value]) -> list[str | None]:
    return [text_of(value) for value in values]


def _words(words: Iterable[Word]) -> list[str]:
    return [word.display() for word in words]


def _single(values: list[Value]) -> str | None:
    return text_of(values[0]) if len(values) == 1 else None


def image_fields(reference: ImageReference | None) -> Fields | None:
    """Return the fields of an image reference: raw, domain, path, tag, digest."""
    if reference is None:
        return None
    if any(isinstance(piece, Literal) and piece.hidden for piece in reference.raw.pieces):
        # Of a name that ``.env`` completes only what is written is shown.
        return {"raw": text_of(reference.raw), "domain": None, "path": None, "tag": None, "digest": None}
    return {
        "raw": text_of(reference.raw),
        "domain": reference.domain,
        "path": reference.path,
        "tag": reference.tag,
        "digest": reference.digest,
    }


def mount_fields(mount: Mount) -> Fields:
    """Return the fields of a mount: type, source, target, read_only, options, flag."""
    return {
        "type": mount.type,
        "source": text_of(mount.source),
        "target": text_of(mount.target),
        "read_only": mount.read_only,
        "options": list(mount.options),
        "flag": mount.flag,
    }


def command_fields(command: Command) -> Fields:
    """Return every field that a command of this kind has, with ``syntax_errors`` and ``engine_errors``.

    ``syntax_errors`` are the client's reasons, ``engine_errors`` those for which the engine would refuse what the client sends it.
    """
    fields = _own_fields(command)
    fields["syntax_errors"] = [
        problem.reason for problem in command.syntax_problems if problem.by == "client"
    ]
    fields["engine_errors"] = [
        problem.reason for problem in command.syntax_problems if problem.by != "client"
    ]
    return fields


def _own_fields(command: Command) -> Fields:
    if isinstance(command, ContainerCreate):
        return _create_fields(command)
    if isinstance(command, ContainerExec):
        return {
            "container": text_of(command.container),
            "detach": command.detach,
            "interactive": command.interactive,
            "tty": command.tty,
            "privileged": command.switch("privileged"),
            "user": text_of(command.user),
            "workdir": text_of(command.workdir),
            "env": _texts(command.env),
            "command": _words(command.command),
        }
    if isinstance(command, ContainerSignal):
        return {"container": _single(command.containers), "containers": _texts(command.containers)}
    if isinstance(command, ContainerRemove):
        return {
            "container": _single(command.containers),
            "containers": _texts(command.containers),
            "force": command.force,
            "volumes": command.volumes,
        }
    if isinstance(command, ContainerRename):
        return {"container": text_of(command.container), "name": text_of(command.name)}
    if isinstance(command, ContainerCopy):
        return _copy_fields(command)
    if isinstance(command, ContainerCommit):
        return {
            "container": text_of(command.container),
            "image": image_fields(command.tag),
            "tags": [text_of(command.tag.raw)] if command.tag is not None else [],
        }
    if isinstance(command, ContainerExport):
        return {"container": text_of(command.container), "output": text_of(command.output)}
    if isinstance(command, VolumeCreate):
        return {
            "volume": text_of(command.name),
            "name": text_of(command.name),
            "driver": text_of(command.driver),
            "driver_options": _texts(command.driver_options),
            "labels": _texts(command.labels),
        }
    if isinstance(command, VolumeRemove):
        return {
            "volume": _single(command.volumes),
            "volumes": _texts(command.volumes),
            "force": command.force,
        }
    if isinstance(command, Prune):
        return {
            "all": command.all,
            "force": command.force,
            "volumes": command.volumes,
            "filters": _texts(command.filters),
        }
    if isinstance(command, ImageBuild):
        return {
            "tags": _texts(tag.raw for tag in command.tags),
            "file": text_of(command.file),
            "context": text_of(command.context),
            "target": text_of(command.target),
            "build_args": _texts(command.build_args),
            "load": command.load,
            "push": command.push,
        }
    if isinstance(command, ImageRemove):
        return {
            "image": image_fields(command.images[0]) if len(command.images) == 1 else None,
            "images": [image_fields(image) for image in command.images],
            "force": command.force,
        }
    if isinstance(command, ImageTransfer):
        return {
            "image": image_fields(command.images[0]) if command.images else None,
            "images": [image_fields(image) for image in command.images],
            "output": text_of(command.output),
            "input": text_of(command.input),
        }
    if isinstance(command, Compose):
        return _compose_fields(command)
    return {"operands": _words(command.operands)} if isinstance(command, OtherCommand) else {}


def _create_fields(command: ContainerCreate) -> Fields:
    return {
        "image": image_fields(command.image),
        "name": text_of(command.name),
        "mounts": [mount_fields(mount) for mount in command.mounts],
        "volumes_from": _texts(command.volumes_from),
        "remove": command.remove,
        "detach": command.detach,
        "interactive": command.interactive,
        "tty": command.tty,
        "privileged": command.privileged,
        "read_only": command.read_only,
        "cap_add": _texts(command.cap_add),
        "pid": text_of(command.pid),
        "restart": text_of(command.restart),
        "user": text_of(command.user),
        "workdir": text_of(command.workdir),
        "hostname": text_of(command.hostname),
        "entrypoint": text_of(command.entrypoint),
        "env": _texts(command.env),
        "labels": _texts(command.labels),
        "command": _words(command.command),
    }


def _side(side: CopySide | None) -> str | None:
    if side is None:
        return None
    path = text_of(side.path)
    if side.container is None:
        return path
    container = text_of(side.container)
    if container is None and path is None:
        return None
    return f"{side.container.display()}:{side.path.display()}"


def _copy_fields(command: ContainerCopy) -> Fields:
    sides = (command.source, command.destination)
    containers = [side.container for side in sides if side is not None and side.container is not None]
    return {
        "container": _single(containers),
        "from": _side(command.source),
        "to": _side(command.destination),
    }


def _compose_fields(command: Compose) -> Fields:
    fields: Fields = {
        "files": _texts(command.files),
        "project": text_of(command.project),
        "service": text_of(command.service),
        "volumes": command.volumes,
    }
    if command.verb in ("compose run", "compose exec"):
        fields["command"] = _words(command.command)
        fields["remove"] = command.remove
    if command.verb in ("compose run", "compose exec", "compose up"):
        fields["detach"] = command.detach
    if command.verb == "compose run":
        fields["mounts"] = [mount_fields(mount) for mount in command.mounts]
    return fields
