"""Kakoune takes the lines of docs/editors.md; kakoune-lsp, which reads the option, isn't run."""

from __future__ import annotations

import subprocess
import tomllib
from pathlib import Path

from tests.editors import tools
from tests.editors.recipes import recipe


def test_the_option_is_set_for_each_kind_of_file(tmp_path: Path) -> None:
    kak = tools.need("kak", "kakoune")
    (tmp_path / "recipe.kak").write_text(f"declare-option str lsp_servers\n{recipe('Kakoune', 'kak')}")
    for language, wanted in (
        ("sh", True),
        ("dockerfile", True),
        ("markdown", True),
        ("yaml", True),
        ("c", False),
    ):
        settings = tmp_path / f"{language}.toml"
        commands = (
            f"source {tmp_path}/recipe.kak; edit -scratch; set-option buffer filetype {language}; "
            # A second time must not name the server twice.
            f"set-option buffer filetype {language}; echo -to-file {settings} %opt{{lsp_servers}}; quit!"
        )
        subprocess.run(
            [kak, "-n", "-ui", "dummy", "-e", commands], timeout=60, check=True, stdin=subprocess.DEVNULL
        )
        servers = tomllib.loads(settings.read_text())
        assert (servers.get("persistlint", {}).get("args") == ["server"]) is wanted, language
