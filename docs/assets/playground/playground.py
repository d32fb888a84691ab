"""Answers of persistlint to the playground, inside of the browser's Python, as JSON."""

import json

import persistlint
from persistlint.analysis.analyse import analyse
from persistlint.analysis.workspace import Workspace
from persistlint.hosts.detect import language_of
from persistlint.report.picture import render_pictures
from persistlint.settings.settings import Settings
from persistlint.text.document import Document
from persistlint.version import VERSION


def check(text: str, path: str) -> str:
    """Return the findings in ``text``, the file ``path``, and the timeline of it as SVG."""
    result = persistlint.analyse(text, path)
    return json.dumps(
        {
            "findings": [_row(one) for one in result.findings],
            "svg": _drawn(text, path),
            "errors": result.errors,
            "version": VERSION,
        }
    )


def fix(text: str, path: str, unsafe: bool) -> str:
    """Return the text with its fixes made."""
    return json.dumps({"fixed": persistlint.analyse(text, path).fixed(unsafe)})


def _row(finding: persistlint.Finding) -> dict[str, object]:
    """Return what the page shows of a finding."""
    best = finding.fixes[0] if finding.fixes else None
    return {
        "line": finding.line,
        "code": finding.code,
        "rule": finding.rule,
        "severity": finding.severity,
        "message": finding.message,
        "fix": best.title if best is not None else None,
        "safe": best is not None and best.applicability == "safe",
    }


def _drawn(text: str, path: str) -> str:
    """Return the timeline as SVG."""
    data = text.encode()
    document = Document(path, data, language_of(path, data) or "shell")
    return render_pictures("svg", [analyse(document, Workspace("/"), Settings())]).decode()
