"""Images of the user's own: built, committed, tagged or loaded in the text, or from this machine's registry."""

from __future__ import annotations

from persistlint.docker.commands import Command, ContainerCommit, ImageBuild, ImageTransfer
from persistlint.docker.image_reference import DEFAULT_DOMAIN, OFFICIAL, ImageReference

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.docker.commands import ContainerCreate
    from persistlint.rules.rule import Context


def made_here(image: ImageReference, command: ContainerCreate, context: Context) -> bool:
    """Return whether the image is the user's own: built, committed, tagged or loaded in this text, or from this machine's registry."""
    if image.domain is not None and image.domain.partition(":")[0] == "localhost":
        return True
    if image.tag == "local":
        # What a build of this project leaves on the machine: no registry has it, and it has no digest.
        return True
    container = context.timeline.container_of(command)
    if container is not None and container.image.origin == "definition":
        return True
    if image.domain == DEFAULT_DOMAIN and (image.path or "").startswith(OFFICIAL):
        # Docker Hub has no other names without an owner than the official images': one that isn't theirs is made on this machine.
        knowledge = container.image if container is not None else None
        if (
            knowledge is None
            or not knowledge.known
            or (knowledge.origin == "engine" and not (knowledge.name or knowledge.digests))
        ):
            return True
    return any(_same(made, image) for other in context.commands for made in _made_by(other))


def _made_by(command: Command) -> list[ImageReference]:
    if isinstance(command, ImageBuild):
        return command.tags
    if isinstance(command, ContainerCommit):
        return [command.tag] if command.tag is not None else []
    if isinstance(command, ImageTransfer) and command.verb in ("image tag", "image import", "image load"):
        return command.images[-1:]
    return []


def _same(image: ImageReference, other: ImageReference) -> bool:
    if image.path is None or other.path is None:
        return False
    tags = not image.tag_known or (image.tag or "latest") == (other.tag or "latest")
    return image.path == other.path and image.domain == other.domain and tags
