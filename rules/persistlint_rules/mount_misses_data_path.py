"""PSL203: a known image, and a data mount on a path that it does not use."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.catalogue.variants import unused_volumes
from persistlint.durability.model import Container, Write
from persistlint.rulekit.data_paths import has_settings_file, listed, path_of, unkept_data
from persistlint.rulekit.edits import offer, replace_value
from persistlint.rulekit.image_versions import paths_of_other_versions, unless_image
from persistlint.rulekit.intended_mounts import misplaced_mounts
from persistlint.rulekit.phrases import (
    as_written,
    data_of,
    end_of,
    label_of,
    place_of,
    target_place,
)
from persistlint.rulekit.throw_away import throw_away
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule
from persistlint.rules.topics import CONTAINER


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
        # Two mounts beside one path are one mistake.
        said: set[str] = set()
        for point, mount, target, lost in misplaced_mounts(container, missed, context):
            paths = list(dict.fromkeys(map(path_of, lost)))
            if said.issuperset(paths):
                continue
            said.update(paths)
            source = "the mount"
            if mount.source is not None:
                source = f"{'volume ' if mount.type == 'volume' else ''}`{as_written(mount.source)}`"
            message = (
                f"{source} is mounted on `{point.path}`, where {label_of(container)} keeps nothing{unless_image(container, paths, context, target)}. "
                f"Its {data_of(lost[0])} is in {listed(paths)}{_moved_by(lost[0])}, and goes to {place_of(lost[0])}. {end_of(lost[0], context)} "
                f"Mount {source if mount.source is not None else 'a volume'} on `{paths[0]}`."
            )
            others = [path for path in map(path_of, missed) if path not in paths]
            if others:
                message += f" Nothing is mounted on {listed(others)} either."
            title = f"Mount it on `{paths[0]}` (data of an existing container stays behind)"
            is_sure = len(paths) == 1 and not paths_of_other_versions(container, paths)
            yield self.finding(
                target_place(mount, command),
                message,
                identity=f"{label_of(container)} {point.path}",
                command=command,
                reason=throw_away(container, context, lessons=False)
                or _moved_by_a_file(container, point.path, lost),
                related=[(command.image, f"this image keeps its data in {listed(paths)}")],
                fixes=offer(title, replace_value(target, 0, len(target), paths[0])) if is_sure else [],
                topic=CONTAINER.of(command),
            )


def _moved_by_a_file(container: Container, target: str, lost: list[Write]) -> str | None:
    """Return which file, that isn't seen here, may say that the data is on the mount's ``target`` after all, for a message; None for none."""
    if has_settings_file(container):
        return "a mounted file of settings may say where the data is"
    moves = any(write.data_path is not None and write.data_path.env for write in lost)
    if moves and target in unused_volumes(container.image) and container.command.uses("env-file"):
        return "a file of variables may say where the data is"
    return None


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


RULE = MountMissesDataPath
