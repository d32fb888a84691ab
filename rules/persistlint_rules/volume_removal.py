"""PSL408: ``docker volume rm`` of all volumes, or of one that the script keeps data in."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.docker.commands import ContainerCreate, VolumeRemove
from persistlint.durability.model import Container, MountPoint, Timeline
from persistlint.durability.names import namespace_of
from persistlint.rulekit.data_paths import loss_of
from persistlint.rulekit.edits import offer
from persistlint.rulekit.intent import clearing, plain, typed_by_hand, unguarded
from persistlint.rulekit.phrases import as_written, holding, label_of
from persistlint.rulekit.throw_away import throw_away
from persistlint.rulekit.volume_removals import removes_all
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule
from persistlint.rules.topics import REMOVAL
from persistlint.shell.values import Value
from persistlint.text.edits import Edit


class VolumeRemoval(Rule):
    code = "PSL408"
    name = "volume-removal"
    summary = "docker volume rm of all volumes, or of one that the script keeps data in"
    severity = "warning"
    fix = "unsafe"
    fix_changes = ("commands",)
    subject = VolumeRemove
    topics = {REMOVAL: 20}

    def check(self, command: VolumeRemove, context: Context) -> Iterator[Finding]:
        if command.syntax_problems:
            return
        every = removes_all(command, context)
        if every is not None:
            yield self._all(command, every, context)
            return
        if not unguarded(command) or clearing(command.invocation, context) or context.language == "markdown":
            return
        for name in command.volumes:
            service = _kept_in(name, command, context)
            if service is not None:
                yield self._one(command, name, service)

    def _all(self, command: VolumeRemove, every: bool, context: Context) -> Finding:
        which = "every volume of this engine that no container uses, even named ones."
        if command.program == "podman" and command.force:
            which = "every volume of this engine, and first the containers that use them."
        message = f"`{command.program} volume rm` deletes {which}"
        if not every:
            message += " `dangling` only means that no container uses a volume at the moment."
        message += (
            " What a removed service keeps there is gone, of other projects too. Remove volumes by name."
        )
        can_prune = plain(command) and command.program == "docker"
        edit = Edit(command.span, "docker volume prune -f") if can_prune else None
        return self.finding(
            command.span,
            message,
            identity="every volume",
            command=command,
            reason=typed_by_hand(context) or clearing(command.invocation, context),
            fixes=offer("Remove only the volumes that have no name and no container", edit),
            topic=REMOVAL.of(command),
        )

    def _one(self, command: VolumeRemove, name: Value, service: tuple[Container, str]) -> Finding:
        container, data = service
        return self.finding(
            next((word.span for word in command.operands if word.value is name and word.span), command.span),
            f"Each time that this runs it deletes the volume `{as_written(name)}`, on which {label_of(container)} is started again below. "
            f"The data of the last run ({data}) goes with it. Remove only the container: a new one finds its data in the volume.",
            identity=as_written(name),
            command=command,
            related=[(container.command.span, "mounted again here, empty")],
            topic=REMOVAL.of(command),
        )


def _kept_in(name: Value, command: VolumeRemove, context: Context) -> tuple[Container, str] | None:
    """Return the service that keeps its data in the volume after its removal, and that data. The earlier data went with the volume."""
    timeline = context.timeline
    users = context.once("first users of volumes", lambda: _first_users(timeline))
    user = users.get((namespace_of(command), name.identity()))
    if user is None or timeline.place_of(user[0].command) < timeline.place_of(command):
        # The volume was mounted before, so the script has used or saved its data.
        return None
    container, mounted = user
    for write in timeline.writes_of(container):
        if write.by != "image" or write.mount_point not in mounted or loss_of(write) != "severe":
            continue
        if container.serves and container.command.detach and throw_away(container, context) is None:
            return container, holding(write)
    # The first user isn't a server that keeps its data there.
    return None


def _first_users(timeline: Timeline) -> dict[object, tuple[Container, list[MountPoint]]]:
    """Return for each engine and volume's name the first container that mounts it, and where it does."""
    users: dict[object, tuple[Container, list[MountPoint]]] = {}
    for happening in timeline.happenings:
        container = timeline.container_of(happening) if isinstance(happening, ContainerCreate) else None
        if container is None:
            continue
        for point in container.mount_points:
            mount = point.mount
            if mount is not None and mount.source is not None and mount.type in (None, "volume"):
                key = (container.namespace, mount.source.identity())
                if users.setdefault(key, (container, []))[0] is container:
                    users[key][1].append(point)
    return users


RULE = VolumeRemoval
