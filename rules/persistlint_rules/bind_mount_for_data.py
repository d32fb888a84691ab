"""PSL301: a database's directory on a bind mount below the project."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.durability.model import Container, MountPoint, Write
from persistlint.rulekit.data_paths import image_data
from persistlint.rulekit.edits import offer
from persistlint.rulekit.mount_edits import mount_volume_instead
from persistlint.rulekit.phrases import as_written, data_of, label_of, source_place
from persistlint.rulekit.volume_names import volume_name_for
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule
from persistlint.shell.values import Unknown, Value

#: Kinds of images whose files are a server's own business: it locks, maps and syncs them.
_KINDS = frozenset(("database", "search", "queue", "cache"))


class BindMountForData(Rule):
    code = "PSL301"
    name = "bind-mount-for-data"
    summary = "a database's directory is on a bind mount below the project, where a named volume fits"
    severity = "info"
    fix = "unsafe"
    fix_changes = ("mounts",)
    services = True
    subject = Container
    needs = ("data in a bind",)

    def check(self, container: Container, context: Context) -> Iterator[Finding]:
        if container.image.kind not in _KINDS or container.command.syntax_problems or not container.serves:
            return
        said: list[MountPoint] = []
        for write in image_data(container, context.timeline, "bind"):
            point = write.mount_point
            mount = point.mount if point is not None else None
            if point is None or mount is None or mount.source is None or point in said:
                continue
            if not _is_whole(write, point) or not _below_project(mount.source):
                continue
            said.append(point)
            name = volume_name_for(container.command, context, point.path)
            title = f"Keep the data in the volume `{name}` (what is in the directory must be copied)"
            edit = mount_volume_instead(mount, name, container.command, context) if name is not None else None
            yield self.finding(
                source_place(mount, container.command, in_command=True),
                f"{label_of(container)} keeps `{point.path}` in `{as_written(mount.source)}` of the project. Its {data_of(write)} gets the "
                "host's owners and permissions, is slow in Docker Desktop, and one `git clean` deletes it. Use a named volume.",
                identity=f"{label_of(container)} {point.path}",
                command=container.command,
                fixes=offer(title, edit),
            )


def _is_whole(write: Write, point: MountPoint) -> bool:
    """Return whether the bind holds the image's data directory itself."""
    path = write.data_path
    return path is not None and path.kind == "data" and point.path in (path.path, write.target.text)


def _below_project(source: Value) -> bool:
    """Return whether the host path is relative to the working directory or the script's directory."""
    first = source.pieces[0] if source.pieces else None
    if isinstance(first, Unknown):
        return first.kind in ("cwd", "scriptdir")
    return source.leading().startswith(".")


RULE = BindMountForData
