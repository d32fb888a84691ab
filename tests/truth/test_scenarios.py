"""A few generated scenarios beside the engine; ``python -m tests.truth`` runs as many as one likes."""

from __future__ import annotations

import os

import pytest

from tests.engine import what_is_missing
from tests.truth.campaign import judge, runner, scenario_of

#: Seeds that the long run doesn't use: the tests stay what they are when the run grows.
_SEEDS = range(1_000_000, 1_000_060)


@pytest.fixture(scope="module")
def running():
    missing = what_is_missing()
    if missing is not None:
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    with runner() as engine:
        yield engine


@pytest.fixture(scope="module")
def totals():
    return {"predictions": 0, "unknown": 0}


@pytest.mark.parametrize("seed", _SEEDS)
def test_what_the_map_says_is_what_happens(running, totals, seed):
    scenario = scenario_of(seed)
    verdict = judge(running, scenario)
    totals["predictions"] += verdict.predictions
    totals["unknown"] += verdict.unknown
    assert not verdict.differences, "\n".join([scenario.text, *verdict.differences])


def test_most_predictions_say_something(totals):
    if not totals["predictions"]:
        pytest.skip("no scenario was run")
    # In the long run it is a twentieth; so few scenarios scatter.
    assert totals["unknown"] <= 0.1 * totals["predictions"], totals
