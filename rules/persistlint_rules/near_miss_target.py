"""PSL204: the written path and a mount's target differ by a slip of the pen."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.durability.model import Container, MountPoint, Write
from persistlint.durability.paths import is_below
from persistlint.rulekit.edits import offer, replace_value
from persistlint.rulekit.image_versions import paths_of_other_versions
from persistlint.rulekit.lost_writes import lost
from persistlint.rulekit.near_words import is_slip_of_path
from persistlint.rulekit.phrases import as_written, end_of, label_of, unless, written_at
from persistlint.rulekit.throw_away import throw_away
from persistlint.rules.finding import Finding, Fix
from persistlint.rules.rule import Context, Rule
from persistlint.rules.topics import CONTAINER, WRITE

#: A result that is lost is worth the warning that it would get without the mount (unmounted-write).
_SEVERITIES = {"result": "warning", "data": "info"}


class NearMissTarget(Rule):
    code = "PSL204"
    name = "near-miss-target"
    summary = "a written path and a mount's target differ by a slip of the pen"
    severity = "info"
    fix = "unsafe"
    fix_changes = ("mounts",)
    services = True
    subject = Container
    needs = ("unmounted write",)
    topics = {CONTAINER: 60, WRITE: 30}

    def check(self, container: Container, context: Context) -> Iterator[Finding]:
        timeline = context.timeline
        if not container.mounts_known or not any(point.mount is not None for point in container.mount_points):
            return
        writes = timeline.writes_of(container)
        touched = [write.target.text or "" for write in writes]
        touched += [read.target for read in timeline.reads if read.container is container]
        if container.command.workdir is not None:
            touched.append(container.command.workdir.text or "")
        misses: dict[str, tuple[MountPoint, str, Write]] = {}
        for write in writes:
            text = write.target.text
            if text is None or write.by == "image" or write.rank not in _SEVERITIES or not lost(write):
                continue
            point, meant = _nearest(text, container)
            if point is None or any(is_below(path, point.path) for path in touched if path):
                # A mount whose path is used, too, is no slip.
                continue
            before = misses.get(point.path)
            if before is None or write.rank == "result" or before[2].rank != "result":
                misses[point.path] = (point, meant, write)
        for point, meant, write in misses.values():
            yield self._about(container, point, meant, write, context)

    def _about(
        self, container: Container, point: MountPoint, meant: str, write: Write, context: Context
    ) -> Finding:
        mount = point.mount
        assert mount is not None and mount.target is not None
        source = f"`{as_written(mount.source)}`" if mount.source is not None else "the mount"
        reason = throw_away(container, context, lessons=False)
        message = (
            f"`{as_written(write.target)}` isn't in {source}, which {label_of(container)} has at `{point.path}`{unless(write.target, mount.target)}. "
            f"{end_of(write, context)} Write `{meant}` if that is meant."
        )
        return self.finding(
            written_at(write.target, write.span, container.command),
            message,
            identity=f"{point.path} {meant}",
            command=write.command or container.command,
            severity=_SEVERITIES[write.rank],
            reason=reason,
            related=[(mount.target_span, f"mounted at `{point.path}`")],
            fixes=[] if paths_of_other_versions(container, [meant]) else _fixes(write, point, meant),
            topic=WRITE.of(write),
        )


def _nearest(text: str, container: Container) -> tuple[MountPoint | None, str]:
    """Return the mount whose target ``text`` misses by a slip, and the corrected ``text``."""
    for point in container.mount_points:
        if point.mount is None or point.mount.target is None or point.kind not in ("volume", "bind"):
            continue
        parts, target = text.split("/"), point.path.split("/")
        head = "/".join(parts[: len(target)])
        if len(parts) >= len(target) and head != point.path and is_slip_of_path(head, point.path):
            return point, point.path + text[len(head) :]
    return None, ""


def _fixes(write: Write, point: MountPoint, meant: str) -> list[Fix]:
    mount = point.mount
    assert mount is not None and mount.target is not None
    text = write.target.text or ""
    head = text[: len(text) - len(meant) + len(point.path)]
    edit = replace_value(mount.target, 0, len(mount.target), head)
    return offer(f"Mount it at `{head}`", edit)


RULE = NearMissTarget
