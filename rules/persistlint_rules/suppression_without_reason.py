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

    def check(self, suppression: Suppression, context: Context) -> Iterator[Finding]:
        if suppression.silences and not suppression.reason:
            names = ", ".join(code.text for code in suppression.codes)
            yield self.finding(
                suppression.span,
                f"This comment doesn't say why. Write a reason behind `{suppression.directive}[{names}]`.",
                identity=f"{suppression.directive} {names}",
            )


RULE = SuppressionWithoutReason
