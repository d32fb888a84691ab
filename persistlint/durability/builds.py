"""``docker build``: what build steps write, and where that stays."""

from __future__ import annotations

from persistlint.docker.commands import Command, ImageBuild
from persistlint.docker.option_table import Version
from persistlint.durability.model import Write
from persistlint.durability.state import State, image_key

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from persistlint.hosts.image_definition import ImageDefinition

    #: The definition that a build command builds; None where it isn't known.
    BuiltDefinition = Callable[[ImageBuild], "ImageDefinition | None"]

#: From this release on BuildKit is the builder of ``docker build``.
_BUILDKIT_BY_DEFAULT = (23, 0)
#: Flags of instructions that the classic builder doesn't know.
_BUILDKIT_FLAGS = frozenset(("mount", "link", "parents", "exclude", "network", "security"))


def build(state: State, command: ImageBuild, builds_of: BuiltDefinition | None) -> None:
    """Replay a build: the image is made anew, with its steps' writes in its layers."""
    for tag in command.tags:
        state.name_image(tag, None)
    definition = builds_of(command) if builds_of is not None else None
    if definition is None:
        return
    key = image_key(command.tags[0]) if command.tags else ("untagged", command.span)
    happened: bool | None = None if state.certainty != "certain" else True
    if command.syntax_problems:
        happened = False
    target = command.target.text if command.target is not None else None
    _steps(state, definition, target, key, command, happened, classic_builder(command, state.engine_version))


def classic_builder(command: ImageBuild, engine_version: Version) -> bool | None:
    """Return whether the classic builder runs the steps, None for a program whose builder isn't known here."""
    if command.program != "docker":
        return None
    if any(word.text == "buildx" for word in command.verb_words):
        return False
    chosen = command.invocation.environment.get("DOCKER_BUILDKIT")
    if chosen is not None:
        text = chosen.text
        return None if text is None else text in ("0", "false")
    return engine_version < _BUILDKIT_BY_DEFAULT


def needs_buildkit(definition: ImageDefinition, head: bytes) -> bool:
    """Return whether BuildKit alone can build it: ``head`` names a syntax, or an instruction has a here-document or one of BuildKit's flags."""
    if not definition.instructions:
        return False
    return b"syntax=" in head.replace(b" ", b"").lower() or any(
        instruction.heredocs or any(flag.name in _BUILDKIT_FLAGS for flag in instruction.flags)
        for instruction in definition.instructions
    )


def _steps(
    state: State,
    definition: ImageDefinition,
    target: str | None,
    key: tuple[object, ...],
    command: Command | None,
    happened: bool | None,
    classic: bool | None,
) -> None:
    from persistlint.durability.build_steps import step_accesses

    for step in step_accesses(definition, target, state.images):
        if step.changes_owner:
            continue
        access = step.access
        id = f"w{len(state.timeline.writes) + 1}"
        write = Write(id, access.span, None, access.target, access.by, "build", command)
        write.happened = access.happened if happened else happened
        write.sequence = len(state.timeline.writes) + len(state.timeline.reads)
        write.rank = access.rank
        write.packages = access.packages
        write.directory = access.creates_directory
        write.durability = step.durability
        write.inside = access.target.text
        write.store = {"build cache": ("cache",), "image layer": ("image", key)}.get(
            step.durability, ("unknown",)
        )
        state.timeline.writes.append(write)
        if write.happened is False:
            write.at_end = "gone"
            continue
        if step.below_volume and classic is not False:
            # The classic builder runs each step with a throw-away volume at a path that is a VOLUME already.
            write.durability = "anonymous volume" if classic else "unknown"
            write.store = ("step", id)
        elif step.durability in ("tmpfs", "engine-managed file"):
            write.store = ("step", id)
        if write.store != ("unknown",):
            state.stores.add(write)
        if write.store == ("step", id):
            state.span = access.span
            state.stores.lose(
                write.store, state.destruction("the end of the build step", classic is not None)
            )
