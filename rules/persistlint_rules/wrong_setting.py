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

    def check(self, thing: SettingsProblem, context: Context) -> Iterator[Finding]:
        document = context.sources.documents.get(thing.path)
        if document is None:
            return
        # Without a line it is about the file as a whole.
        start = document.offset(thing.line or 1, thing.column or 1)
        end = document.offset(thing.end_line, thing.end_column) if thing.end_line else start
        if end <= start:
            end = max(start, document.offset(thing.line or 1, 1 << 40))
        span = Span(document_anchor(document.path), start, end)
        fixes = []
        if thing.suggestion:
            fixes.append(Fix(f"Write `{thing.suggestion}`", [Edit(span, thing.suggestion)], safe=False))
        yield self.finding(span, as_sentences(thing.message), identity=thing.message, fixes=fixes)


RULE = WrongSetting
