"""Tests that ask the same of the same texts go the same way; what may have changed in between is another question."""

from __future__ import annotations

from pathlib import Path

import pytest

from persistlint.analysis.analyse import analyse
from persistlint.analysis.workspace import Workspace
from persistlint.settings.settings import Settings
from persistlint.text.document import Document


def worlds(tmp_path: Path, before: str, between: str, *tests: str) -> list[str | None]:
    commands = [f"if {test}; then docker volume create v{number}; fi" for number, test in enumerate(tests)]
    text = "\n".join((before, commands[0], between, *commands[1:], ""))
    document = Document(str(tmp_path / "run.sh"), text.encode(), "shell")
    return [timeline.when for timeline in analyse(document, Workspace(str(tmp_path)), Settings()).timelines]


@pytest.mark.parametrize(
    ("before", "between", "test"),
    [
        ("", "", '[ "$1" = live ]'),
        ('STAGE="${1:-test}"', "shift", '[ "$STAGE" = live ]'),
        ('STAGE="${1:-test}"', "./build.sh", "[[ $STAGE == li* ]]"),
        ("", "", 'test -n "$STAGE"'),
        ("read COUNT", "OTHER=1", "[[ $COUNT -gt 3 && ( -z $OLD || ! $OLD == x ) ]]"),
        ("read COUNT", "", '[ ! "$COUNT" -gt 3 ]'),
    ],
)
def test_the_same_question(tmp_path: Path, before: str, between: str, test: str) -> None:
    guards = worlds(tmp_path, before, between, test, test)
    assert guards == [f"when `{test}` succeeds", f"when `{test}` fails"]


@pytest.mark.parametrize(
    ("before", "between", "one", "other"),
    [
        ("", "shift", '[ "$1" = live ]', '[ "$1" = live ]'),
        ("", 'set -- "$X"', '[ "$1" = live ]', '[ "$1" = live ]'),
        ("", "read STAGE", '[ "$STAGE" = live ]', '[ "$STAGE" = live ]'),
        ("", ". ./missing.sh", '[ "$STAGE" = live ]', '[ "$STAGE" = live ]'),
        ("", 'eval "$CODE"', '[ "$STAGE" = live ]', '[ "$STAGE" = live ]'),
        ("f() { STAGE=$(stage); }", "f", '[ "$STAGE" = live ]', '[ "$STAGE" = live ]'),
        ('A="${1:-test}"; B="${2:-test}"', "", '[ "$A" = live ]', '[ "$B" = live ]'),
        ("", "", "[ -f x ]", "[ -f x ]"),
        ("", "", "[[ -f x ]]", "[[ -f x ]]"),
        ("", "", '[ "$(date)" = x ]', '[ "$(date)" = x ]'),
        ("", "", '[ "$X" = a ]', '[ "$X" = b ]'),
        ("", "", '[ "$X" = a ]', '[ "$X" != a ]'),
        ("", "", '[ "$X" = a ]', '[ ! "$X" = a ]'),
        ("", "", "[[ $X == a* ]]", "[[ $X == b* ]]"),
        ("", "P=b", "[[ $X == $P ]]", "[[ $X == $P ]]"),
        ("", "", '[ "$X" = a ]', '[ "$X" = a ] && [ "$Y" = b ]'),
        ("", "", '[ "$X" = a ]', '! [ "$X" = a ]'),
    ],
)
def test_another_question(tmp_path: Path, before: str, between: str, one: str, other: str) -> None:
    assert len(worlds(tmp_path, before, between, one, other)) == 4
