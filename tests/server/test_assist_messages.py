"""Every answer at a place is what the protocol says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.server.client import Client
from tests.server.test_assist_places import FULL, PUSHING

pytestmark = pytest.mark.long


TEXT = """\
VOL=pgdata # persistlint: ignore[PSL101] why
docker volume create "$VOL"
docker run -d --rm --name db -v "$VOL":/data -v /anonymous -v ./here:/x \\
  postgres:16
docker exec db ls /data
"""
NAME = {"line": 1, "character": 24}
WHOLE = {"start": {"line": 0, "character": 0}, "end": {"line": 5, "character": 0}}
MOUNT = {"start": {"line": 2, "character": 36}, "end": {"line": 2, "character": 36}}

REQUESTS: list[tuple[str, dict[str, Any]]] = [
    ("textDocument/hover", {"position": NAME}),
    ("textDocument/hover", {"position": {"line": 2, "character": 8}}),
    ("textDocument/completion", {"position": {"line": 2, "character": 11}}),
    ("textDocument/completion", {"position": {"line": 0, "character": 36}}),
    ("textDocument/definition", {"position": NAME}),
    ("textDocument/references", {"position": NAME, "context": {"includeDeclaration": True}}),
    ("textDocument/documentHighlight", {"position": NAME}),
    ("textDocument/prepareRename", {"position": NAME}),
    ("textDocument/rename", {"position": NAME, "newName": "other-name"}),
    ("textDocument/documentSymbol", {}),
    ("workspace/symbol", {"query": ""}),
    ("textDocument/inlayHint", {"range": WHOLE}),
    ("textDocument/codeLens", {}),
    ("textDocument/foldingRange", {}),
    ("textDocument/codeAction", {"range": MOUNT, "context": {"diagnostics": []}}),
]


@pytest.mark.parametrize("capabilities", [FULL, PUSHING], ids=["able", "plain"])
def test_answers(start: Callable[..., Client], project: Path, capabilities: dict[str, Any]) -> None:
    client = start()
    client.initialize(capabilities, folder=project)
    uri = (project / "a.sh").as_uri()
    client.open(uri, TEXT)
    for method, params in REQUESTS:
        if not method.startswith("workspace/"):
            params = {"textDocument": {"uri": uri}, **params}
        response = client.response(client.start(method, params))
        assert response.get("result"), (method, response)
        assert not client.malformed, (method, client.malformed)
    item = client.ask(
        "textDocument/completion", {"textDocument": {"uri": uri}, "position": {"line": 2, "character": 11}}
    )["items"][0]
    assert client.ask("completionItem/resolve", item)["label"] == item["label"]
    assert client.shutdown() == 0
    assert client.stderr == b""
