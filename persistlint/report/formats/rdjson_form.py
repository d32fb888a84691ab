"""reviewdog's diagnostic format: https://github.com/reviewdog/reviewdog/tree/master/proto/rdf."""

from __future__ import annotations

from persistlint.report.json_report import dump
from persistlint.report.results import message_of
from persistlint.rules.pages import SITE, rule_link

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from persistlint.report.results import Results

_SEVERITIES = {"error": "ERROR", "warning": "WARNING", "info": "INFO", "hint": "INFO"}


def render(results: Results) -> bytes:
    """Return one DiagnosticResult."""
    rows: list[dict[str, Any]] = []
    for finding in results.findings:
        row: dict[str, Any] = {
            "message": message_of(finding),
            "location": {"path": results.where(finding["path"]), "range": _range(finding, results)},
            "severity": _SEVERITIES[finding["severity"]],
            "code": _code(finding["code"]),
        }
        suggestion = _suggestion(finding, results)
        if suggestion is not None:
            row["suggestions"] = [suggestion]
        if finding["related"]:
            row["relatedLocations"] = [
                {
                    "message": other["message"],
                    "location": {
                        "path": results.where(other["path"]),
                        "range": {"start": _position(other["path"], other["line"], other["column"], results)},
                    },
                }
                for other in finding["related"]
            ]
        rows.append(row)
    for error in results.errors:
        rows.append(
            {
                "message": error["message"],
                "location": {
                    "path": results.where(error["path"]),
                    "range": {"start": {"line": error["line"] or 1}},
                },
                "severity": "ERROR",
            }
        )
    source = {"name": "persistlint", **({"url": SITE} if SITE else {})}
    return dump({"source": source, "diagnostics": rows})


def _code(code: str) -> dict[str, str]:
    link = rule_link(code)
    return {"value": code, "url": link} if link else {"value": code}


def _suggestion(finding: dict[str, Any], results: Results) -> dict[str, Any] | None:
    """Return the preferred fix as a suggestion, None unless it is one edit. Each suggestion is offered by itself, and half a fix is none."""
    fixes = finding["fixes"]
    if not fixes or len(fixes[0]["edits"]) != 1 or fixes[0]["edits"][0]["path"] != finding["path"]:
        return None
    edit = fixes[0]["edits"][0]
    return {"range": _range(edit, results), "text": edit["text"]}


def _range(row: dict[str, Any], results: Results) -> dict[str, Any]:
    path = row["path"]
    return {
        "start": _position(path, row["line"], row["column"], results),
        "end": _position(path, row["end_line"], row["end_column"], results),
    }


def _position(path: str, line: int, column: int, results: Results) -> dict[str, int]:
    """Return the position with its column counted in bytes of UTF-8, as the format wants it."""
    document = results.documents[path]
    line, column = document.position(document.offset(line, column), "utf-8")
    return {"line": line, "column": column}
