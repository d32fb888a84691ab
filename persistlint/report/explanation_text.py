"""Explanations of a finding as text, for people and for programs."""

from __future__ import annotations

from persistlint.assist.explanation import explanation
from persistlint.report.safe_text import safe, wrap

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from persistlint.analysis.analysis import Analysis
    from persistlint.report.style import Style
    from persistlint.rules.finding import Finding
    from persistlint.text.spans import Span

#: A longer explanation is told by its beginning and its end.
_MOST = 14
_HEAD, _TAIL = 8, 5


def render_explanation(finding: Finding, analysis: Analysis, style: Style) -> str:
    """Return the events behind a finding in their order, a line or two for each, "" where there are none."""
    rows = [(_where(step.span, analysis), safe(step.event)) for step in explanation(finding, analysis)]
    if not rows:
        return ""
    if len(rows) > _MOST:
        left = len(rows) - _HEAD - _TAIL
        rows = [*rows[:_HEAD], ("", f"{style.ellipsis} {left} more events {style.ellipsis}"), *rows[-_TAIL:]]
    size = max(len(where) for where, _ in rows)
    out = [f"  {style.paint('how it comes about:', 'strong')}"]
    for where, event in rows:
        first, *rest = wrap(event, max(20, style.width - 6 - size))
        out.append(f"    {style.paint(where.ljust(size), 'faint')}  {first}")
        out += [" " * (6 + size) + line for line in rest]
    return "\n".join(out) + "\n"


def explanation_fields(finding: Finding, analysis: Analysis) -> list[dict[str, Any]]:
    """Return the events behind a finding: ``{"path", "line", "column", "event"}`` for each."""
    out = []
    for step in explanation(finding, analysis):
        place = analysis.sources.place(step.span)
        line, column, _, _ = place.positions()
        out.append({"path": place.path, "line": line, "column": column, "event": step.event})
    return out


def _where(span: Span, analysis: Analysis) -> str:
    place = analysis.sources.place(span)
    if place.document is analysis.document:
        return f"line {place.line}"
    return safe(f"{place.path}:{place.line}")
