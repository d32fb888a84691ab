"""``--diff`` shows what ``--fix`` does, also where a file's fix changes what is said about a later file."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.long


README = """# app

```sh
docker build -t app .
docker run -d --name app app
docker exec app sh -c 'echo x > /a/x'
```
"""
MALFORMED = [
    '["/a", /b]',
    "['/a', '/b']",
    '["/a", "/b",]',
    "/a,/b",
    "[/a]",
    '["/a" "/b"]',
    '["/a"',
    "~/a",
    "/a:/b",
]


def run(folder: Path, *arguments: str) -> str:
    environment = {**os.environ, "HOME": os.fspath(folder)}
    command = [sys.executable, "-m", "persistlint", *arguments]
    result = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=60
    )
    assert result.returncode in (0, 1), result.stderr
    return result.stdout


def project(folder: Path, volume: str, readme: str = README) -> Path:
    folder.mkdir()
    (folder / ".git").mkdir()
    (folder / "Dockerfile").write_text(f'FROM alpine:3.20\nVOLUME {volume}\nCMD ["sleep", "1000"]\n')
    (folder / "README.md").write_text(readme)
    return folder


@pytest.mark.parametrize("volume", [*MALFORMED, '["/a"]', "/a /b"])
def test_the_patch_is_what_is_written(volume: str, tmp_path: Path) -> None:
    shown, mended = (project(tmp_path / name, volume) for name in ("shown", "mended"))
    patch = run(shown, "check", "--no-cache", "--diff", "--unsafe-fixes", ".")
    (shown / "patch").write_text(patch)
    if patch:
        subprocess.run(["git", "apply", "patch"], cwd=shown, check=True)
    run(mended, "check", "--no-cache", "--fix", "--unsafe-fixes", ".")
    for name in ("Dockerfile", "README.md"):
        assert (shown / name).read_text() == (mended / name).read_text()


@pytest.mark.parametrize("volume", MALFORMED)
def test_a_path_that_is_no_path_is_told_once(volume: str, tmp_path: Path) -> None:
    folder = project(tmp_path / "project", volume)
    output = run(folder, "check", "--no-cache", "--format", "concise", ".")
    assert "PSL502" in output
    assert "PSL101" not in output and "PSL504" not in output
    assert "[" not in run(folder, "map", "README.md").replace("image builds", "")
