"""Services beside one of a Compose project: what they say about how long it is meant to live."""

from __future__ import annotations

from itertools import repeat

from persistlint.docker.compose_service import ComposeService
from persistlint.durability.paths import is_below
from persistlint.rulekit.fragments import keeps_something, restarts
from persistlint.rulekit.left_out_mounts import is_left_out
from persistlint.rulekit.services import mounted_volumes
from persistlint.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from persistlint.docker.commands import ContainerCreate
    from persistlint.durability.model import Container
    from persistlint.hosts.compose.definition import ProjectDefinition
    from persistlint.rules.rule import Context

_SPLIT = regex(r"[-_./\\ ]+")
#: What services are called that run a project's tests, and end.
_TESTS = frozenset("test tests tester e2e pytest phpunit cypress playwright".split())


def others_stay(command: ContainerCreate, context: Context) -> bool:
    """Return whether another service of the project is there for good: the engine starts it again, or it keeps something."""
    beside = _beside(command, context)
    return beside is not None and bool((beside.restarted | beside.keeping) - {_name_of(command)})


def keeps_nothing(command: ContainerCreate, context: Context) -> bool:
    """Return whether no service of the project keeps anything."""
    beside = _beside(command, context)
    return beside is not None and not beside.keeping


def kept_by_another(container: Container, paths: list[str], context: Context) -> str | None:
    """Return why the service's own mount isn't missed, for a message: another service of its image has one on each path, as an application's workers have.

    Two databases of one image have data of their own. None where no service has such mounts.
    """
    command = container.command
    if not isinstance(command, ComposeService) or container.image.kind in _OWN_DATA or command.image is None:
        return None
    project = command.project
    mounted = context.once_a_document(
        f"mounts of {id(project)}",
        lambda: _mounted_by_image(
            other
            for other in context.commands
            if isinstance(other, ComposeService) and other.project is project
        ),
    )
    for name, targets in mounted.get(command.image.path or "", ()):
        if name != _name_of(command) and targets.issuperset(paths):
            return f"the service `{name}` of the same image keeps it"
    return None


def _mounted_by_image(services: Iterable[ComposeService]) -> dict[str, list[tuple[str, set[str | None]]]]:
    """Return the names of the services of each image, with the paths that they mount. A few of each image do."""
    mounted: dict[str, list[tuple[str, set[str | None]]]] = {}
    for service in services:
        if service.image is not None and service.image.path is not None and service.mounts:
            of_image = mounted.setdefault(service.image.path, [])
            if len(of_image) < _MOST_ALIKE:
                targets = {mount.target.text for mount in service.mounts if mount.target is not None}
                of_image.append((_name_of(service), targets))
    return mounted


#: So many services of one image are looked at.
_MOST_ALIKE = 8
#: Kinds of images of which each container has data of its own.
_OWN_DATA = frozenset(("database", "cache", "queue", "search", "registry", "monitoring"))


def _used_and_unused(project: ProjectDefinition) -> tuple[set[str], list[str]]:
    """Return the keys of the volumes that the services mount, and of those that none does; none of either where that isn't known."""
    used = mounted_volumes(project)
    return (used, [name for name in project.volumes if name not in used]) if used is not None else (set(), [])


def completed_by_others(command: ContainerCreate, context: Context) -> str | None:
    """Return why another file of the project mounts what this one doesn't, for a message: this one declares a volume that it doesn't use. None otherwise."""
    if not isinstance(command, ComposeService):
        return None
    project = command.project
    used, unused = context.once_a_document(f"mounted {id(project)}", lambda: _used_and_unused(project))
    if len(unused) > 1 and not used:
        return "this file declares volumes and mounts none of them, as one that others complete"
    for name in unused:
        files = context.naming_files(name) or []
        other = next((file for file in files if file.endswith((".yml", ".yaml"))), None)
        if other is not None:
            return f"this file declares the volume `{name}`, and `{other}` may mount it here"
    return None


def started_by_others(command: ContainerCreate, context: Context) -> str | None:
    """Return why the service runs only for a while, for a message: for its profile, or for tests. None where nothing says so."""
    if not isinstance(command, ComposeService):
        return None
    if command.definition.profiles and not keeps_something(command):
        return "the service is only started by its profile"
    services = command.project.services
    testing: list[str] = context.once_a_document(
        f"tests of {id(services)}",
        lambda: [name for name in services if _TESTS.intersection(_SPLIT.split(name.lower()))],
    )
    other = next((name for name in testing if name != command.definition.name), None)
    return f"the service `{other}` beside it tests" if other is not None else None


#: Kinds of images that others use. A tool to look into one is there for it.
_SERVERS = _OWN_DATA | {"storage", "devtool"}
#: So many servers without anything that uses them are there to be tried, or for tests.
_SEVERAL_SERVERS = 3


def servers_alone(command: ContainerCreate, context: Context) -> str | None:
    """Return why the project's servers come and go, for a message: three or more keep nothing, and no program beside them uses them. None otherwise."""
    if not isinstance(command, ComposeService):
        return None
    project = command.project
    alone = context.once(
        f"servers alone of {id(project)}", lambda: _are_servers_alone(_containers_of(project, context))
    )
    return "the file starts several servers, and keeps the data of none" if alone else None


def _are_servers_alone(containers: list[Container]) -> bool:
    return len(containers) >= _SEVERAL_SERVERS and not any(
        container.image.kind not in _SERVERS or keeps_something(container.command) for container in containers
    )


def _containers_of(project: ProjectDefinition, context: Context) -> list[Container]:
    """Return the containers of the project's services."""
    return [
        container
        for container in context.timeline.containers
        if isinstance(container.command, ComposeService) and container.command.project is project
    ]


def left_out_beside(command: ContainerCreate, context: Context) -> str | None:
    """Return that the mount for another service's data is commented out, for a message; None where none is, or where the service has another one there."""
    if not isinstance(command, ComposeService):
        return None
    project = command.project
    name = context.once(
        f"left out of {id(project)}",
        lambda: next(
            filter(None, map(_left_out_name, _containers_of(project, context), repeat(context))), None
        ),
    )
    return f"the mount for the data of `{name}` beside it is commented out" if name is not None else None


def _left_out_name(container: Container, context: Context) -> str | None:
    """Return the name of the container's service where a mount for data that nothing else holds is commented out, None otherwise."""
    held = {point.path for point in container.mount_points if point.mount is not None}
    paths = [
        path.path
        for path in container.image.paths
        if path.loss != "minor"
        and path.kind != "config"
        and not any(is_below(path.path, target) for target in held)
    ]
    return (
        _name_of(container.command) if paths and is_left_out(container.command.span, paths, context) else None
    )


class _Beside:
    """The names of a project's services that the engine starts again, and of those that keep something."""

    __slots__ = ("keeping", "restarted")

    def __init__(self, services: list[ComposeService]) -> None:
        self.restarted = {_name_of(service) for service in services if restarts(service)}
        self.keeping = {_name_of(service) for service in services if keeps_something(service)}


def _beside(command: ContainerCreate, context: Context) -> _Beside | None:
    """Return what is known of the services of the command's project, computed once. None for a command that is no service."""
    if not isinstance(command, ComposeService):
        return None
    project = command.project
    return context.once_a_document(
        f"services of {id(project)}",
        lambda: _Beside(
            [
                other
                for other in context.commands
                if isinstance(other, ComposeService) and other.project is project
            ]
        ),
    )


def _name_of(command: ContainerCreate) -> str:
    return command.definition.name if isinstance(command, ComposeService) else ""
