"""Anchors of a Compose file: what many services take from one is told once, at its place.

Problems and items are counted, never time.
"""

from __future__ import annotations

import pytest

from persistlint.analysis.analyse import analyse
from persistlint.analysis.workspace import Workspace
from persistlint.hosts.compose import reading
from persistlint.settings.settings import Settings
from persistlint.text.document import Document
from tests.scale.test_growth import steps_in

ITEMS = 6
#: What refuses each of ``ITEMS`` items, once a list of them is merged into services.
LISTS = {
    "undeclared secrets": "  secrets:\n" + "".join(f"    - s{number}\n" for number in range(ITEMS)),
    "undefined services": "  depends_on:\n" + "".join(f"    - s{number}\n" for number in range(ITEMS)),
    "undeclared secrets of a build": "  build:\n    context: .\n    secrets:\n"
    + "".join(f"      - s{number}\n" for number in range(ITEMS)),
    "volumes without a target": "  volumes:\n" + "    - {type: volume}\n" * ITEMS,
    "wrong ports": "  ports:\n" + "".join(f"    - 8{number}x:80\n" for number in range(ITEMS)),
    "wrong values": "".join(
        f"  {key}: [wrong]\n" for key in ("image", "user", "hostname", "working_dir", "restart", "platform")
    ),
}


def problems(taken: str, services: int) -> int:
    """Return how many times PSL226 speaks of a file in which so many services merge one mapping."""
    named = "".join(f"  service{number}:\n    <<: *all\n" for number in range(services))
    image = "" if "image:" in taken or "build:" in taken else "  image: nginx:1.27\n"
    text = f"x-all: &all\n{image}{taken}services:\n{named}"
    settings = Settings()
    settings.root = "/nowhere"
    document = Document("/nowhere/compose.yaml", text.encode(), "compose")
    findings = analyse(document, Workspace("/nowhere"), settings).findings
    return sum(finding.code == "PSL226" for finding in findings)


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("services", [1, 30])
def test_a_merged_list_is_told_once(name: str, services: int) -> None:
    assert problems(LISTS[name], services) == ITEMS


def test_services_behind_the_budget_are_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lists multiply where services merge one: those behind the budget aren't read, and nothing is said of them."""
    monkeypatch.setattr(reading, "MOST_ITEMS", 20)
    taken = "  environment:\n" + "".join(f"    A{number}: b\n" for number in range(ITEMS))
    named = "".join(f"  db{number}:\n    <<: *all\n" for number in range(30))
    text = f"x-all: &all\n  image: postgres:16\n{taken}services:\n{named}"
    file = reading.read_file("/nowhere/compose.yaml", text.encode())
    services = reading.read_project([file]).services.values()
    read = [service for service in services if service.complete]
    assert 20 <= sum(len(service.environment) for service in services) <= 20 + ITEMS
    assert (len(services), len(read)) == (30, 4)


def steps(links: int, services: int) -> int:
    """Return the steps of reading so many services that name the end of a chain of merge keys."""
    chain = "".join(f"x-a{at + 1}: &a{at + 1} {{<<: [*a{at}, *a{at}]}}\n" for at in range(links))
    named = "".join(f"  db{number}: {{<<: *a{links}}}\n" for number in range(services))
    text = f"x-a0: &a0 {{image: postgres:16}}\n{chain}services:\n{named}"
    file = reading.read_file("/nowhere/compose.yaml", text.encode())
    return steps_in(lambda: reading.read_project([file]))


def test_a_chain_of_merge_keys_is_gone_through_once() -> None:
    """A further service costs the same at the end of a long chain as at the end of a short one."""
    steps(2, 2)
    short, long = (steps(links, 40) - steps(links, 20) for links in (5, 60))
    assert long <= 1.05 * short
