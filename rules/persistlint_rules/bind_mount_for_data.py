"""PSL301: a database's directory on a bind mount below the project."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.docker.mounts import Mount
from persistlint.durability.model import Container, MountPoint, Write
from persistlint.rulekit.edits import offer, replace_specification
from persistlint.rulekit.phrases import as_written, data_of, label_of, source_place
from persistlint.rulekit.volume_names import volume_name_for
from persistlint.rules.finding import Finding, Fix
from persistlint.rules.rule import Context, Rule
from persistlint.shell.values import Literal, Unknown, Value

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
        for write in context.timeline.writes_of(container):
            point = write.mount_point
            if point is None or point in said or not _kept(write, point):
                continue
            mount = point.mount
            if mount is None or mount.source is None or not _below_project(mount.source):
                continue
            said.append(point)
            yield self.finding(
                source_place(mount, container.command, in_command=True),
                f"{label_of(container)} keeps `{point.path}` in `{as_written(mount.source)}` of the project. Its {data_of(write)} gets the "
                "host's owners and permissions, is slow in Docker Desktop, and one `git clean` deletes it. Use a named volume.",
                identity=f"{label_of(container)} {point.path}",
                command=container.command,
                fixes=_fixes(container, mount, point, context),
            )


def _kept(write: Write, point: MountPoint) -> bool:
    path = write.data_path
    return (
        write.by == "image"
        and path is not None
        and path.kind == "data"
        and path.loss != "minor"
        and write.happened is not False
        and write.durability == "bind"
        and point.path in (path.path, write.target.text)
    )


def _below_project(source: Value) -> bool:
    """Return whether the host path is relative to the working directory or the script's directory."""
    first = source.pieces[0] if source.pieces else None
    if isinstance(first, Unknown):
        return first.kind in ("cwd", "scriptdir")
    return source.leading().startswith(".")


def _fixes(container: Container, mount: Mount, point: MountPoint, context: Context) -> list[Fix]:
    name = volume_name_for(container.command, context, point.path)
    target = mount.target.text if mount.target is not None else None
    if name is None or target is None or mount.read_only is None or mount.source is None:
        return []
    whole = mount.value is not None and len(mount.value.pieces) == 1
    for piece in mount.source.pieces:
        span = piece.span
        apart = span is None or span.anchor != container.command.span.anchor
        if isinstance(piece, Literal) and apart and not whole:
            # A variable that holds the source alone would be left without a use.
            return []
    if mount.flag != "--mount":
        text = ":".join([name, target, *([",".join(mount.options)] if mount.options else [])])
    elif mount.options:
        # They are a bind's own.
        return []
    else:
        text = f"type=volume,source={name},target={target}"
    edit = replace_specification(mount, text, container.command, context.sources)
    title = f"Keep the data in the volume `{name}` (what is in the directory must be copied)"
    return offer(title, edit)


RULE = BindMountForData
