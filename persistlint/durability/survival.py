"""The survival of a container's data: for each place that it can live in, the fate at each of ``EVENTS``."""

from __future__ import annotations

from persistlint.durability.fates import HOST_MEMORY
from persistlint.durability.model import Container, MountPoint, Write
from persistlint.durability.paths import is_below
from persistlint.durability.state import REMOVED
from persistlint.shell.values import Literal, Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.docker.option_table import Version

#: The container stops; it is removed, without and with ``-v``; it ends having been started with ``--rm``; the host is restarted; ``docker system prune --volumes``
#: once it has stopped.
EVENTS = ("stop", "rm", "rm -v", "--rm", "reboot", "prune")

#: ``ORPHANED``: the bytes are there, but no container and no name leads to them any more.
STAYS, GOES, ORPHANED, UNKNOWN = "stays", "goes", "orphaned", "unknown"

Fates = tuple[str, str, str, str, str, str]

_STAY: Fates = (STAYS, STAYS, STAYS, STAYS, STAYS, STAYS)
_GO: Fates = (GOES, GOES, GOES, GOES, GOES, GOES)
NOT_KNOWN: Fates = (UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN)

#: From this engine on a prune spares volumes that have a name.
_SPARES_NAMED = (23, 0)

#: Variables whose directories a restart of the host doesn't empty, unless somebody works in one that it does.
_LASTING = ("PWD", "HOME", "OLDPWD")


def fates_of_point(container: Container, point: MountPoint, engine_version: Version) -> Fates:
    """Return the fates of data below a mount."""
    kind = point.kind
    if kind == "bind":
        return _of_host_path(point.host_path)
    if kind == "tmpfs":
        return _GO
    if kind == "image":
        return _STAY
    volume = point.volume
    if kind not in ("volume", "anonymous volume") or volume is None:
        return NOT_KNOWN
    if volume.in_memory:
        # The volume stays, its content doesn't.
        return _GO
    pruned = (volume.labelled or engine_version < _SPARES_NAMED) and not volume.options
    if container.command.program == "podman" and not point.owned:
        # Podman 5 takes named volumes, too, podman 6 doesn't.
        return (STAYS, STAYS, STAYS, STAYS, STAYS, UNKNOWN)
    prune = GOES if pruned else ORPHANED if point.owned else STAYS
    if not point.owned:
        return (STAYS, STAYS, STAYS, STAYS, STAYS, prune)
    if any(user is not container and user.states != REMOVED for user in volume.mounted_by):
        # The volume stays as long as the other container is there.
        return (STAYS, STAYS, UNKNOWN, UNKNOWN, STAYS, UNKNOWN)
    ended = _when_it_ends(container)
    # `rm` without `-v` leaves it behind. A container with `--rm` can only be removed by force, while it runs, and that leaves it behind too.
    # Whether a restart of the engine, which removes such a container, takes its volume along differs from engine to engine.
    reboot = UNKNOWN if ended == GOES else ended
    return (ended, ORPHANED, GOES, GOES, reboot, GOES if ended == GOES else prune)


def fates_of_layer(container: Container) -> Fates:
    """Return the fates of data at a path without a mount."""
    ended = _when_it_ends(container)
    return (ended, GOES, GOES, GOES, ended, GOES)


def fates_of_write(write: Write, engine_version: Version) -> Fates | None:
    """Return the fates of a write, None where it can't happen or is a build's."""
    container = write.container
    if container is None or write.happened is False or container.refused:
        return None
    store = write.store[:1]
    if store == ("bind",):
        return _of_host_path(write.host_path)
    if store == ("tmpfs",):
        return _GO
    if store == ("volume",) and write.mount_point is not None:
        return fates_of_point(container, write.mount_point, engine_version)
    if store in (("layer",), ("managed",)):
        return fates_of_layer(container)
    if store == ("unmounted",):
        # In the layer, or in an anonymous volume, which only `rm` treats otherwise.
        ended = _when_it_ends(container)
        return (ended, GOES if ended == GOES else UNKNOWN, GOES, GOES, ended, GOES)
    return NOT_KNOWN


def _when_it_ends(container: Container) -> str:
    """Return what the container's end does to data that goes with it: ``--rm`` comes before any other event."""
    return {True: GOES, False: STAYS, None: UNKNOWN}[container.auto_remove]


def _of_host_path(path: Value | None) -> Fates:
    reboot = STAYS
    if path is None:
        reboot = UNKNOWN
    elif path.text is not None:
        reboot = GOES if any(is_below(path.text, directory) for directory in HOST_MEMORY) else STAYS
    elif not path.leading():
        first = path.pieces[0]
        reboot = STAYS if not isinstance(first, Literal) and first.name in _LASTING else UNKNOWN
    elif any(is_below(path.leading().rstrip("/") or "/", directory) for directory in HOST_MEMORY):
        reboot = GOES
    return (STAYS, STAYS, STAYS, STAYS, reboot, STAYS)
