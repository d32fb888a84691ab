"""Vim with vim-lsp in a terminal, set up as docs/editors.md says. VIM_LSP names the folder of a clone."""

from __future__ import annotations

import os
from pathlib import Path

from tests.editors.recipes import recipe
from tests.editors.terminal import vim_with

VIM_LSP = Path(os.environ["VIM_LSP"])


def test_findings_hover_and_fixes(installed: Path, examples: Path, tmp_path: Path) -> None:
    script = examples / "run.sh"
    settings = (
        "set updatetime=100\nlet g:lsp_diagnostics_echo_cursor = 1\nlet g:lsp_hover_ui = 'preview'\nlet g:lsp_diagnostics_virtual_text_enabled = 0\n"
        f"{recipe('vim-lsp', 'vim')}\n"
    )
    with vim_with([VIM_LSP], settings, installed, tmp_path) as terminal:
        # A sign beside the line.
        terminal.until("W>")
        terminal.type(":6", "Enter", "w")
        # The finding under the cursor is told below the text.
        terminal.until("Nothing is mounted on")
        terminal.type(":LspHover", "Enter")
        terminal.until("moved the declared volume")
        terminal.type(":pclose", "Enter", ":6", "Enter", "w")
        terminal.type(":LspCodeAction", "Enter")
        terminal.until("Keep the data in")
        terminal.type("1", "Enter")
        terminal.until("-v shop-db-data:/var/lib/postgresql/data \\")
        terminal.until_vim_wrote(script, "-v shop-db-data:")
