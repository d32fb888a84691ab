"""The facts that one file of a project states for the others: what it builds, makes, fills, keeps and removes."""

from __future__ import annotations

import os

from persistlint.analysis.analysis import Analysis, Lookup
from persistlint.text.sources import Sources

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from persistlint.analysis.memory import Memory
    from persistlint.analysis.workspace import Workspace
    from persistlint.docker.commands import ContainerCreate
    from persistlint.hosts.compose.definition import ProjectDefinition
    from persistlint.hosts.image_definition import ImageDefinition, Stage
    from persistlint.text.document import Document
    from persistlint.text.sources import Place

    #: What is built, and the stage of it that is taken.
    Built = tuple[ImageDefinition, Stage | None]
    TagKey = tuple[object, ...]

#: The languages of files whose commands somebody runs. What a document shows is only shown.
ENDING = frozenset(("shell", "makefile", "workflow", "systemd"))

#: The languages of files that start containers for good.
STARTING = frozenset(("shell", "makefile", "systemd", "quadlet", "compose"))


class Ending:
    """A command of another file that removes a container or a volume. ``what`` names it for people, ``line`` is its line in ``document``.

    ``command`` is the command as people write it ("docker compose down -v"). ``unit`` is what runs it ("make clean"), "" for a script.
    ``with_volumes`` says whether the container's anonymous volumes go too.
    """

    __slots__ = ("command", "document", "line", "place", "unit", "with_volumes")

    def __init__(self, command: str, unit: str, place: Place, *, with_volumes: bool = False) -> None:
        self.command = command
        self.unit = unit
        self.with_volumes = with_volumes
        self.document = place.document
        self.line = place.line
        self.place = place


class Keeper:
    """A container or service of another file that keeps its data in a volume: its ``name``, and the ``place`` of its image."""

    __slots__ = ("name", "place")

    def __init__(self, name: str, place: Place) -> None:
        self.name = name
        self.place = place


class FileFacts:
    """The facts that one file states: builds by tag, volumes that it makes or fills itself, the Compose projects that it is, and the containers that it removes.

    ``endings`` are those by the container's name, and by the service's Compose file and name. ``deletions`` are the removals of volumes by name,
    ``keepers`` the containers of other images' servers by the volume that they mount. ``containers`` are those that go on running when the file has run, by
    name: None where the file makes different ones. Their spans stand in ``sources``.
    """

    __slots__ = (
        "builds",
        "containers",
        "deletions",
        "documents",
        "endings",
        "keepers",
        "lookups",
        "made_volumes",
        "projects",
        "sources",
    )

    def __init__(self) -> None:
        self.containers: dict[str, ContainerCreate | None] = {}
        self.sources = Sources()
        self.endings: dict[str | tuple[str, str], Ending] = {}
        self.deletions: dict[str, Ending] = {}
        self.keepers: dict[str, Keeper] = {}
        self.builds: dict[TagKey, Built] = {}
        self.documents: dict[str, Document] = {}
        self.lookups: list[Lookup] = []
        self.made_volumes: frozenset[str] = frozenset()
        self.projects: list[ProjectDefinition] = []


def facts_of(document: Document, workspace: Workspace, memory: Memory) -> FileFacts:
    """Return the facts that a document states. What is read of it is kept in ``memory``."""
    from persistlint.analysis.reading import Reading
    from persistlint.settings.settings import Settings

    sources = Sources()
    sources.add(document)
    analysis = Analysis(document, sources)
    reading = Reading(analysis, workspace, Settings(), memory)
    reading.commands()
    facts = FileFacts()
    facts.sources = sources
    facts.documents = sources.documents
    facts.lookups = list(analysis.lookups)
    facts.projects = analysis.projects if document.language == "compose" else []
    facts.builds = _builds(analysis, facts.projects, reading.definitions)
    facts.made_volumes = _made_volumes(analysis, facts.projects)
    if document.language in STARTING:
        facts.keepers = _keepers(analysis)
    if document.language in ("shell", "makefile"):
        facts.containers = _containers(analysis)
    if document.language in ENDING:
        facts.endings, facts.deletions = _endings(analysis)
    return facts


def _builds(
    analysis: Analysis, projects: list[ProjectDefinition], definitions: Mapping[TagKey, Built]
) -> dict[TagKey, Built]:
    """Return what a file builds by the keys of the tags, also by those that Compose makes of project and service."""
    from persistlint.analysis.reading import tag_key
    from persistlint.docker.compose_service import ComposeService, project_name_of
    from persistlint.docker.image_reference import parse_reference
    from persistlint.shell.values import Value

    builds = dict(definitions)
    for project in projects:
        project_name = project_name_of(project)
        if project_name is None:
            continue
        for command, _ in analysis.commands:
            if not isinstance(command, ComposeService) or command.image is None:
                continue
            built = definitions.get(tag_key(command.image))
            if command.definition.image is None and built is not None:
                for mark in "-_":
                    tag = parse_reference(Value.of(f"{project_name}{mark}{command.definition.name}"))
                    builds[tag_key(tag)] = built
    return builds


def _made_volumes(analysis: Analysis, projects: list[ProjectDefinition]) -> frozenset[str]:
    """Return the volumes that a file makes or fills itself, by their names in the engine."""
    from persistlint.docker.commands import ContainerCreate, VolumeCreate
    from persistlint.docker.compose_service import ComposeService

    made: set[str] = set()
    for command, _ in analysis.commands:
        if isinstance(command, VolumeCreate) and command.name is not None and command.name.text:
            made.add(command.name.text)
        if not isinstance(command, ContainerCreate) or isinstance(command, ComposeService):
            continue
        if command.detach is not False or _fills(command):
            made |= {
                mount.source.text
                for mount in command.mounts
                if mount.source is not None and mount.source.text
            }
    for project in projects:
        for key, volume in project.volumes.items():
            if volume.real_name is not None:
                # A name that isn't known may be this one.
                literal = volume.real_name.known
                made.add(literal if literal is not None else key)
            elif volume.external is not False:
                made.add(key)
    return frozenset(made)


def _containers(analysis: Analysis) -> dict[str, ContainerCreate | None]:
    """Return the containers that a file starts for good, by name; None for a name that different commands give."""
    from persistlint.docker.commands import ContainerCreate

    containers: dict[str, ContainerCreate | None] = {}
    for command, _ in analysis.commands:
        if not isinstance(command, ContainerCreate) or command.name is None or not command.name.text:
            continue
        name = command.name.text
        stays = command.detach is True and command.resolved and not command.invocation.host
        if not stays:
            containers[name] = None
        elif name not in containers:
            containers[name] = command
        elif (before := containers[name]) is not None and before.span != command.span:
            containers[name] = None
    return containers


def _keepers(analysis: Analysis) -> dict[str, Keeper]:
    """Return the containers of a file that stay and keep their image's data in a volume, by the volume's real name."""
    from persistlint.docker.commands import ContainerCreate

    keepers: dict[str, Keeper] = {}
    for command, _ in analysis.commands:
        if not isinstance(command, ContainerCreate) or command.invocation.host or not _fills(command):
            continue
        if command.remove and command.service_name is None:
            continue
        label = command.service_name or command.name
        image = command.image
        if image is None or not analysis.sources.knows(image.span or command.span):
            continue
        for mount in command.mounts:
            name = mount.engine_name if mount.engine_name is not None else mount.source
            if mount.type not in (None, "volume") or name is None or not name.text:
                continue
            shown = label.text if label is not None and label.text else image.raw.display()
            keepers.setdefault(name.text, Keeper(shown, analysis.sources.place(image.span or command.span)))
    return keepers


def _endings(analysis: Analysis) -> tuple[dict[str | tuple[str, str], Ending], dict[str, Ending]]:
    """Return the removals of containers in a file, by the container's name, or by the service's Compose file and name, and those of volumes by name."""
    from persistlint.docker.commands import Compose, ContainerRemove, VolumeRemove
    from persistlint.rulekit.services import lost_volumes
    from persistlint.shell.invocation import is_unit

    endings: dict[str | tuple[str, str], Ending] = {}
    deletions: dict[str, Ending] = {}
    for command, _ in analysis.commands:
        keys: list[str | tuple[str, str]] = []
        volumes: list[str] = []
        takes = False
        if isinstance(command, ContainerRemove):
            keys = [name.text for name in command.containers if name.text]
            takes = command.volumes is True
        elif isinstance(command, Compose) and command.verb == "compose down" and not command.operands:
            keys = [
                (os.path.abspath(service.definition.span.anchor[0]), service.definition.name)
                for service in command.services or ()
            ]
            takes = command.volumes is True
            lost = lost_volumes(command) if takes else None
            volumes = lost.named if lost is not None else []
        elif isinstance(command, VolumeRemove):
            volumes = [name.text for name in command.volumes if name.text]
        if not (keys or volumes) or command.invocation.host or not analysis.sources.knows(command.span):
            continue
        unit = command.invocation.function
        verb = command.verb.removeprefix("container ")
        ending = Ending(
            f"{command.program} {verb}{' -v' if takes else ''}",
            unit if is_unit(unit) and unit.startswith("make ") else "",
            analysis.sources.place(command.span),
            with_volumes=takes,
        )
        for key in keys:
            before = endings.setdefault(key, ending)
            if before.with_volumes and not takes:
                endings[key] = ending
        for name in volumes:
            deletions.setdefault(name, ending)
    return endings, deletions


def _fills(command: ContainerCreate) -> bool:
    """Return whether a container's image writes data of its own: the volume that it mounts is meant to be its."""
    from persistlint.catalogue.lookup import lookup

    image = command.image
    knowledge = lookup(image) if image is not None and image.known else None
    return knowledge is not None and knowledge.stateful is True
