"""PSL503: a build step changes a directory that is a VOLUME already."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.docker.option_table import NEWEST
from persistlint.durability.build_steps import StepAccess, step_accesses
from persistlint.durability.builds import classic_builder
from persistlint.durability.images import ImageLookup
from persistlint.durability.paths import clean, directories_of
from persistlint.hosts.image_definition import ImageDefinition, Instruction, Volume
from persistlint.rulekit.definitions import build_of, move_below
from persistlint.rulekit.edits import offer
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule


class WriteAfterVolume(Rule):
    code = "PSL503"
    name = "write-after-volume"
    summary = "a build step changes a directory that is a VOLUME already: the classic builder throws the change away"
    severity = "info"
    fix = "unsafe"
    fix_changes = ("instructions", "redirects")
    subject = ImageDefinition

    def check(self, definition: ImageDefinition, context: Context) -> Iterator[Finding]:
        if not definition.complete or _needs_buildkit(definition, context):
            return
        command = build_of(definition, context)
        classic = classic_builder(command, NEWEST) if command is not None else None
        if classic is False:
            # This very build is BuildKit's, which keeps the change.
            return
        said: set[int] = set()
        volumes = _volumes(definition)
        numbers = {id(instruction): number for number, instruction in enumerate(definition.instructions)}
        lost: list[tuple[StepAccess, str, Volume | None]] = []
        #: The last step that changes what an instruction declares, by the instruction.
        last: dict[int, Instruction] = {}
        for step in step_accesses(definition, images=ImageLookup()):
            path = step.access.target.text
            if not step.below_volume or path is None or id(step.instruction) in said:
                continue
            volume = _declared(step, volumes, numbers)
            if step.access.creates_directory and volume is not None and clean("/" + volume.path) == path:
                # The VOLUME makes its directory anyway.
                continue
            said.add(id(step.instruction))
            lost.append((step, path, volume))
            if volume is not None:
                last[id(volume.instruction)] = step.instruction
        for step, path, volume in lost:
            after = last[id(volume.instruction)] if volume is not None else step.instruction
            title = f"Declare the VOLUME after {'this step' if after is step.instruction else 'the last step that changes it'}"
            declared = "the VOLUME above" if volume is not None else "a VOLUME of the base image"
            yield self.finding(
                step.instruction.span,
                f"`{path}` lies in {declared}. The classic builder (and others) throws away what `{step.access.by}` {'changes' if step.changes_owner else 'puts'} there when the step ends, "
                f"while BuildKit keeps it. {'Declare the VOLUME after this step' if volume is not None else 'Put it elsewhere, and copy it when the container starts'}.",
                identity=path,
                command=command,
                severity="warning" if classic else None,
                related=[(volume, "the VOLUME is declared here")],
                fixes=offer(title, *move_below(volume.instruction, after, context.sources))
                if volume is not None
                else None,
            )


def _needs_buildkit(definition: ImageDefinition, context: Context) -> bool:
    for instruction in definition.instructions:
        if instruction.heredocs:
            return True
        if any(
            flag.name in ("mount", "link", "parents", "exclude", "network", "security")
            for flag in instruction.flags
        ):
            return True
    if not definition.instructions:
        return False
    document = context.sources.place(definition.instructions[0].span).document
    return b"syntax=" in document.data[:400].replace(b" ", b"").lower()


def _volumes(definition: ImageDefinition) -> dict[str, tuple[int, Volume]]:
    """Return the VOLUMEs of the definition by path: the first of each, with its instruction's number."""
    volumes: dict[str, tuple[int, Volume]] = {}
    for number, instruction in enumerate(definition.instructions):
        if instruction.keyword == "VOLUME" and not instruction.onbuild:
            for argument in instruction.args:
                if not argument.unknown:
                    volume = Volume(argument.text, argument.span, instruction)
                    volumes.setdefault(clean("/" + argument.text), (number, volume))
    return volumes


def _declared(
    step: StepAccess, volumes: dict[str, tuple[int, Volume]], numbers: dict[int, int]
) -> Volume | None:
    """Return the first VOLUME of this definition that the write lies in; None where it is the base image's."""
    holding = [
        volumes[directory]
        for directory in directories_of(step.access.target.text or "")
        if directory in volumes
    ]
    number, volume = min(holding, key=lambda numbered: numbered[0], default=(0, None))
    here = numbers.get(id(step.instruction), len(numbers))
    return volume if number < here else None


RULE = WriteAfterVolume
