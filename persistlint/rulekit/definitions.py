"""Questions of rules about Dockerfiles: which command builds one."""

from __future__ import annotations

from persistlint.docker.commands import ImageBuild

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.hosts.image_definition import ImageDefinition
    from persistlint.rules.rule import Context


def build_of(definition: ImageDefinition, context: Context) -> ImageBuild | None:
    """The command that builds this definition, where its text is a here-document or here-string."""
    if not definition.instructions:
        return None
    first = definition.instructions[0].span
    for command in context.commands:
        if not isinstance(command, ImageBuild) or command.dockerfile_span is None:
            continue
        if command.dockerfile_span.holds(first):
            return command
    return None
