"""Explanations of a finding in a Dockerfile: the stage's base, its VOLUMEs, and the steps that the finding is about."""

from __future__ import annotations

from persistlint.assist.explanation import Step
from persistlint.durability.build_steps import step_accesses
from persistlint.hosts.image_definition import show_unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.hosts.image_definition import ImageDefinition, Instruction
    from persistlint.rules.finding import Finding

_PLACES = {
    "image layer": "in the image",
    "build cache": "in the build cache",
    "tmpfs": "nowhere: it goes with the step",
    "engine-managed file": "nowhere: the engine writes that file anew",
}


def image_steps(finding: Finding, definition: ImageDefinition) -> list[Step]:
    """Return the instructions that matter to the finding, in order: of its stage, and of the stages that it is built on."""
    spans = [finding.span, *(related.span for related in finding.related)]
    step = next(
        (candidate for candidate in definition.instructions if candidate.span.holds(finding.span)), None
    )
    if step is not None and 0 <= step.stage < len(definition.stages):
        stage = definition.stages[step.stage]
    elif definition.image is not None:
        stage = definition.image
    else:
        return []
    accesses = step_accesses(definition, str(stage.index))
    out: list[Step] = []
    for part in reversed(definition.chain(stage)):
        if part.base is not None and part.base_span is not None:
            name = f"stage `{part.name}`" if part.name else "the image" if part is stage else "a stage"
            out.append(Step(part.span, f"{name} begins from `{show_unknown(part.base)}`"))
        for instruction in part.instructions:
            meant = instruction is step or any(instruction.span.holds(span) for span in spans)
            out += _of(instruction, meant)
            written: dict[str, None] = {}
            for access in accesses:
                if access.instruction is instruction and (meant or access.below_volume):
                    place = (
                        "below a VOLUME"
                        if access.below_volume
                        else _PLACES.get(access.durability, "in the image")
                    )
                    verb = "changes" if access.changes_owner else "writes"
                    written[f"`{access.access.by}` {verb} `{access.access.target.display()}`, {place}"] = None
            out += [Step(instruction.span, text) for text in list(written)[:3]]
    return out


def _of(instruction: Instruction, meant: bool) -> list[Step]:
    words = " ".join(show_unknown(argument.text) for argument in instruction.args)
    keyword = f"ONBUILD {instruction.keyword}" if instruction.onbuild else instruction.keyword
    if instruction.keyword == "VOLUME":
        if instruction.problem is not None:
            return [Step(instruction.span, f"`{keyword}` is refused: {instruction.problem}")]
        paths = ", ".join(f"`{show_unknown(argument.text)}`" for argument in instruction.args)
        verb = "are VOLUMEs" if len(instruction.args) > 1 else "is a VOLUME"
        return [Step(instruction.span, f"{paths} {verb} from here on")] if paths else []
    if instruction.keyword == "USER":
        return [Step(instruction.span, f"the user is `{words}` from here on")]
    if not meant or instruction.keyword in ("RUN", "FROM"):
        return []
    if instruction.keyword == "WORKDIR":
        return [Step(instruction.span, f"the working directory is `{words}` from here on")]
    return [Step(instruction.span, f"`{keyword} {words}`" if words else f"`{keyword}`")]
