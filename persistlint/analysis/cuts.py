"""The work that budgets left undone in an analysis: each kind once."""

from __future__ import annotations

from persistlint.rules.cut import Cut
from persistlint.shell.invocation import SOURCED_TOO_DEEP, SPENT, Invocation
from persistlint.text.budgets import MOST_ARGUMENTS, MOST_INSTRUCTIONS, MOST_WORDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from persistlint.analysis.analysis import Analysis
    from persistlint.hosts.image_definition import ImageDefinition


def cuts_of(analysis: Analysis) -> list[Cut]:
    """Return what budgets left undone up to the findings, the first place of each kind."""
    first: dict[str, Cut] = {}
    for cut in _all(analysis):
        if cut.kind not in first and analysis.sources.knows(cut.span):
            first[cut.kind] = cut
    return list(first.values())


def _all(analysis: Analysis) -> Iterator[Cut]:
    for timeline in analysis.timelines:
        for gap in timeline.gaps:
            if gap.reason == SPENT:
                yield Cut("steps", gap.span)
            elif gap.reason == SOURCED_TOO_DEEP:
                yield Cut("sources", gap.span)
    for branch in analysis.unsplit:
        yield Cut("branches", branch.span)
    for command, _ in analysis.commands:
        invocation = command.invocation
        if isinstance(invocation, Invocation) and len(invocation.words) > MOST_WORDS:
            yield Cut("words", command.span)
    for image in analysis.images:
        if not image.complete and image.instructions and _is_cut(image):
            yield Cut("instructions", image.instructions[-1].span)


def _is_cut(image: ImageDefinition) -> bool:
    instructions = image.instructions
    arguments = sum(
        len(instruction.args) + len(instruction.pairs) + len(instruction.flags)
        for instruction in instructions
    )
    return (
        len(instructions) >= MOST_INSTRUCTIONS
        or arguments > MOST_ARGUMENTS
        or any(len(instruction.args) >= MOST_WORDS for instruction in instructions)
    )
