"""PSL418: an anonymous volume is left behind, unreachable."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.docker.commands import ContainerRemove, Prune
from persistlint.durability.model import Volume
from persistlint.rulekit.phrases import label_of
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule


class OrphanedVolume(Rule):
    code = "PSL418"
    name = "orphaned-volume"
    summary = "an anonymous volume is left behind, unreachable"
    severity = "info"
    enabled = False
    subject = Volume
    needs = ("container rm", "container prune", "system prune")

    def check(self, volume: Volume, context: Context) -> Iterator[Finding]:
        owner = volume.owner
        if owner is None or volume.at_end != "orphaned" or owner.destroyed_by is None:
            return
        ended = owner.destroyed_by
        command = next(
            (
                happening
                for happening in context.timeline.happenings
                if isinstance(happening, (ContainerRemove, Prune)) and happening.span == ended.span
            ),
            None,
        )
        if command is None or ended.certainty != "certain" or owner.removal not in ("rm", "prune"):
            return
        if not any(
            write.volume is volume and write.happened is not False and write.rescued_by is None
            for write in context.timeline.writes_of(owner)
        ):
            # No write into the volume is known.
            return
        yield self.finding(
            command.span,
            f"The anonymous volume on `{volume.target}` of {label_of(owner)} stays behind. Nothing leads to it any more, and it takes up room until a prune. "
            "Give it a name if the data matters, and remove it with `docker rm -v` if it doesn't.",
            identity=f"{label_of(owner)} {volume.target}",
            command=command,
            related=[(owner.command.span, "made here")],
        )


RULE = OrphanedVolume
