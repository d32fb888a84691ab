"""The oracle itself: what the protocol has against wrong messages."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from tests.server.protocol_model import problems_of_message

HERE = {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 4}}
DIAGNOSTICS: dict[str, Any] = {
    "jsonrpc": "2.0",
    "method": "textDocument/publishDiagnostics",
    "params": {
        "uri": "file:///a.sh",
        "diagnostics": [{"range": HERE, "message": "It is wrong.", "severity": 2, "data": {"any": [1]}}],
    },
}


def changed(*path: Any, value: Any) -> dict[str, Any]:
    """Return the message with another value at ``path``."""
    message = copy.deepcopy(DIAGNOSTICS)
    at: Any = message
    for step in path[:-1]:
        at = at[step]
    if value is None:
        del at[path[-1]]
    else:
        at[path[-1]] = value
    return message


def progress(value: Any) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "method": "$/progress", "params": {"token": 1, "value": value}}


def registration(method: str, options: Any) -> dict[str, Any]:
    entry = {"id": "1", "method": method, "registerOptions": options}
    return {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "client/registerCapability",
        "params": {"registrations": [entry]},
    }


def edit(value: Any) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "id": 1, "method": "workspace/applyEdit", "params": {"edit": value}}


CHANGE = {"range": HERE, "newText": ""}


@pytest.mark.parametrize(
    "message",
    [
        DIAGNOSTICS,
        progress({"kind": "report", "percentage": 7}),
        registration("workspace/didChangeWatchedFiles", {"watchers": [{"globPattern": "*", "kind": 7}]}),
        registration("workspace/didChangeConfiguration", {"section": ["persistlint"]}),
        edit({"changes": {"file:///a.sh": [CHANGE]}}),
        edit({"documentChanges": [{"kind": "create", "uri": "file:///a.sh"}]}),
        {"jsonrpc": "2.0", "id": 1, "method": "workspace/diagnostic/refresh"},
    ],
)
def test_a_right_message(message: dict[str, Any]) -> None:
    assert problems_of_message(message, None) == []


@pytest.mark.parametrize(
    "message",
    [
        changed("params", value=None),
        changed("params", "uri", value=7),
        changed("params", "nothing", value=7),
        changed("params", "diagnostics", 0, "message", value=None),
        changed("params", "diagnostics", 0, "severity", value=9),
        changed("params", "diagnostics", 0, "range", "start", "line", value=-1),
        changed("params", "diagnostics", 0, "range", "start", "line", value=True),
        changed("params", "diagnostics", 0, "tags", value=1),
        changed("method", value="textDocument/didOpen"),
        changed("method", value="no/such/method"),
        {"jsonrpc": "2.0", "id": 1},
        {"jsonrpc": "2.0", "id": 1, "result": {"contents": 7}},
        {"jsonrpc": "2.0", "id": 1, "result": None, "error": {"code": 1, "message": ""}},
        {"jsonrpc": "2.0", "id": 1, "error": {"code": "1", "message": ""}},
        progress({"kind": "middle"}),
        progress({"kind": "begin"}),
        progress({"kind": "report", "percentage": -1}),
        registration("workspace/didChangeWatchedFiles", {"watchers": [{"globPattern": 7}]}),
        registration("workspace/didChangeWatchedFiles", {"watchers": [{"globPattern": "*", "kind": "7"}]}),
        registration("textDocument/unheardOf", {}),
        edit({"changes": {"no URI": []}}),
        edit({"changes": [CHANGE]}),
        edit({"documentChanges": [{"kind": "created", "uri": "file:///a.sh"}]}),
        {"jsonrpc": "2.0", "id": 1, "method": "workspace/diagnostic/refresh", "params": {}},
        {"jsonrpc": "2.0", "id": 1, "method": "textDocument/hover", "params": {}},
    ],
)
def test_a_wrong_message(message: dict[str, Any]) -> None:
    assert problems_of_message(message, "textDocument/hover")


@pytest.mark.parametrize(
    "result", [None, {"contents": "text"}, {"contents": {"kind": "markdown", "value": ""}}]
)
def test_a_right_answer(result: object) -> None:
    assert problems_of_message({"jsonrpc": "2.0", "id": 1, "result": result}, "textDocument/hover") == []


def test_kinds_of_code_actions_may_be_of_the_server() -> None:
    def answer(kind: Any) -> dict[str, Any]:
        return {"jsonrpc": "2.0", "id": 1, "result": [{"title": "Mend it", "kind": kind}]}

    assert problems_of_message(answer("source.fixAll.persistlint"), "textDocument/codeAction") == []
    assert problems_of_message(answer(7), "textDocument/codeAction")
