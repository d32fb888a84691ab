"""What a plain script's check must not load."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

#: Modules that cost more than the whole analysis of a plain script. Nothing on that path may import them.
HEAVY = (
    "ast",
    "asyncio",
    "bashlex",
    "dataclasses",
    "difflib",
    "docker",
    "importlib.metadata",
    "importlib.resources",
    "inspect",
    "logging",
    "lsprotocol",
    "multiprocessing",
    "pathlib",
    "pathspec",
    "pygls",
    "socket",
    "subprocess",
    "tempfile",
    "tomllib",
    "tree_sitter",
    "tree_sitter_bash",
    "tree_sitter_markdown",
    "tree_sitter_yaml",
    "persistlint.docker.compose_service",
    "persistlint.hosts.compose",
    "persistlint.hosts.yaml_tree",
    "typing",
    "unittest",
    "urllib",
    "yaml",
)

SCRIPT = """#!/bin/bash
set -euo pipefail
for name in one two; do
    docker run -d --name "$name" -v "$name-data:/var/lib/postgresql/data" postgres:16
done
docker run --rm nginx:1.27 nginx -t
"""

PROBE = """
import sys
before = set(sys.modules)
from persistlint.cli.app import main
status = main(sys.argv[1:])
print("\\n".join(sorted(set(sys.modules) - before)), file=sys.stderr)
sys.exit(status)
"""


def loaded(*arguments: str, cwd: Path, status: int = 0) -> set[str]:
    result = subprocess.run(
        [
            sys.executable,
            "-I",
            "-S",
            "-c",
            "import sys; sys.path[:0] = " + repr(sys.path) + PROBE,
            *arguments,
        ],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == status, result.stderr
    return set(result.stderr.split())


@pytest.mark.parametrize("options", [(), ("check", "--quiet"), ("--format", "json")])
def test_a_plain_script_loads_nothing_heavy(tmp_path: Path, options: tuple[str, ...]) -> None:
    (tmp_path / "run.sh").write_text(SCRIPT)
    modules = loaded(*options, "run.sh", cwd=tmp_path)
    assert "persistlint.shell.evaluate.evaluator" in modules
    assert not modules & set(HEAVY)


def test_a_plain_run_loads_no_other_form_and_no_option_parser(tmp_path: Path) -> None:
    (tmp_path / "run.sh").write_text(SCRIPT)
    rest = (
        "report.formats",
        "report.results",
        "report.workflow_commands",
        "api",
        "cli.parser",
        "cli.crash",
        "cli.shells",
    )
    names = tuple(f"persistlint.{name}" for name in rest)
    modules = loaded("run.sh", cwd=tmp_path)
    assert "argparse" not in modules
    assert not [module for module in modules if module.startswith(names)]


def test_a_script_without_docker_loads_no_evaluator(tmp_path: Path) -> None:
    (tmp_path / "plain.sh").write_text("#!/bin/sh\necho hello\n")
    assert "persistlint.shell.evaluate.evaluator" not in loaded("plain.sh", cwd=tmp_path)


def test_an_unchanged_file_loads_what_tells_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PERSISTLINT_CACHE_DIR", str(tmp_path / "cache"))
    tmp_path = tmp_path / "project"
    tmp_path.mkdir()
    (tmp_path / "run.sh").write_text(SCRIPT.replace(' -v "$name-data:/var/lib/postgresql/data"', ""))
    first = loaded("run.sh", cwd=tmp_path, status=1)
    assert "persistlint.shell.evaluate.evaluator" in first
    second = loaded("run.sh", cwd=tmp_path, status=1)
    assert "persistlint.report.text" in second
    assert not second & set(HEAVY)
    engine = ("shell", "docker", "durability", "catalogue", "analysis.analyse", "analysis.collect")
    assert not [name for name in second if name.startswith(tuple(f"persistlint.{part}" for part in engine))]
    assert not [name for name in second if name.startswith("persistlint_rules.")]
