"""Proposals to other projects: definitions that Neovim runs, and descriptors whose commands run."""

from __future__ import annotations

import json
import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

from persistlint.hosts.detect import language_of
from tests.editors import tools

UPSTREAM = tools.ROOT / "editors" / "upstream"

#: Runs a linter's definition as nvim-lint does: its command with its arguments, the buffer as standard input, its parser.
NVIM_LINT = """
vim.cmd.edit('run.sh')
local linter = dofile(vim.env.DEFINITION)
local command = { linter.cmd }
for _, argument in ipairs(linter.args) do
  table.insert(command, type(argument) == 'function' and argument() or argument)
end
local text = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, true), '\\n') .. '\\n'
local done = vim.system(command, { stdin = text, text = true }):wait()
io.stdout:write(vim.json.encode(linter.parser(done.stdout, 0)))
vim.cmd.qall()
"""

#: The same for none-ls, whose helpers only hand on what they are given.
NONE_LS = """
package.preload['null-ls.helpers'] = function()
  return {
    diagnostics = { severities = { error = 1, warning = 2, information = 3, hint = 4 } },
    make_builtin = function(options) return options end,
    generator_factory = 'generator_factory',
  }
end
package.preload['null-ls.methods'] = function() return { internal = { DIAGNOSTICS = 'diagnostics' } } end
local source = dofile(vim.env.DEFINITION)
local options = source.generator_opts
local command = { options.command }
for _, argument in ipairs(options.args) do
  table.insert(command, argument == '$FILENAME' and vim.fn.fnamemodify('run.sh', ':p') or argument)
end
local done = vim.system(command, { stdin = table.concat(vim.fn.readfile('run.sh'), '\\n') .. '\\n', text = true }):wait()
assert(done.code == 0, done.stderr)
io.stdout:write(vim.json.encode(options.on_output({ output = vim.json.decode(done.stdout) })))
vim.cmd.qall()
"""

SCRIPT = "# é\nA=é; docker run -d --name db -e POSTGRES_PASSWORD=x postgres:16\n"


def in_neovim(code: str, definition: Path, installed: Path, folder: Path) -> Any:
    """Return what a script prints in a headless Neovim, beside a script with one finding."""
    (folder / "run.sh").write_text(SCRIPT)
    (folder / "do.lua").write_text(code)
    done = subprocess.run(
        [tools.need("nvim", "neovim"), "--headless", "--clean", "-S", "do.lua"],
        cwd=folder,
        env={**tools.user_environment(installed, folder), "DEFINITION": str(definition)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0 and done.stdout, done.stderr
    return json.loads(done.stdout)


def test_nvim_lint(installed: Path, tmp_path: Path) -> None:
    (diagnostic,) = in_neovim(NVIM_LINT, UPSTREAM / "nvim-lint" / "persistlint.lua", installed, tmp_path)
    assert (diagnostic["code"], diagnostic["severity"], diagnostic["source"]) == ("PSL101", 2, "persistlint")
    # Bytes: the letter before it has two.
    line = SCRIPT.encode().split(b"\n")[diagnostic["lnum"]]
    assert line[diagnostic["col"] : diagnostic["end_col"]] == b"postgres:16"


def test_none_ls(installed: Path, tmp_path: Path) -> None:
    (diagnostic,) = in_neovim(NONE_LS, UPSTREAM / "none-ls" / "persistlint.lua", installed, tmp_path)
    assert (diagnostic["code"], diagnostic["severity"], diagnostic["row"]) == ("PSL101", 2, 2)
    assert SCRIPT.split("\n")[1][diagnostic["col"] - 1 : diagnostic["end_col"] - 1] == "postgres:16"


def test_the_template_of_lsp4ij() -> None:
    template = json.loads((UPSTREAM / "lsp4ij" / "template.json").read_text("utf-8"))
    assert template["programArgs"]["default"] == "persistlint server"
    names = {"*.sh": "a.sh", "*.md": "a.md", "*.mk": "a.mk", "Dockerfile.*": "Dockerfile.x"}
    seen = 0
    for mapping in template["fileTypeMappings"]:
        for pattern in mapping["fileType"]["patterns"]:
            name = names.get(pattern, pattern)
            if "*" not in name:
                seen += 1
                assert language_of(name, b"") == {"shellscript": "shell"}.get(
                    mapping["languageId"], mapping["languageId"]
                ), name
    assert seen >= 6


def test_the_command_of_megalinter(installed: Path, examples: Path) -> None:
    import yaml

    descriptor = UPSTREAM / "mega-linter-plugin-persistlint" / "persistlint.megalinter-descriptor.yml"
    (linter,) = yaml.safe_load(descriptor.read_text("utf-8"))["linters"]
    # As MegaLinter does: the arguments, then the files.
    command = [
        str(installed / "bin" / linter["linter_name"]),
        *linter["cli_lint_extra_args"],
        "run.sh",
        "cache.sh",
    ]
    done = subprocess.run(command, cwd=examples, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert len(re.findall(linter["cli_lint_errors_regex"], done.stdout)) == 2, done.stdout
    fix = [*command[:2], linter["cli_lint_fix_arg_name"], *command[2:]]
    subprocess.run(fix, cwd=examples, capture_output=True, check=False)
    assert "docker run -d --name cache \\" in (examples / "cache.sh").read_text()


def test_the_command_of_trunk(installed: Path, examples: Path) -> None:
    import yaml

    plugin = yaml.safe_load((UPSTREAM / "trunk" / "plugin.yaml").read_text("utf-8"))
    (command,) = plugin["lint"]["definitions"][0]["commands"]
    words = command["run"].replace("${target}", "run.sh").split()
    words[0] = str(installed / "bin" / words[0])
    done = subprocess.run(words, cwd=examples, capture_output=True, text=True, check=False)
    assert done.returncode in command["success_codes"]
    (run,) = json.loads(done.stdout)["runs"]
    assert [result["ruleId"] for result in run["results"]] == ["PSL101"]


def test_the_manifest_of_zed() -> None:
    folder = tools.ROOT / "editors" / "zed"
    manifest = tomllib.loads((folder / "extension.toml").read_text("utf-8"))
    assert manifest["schema_version"] == 1 and manifest["language_servers"]["persistlint"]["languages"]
    cargo = tomllib.loads((folder / "Cargo.toml").read_text("utf-8"))
    assert cargo["lib"]["crate-type"] == ["cdylib"]
    assert 'vec!["server".to_string()]' in (folder / "src" / "lib.rs").read_text("utf-8")
