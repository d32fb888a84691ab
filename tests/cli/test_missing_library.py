"""An installation without one of the libraries that persistlint depends on."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

#: Runs the command line as if the libraries in the first argument weren't installed.
HIDING = """\
import sys

HIDDEN = sys.argv[1].split(",")

class Finder:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in HIDDEN:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Finder())
from persistlint.cli.app import main
sys.exit(main(sys.argv[2:]))
"""


def run(folder: Path, hidden: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", HIDING, hidden, *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, input="")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "README.md").write_text("```sh\ndocker run --rm alpine sh -c 'echo 1 > /x'\n```\n")
    (tmp_path / "compose.yaml").write_text("services:\n  db:\n    image: postgres:16\n")
    (tmp_path / "run.sh").write_text("docker run --rm alpine sh -c 'echo 1 > /x'\n")
    return tmp_path


def test_files_that_need_it_are_named_and_the_others_checked(folder: Path) -> None:
    hidden = "tree_sitter,tree_sitter_markdown,tree_sitter_yaml"
    done = run(folder, hidden, "check", "--no-cache", "--format", "concise", ".")
    assert done.returncode == 2
    assert "run.sh:1:" in done.stdout and "PSL102" in done.stdout
    lines = done.stderr.splitlines()
    needed = (
        "it can't be read, as a library that persistlint needs can't be loaded: No module named 'tree_sitter'"
    )
    assert f"persistlint: README.md: {needed}" in lines and f"persistlint: compose.yaml: {needed}" in lines
    hints = [line for line in lines if "the installation of persistlint isn't complete: run `" in line]
    assert len(hints) == 1 and "internal error" not in done.stderr and "report" not in done.stderr


@pytest.mark.parametrize("command", ["check", "map", "inspect"])
def test_no_command_calls_it_an_error_of_ours(folder: Path, command: str) -> None:
    done = run(folder, "tree_sitter", command, "compose.yaml")
    assert done.returncode == 2
    assert "can't be loaded: No module named 'tree_sitter'" in done.stderr + done.stdout
    assert "internal error" not in done.stderr + done.stdout


def test_the_server_does_not_start(folder: Path) -> None:
    done = run(folder, "pygls", "server")
    assert done.returncode == 2
    assert done.stderr.count("No module named 'pygls'") == 1 and "isn't complete: run `" in done.stderr
