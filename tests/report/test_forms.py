"""The other forms for programs, each against its schema, a program that reads it, or the structure that its makers describe."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

from persistlint.cli.app import main
from persistlint.hosts.discover import FoundFile
from persistlint.report.formats import FORMATS
from tests.programs import needed_module

RUN = "ops & more/run ü.sh"
MISSING = "ops & more/missing.sh"
#: Code and line of what the repository of conftest.py gives, in the order of the text.
FOUND = [("PSL101", 3), ("PSL301", 4), ("PSL801", 6), ("PSL211", 6), ("PSL211", 6)]

Report = Callable[..., bytes]


def test_concise(report: Report) -> None:
    *lines, last = report("concise").decode().splitlines()
    matches = [re.fullmatch(r"run ü\.sh:(\d+):\d+: ([EWIH]) (PSL\d{3}) \S.*", line) for line in lines]
    assert [(match[3], int(match[1])) for match in matches if match] == FOUND
    assert "".join(match[2] for match in matches if match) == "WIWEE"
    assert last.startswith("5 findings (2 errors, 2 warnings, 1 info) in 3 files")
    assert len(report("concise", "--quiet").splitlines()) == len(FOUND)


def test_text_in_a_file_has_no_colours(report: Report) -> None:
    assert "\x1b" not in report("text", "--color", "always").decode()
    assert report("text").decode().startswith("run ü.sh:3:48: warning PSL101 unmounted-data-path\n")


def test_json_and_its_lines_say_the_same(report: Report) -> None:
    document = json.loads(report("json"))
    lines = [json.loads(line) for line in report("jsonl").splitlines()]
    for kind, key in (("finding", "findings"), ("error", "errors"), ("not_understood", "not_understood")):
        assert [row for row in lines if row["type"] == kind] == [
            {"type": kind, **row} for row in document[key]
        ]
        assert document[key]
    assert lines[-1] == {"type": "summary", "version": 1, "interrupted": False, **document["summary"]}


def test_gitlab(report: Report) -> None:
    """docs.gitlab.com/ci/testing/code_quality: the keys that are required, the severities that there are, paths without ``./``, no fingerprint twice."""
    rows = json.loads(report("gitlab"))
    for row in rows:
        assert isinstance(row["description"], str) and isinstance(row["check_name"], str)
        assert row["severity"] in ("info", "minor", "major", "critical", "blocker")
        assert re.fullmatch(r"[0-9a-f]{32}", row["fingerprint"])
        assert isinstance(row["location"]["lines"]["begin"], int)
    assert len({row["fingerprint"] for row in rows}) == len(rows)
    places = [(row["check_name"], row["location"]["path"], row["location"]["lines"]["begin"]) for row in rows]
    assert places == [
        *((code, RUN, line) for code, line in FOUND),
        ("persistlint-error", MISSING, 1),
    ]


def test_gitlab_tells_equal_findings_of_two_files_apart(repository: Path, report: Report) -> None:
    (repository / "copy").mkdir()
    script = (repository / RUN).read_bytes()
    (repository / "copy" / "run ü.sh").write_bytes(script)
    rows = json.loads(report("gitlab", paths=(str(repository),)))
    assert len({row["fingerprint"] for row in rows}) == len(rows) == 2 * len(FOUND)


def test_junit(report: Report, tmp_path: Path) -> None:
    """What junitparser reads; and of Jenkins' junit-10.xsd the elements and attributes that there are."""
    junitparser = needed_module("junitparser")
    data = report("junit")
    (tmp_path / "junit.xml").write_bytes(data)
    suites = {suite.name: suite for suite in junitparser.JUnitXml.fromfile(str(tmp_path / "junit.xml"))}
    assert set(suites) == {RUN, "ops & more/gap.sh", "ops & more/clean.sh", MISSING}
    (clean,) = suites["ops & more/clean.sh"]
    assert clean.is_passed
    kinds = [type(case.result[0]).__name__ for case in suites[RUN]]
    assert kinds == ["Failure", "Skipped", "Failure", "Failure", "Failure"]
    assert [type(case.result[0]).__name__ for case in suites[MISSING]] == ["Error"]
    suite = suites[RUN]
    assert (suite.tests, suite.failures, suite.errors, suite.skipped) == (5, 4, 0, 1)
    root = ElementTree.fromstring(data)
    assert (root.get("tests"), root.get("failures"), root.get("errors")) == ("8", "4", "1")
    allowed = {
        "testsuites": {"name", "time", "tests", "failures", "errors"},
        "testsuite": {"name", "tests", "failures", "errors", "skipped", "time", "id", "file"},
        "testcase": {"name", "time", "classname", "group"},
        "failure": {"type", "message"},
        "error": {"type", "message"},
        "skipped": {"type", "message"},
    }
    for element in root.iter():
        assert set(element.keys()) <= allowed[element.tag]


def test_junit_counts_what_fails_the_run(report: Report) -> None:
    root = ElementTree.fromstring(report("junit", "--fail-on", "error"))
    assert root.get("failures") == "2"


def test_checkstyle(report: Report) -> None:
    """As Checkstyle's XMLLogger writes it: version, files by name, errors with place, severity, message and source."""
    root = ElementTree.fromstring(report("checkstyle"))
    assert root.tag == "checkstyle" and root.get("version")
    assert [element.get("name") for element in root] == [RUN, MISSING]
    rows = list(root[0])
    assert [(row.get("source"), int(row.get("line") or 0)) for row in rows] == [
        (f"persistlint.{code}", line) for code, line in FOUND
    ]
    assert [row.get("severity") for row in rows] == ["warning", "info", "warning", "error", "error"]
    for row in root.iter("error"):
        assert row.get("message") and set(row.keys()) <= {
            "line",
            "column",
            "severity",
            "message",
            "source",
        }


def test_rdjson(report: Report, repository: Path) -> None:
    """reviewdog's reviewdog.proto: the messages' fields, enumerated severities, columns in bytes of UTF-8."""
    result = json.loads(report("rdjson"))
    assert set(result) == {"source", "diagnostics"} and result["source"]["name"] == "persistlint"
    lines = (repository / RUN).read_bytes().split(b"\n")
    for row in result["diagnostics"]:
        assert set(row) <= {"message", "location", "severity", "code", "suggestions", "relatedLocations"}
        assert row["severity"] in ("ERROR", "WARNING", "INFO")
        assert set(row["location"]) == {"path", "range"}
    assert [
        (row["code"]["value"], row["location"]["range"]["start"]["line"])
        for row in result["diagnostics"][:-1]
    ] == FOUND
    start, end = (result["diagnostics"][1]["location"]["range"][key] for key in ("start", "end"))
    assert lines[3][start["column"] - 1 : end["column"] - 1] == b"./d"
    (suggestion,) = result["diagnostics"][0]["suggestions"]
    start, end = (suggestion["range"][key] for key in ("start", "end"))
    assert start == end and lines[2][start["column"] - 1 :].startswith(b"postgres:16")
    (related,) = result["diagnostics"][2]["relatedLocations"]
    assert related["location"]["path"] == RUN and related["message"]


@pytest.mark.parametrize("form", FORMATS)
def test_a_run_without_findings(repository: Path, capsys: pytest.CaptureFixture[str], form: str) -> None:
    assert main(["--format", form, "clean.sh"]) == 0
    out = capsys.readouterr().out
    if form in ("json", "sarif", "rdjson", "gitlab"):
        json.loads(out)
    elif form in ("junit", "checkstyle"):
        ElementTree.fromstring(out)
    else:
        assert out


def test_the_page_names_every_form() -> None:
    page = (Path(__file__).parents[2] / "docs" / "outputs.md").read_text("utf-8")
    rows = [line.split("|")[1].strip() for line in page.splitlines() if line.startswith("| `")]
    assert rows == [f"`{form}`" for form in FORMATS]


def test_several_outputs_of_one_run(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status = main(
        [
            "--format",
            "concise",
            "--output",
            "sarif=a.sarif",
            "--output",
            "gitlab=b.json",
            "--output=text=c.txt",
            ".",
        ]
    )
    assert status == 1
    assert capsys.readouterr().out.startswith("run ü.sh:3:48: W PSL101 ")
    assert json.loads(Path("a.sarif").read_text("utf-8"))["runs"][0]["invocations"][0]["exitCode"] == 1
    assert len(json.loads(Path("b.json").read_text("utf-8"))) == len(FOUND)
    assert Path("c.txt").read_text("utf-8").endswith("1 finding is suppressed.\n")


def test_every_form_ends_alike(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The exit status doesn't depend on the form."""
    for form in FORMATS:
        assert main(["--format", form, "."]) == 1
        assert main(["--format", form, "--exit-zero", "."]) == 0
        assert main(["--format", form, ".", "missing.sh"]) == 2
    capsys.readouterr()


@pytest.mark.parametrize(
    ("output", "message"),
    [
        ("sarif", "it is written FORMAT=FILE"),
        ("xml=x", "it is written FORMAT=FILE"),
        ("sarif=", "it is written FORMAT=FILE"),
        ("sarif=nowhere/x.sarif", "there is no folder"),
        ("sarif=.", "it is a folder"),
    ],
)
def test_wrong_outputs(
    repository: Path, capsys: pytest.CaptureFixture[str], output: str, message: str
) -> None:
    assert main(["--output", output, "."]) == 2
    captured = capsys.readouterr()
    assert captured.out == "" and message in captured.err
    assert main(["--output", "json=x", "--output", "sarif=x", "."]) == 2
    assert "--output names x twice" in capsys.readouterr().err


def test_an_output_that_cannot_be_written(
    repository: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("old.sarif").write_text("as it was")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fail)
    assert main(["--output", "sarif=old.sarif", "."]) == 2
    assert "old.sarif: can't write the output: No space left on device" in capsys.readouterr().err
    assert Path("old.sarif").read_text() == "as it was"
    assert not [name for name in os.listdir(".") if name.endswith(".tmp")]


def test_an_output_that_is_no_regular_file(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--output", "json=/dev/null", "."]) == 1
    assert Path("/dev/null").is_char_device()
    capsys.readouterr()


def test_a_submodule_belongs_to_the_repository_around_it(repository: Path, report: Report) -> None:
    module = repository / "vendor" / "part"
    module.mkdir(parents=True)
    (module / ".git").write_text("gitdir: ../../.git/modules/part\n")
    (module / "run.sh").write_text("docker run -d --name db postgres:16\n")
    (row,) = json.loads(report("gitlab", paths=(str(module),)))
    assert row["location"]["path"] == "vendor/part/run.sh"
    # A work tree is a repository of its own.
    (module / ".git").write_text("gitdir: /elsewhere/.git/worktrees/part\n")
    (row,) = json.loads(report("gitlab", paths=(str(module),)))
    assert row["location"]["path"] == "run.sh"


def test_surrogates_and_controls_in_xml(repository: Path, report: Report) -> None:
    name = b"a\x1b\xff\x08.sh".decode("utf-8", "surrogateescape")
    try:
        Path(name).write_text("docker run -d --name db postgres:16\n")
    except OSError:
        pytest.skip("no such names here")
    for form in ("junit", "checkstyle"):
        text = report(form).decode()
        ElementTree.fromstring(text)
        assert "a\\x1b\\xff\\x08.sh" in text


def test_a_form_that_breaks_down_does_not_take_others_along(
    repository: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from persistlint.report.formats import sarif_form

    def broken(*_: object) -> bytes:
        raise KeyError("gone")

    monkeypatch.setattr(sarif_form, "render", broken)
    Path("a.sarif").write_text("as it was")
    assert main(["--format", "concise", "--output", "sarif=a.sarif", "--output", "gitlab=b.json", "."]) == 2
    captured = capsys.readouterr()
    assert "PSL101" in captured.out
    assert captured.err.startswith(
        "persistlint: internal error in the form sarif: KeyError: 'gone' (test_forms.py:"
    )
    assert len(json.loads(Path("b.json").read_text("utf-8"))) == len(FOUND)
    assert Path("a.sarif").read_text() == "as it was"
    assert main(["--format", "sarif", "."]) == 2
    assert capsys.readouterr().out == ""


def test_a_search_that_breaks_down_tells_what_it_found(
    repository: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    read = FoundFile.read

    def broken(found: FoundFile) -> object:
        # A file that no question about the project reads.
        if found.path.endswith("Dockerfile"):
            raise KeyError("gone")
        return read(found)

    monkeypatch.setattr(FoundFile, "read", broken)
    Path("bad.sh").write_text("docker run -d --name db postgres:16\n")
    Path("Dockerfile").write_text("FROM alpine:3.20\n")
    assert main(["--format", "concise", "bad.sh", "Dockerfile"]) == 2
    captured = capsys.readouterr()
    assert captured.out.startswith("bad.sh:1:25: W PSL101 ")
    assert "internal error in the search for files: KeyError: 'gone'" in captured.err
