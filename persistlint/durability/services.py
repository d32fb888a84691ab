"""``compose up``, ``down``, ``exec`` and the others, where the services are known: what happens to their containers and volumes."""

from __future__ import annotations

from persistlint.docker.commands import (
    Compose,
    ContainerCopy,
    ContainerCreate,
    ContainerExec,
    ContainerRemove,
    ContainerSignal,
)
from persistlint.docker.compose_service import (
    ComposeRun,
    ComposeService,
    selected,
    service_create,
    take_place,
)
from persistlint.durability.changes import execute, signal
from persistlint.durability.copies import copy
from persistlint.durability.lifecycle import remove, remove_volume, start
from persistlint.durability.model import Container
from persistlint.durability.running import create
from persistlint.durability.state import REMOVED, THERE, State

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

#: Commands that make what isn't there.
_MAKING = frozenset(("compose up", "compose create", "compose run", "compose watch"))


def on_services(state: State, command: Compose) -> None:
    """Let a Compose command happen whose services are known."""
    verb = command.verb.rpartition(" ")[2]
    if verb == "watch" and command.switch("no-up") is not False:
        # It copies files into containers that are there.
        return
    if verb in ("up", "create", "watch"):
        _up(state, command)
    elif verb == "down":
        _down(state, command)
    elif command.on_containers is not None:
        _on_containers(state, command)
    elif verb not in (
        "config",
        "images",
        "logs",
        "ls",
        "port",
        "ps",
        "pull",
        "push",
        "top",
        "version",
        "build",
    ):
        state.gap(f"`docker {command.verb}` isn't followed", command)


def _find(state: State, service: ComposeService) -> Container | None:
    """Return the service's container if it may exist, else None."""
    name = service.name
    container = state.containers.exact(state.namespace(service), name) if name is not None else None
    return container if container is not None and container.states != REMOVED else None


def _fresh(service: ComposeService, command: Compose) -> ComposeService:
    """Return the same service for another container. Each container has a command of its own."""
    project_name = None
    again = service_create(service.definition, service.project, project_name)
    again.name, again.mounts, again.image = service.name, service.mounts, service.image
    again.project_name = service.project_name
    take_place(again, command)
    return again


def _up(state: State, command: Compose) -> None:
    """Containers that aren't there are made and started; ones that are there go on, or start again."""
    chosen = selected(command)
    if command.switch("no-deps") is False:
        chosen = _with_dependencies(chosen, command)
    if command.switch("remove-orphans") is not False:
        for orphan in _others(state, command):
            # Whether it takes one that `run` made depends on Compose's version.
            sure = state.sure(orphan) and isinstance(orphan.command, ComposeService)
            remove(state, orphan, THERE, False, f"`docker {command.verb} --remove-orphans`", sure, "rm")
    starts = command.verb != "compose create" and command.switch("no-start") is False
    anew = command.switch("force-recreate")
    for service in chosen:
        container = _find(state, service)
        if container is None:
            fresh = _fresh(service, command)
            fresh.is_started = starts
            made = create(state, fresh)
            if starts and not command.detach:
                made.states |= {"exited"}
        elif anew is not False or command.volumes is not False:
            _recreate(state, command, container, anew)
        elif starts:
            start(state, container, command, None if not command.detach else False)


def _start_needed(state: State, command: Compose) -> None:
    """Start the services that the service of a ``run`` depends on."""
    chosen = selected(command)
    names = {service.definition.name for service in chosen}
    for service in _with_dependencies(chosen, command):
        if service.definition.name in names:
            continue
        container = _find(state, service)
        if container is None:
            create(state, _fresh(service, command))
        else:
            start(state, container, command, False)


def _with_dependencies(chosen: list[ComposeService], command: Compose) -> list[ComposeService]:
    """Return the chosen services and those that they need, in the order in which they start."""
    needed = {service.definition.name for service in chosen}
    services = command.services or []
    for service in reversed(services):
        if service.definition.name in needed:
            needed |= set(service.definition.depends_on)
            needed |= {name for name, _ in service.definition.needs}
    return [service for service in services if service.definition.name in needed]


def _recreate(state: State, command: Compose, container: Container, anew: bool | None) -> None:
    """Replay that a container is made again: its layer goes, and its anonymous volumes pass on unless ``-V`` is given."""
    sure = state.sure(container) and anew is True
    event = "`docker compose up` makes the container anew"
    if sure and command.volumes is True and isinstance(container.command, ComposeService):
        # Its anonymous volumes are left behind; the new container has its own.
        remove(state, container, THERE, False, event, True, "rm")
        made = create(state, _fresh(container.command, command))
        if not command.detach:
            made.states |= {"exited"}
        return
    state.stores.lose(("layer", container.id), state.destruction(event, sure))
    state.stores.lose(("tmpfs", container.id), state.destruction(event, sure))
    for point in container.mount_points:
        # Compose hands the volume over by its name: to the engine it is no anonymous one of the new container, and `rm -v` leaves it.
        point.owned = False
    start(state, container, command, None if not command.detach else False)
    if command.volumes is not False:
        state.gap("which anonymous volumes `docker compose up -V` renews", command)


def _others(state: State, command: Compose) -> list[Container]:
    """Return the project's containers that aren't its services' own: made by ``run``, or of services that the files no longer have."""
    services = command.services or []
    projects = {service.project_name for service in services} - {None}
    names = {service.name.identity() for service in services if service.name is not None}
    namespace = state.namespace(command)
    return [
        container
        for container in state.live_containers()
        if container.namespace == namespace
        and isinstance(container.command, (ComposeService, ComposeRun))
        and container.command.project_name in projects
        and (container.name is None or container.name.identity() not in names)
    ]


def _may_be_refused(state: State, command: Compose) -> bool:
    """Return whether `-p` without `-f` may fail: it reads the project from its containers, and one of these needs a service that has none."""
    if command.project is None or command.files:
        return False
    services = command.services or []
    there = {service.definition.name: _find(state, service) is not None for service in services}
    return any(
        there[service.definition.name]
        and not all(there.get(name, True) for name in service.definition.depends_on)
        for service in services
    )


def _down(state: State, command: Compose) -> None:
    """Containers go; with ``-v`` the project's volumes, too, and those without a name."""
    services = selected(command) if command.operands else command.services or []
    named = command.volumes
    event = f"`docker compose down{' -v' if named else ''}`"
    doubtful = _may_be_refused(state, command)
    for service in services:
        container = _find(state, service)
        if container is not None:
            remove(state, container, THERE, named, event, state.sure(container) and not doubtful, "rm")
        elif doubtful:
            continue
        elif service.name is not None and state.certainty == "certain":
            # Nobody has its name from now on, whether the text made it or not.
            state.containers.remove(state.namespace(service), service.name)
    orphans = command.switch("remove-orphans")
    if orphans is not False:
        for orphan in _others(state, command):
            sure = state.sure(orphan) and orphans is True and not doubtful
            remove(state, orphan, THERE, named, event, sure, "rm")
    if named is False:
        return
    for service in services:
        for mount in service.mounts:
            if mount.type != "volume" or mount.source is None or mount.engine_name is None:
                continue
            declared = service.project.volumes.get(mount.source.text or "")
            if declared is None or declared.external is True:
                continue
            volume = state.volumes.exact(state.namespace(service), mount.engine_name)
            if volume is None:
                continue
            users = [user for user in volume.mounted_by if user.states != REMOVED]
            sure = state.sure(volume) and named is True and declared.external is False and not users
            sure = sure and not doubtful
            if not any("removed" not in user.states for user in users):
                remove_volume(state, volume, event, sure)


def _on_containers(state: State, command: Compose) -> None:
    """Replay the plain command that this one amounts to. A service that the text doesn't start is taken to have a container."""
    inner = command.on_containers
    if command.verb == "compose run" and command.switch("no-deps") is not True:
        _start_needed(state, command)
    if command.verb not in _MAKING and not isinstance(inner, ContainerRemove):
        for service in selected(command):
            if _find(state, service) is None:
                _adopt(state, command, service)
    if isinstance(inner, ContainerCreate):
        create(state, inner)
    elif isinstance(inner, ContainerExec):
        execute(state, inner)
    elif isinstance(inner, ContainerCopy):
        copy(state, inner)
    elif isinstance(inner, ContainerSignal):
        signal(state, inner)
    elif isinstance(inner, ContainerRemove):
        from persistlint.durability.removals import remove_containers

        remove_containers(state, inner)


def stand(state: State, commands: Sequence[ContainerCreate]) -> None:
    """Let the containers of these commands run from the beginning. The text works in them, so somebody has started them."""
    for command in commands:
        state.span = command.span
        state.certainty = "certain"
        container = create(state, command)
        if not container.refused:
            container.states = frozenset(("running",))


def _adopt(state: State, command: Compose, service: ComposeService) -> None:
    """Take in a container that was started before the text begins, or elsewhere: the command on it says that it is there."""
    name = service.name
    if name is not None and state.containers.vacant(state.namespace(service), name):
        return
    if name is not None and state.containers.exact(state.namespace(service), name) is not None:
        # The text has removed it.
        return
    certainty, state.certainty = state.certainty, "certain"
    container = create(state, _fresh(service, command))
    state.certainty = certainty
    if not container.refused:
        container.states = frozenset(("running",))
