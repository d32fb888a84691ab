"""Mounts that are there to keep a server's data, by the names on either side, while the server keeps it elsewhere."""

from __future__ import annotations

from persistlint.catalogue.lookup import paths_of_namesakes
from persistlint.catalogue.variants import unused_volumes
from persistlint.durability.paths import base_name, is_below, parent
from persistlint.rulekit.data_paths import path_of
from persistlint.rulekit.mounts import extension
from persistlint.rulekit.near_words import is_slip_of_path
from persistlint.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from persistlint.docker.mounts import Mount
    from persistlint.durability.model import Container, MountPoint, Timeline, Write
    from persistlint.rules.rule import Context
    from persistlint.shell.values import Value

#: Words of paths and volume names that mean data …
_DATA = regex(
    r"(?:^|[^a-z])(?:data|datadir|database|databases|db|dbdata|storage|store|\w+data|\w+db)(?:$|[^a-z])"
)
#: … and those that mean something else, whatever stands beside them.
_OTHER = regex(
    r"(?:^|[^a-z])(?:conf|config|configs|configuration|etc|init|initdb|initdb\.d|logs?|backups?|dumps?|exports?|imports?|scripts?|sql|seeds?|"
    r"certs?|ssl|tls|keys?|secrets?|plugins?|extensions?|tmp|temp|run|cache|share|shared|migrations?|samples?|examples?|datasets?|"
    r"fixtures?|test|tests|testdata|provisioning|restore|archive|wal|src|app|code|workspace|site|html|www|metadata|input|output)(?:$|[^a-z])"
)
_MESSAGE_LOGS = regex(r"/kafka-logs?$")
#: Directories of settings, programs and what is scratch, which are called after programs too.
_NO_DATA = (
    "/etc",
    "/usr",
    "/bin",
    "/run",
    "/var/run",
    "/tmp",
    "/var/log",
    "/var/cache",
    "/docker-entrypoint-initdb.d",
)
#: Kinds of images whose servers fill their directory themselves, from the top.
_WRITE_BESIDE = frozenset(("cache", "database", "queue", "search"))


def misplaced_mounts(
    container: Container, missed: list[Write], context: Context
) -> Iterator[tuple[MountPoint, Mount, Value, list[Write]]]:
    """Yield the mounts that were meant for writes of ``missed``: the point, its option, the option's target, and these writes."""
    used = _used(container, context.timeline)
    meant: list[tuple[bool, tuple[MountPoint, Mount, Value, list[Write]]]] = []
    for point in container.mount_points:
        mount = point.mount
        if mount is None or mount.target is None or any(is_below(path, point.path) for path in used if path):
            continue
        misspelt = _misspelt(point, missed)
        by_name = _named_for(point, container)
        by_data = by_name or bool(misspelt) or _keeps_data(point, container, missed)
        if not by_data and not _is_of_a_namesake(point, container):
            continue
        lost = misspelt or _meant_for(point, missed) or ([] if by_data and not by_name else missed)
        if lost and not _own_part(point, container, missed) and not _is_of_another(point, container, context):
            meant.append((not by_data, (point, mount, mount.target, lost)))
    # A directory that is called after data comes before one of another publisher's settings.
    for _, misplaced in sorted(meant, key=lambda pair: pair[0]):
        yield misplaced


def _used(container: Container, timeline: Timeline) -> set[str]:
    """Return the paths that the image or this run uses."""
    image = container.image
    paths = {path.path for path in (*image.paths, *image.other_paths)} | set(image.volumes)
    paths -= unused_volumes(image)
    paths |= {write.target.text or "" for write in timeline.writes_of(container)}
    moved = {
        write.data_path.path
        for write in timeline.writes_of(container)
        if write.by == "image" and write.data_path is not None and write.target.text != write.data_path.path
    }
    return paths - moved


def _misspelt(point: MountPoint, missed: list[Write]) -> list[Write]:
    """Return the lost data whose path the mount's target misses by a slip of the pen."""
    if point.read_only is not False or point.kind not in ("volume", "bind"):
        return []
    return [
        write
        for write in missed
        if path_of(write).count("/") == point.path.count("/") > 1
        and is_slip_of_path(point.path, path_of(write))
    ]


def _is_of_a_namesake(point: MountPoint, container: Container) -> bool:
    """Return whether another publisher's image of the same product keeps its data there, and this one doesn't."""
    image = container.image
    name = image.name if image.origin == "catalogue" else image.base_name
    return (
        bool(name)
        and point.read_only is False
        and point.kind in ("volume", "bind")
        and point.path in paths_of_namesakes(name)
    )


def _is_of_another(point: MountPoint, container: Container, context: Context) -> bool:
    """Return whether a container of another image has the same volume or directory at the same path, where it may keep its own data.

    An engine in a container, for one, is given the directories of the programs that it works for.
    """
    mount = point.mount
    if mount is None or mount.source is None:
        return False
    mounting = context.once("mounting", lambda: _mounting(context.timeline))
    image = _name_of(container)
    others = mounting.get((point.path, mount.source.identity()), ())
    return any(_name_of(other) != image for other in others)


def _mounting(timeline: Timeline) -> dict[tuple[str, object], list[Container]]:
    """Return the containers that may keep their own data where they mount something, by the path and the source: one of each image is enough."""
    mounting: dict[tuple[str, object], dict[str, Container]] = {}
    for container in timeline.containers:
        image = container.image
        paths = {path.path for path in (*image.paths, *image.other_paths)} | set(image.volumes)
        for point in container.mount_points:
            source = point.mount.source if point.mount is not None else None
            if source is not None and (not image.origin or point.path in paths):
                images = mounting.setdefault((point.path, source.identity()), {})
                images.setdefault(_name_of(container), container)
    return {place: list(images.values()) for place, images in mounting.items()}


def _name_of(container: Container) -> str:
    image = container.command.image
    return (image.familiar or "") if image is not None else ""


def _named_for(point: MountPoint, container: Container) -> bool:
    """Return whether the directory is called after the program, as where it keeps its data without containers: ``/var/lib/redis``, ``/data/mongo``."""
    image = container.command.image
    written = image.path or "" if image is not None else ""
    name = base_name(container.image.base_name or written)
    return (
        bool(name)
        and base_name(point.path) == name
        and not any(is_below(point.path, directory) for directory in _NO_DATA)
        and point.read_only is False
        and point.kind in ("volume", "bind")
    )


def _own_part(point: MountPoint, container: Container, missed: list[Write]) -> bool:
    """Return whether the mount lies in the image's own directory, and all that counts may be in there (``/var/opt/mssql/data``, ``/bitnami/kafka``).

    A database with a VOLUME writes beside what is mounted below it.
    """
    image = container.command.image
    named = image is not None and base_name(point.path) == base_name(image.path or "")
    for write in missed:
        data_path = path_of(write)
        if point.path != data_path and is_below(point.path, data_path):
            whole = (
                container.image.kind in _WRITE_BESIDE
                and write.data_path is not None
                and write.data_path.declared
            )
            return named or not whole
    return False


def _keeps_data(point: MountPoint, container: Container, missed: list[Write]) -> bool:
    """Return whether the mount is there to keep data, by the names on either side."""
    mount = point.mount
    if mount is None or point.read_only is not False or point.kind not in ("volume", "bind"):
        return False
    if extension(point.path) or (mount.source is not None and extension(mount.source.trailing())):
        return False
    if any(write.data_path is not None and point.path == write.data_path.path for write in missed):
        # The image's own path, which a variable or a flag has moved away.
        return True
    if point.path in unused_volumes(container.image):
        # The image has it for data, and its server keeps nothing there by itself.
        return True
    if _MESSAGE_LOGS.search(point.path):
        # Kafka calls its topics logs, and ``/tmp/kafka-logs`` is its own default.
        return True
    name = mount.source.display().lower() if mount.source is not None else ""
    target = point.path.lower()
    if _OTHER.search(target) or _OTHER.search(base_name(name)):
        return False
    if point.kind == "volume":
        return bool(_DATA.search(base_name(target)) or _DATA.search(name))
    return bool(_DATA.search(base_name(target))) and (target == "/data" or _near(point.path, missed))


def _near(path: str, missed: list[Write]) -> bool:
    """Return whether the path lies beside or below one of the image's own."""
    for write in missed:
        data_path = path_of(write)
        if is_below(path, data_path) or (
            is_below(path, parent(data_path))
            and parent(data_path) not in ("/", "/var", "/var/lib", "/opt", "/usr")
        ):
            return True
        if path.startswith("/var/lib/") and data_path.startswith("/var/lib/"):
            return True
    return False


def _meant_for(point: MountPoint, missed: list[Write]) -> list[Write]:
    """Return the lost data that the mount was meant for: all of one kind, the worst first."""
    data = [write for write in missed if write.data_path is not None and write.data_path.kind == "data"]
    # Some programs keep users and settings in one directory.
    data = data or [
        write
        for write in missed
        if write.data_path is not None
        and write.data_path.kind == "config"
        and write.data_path.loss == "severe"
    ]
    moved = [write for write in data if write.data_path is not None and write.data_path.path == point.path]
    return moved or data
