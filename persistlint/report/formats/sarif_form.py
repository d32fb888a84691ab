"""SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/), for code scanning and everything else that reads it."""

from __future__ import annotations

import os
from urllib.parse import quote

from persistlint.report.json_report import dump
from persistlint.report.results import message_of
from persistlint.rules.pages import SITE, rule_link

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from persistlint.report.results import Results

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

_LEVELS = {"error": "error", "warning": "warning", "info": "note", "hint": "note"}

#: How GitHub calls a severity.
_PROBLEMS = {"error": "error", "warning": "warning", "info": "recommendation", "hint": "recommendation"}

#: The name of the repository's root, which relative addresses start from.
_ROOT = "%SRCROOT%"


def render(results: Results) -> bytes:
    """Return a log with one run."""
    from persistlint import __version__

    findings = [*results.findings, *results.suppressed]
    codes = sorted({finding["code"] for finding in findings})
    rules = [_rule(code, results) for code in codes]
    run = {
        "tool": {
            "driver": {
                "name": "persistlint",
                "version": __version__,
                **({"informationUri": SITE} if SITE else {}),
                "rules": rules,
            }
        },
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The root of the repository."}}},
        "invocations": [_invocation(results)],
        "results": [_result(finding, codes.index(finding["code"]), results) for finding in findings],
    }
    return dump({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(code: str, results: Results) -> dict[str, Any]:
    rule_class = results.rule(code)
    if rule_class is None:
        return {"id": code, **_help_address(code)}
    from persistlint.report.pages import render_page
    from persistlint.report.style import Style
    from persistlint.rules.pages import NoPage, page_of, portable

    entry, rule = rule_class
    try:
        page = page_of(entry)
        help = {"text": render_page(page, Style()), "markdown": portable(page)}
    except NoPage:
        help = {"text": rule.summary}
    return {
        "id": code,
        "name": rule.name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": f"{rule.summary}."},
        "help": help,
        **_help_address(code),
        "defaultConfiguration": {"enabled": rule.enabled, "level": _LEVELS[rule.severity]},
        "properties": {"problem.severity": _PROBLEMS[rule.severity], "tags": ["docker", "persistence"]},
    }


def _help_address(code: str) -> dict[str, str]:
    link = rule_link(code)
    return {"helpUri": link} if link else {}


def _result(finding: dict[str, Any], rule: int, results: Results) -> dict[str, Any]:
    # What it is about, not where it stands: an edit elsewhere changes nothing. GitHub looks at the second name alone.
    fingerprint = finding["fingerprint"]
    result = {
        "ruleId": finding["code"],
        "ruleIndex": rule,
        "level": _LEVELS[finding["severity"]],
        "message": {"text": message_of(finding)},
        "locations": [{"physicalLocation": _physical(finding["path"], _region(finding), results)}],
        "partialFingerprints": {
            "persistlintIdentity/v1": fingerprint,
            "primaryLocationLineHash": fingerprint if ":" in fingerprint else f"{fingerprint}:1",
        },
        "properties": {"severity": finding["severity"]},
    }
    if finding["related"]:
        result["relatedLocations"] = [
            {
                "id": number,
                "physicalLocation": _physical(
                    other["path"], {"startLine": other["line"], "startColumn": other["column"]}, results
                ),
                "message": {"text": other["message"]},
            }
            for number, other in enumerate(finding["related"], 1)
        ]
    if finding["fixes"]:
        result["fixes"] = [_fix(fix, results) for fix in finding["fixes"]]
    # An empty list says that it isn't suppressed; none at all would say that nobody knows.
    result["suppressions"] = []
    if "suppression" in finding:
        suppression: dict[str, Any] = {"kind": _KINDS[finding["suppression"]["kind"]]}
        if finding["suppression"]["reason"]:
            suppression["justification"] = finding["suppression"]["reason"]
        result["suppressions"] = [suppression]
    return result


#: A comment stands in the source, a baseline doesn't.
_KINDS = {"comment": "inSource", "baseline": "external"}


def _fix(fix: dict[str, Any], results: Results) -> dict[str, Any]:
    changes: dict[str, list[dict[str, Any]]] = {}
    for edit in fix["edits"]:
        replacement = {"deletedRegion": _region(edit)}
        if edit["text"]:
            replacement["insertedContent"] = {"text": edit["text"]}
        changes.setdefault(edit["path"], []).append(replacement)
    return {
        "description": {"text": fix["title"]},
        "artifactChanges": [
            {"artifactLocation": _artifact(path, results), "replacements": replacements}
            for path, replacements in changes.items()
        ],
        "properties": {"applicability": fix["applicability"]},
    }


def _region(row: dict[str, Any]) -> dict[str, int]:
    return {
        "startLine": row["line"],
        "startColumn": row["column"],
        "endLine": row["end_line"],
        "endColumn": row["end_column"],
    }


def _physical(path: str, region: dict[str, int], results: Results) -> dict[str, Any]:
    return {"artifactLocation": _artifact(path, results), "region": region}


def _artifact(path: str, results: Results) -> dict[str, str]:
    where = results.where(path)
    address = quote(os.fsencode(where), safe="/")
    scheme, mark, rest = where.partition("://")
    if mark:
        # A container of an engine.
        return {"uri": f"{scheme}://{quote(os.fsencode(rest), safe='/')}"}
    if where.startswith("/"):
        return {"uri": f"file://{address}"}
    if os.path.isabs(where):
        return {"uri": f"file:///{address}"}
    return {"uri": address, "uriBaseId": _ROOT}


def _invocation(results: Results) -> dict[str, Any]:
    notifications = [_notification(error, "error", error["message"], results) for error in results.errors]
    notifications += [
        _notification(row, "note", f"not followed: {row['why']}", results) for row in results.not_understood
    ]
    invocation: dict[str, Any] = {
        "executionSuccessful": not results.errors and not results.interrupted,
        "exitCode": results.status,
        "toolExecutionNotifications": notifications,
    }
    if results.interrupted:
        invocation["exitCodeDescription"] = "interrupted: the results are partial"
    return invocation


def _notification(row: dict[str, Any], level: str, message: str, results: Results) -> dict[str, Any]:
    place = _physical(row["path"], {"startLine": row["line"] or 1}, results)
    return {"level": level, "message": {"text": message}, "locations": [{"physicalLocation": place}]}
