"""The recording in the README: made of real programs, in asciinema's format, and drawn as it is."""

from __future__ import annotations

import json
import re
from importlib.util import find_spec
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.editors import tools

if find_spec("pyte") is None:
    pytest.skip("needs pyte: pip install -e '.[editors]'", allow_module_level=True)

from scripts.recording import CAST, STEPS, SVG, draw, frames_of, record


def screens(cast: str) -> list[str]:
    """Return what the screen shows, one text for each frame."""
    return ["\n".join(" ".join(text for _, text, _ in row) for row in frame) for _, frame in frames_of(cast)]


def assert_tells_its_story(cast: str) -> None:
    header, *events = map(json.loads, cast.splitlines())
    assert header["version"] == 2 and (header["width"], header["height"]) == (80, 22)
    assert all(len(event) == 3 and event[1] == "o" for event in events)
    times = [event[0] for event in events]
    assert times == sorted(times) and 20 < times[-1] < 60
    seen = screens(cast)
    wanted = [
        r"warning PSL101.*unmounted-data-path.*1 finding \(1 warning\)",
        r"Fixed 1 finding in 1 file",
        r"-v pgdata:/var/lib/postgresql/data \\\n *postgres:16-alpine",
        r"is written in one container and read in another.*\[PSL103\]",
        r"Code actions:\n.*1: Keep `/report` in the volume",
        r"docker run --rm -v report:/report python:3.13 cat /report/index.html",
    ]
    at = 0
    for pattern in wanted:
        positions = [index for index in range(at, len(seen)) if re.search(pattern, seen[index], re.DOTALL)]
        assert positions, f"never shown after frame {at}: {pattern}\n{seen[-1]}"
        at = positions[0]
    assert "unknown" not in "".join(seen) and "/tmp" not in cast


def test_the_recording_that_is_shown() -> None:
    assert_tells_its_story(CAST.read_text("utf-8"))
    assert SVG.read_text("utf-8") == draw(CAST.read_text("utf-8")), "run scripts/recording.py draw"
    assert SVG.stat().st_size < 100_000
    root = ElementTree.fromstring(SVG.read_text("utf-8"))
    assert {each.tag.rpartition("}")[2] for each in root.iter()} == {
        *("svg", "title", "style", "defs", "g", "use", "rect", "circle", "text")
    }
    # Nothing is fetched: each reference is to a line of its own.
    ids = {each.attrib["id"] for each in root.iter() if "id" in each.attrib}
    references = [each.attrib["href"] for each in root.iter() if "href" in each.attrib]
    assert references and {reference.removeprefix("#") for reference in references} == ids


def test_it_can_be_recorded_anew(installed: Path) -> None:
    tools.need("nvim", "neovim")
    assert len(STEPS) == 8
    assert_tells_its_story(record(str(installed / "bin")))
