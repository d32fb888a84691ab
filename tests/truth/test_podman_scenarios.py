"""A few generated scenarios with podman; ``python -m tests.truth.podman_engine`` runs as many as one likes."""

from __future__ import annotations

import pytest

from tests.podman import skip_without_podman
from tests.truth.campaign import judge
from tests.truth.podman_engine import PodmanGenerator, podman_runner

#: Seeds that the long run doesn't use.
_SEEDS = range(1_000_000, 1_000_012)


@pytest.fixture(scope="module")
def running():
    skip_without_podman()
    with podman_runner() as podman:
        yield podman


@pytest.mark.parametrize("seed", _SEEDS)
def test_what_the_map_says_is_what_happens(running, seed):
    scenario = PodmanGenerator(seed).scenario()
    verdict = judge(running, scenario)
    if verdict.differences:
        # A machine under load: a container had not written in time.
        verdict = judge(running, scenario)
    assert not verdict.differences, "\n".join([scenario.text, *verdict.differences])
