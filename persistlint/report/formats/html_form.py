"""A report as one page of HTML."""

from __future__ import annotations

from persistlint.report.html.check_page import render_check_page

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.report.results import Results


def render(results: Results) -> bytes:
    """Return the page."""
    return render_check_page(results)
