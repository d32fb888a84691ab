"""Whether a command in the background has ended when the next one comes is a race, and the map says "may".

The engine shows both outcomes of the same text: the container's command reads a file, or waits at a pipe that nobody writes to.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.durability.scenario import timeline
from tests.engine import Engine

pytestmark = pytest.mark.long


#: What a running container refuses, or is spared from; each takes one that has ended.
REMOVALS = ["docker rm -v ca", "docker rm ca", "docker container rm ca", "docker container prune -f"]
#: A program that ends by itself, and a script of unknown length.
PROGRAMS = ["cat /go/list", "sh /go/list"]


def script(program: str, removal: str, folder: str = "/srv/go") -> str:
    made = f"docker create --network none --name ca -v /data -v {folder}:/go:ro busybox {program}"
    return f"{made}\ndocker start ca\n{removal}\n"


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize("removal", REMOVALS)
@pytest.mark.parametrize("detached", ["docker start ca", ""])
def test_whether_it_is_removed_is_not_certain(program: str, removal: str, detached: str) -> None:
    text = script(program, removal)
    if not detached:
        text = text.replace("docker create", "docker run -d").replace("docker start ca\n", "")
    replayed = timeline(text)
    assert [container.at_end for container in replayed.containers] == ["unknown"]
    assert not replayed.refusals


@pytest.mark.parametrize(
    ("text", "at_end", "refused"),
    [
        # Somebody waits for its end, or brings it about.
        (script("cat /go/list", "docker wait ca\ndocker rm ca"), "gone", []),
        (script("sh /go/list", "docker wait ca\ndocker container prune -f"), "gone", []),
        (script("sh /go/list", "docker stop ca\ndocker rm ca"), "gone", []),
        (script("sh /go/list", "docker rm -f ca"), "gone", []),
        (script("cat /go/list", "docker rm ca").replace("start", "start -a"), "gone", []),
        (script("cat /go/list", "docker rm ca").replace("docker start ca\n", ""), "gone", []),
        # It goes on: nothing but the script ends it.
        (script("sleep infinity", "docker rm ca"), "alive", ["the container is running"]),
        (script("tail -f /dev/null", "docker container prune -f"), "alive", []),
        # Started again after it was stopped, it is a race again.
        (script("sh /go/list", "docker stop ca\ndocker start ca\ndocker rm ca"), "unknown", []),
        (script("sh /go/list", "docker restart ca\ndocker rm ca"), "unknown", []),
    ],
)
def test_what_ends_the_race(text: str, at_end: str, refused: list[str]) -> None:
    replayed = timeline(text)
    assert [container.at_end for container in replayed.containers] == [at_end]
    assert [refusal.reason for refusal in replayed.refusals] == refused


@pytest.fixture
def folder() -> Iterator[Path]:
    path = Path(tempfile.mkdtemp(prefix="race-"))
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize("removal", REMOVALS)
@pytest.mark.parametrize("ended", [True, False])
def test_the_engine_does_either(
    program: str, removal: str, ended: bool, folder: Path, engine: Engine
) -> None:
    engine.import_image("busybox")
    if ended:
        (folder / "list").write_text("true\n")
    else:
        os.mkfifo(folder / "list")
    made, started, removed, *_ = script(program, removal, str(folder)).splitlines()
    try:
        for command in (made, started):
            done = engine.docker(*command.split()[1:])
            assert done.returncode == 0, done.stderr
        if ended:
            # Another's waiting, of which the text knows nothing.
            engine.docker("wait", "ca")
        done = engine.docker(*removed.split()[1:])
        there = engine.docker("ps", "-aq", "--filter", "name=^ca$").stdout.strip()
        assert bool(there) is not ended, done.stderr
        assert (done.returncode != 0) is (not ended and "prune" not in removal)
    finally:
        engine.docker("rm", "-fv", "ca")
        engine.clear()
