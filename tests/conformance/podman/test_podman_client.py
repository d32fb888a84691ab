"""The bounded form of the campaign against the installed podman; ``python -m tests.conformance.podman`` is the long one."""

from __future__ import annotations

import re
import shlex
import subprocess

import pytest

from persistlint.docker.option_table import canonical_name, options_of
from tests.podman import running_storage, skip_without_podman

from .campaign import Campaign


def test_generated_lines() -> None:
    skip_without_podman()
    with running_storage() as storage:
        campaign = Campaign(storage)
        campaign.generated(150, seed=1_000_000)
    shown = "\n".join(
        f"podman {shlex.join(difference.line)}\n    {difference.why}" for difference in campaign.differences
    )
    assert not campaign.differences, shown
    assert len(campaign.seen) == 150
    assert campaign.verdicts["same"] and campaign.verdicts["refused, for the same reason"]


_VERBS = """
    create run exec cp commit rm start stop restart kill pause unpause rename export wait attach build rmi pull push save load tag
    volume-create volume-rm volume-prune container-prune system-prune image-prune pod-create pod-rm pod-stop pod-start
""".split()
_ROW = re.compile(r"^ {2,6}(?:-(?P<short>\w), )?--(?P<name>[\w-]+)(?P<type> \S+)?(?:  +|$)")


@pytest.mark.parametrize("verb", _VERBS)
def test_the_table_has_the_options_of_the_installed_podman(verb: str) -> None:
    skip_without_podman()
    words = verb.split("-")
    name = canonical_name(" ".join(words), "podman")
    assert name is not None
    done = subprocess.run(["podman", *words, "--help"], capture_output=True, text=True, check=True)
    rows = [row for line in done.stdout.splitlines() if (row := _ROW.match(line)) and row["name"] != "help"]
    table = options_of(name, "podman")
    for row in rows:
        option = table.by_spelling.get(row["name"])
        assert option is not None, row["name"]
        assert (option.short, option.takes_value) == (row["short"] or "", row["type"] is not None), row[
            "name"
        ]
