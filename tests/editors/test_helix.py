"""Helix in a terminal, set up as docs/editors.md says."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path

from tests.editors import tools
from tests.editors.recipes import recipe


class Terminal:
    """A terminal of its own (tmux with a private socket)."""

    def __init__(self, command: str, folder: Path, environment: dict[str, str]) -> None:
        self._tmux = [tools.need("tmux", "tmux"), "-S", str(folder / "tmux")]
        self._environment = environment
        self._run(
            "-f",
            "/dev/null",
            "new-session",
            "-d",
            "-x",
            "140",
            "-y",
            "30",
            "-c",
            str(folder / "work"),
            command,
        )

    def _run(self, *arguments: str) -> str:
        done = subprocess.run(
            [*self._tmux, *arguments], env=self._environment, capture_output=True, text=True, check=True
        )
        return done.stdout

    def type(self, *keys: str) -> None:
        self._run("send-keys", *keys)

    def until(self, text: str) -> str:
        """Wait until the screen shows a text."""
        give_up = time.monotonic() + 60
        while text not in (screen := self._run("capture-pane", "-p")):
            assert time.monotonic() < give_up, f"never came: {text}\n{screen}"
            time.sleep(0.05)
        return screen

    def close(self) -> None:
        subprocess.run([*self._tmux, "kill-server"], env=self._environment, capture_output=True, check=False)


def test_findings_and_a_fix(installed: Path, examples: Path, tmp_path: Path) -> None:
    helix = tools.need("hx", "hx")
    settings = tmp_path / ".config" / "helix"
    settings.mkdir(parents=True)
    (settings / "languages.toml").write_text(recipe("Helix", "toml", 0))
    (settings / "config.toml").write_text(recipe("Helix", "toml", 1))
    environment = {
        "HOME": str(tmp_path),
        "PATH": f"{installed / 'bin'}{os.pathsep}/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
    }
    terminal = Terminal(f"{helix} run.sh", tmp_path, environment)
    try:
        terminal.until("postgres:16-alpine")
        terminal.until("Nothing is mounted on")
        terminal.type("6gg")
        terminal.type("]d")
        terminal.type(" a")
        terminal.until("Keep the data in the volume")
        terminal.type("Enter")
        terminal.until("-v pgdata:/var/lib/postgresql/data")
        terminal.type(":w", "Enter")
        terminal.until("written")
    finally:
        terminal.close()
    assert "-v pgdata:/var/lib/postgresql/data" in (examples / "run.sh").read_text()
