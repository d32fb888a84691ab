"""Vim with vim-lsp in a terminal, set up as docs/editors.md says. VIM_LSP names the folder of a clone."""

from __future__ import annotations

import os
from pathlib import Path

from tests.editors import tools
from tests.editors.recipes import recipe
from tests.editors.terminal import Terminal

VIM_LSP = Path(os.environ["VIM_LSP"])


def test_findings_hover_and_fixes(installed: Path, examples: Path, tmp_path: Path) -> None:
    vim = tools.need("vim", "vim-nox")
    script = examples / "run.sh"
    settings = tmp_path / "vimrc"
    settings.write_text(
        f"set nocompatible hidden\nset runtimepath^={VIM_LSP}\nfiletype plugin on\nset noswapfile shortmess+=I updatetime=100\n"
        "let g:lsp_diagnostics_echo_cursor = 1\nlet g:lsp_hover_ui = 'preview'\nlet g:lsp_diagnostics_virtual_text_enabled = 0\n"
        f"{recipe('vim-lsp', 'vim')}\n"
    )
    environment = {**tools.user_environment(installed, tmp_path), "TERM": "xterm-256color"}
    terminal = Terminal(f"{vim} -u {settings} run.sh", tmp_path, environment)
    try:
        terminal.until("postgres:16-alpine")
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
    finally:
        terminal.close()
