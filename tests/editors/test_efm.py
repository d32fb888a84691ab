"""efm-langserver, set up as docs/editors.md says: findings, and fixes as formatting."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

from tests.editors import tools
from tests.editors.recipes import recipe


class Efm:
    """efm-langserver at the other end of two pipes."""

    def __init__(self, program: str, settings: Path, folder: Path, environment: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            [program, "-c", str(settings)],
            cwd=folder,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._id = 0

    def notify(self, method: str, params: dict[str, Any], **more: object) -> None:
        body = json.dumps({"jsonrpc": "2.0", "method": method, "params": params, **more}).encode()
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._process.stdin.flush()

    def ask(self, method: str, params: dict[str, Any]) -> Any:
        self._id += 1
        self.notify(method, params, id=self._id)
        while True:
            message = self.read()
            if message.get("id") == self._id and "method" not in message:
                return message["result"]

    def read(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        length = 0
        while line := self._process.stdout.readline().strip():
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        message: dict[str, Any] = json.loads(self._process.stdout.read(length))
        return message

    def close(self) -> None:
        self._process.kill()
        self._process.communicate()


def test_findings_and_fixes(installed: Path, examples: Path, tmp_path: Path) -> None:
    program = tools.need("efm-langserver", "efm-langserver")
    settings = tmp_path / "config.yaml"
    settings.write_text(recipe("efm-langserver", "yaml"))
    script = examples / "a b.sh"
    text = (
        examples / "cache.sh"
    ).read_text() + "docker run -d --name db -e POSTGRES_PASSWORD=x postgres:16\n"
    script.write_text(text)
    environment = tools.user_environment(installed, tmp_path)
    efm = Efm(program, settings, examples, environment)
    try:
        root = examples.as_uri()
        answer = efm.ask("initialize", {"processId": os.getpid(), "rootUri": root, "capabilities": {}})
        assert answer["capabilities"]["documentFormattingProvider"] is True
        efm.notify("initialized", {})
        document = {"uri": script.as_uri(), "languageId": "sh", "version": 1, "text": text}
        efm.notify("textDocument/didOpen", {"textDocument": document})
        while (message := efm.read()).get("method") != "textDocument/publishDiagnostics" or not message[
            "params"
        ]["diagnostics"]:
            pass
        messages = {
            (diagnostic["range"]["start"]["line"], diagnostic["severity"]): diagnostic["message"]
            for diagnostic in message["params"]["diagnostics"]
        }
        # An error and a warning, each at its line.
        assert "PSL222" in messages[2, 1] and "PSL101" in messages[5, 2]
        edits = efm.ask(
            "textDocument/formatting",
            {"textDocument": {"uri": script.as_uri()}, "options": {"tabSize": 4, "insertSpaces": True}},
        )
        # Formatting makes the safe fix.
        assert any("docker run -d --name cache \\" in edit["newText"] for edit in edits), edits
    finally:
        efm.close()
