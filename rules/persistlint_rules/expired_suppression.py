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

    def check(self, thing: Suppression, context: Context) -> Iterator[Finding]:
        if thing.expired and not thing.problem:
            names = ", ".join(code.text for code in thing.codes)
            yield self.finding(
                thing.span,
                f"This suppression counted until {thing.until}, and suppresses nothing any more.",
                identity=f"{thing.directive} {names} {thing.until}",
            )


RULE = ExpiredSuppression
