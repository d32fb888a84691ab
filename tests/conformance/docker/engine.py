"""An engine that does nothing but note what a client asks of it, so that the real client can be the judge of a command line.

It listens on a Unix socket, answers the ping, and refuses every other request with ``recorded`` after noting method, path, query and body. A
client that wants to know more before it asks (does the container exist, does it run) gets the answer that lets it go on.
"""

from __future__ import annotations

import http.server
import json
import os
import pty
import socketserver
import subprocess
import tempfile
import threading
import urllib.parse
from typing import Any

#: The only variables that a client sees, besides where engine and configuration are.
VARIABLES = {"PATH": os.environ.get("PATH", os.defpath), "HOME": "/nonexistent", "SEEN": "by the client"}


class Request:
    """One request: ``path`` without the version prefix, ``query`` with the last of each name's values, ``queries`` with all, ``body`` decoded."""

    def __init__(self, method: str, target: str, body: bytes) -> None:
        parts = urllib.parse.urlsplit(target)
        self.method = method
        path = parts.path
        if path.startswith("/v1."):
            path = "/" + path.split("/", 2)[2]
        self.path = urllib.parse.unquote(path)
        self.queries = urllib.parse.parse_qs(parts.query, True)
        self.query = {key: values[-1] for key, values in self.queries.items()}
        self.body: Any = json.loads(body) if body[:1] == b"{" else None

    def __repr__(self) -> str:
        return f"{self.method} {self.path} {self.query}"


class _Server(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    daemon_threads = True
    requests: list[Request]
    system: str
    api: str

    def handle_error(self, request: object, client_address: object) -> None:
        """Ignore a client that ends while it is answered."""


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def address_string(self) -> str:
        return "client"

    def log_message(self, format: str, *args: object) -> None:
        pass

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        # The client's own version of the API, and all that is experimental: no option is refused for the engine's sake.
        self.send_header("Api-Version", self.server.api)
        self.send_header("Ostype", self.server.system)
        self.send_header("Docker-Experimental", "true")
        self.send_header("Builder-Version", "1")
        self.send_header("Swarm", "active/manager")
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _body(self) -> bytes:
        if "chunked" not in (self.headers.get("Transfer-Encoding") or ""):
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))
        out = b""
        while length := int(self.rfile.readline().partition(b";")[0], 16):
            out += self.rfile.read(length)
            self.rfile.readline()
        self.rfile.readline()
        return out

    def _handle(self) -> None:
        request = Request(self.command, self.path, self._body())
        if request.path == "/_ping":
            self._answer(200, b"OK")
            return
        self.server.requests.append(request)
        if (
            request.method == "GET"
            and request.path.startswith("/containers/")
            and request.path.endswith("/json")
        ):
            self._answer(200, b'{"Id": "c", "State": {"Running": true}, "Config": {}}')
            return
        if request.path == "/images/create" and "fromImage" in request.query:
            # `run --pull always` goes on behind it.
            self._answer(200, b"{}")
            return
        self._answer(400, b'{"message": "recorded"}')

    do_GET = do_HEAD = do_POST = do_DELETE = do_PUT = _handle


class Answer:
    """What became of one command line: what the client asked for (``requests``), what it printed (``said``), its exit status."""

    __slots__ = ("requests", "said", "status")

    def __init__(self, requests: list[Request], said: str, status: int) -> None:
        self.requests = requests
        self.said = said
        self.status = status


def _api_of_client() -> str:
    """Return the newest version of the API that the installed client speaks."""
    done = subprocess.run(
        ("docker", "version", "--format", "{{.Client.DefaultAPIVersion}}"),
        env={**VARIABLES, "DOCKER_HOST": "unix:///nonexistent"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    return done.stdout.strip() or "1.45"


class RecordingEngine:
    """Runs the installed client against an engine of its own, in a folder that holds the files of ``FILES``."""

    #: Files that command lines may name.
    FILES = {
        "Dockerfile": "FROM scratch\n",
        "app/Dockerfile": "FROM scratch\n",
        "app/Other": "FROM scratch\n",
        "env.list": "FROM_FILE=1\n# a comment\nSEEN\nEMPTY=\n",
        "label.list": "from.file=1\n",
        "seccomp.json": "{}\n",
    }

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="persistlint-engine-", ignore_cleanup_errors=True)
        #: The working directory of the clients.
        self.folder = os.path.realpath(os.path.join(self._folder.name, "work"))
        for name, text in self.FILES.items():
            path = os.path.join(self.folder, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
        path = os.path.join(self._folder.name, "s")
        self._server = _Server(path, _Handler)
        self._server.requests = []
        self._server.system = "linux"
        self._server.api = _api_of_client()
        self.environment = {
            **VARIABLES,
            "DOCKER_HOST": f"unix://{path}",
            "DOCKER_CONFIG": self._folder.name,
            # The classic builder asks over the plain API; BuildKit's protocol is another one.
            "DOCKER_BUILDKIT": "0",
            # Nobody listens there: `--disable-content-trust=false` asks for signatures before anything else.
            "DOCKER_CONTENT_TRUST_SERVER": "https://127.0.0.1:9",
        }
        # `run -it` and `exec -it` are refused without a terminal.
        self._terminal, self._keyboard = pty.openpty()
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._folder.cleanup()
        os.close(self._terminal)
        os.close(self._keyboard)

    def ask(self, words: list[str], stdin: str = "", system: str = "linux") -> Answer:
        """Return what ``docker words…`` asks for and says.

        ``stdin`` is "" for none, "terminal", or the name of a file in the folder. ``system`` is what the engine runs on.
        """
        self._server.requests.clear()
        self._server.system = system
        if stdin == "terminal":
            source = os.dup(self._keyboard)
        else:
            source = os.open(os.path.join(self.folder, stdin) if stdin else os.devnull, os.O_RDONLY)
        try:
            done = subprocess.run(
                ("docker", *words),
                env=self.environment,
                cwd=self.folder,
                capture_output=True,
                timeout=300,
                stdin=source,
                check=False,
            )
        finally:
            os.close(source)
        said = (done.stdout + done.stderr).decode("utf-8", "replace")
        return Answer(list(self._server.requests), said, done.returncode)
