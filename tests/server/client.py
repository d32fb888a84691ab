"""A client of the real server process: speaks the protocol on its standard input and output, and says exactly what it wants."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.server.protocol_model import problems_of_message

#: How long an answer may take before the test fails. No test depends on how long it does take.
PATIENCE = 60.0

PUSHING: dict[str, Any] = {
    "general": {"positionEncodings": ["utf-16"]},
    "textDocument": {
        "synchronization": {"didSave": True},
        "publishDiagnostics": {
            "relatedInformation": True,
            "tagSupport": {"valueSet": [1, 2]},
            "versionSupport": True,
            "codeDescriptionSupport": True,
            "dataSupport": True,
        },
        "codeAction": {
            "codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix", "source.fixAll"]}},
            "isPreferredSupport": True,
        },
        "hover": {"contentFormat": ["markdown", "plaintext"]},
    },
    "workspace": {"workspaceEdit": {"documentChanges": True}, "applyEdit": True, "workspaceFolders": True},
}

PULLING: dict[str, Any] = {
    **PUSHING,
    "textDocument": {**PUSHING["textDocument"], "diagnostic": {"dynamicRegistration": False}},
    "workspace": {**PUSHING["workspace"], "diagnostics": {"refreshSupport": True}},
}


class ServerEnded(Exception):
    """The server's output ended while an answer was waited for."""


class Client:
    """Starts the server, ``under`` another program if one is named. What it sends is kept by kind; requests of the server are answered as ``answers`` says, else with null."""

    def __init__(
        self,
        *arguments: str,
        env: dict[str, str] | None = None,
        cwd: Path | None = None,
        under: Sequence[str] = (),
    ) -> None:
        self.process = subprocess.Popen(
            [*under, sys.executable, "-m", "persistlint_server", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, **(env or {})},
            cwd=cwd,
        )
        self.responses: dict[Any, dict[str, Any]] = {}
        self.notifications: queue.Queue[dict[str, Any]] = queue.Queue()
        self.requests: list[dict[str, Any]] = []
        self.answers: dict[str, Any] = {}
        self.log: list[str] = []
        #: What the server sent that isn't as the protocol says.
        self.malformed: list[str] = []
        self._methods: dict[Any, str] = {}
        self.stderr = b""
        self._arrived = threading.Condition()
        self._id = 0
        self._ended = False
        self.reading = threading.Event()
        self.reading.set()
        threading.Thread(target=self._read, daemon=True).start()
        threading.Thread(target=self._read_errors, daemon=True).start()

    # Sending

    def raw(self, data: bytes) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def send(self, message: Any) -> None:
        body = json.dumps(message).encode()
        self.raw(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))

    def notify(self, method: str, params: Any = None) -> None:
        self.send({"jsonrpc": "2.0", "method": method, "params": params})

    def start(self, method: str, params: Any = None) -> int:
        """Send a request, whose answer ``result`` or ``response`` waits for."""
        self._id += 1
        self._methods[self._id] = method
        self.send({"jsonrpc": "2.0", "id": self._id, "method": method, "params": params})
        return self._id

    def ask(self, method: str, params: Any = None) -> Any:
        """Return the result of a request."""
        return self.result(self.start(method, params))

    def error(self, method: str, params: Any = None) -> dict[str, Any]:
        """Return the error that a request gets."""
        response = self.response(self.start(method, params))
        assert "error" in response, response
        return response["error"]

    # Receiving

    def response(self, id: Any) -> dict[str, Any]:
        with self._arrived:
            if not self._arrived.wait_for(lambda: id in self.responses or self._ended, PATIENCE):
                raise TimeoutError(f"no answer to {id}")
            if id not in self.responses:
                raise ServerEnded(self.stderr.decode())
            return self.responses.pop(id)

    def result(self, id: Any) -> Any:
        response = self.response(id)
        assert "error" not in response, response
        return response["result"]

    def notification(self, method: str, patience: float = PATIENCE) -> dict[str, Any]:
        """Return the parameters of the next notification of this kind; others are passed over."""
        while True:
            message = self.notifications.get(timeout=patience)
            if message["method"] == method:
                return message["params"]

    def diagnostics(self, uri: str, version: int | None = None) -> list[dict[str, Any]]:
        """Return what is published for this document, and this version if one is named."""
        while True:
            params = self.notification("textDocument/publishDiagnostics")
            if params["uri"] == uri and (version is None or params.get("version") == version):
                return params["diagnostics"]

    # What every test does

    def initialize(
        self,
        capabilities: dict[str, Any] | None = None,
        folder: Path | None = None,
        options: Any = None,
        **further: Any,
    ) -> dict[str, Any]:
        folders = [{"uri": folder.as_uri(), "name": folder.name}] if folder is not None else None
        result = self.ask(
            "initialize",
            {
                "processId": os.getpid(),
                "rootUri": folder.as_uri() if folder is not None else None,
                "workspaceFolders": folders,
                "capabilities": PUSHING if capabilities is None else capabilities,
                "initializationOptions": options,
                **further,
            },
        )
        self.notify("initialized", {})
        return result

    def open(self, uri: str, text: str, language: str = "shellscript", version: int = 1) -> None:
        self.notify(
            "textDocument/didOpen",
            {"textDocument": {"uri": uri, "languageId": language, "version": version, "text": text}},
        )

    def change(self, uri: str, version: int, *changes: tuple[int, int, int, int, str]) -> None:
        """Send edits: line, character, end line, end character, text."""
        self.notify(
            "textDocument/didChange",
            {
                "textDocument": {"uri": uri, "version": version},
                "contentChanges": [
                    {
                        "range": {
                            "start": {"line": line, "character": character},
                            "end": {"line": end_line, "character": end_character},
                        },
                        "text": text,
                    }
                    for line, character, end_line, end_character, text in changes
                ],
            },
        )

    def replace(self, uri: str, version: int, text: str) -> None:
        self.notify(
            "textDocument/didChange",
            {"textDocument": {"uri": uri, "version": version}, "contentChanges": [{"text": text}]},
        )

    def close_document(self, uri: str) -> None:
        self.notify("textDocument/didClose", {"textDocument": {"uri": uri}})

    def shutdown(self) -> int:
        """Leave as the protocol says; the exit status."""
        self.ask("shutdown")
        self.notify("exit")
        status = self.process.wait(PATIENCE)
        assert not self.malformed, self.malformed
        return status

    def stop(self) -> None:
        """End the process, however it is."""
        self.reading.set()
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(PATIENCE)
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            if stream is not None:
                try:
                    stream.close()
                except OSError:
                    pass

    # Inside

    def _read(self) -> None:
        stream = self.process.stdout
        assert stream is not None
        try:
            while True:
                self.reading.wait()
                headers = {}
                while line := stream.readline().strip():
                    name, _, value = line.partition(b":")
                    headers[name.lower()] = value.strip()
                if not headers:
                    break
                self._take(json.loads(stream.read(int(headers[b"content-length"]))))
        except ValueError:
            pass
        with self._arrived:
            self._ended = True
            self._arrived.notify_all()

    def _take(self, message: dict[str, Any]) -> None:
        self.malformed += problems_of_message(message, self._methods.get(message.get("id")))
        if "method" not in message:
            with self._arrived:
                self.responses[message["id"]] = message
                self._arrived.notify_all()
        elif "id" in message:
            self.requests.append(message)
            answer = self.answers.get(message["method"])
            result = answer(message["params"]) if callable(answer) else answer
            self.send({"jsonrpc": "2.0", "id": message["id"], "result": result})
        else:
            if message["method"] == "window/logMessage":
                self.log.append(message["params"]["message"])
            self.notifications.put(message)

    def _read_errors(self) -> None:
        stream = self.process.stderr
        assert stream is not None
        try:
            for line in stream:
                self.stderr += line
        except ValueError:
            pass
