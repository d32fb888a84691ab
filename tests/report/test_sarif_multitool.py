"""SARIF as Microsoft's SARIF Multitool reads it: its validator, with the rules of GitHub's code scanning too, and its matching of two runs."""

from __future__ import annotations

import json
import os
import subprocess
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from persistlint.rules.pages import SITE
from tests.programs import needed

pytestmark = pytest.mark.long


@pytest.fixture
def multitool(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., dict[str, Any]]:
    """Run the tool; the run that it writes."""
    program = needed("sarif-multitool", "npm install -g @microsoft/sarif-multitool")
    folder = tmp_path_factory.mktemp("multitool")

    def run(command: str, *arguments: str) -> dict[str, Any]:
        out = folder / "out.sarif"
        out.unlink(missing_ok=True)
        done = subprocess.run(
            [program, command, *arguments],
            cwd=folder,
            # Without it .NET wants libicu.
            env={**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert out.exists(), done.stdout + done.stderr
        results_run: dict[str, Any] = json.loads(out.read_text("utf-8-sig"))["runs"][0]
        return results_run

    return run


def complaints(run: dict[str, Any]) -> list[tuple[str, str]]:
    return [(row["ruleId"], row["message"].get("text") or row["message"].get("id")) for row in run["results"]]


@pytest.mark.parametrize("kind", ["Sarif", "Ghas"])
def test_its_validator(
    report: Callable[..., bytes], multitool: Callable[..., dict[str, Any]], tmp_path: Path, kind: str
) -> None:
    """Errors and warnings; what it has as notes is taste (names in Pascal case, a snippet with every place)."""
    path = tmp_path / "ours.sarif"
    path.write_bytes(report("sarif"))
    options = ("--rule-kind", kind, "--output", "out.sarif", "--log", "ForceOverwrite")
    left = complaints(multitool("validate", str(path), *options))
    if not SITE:
        # It wants the address of a page about the tool, and no page is published yet.
        left = [row for row in left if row != ("SARIF2005", "Warning_ProvideToolnformationUri")]
    assert left == []
    # It would notice.
    log = json.loads(path.read_bytes())
    for result in log["runs"][0]["results"]:
        del result["locations"]
        result["ruleIndex"] = 99
    path.write_text(json.dumps(log))
    assert complaints(multitool("validate", str(path), *options))


def test_findings_are_the_same_ones_after_other_lines_have_changed(
    report: Callable[..., bytes],
    multitool: Callable[..., dict[str, Any]],
    repository: Path,
    tmp_path: Path,
) -> None:
    before, after = tmp_path / "before.sarif", tmp_path / "after.sarif"
    before.write_bytes(report("sarif"))
    script = Path("run ü.sh")
    lines = script.read_text("utf-8").splitlines(keepends=True)
    moved = [lines[0], "# a line more\n", "echo before\n", *lines[1:], "docker run -d --name new mysql:8\n"]
    script.write_text("".join(moved), "utf-8")
    after.write_bytes(report("sarif"))
    run = multitool(
        "match-results-forward",
        str(after),
        "--previous",
        str(before),
        "-o",
        "out.sarif",
        "--log",
        "ForceOverwrite",
    )
    states = Counter((row["baselineState"], row["ruleId"]) for row in run["results"])
    rule_ids = Counter(row["ruleId"] for row in json.loads(before.read_bytes())["runs"][0]["results"])
    assert Counter(code for state, code in states.elements() if state in ("unchanged", "updated")) == rule_ids
    assert [pair for pair in states.elements() if pair[0] not in ("unchanged", "updated")] == [
        ("new", "PSL101")
    ]
