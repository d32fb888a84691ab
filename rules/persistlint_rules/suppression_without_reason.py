"""PSL904: a suppression that doesn't say why, where the project asks for it."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule
from persistlint.suppressions import Suppression


class SuppressionWithoutReason(Rule):
    code = "PSL904"
    name = "suppression-without-reason"
    summary = "a suppression that doesn't say why"
    severity = "warning"
    #: ``require-reason`` in the settings switches it on.
    enabled = False
    subject = Suppression

    def check(self, thing: Suppression, context: Context) -> Iterator[Finding]:
        if thing.silences and not thing.reason:
            names = ", ".join(code.text for code in thing.codes)
            yield self.finding(
                thing.span,
                f"This comment doesn't say why. Write a reason behind `{thing.directive}[{names}]`.",
                identity=f"{thing.directive} {names}",
            )


RULE = SuppressionWithoutReason
