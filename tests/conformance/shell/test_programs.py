"""Programs at random: no word that the evaluator knows is another one in bash, and no call is missed.

``PROGRAMS=3000 python -m pytest tests/conformance/shell`` is the long run, with other programs each time.
"""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from .harness import Outcome, run_programs, smaller
from .programs import program
from .sandbox import Sandbox, missing

pytestmark = [
    pytest.mark.skipif(bool(missing()), reason=missing() or "runs"),
    # What all programs together called is counted at the end.
    pytest.mark.xdist_group("programs"),
]

_BATCH = 30
_PROGRAMS = int(os.environ.get("PROGRAMS", "150"))


@pytest.fixture(scope="module")
def outcome(request: pytest.FixtureRequest) -> Outcome:
    return Outcome()


@pytest.fixture(scope="module")
def sandbox():  # type: ignore[no-untyped-def]
    with Sandbox() as prepared:
        yield prepared


@settings(
    max_examples=max(_PROGRAMS // _BATCH, 1),
    derandomize=_PROGRAMS <= 150,
    phases=[Phase.generate],
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(st.lists(st.integers(0, 2**48), min_size=_BATCH, max_size=_BATCH, unique=True))
def test_what_bash_does_is_listed(sandbox: Sandbox, outcome: Outcome, seeds: list[int]) -> None:
    programs = [program(seed) for seed in seeds]
    run_programs(sandbox, programs, outcome)
    if outcome.faults:
        text, kind, observed, listed = outcome.faults[0]
        files = next(files for candidate, files in programs if candidate == text)
        pytest.fail(
            f"{kind}: {observed.words}, listed {listed}, in\n{smaller(sandbox, (text, files), kind)}\n{files}"
        )


def test_the_programs_call_docker(outcome: Outcome) -> None:
    """Runs after the others: enough calls were compared for the result to mean something."""
    print(f"\n{outcome}")
    observed = sum(outcome.counts.values())
    assert observed >= 2 * _PROGRAMS
    assert outcome.counts["missed"] == 0
    assert outcome.counts["exact"] > outcome.counts["partly"]
