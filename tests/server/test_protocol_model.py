"""The oracle itself: what the protocol's meta-model has against wrong messages."""

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


def test_a_right_message() -> None:
    assert problems_of_message(DIAGNOSTICS, None) == []


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
    ],
)
def test_a_wrong_message(message: dict[str, Any]) -> None:
    assert problems_of_message(message, "textDocument/hover")


@pytest.mark.parametrize(
    "result", [None, {"contents": "text"}, {"contents": {"kind": "markdown", "value": ""}}]
)
def test_a_right_answer(result: object) -> None:
    assert problems_of_message({"jsonrpc": "2.0", "id": 1, "result": result}, "textDocument/hover") == []
