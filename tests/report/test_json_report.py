"""The JSON contract of ``check``, and fingerprints that stay when lines move."""

from __future__ import annotations

import json

from persistlint.analysis.analysis import Analysis
from persistlint.report.json_report import check_document, dump, finding_fields
from persistlint.report.tally import Tally, statistics, summary_line
from persistlint.rules.finding import Finding, Fix, Related
from persistlint.text.document import Document
from persistlint.text.edits import Edit
from persistlint.text.mapping import Mapping
from persistlint.text.sources import Sources
from persistlint.text.spans import Span, document_anchor


def analysis(data: bytes = "ü docker run postgres\n".encode(), path: str = "run.sh") -> Analysis:
    sources = Sources()
    document = Document(path, data, "shell")
    sources.add(document)
    return Analysis(document, sources)


def finding(start: int, end: int, identity: str = "db", **more: object) -> Finding:
    span = Span(document_anchor("run.sh"), start, end)
    return Finding("PSL101", "unmounted-data-path", "warning", span, "lost", identity, **more)  # type: ignore[arg-type]


def test_fields_of_a_finding() -> None:
    made = analysis()
    span = Span(document_anchor("run.sh"), 14, 22)
    fix = Fix("mount", [Edit(span.at_start(), "-v a:/b ")], False)
    made.findings = [
        finding(14, 22, related=(Related(Span(span.anchor, 3, 9), "here"),), fixes=(fix,), when="when x")
    ]
    (fields,) = finding_fields(made)
    fingerprint = fields.pop("fingerprint")
    assert len(fingerprint) == 16
    assert fields == {
        "path": "run.sh",
        "line": 1,
        "column": 14,
        "end_line": 1,
        "end_column": 22,
        "code": "PSL101",
        "rule": "unmounted-data-path",
        "severity": "warning",
        "message": "lost",
        "when": "when x",
        "url": "urn:persistlint:PSL101",
        "related": [{"path": "run.sh", "line": 1, "column": 3, "message": "here"}],
        "fixes": [
            {
                "applicability": "unsafe",
                "title": "mount",
                "edits": [
                    {
                        "path": "run.sh",
                        "line": 1,
                        "column": 14,
                        "end_line": 1,
                        "end_column": 14,
                        "text": "-v a:/b ",
                    }
                ],
            }
        ],
    }


def test_a_fix_that_nobody_can_make_is_not_offered() -> None:
    made = analysis(b"> ab\n> cd\n")
    anchor = ("run.sh", "x", 0)
    made.sources.place_anchor(anchor, made.document, Mapping([(0, 2, 3), (3, 7, 3)]), 0)
    made.findings = [finding(0, 1, fixes=(Fix("x", [Edit(Span(anchor, 1, 4), "y")], True),))]
    assert finding_fields(made)[0]["fixes"] == []


def test_the_whole_document() -> None:
    tally = Tally()
    made = analysis()
    made.findings = [finding(14, 22)]
    made.suppressed = [finding(14, 22)]
    tally.add(made)
    document = json.loads(dump(check_document(finding_fields(made), [], [], tally)))
    assert list(document) == [
        "version",
        "findings",
        "errors",
        "not_understood",
        "fixed",
        "interrupted",
        "summary",
    ]
    assert document["version"] == 1
    assert document["summary"] == {
        "files": 1,
        "commands": 0,
        "resolved": 0,
        "error": 0,
        "warning": 1,
        "info": 0,
        "hint": 0,
        "suppressed": 1,
        "baselined": 0,
        "outdated": 0,
    }


def test_bytes_that_are_no_utf_8_become_one_sign_each() -> None:
    assert json.loads(dump({"path": "a\udcff\udcfe\ud800 ü 😀"})) == {"path": "a\ufffd\ufffd\ufffd ü 😀"}


def test_summary_lines() -> None:
    tally = Tally()
    assert summary_line(tally) == "No files were checked."
    tally.files = 1
    assert summary_line(tally) == "No docker commands in 1 file."
    tally.not_understood = 1
    assert summary_line(tally) == "No docker commands in 1 file. 1 place could not be followed."
    tally.not_understood = 0
    tally.files, tally.commands, tally.resolved = 3, 12, 12
    assert summary_line(tally) == "No findings in 3 files with 12 docker commands."
    tally.not_understood = 5
    assert (
        summary_line(tally)
        == "No findings in 3 files with 12 docker commands. 5 places could not be followed."
    )
    tally.resolved = 10
    assert summary_line(tally).endswith(
        " commands. 2 commands are not fully understood. 5 places could not be followed."
    )
    tally.not_understood = 0
    tally.suppressed = 1
    assert summary_line(tally).endswith(" 2 commands are not fully understood. 1 finding is suppressed.")
    tally.suppressed = 0
    tally.by_severity.update(error=1, info=2)
    assert summary_line(tally) == (
        "3 findings (1 error, 2 info) in 3 files with 12 docker commands. 2 commands are not fully understood."
    )


def test_statistics() -> None:
    tally = Tally()
    assert statistics(tally) == ""
    safe, unsafe = Fix("a", [], True), Fix("b", [], False)
    made = analysis()
    made.findings = [finding(0, 1, fixes=(safe,)), finding(1, 2, fixes=(unsafe,)), finding(2, 3)]
    tally.add(made)
    assert statistics(tally) == "3  PSL101  unmounted-data-path  1 fixable, 1 with --unsafe-fixes\n"
    assert tally.fixable() == (1, 1)
    tally.commands, tally.resolved = 3, 2
    assert statistics(tally).endswith("--unsafe-fixes\n2 of 3 docker commands understood (66.7 %)\n")
