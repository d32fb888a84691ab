"""With what real clients said of themselves: their ``initialize``, recorded from the programs."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.server.client import Client

pytestmark = pytest.mark.long


RECORDED = sorted((Path(__file__).parent / "clients").glob("*.json"))

#: What stands before the finding: one character, two UTF-16 units, four bytes, and one more with two bytes.
TEXT = "#!/bin/bash\nA='🙂é'; docker run -d --name db postgres:16\n"
WIDTHS = {"utf-8": 6, "utf-16": 3, "utf-32": 2}


@pytest.mark.parametrize("path", RECORDED, ids=lambda path: path.stem)
def test_a_finding_hover_and_a_fix(start: Callable[..., Client], project: Path, path: Path) -> None:
    recorded = json.loads(path.read_text())
    client = start()
    result = client.initialize(recorded["capabilities"], folder=project, clientInfo=recorded["clientInfo"])
    offered = recorded["capabilities"].get("general", {}).get("positionEncodings", ["utf-16"])
    encoding = result["capabilities"]["positionEncoding"]
    assert encoding in offered
    assert encoding == "utf-8" or "utf-8" not in offered
    uri = (project / "a.sh").as_uri()
    client.open(uri, TEXT, "sh", version=0)
    # Neovim can ask, but can't be told to ask again when something else than the text is different.
    pulls = "diagnostics" in recorded["capabilities"]["workspace"]
    assert pulls == ("diagnosticProvider" in result["capabilities"])
    if pulls:
        items = client.ask("textDocument/diagnostic", {"textDocument": {"uri": uri}})["items"]
        assert client.notifications.empty()
    else:
        items = client.diagnostics(uri, 0)
    (finding,) = items
    column = TEXT.split("\n")[1].index("postgres") - 2 + WIDTHS[encoding]
    assert finding["range"]["start"] == {"line": 1, "character": column}
    place = {"textDocument": {"uri": uri}, "position": finding["range"]["start"]}
    assert "PostgreSQL" in client.ask("textDocument/hover", place)["contents"]["value"]
    actions = client.ask(
        "textDocument/codeAction",
        {"textDocument": {"uri": uri}, "range": finding["range"], "context": {"diagnostics": []}},
    )
    fix = next(action for action in actions if action["kind"] == "quickfix")
    if "edit" not in fix:
        fix = client.ask("codeAction/resolve", fix)
    assert fix["edit"]
    assert client.shutdown() == 0
