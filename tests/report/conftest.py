"""A small repository with every kind of thing that a report has to tell."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from persistlint.cli.app import main

#: Findings of several severities, with fixes of both kinds and related places; one that a comment silences; text beyond ASCII and beyond the BMP.
SCRIPT = """\
#!/bin/bash
# ünïcode 😀
docker run -d --name db -e POSTGRES_PASSWORD=x postgres:16
echo "😀 ü"; docker run -d --name cache -v ./d:/data redis:7
docker run -d --name old postgres:16 # persistlint: ignore[PSL101] thrown away at night
docker exec -it shop pg_dump shop > "😀 & <b>.sql"; docker run --rm -v a:/x -v b:/x alpine true
"""


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the repository; the working directory is a folder of it."""
    (tmp_path / ".git").mkdir()
    folder = tmp_path / "ops & more"
    folder.mkdir()
    (folder / "run ü.sh").write_text(SCRIPT, encoding="utf-8")
    (folder / "gap.sh").write_text("#!/bin/sh\ndocker run $OPTS nginx\n")
    (folder / "clean.sh").write_text("#!/bin/sh\ndocker run -d -v web:/data nginx:1.27\n")
    monkeypatch.chdir(folder)
    return tmp_path


@pytest.fixture
def report(repository: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., bytes]:
    """Return what persistlint writes in a form, with a path that isn't there beside the repository's files."""

    def make(form: str, *arguments: str, paths: tuple[str, ...] = (".", "missing.sh")) -> bytes:
        target = repository / f"out.{form}"
        main(["check", *arguments, "--output", f"{form}={target}", *paths])
        capsys.readouterr()
        return target.read_bytes()

    return make


def git(*arguments: str, cwd: Path) -> str:
    """Run git, without anybody's settings."""
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    done = subprocess.run(
        ["git", *arguments], cwd=cwd, env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout
