"""PSL505: what a build step makes is in a mount of that step."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.durability.build_steps import step_accesses
from persistlint.hosts.image_definition import ImageCommand, ImageDefinition
from persistlint.rulekit.build_products import reader_after
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
        if not any(
            flag.name == "mount" for instruction in definition.instructions for flag in instruction.flags
        ):
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
                reader = reader_after(definition, stage, step, path)
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


RULE = BuildMountWrite
