"""Annotations of GitHub Actions, as workflow commands on standard output.

A step shows ten errors, ten warnings and ten notices at most and drops the rest without a word
(https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands; the limits are the runner's). So the most severe come first, and
what has no room is listed in a group of the log.
"""

from __future__ import annotations

from persistlint.report.results import message_of, summary_of, told_finding
from persistlint.report.workflow_commands import disarmed, github_data, github_property
from persistlint.rules.finding import SEVERITIES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from persistlint.report.results import Results

#: So many annotations of one level are shown of a step.
LIMIT = 10

_LEVELS = {"error": "error", "warning": "warning", "info": "notice", "hint": "notice"}


def render(results: Results) -> bytes:
    """Return the commands, then the findings beyond the limit, then the run in one line."""
    room = dict.fromkeys(_LEVELS.values(), LIMIT)
    out: list[str] = []
    left: list[str] = []
    for error in results.errors:
        place = {"file": results.where(error["path"]), "line": error["line"], "col": error["column"]}
        line = f"{results.where(error['path'])}: {error['message']}"
        _take("error", _command("error", "persistlint", place, error["message"]), line, room, out, left)
    for finding in sorted(results.findings, key=lambda finding: SEVERITIES.index(finding["severity"])):
        level = _LEVELS[finding["severity"]]
        path = results.where(finding["path"])
        message = message_of(finding)
        command = _command(
            level,
            f"{finding['code']} {finding['rule']}",
            _place(finding, path),
            told_finding(finding),
        )
        line = (
            f"{path}:{finding['line']}:{finding['column']}: {finding['severity']} {finding['code']} {message}"
        )
        _take(level, command, line, room, out, left)
    if left:
        more = f"{len(left)} more without an annotation (GitHub shows {LIMIT} errors, {LIMIT} warnings and {LIMIT} notices of a step)"
        out += [f"::group::{github_data(more)}", *(disarmed(line) for line in left), "::endgroup::"]
    out.append(disarmed(summary_of(results)))
    return "".join(f"{line}\n" for line in out).encode()


def _take(level: str, command: str, line: str, room: dict[str, int], out: list[str], left: list[str]) -> None:
    """Annotate while there is room, else keep the line for the log."""
    if room[level]:
        room[level] -= 1
        out.append(command)
    else:
        left.append(line)


def _place(finding: dict[str, Any], path: str) -> dict[str, Any]:
    place = {"file": path, "line": finding["line"], "endLine": finding["end_line"], "col": finding["column"]}
    if finding["line"] == finding["end_line"]:
        # GitHub refuses an end column over several lines. Its columns are inclusive.
        place["endColumn"] = max(finding["end_column"] - 1, finding["column"])
    else:
        del place["col"]
    return place


def _command(level: str, title: str, place: dict[str, Any], message: str) -> str:
    properties = [f"title={github_property(title)}"]
    properties += [f"{name}={github_property(str(value))}" for name, value in place.items() if value]
    return f"::{level} {','.join(properties)}::{github_data(message)}"
