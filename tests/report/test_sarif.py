"""SARIF: the published schema, and what code scanning makes of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from persistlint.cli.app import main
from persistlint.text.document import Document
from persistlint.text.edits import PlacedEdit, apply_edits
from tests.programs import needed_module

SCHEMA = Path(__file__).parents[1] / "data" / "schemas" / "sarif-2.1.0-rtm.5.json"


def run_of(data: bytes) -> dict[str, Any]:
    log = json.loads(data)
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    assert isinstance(run, dict)
    return run


@pytest.fixture
def sarif(report: Callable[..., bytes]) -> dict[str, Any]:
    return run_of(report("sarif"))


def test_the_published_schema(report: Callable[..., bytes]) -> None:
    jsonschema = needed_module("jsonschema")
    validator = jsonschema.Draft4Validator(json.loads(SCHEMA.read_text("utf-8")))
    log = json.loads(report("sarif"))
    assert [error.message for error in validator.iter_errors(log)] == []
    # The validator would notice.
    log["runs"][0]["results"][0]["level"] = "hint"
    assert [*validator.iter_errors(log)]


def test_rules_carry_their_pages(sarif: dict[str, Any]) -> None:
    rules = sarif["tool"]["driver"]["rules"]
    for rule in rules:
        assert rule["help"]["markdown"].startswith(f"# {rule['id']} {rule['name']}\n")
        assert rule["help"]["text"].startswith(f"{rule['id']} {rule['name']}\n")
        assert "helpUri" not in rule and rule["help"]["markdown"].startswith("#")
    for result in sarif["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    assert len(rules) == len({result["ruleId"] for result in sarif["results"]})


def test_levels(sarif: dict[str, Any]) -> None:
    levels = {result["ruleId"]: result["level"] for result in sarif["results"]}
    assert (levels["PSL211"], levels["PSL101"], levels["PSL301"]) == ("error", "warning", "note")


def test_places_are_told_from_the_root_of_the_repository(sarif: dict[str, Any]) -> None:
    for result in sarif["results"]:
        (location,) = result["locations"]
        assert location["physicalLocation"]["artifactLocation"] == {
            "uri": "ops%20%26%20more/run%20%C3%BC.sh",
            "uriBaseId": "%SRCROOT%",
        }
    assert list(sarif["originalUriBaseIds"]) == ["%SRCROOT%"]


def test_columns_are_code_points(sarif: dict[str, Any]) -> None:
    assert sarif["columnKind"] == "unicodeCodePoints"
    (result,) = [result for result in sarif["results"] if result["ruleId"] == "PSL301"]
    region = result["locations"][0]["physicalLocation"]["region"]
    line = 'echo "😀 ü"; docker run -d --name cache -v ./d:/data redis:7'
    assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == "./d"
    assert region["startLine"] == region["endLine"] == 4


def test_related_places(sarif: dict[str, Any]) -> None:
    (result,) = [result for result in sarif["results"] if result["ruleId"] == "PSL801"]
    (related,) = result["relatedLocations"]
    assert related["id"] == 1 and related["message"]["text"]
    assert related["physicalLocation"]["region"]["startLine"] == 6


def test_fixes_can_be_made_from_it(sarif: dict[str, Any], repository: Path) -> None:
    """Whoever makes the replacements gets what ``--fix`` makes."""
    path = repository / "ops & more" / "run ü.sh"
    edits = []
    document = Document("run", path.read_bytes())
    for result in sarif["results"]:
        for fix in result.get("fixes", [])[:1]:
            assert fix["description"]["text"]
            if result["suppressions"]:
                continue
            for change in fix["artifactChanges"]:
                for replacement in change["replacements"]:
                    region = replacement["deletedRegion"]
                    start = document.offset(region["startLine"], region["startColumn"])
                    end = document.offset(region["endLine"], region["endColumn"])
                    text = replacement.get("insertedContent", {}).get("text", "")
                    edits.append(PlacedEdit("run", start, end, text))
    made = apply_edits(document.data, edits)
    assert made != document.data
    main(["check", "--fix", "--unsafe-fixes", str(path)])
    assert path.read_bytes() == made


def test_suppressions(sarif: dict[str, Any]) -> None:
    suppressed = [result for result in sarif["results"] if result["suppressions"]]
    assert [(result["ruleId"], result["suppressions"]) for result in suppressed] == [
        ("PSL101", [{"kind": "inSource", "justification": "thrown away at night"}])
    ]


def test_what_could_not_be_done(sarif: dict[str, Any]) -> None:
    (invocation,) = sarif["invocations"]
    assert (invocation["executionSuccessful"], invocation["exitCode"]) == (False, 2)
    rows = {
        (
            row["level"],
            row["locations"][0]["physicalLocation"]["artifactLocation"]["uri"],
            row["message"]["text"].split(";")[0],
        )
        for row in invocation["toolExecutionNotifications"]
    }
    assert rows == {
        ("error", "ops%20%26%20more/missing.sh", "no such file or directory"),
        ("note", "ops%20%26%20more/gap.sh", "not followed: ⟨OPTS…⟩ may hold options"),
    }


def fingerprints(run: dict[str, Any]) -> dict[str, list[str]]:
    by_rule_id: dict[str, list[str]] = {}
    for result in run["results"]:
        prints = result["partialFingerprints"]
        assert prints["primaryLocationLineHash"].startswith(prints["persistlintIdentity/v1"])
        by_rule_id.setdefault(result["ruleId"], []).append(prints["persistlintIdentity/v1"])
    return by_rule_id


def test_fingerprints_survive_unrelated_edits(repository: Path, report: Callable[..., bytes]) -> None:
    path = repository / "ops & more" / "run ü.sh"
    before = fingerprints(run_of(report("sarif")))
    lines = path.read_text("utf-8").splitlines()
    # Lines above, between and behind; another layout of the command; a comment; one more command.
    lines[2] = "docker run -d \\\n    --name db \\\n    -e POSTGRES_PASSWORD=other postgres:17  # the shop's"
    edited = ["#!/bin/bash", "", "set -u", *lines[1:4], "mkdir -p backups", *lines[4:], "docker ps"]
    path.write_text("\n".join(edited) + "\n", "utf-8")
    assert fingerprints(run_of(report("sarif"))) == before
    # What a finding is about does count.
    path.write_text("\n".join(edited).replace("--name db", "--name other"), "utf-8")
    assert fingerprints(run_of(report("sarif"))) != before


def test_a_file_outside_every_repository(
    tmp_path_factory: pytest.TempPathFactory, report: Callable[..., bytes]
) -> None:
    outside = tmp_path_factory.mktemp("elsewhere") / "run.sh"
    outside.write_text("docker run -d --name db postgres:16\n")
    run = run_of(report("sarif", paths=(str(outside),)))
    address = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert address == {"uri": outside.as_uri()}
