"""An editor is offered only fixes that hold."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.server.client import Client

pytestmark = pytest.mark.long


@pytest.mark.parametrize(
    ("first", "offered"),
    [
        ("files:/srv", True),
        # With the options in front, docker would refuse two mounts on one path.
        ("files:/data", False),
    ],
)
def test_fixes_are_tried(start: Callable[..., Client], project: Path, first: str, offered: bool) -> None:
    client = start()
    client.initialize(folder=project)
    uri = (project / "a.sh").as_uri()
    client.open(uri, f"docker run --rm -v {first} alpine:3.20 -v more:/data\n")
    assert "PSL216" in [item["code"] for item in client.diagnostics(uri, 1)]
    actions = client.ask(
        "textDocument/codeAction",
        {
            "textDocument": {"uri": uri},
            "range": {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 60}},
            "context": {"diagnostics": [], "only": ["quickfix"]},
        },
    )
    titles = [action["title"] for action in actions]
    assert ("Put the options before the image" in titles) is offered
    assert any(title.startswith("Ignore PSL216 here") for title in titles)
