"""pygls' protocol with an answer to every request, whatever is wrong with it."""

from __future__ import annotations

import json

from lsprotocol import types
from pygls.exceptions import (
    JsonRpcException,
    JsonRpcInvalidParams,
    JsonRpcInvalidRequest,
    JsonRpcParseError,
    JsonRpcServerNotInitialized,
)
from pygls.protocol import LanguageServerProtocol, lsp_method

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Generator
    from typing import Any

    from cattrs import Converter

    from persistlint_server.server import PersistlintServer

_LOGS = (types.WINDOW_LOG_MESSAGE, types.LOG_TRACE)


class Protocol(LanguageServerProtocol):
    """Takes and gives whole messages. The texts of documents are the features' own."""

    def __init__(self, server: PersistlintServer, converter: Converter) -> None:
        self.server = server
        self.converter = converter
        self.is_initialized = False
        self.is_shut_down = False
        super().__init__(server, converter)

    # Messages to the client

    def notify(self, method: str, params: Any = None) -> None:
        """Send a notification. Diagnostics take the place of unsent ones of the same document; the log waits for nobody."""
        outbox = self.server.outbox
        if method == types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS:
            with outbox.replacing(("diagnostics", params.uri)):
                super().notify(method, params)
        elif method == types.WINDOW_SHOW_MESSAGE:
            with outbox.replacing(("show", params.message)):
                super().notify(method, params)
        elif method not in _LOGS or outbox.takes_logs:
            super().notify(method, params)

    def refuse(self, id: Any, error: JsonRpcException) -> None:
        """Answer the request ``id`` with an error; None stands for a message whose id isn't known."""
        answer = {"jsonrpc": "2.0", "id": id, "error": {"code": error.code, "message": error.message}}
        self.server.outbox.write(json.dumps(answer).encode())

    # Messages from the client

    def structure_message(self, data: Any) -> Any:
        """Return the data as they are: pygls calls this for every object in a message, and a failure here says of no request that it failed."""
        return data

    def handle_message(self, message: Any) -> None:
        """Hand the message to its feature. Every request gets an answer, and only what is neither request nor response has none with its id."""
        if not isinstance(message, dict):
            return self.refuse(None, JsonRpcInvalidRequest("A message must be an object."))
        id, method = message.get("id"), message.get("method")
        if isinstance(id, bool) or not (id is None or isinstance(id, (int, str))):
            return self.refuse(None, JsonRpcInvalidRequest("The id must be a number or a string."))
        if isinstance(method, str):
            self.server.log.received(
                "notification" if id is None else "request", method, message.get("params")
            )
            problem = self._untimely(method)
            if problem is not None:
                return self.refuse(id, problem) if id is not None else None
        elif id is None or ("result" not in message and "error" not in message):
            return self.refuse(id, JsonRpcInvalidRequest("This is neither a request nor a response."))
        try:
            read = self._structured(message)
        except JsonRpcException as error:
            reason = _reason(error)
            if not isinstance(method, str):
                # A response that can't be read becomes an error for the code that waits for it.
                failure = {"code": JsonRpcInvalidRequest.CODE, "message": reason}
                read = self._structured({"id": id, "error": failure})
            elif id is not None:
                return self.refuse(
                    id, JsonRpcInvalidParams(f"The parameters of `{method}` are invalid: {reason}")
                )
            else:
                return self.server.log.warning(f"The parameters of `{method}` are invalid: {reason}")
        super().handle_message(read)
        return None

    def _untimely(self, method: str) -> JsonRpcException | None:
        """Return what is wrong with this method now, which pygls would serve or leave without an answer."""
        if method == types.EXIT:
            return None
        if self.is_shut_down:
            return JsonRpcInvalidRequest("The server is shutting down.")
        if method == types.INITIALIZE:
            return JsonRpcInvalidRequest("`initialize` may be sent once.") if self.is_initialized else None
        if not self.is_initialized:
            return JsonRpcServerNotInitialized("The first request must be `initialize`.")
        return None

    def _structured(self, message: dict[str, Any]) -> Any:
        """Return the message as pygls' type. Raise ``JsonRpcException`` where it has another form."""
        message = {**message, "jsonrpc": "2.0"}
        if message.get("id", "") is None:
            del message["id"]
        if message.get("params", "") is None:
            # As some clients write "no parameters".
            del message["params"]
        if message.get("method") == types.INITIALIZED:
            message["params"] = {}
        if "method" in message and self.get_message_type(message["method"]) is None:
            message.setdefault("params", None)
        return super().structure_message(message)

    # pygls' own part in requests and notifications

    @lsp_method(types.INITIALIZE)
    def lsp_initialize(self, params: types.InitializeParams) -> Generator[Any, Any, types.InitializeResult]:
        """Take the encoding that costs nothing where the client has it; pygls takes the client's first."""
        self.is_initialized = True
        self.trace = params.trace or types.TraceValue.Off
        result: types.InitializeResult = yield from super().lsp_initialize(params)
        result.capabilities.position_encoding = self.server.client.encoding
        return result

    @lsp_method(types.SHUTDOWN)
    def lsp_shutdown(self, *args: Any) -> Generator[Any, Any, None]:
        """Note that nothing but `exit` is answered from now on."""
        self.is_shut_down = True
        yield from super().lsp_shutdown(*args)

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: Any) -> None:
        """Leave the text to the feature, as the two below do.

        pygls keeps one more copy, whose lines end at each of `str.splitlines`' ends, and for ever a future for each such message.
        """
        self.fm.features[types.TEXT_DOCUMENT_DID_OPEN](params)

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: Any) -> None:
        """Leave the text to the feature."""
        self.fm.features[types.TEXT_DOCUMENT_DID_CHANGE](params)

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: Any) -> None:
        """Leave the text to the feature."""
        self.fm.features[types.TEXT_DOCUMENT_DID_CLOSE](params)

    @lsp_method(types.WORKSPACE_EXECUTE_COMMAND)
    async def lsp_workspace__execute_command(  # type: ignore[override]
        self, params: types.ExecuteCommandParams
    ) -> Any:
        """Run the command as a task that a cancellation ends, and with its token of progress: pygls' own way has neither."""
        command = self.fm.commands.get(params.command)
        if command is None:
            raise JsonRpcInvalidParams(f"There is no command `{params.command}`.")
        return await command(params)


def parse_error(why: str) -> JsonRpcException:
    """Return the error for bytes that are no message."""
    return JsonRpcParseError(why)


def _reason(error: JsonRpcException) -> str:
    """Return what is wrong with the parameters, as far as the converter's exceptions tell."""
    from cattrs import ClassValidationError, transform_error

    cause = error.__cause__
    if isinstance(cause, ClassValidationError):
        return "; ".join(transform_error(cause)[:3])
    return str(cause or error)
