"""PSL509: what an image has at its VOLUME is seen only by the first run."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.durability.paths import clean, is_below
from persistlint.hosts.image_definition import ImageDefinition, has_unknown
from persistlint.rulekit.definitions import copied_to
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule


class ShadowedImageData(Rule):
    code = "PSL509"
    name = "shadowed-image-data"
    summary = "data built into the image at a VOLUME is hidden by the volume after the first run"
    severity = "hint"
    enabled = False
    subject = ImageDefinition
    needs = ("VOLUME",)

    def check(self, definition: ImageDefinition, context: Context) -> Iterator[Finding]:
        stage = definition.image
        if stage is None or not definition.complete:
            return
        for part in definition.chain(stage):
            for instruction in part.instructions:
                copied = copied_to(instruction)
                if copied is None:
                    continue
                target = clean(copied)
                for volume in stage.volumes:
                    path = clean("/" + volume.path)
                    if has_unknown(path) or path == "/" or not is_below(target, path):
                        continue
                    yield self.finding(
                        instruction.args[-1].span,
                        f"A volume at `{path}` takes this content only while it is new. With the next version of the image it still has the old content. "
                        "Keep it outside of the VOLUME, and let the program copy it.",
                        identity=target,
                        related=[(volume.span, "the VOLUME is declared here")],
                    )
                    break


RULE = ShadowedImageData
