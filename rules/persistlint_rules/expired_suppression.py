"""PSL905: a suppression whose last day has passed."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule
from persistlint.suppressions import Suppression


class ExpiredSuppression(Rule):
    code = "PSL905"
    name = "expired-suppression"
    summary = "a suppression whose `until=` has passed"
    severity = "warning"
    subject = Suppression

    def check(self, suppression: Suppression, context: Context) -> Iterator[Finding]:
        if suppression.expired and not suppression.problem:
            names = ", ".join(code.text for code in suppression.codes)
            yield self.finding(
                suppression.span,
                f"This suppression counted until {suppression.until}, and suppresses nothing any more.",
                identity=f"{suppression.directive} {names} {suppression.until}",
            )


RULE = ExpiredSuppression
