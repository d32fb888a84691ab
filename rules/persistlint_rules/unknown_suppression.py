"""PSL903: a suppression that names no rule."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.rulekit.edits import offer
from persistlint.rules.finding import Finding, Fix, as_sentences
from persistlint.rules.registry import rules_for
from persistlint.rules.rule import Context, Rule
from persistlint.suppressions import SuppressedCode, Suppression
from persistlint.text.edits import Edit


class UnknownSuppression(Rule):
    code = "PSL903"
    name = "unknown-suppression"
    summary = "a suppression that names no rule"
    severity = "warning"
    fix = "safe"
    fix_changes = ()
    subject = Suppression

    def check(self, suppression: Suppression, context: Context) -> Iterator[Finding]:
        if suppression.problem:
            if not suppression.misplaced:
                yield self.finding(
                    suppression.span,
                    as_sentences(f"this comment suppresses nothing: {suppression.problem}"),
                    identity=suppression.directive,
                )
            return
        for code in suppression.unknown:
            yield self._about(code, suppression, context)

    def _about(self, code: SuppressedCode, suppression: Suppression, context: Context) -> Finding:
        rules = rules_for(context.settings)
        near = rules.nearest(code.text)
        message = f"There is no rule `{code.text}`, so this suppresses nothing."
        fixes = []
        if near:
            message += f" Write `{near}` if that is meant."
            fixes.append(Fix(f"Write `{near}`", [Edit(code.span, near)], safe=False))
        # Where the rule that is meant says nothing here either.
        alone = len(suppression.codes) == 1
        title = "Remove the comment" if alone else f"Remove `{code.text}`"
        fixes += offer(title, suppression.without([code]), safe=not near and suppression.is_removable)
        return self.finding(code.span, message, identity=code.text, fixes=fixes)


RULE = UnknownSuppression
