"""Products of build steps: which later step of a Dockerfile expects one."""

from __future__ import annotations

from persistlint.durability.build_steps import step_accesses
from persistlint.durability.paths import clean, is_below
from persistlint.hosts.image_definition import has_unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.durability.build_steps import StepAccess
    from persistlint.hosts.image_definition import ImageCommand, ImageDefinition, Instruction, Stage


def reader_after(
    definition: ImageDefinition, stage: Stage, step: StepAccess, path: str
) -> Instruction | ImageCommand | None:
    """Return the first instruction after the step that reads the path, None without one."""
    instructions = stage.instructions
    for instruction in instructions[instructions.index(step.instruction) + 1 :]:
        if instruction.keyword == "RUN" and not instruction.flags and not instruction.onbuild:
            words = " ".join(argument.text for argument in instruction.args).replace(";", " ").split()
            if path in words and ">" not in words and words[0] not in ("mkdir", "rm", "touch"):
                return instruction
        made = instruction.keyword in ("COPY", "ADD") and instruction.args
        if made and is_below(path, clean("/" + instruction.args[-1].text)):
            return None
    for instruction in definition.instructions:
        origin = instruction.flag("from") if instruction.keyword == "COPY" else None
        if origin is None or definition.target(origin) is not stage:
            continue
        for argument in instruction.args[:-1]:
            source = clean("/" + argument.text)
            if not has_unknown(argument.text) and source != "/" and is_below(path, source):
                if not _also_made(definition, stage, step, source):
                    return instruction
    if definition.image is not stage:
        return None
    for command in (stage.entrypoint, stage.cmd):
        if command is not None and path in command.words:
            return command
    return None


def _also_made(definition: ImageDefinition, stage: Stage, step: StepAccess, source: str) -> bool:
    """Return whether a layer also holds something below ``source``, so that the copy finds what it wants there."""
    for other in step_accesses(definition, str(stage.index)):
        text = other.access.target.text
        if other.durability == "image layer" and text is not None and is_below(text, source):
            return True
    for instruction in stage.instructions:
        if instruction.keyword in ("COPY", "ADD") and instruction.args:
            target = instruction.args[-1].text
            where = clean(target if target.startswith("/") else f"{instruction.workdir or ''}/{target}")
            if is_below(where, source) or is_below(source, where):
                return True
    return False
