"""Every fix that is offered for generated scripts keeps its promises; ``python -m tests.fixes`` tries more of them, and real ones."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from persistlint.analysis.analysis import Analysis
from persistlint.text.document import Document
from persistlint.text.edits import Edit
from persistlint.text.spans import Span, document_anchor

from . import invariants, shells
from .invariants import Outcome, examine
from .scripts import Scripts

LANGUAGES = {"run.sh": "shell", "README.md": "markdown", "Dockerfile": "dockerfile"}


def outcome_of(name: str, data: bytes, folder: Path, programs: bool) -> Outcome:
    outcome = Outcome()
    examine(Document(os.fspath(folder / name), data, LANGUAGES[name]), os.fspath(folder), outcome, programs)
    return outcome


@pytest.mark.parametrize("first", range(1, 101, 25))
def test_fixes_of_generated_scripts(first: int, tmp_path: Path) -> None:
    tried = 0
    for seed in range(first, first + 25):
        name, data = Scripts(seed).any()
        outcome = outcome_of(name, data, tmp_path, programs=False)
        assert outcome.faults == [], f"seed {seed}"
        tried += sum(outcome.fixes.values())
    assert tried > 20


def test_bash_and_shellcheck_agree(tmp_path: Path) -> None:
    lacking = shells.missing()
    if lacking:
        if os.environ.get("CI"):
            pytest.fail(lacking)
        pytest.skip(lacking)
    for seed in range(500, 515):
        name, data = Scripts(seed).any()
        assert outcome_of(name, data, tmp_path, programs=True).faults == [], f"seed {seed}"


def test_the_same_seed_makes_the_same() -> None:
    assert Scripts(7).any() == Scripts(7).any()


@pytest.mark.parametrize(
    ("text", "shell", "said"),
    [
        (b"X=$1\necho $X\n", "bash", {"SC2086": 1}),
        (b'X=1\r\necho "$X"\r\n', "bash", {}),
    ],
)
def test_complaints(text: bytes, shell: str, said: dict[str, int]) -> None:
    lacking = shells.missing()
    if lacking:
        if os.environ.get("CI"):
            pytest.fail(lacking)
        pytest.skip(lacking)
    (complaint,) = shells.complaints([text], shell)
    assert {code: number for code, number in complaint.items() if code != "SC2148"} == said


@pytest.mark.parametrize(
    ("new", "said"),
    [
        (
            "-v pgdata:/var/lib/postgresql/data postgres:16",
            "its title doesn't say what becomes of existing data",
        ),
        ("postgres:16 ", "it leaves blanks at the end of a line"),
        ("--rm -v pgdata:/x postgres:16", "it sets `remove`"),
        ("-v files:/var/lib/postgresql/data postgres:16", "`files` is the volume of line 1"),
        ("--mount source=p,target=/x postgres:16", "`p` is no name for a volume"),
        ("-v pgdata:/x postgres:16; docker rm db", "it removes something"),
        ("postgres:17", "`container run` on line 2 differs in image"),
    ],
)
def test_what_breaks_an_invariant_is_seen(
    new: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A rule's fix is exchanged for another, and the product's own check left out."""
    text = "docker run -d --name app -v files:/srv acme/app:1\ndocker run -d --name db postgres:16"

    def exchanged(analysis: Analysis, workspace: object, settings: object) -> None:
        for finding in analysis.findings:
            for fix in finding.fixes:
                start = text.index("postgres:16")
                fix.edits[:] = [Edit(Span(document_anchor(analysis.document.path), start, len(text)), new)]
                fix.title = "Keep it"

    monkeypatch.setattr(invariants, "keep_checked", exchanged)
    outcome = outcome_of("run.sh", text.encode(), tmp_path, programs=False)
    assert any(said in each for _, _, _, each in outcome.faults), outcome.faults
