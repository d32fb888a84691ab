"""Helix in a terminal, set up as docs/editors.md says."""

from __future__ import annotations

from pathlib import Path

from tests.editors import tools
from tests.editors.recipes import recipe
from tests.editors.terminal import Terminal


def test_findings_and_a_fix(installed: Path, examples: Path, tmp_path: Path) -> None:
    helix = tools.need("hx", "hx")
    settings = tmp_path / ".config" / "helix"
    settings.mkdir(parents=True)
    (settings / "languages.toml").write_text(recipe("Helix", "toml", 0))
    (settings / "config.toml").write_text(recipe("Helix", "toml", 1))
    environment = {**tools.user_environment(installed, tmp_path), "TERM": "xterm-256color"}
    terminal = Terminal(f"{helix} run.sh", tmp_path, environment)
    try:
        terminal.until("postgres:16-alpine")
        terminal.until("Nothing is mounted on")
        terminal.type("6gg")
        terminal.type("]d")
        terminal.type(" a")
        terminal.until("Keep the data in the volume")
        terminal.type("Enter")
        terminal.until("data:/var/lib/postgresql/data")
        terminal.type(":w", "Enter")
        terminal.until("written")
    finally:
        terminal.close()
    assert "data:/var/lib/postgresql/data" in (examples / "run.sh").read_text()
