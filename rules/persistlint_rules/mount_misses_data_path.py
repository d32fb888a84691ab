"""PSL203: a known image, and a data mount on a path that it does not use."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.durability.model import Container, MountPoint, Write
from persistlint.durability.paths import base_name, is_below, parent
from persistlint.rulekit.data_paths import listed, path_of, unkept_data
from persistlint.rulekit.edits import offer, replace_value
from persistlint.rulekit.image_versions import paths_of_other_versions
from persistlint.rulekit.mounts import extension
from persistlint.rulekit.phrases import (
    as_written,
    data_of,
    end_of,
    label_of,
    place_of,
    target_place,
    unless,
)
from persistlint.rulekit.throw_away import throw_away
from persistlint.rules.finding import Finding, Fix
from persistlint.rules.rule import Context, Rule
from persistlint.rules.topics import CONTAINER
from persistlint.text.regex import regex

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


class MountMissesDataPath(Rule):
    code = "PSL203"
    name = "mount-misses-data-path"
    summary = "a known image runs with a data mount on a path that it doesn't use"
    severity = "warning"
    fix = "unsafe"
    fix_changes = ("mounts",)
    services = True
    subject = Container
    needs = ("unmounted write",)
    topics = {CONTAINER: 50}

    def check(self, container: Container, context: Context) -> Iterator[Finding]:
        command = container.command
        if not container.mounts_known or command.syntax_problems or not command.mounts:
            return
        missed = unkept_data(container, context.timeline)
        if not missed:
            return
        used = _used(container, context)
        for point in container.mount_points:
            mount = point.mount
            if (
                mount is None
                or mount.target is None
                or not (_named_for(point, container) or _keeps_data(point, missed))
                or _in_use(point, used)
                or _is_of_another(point, container, context)
            ):
                continue
            lost = _meant_for(point, missed)
            if not lost or _own_part(point, container, missed):
                continue
            main = lost[0]
            paths = list(dict.fromkeys(path_of(write) for write in lost))
            reason = throw_away(container, context, lessons=False)
            source = f"`{as_written(mount.source)}`" if mount.source is not None else "the mount"
            if mount.type == "volume" and mount.source is not None:
                source = f"volume {source}"
            by = _moved_by(main)
            message = (
                f"{source} is mounted on `{point.path}`, where {label_of(container)} keeps nothing{unless(command.image, mount.target)}. "
                f"Its {data_of(main)} is in {listed(paths)}{by}, and goes to {place_of(main)}. {end_of(main, context)} "
                f"Mount {source if mount.source is not None else 'a volume'} on `{paths[0]}`."
            )
            others = [path for path in map(path_of, missed) if path not in paths]
            if others:
                message += f" Nothing is mounted on {listed(others)} either."
            image = command.image
            yield self.finding(
                target_place(mount, command),
                message,
                identity=f"{label_of(container)} {point.path}",
                command=command,
                reason=reason,
                related=[(image, f"this image keeps its data in {listed(paths)}")],
                fixes=[] if paths_of_other_versions(container, paths) else _fixes(point, paths),
                topic=CONTAINER.of(command),
            )


def _moved_by(write: Write) -> str:
    """Return words for what in this run moves the data to this path, "" where nothing does."""
    path = write.data_path
    if path is None or write.target.text in (None, path.path):
        return ""
    container = write.container
    assert container is not None
    if path.env and any(entry.marked().startswith(path.env + "=") for entry in container.command.env):
        return f" (`{path.env}` says so)"
    return f" (`{path.flag}` says so)" if path.flag else ""


def _used(container: Container, context: Context) -> set[str]:
    """Return the paths that the image or this run uses."""
    image = container.image
    paths = {path.path for path in (*image.paths, *image.other_paths)} | set(image.volumes)
    paths |= {write.target.text or "" for write in context.timeline.writes_of(container)}
    moved = {
        write.data_path.path
        for write in context.timeline.writes_of(container)
        if write.by == "image" and write.data_path is not None and write.target.text != write.data_path.path
    }
    return paths - moved


def _in_use(point: MountPoint, used: set[str]) -> bool:
    """Return whether the mount holds a used path, or lies in one that is kept."""
    return any(path and is_below(path, point.path) for path in used)


def _is_of_another(point: MountPoint, container: Container, context: Context) -> bool:
    """Return whether a container of another image has the same volume or directory at the same path, where it may keep its own data.

    An engine in a container, for one, is given the directories of the programs that it works for.
    """
    mount = point.mount
    if mount is None or mount.source is None:
        return False
    identity, image = mount.source.identity(), _name_of(container)
    for other in context.timeline.containers:
        if other is container or _name_of(other) == image:
            continue
        for theirs in other.mount_points:
            source = theirs.mount.source if theirs.mount is not None else None
            if source is None or theirs.path != point.path or source.identity() != identity:
                continue
            paths = {path.path for path in (*other.image.paths, *other.image.other_paths)}
            if not other.image.origin or point.path in paths | set(other.image.volumes):
                return True
    return False


def _name_of(container: Container) -> str:
    image = container.command.image
    return (image.familiar or "") if image is not None else ""


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


def _named_for(point: MountPoint, container: Container) -> bool:
    """Return whether the directory is called after the program, as where it keeps its data without containers: ``/var/lib/redis``, ``/data/mongo``."""
    image = container.command.image
    name = base_name(image.path or "") if image is not None else ""
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


#: Kinds of images whose servers fill their directory themselves, from the top.
_WRITE_BESIDE = frozenset(("cache", "database", "queue", "search"))


def _keeps_data(point: MountPoint, missed: list[Write]) -> bool:
    """Return whether the mount is there to keep data, by the names on either side."""
    mount = point.mount
    if mount is None or point.read_only is not False or point.kind not in ("volume", "bind"):
        return False
    if extension(point.path) or (mount.source is not None and extension(mount.source.trailing())):
        return False
    if any(write.data_path is not None and point.path == write.data_path.path for write in missed):
        # The image's own path, which a variable or a flag has moved away.
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
    moved = [write for write in data if write.data_path is not None and write.data_path.path == point.path]
    return moved or data


def _fixes(point: MountPoint, paths: list[str]) -> list[Fix]:
    mount = point.mount
    if mount is None or mount.target is None or len(paths) != 1:
        return []
    edit = replace_value(mount.target, 0, len(mount.target), paths[0])
    return offer(f"Mount it on `{paths[0]}` (data of an existing container stays behind)", edit)


RULE = MountMissesDataPath
