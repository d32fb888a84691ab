"""What survives what, against what the replay says would end each write: one model, told in two ways."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import persistlint_rules
from persistlint.analysis.analyse import analyse
from persistlint.analysis.workspace import Workspace
from persistlint.durability.model import Write
from persistlint.durability.survival import EVENTS, GOES, ORPHANED, STAYS, UNKNOWN, fates_of_write
from persistlint.settings.settings import Settings
from persistlint.testing.pages import read_page, without_markers
from persistlint.text.document import Document
from tests.durability.scenario import Scenario

ROOT = Path(__file__).parents[2]
PAGES = Path(os.path.dirname(persistlint_rules.__file__))
LANGUAGES = {"sh": "shell", "dockerfile": "dockerfile", "markdown": "markdown"}


def texts() -> list[tuple[str, str]]:
    """Return every example of ours, with its language."""
    out = [(path.read_text(), "shell") for path in sorted(ROOT.glob("examples/*/*.sh"))]
    out.append(((ROOT / "tests/data/understanding-data-persistence.md").read_text(), "markdown"))
    for page in sorted(PAGES.glob("*.md")):
        for block in read_page(page).blocks:
            if block.role in ("bad", "good") and block.language in LANGUAGES:
                out.append((without_markers(block.text)[0], LANGUAGES[block.language]))
    return out


def disagreements(write: Write, version: tuple[int, int]) -> list[str]:
    """Return where the two ways of telling contradict each other, for a write that is there at the end."""
    fates = fates_of_write(write, version)
    container = write.container
    if fates is None or container is None or write.at_end != "alive" or "running" not in container.states:
        return []
    fate_by_event = dict(zip(EVENTS, fates, strict=True))
    store = write.store[0]
    if store == "unknown" or (write.volume is not None and len(write.volume.mounted_by) > 1):
        return []
    ends = write.ends_with
    lost = {event for event, fate in fate_by_event.items() if fate in (GOES, UNKNOWN)}
    out = []
    for ending, event in (("container stop", "stop"), ("host restart", "reboot")):
        if (ending in ends) != (event in lost) and not (
            ending == "host restart" and fate_by_event[event] == UNKNOWN
        ):
            out.append(f"{ending}: {event} {fate_by_event[event]}")
    if ("container removal" in ends) != ("rm -v" in lost) and store != "volume":
        out.append(f"container removal: rm -v {fate_by_event['rm -v']}")
    if store == "volume" and write.volume is not None and write.volume.owner is container:
        if ("container removal" in ends) != ("rm -v" in lost):
            out.append(f"container removal: rm -v {fate_by_event['rm -v']}")
    if store == "volume" and container.auto_remove is False and not write.volume.in_memory:
        if ("volume prune" in ends) != (fate_by_event["prune"] == GOES):
            out.append(f"volume prune: prune {fate_by_event['prune']}")
    if store == "bind" and not (ends[:1] == ["host path removal"] and fate_by_event["stop"] == STAYS):
        out.append("bind")
    return [f"{write.target.display()} in {store}, {ends}: {text}" for text in out]


def test_the_same_in_both_tellings() -> None:
    looked_at = 0
    for text, language in texts():
        name = {"shell": "run.sh", "dockerfile": "Dockerfile", "markdown": "guide.md"}[language]
        analysis = analyse(Document(name, text.encode(), language), Workspace("."), Settings())
        for timeline in analysis.timelines:
            for write in timeline.writes:
                assert disagreements(write, timeline.engine_version) == [], text
                looked_at += write.at_end == "alive"
    assert looked_at > 100


@pytest.mark.parametrize("version", [(20, 10), (29, 7)])
@pytest.mark.parametrize(
    "options",
    [
        "",
        "--rm",
        "--rm=$X",
        "-v /d",
        "--rm -v /d",
        "-v named:/d",
        "--rm -v named:/d",
        "-v /srv/d:/d",
        "-v /tmp/d:/d",
        "--tmpfs /d",
        "--rm --tmpfs /d",
        "--mount type=volume,source=m,target=/d,volume-opt=type=tmpfs,volume-opt=device=t",
        "--mount type=volume,source=n,target=/d,volume-opt=type=nfs,volume-opt=device=:/x,volume-opt=o=addr=x",
    ],
)
def test_each_kind_of_mount(options: str, version: tuple[int, int]) -> None:
    text = f"docker run -d {options} alpine sh -c 'mkdir -p /d; echo 1 > /d/f; sleep 999'\n"
    (timeline,) = Scenario(text, engine=version).timelines()
    assert timeline.engine_version == version
    written = [write for write in timeline.writes if write.target.text == "/d/f"]
    assert len(written) == 1
    assert disagreements(written[0], version) == []


def test_a_volume_that_another_container_has_stays_with_it() -> None:
    text = (
        "docker run -d --name aa -v /d alpine sh -c 'echo 1 > /d/f; sleep 999'\n"
        "docker run -d --name bb --volumes-from aa alpine sleep 999\n"
    )
    (timeline,) = Scenario(text).timelines()
    fates = fates_of_write(timeline.writes[0], (29, 7))
    assert fates == (STAYS, STAYS, UNKNOWN, UNKNOWN, STAYS, UNKNOWN)


def test_removal_by_force_of_a_container_with_rm() -> None:
    """``rm -f`` leaves the volume behind, as the replay (and the fact of that name) has it; ``stop`` doesn't."""
    run = "docker run -d --rm --name db -v /d alpine sh -c 'echo 1 > /d/f; sleep 999'\n"
    for end, event, at_end in (
        ("rm -f", "rm", "orphaned"),
        ("rm -fv", "rm -v", "gone"),
        ("stop", "stop", "gone"),
    ):
        (timeline,) = Scenario(f"{run}docker {end} db\n").timelines()
        (write,) = timeline.writes
        assert write.at_end == at_end
        fates = fates_of_write(write, timeline.engine_version)
        assert fates is not None
        expected = {"orphaned": ORPHANED, "gone": GOES}[at_end]
        assert dict(zip(EVENTS, fates, strict=True))[event] == expected
