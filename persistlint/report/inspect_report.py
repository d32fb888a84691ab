"""The report of ``inspect`` for programs: docker commands and image definitions, version 1 of the contract."""

from __future__ import annotations

from collections.abc import Iterable

from persistlint.docker.commands import ImageBuild
from persistlint.docker.to_json import command_fields
from persistlint.hosts.image_definition import show_unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from persistlint.analysis.analysis import Analysis
    from persistlint.docker.commands import Command
    from persistlint.hosts.image_definition import ImageCommand, ImageDefinition
    from persistlint.text.sources import Sources

VERSION = 1

#: So many occurrences of one place are printed.
_MOST_OCCURRENCES = 16


def inspect_document(analyses: Iterable[Analysis]) -> dict[str, Any]:
    """Return the whole answer of ``inspect`` for the analysed documents."""
    commands: list[dict[str, Any]] = []
    images: list[dict[str, Any]] = []
    for analysis in analyses:
        for command, when in analysis.commands:
            if command.invocation.occurrence <= _MOST_OCCURRENCES:
                commands.append(_command(f"c{len(commands) + 1}", command, when, analysis.sources))
        images += [_image(image, analysis) for image in analysis.images if image.image is not None]
    return {"version": VERSION, "commands": commands, "images": images}


def _command(id: str, command: Command, when: str | None, sources: Sources) -> dict[str, Any]:
    invocation = command.invocation
    place = sources.place(command.span)
    line, column, end_line, end_column = place.positions()
    via = []
    for span in invocation.via:
        call = sources.place(span)
        via.append({"path": call.path, "line": call.line})
    assumes: set[str] = set()
    for word in invocation.words:
        assumes |= word.value.assumes
    return {
        "id": id,
        "path": place.path,
        "line": line,
        "column": column,
        "end_line": end_line,
        "end_column": end_column,
        "occurrence": invocation.occurrence,
        "when": when,
        "assumes": sorted(assumes),
        "via": via,
        "program": command.program,
        "verb": command.verb,
        "argv": [word.display() for word in invocation.words],
        "resolved": command.resolved,
        **command_fields(command),
    }


def _image(image: ImageDefinition, analysis: Analysis) -> dict[str, Any]:
    stage = image.image
    assert stage is not None
    place = analysis.sources.place(image.instructions[0].span if image.instructions else stage.span)
    return {
        "path": place.path,
        "line": place.line,
        "tags": _tags(image, analysis),
        "assumes": sorted(f"{name} is unset" for name in image.assumes),
        "stages": [
            {
                "name": stage_shown.name,
                "from": show_unknown(stage_shown.base) if stage_shown.base is not None else None,
            }
            for stage_shown in image.stages
        ],
        "volumes": [show_unknown(volume.path) for volume in stage.volumes],
        "workdir": _text(stage.workdir),
        "user": _text(stage.user),
        "env": {name: show_unknown(value) for name, value in stage.env.items()},
        "cmd": _words(stage.cmd),
        "entrypoint": _words(stage.entrypoint),
    }


def _tags(image: ImageDefinition, analysis: Analysis) -> list[str]:
    """Return the tags under which the document builds a Dockerfile that it holds."""
    first = analysis.sources.place(image.instructions[0].span) if image.instructions else None
    tags: dict[str, None] = {}
    for command, _ in analysis.commands:
        if first is None or not isinstance(command, ImageBuild) or command.dockerfile_span is None:
            continue
        body = analysis.sources.place(command.dockerfile_span)
        if body.path == first.path and body.start <= first.start < body.end:
            tags.update((tag.raw.display(), None) for tag in command.tags)
    return list(tags)


def _words(command: ImageCommand | None) -> list[str] | None:
    return [show_unknown(word) for word in command.words] if command is not None else None


def _text(text: str | None) -> str | None:
    return show_unknown(text) if text is not None else None
