"""PSL906: a key or value in the settings that means nothing."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.rules.finding import Finding, Fix, as_sentences
from persistlint.rules.rule import Context, Rule
from persistlint.settings.problem import SettingsProblem
from persistlint.text.edits import Edit
from persistlint.text.spans import Span, document_anchor


class WrongSetting(Rule):
    code = "PSL906"
    name = "wrong-setting"
    summary = "a key or value in the settings that means nothing"
    severity = "error"
    fix = "unsafe"
    fix_changes = ()
    subject = SettingsProblem

    def check(self, problem: SettingsProblem, context: Context) -> Iterator[Finding]:
        document = context.sources.documents.get(problem.path)
        if document is None:
            return
        # Without a line it is about the file as a whole.
        start = document.offset(problem.line or 1, problem.column or 1)
        end = document.offset(problem.end_line, problem.end_column) if problem.end_line else start
        if end <= start:
            end = max(start, document.offset(problem.line or 1, 1 << 40))
        span = Span(document_anchor(document.path), start, end)
        fixes = []
        if problem.suggestion:
            fixes.append(Fix(f"Write `{problem.suggestion}`", [Edit(span, problem.suggestion)], safe=False))
        yield self.finding(span, as_sentences(problem.message), identity=problem.message, fixes=fixes)


RULE = WrongSetting
