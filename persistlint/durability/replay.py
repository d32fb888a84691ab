"""Plays a document's commands in order: what happens to volumes, containers and the bytes in them."""

from __future__ import annotations

from persistlint.docker.commands import (
    Command,
    Compose,
    ContainerCommit,
    ContainerCopy,
    ContainerCreate,
    ContainerExec,
    ContainerExport,
    ContainerRemove,
    ContainerRename,
    ContainerSignal,
    ImageBuild,
    ImageRemove,
    ImageTransfer,
    Prune,
    VolumeCreate,
    VolumeRemove,
)
from persistlint.docker.option_table import NEWEST, Version
from persistlint.durability.fates import finish
from persistlint.durability.images import ImageLookup
from persistlint.durability.model import Happening, HostCommand, Timeline
from persistlint.durability.running import create
from persistlint.durability.state import REMOVED, State
from persistlint.shell.invocation import SPENT, Gap, Guard, NotUnderstood
from persistlint.text.budgets import MOST_LOOKS
from persistlint.text.checkpoints import asking

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from persistlint.durability.builds import BuiltDefinition


#: Programs of the host that can take data away.
_ON_HOST = frozenset(
    (
        *("rm", "rmdir", "unlink", "shred", "find"),
        *("systemctl", "service", "rc-service", "invoke-rc.d", "snap", "initctl", "init.d"),
        *("reboot", "shutdown", "poweroff", "halt", "init", "telinit"),
    )
)

#: Podman's, in the same way.
_PODMANS_UNSEEN = (
    "kube play",
    "kube down",
    "container clone",
    "container restore",
    "machine ",
    "volume import",
)

#: Commands whose effect on containers and volumes the text doesn't show.
_UNSEEN = (
    "service ",
    "stack ",
    "swarm ",
    "checkpoint ",
    "plugin ",
    "buildx bake",
    "compose ",
    *_PODMANS_UNSEEN,
)


def replay(
    happenings: Sequence[Happening],
    world: Guard,
    when: str | None = None,
    function: str = "",
    images: ImageLookup | None = None,
    engine_version: Version = NEWEST,
    *,
    certainties: Sequence[str] | None = None,
    document: bool = False,
    standing: Sequence[ContainerCreate] = (),
    builds_of: BuiltDefinition | None = None,
    checkpoint: Callable[[], None] | None = None,
) -> Timeline:
    """Return the timeline of one world.

    ``happenings`` are the commands and gaps of the world in the order in which they happen, ``certainties`` how sure each is ("certain",
    "possible", "repeated"; without it each invocation's own). ``images`` tells what is known of an image, ``engine_version`` what a prune removes.
    ``standing`` are commands whose containers run before the text begins.
    ``document`` is true for a document of blocks (Markdown): lines after an interactive run are typed inside the container, and what another block did is
    only possible. ``builds_of`` gives the image definition that a build command builds, where it is known.
    ``checkpoint`` is called often, and what it raises ends the replay.
    """
    timeline = Timeline(world, when, function)
    timeline.engine_version = engine_version
    state = State(timeline, images if images is not None else ImageLookup(), engine_version)
    state.document = document
    if standing:
        # What a text that has no services never imports.
        from persistlint.durability.services import stand

        stand(state, standing)
    for index, happening in enumerate(asking(happenings, checkpoint)):
        if state.stores.steps > MOST_LOOKS:
            _give_up(state, happening)
            break
        timeline.happenings.append(happening)
        if isinstance(happening, NotUnderstood):
            _leave_block(state, happening.block)
            continue
        if isinstance(happening, Gap):
            _leave_block(state, happening.block)
            timeline.gaps.append(happening)
            continue
        invocation = happening.invocation
        _leave_block(state, invocation.block)
        state.span = invocation.span
        state.certainty = certainties[index] if certainties is not None else invocation.certainty
        if isinstance(happening, HostCommand):
            _on_host(state, happening)
            continue
        _close_session(state)
        state.span = invocation.span
        if isinstance(happening, ImageBuild):
            from persistlint.durability.builds import build

            build(state, happening, builds_of)
            continue
        _happen(state, happening)
    _close_session(state)
    finish(state)
    return timeline


def _give_up(state: State, happening: Happening) -> None:
    """Note that the following happenings aren't read: whatever exists now may be gone at the end."""
    span = (
        happening.span if isinstance(happening, (Gap, NotUnderstood, Command)) else happening.invocation.span
    )
    gap = Gap(SPENT, span)
    state.timeline.happenings.append(gap)
    state.timeline.gaps.append(gap)
    for container in state.timeline.containers:
        if container.states != REMOVED:
            container.states |= REMOVED
    for volume in state.timeline.volumes:
        if volume.states != REMOVED:
            volume.states |= REMOVED
    for write in state.timeline.writes:
        if write.at_end == "alive":
            write.at_end = "unknown"


def _leave_block(state: State, block: int) -> None:
    if block != state.block:
        _close_session(state)
    state.block = block


def _close_session(state: State) -> None:
    if state.session is not None:
        from persistlint.durability.transcripts import close_session

        close_session(state)


def _on_host(state: State, command: HostCommand) -> None:
    """Replay a command that isn't docker's: a line typed in a container, a delete on the host, a restart of the engine."""
    if state.session is not None:
        from persistlint.durability.transcripts import typed

        if typed(state, command):
            return
    if command.invocation.program in _ON_HOST:
        from persistlint.durability.host import host_command

        host_command(state, command)


def _happen(state: State, command: Command) -> None:
    if isinstance(command, ContainerCreate):
        if state.document:
            from persistlint.durability.transcripts import create_in_document

            create_in_document(state, command)
        else:
            create(state, command)
        return
    if command.syntax_problems:
        from persistlint.durability.changes import refused

        refused(state, command)
        return
    if state.document:
        from persistlint.durability.transcripts import opens_session

        if opens_session(state, command):
            return
    handler = _handler(type(command))
    if handler is not None:
        handler(state, command)
    elif command.program == "podman" and command.verb.startswith("pod "):
        from persistlint.durability.podman import on_pods

        on_pods(state, command)
    elif command.verb == "context use":
        from persistlint.durability.changes import use_context

        use_context(state, command)
    elif command.verb.startswith(_UNSEEN):
        state.gap(f"`{command.program} {command.verb}` works on things that aren't in this text", command)


def _handler(kind: type) -> Callable[..., None] | None:
    """Return the function that replays a kind of command. Its module is imported when a text has such a command: many only have runs."""
    if kind in (ContainerExec, ContainerSignal, ContainerRename, VolumeCreate):
        from persistlint.durability import changes

        handlers: dict[type, Callable[..., None]] = {
            ContainerExec: changes.execute,
            ContainerSignal: changes.signal,
            ContainerRename: changes.rename,
            VolumeCreate: changes.create_volume,
        }
        return handlers[kind]
    if kind in (ContainerRemove, VolumeRemove, Prune, ImageRemove, Compose):
        from persistlint.durability import removals

        handlers = {
            ContainerRemove: removals.remove_containers,
            VolumeRemove: removals.remove_volumes,
            Prune: removals.prune,
            ImageRemove: removals.remove_images,
            Compose: removals.compose,
        }
        return handlers[kind]
    if kind in (ContainerCopy, ContainerCommit, ContainerExport, ImageTransfer):
        from persistlint.durability import copies

        handlers = {
            ContainerCopy: copies.copy,
            ContainerCommit: copies.commit,
            ContainerExport: copies.export,
            ImageTransfer: copies.transfer,
        }
        return handlers[kind]
    return None
