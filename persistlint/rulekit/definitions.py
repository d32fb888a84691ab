"""Questions of rules about Dockerfiles: which command builds one, which steps make its image, and what they copy."""

from __future__ import annotations

from persistlint.docker.commands import ImageBuild
from persistlint.durability.state import image_key
from persistlint.hosts.image_definition import has_unknown
from persistlint.text.edits import Edit
from persistlint.text.regex import regex
from persistlint.text.spans import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from persistlint.docker.commands import ContainerCreate
    from persistlint.hosts.image_definition import Argument, ImageDefinition, Instruction
    from persistlint.rules.rule import Context
    from persistlint.text.sources import Sources


def build_of(definition: ImageDefinition, context: Context) -> ImageBuild | None:
    """Return the build command whose here-document or here-string holds this definition, None without one."""
    if not definition.instructions:
        return None
    first = definition.instructions[0].span
    builds = context.once_a_document("builds of a text", lambda: _builds(context))
    return next((command for command, text in builds.get(first.anchor, ()) if text.holds(first)), None)


def build_before(command: ContainerCreate, context: Context) -> ImageBuild | None:
    """Return the last build before the run that makes the run's image, None without one."""
    image = command.image
    build: ImageBuild | None = None
    for happening in context.timeline.happenings:
        if happening is command:
            break
        if isinstance(happening, ImageBuild) and image is not None:
            if any(image_key(tag) == image_key(image) for tag in happening.tags):
                build = happening
    return build


def steps_of_image(definition: ImageDefinition, *keywords: str) -> Iterator[Instruction]:
    """Yield the instructions with these keywords that make the image of a build without ``--target``, its last stage's first."""
    stage = definition.image
    for part in definition.chain(stage) if stage is not None else ():
        yield from (instruction for instruction in part.instructions if instruction.keyword in keywords)


#: Sources of ADD that aren't in the build context.
_REMOTE = regex(r"(?i)https?://|git@|git://|ssh://|github\.com/")


def copied_from_context(instruction: Instruction) -> list[Argument]:
    """Return the files of the build context that a COPY or ADD names, as far as they are known. Other instructions copy nothing."""
    if instruction.keyword not in ("COPY", "ADD") or instruction.onbuild or instruction.problem is not None:
        return []
    if instruction.flag("from") is not None:
        return []
    return [
        argument
        for argument in instruction.args[:-1]
        if not argument.unknown
        and not has_unknown(argument.text)
        and not argument.text.startswith("<<")
        and not (instruction.keyword == "ADD" and _REMOTE.match(argument.text))
    ]


def copied_to(instruction: Instruction) -> str | None:
    """Return the path to which a COPY or ADD copies, as it is written: a folder or the file itself. None where it isn't known, and for other instructions."""
    if instruction.keyword not in ("COPY", "ADD") or instruction.onbuild or len(instruction.args) < 2:
        return None
    text = instruction.args[-1].text
    if has_unknown(text):
        return None
    if text.startswith("/"):
        return text
    workdir = instruction.workdir
    return f"{workdir}/{text}" if workdir is not None and not has_unknown(workdir) else None


def _builds(context: Context) -> dict[object, list[tuple[ImageBuild, Span]]]:
    """Return the builds of here-documents and here-strings with their texts, by the anchor of these."""
    by_anchor: dict[object, list[tuple[ImageBuild, Span]]] = {}
    for command in context.commands:
        if isinstance(command, ImageBuild) and command.dockerfile_span is not None:
            text = command.dockerfile_span
            by_anchor.setdefault(text.anchor, []).append((command, text))
    return by_anchor


def insert_step(text: str, before: Instruction, sources: Sources) -> Edit | None:
    """Return the edit that puts the instruction ``text`` on a line of its own before another one. None where that doesn't begin its line."""
    if not sources.editable(before.span):
        return None
    place = sources.place(before.span)
    begins_line = place.document.position(place.start)[1] == 1
    return Edit(before.span.at_start(), f"{text}\n") if begins_line else None


def move_below(moved: Instruction, other: Instruction, sources: Sources) -> list[Edit | None]:
    """Return the edits that move the line of one instruction below the last line of another. ``[None]`` where either isn't alone on its lines."""
    if not sources.editable(moved.span) or not sources.editable(other.span):
        return [None]
    place, later = sources.place(moved.span), sources.place(other.span)
    document, starts = place.document, place.document.line_starts
    line, last = document.position(place.start)[0], document.position(later.end)[0]
    if document is not later.document or moved.span.anchor != other.span.anchor:
        return [None]
    if line >= len(starts) or last >= len(starts) or starts[line - 1] != place.start:
        return [None]
    text = sources.text(moved.span)
    has_more = (
        document.data[place.end : starts[line]].strip() or document.data[later.end : starts[last]].strip()
    )
    if "\n" in text or has_more:
        return [None]
    whole = Span(moved.span.anchor, moved.span.start, moved.span.end + (starts[line] - place.end))
    return [Edit(whole, ""), Edit(other.span.at_end(), f"\n{text}")]
