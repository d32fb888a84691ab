"""Services of a Compose file, for rules: questions about them, and edits."""

from __future__ import annotations

from persistlint.rulekit.volume_names import volume_name_for
from persistlint.rules.finding import Fix

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.docker.commands import Compose, ContainerCreate
    from persistlint.docker.compose_service import ComposeService
    from persistlint.durability.model import Container
    from persistlint.hosts.compose.definition import ProjectDefinition
    from persistlint.rules.rule import Context
    from persistlint.text.edits import Edit


def keep_in_volumes(container: Container, paths: list[str], context: Context) -> tuple[list[Fix], str]:
    """Return the fix that mounts a volume of the project on each path and declares it, and its items as text.

    An item is "`pgdata:/var/lib/postgresql/data`".
    """
    from persistlint.docker.compose_service import ComposeService
    from persistlint.hosts.compose.edits import keep_in_volumes as edits_for

    command = container.command
    if not isinstance(command, ComposeService):
        return [], ""

    volumes: list[tuple[str, str]] = []
    for path in paths:
        name = volume_name_for(command, context, path)
        if name is None:
            return [], ""
        volumes.append((name, path))
    if not volumes:
        return [], ""
    items = " and ".join(f"`{name}:{path}`" for name, path in volumes)
    edits = edits_for(command.definition, command.project, volumes)
    if not edits:
        return [], items
    names = ", ".join(f"`{name}`" for name, _ in volumes)
    title = f"Keep the data in the volume{'s' if len(volumes) > 1 else ''} {names}"
    return [Fix(f"{title} (data of an existing container stays behind)", edits, safe=False)], items


def declare_mounted(command: ContainerCreate, name: str) -> list[Edit | None]:
    """Return the edits that declare the volume which an edit of a service's own ``volumes:`` names; none for a command.

    ``[None]`` where other services have these lines too.
    """
    if getattr(command, "service_name", None) is None:
        return []
    from persistlint.docker.compose_service import ComposeService
    from persistlint.hosts.compose.edits import declare_mounted as edits_for

    if not isinstance(command, ComposeService):
        return [None]
    edits = edits_for(command.definition, command.project, name)
    return [None] if edits is None else [*edits]


class LostVolumes:
    """The volumes that a Compose command deletes: the real names of the ``named`` ones, and the services whose ``anonymous`` ones go."""

    __slots__ = ("anonymous", "named")

    def __init__(self) -> None:
        self.named: list[str] = []
        self.anonymous: list[str] = []

    def __bool__(self) -> bool:
        return bool(self.named or self.anonymous)


def lost_volumes(command: Compose) -> LostVolumes | None:
    """Return the volumes that ``down -v``, ``rm -v`` or ``up -V`` takes from the services, None where these aren't known.

    What has no data to lose doesn't count: a volume that only names a directory of the host, or an anonymous one of an image that keeps none.
    """
    if command.services is None or any(word.text is None for word in command.operands):
        return None
    chosen = {word.text for word in command.operands}
    lost = LostVolumes()
    for service in command.services:
        if chosen and service.definition.name not in chosen:
            continue
        if anonymous_data(service):
            lost.anonymous.append(service.definition.name)
        if command.verb != "compose down":
            continue
        for mount in service.mounts:
            key = mount.source.text if mount.source is not None and mount.type == "volume" else None
            volume = service.project.volumes.get(key) if key is not None else None
            if volume is None or volume.external is True or volume.is_bind:
                continue
            name = mount.engine_name.display() if mount.engine_name is not None else volume.name
            if name not in lost.named:
                lost.named.append(name)
    return lost


def anonymous_data(service: ComposeService) -> list[str]:
    """Return the paths at which a service's container keeps data in anonymous volumes; "" for one that isn't known."""
    from persistlint.catalogue.lookup import lookup
    from persistlint.durability.paths import clean

    paths = [
        clean(mount.target_text) if mount.target_text else ""
        for mount in service.mounts
        if mount.anonymous and mount.type == "volume"
    ]
    image = lookup(service.image) if service.image is not None and service.image.known else None
    covered = {
        clean(mount.target.text) for mount in service.mounts if mount.target is not None and mount.target.text
    }
    declared = [*service.built_volumes, *(image.volumes if image is not None and image.stateful else ())]
    return list(dict.fromkeys([*paths, *(path for path in declared if path not in covered)]))


def mounted_volumes(project: ProjectDefinition) -> set[str] | None:
    """Return the keys of the volumes that a project's services mount; None where one isn't known."""
    if not project.complete:
        return None
    used: set[str] = set()
    for service in project.services.values():
        if not service.complete:
            return None
        for mount in service.mounts:
            text = mount.short if mount.short is not None else mount.fields.get("source")
            if text is None or mount.kind != "volumes":
                continue
            if text.known is None or any(piece.hidden for piece in text.pieces):
                # The unknown name may be any volume.
                return None
            used.add(text.known.split(":")[0])
    return used


def listed(names: list[str]) -> str:
    """Names in a message: "`a`, `b` and `c`"."""
    quoted = [f"`{name}`" for name in names]
    return quoted[0] if len(quoted) == 1 else ", ".join(quoted[:-1]) + " and " + quoted[-1]
