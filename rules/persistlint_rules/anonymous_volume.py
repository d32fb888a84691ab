"""PSL401: an option makes a volume that nothing names."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.docker.mounts import Mount
from persistlint.durability.model import Container, MountPoint, Write
from persistlint.durability.paths import base_name, is_below
from persistlint.rulekit.edits import offer
from persistlint.rulekit.mount_edits import give_name
from persistlint.rulekit.mounts import MADE_ANEW, lends_volumes, stored_elsewhere
from persistlint.rulekit.phrases import as_written, label_of, next_of, rm_option, sentence, target_place
from persistlint.rulekit.services import declare_mounted
from persistlint.rulekit.throw_away import throw_away
from persistlint.rulekit.volume_names import volume_name_for
from persistlint.rules.finding import Finding, Fix
from persistlint.rules.rule import Context, Rule
from persistlint.text.spans import Span

#: Places whose content nobody keeps, and the storage of an engine inside a container.
_SCRATCH = tuple(
    """
    /tmp /var/tmp /run /var/run /var/cache /dev/shm /var/lib/docker /var/lib/containers /var/lib/containerd
    /var/lib/kubelet
    """.split()
)


class AnonymousVolume(Rule):
    code = "PSL401"
    name = "anonymous-volume"
    summary = "an option makes a volume that nothing names"
    severity = "warning"
    warns_in_documents = False
    fix = "unsafe"
    fix_changes = ("mounts",)
    services = True
    subject = Container
    needs = ("anonymous mount",)

    def check(self, container: Container, context: Context) -> Iterator[Finding]:
        command = container.command
        if command.syntax_problems or command.read_only or lends_volumes(container, context):
            return
        yield from self._of_the_host(container)
        for point in container.mount_points:
            mount = point.mount
            if mount is None or point.kind != "anonymous volume" or not mount.anonymous or mount.drive:
                continue
            if mount.target is None or not mount.target.leading().startswith("/"):
                # Not what it was meant to be: `-v data` is a slip of the pen.
                continue
            if not _meant_to_last(container, point) or stored_elsewhere(mount):
                continue
            written = _written(container, point, context)
            reason = throw_away(container, context)
            if command.remove and (command.detach or written is not None):
                severity = "warning"
                when = "stops" if command.detach else "is done"
                message = (
                    f"`{mount.target.display()}` of {label_of(container)} is an anonymous volume. {rm_option(command)} deletes it, and all that is in it, "
                    f"when the container {when}. Give it a name."
                )
            else:
                severity = "info"
                message = (
                    f"`{mount.target.display()}` of {label_of(container)} is an anonymous volume. "
                    f"{_end(container, context)} Give it a name."
                )
            yield self.finding(
                target_place(mount, command, in_command=True),
                message,
                identity=f"{label_of(container)} {point.path}",
                command=command,
                severity=severity,
                reason=reason if command.remove else None,
                related=_related(container, written, context),
                fixes=_fixes(container, point, mount, context),
            )

    def _of_the_host(self, container: Container) -> Iterator[Finding]:
        """Yield a finding for each directory of the host that has no container path: docker makes a volume at that path in the container."""
        command = container.command
        for mount in command.mounts:
            target = mount.target
            if not mount.anonymous or target is None or target.known or command.program == "podman":
                continue
            shown = as_written(target)
            if base_name(shown) in MADE_ANEW or any(
                other is not mount and other.target is not None and is_below(shown, as_written(other.target))
                for other in command.mounts
            ):
                continue
            yield self.finding(
                target_place(mount, command, in_command=True),
                f"`{shown}` stands without a colon. So docker doesn't mount that directory of the host, but makes an anonymous volume "
                f"at this path in {label_of(container)}. Write `{shown}:/PATH`, with the path in the container.",
                identity=f"{label_of(container)} {shown}",
                command=command,
            )


def _related(container: Container, written: Write | None, context: Context) -> list[tuple[Span, str]]:
    """Return where the volume is written, and where another file removes the container."""
    if written is not None and written.by != "image":
        return [(written.span, "written here")]
    removal = None if container.command.remove else context.removed_elsewhere(container.command)
    return [(removal.span, "the container is removed here")] if removal is not None else []


def _end(container: Container, context: Context) -> str:
    """Return the sentence that says what becomes of the volume."""
    if container.command.remove:
        return f"{sentence(next_of(container))} gets another, empty one, and {rm_option(container.command)} deletes this one."
    removal = context.removed_elsewhere(container.command)
    if removal is not None and removal.with_volumes:
        return f"{removal.words} deletes it."
    if removal is not None:
        return f"After {removal.words} the next container gets another, empty one."
    return f"{sentence(next_of(container))} gets another, empty one."


def _meant_to_last(container: Container, point: MountPoint) -> bool:
    path = point.path
    if base_name(path) in MADE_ANEW or any(is_below(path, scratch) for scratch in _SCRATCH):
        return False
    # A volume below another mount keeps its files out of that mount on purpose.
    return not any(
        other is not point and other.path != path and is_below(path, other.path)
        for other in container.mount_points
    )


def _written(container: Container, point: MountPoint, context: Context) -> Write | None:
    for write in context.timeline.writes_of(container):
        if write.mount_point is point and write.happened is not False:
            if write.rank != "scratch" and write.rescued_by is None:
                return write
    return None


def _fixes(container: Container, point: MountPoint, mount: Mount, context: Context) -> list[Fix]:
    name = volume_name_for(container.command, context, point.path)
    if name is None:
        return []
    title = f"Name it `{name}` (what is in the volume without a name stays behind)"
    return offer(title, give_name(mount, name), *declare_mounted(container.command, name))


RULE = AnonymousVolume
