"""A file says once that a budget cut its analysis."""

from __future__ import annotations

import pytest

from persistlint.analysis.analyse import analyse
from persistlint.analysis.workspace import Workspace
from persistlint.durability import replay
from persistlint.settings.settings import Settings
from persistlint.shell.evaluate import state
from persistlint.text.budgets import MOST_NESTED
from persistlint.text.document import Document

LINE = "docker run -d --name n{n} redis:7\n"


def said(text: str, code: str) -> int:
    analysis = analyse(Document("x.sh", text.encode(), "shell"), Workspace("."), Settings())
    return sum(finding.code == code for finding in analysis.findings)


def test_looks_of_a_replay(monkeypatch: pytest.MonkeyPatch) -> None:
    text = (
        "".join(LINE.replace("{n}", str(number)) for number in range(30))
        + "docker stop $(docker ps -q)\n" * 9
    )
    assert said(text, "PSL907") == 0
    monkeypatch.setattr(replay, "MOST_LOOKS", 20)
    assert said(text, "PSL907") == 1
    functions = "".join(f"f{number}() {{\n{text}}}\n" for number in range(3))
    assert said(functions, "PSL907") == 1


def test_invocations(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "".join(LINE.replace("{n}", str(number)) for number in range(30))
    assert said(text, "PSL907") == 0
    monkeypatch.setattr(state, "MOST_EVENTS", 20)
    assert said(text, "PSL907") == 1
    functions = "".join(f"f{number}() {{\n{text}}}\n" for number in range(3))
    assert said(functions, "PSL907") == 1


def test_steps() -> None:
    text = (
        LINE
        + "".join(f"for x{number} in 1 2 3 4; do\n" for number in range(4))
        + "echo a b c d\n" * 400
        + "done\n" * 4
    )
    assert said(text, "PSL907") == 1
    assert said(LINE + "echo a b c d\n" * 400, "PSL907") == 0


def test_nesting() -> None:
    assert said(LINE + "{ " * 200 + LINE + "} \n" * 200, "PSL901") == 1
    assert said(LINE + "{ " * 50 + LINE + "}\n" * 50, "PSL901") == 0


def test_what_the_reader_reads_is_evaluated() -> None:
    for opening, closing in (("{ ", "}\n"), ("if a; then\n", "fi\n"), ("( true; ", ")\n")):
        text = opening * (MOST_NESTED - 5) + LINE + closing * (MOST_NESTED - 5)
        analysis = analyse(Document("x.sh", text.encode(), "shell"), Workspace("."), Settings())
        assert len(analysis.commands) == 1
