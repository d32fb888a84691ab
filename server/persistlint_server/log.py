"""What the server says about itself: to the client's log, never to standard output."""

from __future__ import annotations

import json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from persistlint_server.wire.connection import Connection

_ERROR, _WARNING, _INFO = 1, 2, 3

#: So many characters of a message's parameters are traced.
_LONGEST = 2000


class Log:
    """Writes to the client's log, and traces messages while the client wants that."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._trace = "off"

    def set_trace(self, value: Any) -> None:
        """ "off", "messages" or "verbose"; anything else is off."""
        self._trace = value if value in ("messages", "verbose") else "off"

    def received(self, kind: str, method: str, params: Any) -> None:
        """Trace a message, with what it says where the client wants everything."""
        if self._trace == "off" or method.startswith("$/"):
            return
        trace = {"message": f"received {kind} {method}"}
        if self._trace == "verbose":
            trace["verbose"] = _shortened(json.dumps(params, ensure_ascii=False))
        self._send("$/logTrace", trace)

    def error(self, message: str) -> None:
        self._say(_ERROR, message)

    def warning(self, message: str) -> None:
        self._say(_WARNING, message)

    def info(self, message: str) -> None:
        self._say(_INFO, message)

    def show_warning(self, message: str) -> None:
        """Show the user something that only the user can mend."""
        self._connection.notify(
            "window/showMessage", {"type": _WARNING, "message": message}, ("show", message)
        )

    def _say(self, level: int, message: str) -> None:
        self._send("window/logMessage", {"type": level, "message": message})

    def _send(self, method: str, params: dict[str, Any]) -> None:
        self._connection.outbox.put_log({"jsonrpc": "2.0", "method": method, "params": params})


def _shortened(text: str) -> str:
    """A document's whole text is no news to its client."""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
