"""Versions of an image on which the place of its data depends, and which the text may not say."""

from __future__ import annotations

from persistlint.rulekit.phrases import if_not_written, unless

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from persistlint.docker.image_reference import ImageReference
    from persistlint.durability.model import Container
    from persistlint.rules.rule import Context
    from persistlint.shell.values import Value

#: Tags without a version that an official image moves to its newest one. `alpine3.17` stays where it was when that release was given up; those of today still move.
_MOVING_TAGS = frozenset(("latest", "alpine", "alpine3.22", "alpine3.23", "trixie", "bookworm"))


def names_newest(reference: ImageReference) -> bool:
    """Return whether the name is the newest version's: it has no tag, or one that only names a base."""
    if not reference.tag_known or "@" in reference.raw.marked():
        return False
    tag = reference.tag or "latest"
    return tag.partition("-")[0] in _MOVING_TAGS


def spoken_versions(versions: str) -> str:
    """Return a range of versions for people: "<18" is "before 18", ">=18" "from 18 on"."""
    parts = []
    for bound in versions.split(","):
        number = bound.lstrip("<>=")
        sign = bound[: len(bound) - len(number)]
        parts.append(
            {"<": f"before {number}", ">=": f"from {number} on", ">": f"after {number}"}.get(
                sign, f"up to {number}"
            )
        )
    return " and ".join(parts)


def paths_of_other_versions(container: Container, paths: Sequence[str]) -> list[tuple[str, str]]:
    """Return the paths of the data at ``paths`` with their versions, where they differ and the version isn't known; else [].

    Without a tag it is the newest version that is run.
    """
    image, reference = container.image, container.command.image
    if reference is not None and reference.raw.assumes and image.version_known:
        # The version is a default (``${VERSION:-16}``).
        pass
    elif image.version_known or (
        reference is not None and image.origin != "definition" and names_newest(reference)
    ):
        return []
    paths_of_versions: list[tuple[str, str]] = []
    for path in image.paths:
        if path.path not in paths or not path.versions:
            continue
        others = [other for other in image.other_paths if other.kind == path.kind and other.path != path.path]
        if others:
            paths_of_versions.append((path.path, path.versions))
            paths_of_versions += [(other.path, other.versions) for other in others if other.versions]
    return paths_of_versions


def unless_image(container: Container, paths: Sequence[str], context: Context, *values: Value) -> str:
    """Return the assumptions about the image and these values as the end of a sentence: ", unless IMAGE is set".

    One about the tag alone says nothing where every version keeps the data at ``paths``.
    """
    reference = container.command.image
    parts = [if_not_written(value, context) for value in values]
    if not paths_of_other_versions(container, paths):
        reference = if_not_tag_alone(reference, context)
    return unless(reference, *parts)


def if_not_tag_alone(reference: ImageReference | None, context: Context) -> ImageReference | None:
    """Return the reference, None where a variable gives only its tag: that is no condition of what holds for every version."""
    if reference is None or not reference.raw.assumes:
        return reference
    span = reference.span
    written = context.sources.text(span) if span is not None and context.sources.knows(span) else ""
    return None if ":" in written.partition("$")[0].rpartition("/")[2] else reference


def version_clause(container: Container, paths: Sequence[str]) -> str:
    """Return the sentence of a message about a path that depends on the version, "" where it doesn't."""
    paths_of_versions = paths_of_other_versions(container, paths)
    reference = container.command.image
    if not paths_of_versions or reference is None:
        return ""
    where = " or ".join(f"`{path}` ({spoken_versions(versions)})" for path, versions in paths_of_versions)
    says = "is only a default" if container.image.version_known else "names none"
    return f" Which path that is depends on the version, and `{reference.raw.display()}` {says}: {where}."
