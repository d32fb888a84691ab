"""The JSON contract in lines: each is a document whose ``type`` names it, and the last one sums up."""

from __future__ import annotations

from persistlint.report.json_report import check_document, dump_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.report.results import Results


def render(results: Results) -> bytes:
    """Return the lines: findings, applied fixes, text that was not understood, errors, the summary."""
    document = check_document(
        results.findings, results.errors, results.not_understood, results.tally, results.interrupted
    )
    lines = [
        dump_line({"type": kind, **row})
        for kind, rows in (
            ("finding", results.findings),
            ("fixed", results.fixed),
            ("not_understood", results.not_understood),
            ("error", results.errors),
        )
        for row in rows
    ]
    lines.append(
        dump_line(
            {
                "type": "summary",
                "version": document["version"],
                "interrupted": document["interrupted"],
                **document["summary"],
            }
        )
    )
    return b"".join(lines)
