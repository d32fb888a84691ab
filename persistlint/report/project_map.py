"""The map of a project: each volume, container, image and directory once, with every place that has a part in it."""

from __future__ import annotations

from persistlint.docker.commands import (
    Compose,
    ContainerCopy,
    ContainerCreate,
    ContainerExec,
    ContainerRemove,
    ImageBuild,
    ImageRemove,
    Prune,
    VolumeCreate,
    VolumeRemove,
)
from persistlint.docker.compose_service import ComposeService, project_name_of
from persistlint.report.safe_text import safe, wrap
from persistlint.rulekit.services import lost_volumes
from persistlint.text.secrets import mask

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from persistlint.analysis.analysis import Analysis
    from persistlint.docker.commands import Command
    from persistlint.docker.mounts import Mount
    from persistlint.report.style import Style
    from persistlint.shell.values import Value
    from persistlint.text.spans import Span

#: The kinds of things, in the order of the map, and their titles.
TITLES = {
    "volume": "volumes",
    "container": "containers",
    "image": "images that are built here",
    "directory": "host directories",
    "prune": "prunes",
}


class ProjectThing:
    """A volume, container, image or host directory by its ``name``: ``parts`` are what happens to it, each with the file and line."""

    __slots__ = ("kind", "name", "parts")

    def __init__(self, kind: str, name: str) -> None:
        self.kind = kind
        self.name = name
        #: What happens, file and line, in the order of the texts, each once.
        self.parts: dict[tuple[str, str, int], None] = {}

    def sentence(self) -> str:
        """Return the thing in one line: "`pgdata`: mounted by `db` on `/data` (run.sh:3), deleted by `docker volume rm` (clean.sh:2)"."""
        by_part: dict[str, list[str]] = {}
        for part, path, line in self.parts:
            by_part.setdefault(part, []).append(f"{path}:{line}")
        return f"`{self.name}`: " + ", ".join(
            f"{part} ({', '.join(places)})" for part, places in by_part.items()
        )


def project_things(analyses: Iterable[Analysis]) -> list[ProjectThing]:
    """Return the things of all documents, those of one kind together, in the order of the texts. What has no known name isn't among them."""
    by_name: dict[tuple[str, str], ProjectThing] = {}
    for analysis in analyses:
        for kind, name, part, span in _parts(analysis):
            if not analysis.sources.knows(span):
                continue
            place = analysis.sources.place(span)
            entry = by_name.setdefault((kind, name), ProjectThing(kind, name))
            entry.parts[part, place.path, place.positions()[0]] = None
    built = {name for (kind, name), entry in by_name.items() if kind == "image" and _is_built(entry)}
    order = list(TITLES)
    things = [entry for (kind, name), entry in by_name.items() if kind != "image" or name in built]
    return sorted(things, key=lambda entry: order.index(entry.kind))


def _is_built(entry: ProjectThing) -> bool:
    return any(part.startswith("built") for part, _, _ in entry.parts)


def _parts(analysis: Analysis) -> Iterator[tuple[str, str, str, Span]]:
    for command, _ in analysis.commands:
        if isinstance(command, ContainerCreate):
            yield from _of_container(command)
        elif isinstance(command, VolumeCreate):
            if command.name is not None and command.name.text:
                yield "volume", command.name.text, "made", command.span
        elif isinstance(command, VolumeRemove):
            yield from _named("volume", command.volumes, f"deleted by `{command.program} volume rm`", command)
        elif isinstance(command, ContainerRemove):
            yield from _named("container", command.containers, f"removed by `{command.program} rm`", command)
        elif isinstance(command, ContainerExec):
            if command.container is not None:
                yield from _named("container", [command.container], "commands run in it", command)
        elif isinstance(command, ContainerCopy):
            for side, part in ((command.source, "copied from"), (command.destination, "copied into")):
                if side is not None and side.container is not None:
                    yield from _named("container", [side.container], part, command)
        elif isinstance(command, ImageBuild):
            for tag in command.tags:
                if tag.raw.text:
                    yield "image", tag.raw.text, "built", command.span
        elif isinstance(command, ImageRemove):
            values = [image.raw for image in command.images]
            yield from _named("image", values, f"deleted by `{command.program} rmi`", command)
        elif isinstance(command, Prune):
            yield "prune", f"{command.program} {command.verb}", "here", command.span
        elif isinstance(command, Compose):
            yield from _of_compose(command)


def _of_container(command: ContainerCreate) -> Iterator[tuple[str, str, str, Span]]:
    project = _project_of(command) if isinstance(command, ComposeService) else None
    name = command.name.text if command.name is not None else None
    if isinstance(command, ComposeService) and name is None and project is not None:
        name = f"{project}-{command.definition.name}-1"
    image = command.image
    span = image.span if image is not None and image.span is not None else command.span
    label = f"`{name}`" if name else f"`{image.raw.display()}`" if image is not None else "a container"
    if name:
        yield "container", name, "declared" if isinstance(command, ComposeService) else "made", span
    if image is not None and image.raw.text:
        yield "image", image.raw.text, f"run as {label}" if name else "run", span
    if isinstance(command, ComposeService) and command.definition.build is not None:
        built = command.definition.image.known if command.definition.image is not None else None
        if built is None and project is not None:
            built = f"{project}-{command.definition.name}"
        if built:
            yield "image", built, f"built, and run as {label}", command.definition.build.span
    for mount in command.mounts:
        source = _source(mount, project)
        target = mount.target_text
        if source is not None and target:
            only = ", read-only" if mount.read_only else ""
            yield source[0], source[1], f"mounted by {label} on `{target}`{only}", mount.span or span


def _source(mount: Mount, project: str | None) -> tuple[str, str] | None:
    """Return the kind and the name of what is mounted."""
    text = mount.source_text
    if not text:
        return None
    if mount.type == "bind":
        return "directory", text
    if mount.type != "volume":
        return None
    engine = mount.engine_name.text if mount.engine_name is not None else text
    if engine is None and project is not None:
        engine = f"{project}_{text}"
    return ("volume", engine) if engine else None


def _project_of(service: ComposeService) -> str | None:
    return service.project_name if service.project_name is not None else project_name_of(service.project)


def _of_compose(command: Compose) -> Iterator[tuple[str, str, str, Span]]:
    verb = command.verb.rpartition(" ")[2]
    options = " -v" if command.volumes is True else ""
    names = [service.name for service in command.services or () if service.name is not None]
    if verb in ("down", "rm"):
        yield from _named("container", names, f"removed by `docker compose {verb}{options}`", command)
    if verb in ("up", "create", "run"):
        yield from _named("container", names, f"made by `docker compose {verb}`", command)
    if verb == "exec" and command.on_containers is not None:
        container = getattr(command.on_containers, "container", None)
        if container is not None:
            yield from _named("container", [container], "commands run in it", command)
    if command.volumes is True and verb in ("down", "rm", "up"):
        lost = lost_volumes(command)
        for name in lost.named if lost is not None else ():
            yield "volume", name, f"deleted by `docker compose {verb} -v`", command.span


def _named(
    kind: str, values: Iterable[Value], part: str, command: Command
) -> Iterator[tuple[str, str, str, Span]]:
    for value in values:
        if value.text:
            yield kind, value.text, part, command.span


def render_project(analyses: Iterable[Analysis], style: Style, markdown: bool) -> str:
    """Return the things as text or Markdown; "" where there are none."""
    things = project_things(analyses)
    if not things:
        return ""
    if markdown:
        parts = ["## The project"]
        for kind, title in TITLES.items():
            sentences = [safe(mask(entry.sentence())) for entry in things if entry.kind == kind]
            if sentences:
                parts += [f"### {title.capitalize()}", "\n".join(f"- {text}" for text in sentences)]
        return "\n\n".join(parts) + "\n"
    out = [style.paint("the project", "strong")]
    for kind, title in TITLES.items():
        sentences = [safe(mask(entry.sentence())) for entry in things if entry.kind == kind]
        if sentences:
            out += ["", f"  {style.paint(title, 'strong')}"]
        for text in sentences:
            first, *rest = wrap(text, style.width - 6)
            out += [f"    {first}", *(f"      {line}" for line in rest)]
    return "\n".join(out) + "\n"
