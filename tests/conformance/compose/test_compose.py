"""A part of Compose's conformance in every run of the tests: ``python -m tests.conformance.compose`` is the whole of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from .campaign import Campaign
from .generated import write_projects
from .ours import project_of
from .plugin import config, version
from .refused import REFUSED, TAKEN
from .wrong_values import write_file

_GENERATED = 25
_WRONG_VALUES = 60


@pytest.fixture(autouse=True, scope="module")
def plugin() -> str:
    return version()


def test_services_are_what_persistlint_says(tmp_path: Path) -> None:
    campaign = Campaign()
    campaign.run(write_projects(tmp_path, _GENERATED, 1))
    assert not campaign.disagreements, "\n".join(campaign.disagreements)
    assert campaign.compared >= _GENERATED * 3 // 4


@pytest.mark.parametrize("text", REFUSED)
def test_what_compose_refuses(text: str, tmp_path: Path) -> None:
    path = tmp_path / "compose.yaml"
    path.write_text(text + "\n")
    printed, reason = config([path], tmp_path)
    assert printed is None
    assert REFUSED[text] in reason
    problems = project_of([path], tmp_path).problems
    assert REFUSED[text] in problems[0].reason


@pytest.mark.parametrize("text", TAKEN)
def test_what_compose_takes(text: str, tmp_path: Path) -> None:
    path = tmp_path / "compose.yaml"
    path.write_text(text + "\n")
    printed, reason = config([path], tmp_path)
    assert printed is not None, reason
    assert project_of([path], tmp_path).problems == []


def test_random_values_at_every_key(tmp_path: Path) -> None:
    path = tmp_path / "compose.yaml"
    refused = named = 0
    for seed in range(_WRONG_VALUES):
        path.write_text(write_file(seed))
        printed, reason = config([path], tmp_path)
        problems = project_of([path], tmp_path).problems
        assert printed is None or not problems, (write_file(seed), problems[0].reason)
        if printed is None and "Additional property" not in reason:
            refused += 1
            named += bool(problems)
    assert refused > _WRONG_VALUES / 2
    assert named >= refused * 0.85
