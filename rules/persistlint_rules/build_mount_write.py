"""PSL505: what a build step makes is in a mount of that step."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.durability.build_steps import StepAccess, step_accesses
from persistlint.durability.paths import clean, is_below
from persistlint.hosts.image_definition import ImageCommand, ImageDefinition, Instruction, Stage, has_unknown
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule

_KINDS = {"build cache": "a cache", "tmpfs": "a mount of its own"}


class BuildMountWrite(Rule):
    code = "PSL505"
    name = "build-mount-write"
    summary = "a build product is written into a cache, tmpfs or bind mount of the step, and read later"
    severity = "warning"
    subject = ImageDefinition

    def check(self, definition: ImageDefinition, context: Context) -> Iterator[Finding]:
        if not any(flag.name == "mount" for one in definition.instructions for flag in one.flags):
            return
        said: set[tuple[int, str]] = set()
        for stage in definition.stages:
            for step in step_accesses(definition, str(stage.index)):
                path = step.access.target.text
                if step.durability not in _KINDS or path is None or step.access.kind != "write":
                    continue
                if step.access.creates_directory or step.access.rank == "scratch":
                    continue
                if step.instruction not in stage.instructions or (id(step.instruction), path) in said:
                    continue
                reader = _reader(definition, stage, step, path)
                if reader is None:
                    continue
                said.add((id(step.instruction), path))
                message = (
                    f"`{step.access.by}` can't write `{path}`, which is in a bind mount of this step. Such a mount is read-only without `rw`, and with it in no layer. "
                    "Write beside the mount."
                    if step.read_only
                    else f"`{step.access.by}` puts `{path}` into {_KINDS[step.durability]} of this step, which is in no layer. "
                    f"{'The image' if isinstance(reader, ImageCommand) else reader.keyword} finds nothing there. Copy it out in the same step."
                )
                yield self.finding(
                    step.instruction.span,
                    message,
                    identity=path,
                    related=[(reader.span, "it is expected here")],
                )


def _reader(
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


RULE = BuildMountWrite
