"""The programs that these tests need, and what is said where one is missing.

On a user's machine a test without its program is skipped with a message that names what to install; where ``CI=true`` it fails, so that
it can't vanish unseen. ``editors/ci --apt`` installs all of them on Debian.
"""

from __future__ import annotations

import contextlib
import functools
import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parents[2]
EXTENSION = ROOT / "editors" / "vscode"
#: Where the tests put pictures of windows.
SCREENSHOTS = Path(os.environ.get("PERSISTLINT_SCREENSHOTS", ROOT / "build" / "screenshots"))
CODE_SERVER = ROOT / "editors" / "code-server" / "node_modules" / "code-server"


def missing(what: str) -> NoReturn:
    """Skip the test, or fail it in CI."""
    message = f"{what} (editors/ci --apt installs everything that these tests need on Debian)"
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)


def need(program: str, install: str) -> str:
    """Return the path of a program."""
    program_path = shutil.which(program)
    if program_path is None:
        missing(f"needs {program}: install {install}")
    return program_path


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """Yield a running browser. While it is open, an event loop of Playwright's own runs in this thread, and no other test could run one."""
    program = need("chromium", "chromium")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing("needs Playwright: pip install -e '.[editors]'")
    options = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
    options += ["--disable-component-update", "--disable-sync"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=options)
        yield browser
        browser.close()


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
    node = _node()
    if node is None:
        missing("needs Node.js 24: pip install -e '.[editors]'")
    return Path(node)


def environment() -> dict[str, str]:
    """This process's environment with that Node.js first in the path."""
    return {**os.environ, "PATH": f"{node().parent}{os.pathsep}{os.environ['PATH']}"}


def user_environment(installed: Path, home: Path) -> dict[str, str]:
    """Return the environment of a user whose persistlint is in the virtual environment ``installed``, and nothing of the tester's."""
    return {
        "HOME": str(home),
        "PATH": f"{installed / 'bin'}{os.pathsep}/usr/bin:/bin",
        "LANG": "C.UTF-8",
    }


def npm(*arguments: str, cwd: Path) -> str:
    """Run npm; its output."""
    done = subprocess.run(
        ["npm", *arguments], cwd=cwd, env=environment(), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def package(extension: Path, target: Path, wheel: Path) -> str:
    """Pack the extension of VS Code that stands in a folder; return what the packer says."""
    command = [sys.executable, str(extension / "scripts" / "package.py"), str(target), str(wheel)]
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def create_environment(folder: Path, wheel: Path) -> Path:
    """Return a virtual environment with persistlint as a user gets it, and nothing of this clone; its ``bin``."""
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
