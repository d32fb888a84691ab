#!/usr/bin/env python3
"""Measures how fast language servers answer, on standard input and output: ours beside those that are installed.

    python benchmarks/language_server.py [--edits N] [--lines 70,500,5000] [--cpu] [NAME=COMMAND …]

Without servers named it measures ``persistlint server``, a pygls server that publishes no finding, which is what pygls alone costs, and, where they are on the PATH,
``bash-language-server`` (npm) and ``shuck`` (PyPI).
Each server gets the same generated scripts. The milliseconds are medians from sending a ``didChange`` to the diagnostics of this very version (pushed
with its number, pushed next, or pulled right after the change); ``start`` is from the process' start to the answer to ``initialize``, ``first`` to the
first diagnostics; MiB is the largest resident size of the server's process and its children. With ``--cpu`` the milliseconds of an edit are the mean of the
processor time that the server's process took for it (Linux): on a busy machine they mean more than the clock's.
"""

from __future__ import annotations

import argparse
import json
import os
import queue
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

PATIENCE = 60.0

CAPABILITIES: dict[str, Any] = {
    "general": {"positionEncodings": ["utf-16"]},
    "workspace": {"configuration": True, "workspaceFolders": True},
    "textDocument": {
        "publishDiagnostics": {"versionSupport": True, "relatedInformation": True, "dataSupport": True},
        "diagnostic": {},
    },
}


#: A server that says of every version that nothing is wrong.
EMPTY = """
from lsprotocol import types
from pygls.lsp.server import LanguageServer

server = LanguageServer("empty", "1")


@server.feature(types.TEXT_DOCUMENT_DID_OPEN)
@server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
def publish(ls, params):
    document = params.text_document
    ls.text_document_publish_diagnostics(types.PublishDiagnosticsParams(document.uri, [], document.version))


server.start_io()
"""


def script(lines: int) -> list[str]:
    """Return a deployment script of about so many lines: functions, loops, branches, here-documents and docker commands."""
    out = ["#!/usr/bin/env bash", "set -euo pipefail", "DATA=/srv/shop", 'STAGE="${1:-test}"', ""]
    services = ("web", "api", "worker", "queue", "search", "mailer")
    images = ("nginx:1.27", "postgres:16", "redis:7", "python:3.12-slim", "grafana/grafana:11.2.0")
    number = 0
    while len(out) < lines - 8:
        service, image = services[number % 6], images[number % 5]
        name = f"{service}-{number}"
        block = number % 5
        number += 1
        if block == 0:
            out += [
                f"start_{number}() {{",
                f"  docker run -d --name {name} \\",
                "    --restart unless-stopped \\",
            ]
            out += [f"    -v {service}-data:/var/lib/{service} \\", f"    {image}", "}", ""]
        elif block == 1:
            out += [f"docker run --rm -v $DATA/{name}:/work -w /work {image} make", ""]
        elif block == 2:
            out += [f"for part in a b {service}; do", f'  docker stop "{service}-$part" || true', "done", ""]
        elif block == 3:
            out += [
                'if [ "$STAGE" = live ]; then',
                f"  docker volume create {name}",
                "else",
                "  echo test",
                "fi",
                "",
            ]
        else:
            out += [f"cat > {name}.env <<EOF", f"NAME={name}", "EOF", f'echo "made {name}"', ""]
    out += ["# the end"] * (lines - len(out) - 1)
    return [*out, "echo ready"]


class Server:
    """A server's process, and the messages that come from it with the time at which they came."""

    def __init__(self, command: list[str], folder: Path) -> None:
        self.began = time.perf_counter()
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=folder
        )
        self.messages: queue.Queue[tuple[dict[str, Any], float]] = queue.Queue()
        self.pulls = False
        self._id = 0
        self._peak = 0
        threading.Thread(target=self._read, daemon=True).start()

    def send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        self.process.stdin.flush()

    def ask(self, method: str, params: Any) -> tuple[dict[str, Any], float]:
        """Send a request; return its answer and when that came."""
        self._id += 1
        id = self._id
        self.send({"id": id, "method": method, "params": params})
        return self._wait(lambda message: message.get("id") == id and "method" not in message)

    def diagnostics(self, uri: str, version: int) -> float:
        """Return when the diagnostics of this version came."""
        if self.pulls:
            while True:
                message, at = self.ask("textDocument/diagnostic", {"textDocument": {"uri": uri}})
                if "error" not in message:
                    return at

        def fits(message: dict[str, Any]) -> bool:
            params = message.get("params") or {}
            told = message.get("method") == "textDocument/publishDiagnostics" and params.get("uri") == uri
            return told and params.get("version", version) == version

        return self._wait(fits)[1]

    def mebibytes(self) -> float:
        """Return the largest size of the process and its children so far, where /proc tells it."""
        total = 0
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                status = (folder / "status").read_text()
            except OSError:
                continue
            fields = dict(line.split(":", 1) for line in status.splitlines() if ":" in line)
            own = folder.name == str(self.process.pid)
            if own or fields.get("PPid", "").strip() == str(self.process.pid):
                total += int(fields.get("VmHWM", "0 kB").split()[0])
        self._peak = max(self._peak, total)
        return self._peak / 1024

    def processor_time(self) -> float:
        """Return the milliseconds that the threads of the process have run so far (Linux), those that have ended included."""
        # The clock's number as clock_getcpuclockid(3) makes it of a process: Python has no function for it.
        return time.clock_gettime((~self.process.pid << 3) | 2) * 1e3

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()

    def _wait(self, fits: Callable[[dict[str, Any]], bool]) -> tuple[dict[str, Any], float]:
        while True:
            message, at = self.messages.get(timeout=PATIENCE)
            if "id" in message and "method" in message:
                many = len(message["params"]["items"]) if "configuration" in message["method"] else 0
                self.send({"id": message["id"], "result": [None] * many or None})
            elif fits(message):
                return message, at

    def _read(self) -> None:
        stream = self.process.stdout
        assert stream is not None
        while True:
            length = 0
            while line := stream.readline().strip():
                name, _, value = line.partition(b":")
                if name.lower() == b"content-length":
                    length = int(value)
            if not length:
                return
            body = stream.read(length)
            at = time.perf_counter()
            self.messages.put((json.loads(body), at))


def places(lines: list[str]) -> Iterator[tuple[str, int, str]]:
    """Yield the places where a letter is typed: the place's name, its line, the text before the letter."""
    middle = len(lines) // 2
    yield "comment", len(lines) - 2, lines[-2]
    yield "assignment", lines.index("DATA=/srv/shop"), "DATA=/srv/shop"
    for name, mark in (
        ("mount in a function", "    -v "),
        ("mount in the script", "docker run --rm -v $DATA/"),
    ):
        fitting = [number for number, line in enumerate(lines) if line.startswith(mark)]
        line = min(fitting, key=lambda number: abs(number - middle))
        yield name, line, mark
    fitting = [number for number, line in enumerate(lines) if line.startswith("  echo ")]
    line = min(fitting, key=lambda number: abs(number - middle))
    yield "opened quote", line, lines[line]


def measure(command: list[str], count: int, edits: int, cpu: bool = False) -> dict[str, float]:
    """Return the numbers of one server on one script."""
    lines = script(count)
    found: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "deploy.sh"
        path.write_text("\n".join(lines) + "\n")
        uri = path.as_uri()
        server = Server(command, Path(folder))
        try:
            workspace = [{"uri": Path(folder).as_uri(), "name": "shop"}]
            answer, at = server.ask(
                "initialize",
                {
                    "processId": os.getpid(),
                    "rootUri": workspace[0]["uri"],
                    "workspaceFolders": workspace,
                    "capabilities": CAPABILITIES,
                },
            )
            found["start"] = (at - server.began) * 1e3
            server.pulls = bool(answer["result"]["capabilities"].get("diagnosticProvider"))
            server.send({"method": "initialized", "params": {}})
            text = path.read_text()
            item = {"uri": uri, "languageId": "shellscript", "version": 1, "text": text}
            server.send({"method": "textDocument/didOpen", "params": {"textDocument": item}})
            found["first"] = (server.diagnostics(uri, 1) - server.began) * 1e3
            version = 1
            for name, line, before in places(lines):
                times = []
                ran = server.processor_time() if cpu else 0.0
                for number in range(edits):
                    version += 1
                    start = {"line": line, "character": len(before)}
                    written = '"' if name == "opened quote" else "x"
                    # A letter is typed, and taken back the next time.
                    end = start if number % 2 == 0 else {**start, "character": len(before) + 1}
                    change = {
                        "range": {"start": start, "end": end},
                        "text": written if number % 2 == 0 else "",
                    }
                    began = time.perf_counter()
                    server.send(
                        {
                            "method": "textDocument/didChange",
                            "params": {
                                "textDocument": {"uri": uri, "version": version},
                                "contentChanges": [change],
                            },
                        }
                    )
                    times.append((server.diagnostics(uri, version) - began) * 1e3)
                found[name] = (server.processor_time() - ran) / edits if cpu else statistics.median(times)
            found["MiB"] = server.mebibytes()
        finally:
            server.stop()
    return found


def servers(named: list[str]) -> dict[str, list[str]]:
    """Return the commands by name."""
    if named:
        return {name: command.split() for name, _, command in (item.partition("=") for item in named)}
    found = {
        "persistlint": [sys.executable, "-m", "persistlint_server"],
        "empty pygls": [sys.executable, "-c", EMPTY],
    }
    if shutil.which("bash-language-server"):
        found["bash-language-server"] = ["bash-language-server", "start"]
    if shutil.which("shuck"):
        found["shuck"] = ["shuck", "server"]
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--edits", type=int, default=20, help="edits at each place (20)")
    parser.add_argument("--lines", default="70,500,5000", help="sizes of the scripts")
    parser.add_argument("--cpu", action="store_true", help="an edit's processor time instead of the clock's")
    parser.add_argument("server", nargs="*", metavar="NAME=COMMAND")
    options = parser.parse_args()
    header = False
    for count in map(int, options.lines.split(",")):
        for name, command in servers(options.server).items():
            try:
                found = measure(command, count, options.edits, options.cpu)
            except (OSError, queue.Empty, KeyError) as error:
                print(f"{name}, {count} lines: not measured ({type(error).__name__} {error})")
                continue
            if not header:
                print("| server | lines | " + " | ".join(found) + " |")
                print("| --- " * (len(found) + 2) + "|")
                header = True
            numbers = " | ".join(
                f"{value:.1f}" if value < 100 else f"{value:.0f}" for value in found.values()
            )
            print(f"| {name} | {count} | {numbers} |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
