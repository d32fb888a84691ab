"""What the server says to people, and what it logs, holds no secret."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.server.client import PULLING, Client

pytestmark = pytest.mark.long


TEXT = """\
docker run -d --name db -e "POSTGRES_PASSWORD=my own hunter2" --label x.token=hunter2 postgres:16
API_TOKEN='one
hunter2' docker exec -e API_TOKEN=hunter2 db psql postgres://app:hunter2@db/app -o /out
docker run -v $PWD/x:rel -e DB_PASS="hunter2" nginx
"""


def test_hover_and_the_log(start: Callable[..., Client], project: Path) -> None:
    client = start()
    client.initialize(PULLING, folder=project, options={"token": "hunter2"}, trace="verbose")
    document = {"uri": (project / "a.sh").as_uri()}
    client.open(document["uri"], TEXT)
    items = client.ask("textDocument/diagnostic", {"textDocument": document})["items"]
    assert {item["code"] for item in items} >= {"PSL101"}
    hovers = []
    for line, text in enumerate(TEXT.splitlines()):
        for character in range(0, len(text), 3):
            place = {"textDocument": document, "position": {"line": line, "character": character}}
            hovers.append(client.ask("textDocument/hover", place))
    assert any(hover is not None for hover in hovers)
    client.ask("workspace/executeCommand", {"command": "persistlint.map", "arguments": [document["uri"]]})
    assert client.shutdown() == 0
    traced = []
    while not client.notifications.empty():
        message = client.notifications.get()
        if message["method"] in ("$/logTrace", "window/logMessage"):
            traced.append(message["params"])
    assert any("*******" in json.dumps(params) for params in traced)
    everything = json.dumps([hovers, traced, client.log, [item["message"] for item in items]])
    assert "hunter2" not in everything
