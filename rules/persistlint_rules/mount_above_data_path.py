"""PSL201: the mount is on a parent of the image's VOLUME."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.durability.model import Container
from persistlint.durability.paths import base_name
from persistlint.rulekit.data_paths import image_data
from persistlint.rulekit.edits import offer, replace_value
from persistlint.rulekit.image_versions import paths_of_other_versions
from persistlint.rulekit.mounts import MADE_ANEW, mount_above
from persistlint.rulekit.phrases import (
    data_of,
    end_of,
    if_not_written,
    label_of,
    mounted_source,
    target_place,
    unless,
)
from persistlint.rulekit.throw_away import throw_away
from persistlint.rules.finding import Finding, Fix
from persistlint.rules.rule import Context, Rule
from persistlint.rules.topics import CONTAINER
from persistlint.shell.values import Value


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
        for write in image_data(container, context.timeline):
            point = write.mount_point
            if point is None or point.path in said or not point.declared or point.mount is not None:
                continue
            above = mount_above(container, point.path)
            mount = above.mount if above is not None else None
            if above is None or mount is None or mount.target is None or base_name(point.path) in MADE_ANEW:
                continue
            said.add(point.path)
            source = mounted_source(mount)
            source = f"volume {source}" if mount.type == "volume" and mount.source is not None else source
            message = (
                f"{source} is mounted on `{above.path}`, but {label_of(container)} has a VOLUME at `{point.path}`"
                f"{unless(reference, if_not_written(mount.target, context))}. "
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
                reason=throw_away(container, context, lessons=False),
                related=[(reference, f"this image has the VOLUME `{point.path}`")],
                fixes=_fixes(container, mount.target, above.path, point.path),
                topic=CONTAINER.of(container.command, point.path),
            )


def _fixes(container: Container, target: Value, above: str, path: str) -> list[Fix]:
    if paths_of_other_versions(container, [path]):
        return []
    rest = path[len(above.rstrip("/")) :]
    rest = rest.lstrip("/") if target.trailing().endswith("/") else rest
    title = f"Mount `{path}` itself (data that is in the anonymous volume must be copied)"
    return offer(title, replace_value(target, len(target), len(target), rest))


RULE = MountAboveDataPath
