"""PSL202: the mount is on the path that another version of the image uses."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.catalogue.knowledge import DataPath
from persistlint.durability.model import Container, MountPoint, Write
from persistlint.rulekit.edits import offer, replace_value
from persistlint.rulekit.image_versions import names_newest, spoken_versions
from persistlint.rulekit.phrases import data_of, end_of, label_of, place_of, target_place, unless
from persistlint.rulekit.throw_away import throw_away
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule
from persistlint.rules.topics import CONTAINER


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
            # It may be any version.
            return
        missed = [write for write in context.timeline.writes_of(container) if _missed(write)]
        for point in container.mount_points:
            other = _other(container, point)
            mount = point.mount
            if other is None or mount is None or mount.target is None:
                continue
            write = next((write for write in missed if _same_data(write, other)), None)
            if write is None or write.data_path is None:
                continue
            path = write.data_path
            reason = throw_away(container, context)
            message = (
                f"{label_of(container)} mounts `{point.path}`, the path {spoken_versions(other.versions)}, but `{reference.raw.display()}` uses `{path.path}`"
                f"{unless(reference, mount.target)}. If the server starts at all, its {data_of(write)} goes to {place_of(write)}. "
                f"{end_of(write, context)} Mount `{path.path}`."
            )
            if not image.version_known:
                message += " This holds for the newest image, as no version is named."
            title = f"Mount `{path.path}` (existing data needs a migration)"
            edit = replace_value(mount.target, 0, len(mount.target), path.path)
            yield self.finding(
                target_place(mount, container.command),
                message,
                identity=f"{label_of(container)} {point.path}",
                command=container.command,
                severity="error" if image.version_known else "warning",
                reason=reason,
                related=[(reference.span, "the version is decided here")],
                fixes=offer(title, edit),
                topic=CONTAINER.of(container.command, path.path),
            )


def _missed(write: Write) -> bool:
    """Return whether an image's data, whose path depends on the version, lies under no mount of an option."""
    path = write.data_path
    return (
        write.by == "image"
        and path is not None
        and path.versions != ""
        and path.loss != "minor"
        and write.target.text == path.path
        and write.happened is not False
        and write.durability in ("anonymous volume", "container layer", "unknown")
        and (write.mount_point is None or write.mount_point.mount is None)
    )


def _other(container: Container, point: MountPoint) -> DataPath | None:
    """Return the path of another version on which an option mounts something lasting."""
    if point.kind not in ("volume", "bind", "anonymous volume") or point.mount is None:
        return None
    for path in container.image.other_paths:
        if path.path == point.path and not any(own.path == path.path for own in container.image.paths):
            return path
    return None


def _same_data(write: Write, other: DataPath) -> bool:
    return write.data_path is not None and write.data_path.kind == other.kind


RULE = WrongVersionDataPath
