"""Issues of Azure Pipelines, as logging commands on standard output: https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands."""

from __future__ import annotations

from persistlint.report.results import message_of, summary_of
from persistlint.report.workflow_commands import azure_data, azure_property, disarmed
from persistlint.rules.finding import SEVERITIES
from persistlint.rules.pages import where_to_read

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from persistlint.report.results import Results

#: An issue is an error or a warning; anything milder is a line of the log.
_TYPES = {"error": "error", "warning": "warning"}


def render(results: Results) -> bytes:
    """Return the commands, the most severe first, then the milder findings as lines, then the run in one line."""
    out: list[str] = []
    for error in results.errors:
        place = {"sourcepath": results.where(error["path"]), "linenumber": error["line"]}
        out.append(_command("error", place, f"persistlint: {error['message']}"))
    for finding in sorted(results.findings, key=lambda finding: SEVERITIES.index(finding["severity"])):
        path = results.where(finding["path"])
        message = message_of(finding)
        kind = _TYPES.get(finding["severity"])
        if kind is not None:
            place = {
                "sourcepath": path,
                "linenumber": finding["line"],
                "columnnumber": finding["column"],
                "code": finding["code"],
            }
            out.append(_command(kind, place, f"{message} (more: {where_to_read(finding['code'])})"))
        else:
            line = f"{path}:{finding['line']}:{finding['column']}: {finding['severity']} {finding['code']} {message}"
            out.append(disarmed(line))
    out.append(disarmed(summary_of(results)))
    return "".join(f"{line}\n" for line in out).encode()


def _command(kind: str, place: dict[str, Any], message: str) -> str:
    properties = [f"{name}={azure_property(str(value))}" for name, value in place.items() if value]
    return f"##vso[task.logissue {';'.join([f'type={kind}', *properties])}]{azure_data(message)}"
