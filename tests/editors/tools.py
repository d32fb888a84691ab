"""The programs that these tests need, and what is said where one is missing.

On a user's machine a test without its program is skipped with a message that names what to install; where ``CI=true`` it fails, so that
it can't vanish unseen. ``editors/ci --apt`` installs all of them on Debian.
"""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import NoReturn

import pytest

ROOT = Path(__file__).resolve().parents[2]
EXTENSION = ROOT / "editors" / "vscode"
CODE_SERVER = ROOT / "editors" / "code-server" / "node_modules" / "code-server"


def missing(what: str) -> NoReturn:
    """Skip the test, or fail it in CI."""
    message = f"{what} (editors/ci --apt installs everything that these tests need on Debian)"
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)


def need(program: str, install: str) -> str:
    """The path of a program."""
    found = shutil.which(program)
    if found is None:
        missing(f"needs {program}: install {install}")
    return found


@functools.cache
def _node() -> str | None:
    scripts = sysconfig.get_path("scripts")
    for candidate in (shutil.which("node", path=scripts), shutil.which("node")):
        if candidate is not None:
            asked = subprocess.run(
                [candidate, "-p", "process.version"], capture_output=True, text=True, check=False
            )
            version = asked.stdout.strip().removeprefix("v").split(".")[0]
            if version.isdigit() and int(version) >= 24:
                return candidate
    return None


def node() -> Path:
    """Node.js 24 or newer, which code-server asks for."""
    found = _node()
    if found is None:
        missing("needs Node.js 24: pip install -e '.[editors]'")
    return Path(found)


def environment() -> dict[str, str]:
    """This process's environment with that Node.js first in the path."""
    return {**os.environ, "PATH": f"{node().parent}{os.pathsep}{os.environ['PATH']}"}


def npm(*arguments: str, cwd: Path) -> str:
    """Run npm; its output."""
    done = subprocess.run(
        ["npm", *arguments], cwd=cwd, env=environment(), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def create_environment(folder: Path, wheel: Path) -> Path:
    """A virtual environment with persistlint as a user gets it, and nothing of this clone; its ``bin``."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    pip = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        str(folder),
        "install",
        "--quiet",
        "--disable-pip-version-check",
    ]
    done = subprocess.run([*pip, str(wheel)], capture_output=True, text=True, check=False)
    if done.returncode:
        if "Could not find a version" in done.stderr or "No matching distribution" in done.stderr:
            missing("needs a package index that pip can reach")
        pytest.fail(done.stderr)
    return folder / "bin"
