"""Mentions of volumes and containers in Compose files, and in commands of Compose.

The engine knows a project's volume ``pgdata`` as ``shop_pgdata`` and its service ``db`` as ``shop-db-1``: so do scripts. A mention stands for the engine's name,
with the ``prefix`` that isn't written.
"""

from __future__ import annotations

from persistlint.assist.names import CONTAINER, VOLUME, Mention, source_start
from persistlint.docker.commands import Command, Compose
from persistlint.docker.compose_service import ComposeService, project_name_of, value_of
from persistlint.durability.names import namespace_of
from persistlint.shell.invocation import Invocation
from persistlint.shell.values import Value, Word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from persistlint.analysis.analysis import Analysis
    from persistlint.docker.mounts import Mount
    from persistlint.hosts.compose.definition import ProjectDefinition, VolumeDefinition

#: The reason against renaming a service.
_HOST_NAME = "other services reach it under this name, too"
#: Commands of which only the first operand is a service.
_ONE_SERVICE = frozenset(("compose exec", "compose run", "compose port"))


def compose_mentions(analysis: Analysis) -> Iterator[Mention]:
    """Yield the mentions in the document's Compose projects and in its Compose commands."""
    if analysis.document.language == "compose":
        for project in analysis.projects:
            name = project_name_of(project)
            if name is not None:
                yield from _of_project(analysis, project, name)
        return
    for command, _ in analysis.commands:
        if isinstance(command, Compose) and command.services:
            yield from _of_command(command)


def _of_project(analysis: Analysis, project: ProjectDefinition, name: str) -> Iterator[Mention]:
    for key, volume in project.volumes.items():
        made = _volume(project, name, key)
        command = Command(Invocation((), "docker", volume.name_span), "compose volumes")
        if made is not None:
            engine_name, prefix = made
            written = Value.of(key, volume.name_span)
            word = Word(written, volume.name_span)
            yield _mention(VOLUME, engine_name, written, command, word, prefix, makes=not volume.external)
        if volume.real_name is not None and volume.real_name.known and not _is_hidden(volume):
            value = value_of(volume.real_name)
            word = Word(value, volume.real_name.span)
            yield _mention(VOLUME, volume.real_name.known, value, command, word, makes=not volume.external)
    for command, _ in analysis.commands:
        if isinstance(command, ComposeService) and command.project is project:
            yield from _of_service(command, project, name)


def _of_service(command: ComposeService, project: ProjectDefinition, name: str) -> Iterator[Mention]:
    for mount in command.mounts:
        key = mount.source.text if mount.source is not None and mount.type == "volume" else None
        made = _volume(project, name, key) if key else None
        if made is None or mount.source is None:
            continue
        word, start = _word_of(mount, mount.source)
        mention = _mention(VOLUME, made[0], mount.source, command, word, made[1], start=start)
        yield mention
    definition = command.definition
    if definition.container_name is None:
        value = Value.of(definition.name, definition.name_span)
        mention = _mention(
            CONTAINER, f"{name}-{definition.name}-1", value, command, Word(value, definition.name_span)
        )
        mention.makes = True
        mention.fixed = _HOST_NAME
        yield mention
    elif command.name is not None and command.name.text:
        word = Word(command.name, definition.container_name.span)
        yield _mention(CONTAINER, command.name.text, command.name, command, word, makes=True)


def _of_command(command: Compose) -> Iterator[Mention]:
    services = {service.definition.name: service for service in command.services or ()}
    operands = command.operands[:1] if command.verb in _ONE_SERVICE else command.operands
    for word in operands:
        service = services.get(word.text or "")
        if service is None or service.name is None or not service.name.text or word.opaque:
            continue
        mention = _mention(CONTAINER, service.name.text, word.value, command, word)
        mention.fixed = _HOST_NAME
        yield mention


def _mention(
    kind: str,
    engine_name: str,
    written: Value,
    command: Command,
    word: Word,
    prefix: str = "",
    *,
    start: int = 0,
    makes: bool = False,
) -> Mention:
    mention = Mention((kind, namespace_of(command), (engine_name,)), written, command, word, start)
    mention.prefix = prefix
    mention.makes = makes
    mention.in_compose = True
    return mention


def _volume(project: ProjectDefinition, name: str, key: str) -> tuple[str, str] | None:
    """Return the name by which mentions of a volume's key go, and the part of it that Compose adds; None where it isn't known.

    A volume with a name of its own (``name:``) goes by its key inside of the file.
    """
    volume = project.volumes.get(key)
    if volume is None or volume.external is None:
        return None
    if volume.real_name is not None:
        return f"{volume.name_span.anchor}\0{key}", f"{volume.name_span.anchor}\0"
    return (key, "") if volume.external else (f"{name}_{key}", f"{name}_")


def _word_of(mount: Mount, source: Value) -> tuple[Word, int]:
    """Return the word that holds a mount's source, and where that begins in it."""
    if mount.word is not None:
        return mount.word, source_start(mount) or 0
    return Word(source, mount.source_span or source.span), 0


def _is_hidden(volume: VolumeDefinition) -> bool:
    return volume.real_name is not None and any(piece.hidden for piece in volume.real_name.pieces)
