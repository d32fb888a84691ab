"""podman looks at the last of a namespace's options, and takes an empty map for none (podman 5.4.2)."""

from __future__ import annotations

import pytest

from tests.rules.told import told


@pytest.mark.parametrize(
    "options",
    ["--ipc x --ipc=", "--ipc x --ipc host", "--subgidname= --userns host", "--userns bad --userns keep-id"],
)
def test_taken(options: str) -> None:
    assert told("PSL227", f"podman create {options} alpine:3\n") == []


@pytest.mark.parametrize("options", ["--ipc host --ipc x", "--ipc x", "--subgidname a --userns host"])
def test_refused(options: str) -> None:
    assert told("PSL227", f"podman create {options} alpine:3\n") == [(1, "error")]
