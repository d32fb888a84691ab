"""PSL202: the mount is on the path that another version of the image uses."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.catalogue.knowledge import DataPath
from persistlint.durability.model import Container, MountPoint, Write
from persistlint.rulekit.data_paths import image_data
from persistlint.rulekit.edits import offer, replace_value
from persistlint.rulekit.image_versions import names_newest, spoken_versions
from persistlint.rulekit.phrases import (
    data_of,
    end_of,
    if_not_written,
    label_of,
    place_of,
    target_place,
    unless,
)
from persistlint.rulekit.throw_away import throw_away
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule
from persistlint.rules.topics import CONTAINER

#: Where data goes that no option keeps.
_MISSED = ("anonymous volume", "container layer", "unknown")


class WrongVersionDataPath(Rule):
    code = "PSL202"
    name = "wrong-version-data-path"
    summary = "the mount is on the path that another major version of this image uses"
    severity = "error"
    fix = "unsafe"
    fix_changes = ("mounts",)
    services = True
    subject = Container
    needs = ("unmounted write + known paths",)
    topics = {CONTAINER: 40}

    def check(self, container: Container, context: Context) -> Iterator[Finding]:
        image = container.image
        reference = container.command.image
        if not container.mounts_known or not container.serves or not image.other_paths or reference is None:
            return
        if not image.version_known and (image.origin == "definition" or not names_newest(reference)):
            # The image may be any version.
            return
        missed = [write for write in image_data(container, context.timeline, *_MISSED) if _is_missed(write)]
        for point in container.mount_points:
            other, mount = _other(container, point), point.mount
            if other is None or mount is None or mount.target is None:
                continue
            same = ((write, write.data_path) for write in missed if write.data_path is not None)
            write, path = next(
                ((write, path) for write, path in same if path.kind == other.kind), (None, None)
            )
            if write is None or path is None:
                continue
            message = (
                f"{label_of(container)} mounts `{point.path}`, the path {spoken_versions(other.versions)}, but `{reference.raw.display()}` uses `{path.path}`"
                f"{unless(reference, if_not_written(mount.target, context))}. If the server starts at all, its {data_of(write)} goes to {place_of(write)}. "
                f"{end_of(write, context)} Mount `{path.path}`."
            )
            if not image.version_known:
                message += " This holds for the newest image, as no version is named."
            edit = replace_value(mount.target, 0, len(mount.target), path.path)
            yield self.finding(
                target_place(mount, container.command),
                message,
                identity=f"{label_of(container)} {point.path}",
                command=container.command,
                severity="error" if image.version_known else "warning",
                reason=throw_away(container, context, lessons=False),
                related=[(reference.span, "the version is decided here")],
                fixes=offer(f"Mount `{path.path}` (existing data needs a migration)", edit),
                topic=CONTAINER.of(container.command, path.path),
            )


def _is_missed(write: Write) -> bool:
    """Return whether the place of the data depends on the version, and lies under no mount of an option."""
    path, point = write.data_path, write.mount_point
    return (
        path is not None
        and path.versions != ""
        and write.target.text == path.path
        and (point is None or point.mount is None)
    )


def _other(container: Container, point: MountPoint) -> DataPath | None:
    """Return the path of another version on which an option mounts something lasting. An anonymous volume keeps nothing on any path."""
    if point.kind not in ("volume", "bind") or point.mount is None:
        return None
    for path in container.image.other_paths:
        if path.path == point.path and not any(
            data_path.path == path.path for data_path in container.image.paths
        ):
            return path
    return None


RULE = WrongVersionDataPath
