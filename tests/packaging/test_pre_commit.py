"""The pre-commit hooks, run by the real pre-commit against a local clone."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def run(*command: str, cwd: Path, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    if shutil.which("git") is None:
        pytest.skip("needs git: install git")
    if not (ROOT / ".git").exists():
        pytest.skip("needs a git clone of persistlint")
    clone = tmp_path / "persistlint"
    assert run("git", "clone", "--quiet", str(ROOT), str(clone), cwd=tmp_path).returncode == 0
    revision = run("git", "rev-parse", "HEAD", cwd=clone).stdout.strip()
    project = tmp_path / "project"
    project.mkdir()
    run("git", "init", "--quiet", cwd=project)
    (project / ".pre-commit-config.yaml").write_text(
        CONFIGURATION.format(repository=clone.as_uri(), revision=revision)
    )
    return project


#: Both hooks; the third has arguments of its own, which end in the guard as the hook's do.
CONFIGURATION = """\
repos:
- repo: {repository}
  rev: {revision}
  hooks:
  - id: persistlint
  - id: persistlint-fix
    stages: [manual]
  - id: persistlint
    alias: errors
    stages: [manual]
    args: [--fail-on=error, --ignore, PSL301, --]
"""


def hook(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Return what pre-commit makes of everything in the project."""
    run("git", "add", "--", ".", cwd=project)
    env = {**os.environ, "PRE_COMMIT_HOME": str(project.parent / "cache")}
    result = run(
        sys.executable,
        "-m",
        "pre_commit",
        "run",
        "--all-files",
        "--verbose",
        *arguments,
        cwd=project,
        env=env,
    )
    if "Could not find a version" in result.stdout or "No matching distribution" in result.stdout:
        if os.environ.get("CI"):
            pytest.fail(result.stdout)
        pytest.skip("needs a package index that pip can reach")
    return result


def test_the_hooks(project: Path) -> None:
    """They install themselves, find the loss, mend what is safe to mend, and take files for files."""
    losing = "#!/bin/sh\ndocker run -d --name db -e POSTGRES_PASSWORD=x postgres:16\n"
    keeping = "#!/bin/sh\ndocker run -d -v pg:/var/lib/postgresql/data postgres:16\n"
    (project / "run.sh").write_text(losing)
    # Files that are named like options must stay files.
    (project / "--exit-zero.sh").write_text(keeping)
    (project / "-q").write_text(keeping)
    (project / "-q").chmod(0o755)
    result = hook(project)
    assert result.returncode == 1, result.stdout + result.stderr
    assert "run.sh:2:" in result.stdout and "PSL101" in result.stdout
    assert "--exit-zero.sh:" not in result.stdout
    # All three were read, and no option among them was obeyed.
    assert "in 3 files" in result.stdout

    result = hook(project, "--hook-stage", "manual", "errors")
    assert result.returncode == 0, result.stdout
    assert "warning PSL101" in result.stdout

    dump = "#!/bin/sh\ndocker exec -it db pg_dump shop > dump.sql\n"
    (project / "run.sh").write_text(dump)
    result = hook(project, "--hook-stage", "manual", "persistlint-fix")
    assert result.returncode == 1 and "files were modified by this hook" in result.stdout
    assert "run.sh:2: fixed PSL801" in result.stdout
    assert (project / "run.sh").read_text() == dump.replace("-it", "-i")
    assert hook(project, "--hook-stage", "manual", "persistlint-fix").returncode == 0

    (project / "run.sh").write_text(keeping)
    assert hook(project).returncode == 0
