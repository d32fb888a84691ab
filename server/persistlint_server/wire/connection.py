"""One client: its messages are read and handed out here, one after the other, and its requests answered exactly once."""

from __future__ import annotations

import json
import threading

from persistlint_server.wire.errors import (
    INTERNAL_ERROR,
    INVALID_REQUEST,
    METHOD_NOT_FOUND,
    PARSE_ERROR,
    ResponseError,
    cancelled,
)
from persistlint_server.wire.framing import Malformed, read_body
from persistlint_server.wire.outbox import Outbox

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, BinaryIO, Protocol

    class Handlers(Protocol):
        """What the messages mean."""

        def request(self, request: Request) -> None:
            """Answer the request, now or later. A ``ResponseError`` that is raised is the answer."""

        def notification(self, method: str, params: Any) -> None: ...

        def broken(self, what: str, error: Exception) -> None:
            """Something of ours failed while ``what`` was handled."""


class Request:
    """A client's request. ``answer`` and ``fail`` may be called from any thread; the first call counts."""

    __slots__ = ("_connection", "done", "id", "method", "params")

    def __init__(self, connection: Connection, id: int | str, method: str, params: Any) -> None:
        self._connection = connection
        self.id = id
        self.method = method
        self.params = params
        #: Whether it is answered, or taken back by the client.
        self.done = False

    def answer(self, result: Any) -> None:
        """The request's result."""
        if self._finish():
            self._connection.send({"jsonrpc": "2.0", "id": self.id, "result": result})

    def fail(self, error: ResponseError) -> None:
        """Say why there is no result."""
        if self._finish():
            self._connection.send(_error(self.id, error))

    def _finish(self) -> bool:
        with self._connection.lock:
            if self.done:
                return False
            self.done = True
            self._connection.open.pop(self.id, None)
            return True


class Connection:
    """Reads ``incoming`` until its end; whatever is sent goes through an outbox to ``outgoing``."""

    def __init__(self, incoming: BinaryIO, outgoing: BinaryIO, handlers: Handlers) -> None:
        self._incoming = incoming
        self._handlers = handlers
        self.outbox = Outbox(outgoing)
        self.lock = threading.Lock()
        #: The client's requests that aren't answered yet.
        self.open: dict[int | str, Request] = {}
        self._asked: dict[int | str, Callable[[Any], None]] = {}
        self._last_id = 0
        #: Set by a handler to end the loop.
        self.closed = False

    def run(self) -> None:
        """Handle messages until the client ends, or a handler closes the connection."""
        while not self.closed:
            self.outbox.wait_for_room(len(self.open))
            if self.outbox.broken:
                return
            try:
                body = read_body(self._incoming)
            except Malformed as problem:
                self._refuse(PARSE_ERROR, str(problem))
                continue
            except (OSError, ValueError):
                # The stream was closed under our hands.
                return
            if body is None:
                return
            try:
                message = json.loads(body)
            except (ValueError, RecursionError):
                self._refuse(PARSE_ERROR, "the message is no JSON")
                continue
            del body
            self._handle(message)

    def send(self, message: dict[str, Any], key: object = None) -> None:
        """Send a whole message."""
        self.outbox.put(message, key)

    def notify(self, method: str, params: Any, key: object = None) -> None:
        """Send a notification; one with a ``key`` takes the place of an unsent one with the same key."""
        self.outbox.put({"jsonrpc": "2.0", "method": method, "params": params}, key)

    def ask(self, method: str, params: Any, then: Callable[[Any], None] | None = None) -> None:
        """Send a request; ``then`` gets its result on the reading thread, None where the client answers with an error."""
        with self.lock:
            self._last_id += 1
            id = f"persistlint-{self._last_id}"
            if then is not None:
                self._asked[id] = then
        self.send({"jsonrpc": "2.0", "id": id, "method": method, "params": params})

    def _handle(self, message: Any) -> None:
        if isinstance(message, list):
            # The protocol has no batches, and no client sends one.
            self._refuse(INVALID_REQUEST, "a batch is not part of the protocol")
            return
        if not isinstance(message, dict):
            self._refuse(INVALID_REQUEST, "a message must be an object")
            return
        id = message.get("id")
        method = message.get("method")
        if isinstance(id, bool) or not (id is None or isinstance(id, (int, str))):
            self._refuse(INVALID_REQUEST, "the id must be a number or a string")
        elif isinstance(method, str) and "id" in message and id is not None:
            self._handle_request(id, method, message.get("params"))
        elif isinstance(method, str):
            self._handle_notification(method, message.get("params"))
        elif id is not None and ("result" in message or "error" in message):
            self._handle_response(id, message)
        else:
            self.send(_error(id, ResponseError(INVALID_REQUEST, "neither a request nor a response")))

    def _handle_request(self, id: int | str, method: str, params: Any) -> None:
        request = Request(self, id, method, params)
        with self.lock:
            if id in self.open:
                known = True
            else:
                known = False
                self.open[id] = request
        if known:
            self.send(_error(id, ResponseError(INVALID_REQUEST, "a request with this id is still open")))
            return
        try:
            self._handlers.request(request)
        except ResponseError as error:
            request.fail(error)
        except Exception as error:
            request.fail(ResponseError(INTERNAL_ERROR, "internal error"))
            self._handlers.broken(method, error)

    def _handle_notification(self, method: str, params: Any) -> None:
        if method == "$/cancelRequest":
            id = params.get("id") if isinstance(params, dict) else None
            request = self.open.get(id) if isinstance(id, (int, str)) else None
            if request is not None:
                request.fail(cancelled())
            return
        try:
            self._handlers.notification(method, params)
        except Exception as error:
            self._handlers.broken(method, error)

    def _handle_response(self, id: int | str, message: dict[str, Any]) -> None:
        with self.lock:
            then = self._asked.pop(id, None)
        if then is not None:
            try:
                then(message.get("result"))
            except Exception as error:
                self._handlers.broken("a response", error)

    def _refuse(self, code: int, why: str) -> None:
        self.send(_error(None, ResponseError(code, why)))


def unknown_method(method: str) -> ResponseError:
    return ResponseError(METHOD_NOT_FOUND, f"there is no method `{method}` here")


def _error(id: int | str | None, error: ResponseError) -> dict[str, Any]:
    fields: dict[str, Any] = {"code": error.code, "message": error.message}
    if error.data is not None:
        fields["data"] = error.data
    return {"jsonrpc": "2.0", "id": id, "error": fields}
