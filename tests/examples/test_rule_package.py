"""The rule package of examples/rule-package, built, installed by itself, tested by its own tests, and used."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.long


ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "examples" / "rule-package"


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return where the package is installed, as the variables of a process."""
    folder = tmp_path_factory.mktemp("package")
    # From a copy: a build may leave something in its folder.
    copy = shutil.copytree(PACKAGE, folder / "copy")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*pip, "--target", str(folder / "site"), str(copy)], check=True, capture_output=True)
    paths = [str(folder / "site"), *(str(ROOT / part) for part in (".", "server", "rules"))]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONDONTWRITEBYTECODE": "1"}


def run(*command: str, cwd: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *command], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )


def test_its_own_tests(environment: dict[str, str], tmp_path: Path) -> None:
    tests = shutil.copytree(PACKAGE / "tests", tmp_path / "tests")
    done = run(
        "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tests), cwd=tmp_path, environment=environment
    )
    assert done.returncode == 0, done.stdout
    assert "2 passed" in done.stdout


def test_its_tests_notice_a_page_that_is_not_true(environment: dict[str, str], tmp_path: Path) -> None:
    page = (PACKAGE / "acme_rules" / "volume_without_owner.md").read_text("utf-8")
    (tmp_path / "volume_without_owner.md").write_text(page.replace(" # <- ACME101", ""), "utf-8")
    program = (
        "from persistlint.testing import check_page; check_page('volume_without_owner.md', ['acme-rules'])"
    )
    done = run("-c", program, cwd=tmp_path, environment=environment)
    assert done.returncode == 1 and "gives ACME101 in script.sh, line 1, unannounced" in done.stderr


def test_using_it(environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "persistlint.toml").write_text('plugins = ["acme-rules"]\n')
    (tmp_path / "run.sh").write_text("docker volume create pgdata\n")
    done = run("-m", "persistlint", "--format", "concise", "run.sh", cwd=tmp_path, environment=environment)
    assert done.returncode == 1, done.stderr
    assert done.stdout.startswith("run.sh:1:1: W ACME101 `pgdata` has no label `owner`")
    assert run(
        "-m", "persistlint", "rule", "ACME101", cwd=tmp_path, environment=environment
    ).stdout.startswith("ACME101")
    done = run(
        "-m", "persistlint", "--fix", "--unsafe-fixes", "run.sh", cwd=tmp_path, environment=environment
    )
    assert (tmp_path / "run.sh").read_text() == "docker volume create --label owner=nobody pgdata\n"
