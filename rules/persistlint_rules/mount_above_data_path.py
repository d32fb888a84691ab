"""PSL201: the mount is on a parent of the image's VOLUME."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.durability.model import Container, MountPoint, Write
from persistlint.durability.paths import is_below
from persistlint.rulekit.edits import offer, replace_value
from persistlint.rulekit.image_versions import paths_of_other_versions
from persistlint.rulekit.phrases import (
    as_written,
    data_of,
    end_of,
    label_of,
    target_place,
    unless,
)
from persistlint.rulekit.throw_away import throw_away
from persistlint.rules.finding import Finding, Fix
from persistlint.rules.rule import Context, Rule
from persistlint.rules.topics import CONTAINER


class MountAboveDataPath(Rule):
    code = "PSL201"
    name = "mount-above-data-path"
    summary = (
        "the mount is on a parent of the image's VOLUME, so the data goes to an anonymous volume inside it"
    )
    severity = "error"
    fix = "unsafe"
    fix_changes = ("mounts",)
    services = True
    subject = Container
    needs = ("unmounted write + known paths",)
    topics = {CONTAINER: 30}

    def check(self, container: Container, context: Context) -> Iterator[Finding]:
        if not container.mounts_known or not container.serves:
            return
        image = container.image
        reference = container.command.image
        said: set[str] = set()
        for write in context.timeline.writes_of(container):
            point = write.mount_point
            if point is None or point.path in said or not _declared(write, point):
                continue
            above = _above(container, point.path)
            mount = above.mount if above is not None else None
            if above is None or mount is None or mount.target is None:
                continue
            said.add(point.path)
            reason = throw_away(container, context)
            source = f"`{as_written(mount.source)}`" if mount.source is not None else "the mount"
            if mount.type == "volume" and mount.source is not None:
                source = f"volume {source}"
            message = (
                f"{source} is mounted on `{above.path}`, but {label_of(container)} has a VOLUME at `{point.path}`"
                f"{unless(reference, mount.target)}. "
                f"That directory gets an anonymous volume inside the mount, which takes the {data_of(write)}. "
                f"{end_of(write, context)} Mount `{point.path}` itself."
            )
            if not image.version_known and reference is not None:
                message += f" This holds for the newest `{reference.raw.display()}`, as no version is named."
            yield self.finding(
                target_place(mount, container.command),
                message,
                identity=f"{label_of(container)} {point.path}",
                command=container.command,
                severity="error" if image.version_known else "warning",
                reason=reason,
                related=[(reference, f"this image has the VOLUME `{point.path}`")],
                fixes=[]
                if paths_of_other_versions(container, [point.path])
                else _fixes(mount.target.text or "", above, point),
                topic=CONTAINER.of(container.command, point.path),
            )


def _declared(write: Write, point: MountPoint) -> bool:
    """Return whether the write is data that lands in the anonymous volume of an image's VOLUME."""
    return (
        write.by == "image"
        and write.data_path is not None
        and write.data_path.loss != "minor"
        and write.happened is not False
        and point.declared
        and point.mount is None
    )


def _above(container: Container, path: str) -> MountPoint | None:
    """Return the deepest lasting mount of an option strictly above ``path``."""
    best: MountPoint | None = None
    for point in container.mount_points:
        if point.kind not in ("volume", "bind") or point.path == path or not is_below(path, point.path):
            continue
        if best is None or len(point.path) > len(best.path):
            best = point
    return best if best is not None and best.mount is not None else None


def _fixes(written: str, above: MountPoint, point: MountPoint) -> list[Fix]:
    mount = above.mount
    if mount is None or mount.target is None:
        return []
    rest = point.path[len(above.path.rstrip("/")) :]
    end = len(mount.target)
    edit = replace_value(mount.target, end, end, rest.lstrip("/") if written.endswith("/") else rest)
    title = f"Mount `{point.path}` itself (data that is in the anonymous volume must be copied)"
    return offer(title, edit)


RULE = MountAboveDataPath
