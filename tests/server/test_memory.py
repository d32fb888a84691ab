"""What closed documents took is given back."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.server.client import Client

pytestmark = pytest.mark.long


#: Commands with anonymous volumes, which know their containers.
TEXT = "#!/bin/bash\n" + "".join(
    f"docker run -d --name db{number} -v /data postgres:16\n"
    f"docker run --rm -v shared{number}:/work busybox true\n"
    for number in range(40)
)
DOCUMENTS = 24
TURNS = 6

#: MiB. Five turns that nothing is given back of take some 80, five that everything is given back of some 2.
MOST = 30


def mebibytes(client: Client) -> float:
    """Return the process' resident size."""
    for line in Path(f"/proc/{client.process.pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise AssertionError("no VmRSS")


def open_and_close(client: Client, project: Path, turn: int, documents: int = DOCUMENTS) -> float:
    """Open many documents, each with a text of its own, close them; the size while they were open."""
    uris = [(project / f"{turn}-{number}.sh").as_uri() for number in range(documents)]
    for uri in uris:
        client.open(uri, TEXT.replace("shared", f"shared{turn}"))
    waiting = set(uris)
    while waiting:
        waiting.discard(client.notification("textDocument/publishDiagnostics")["uri"])
    size = mebibytes(client)
    for uri in uris:
        client.close_document(uri)
    return size


@pytest.mark.skipif(sys.platform != "linux", reason="needs Linux: the size is read from /proc")
def test_memory_comes_back(start: Callable[..., Client], project: Path) -> None:
    client = start()
    client.initialize(folder=project)
    # The next documents take no new memory.
    first = open_and_close(client, project, 0)
    for turn in range(1, TURNS):
        last = open_and_close(client, project, turn)
    assert last - first < MOST
    assert client.shutdown() == 0


@pytest.mark.skipif(sys.platform != "linux", reason="needs Linux: the size is read from /proc")
def test_the_system_gets_it_back(start: Callable[..., Client], project: Path) -> None:
    client = start()
    client.initialize(folder=project)
    # What is loaded for the first documents stays.
    open_and_close(client, project, 0, 2)
    before = mebibytes(client)
    most = open_and_close(client, project, 1, 60)
    assert most - before > 30
    # Of what 60 documents took a third is left at most; it was three quarters while anything small kept an arena.
    until = time.monotonic() + 30
    while mebibytes(client) - before > (most - before) * 0.6 and time.monotonic() < until:
        time.sleep(0.1)
    assert mebibytes(client) - before < (most - before) * 0.6
    assert client.shutdown() == 0
