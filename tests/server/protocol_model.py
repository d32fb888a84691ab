"""The protocol's own description of its messages, and what it has against a message as it was sent.

``protocol_model.json`` is the meta-model that the protocol's authors generate from its definition (see its ``source``), without the texts. lsprotocol's
types are made from it too, but the server uses those, so that they say nothing about what it sends.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

MODEL: dict[str, Any] = json.loads((Path(__file__).parent / "protocol_model.json").read_text("utf-8"))

_LARGEST = 2**31 - 1

#: The protocol's base types, as Python's ``json`` reads them.
_BASE: dict[str, Any] = {
    "URI": lambda value: isinstance(value, str),
    "DocumentUri": lambda value: isinstance(value, str) and ":" in value,
    "RegExp": lambda value: isinstance(value, str),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
    "decimal": lambda value: isinstance(value, (int, float)) and not isinstance(value, bool),
    "integer": lambda value: type(value) is int and -(2**31) <= value <= _LARGEST,
    "uinteger": lambda value: type(value) is int and 0 <= value <= _LARGEST,
}


def problems_of_message(message: dict[str, Any], method: str | None) -> list[str]:
    """Return what is wrong with a message of the server. ``method`` is that of the request that a response answers."""
    if message.get("jsonrpc") != "2.0":
        return ["jsonrpc: not 2.0"]
    if "method" not in message:
        return _problems_of_response(message, method)
    kind = MODEL["requests" if "id" in message else "notifications"].get(message["method"])
    if kind is None:
        return [f"{message['method']}: no such method"]
    if kind["messageDirection"] == "clientToServer":
        return [f"{message['method']}: only clients send this"]
    if "params" not in kind:
        return [] if message.get("params") is None else ["params: not expected"]
    found = list(problems(message.get("params"), kind["params"], "params"))
    if message["method"] == "$/progress" and not found:
        found = list(_problems_of_progress(message["params"]["value"]))
    if message["method"] == "client/registerCapability" and not found:
        for registration in message["params"]["registrations"]:
            known = (
                MODEL["requests"].get(registration["method"])
                or MODEL["notifications"][registration["method"]]
            )
            found += problems(
                registration.get("registerOptions"), known["registrationOptions"], "registerOptions"
            )
    return found


def _problems_of_response(message: dict[str, Any], method: str | None) -> list[str]:
    if ("result" in message) == ("error" in message):
        return ["a response has either a result or an error"]
    if "error" in message:
        error = message["error"]
        if type(error.get("code")) is not int or not isinstance(error.get("message"), str):
            return ["error: no code, or no message"]
        return [f"error: {key}" for key in error.keys() - {"code", "message", "data"}]
    kind = MODEL["requests"].get(method)
    if kind is None:
        return [f"{method}: no such request"]
    return list(problems(message["result"], kind["result"], "result"))


def _problems_of_progress(value: Any) -> Iterator[str]:
    kinds = ["WorkDoneProgressBegin", "WorkDoneProgressReport", "WorkDoneProgressEnd"]
    yield from problems(
        value, {"kind": "or", "items": [{"kind": "reference", "name": name} for name in kinds]}, "value"
    )


def problems(value: Any, kind: dict[str, Any], path: str) -> Iterator[str]:
    """Yield what is wrong with ``value`` as a ``kind`` of the meta-model, each with its path."""
    match kind["kind"]:
        case "base":
            if not _BASE[kind["name"]](value):
                yield f"{path}: no {kind['name']}, but {value!r}"
        case "reference":
            yield from _problems_of_reference(value, kind["name"], path)
        case "array":
            if not isinstance(value, list):
                yield f"{path}: no array, but {value!r}"
                return
            for number, item in enumerate(value):
                yield from problems(item, kind["element"], f"{path}[{number}]")
        case "map":
            if not isinstance(value, dict):
                yield f"{path}: no object, but {value!r}"
                return
            for key, item in value.items():
                yield from problems(key, kind["key"], f"{path}, key")
                yield from problems(item, kind["value"], f"{path}.{key}")
        case "or":
            found = [list(problems(value, item, path)) for item in kind["items"]]
            if all(found):
                # The alternative that comes nearest is the one that was meant.
                yield from min(found, key=len)
        case "tuple":
            if not isinstance(value, list) or len(value) != len(kind["items"]):
                yield f"{path}: no tuple, but {value!r}"
                return
            for number, (item, part) in enumerate(zip(value, kind["items"], strict=True)):
                yield from problems(item, part, f"{path}[{number}]")
        case "literal":
            yield from _problems_of_properties(value, kind["value"]["properties"], path)
        case "stringLiteral":
            if value != kind["value"]:
                yield f"{path}: not {kind['value']!r}, but {value!r}"
        case other:
            raise AssertionError(f"{path}: the meta-model has a new kind of type, {other}")


def _problems_of_reference(value: Any, name: str, path: str) -> Iterator[str]:
    if name in ("LSPAny", "LSPObject", "LSPArray"):
        return
    if name in MODEL["typeAliases"]:
        yield from problems(value, MODEL["typeAliases"][name], path)
    elif name in MODEL["enumerations"]:
        enumeration = MODEL["enumerations"][name]
        if not enumeration["open"] and (value not in enumeration["values"] or isinstance(value, bool)):
            yield f"{path}: {value!r} is no {name}"
        yield from problems(value, {"kind": "base", "name": enumeration["type"]}, path)
    else:
        yield from _problems_of_properties(value, _properties(name), path)


def _problems_of_properties(value: Any, properties: list[dict[str, Any]], path: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{path}: no object, but {value!r}"
        return
    known = set()
    for known_property in properties:
        name = known_property["name"]
        known.add(name)
        if name in value:
            yield from problems(value[name], known_property["type"], f"{path}.{name}")
        elif not known_property.get("optional"):
            yield f"{path}.{name}: missing"
    for name in value.keys() - known:
        yield f"{path}.{name}: the protocol has no such property"


@cache
def _properties(name: str) -> list[dict[str, Any]]:
    """Return the properties of a structure, also those that it takes from others; its own count."""
    structure = MODEL["structures"][name]
    found: dict[str, dict[str, Any]] = {}
    for other in (*structure.get("extends", ()), *structure.get("mixins", ())):
        found.update((each["name"], each) for each in _properties(other["name"]))
    found.update((each["name"], each) for each in structure["properties"])
    return list(found.values())
