"""PSL907: a budget left a part of a file unchecked."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.rules.cut import Cut
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule
from persistlint.shell.invocation import ENGINES
from persistlint.text.budgets import MOST_SOURCED, MOST_WORDS


class UnfinishedAnalysis(Rule):
    code = "PSL907"
    name = "unfinished-analysis"
    summary = "a file takes more work than an analysis may do: a part of it isn't checked"
    severity = "info"
    subject = Cut

    def check(self, cut: Cut, context: Context) -> Iterator[Finding]:
        if cut.kind != "steps" or _holds_commands(cut, context):
            yield self.finding(cut.span.at_start(), _message(cut), identity=_IDENTITY.get(cut.kind, cut.kind))


#: What an analysis has always said of steps, so that baselines keep it.
_IDENTITY = {"steps": ""}


def _message(cut: Cut) -> str:
    if cut.kind == "words":
        return f"Only the first {MOST_WORDS:,} words of this command are read, and nothing is said of the others. Split it, or check it yourself."
    if cut.kind == "instructions":
        return "The file has more instructions, or more arguments, than are read. What follows isn't checked. Split the file, or check the rest yourself."
    if cut.kind == "sources":
        return f"More than {MOST_SOURCED} files source one another here. What this one does isn't followed, and variables may be others afterwards. Source it from a file further out."
    if cut.kind == "branches":
        return (
            "The file has so many docker commands that not each way through its branches is looked at by itself. From here on what a branch does is only possible, "
            "and less is said of it. Split the file."
        )
    if cut.kind == "fixes":
        many = cut.number > 1
        subject = f"{cut.number:,} fixes of this file aren't" if many else "A fix of this file isn't"
        return (
            f"{subject} offered, as there was no work left to try {'them' if many else 'it'}. "
            "Fixes that exclude each other, or that don't hold, take a try each. Make those that are offered, and check the file again."
        )
    return "The analysis stops here, as the file takes too many steps. What follows isn't checked. Long loops, and functions called again and again, take many."


def _holds_commands(cut: Cut, context: Context) -> bool:
    """Return whether an engine's name stands outside of the file's comments."""
    data = context.sources.place(cut.span).document.data
    names = [name.encode() for name in ENGINES]
    return any(
        any(name in line for name in names)
        for line in data.split(b"\n")
        if not line.lstrip().startswith(b"#")
    )


RULE = UnfinishedAnalysis
