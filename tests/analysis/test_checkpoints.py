"""Every stage asks the checkpoint after a bounded number of steps."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from persistlint.analysis.analyse import analyse
from persistlint.analysis.collect import collect
from persistlint.analysis.memory import Memory
from persistlint.analysis.workspace import Workspace
from persistlint.durability.replay import replay
from persistlint.settings.settings import Settings
from persistlint.shell.evaluate.evaluator import Evaluator
from persistlint.shell.evaluate.state import STEPS_BETWEEN
from persistlint.shell.invocation import NO_GUARD
from persistlint.shell.syntax.parser import parse
from persistlint.shell.syntax.words import STRIDE
from persistlint.text.checkpoints import THINGS_BETWEEN, asking
from persistlint.text.document import Document

pytestmark = pytest.mark.long


COMMANDS = 1_000
TEXT = "docker run -d postgres:16\n" * COMMANDS


class Ended(Exception):
    pass


def asked(work: Callable[[Callable[[], None]], object]) -> int:
    """Return how often ``work`` asks its checkpoint, after looking that what it raises ends the work."""
    calls = 0

    def count() -> None:
        nonlocal calls
        calls += 1

    work(count)
    left = min(calls, 2)

    def end() -> None:
        nonlocal left
        left -= 1
        if left <= 0:
            raise Ended

    with pytest.raises(Ended):
        work(end)
    return calls


def test_asking_yields_everything() -> None:
    assert list(asking(range(200), None)) == list(range(200))
    calls: list[int] = []
    seen: list[int] = []
    for number in asking(range(THINGS_BETWEEN + 1), lambda: calls.append(len(seen))):
        seen.append(number)
    assert calls == [0, THINGS_BETWEEN]
    assert seen == list(range(THINGS_BETWEEN + 1))


def test_the_parser_asks_also_in_sourced_files() -> None:
    data = b"echo a; f() { echo b; }\n" * 10_000
    assert asked(lambda checkpoint: parse(data, checkpoint=checkpoint)) >= len(data) // (2 * STRIDE)


def test_the_evaluator_asks() -> None:
    steps = 0

    def evaluate(checkpoint: Callable[[], None]) -> None:
        nonlocal steps
        evaluator = Evaluator("x.sh", checkpoint=checkpoint)
        evaluator.fragment(b"for x in a b c; do\n" + b"echo $x\n" * 3_000 + b"done\n", 0)
        steps = max(steps, evaluator.spent_steps)

    calls = asked(evaluate)
    assert steps > 3_000
    assert calls >= steps // (2 * STEPS_BETWEEN)


def test_the_replay_of_one_world_asks() -> None:
    analysis = analyse(Document("x.sh", TEXT.encode(), "shell"), Workspace("."), Settings())
    (timeline,) = analysis.timelines
    happenings = list(timeline.happenings)
    assert len(happenings) == COMMANDS
    calls = asked(lambda checkpoint: replay(happenings, NO_GUARD, checkpoint=checkpoint))
    assert calls >= COMMANDS // THINGS_BETWEEN


def test_the_rules_ask_between_things_of_one_world() -> None:
    settings, workspace = Settings(), Workspace(".")
    analysis = analyse(Document("x.sh", TEXT.encode(), "shell"), workspace, settings)
    calls = asked(lambda checkpoint: collect(analysis, settings, workspace, checkpoint))
    # Commands, containers, volumes.
    assert calls >= 3 * COMMANDS // THINGS_BETWEEN


def test_fix_checks_ask_as_analyses_do() -> None:
    from persistlint.analysis.checked_fixes import FixChecker
    from persistlint.rules.registry import rules_for

    settings, workspace = Settings(), Workspace(".")
    memory = Memory()
    analysis = analyse(Document("x.sh", TEXT.encode(), "shell"), workspace, settings, memory)
    offers = [(finding, fix) for finding in analysis.findings for fix in finding.fixes][:50]

    def check(checkpoint: Callable[[], None]) -> None:
        fork = memory.fork()
        fork.checkpoint = checkpoint
        checker = FixChecker(
            analysis, lambda document: analyse(document, workspace, settings, fork), rules_for(settings)
        )
        checker.problem(*offers)

    assert asked(check) >= 5 * COMMANDS // THINGS_BETWEEN
