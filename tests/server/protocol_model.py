"""What the protocol has against a message as it was sent.

The messages are those of lsp-types: ``TypedDict``\\ s that the generator of Sublime's LSP package makes from the protocol's meta-model. lsprotocol's types are made from it too,
but the server uses those, so that they say nothing about what it sends.
"""

from __future__ import annotations

import asyncio
import collections.abc
import enum
import inspect
import typing
from collections.abc import Iterator
from functools import cache
from typing import Any

from lsp_types import requests, types

_LARGEST = 2**31 - 1


class _Uint:
    """Stands for the protocol's ``uinteger``, for which lsp-types takes a plain ``int``."""


class _DocumentUri:
    """Stands for the protocol's ``DocumentUri``, for which lsp-types takes a plain ``str``."""


#: What the names in the annotations mean.
_NAMES: dict[str, Any] = {**vars(types), "Uint": _Uint, "DocumentUri": _DocumentUri}

#: The protocol's base types, as Python's ``json`` reads them.
_BASE: dict[Any, tuple[str, Any]] = {
    str: ("string", lambda value: isinstance(value, str)),
    bool: ("boolean", lambda value: isinstance(value, bool)),
    type(None): ("null", lambda value: value is None),
    float: ("decimal", lambda value: isinstance(value, (int, float)) and not isinstance(value, bool)),
    int: ("integer", lambda value: type(value) is int and -(2**31) <= value <= _LARGEST),
    _Uint: ("uinteger", lambda value: type(value) is int and 0 <= value <= _LARGEST),
    _DocumentUri: ("DocumentUri", lambda value: isinstance(value, str) and ":" in value),
}

# What lsp-types leaves out, as
# https://microsoft.github.io/language-server-protocol/specifications/lsp/3.18/specification/ has it.

#: The requests that servers send, with the type of their parameters.
_OF_SERVERS: dict[str, Any] = {
    "client/registerCapability": types.RegistrationParams,
    "client/unregisterCapability": types.UnregistrationParams,
    "window/showDocument": types.ShowDocumentParams,
    "window/showMessageRequest": types.ShowMessageRequestParams,
    "window/workDoneProgress/create": types.WorkDoneProgressCreateParams,
    "workspace/applyEdit": types.ApplyWorkspaceEditParams,
    "workspace/codeLens/refresh": None,
    "workspace/configuration": types.ConfigurationParams,
    "workspace/diagnostic/refresh": None,
    "workspace/foldingRange/refresh": None,
    "workspace/inlayHint/refresh": None,
    "workspace/inlineValue/refresh": None,
    "workspace/semanticTokens/refresh": None,
    "workspace/workspaceFolders": None,
}

#: What a method is registered with.
_REGISTERED_WITH: dict[str, Any] = {
    "workspace/didChangeConfiguration": types.DidChangeConfigurationRegistrationOptions,
    "workspace/didChangeWatchedFiles": types.DidChangeWatchedFilesRegistrationOptions,
}

#: Enumerations that have more values than names: a kind of code action may have parts of its own after a dot, kinds of watching are added up.
_OPEN = {types.CodeActionKind, types.WatchKind}


class _Methods:
    """The methods, with the types of their parameters (None for those without) and of their results."""

    def __init__(self) -> None:
        self.of_servers: dict[str, Any] = {}
        self.of_clients: set[str] = set()
        self.results: dict[str, Any] = {}
        asyncio.run(self._read_requests())
        self._read_notifications()

    async def _read_requests(self) -> None:
        async def told(method: str, params: object = None) -> str:
            return method

        for _, function in inspect.getmembers(requests.RequestFunctions(told), inspect.iscoroutinefunction):
            hints = typing.get_type_hints(function, localns=_NAMES)
            self.results[await function(*[None] * ("params" in hints))] = hints["return"]

    def _read_notifications(self) -> None:
        """Have each function name its method: those that are told are sent by clients, those that are waited for by servers."""

        def told(method: str, params: object = None) -> None:
            self.of_clients.add(method)

        def waited_for(method: str, timeout: float | None) -> str:
            return method

        functions = requests.NotificationFunctions(told, waited_for)
        for _, function in inspect.getmembers(functions, inspect.ismethod):
            parameters = inspect.signature(function).parameters
            if "timeout" in parameters:
                returned = typing.get_type_hints(function, localns=_NAMES)["return"]
                (self.of_servers[function()],) = typing.get_args(returned)
            elif function.__name__ != "__init__":
                function(*[None] * len(parameters))


_METHODS = _Methods()


def problems_of_message(message: dict[str, Any], method: str | None) -> list[str]:
    """Return what is wrong with a message of the server. ``method`` is that of the request that a response answers."""
    if message.get("jsonrpc") != "2.0":
        return ["jsonrpc: not 2.0"]
    if "method" not in message:
        return _problems_of_response(message, method)
    sent = message["method"]
    kinds = _OF_SERVERS if "id" in message else _METHODS.of_servers
    if sent not in kinds:
        results = _METHODS.results if "id" in message else _METHODS.of_clients
        return [f"{sent}: only clients send this" if sent in results else f"{sent}: no such method"]
    if kinds[sent] is None:
        return [] if message.get("params") is None else ["params: not expected"]
    reported = list(problems(message.get("params"), kinds[sent], "params"))
    if sent == "$/progress" and not reported:
        reported = list(_problems_of_progress(message["params"]["value"]))
    if sent == "client/registerCapability" and not reported:
        for registration in message["params"]["registrations"]:
            registered = registration["method"]
            if registered in _REGISTERED_WITH:
                options = registration.get("registerOptions")
                reported += problems(options, _REGISTERED_WITH[registered], "registerOptions")
            else:
                reported.append(f"{registered}: no table of ours says what it is registered with")
    return reported


def _problems_of_response(message: dict[str, Any], method: str | None) -> list[str]:
    if ("result" in message) == ("error" in message):
        return ["a response has either a result or an error"]
    if "error" in message:
        error = message["error"]
        if type(error.get("code")) is not int or not isinstance(error.get("message"), str):
            return ["error: no code, or no message"]
        return [f"error: {key}" for key in error.keys() - {"code", "message", "data"}]
    if method not in _METHODS.results:
        return [f"{method}: no such request"]
    return list(problems(message["result"], _METHODS.results[method], "result"))


def _problems_of_progress(value: Any) -> Iterator[str]:
    kinds = types.WorkDoneProgressBegin | types.WorkDoneProgressReport | types.WorkDoneProgressEnd
    yield from problems(value, kinds, "value")


def problems(value: Any, kind: Any, path: str) -> Iterator[str]:
    """Yield what is wrong with ``value`` as a ``kind`` of lsp-types, each with its path."""
    origin, parts = typing.get_origin(kind), typing.get_args(kind)
    if kind is Any:
        return
    if kind in _BASE:
        name, fits = _BASE[kind]
        if not fits(value):
            yield f"{path}: no {name}, but {value!r}"
    elif typing.is_typeddict(kind):
        yield from _problems_of_properties(value, kind, path)
    elif inspect.isclass(kind) and issubclass(kind, enum.Enum):
        yield from _problems_of_enumeration(value, kind, path)
    elif inspect.isclass(origin) and issubclass(origin, list):
        if not isinstance(value, list):
            yield f"{path}: no array, but {value!r}"
            return
        for number, item in enumerate(value):
            yield from problems(item, parts[0], f"{path}[{number}]")
    elif origin is collections.abc.Mapping:
        if not isinstance(value, dict):
            yield f"{path}: no object, but {value!r}"
            return
        for key, item in value.items():
            yield from problems(key, parts[0], f"{path}, key")
            yield from problems(item, parts[1], f"{path}.{key}")
    elif origin is typing.Literal:
        if not any(type(value) is type(part) and value == part for part in parts):
            yield f"{path}: none of {parts}, but {value!r}"
    elif origin is typing.Union or isinstance(kind, type(int | str)):
        by_part = [list(problems(value, part, path)) for part in parts]
        if all(by_part):
            # The alternative that comes nearest is the one that was meant.
            yield from min(by_part, key=len)
    else:
        raise AssertionError(f"{path}: lsp-types has a new kind of type, {kind}")


def _problems_of_enumeration(value: Any, kind: type[enum.Enum], path: str) -> Iterator[str]:
    base = int if issubclass(kind, int) else str
    if kind not in _OPEN and not any(type(value) is base and value == member.value for member in kind):
        yield f"{path}: {value!r} is no {kind.__name__}"
    yield from problems(value, base, path)


def _problems_of_properties(value: Any, kind: Any, path: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{path}: no object, but {value!r}"
        return
    properties = _properties(kind)
    for name, (type_, may_lack) in properties.items():
        if name in value:
            yield from problems(value[name], type_, f"{path}.{name}")
        elif not may_lack:
            yield f"{path}.{name}: missing"
    for name in value.keys() - properties.keys():
        yield f"{path}.{name}: the protocol has no such property"


@cache
def _properties(kind: Any) -> dict[str, tuple[Any, bool]]:
    """Return the types of a structure's properties, and whether each may be left out."""
    by_name = {}
    for name, hint in typing.get_type_hints(kind, localns=_NAMES, include_extras=True).items():
        may_lack = typing.get_origin(hint) is typing.NotRequired
        by_name[name] = (typing.get_args(hint)[0] if may_lack else hint, may_lack)
    return by_name
