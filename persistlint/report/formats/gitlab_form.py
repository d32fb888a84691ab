"""GitLab's code quality report: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format."""

from __future__ import annotations

from persistlint.report.json_report import dump
from persistlint.report.results import message_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.report.results import Results

_SEVERITIES = {"error": "critical", "warning": "major", "info": "minor", "hint": "info"}


def render(results: Results) -> bytes:
    """Return a list of findings. Errors are listed as blockers: the form has no place for them, and their absence would read as "mended"."""
    rows: list[dict[str, object]] = []
    for finding in results.findings:
        rows.append(
            {
                "description": f"{finding['code']}: {message_of(finding)}",
                "check_name": finding["code"],
                "fingerprint": results.fingerprint(finding),
                "severity": _SEVERITIES[finding["severity"]],
                "location": {
                    "path": results.where(finding["path"]),
                    "lines": {"begin": finding["line"], "end": finding["end_line"]},
                },
            }
        )
    for error in results.errors:
        rows.append(_error(error, results))
    return dump(rows)


def _error(error: dict[str, object], results: Results) -> dict[str, object]:
    from hashlib import sha256

    path = results.where(str(error["path"]))
    text = f"{path}\0{error['message']}"
    return {
        "description": f"persistlint: {error['message']}",
        "check_name": "persistlint-error",
        "fingerprint": sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32],
        "severity": "blocker",
        "location": {"path": path, "lines": {"begin": error["line"] or 1}},
    }
