"""Vim with ALE in a terminal, set up as docs/editors.md says."""

from __future__ import annotations

from pathlib import Path

from tests.editors import tools
from tests.editors.recipes import recipe
from tests.editors.terminal import vim_with

ALE = Path("/usr/share/vim-ale")


def test_findings_hover_and_fixes(installed: Path, examples: Path, tmp_path: Path) -> None:
    if not ALE.exists():
        tools.missing("needs ALE: install vim-ale")
    script = examples / "run.sh"
    settings = (
        "let g:ale_hover_to_preview = 1\n"
        + recipe("Vim with ALE", "vim").replace(", 'shellcheck'", "").replace(", 'hadolint'", "")
        + "let g:ale_persistlint_fix_options = '--unsafe-fixes'\n"
    )
    with vim_with([ALE, tools.ROOT / "editors" / "vim"], settings, installed, tmp_path) as terminal:
        terminal.type(":6", "Enter", "w")
        # The finding of the line under the cursor is told below the text.
        terminal.until("PSL101")
        terminal.type(":ALEHover", "Enter")
        terminal.until("anonymous volume")
        terminal.type(":pclose", "Enter", ":6", "Enter", "w")
        terminal.type(":ALECodeAction", "Enter")
        terminal.until("Keep the data in")
        terminal.type("1", "Enter")
        # The message has the option too, between backquotes.
        terminal.until("data:/var/lib/postgresql/data \\")
        terminal.type(":e!", "Enter")
        terminal.until(" 6L, ")
        terminal.type(":ALEFix", "Enter")
        # The message has the option too, between backquotes.
        terminal.until("data:/var/lib/postgresql/data \\")
        terminal.until_vim_wrote(script, "data:/var/lib/postgresql/data")
    assert "data:/var/lib/postgresql/data" in script.read_text()
