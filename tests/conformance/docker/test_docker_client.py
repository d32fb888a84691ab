"""The bounded form of the campaign against the installed docker client; ``python -m tests.conformance.docker`` is the long one."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Iterator

import pytest

from tests.engine import has_plugin

from .campaign import Campaign, Difference, client_is_installed
from .refusals import FAULTS, REFUSALS


@pytest.fixture
def campaign() -> Iterator[Campaign]:
    if sys.platform == "win32":
        pytest.skip("needs a Unix socket and a terminal of Unix")
    if not client_is_installed():
        why = "the docker client is not installed: apt-get install docker-cli"
        if os.environ.get("CI") == "true":
            pytest.fail(why)
        pytest.skip(why)
    made = Campaign()
    yield made
    made.close()


def shown(differences: list[Difference]) -> str:
    return "\n".join(
        f"docker {shlex.join(difference.line)}\n    {difference.why}" for difference in differences
    )


def test_generated_lines(campaign: Campaign) -> None:
    campaign.generated(200)
    assert len(campaign.seen) == 200
    assert not campaign.differences, shown(campaign.differences)
    assert not campaign.of_versions, shown(campaign.of_versions)
    assert campaign.verdicts["same"] and campaign.verdicts["refused"]


def test_examples_of_the_pages(campaign: Campaign) -> None:
    campaign.examples()
    assert campaign.seen
    assert not campaign.differences, shown(campaign.differences)


def test_buildkit(campaign: Campaign) -> None:
    if not has_plugin("buildx"):
        why = "BuildKit's client is not installed: apt-get install docker-buildx"
        if os.environ.get("CI") == "true":
            pytest.fail(why)
        pytest.skip(why)
    campaign.buildkit(20)
    assert not campaign.differences, shown(campaign.differences)


def test_each_fault_is_a_refusal_that_is_counted() -> None:
    assert set(FAULTS) <= set(REFUSALS)
