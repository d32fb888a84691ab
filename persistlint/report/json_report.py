"""Findings for programs: the command line's JSON contract, version 1."""

from __future__ import annotations

from persistlint.rules.fingerprints import fingerprints
from persistlint.rules.pages import rule_url
from persistlint.text.secrets import mask

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from persistlint.analysis.analysis import Analysis
    from persistlint.report.tally import Tally
    from persistlint.rules.finding import Finding, Fix
    from persistlint.text.sources import Sources

VERSION = 1


def check_document(
    findings: list[dict[str, Any]],
    errors: list[dict[str, Any]],
    not_understood: list[dict[str, Any]],
    tally: Tally,
    interrupted: bool = False,
    fixed: list[dict[str, Any]] | None = None,
) -> dict[str, Any]:
    """Return the whole answer of ``check --format json``.

    ``interrupted`` says that not every file was read; ``fixed`` are the findings that ``--fix`` mended.
    """
    return {
        "version": VERSION,
        "findings": findings,
        "errors": errors,
        "not_understood": not_understood,
        "fixed": fixed or [],
        "interrupted": interrupted,
        "summary": {
            "files": tally.files,
            "commands": tally.commands,
            "resolved": tally.resolved,
            **tally.by_severity,
            "suppressed": tally.suppressed,
            "baselined": tally.baselined,
            "outdated": tally.outdated,
        },
    }


def finding_fields(analysis: Analysis) -> list[dict[str, Any]]:
    """Return the fields of one document's findings."""
    prints = fingerprints(analysis.findings)
    return [
        fields_of(finding, fingerprint, analysis.sources)
        for finding, fingerprint in zip(analysis.findings, prints, strict=True)
    ]


def not_understood_fields(analysis: Analysis) -> list[dict[str, Any]]:
    """Return the places that could not be followed, each with its reason."""
    out = []
    for span, why in analysis.not_understood:
        place = analysis.sources.place(span)
        out.append({"path": place.path, "line": place.line, "why": mask(why)})
    return out


def dump(document: dict[str, Any] | list[Any]) -> bytes:
    """Return the document as UTF-8 JSON with a line end. Bytes that were no UTF-8 become U+FFFD: JSON has no room for them."""
    import json

    return _utf_8(json.dumps(document, indent=2, ensure_ascii=False))


def dump_line(document: dict[str, Any]) -> bytes:
    """Return the document as one line of UTF-8 JSON, encoded as ``dump`` does."""
    import json

    return _utf_8(json.dumps(document, ensure_ascii=False, separators=(",", ":")))


def _utf_8(text: str) -> bytes:
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode("utf-8") + b"\n"


def fields_of(finding: Finding, fingerprint: str, sources: Sources) -> dict[str, Any]:
    """Return one finding's fields as the contract fixes them."""
    place = sources.place(finding.span)
    line, column, end_line, end_column = place.positions()
    related = []
    for other in finding.related:
        there = sources.place(other.span)
        first, first_column, _, _ = there.positions()
        related.append({"path": there.path, "line": first, "column": first_column, "message": other.message})
    return {
        "path": place.path,
        "line": line,
        "column": column,
        "end_line": end_line,
        "end_column": end_column,
        "code": finding.code,
        "rule": finding.rule,
        "severity": finding.severity,
        "message": finding.message,
        "when": finding.when,
        "fingerprint": fingerprint,
        "url": rule_url(finding.code),
        "related": related,
        "fixes": [fields for fix in finding.fixes if (fields := _fix(fix, sources)) is not None],
    }


def _fix(fix: Fix, sources: Sources) -> dict[str, Any] | None:
    """Return the fix's fields, None where its text isn't in one piece, so that nobody could make it."""
    edits = []
    for edit in fix.edits:
        if not sources.knows(edit.span) or not sources.editable(edit.span):
            return None
        place = sources.place(edit.span)
        line, column, end_line, end_column = place.positions()
        edits.append(
            {
                "path": place.path,
                "line": line,
                "column": column,
                "end_line": end_line,
                "end_column": end_column,
                "text": edit.text,
            }
        )
    return {"applicability": "safe" if fix.safe else "unsafe", "title": fix.title, "edits": edits}
