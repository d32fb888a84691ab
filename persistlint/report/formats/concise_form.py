"""One line for each finding, as editors and ``grep`` read them."""

from __future__ import annotations

from persistlint.report.safe_text import safe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.rules.finding import Finding
    from persistlint.text.sources import Sources


def render_concise(finding: Finding, sources: Sources) -> str:
    """Return ``path:line:col: W PSL101 message`` with the line end. The letter is the severity's first."""
    place = sources.place(finding.span)
    line, column, _, _ = place.positions()
    when = f" (when {finding.when.removeprefix('when ')})" if finding.when else ""
    message = safe(f"{finding.message}{when}".replace("\n", " "))
    return f"{safe(place.path)}:{line}:{column}: {finding.severity[0].upper()} {finding.code} {message}\n"
