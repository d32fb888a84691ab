"""What persistlint says of a Dockerfile: as ``inspect`` prints it, and for a build of which every argument is known."""

from __future__ import annotations

import re
from typing import Any

from persistlint.analysis.analyse import analyse
from persistlint.analysis.workspace import Workspace
from persistlint.hosts.dockerfile import read_dockerfile
from persistlint.hosts.image_definition import ImageDefinition, Instruction, Stage, show_unknown
from persistlint.report.inspect_report import inspect_document
from persistlint.settings.settings import Settings
from persistlint.text.document import Document

#: A piece that persistlint doesn't know, as ``inspect`` prints it.
UNKNOWN = re.compile("⟨[^⟨⟩]*⟩")
_PATH = "Dockerfile"


class Reading:
    """A Dockerfile as read.

    ``fields`` are those of the last stage (None where there is none), ``base`` the image that it rests on. ``problems`` holds by line why the engine
    refuses the stages that the last one needs, ``elsewhere`` those of the rest, which matter only while the text is parsed. In ``unknown`` are the lines
    with something that isn't wholly known, in ``lines`` those of all instructions.
    """

    __slots__ = ("base", "definition", "elsewhere", "fields", "lines", "problems", "unknown")

    def __init__(self, fields: dict[str, Any] | None, definition: ImageDefinition, data: bytes) -> None:
        self.fields = fields
        self.definition = definition
        self.problems: dict[int, str] = {}
        self.elsewhere: dict[int, str] = {}
        self.unknown: set[int] = set()
        self.lines: set[int] = set()
        needed = _needed(definition)
        for instruction in definition.instructions:
            line = data.count(b"\n", 0, instruction.span.start) + 1
            self.lines.add(line)
            if _is_unknown(instruction, definition):
                self.unknown.add(line)
            if instruction.problem is not None:
                is_needed = instruction.stage in needed or instruction.stage < 0
                (self.problems if is_needed else self.elsewhere).setdefault(line, instruction.problem)
        stage = definition.image
        base = definition.chain(stage)[-1].base if stage is not None else None
        self.base = show_unknown(base) if base is not None else None

    @property
    def has_here_documents(self) -> bool:
        """Return whether an instruction brings one: only BuildKit can build it."""
        return any(each.heredocs for each in self.definition.instructions)


def as_inspected(text: str, root: str) -> Reading:
    """Return the reading that ``persistlint inspect`` prints: no build is known, so an ARG without a default is unknown."""
    data = text.encode("utf-8", "surrogateescape")
    analysis = analyse(Document(_PATH, data, "dockerfile"), Workspace(root), Settings())
    images = inspect_document([analysis])["images"]
    return Reading(images[-1] if images else None, read_dockerfile(_PATH, data), data)


def as_built(text: str) -> Reading:
    """Return the reading for a build without ``--build-arg``: an ARG without a default isn't set."""
    data = text.encode("utf-8", "surrogateescape")
    definition = read_dockerfile(_PATH, data, build_args={})
    stage = definition.image
    return Reading(None if stage is None else _fields(stage), definition, data)


def _fields(stage: Stage) -> dict[str, Any]:
    words = {
        name: None if command is None else [show_unknown(word) for word in command.words]
        for name, command in (("cmd", stage.cmd), ("entrypoint", stage.entrypoint))
    }
    return {
        "volumes": [show_unknown(volume.path) for volume in stage.volumes],
        "workdir": None if stage.workdir is None else show_unknown(stage.workdir),
        "user": None if stage.user is None else show_unknown(stage.user),
        "env": {show_unknown(name): show_unknown(value) for name, value in stage.env.items()},
        "labels": {show_unknown(name): show_unknown(value) for name, value in stage.labels.items()},
        **words,
    }


def _is_unknown(instruction: Instruction, definition: ImageDefinition) -> bool:
    arguments = [*instruction.args, *(pair.name for pair in instruction.pairs)]
    arguments += [pair.value for pair in instruction.pairs if pair.value is not None]
    if any(argument.unknown for argument in arguments):
        return True
    if any(body.expand and b"$" in body.text for body in instruction.heredocs):
        return True
    # What a stage triggers is refused at its FROM.
    parent = definition.stages[instruction.stage].base_stage if instruction.keyword == "FROM" else None
    triggers = definition.stages[parent].instructions if parent is not None else []
    return any(each.onbuild and _is_unknown(each, definition) for each in triggers)


def _needed(definition: ImageDefinition) -> set[int]:
    """Return the indexes of the stages that the last one is built on or takes files from."""
    stages = definition.stages
    waiting = [stages[-1]] if stages else []
    needed: set[int] = set()
    while waiting:
        stage = waiting.pop()
        if stage.index in needed:
            continue
        needed.add(stage.index)
        if stage.base_stage is not None:
            waiting.append(stages[stage.base_stage])
        for instruction in stage.instructions:
            source = instruction.flag("from")
            target = definition.target(source) if source else None
            if target is not None:
                waiting.append(target)
    return needed
