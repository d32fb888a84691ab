"""Questions of rules about Dockerfiles: which command builds one."""

from __future__ import annotations

from persistlint.docker.commands import ImageBuild

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.hosts.image_definition import ImageDefinition
    from persistlint.rules.rule import Context
    from persistlint.text.spans import Span


def build_of(definition: ImageDefinition, context: Context) -> ImageBuild | None:
    """Return the build command whose here-document or here-string holds this definition, None without one."""
    if not definition.instructions:
        return None
    first = definition.instructions[0].span
    builds = context.once_a_document("builds of a text", lambda: _builds(context))
    return next((command for command, text in builds.get(first.anchor, ()) if text.holds(first)), None)


def _builds(context: Context) -> dict[object, list[tuple[ImageBuild, Span]]]:
    """Return the builds of here-documents and here-strings with their texts, by the anchor of these."""
    found: dict[object, list[tuple[ImageBuild, Span]]] = {}
    for command in context.commands:
        if isinstance(command, ImageBuild) and command.dockerfile_span is not None:
            text = command.dockerfile_span
            found.setdefault(text.anchor, []).append((command, text))
    return found
