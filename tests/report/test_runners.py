"""The forms for GitHub and Azure, read as their runners read a log: nothing that a file holds becomes a command."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from persistlint.cli.app import main
from persistlint.report.formats import render
from persistlint.report.results import Results
from persistlint.report.safe_text import safe
from persistlint.report.tally import Tally
from persistlint.report.workflow_commands import disarmed

Report = Callable[..., bytes]

_SEVERITIES = ("error", "warning", "info", "hint")


class Command:
    """A command that a runner took from a line of the log."""

    def __init__(self, name: str, properties: dict[str, str], data: str) -> None:
        self.name = name
        self.properties = properties
        self.data = data


def github_command(line: str) -> Command | None:
    """Return what actions/runner's ``ActionCommand`` takes from a line: the second form first, then the first one."""
    text = line.lstrip()
    if text.startswith("::") and "::" in text[2:]:
        head, data = text[2:].split("::", 1)
        name, _, rest = head.partition(" ")
        properties = dict(part.split("=", 1) for part in rest.strip().split(",") if "=" in part)
        escapes = (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%"))
        return Command(
            name,
            {key: _unescaped(value, escapes) for key, value in properties.items()},
            _unescaped(data, (escapes[0], escapes[1], escapes[4])),
        )
    return _bracketed(line, "##[")


def azure_command(line: str) -> Command | None:
    """Return what azure-pipelines-agent's ``Command`` takes from a line."""
    return _bracketed(line, "##vso[")


def _bracketed(line: str, mark: str) -> Command | None:
    start = line.find(mark)
    end = line.find("]", start)
    if start < 0 or end < 0:
        return None
    name, _, rest = line[start + len(mark) : end].partition(" ")
    escapes = (("%3B", ";"), ("%0D", "\r"), ("%0A", "\n"), ("%5D", "]"), ("%AZP25", "%"))
    properties = dict(part.split("=", 1) for part in rest.split(";") if "=" in part)
    return Command(
        name,
        {key: _unescaped(value, escapes) for key, value in properties.items()},
        _unescaped(line[end + 1 :], (escapes[1], escapes[2], escapes[4])),
    )


def _unescaped(text: str, escapes: tuple[tuple[str, str], ...]) -> str:
    for escape, mark in escapes:
        text = text.replace(escape, mark)
    return text


def finding(severity: str, message: str, path: str = "run.sh", line: int = 3) -> dict[str, Any]:
    return {
        "path": path,
        "line": line,
        "column": 5,
        "end_line": line,
        "end_column": 9,
        "code": "PSL101",
        "rule": "unmounted-data-path",
        "severity": severity,
        "message": message,
        "when": None,
        "fingerprint": "0" * 16,
        "url": "urn:persistlint:PSL101",
        "related": [],
        "fixes": [],
    }


def results_of(findings: list[dict[str, Any]], errors: list[dict[str, Any]] | None = None) -> Results:
    results = Results(Tally(), errors or [], [])
    results.findings = findings
    return results


#: Text as a hostile script or file name would have it.
hostile = st.lists(
    st.sampled_from(
        [
            "::",
            "##[",
            "##vso[",
            "##teamcity[",
            "]",
            "\n",
            "\r",
            "%",
            "%0A",
            "%250A",
            ",",
            ";",
            ":",
            " ",
            "#",
            "\x1b[2J",
            "error",
            "set-output name=x",
            "add-path",
            "task.setvariable variable=x",
            "\u2028",
            "\x85",
            "�",
            "ü",
        ]
    ),
    max_size=12,
).map("".join)


def text_of(text: str) -> str:
    return "\n".join(safe(line) for line in text.split("\n"))


@given(st.lists(st.tuples(st.sampled_from(_SEVERITIES), hostile, hostile), max_size=40), hostile)
@settings(max_examples=300)
def test_github_obeys_our_commands_alone(rows: list[tuple[str, str, str]], problem: str) -> None:
    findings = [
        finding(severity, message, f"d/{path.replace(chr(0), '')}x") for severity, message, path in rows
    ]
    error = {"path": "no.sh", "line": None, "column": None, "message": problem}
    results = results_of(findings, [error])
    seen = []
    for line in render("github", results).decode().split("\n"):
        command = github_command(line)
        if command is not None:
            seen.append(command)
    names = [command.name for command in seen]
    assert set(names) <= {"error", "warning", "notice", "group", "endgroup"}
    assert names[0] == "error" and seen[0].data == text_of(problem)
    for level in ("error", "warning", "notice"):
        assert names.count(level) <= 10
    said = {text_of(row["message"]) + f"\nMore: persistlint rule {row['code']}" for row in findings}
    for command in seen[1:]:
        if command.name in ("error", "warning", "notice"):
            assert command.data in said
            assert set(command.properties) == {"title", "file", "line", "endLine", "col", "endColumn"}
            assert command.properties["line"] == "3"
    # Nothing is dropped: what has no annotation is a line of the log.
    plain = [line for line in render("github", results).decode().split("\n") if github_command(line) is None]
    assert (
        len([name for name in names if name in ("error", "warning", "notice")]) + len(plain) - 2
        == len(rows) + 1
    )


@given(st.lists(st.tuples(st.sampled_from(_SEVERITIES), hostile, hostile), max_size=10))
@settings(max_examples=300)
def test_azure_obeys_our_commands_alone(rows: list[tuple[str, str, str]]) -> None:
    findings = [finding(severity, message, f"d/{path}x") for severity, message, path in rows]
    lines = render("azure", results_of(findings)).decode().split("\n")
    seen = [command for line in lines if (command := azure_command(line)) is not None]
    loud = [row for row in findings if row["severity"] in ("error", "warning")]
    assert [command.name for command in seen] == ["task.logissue"] * len(loud)
    assert sorted(command.properties["type"] for command in seen) == sorted(row["severity"] for row in loud)
    assert sorted(command.data for command in seen) == sorted(
        f"{text_of(row['message'])} (more: persistlint rule {row['code']})" for row in loud
    )
    for command in seen:
        assert set(command.properties) == {"type", "sourcepath", "linenumber", "columnnumber", "code"}


@given(hostile)
def test_a_line_that_no_runner_obeys(text: str) -> None:
    line = disarmed(text)
    assert "\n" not in line and "\x1b" not in line
    assert github_command(line) is None
    assert azure_command(line) is None
    assert "##teamcity[" not in line


def test_github_shows_the_most_severe_first_and_says_how_many_more() -> None:
    findings = [finding("hint", f"h{n}", line=n + 1) for n in range(12)]
    findings += [finding("warning", f"w{n}", line=n + 1) for n in range(13)]
    findings += [finding("error", f"e{n}", line=n + 1) for n in range(3)]
    lines = render("github", results_of(findings)).decode().splitlines()
    commands = [command for line in lines if (command := github_command(line)) is not None]
    names = [command.name for command in commands]
    assert names == ["error"] * 3 + ["warning"] * 10 + ["notice"] * 10 + ["group", "endgroup"]
    assert commands[-2].data == (
        "5 more without an annotation (GitHub shows 10 errors, 10 warnings and 10 notices of a step)"
    )
    folded = lines[lines.index(f"::group::{commands[-2].data}") + 1 : -2]
    assert folded == [
        *(f"run.sh:{n + 1}:5: warning PSL101 w{n}" for n in (10, 11, 12)),
        *(f"run.sh:{n + 1}:5: hint PSL101 h{n}" for n in (10, 11)),
    ]


@pytest.mark.parametrize("form", ["github", "azure"])
def test_an_interrupted_run_says_so_in_a_sentence(form: str) -> None:
    results = results_of([finding("warning", "m")])
    results.interrupted = True
    assert (
        render(form, results)
        .decode()
        .endswith("checked. The run was interrupted: not every file was checked.\n")
    )


def test_a_place_over_several_lines() -> None:
    row = finding("error", "x")
    row["end_line"] = 5
    (line, *_) = render("github", results_of([row])).decode().splitlines()
    command = github_command(line)
    assert command is not None
    assert command.properties == {
        "title": "PSL101 unmounted-data-path",
        "file": "run.sh",
        "line": "3",
        "endLine": "5",
    }


@pytest.mark.parametrize("runner", ["GITHUB_ACTIONS", "TF_BUILD", "TEAMCITY_VERSION"])
def test_text_on_a_runner(
    runner: str, repository: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    script = (
        'docker run -d --name "::error::x" postgres:16 # ##[add-path]/tmp ##vso[task.setvariable variable=x]y\n'
        "docker run -d --name a postgres:16\n"
    )
    (repository / "::set-output name=x::.sh").write_text(script)
    monkeypatch.setenv(runner, "true")
    monkeypatch.chdir(repository)
    for form in ("text", "concise"):
        main(["--format", form, "--color", "never", ".", "::warning::no.sh"])
        captured = capsys.readouterr()
        for line in (captured.out + captured.err).splitlines():
            assert github_command(line) is None
            assert azure_command(line) is None
        assert "PSL101" in captured.out
