"""The command line's JSON contract as one document."""

from __future__ import annotations

from persistlint.report.json_report import check_document, dump

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.report.results import Results


def render(results: Results) -> bytes:
    """Return the document as JSON."""
    return dump(
        check_document(
            results.findings,
            results.errors,
            results.not_understood,
            results.tally,
            interrupted=results.interrupted,
            fixed=results.fixed,
        )
    )
