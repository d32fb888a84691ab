"""PSL907: the analysis of a file was given up."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.durability.model import Timeline
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule
from persistlint.shell.invocation import ENGINES, SPENT, Gap


class UnfinishedAnalysis(Rule):
    code = "PSL907"
    name = "unfinished-analysis"
    summary = "a file takes more steps than an analysis may: the rest of it isn't checked"
    severity = "info"
    subject = Timeline
    needs = ("spent",)

    def check(self, timeline: Timeline, context: Context) -> Iterator[Finding]:
        gap = next((gap for gap in timeline.gaps if gap.reason == SPENT), None)
        # Several worlds may be given up; the file's reader is told once.
        said = context.once_a_document(self.code, list[Gap])
        if gap is None or said:
            return
        if context.sources.knows(gap.span) and _holds_commands(gap, context):
            said.append(gap)
            yield self.finding(
                gap.span.at_start(),
                "The analysis stops here, as the file takes too many steps. What follows isn't checked. Long loops, and functions called again and again, take many.",
                identity="",
            )


def _holds_commands(gap: Gap, context: Context) -> bool:
    """Return whether an engine's name stands outside of the file's comments."""
    data = context.sources.place(gap.span).document.data
    names = [name.encode() for name in ENGINES]
    return any(
        any(name in line for name in names)
        for line in data.split(b"\n")
        if not line.lstrip().startswith(b"#")
    )


RULE = UnfinishedAnalysis
