"""PSL308: a bound file is replaced by another one, and the container keeps the first."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from persistlint.durability.model import Container, MountPoint, Timeline, Write
from persistlint.durability.paths import base_name
from persistlint.rulekit.lost_writes import stands, within
from persistlint.rulekit.mounts import extension
from persistlint.rulekit.phrases import as_written, label_of
from persistlint.rulekit.running import Runs
from persistlint.rulekit.throw_away import throw_away
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.durability.accesses.access import Access

#: Programs that make a new file and give it the old one's name. These two only know files.
_EDITORS = frozenset(("sed", "perl"))
_REPLACERS = _EDITORS | {"mv", "install", "rsync"}
#: Containers that a replaced file is told of.
_MOST_TOLD = 4


class ReplacedFileMount(Rule):
    code = "PSL308"
    name = "replaced-file-mount"
    summary = "a bound file is replaced by renaming, which the container doesn't see"
    severity = "warning"
    enabled = False
    subject = Timeline
    needs = ("bind",)

    def check(self, timeline: Timeline, context: Context) -> Iterator[Finding]:
        runs = context.once("runs", lambda: Runs(timeline))
        written = _written(runs)
        bound: dict[object, list[tuple[int, Container, MountPoint]]] = {}
        for container in timeline.containers:
            points = [point for point in container.mount_points if _bound(point)]
            first = runs.since(container) if points and written else None
            for point in points if first is not None else ():
                if first is not None and point.host_path is not None:
                    bound.setdefault(point.host_path.identity(), []).append((first, container, point))
            for write in timeline.writes_of(container) if points else ():
                if write.mount_point in points and write.target.text == write.mount_point.path:
                    yield from self._inside(container, write, write.mount_point, context)
        for identity, mounts in bound.items():
            mounts.sort(key=lambda mount: mount[0])
            for number, access in written.get(identity, ()):
                yield from self._on_the_host(number, access, mounts, runs, context)

    def _on_the_host(
        self,
        number: int,
        access: Access,
        mounts: list[tuple[int, Container, MountPoint]],
        runs: Runs,
        context: Context,
    ) -> Iterator[Finding]:
        invocation = runs.commands[number].invocation
        # Of many containers the last ones tell it.
        at = bisect_right(mounts, number, key=lambda mount: mount[0])
        for _, container, point in mounts[max(at - _MOST_TOLD, 0) : at]:
            if point.host_path is not None and (invocation.program in _EDITORS or _file(point)):
                label, path = label_of(container), as_written(point.host_path)
                yield self.finding(
                    within(access.span, invocation),
                    f"`{invocation.program}` puts a new file in the place of `{path}`, but {label} goes on with the old one. The old file stays mounted at "
                    f"`{point.path}` until the container is started again. Mount the directory that holds the file, or write into it (`cat new > file`).",
                    identity=f"{label} {point.path}",
                    reason=throw_away(container, context),
                    related=[(point.mount, "the file is mounted here")],
                )

    def _inside(
        self, container: Container, write: Write, point: MountPoint, context: Context
    ) -> Iterator[Finding]:
        if write.by not in _EDITORS and not (write.by == "mv" and _file(point)):
            return
        if write.how in ("run", "exec") and write.tried and point.read_only is False:
            label = label_of(container)
            yield self.finding(
                stands(write),
                f"`{write.by}` can't put a new file in the place of `{point.path}`, which is mounted into {label} as a file of its own. It fails "
                '("Device or resource busy"). Mount the directory that holds it, or write into the file.',
                identity=f"{label} {point.path}",
                command=write.command,
                reason=throw_away(container, context),
                related=[(point.mount, "the file is mounted here")],
            )


def _written(runs: Runs) -> dict[object, list[tuple[int, Access]]]:
    """Return what the host's programs replace, by the path, each with its command's number."""
    written: dict[object, list[tuple[int, Access]]] = {}
    for number, command in enumerate(runs.commands):
        if command.invocation.program in _REPLACERS:
            for access in runs.accesses(command):
                if access.kind == "write":
                    written.setdefault(access.target.identity(), []).append((number, access))
    return written


def _bound(point: MountPoint) -> bool:
    return point.kind == "bind" and point.mount is not None and point.host_path is not None


def _file(point: MountPoint) -> bool:
    """Return whether the mounted path looks like a file."""
    path = point.host_path
    name = base_name(path.trailing()) if path is not None else ""
    return bool(extension(name) or extension(point.path)) or name in ("Caddyfile", "Procfile", "hosts")


RULE = ReplacedFileMount
