"""A service that answers an engine's questions from a table, so that answers can be tested that no engine at hand gives."""

from __future__ import annotations

import http.server
import json
import os
import socketserver
import threading
from typing import Any


class _Server(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    daemon_threads = True
    answers: dict[str, Any]
    asked: list[str]

    def handle_error(self, request: object, client_address: object) -> None:
        """Ignore a client that hangs up."""


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def address_string(self) -> str:
        return "client"

    def log_message(self, format: str, *args: object) -> None:
        pass

    def _answer(self) -> None:
        path = self.path.partition("?")[0]
        if path.startswith("/v1."):
            path = "/" + path.split("/", 2)[2]
        self.server.asked.append(f"{self.command} {path}")
        answer = self.server.answers.get(path, (404, {"message": "no such thing"}))
        status, content = answer if isinstance(answer, tuple) else (200, answer)
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_GET = do_HEAD = do_POST = do_DELETE = do_PUT = _answer


class StubEngine:
    """``answers`` by path (a value, or status and value); ``asked`` are the requests that came."""

    VERSION = {"ApiVersion": "1.41", "Version": "26.1.5", "Components": [{"Name": "Engine"}]}

    def __init__(self, folder: str, answers: dict[str, Any]) -> None:
        self.path = os.path.join(folder, "s")
        self.host = f"unix://{self.path}"
        self._server = _Server(self.path, _Handler)
        self._server.answers = {"/version": self.VERSION, **answers}
        self._server.asked = []
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def answers(self) -> dict[str, Any]:
        return self._server.answers

    @property
    def asked(self) -> list[str]:
        return self._server.asked

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
