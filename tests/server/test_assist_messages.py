"""Every answer at a place is what the protocol says."""

from __future__ import annotations

import copy
import re
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


def test_a_client_without_markdown_gets_plain_text(start: Callable[..., Client], project: Path) -> None:
    capabilities = copy.deepcopy(FULL)
    document = capabilities["textDocument"]
    document["hover"] = {"contentFormat": ["plaintext"]}
    document["completion"] = {"completionItem": {"documentationFormat": ["plaintext"]}}
    client = start()
    client.initialize(capabilities, folder=project)
    uri = (project / "a.sh").as_uri()
    client.open(uri, TEXT)
    marks = re.compile(r"\*\*|\]\(|^\s*\||^#", re.MULTILINE)
    texts = []
    for line, character in ((1, 22), (2, 8), (2, 18), (2, 60), (3, 4), (0, 30)):
        place = {"textDocument": {"uri": uri}, "position": {"line": line, "character": character}}
        hover = client.ask("textDocument/hover", place)
        if hover is not None:
            assert hover["contents"]["kind"] == "plaintext"
            texts.append(hover["contents"]["value"])
    items = client.ask(
        "textDocument/completion", {"textDocument": {"uri": uri}, "position": {"line": 2, "character": 11}}
    )["items"]
    for item in items[:5]:
        resolved = client.ask("completionItem/resolve", item)
        documentation = resolved.get("documentation")
        if documentation is not None:
            texts.append(documentation if isinstance(documentation, str) else documentation["value"])
            assert isinstance(documentation, str) or documentation["kind"] == "plaintext"
    assert len(texts) >= 5
    assert not [text for text in texts if marks.search(text)], texts
