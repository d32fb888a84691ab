"""What the editors are tested against: an installed wheel, and the packaged extension."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.editors import tools
from tests.editors.code import Code, Window, running

if TYPE_CHECKING:
    from playwright.sync_api import Browser


#: Plugins that no package manager has: their tests are there where a variable names the folder of a clone.
collect_ignore = [
    module
    for module, variable in (("test_coc.py", "COC_NVIM"), ("test_vim_lsp.py", "VIM_LSP"))
    if variable not in os.environ
]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Function, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Add what VS Code's window says to the report of a test that failed in one."""
    report = yield
    window = item.funcargs.get("window")
    if report.failed and call.when == "call" and isinstance(window, Window):
        # A browser that has gone has nothing more to say.
        with contextlib.suppress(Exception):
            report.sections.append(("what the window says", window.account()))
    return report


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """persistlint's wheel, built from this clone."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [
            sys.executable,
            "-m",
            "build",
            "--wheel",
            "--no-isolation",
            "--outdir",
            str(folder),
            str(tools.ROOT),
        ],
        check=True,
        capture_output=True,
    )
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a virtual environment in which that wheel is installed."""
    folder = tmp_path_factory.mktemp("installed") / "venv"
    tools.create_environment(folder, wheel)
    return folder


@pytest.fixture(scope="session")
def vsix(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the packaged VS Code extension."""
    if not (tools.EXTENSION / "node_modules" / ".bin" / "vsce").exists():
        tools.missing("needs the extension's libraries: npm ci in editors/vscode")
    target = tmp_path_factory.mktemp("vsix") / "persistlint.vsix"
    tools.package(tools.EXTENSION, target, wheel)
    return target


# Browser and server end with the module: no other test could run an event loop beside them.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Yield a browser."""
    with tools.chromium() as started:
        yield started


@pytest.fixture(scope="module")
def code(vsix: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Code]:
    """Yield a VS Code that has the packaged extension."""
    if not tools.CODE_SERVER.exists():
        tools.missing("needs code-server")
    with running(tmp_path_factory.mktemp("code") / "home", vsix) as code:
        yield code


#: A volume that two scripts use, in one of them through a variable.
SHARED = {
    "serve.sh": "#!/bin/sh\ndocker run -d --name cache -v cache-data:/data redis:7\n",
    "save.sh": '#!/bin/sh\nVOLUME=cache-data\ndocker run --rm -v "$VOLUME:/from" -v ./saved:/to busybox cp -a /from /to\n',
}


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    """Return a folder with two scripts that use one volume."""
    folder = tmp_path / "shared"
    folder.mkdir()
    for name, text in SHARED.items():
        (folder / name).write_text(text)
    return folder


@pytest.fixture
def examples(tmp_path: Path) -> Path:
    """Return a folder with copies of the bad examples."""
    folder = tmp_path / "work"
    shutil.copytree(tools.ROOT / "examples" / "bad", folder)
    return folder
