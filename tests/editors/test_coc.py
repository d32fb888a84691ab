"""Vim with coc.nvim in a terminal, set up as docs/editors.md says. COC_NVIM names the folder of a clone in which ``node esbuild.js`` has run."""

from __future__ import annotations

import json
import os
from pathlib import Path

from tests.editors import tools
from tests.editors.recipes import recipe
from tests.editors.terminal import vim_with

COC = Path(os.environ["COC_NVIM"])


def test_findings_hover_and_fixes(installed: Path, examples: Path, tmp_path: Path) -> None:
    script = examples / "run.sh"
    settings = (
        f"set updatetime=100\nlet g:coc_node_path = '{tools.node()}'\nlet g:coc_config_home = '{tmp_path}'\nlet g:coc_data_home = '{tmp_path / 'data'}'\n"
        "command Hover call CocActionAsync('doHover')\ncommand Fix call CocActionAsync('codeAction', 'cursor')\n"
    )
    more = {
        "diagnostic.enableMessage": "always",
        "diagnostic.messageTarget": "echo",
        "hover.target": "preview",
        "workspace.ignoredFolders": [],
    }
    (tmp_path / "coc-settings.json").write_text(json.dumps({**json.loads(recipe("coc", "json")), **more}))
    with vim_with([COC], settings, installed, tmp_path) as terminal:
        terminal.type(":6", "Enter", "w")
        terminal.until("anonymous volume")
        terminal.type(":CocDiagnostics", "Enter")
        terminal.until("PSL101")
        terminal.type(":lclose", "Enter", ":6", "Enter", "w")
        terminal.type(":Hover", "Enter")
        terminal.until("moved the declared volume")
        terminal.type(":pclose", "Enter", ":6", "Enter", "w")
        terminal.type(":Fix", "Enter")
        terminal.until("Keep the data in")
        terminal.type("1")
        terminal.until("-v shop-db-data:/var/lib/postgresql/data \\")
        terminal.until_vim_wrote(script, "-v shop-db-data:")
