"""An analysis takes steps in proportion to the text: twice as many commands, findings, branches or comments take about twice as many.

A step is a line of our code that runs. They are counted, never timed: ``benchmarks/growth.py`` measures the same cases.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from persistlint.analysis.analyse import analyse
from persistlint.analysis.workspace import Workspace
from persistlint.cli.app import main
from persistlint.settings.settings import Settings
from persistlint.text.document import Document

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "benchmarks"))
growth = pytest.importorskip("growth")

#: Cases in which a name or path may mean each of the things that are there: the replay's own budget ends them (PSL907).
BUDGETED = {"unknown name", "deletes in a bind"}
#: Cases whose size is the depth of a nest; the reader and the evaluator have budgets of their own for these.
NESTS = {"nested loops", "nested ifs", "open braces"}

SIZE = 40
#: The exponent 1.15 for twice the size.
MOST = 2**1.15
#: Cases in which things were held against each other with few steps for each pair: a small part of the work at 40, most of it at 800.
PAIRS = ("host removals", "volumes unused", "commits", "substitutions in one word")
PAIRS_SIZE = 150


def steps(case: str, size: int) -> int:
    """Return how many lines run for the case's document of this size."""
    return steps_of(growth.document(case, size), "/nowhere")


def steps_of(document: Document, root: str) -> int:
    """Return how many lines run for a document of the project at ``root``."""
    settings, workspace = Settings(), Workspace(root)
    settings.root = root
    return steps_in(lambda: analyse(document, workspace, settings))


def steps_in(run: Callable[[], object]) -> int:
    """Return how many lines of Python run."""
    count = 0

    def line(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal count
        count += 1
        return line

    before = sys.gettrace()
    sys.settrace(line)
    try:
        run()
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("case", [case for case in growth.CASES if case not in BUDGETED | NESTS])
def test_steps_grow_with_the_text(case: str) -> None:
    # What is imported and decoded once doesn't count.
    growth.measure(case, 3)
    small, large = steps(case, SIZE), steps(case, 2 * SIZE)
    assert large / small <= MOST, f"{small} steps for {SIZE}, {large} for {2 * SIZE}"


@pytest.mark.parametrize("case", PAIRS)
def test_steps_of_many_grow_with_the_text(case: str) -> None:
    growth.measure(case, 3)
    small, large = steps(case, PAIRS_SIZE), steps(case, 2 * PAIRS_SIZE)
    assert large / small <= MOST, f"{small} steps for {PAIRS_SIZE}, {large} for {2 * PAIRS_SIZE}"


def test_steps_grow_with_the_images_that_a_project_builds_and_runs(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()

    def project(size: int) -> int:
        script = tmp_path / "run.sh"
        script.write_text(
            "".join(f"docker build -t x{number} .\ndocker run x{number}\n" for number in range(size))
        )
        return steps_of(Document(str(script), script.read_bytes(), "shell"), str(tmp_path))

    project(3)
    small, large = project(PAIRS_SIZE), project(2 * PAIRS_SIZE)
    assert large / small <= MOST, f"{small} steps for {PAIRS_SIZE}, {large} for {2 * PAIRS_SIZE}"


@pytest.mark.parametrize(
    "case",
    ["findings", "fences", "instructions", "services", *growth.HOSTS],
)
def test_the_steps_of_a_text_report_grow_with_the_findings(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)

    def report(size: int) -> int:
        document = growth.document(case, size)
        file = tmp_path / growth.named(case)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(document.data)
        steps = steps_in(lambda: main(["check", "--no-cache", "--jobs", "1", str(file)]))
        assert "PSL" in capsys.readouterr().out
        return steps

    report(3)
    small, large = report(SIZE), report(2 * SIZE)
    assert large / small <= MOST, f"{small} steps for {SIZE}, {large} for {2 * SIZE}"
