"""The bounded form of the campaign against the installed podman; ``python -m tests.conformance.podman`` is the long one."""

from __future__ import annotations

import shlex

from tests.podman import running_storage, skip_without_podman

from .campaign import Campaign


def test_generated_lines() -> None:
    skip_without_podman()
    with running_storage() as storage:
        campaign = Campaign(storage)
        campaign.generated(150, seed=1_000_000)
    shown = "\n".join(f"podman {shlex.join(one.line)}\n    {one.why}" for one in campaign.differences)
    assert not campaign.differences, shown
    assert len(campaign.seen) == 150
    assert campaign.verdicts["same"] and campaign.verdicts["refused, for the same reason"]
