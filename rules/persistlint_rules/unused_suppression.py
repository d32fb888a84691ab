"""PSL902: a suppression that suppresses nothing."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.rulekit.edits import offer
from persistlint.rules.finding import Finding, as_sentences
from persistlint.rules.rule import Context, Rule
from persistlint.suppressions import SuppressedCode, Suppression


class UnusedSuppression(Rule):
    code = "PSL902"
    name = "unused-suppression"
    summary = "a suppression that suppresses nothing"
    severity = "warning"
    fix = "safe"
    fix_changes = ()
    subject = Suppression

    def check(self, suppression: Suppression, context: Context) -> Iterator[Finding]:
        unused = [code for code in suppression.unused if code.text not in _OWN]
        if not unused:
            return
        if suppression.problem and not suppression.misplaced:
            # It can't work at all, which another rule says.
            return
        names = ", ".join(f"`{code.text}`" for code in unused)
        whole = len(unused) == len(suppression.codes)
        title = f"Remove {'the comment' if whole else names}"
        yield self.finding(
            suppression.span if whole else unused[0].span,
            _message(suppression, unused, names),
            identity=names,
            # A comment in the wrong place should be moved, not deleted.
            fixes=None
            if suppression.misplaced
            else offer(title, suppression.without(unused), safe=suppression.is_removable),
        )


def _message(suppression: Suppression, unused: list[SuppressedCode], names: str) -> str:
    if suppression.misplaced:
        return as_sentences(f"this suppresses nothing: {suppression.problem}")
    if suppression.directive == "enable":
        return f"Nothing above disables {names}, so there is nothing to enable."
    if all(code.mandatory for code in unused):
        verb = "is" if len(unused) == 1 else "are"
        return f"{names} {verb} mandatory in this project. No comment turns {'it' if len(unused) == 1 else 'them'} off."
    where = {"ignore-file": "in this file", "disable": "up to the end of this block"}
    return f"Nothing {where.get(suppression.directive, 'here')} gives {names}. The suppression suppresses nothing."


#: What is said about comments isn't silenced by one.
_OWN = frozenset(
    """
    PSL902 unused-suppression PSL903 unknown-suppression PSL904 suppression-without-reason PSL905
    expired-suppression
    """.split()
)

RULE = UnusedSuppression
