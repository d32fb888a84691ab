"""A part of the builders' conformance in every run of the tests: ``python -m tests.conformance.builder`` is the whole of it."""

from __future__ import annotations

from tests.engine import Engine

from .building import BUILDERS, BUILDKIT, CLASSIC
from .campaign import Campaign
from .cases import cases
from .generated import drawn

#: Every so manieth case of the table; the classic builder takes a second a step.
_EVERY = {BUILDKIT: 9, CLASSIC: 27}
_GENERATED = 16


def test_images_are_what_persistlint_says(engine: Engine) -> None:
    campaign = Campaign(engine)
    table = cases()
    for builder, step in _EVERY.items():
        campaign.run([*table[::step], *drawn(_GENERATED, step)], [builder])
    assert not campaign.disagreements, "\n".join(map(str, campaign.disagreements))
    assert all(campaign.built[builder] >= 10 for builder in BUILDERS)
