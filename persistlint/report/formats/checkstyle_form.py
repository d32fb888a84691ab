"""Checkstyle's XML, which many CI servers read. It has no published schema; its writer is Checkstyle's XMLLogger."""

from __future__ import annotations

from persistlint.report.formats.xml import attributes, document
from persistlint.report.results import message_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.report.results import Results

#: The version of Checkstyle whose form this is.
_VERSION = "4.3"

_SEVERITIES = {"error": "error", "warning": "warning", "info": "info", "hint": "info"}


def render(results: Results) -> bytes:
    """Return a ``file`` for each file with findings or errors, with an ``error`` for each of them."""
    files: dict[str, list[str]] = {}
    for finding in results.findings:
        row = attributes(
            line=finding["line"],
            column=finding["column"],
            severity=_SEVERITIES[finding["severity"]],
            message=message_of(finding),
            source=f"persistlint.{finding['code']}",
        )
        files.setdefault(results.where(finding["path"]), []).append(f"    <error{row}/>\n")
    for error in results.errors:
        row = attributes(
            line=error["line"] or 1, severity="error", message=error["message"], source="persistlint.error"
        )
        files.setdefault(results.where(error["path"]), []).append(f"    <error{row}/>\n")
    out = [f"<checkstyle{attributes(version=_VERSION)}>\n"]
    for path, rows in files.items():
        out += [f"  <file{attributes(name=path)}>\n", *rows, "  </file>\n"]
    return document(f"{''.join(out)}</checkstyle>\n")
