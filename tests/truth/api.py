"""The engine's API over its socket: what a look at the engine costs a millisecond for."""

from __future__ import annotations

import http.client
import json
import socket
import urllib.parse
from typing import Any


class _Connection(http.client.HTTPConnection):
    def __init__(self, path: str) -> None:
        super().__init__("localhost", timeout=60)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(60)
        self.sock.connect(self._path)


class Api:
    """``get("/containers/json", all=1)`` and the like; None where the engine says that there is no such thing."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._connection: _Connection | None = None

    def call(self, method: str, path: str, *, lines: bool = False, **query: object) -> Any:
        """Return the answer as JSON (a list of its ``lines``, where it is that), None for an error status."""
        target = path + ("?" + urllib.parse.urlencode(query) if query else "")
        for attempt in (1, 2):
            connection = self._connection or _Connection(self._path)
            try:
                connection.request(method, target)
                answer = connection.getresponse()
                body = answer.read()
            except (OSError, http.client.HTTPException):
                # An engine that was restarted has closed the connection.
                connection.close()
                self._connection = None
                if attempt == 2:
                    raise
                continue
            self._connection = connection
            if answer.status >= 400:
                return None
            return [json.loads(line) for line in body.splitlines()] if lines else json.loads(body or b"null")
        return None

    def destroyed(self, since: float, until: float) -> set[str]:
        """Return the ids of the containers that were destroyed in that time (seconds as ``time.time`` counts them)."""
        wanted = json.dumps({"type": ["container"], "event": ["destroy"]})
        events = self.call(
            "GET", "/events", lines=True, since=f"{since:.6f}", until=f"{until:.6f}", filters=wanted
        )
        return {event["Actor"]["ID"] for event in events or ()}

    def get(self, path: str, **query: object) -> Any:
        return self.call("GET", path, **query)

    def delete(self, path: str, **query: object) -> Any:
        return self.call("DELETE", path, **query)

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
