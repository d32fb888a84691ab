"""PSL503: a build step changes a directory that is a VOLUME already."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.docker.option_table import NEWEST
from persistlint.durability.build_steps import lost_below_volumes
from persistlint.durability.builds import classic_builder, needs_buildkit
from persistlint.durability.images import ImageLookup
from persistlint.hosts.image_definition import ImageDefinition
from persistlint.rulekit.definitions import build_of, move_below
from persistlint.rulekit.edits import offer
from persistlint.rules.finding import Finding, Fix
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
        if not definition.complete or needs_buildkit(definition, _head(definition, context)):
            return
        command = build_of(definition, context)
        classic = classic_builder(command, NEWEST) if command is not None else None
        if classic is False:
            # This very build is BuildKit's, which keeps the change.
            return
        lost = lost_below_volumes(definition, ImageLookup())
        #: The last step that changes what an instruction declares, by the instruction.
        last = {id(step.volume.instruction): step.instruction for step in lost if step.volume is not None}
        for step in lost:
            path, volume = step.access.target.text, step.volume
            declared, advice = (
                "a VOLUME of the base image",
                "Put it elsewhere, and copy it when the container starts",
            )
            fixes: list[Fix] = []
            if volume is not None:
                declared, advice = "the VOLUME above", "Declare the VOLUME after this step"
                after = last[id(volume.instruction)]
                where = "this step" if after is step.instruction else "the last step that changes it"
                edits = move_below(volume.instruction, after, context.sources)
                fixes = offer(f"Declare the VOLUME after {where}", *edits)
            yield self.finding(
                step.instruction.span,
                f"`{path}` lies in {declared}. The classic builder (and others) throws away what `{step.access.by}` "
                f"{'changes' if step.changes_owner else 'puts'} there when the step ends, while BuildKit keeps it. {advice}.",
                identity=path or "",
                command=command,
                severity="warning" if classic else None,
                related=[(volume, "the VOLUME is declared here")],
                fixes=fixes,
            )


def _head(definition: ImageDefinition, context: Context) -> bytes:
    """Return the beginning of the Dockerfile, where its syntax stands."""
    steps = definition.instructions
    return context.sources.place(steps[0].span).document.data[:400] if steps else b""


RULE = WriteAfterVolume
