"""A project in a temporary folder, and the command line in it."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from persistlint.cli.app import main

LOSING = "docker run -d --name {name} -e POSTGRES_PASSWORD=x postgres:16\n"


class Project:
    """Files in ``folder``, a project's root in which the tests run."""

    def __init__(self, folder: Path, capture: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._capture = capture
        self.status = 0
        self.out = ""
        self.err = ""

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
        return path

    def run(self, *arguments: str) -> int:
        self.status = main(list(arguments))
        self.out, self.err = self._capture.readouterr()
        return self.status

    def check(self, *arguments: str) -> dict[str, Any]:
        """Return what ``check --format json`` says."""
        self.run("check", "--format", "json", *arguments)
        document: dict[str, Any] = json.loads(self.out)
        return document

    def new(self, *arguments: str) -> list[tuple[str, str]]:
        """Path and code of the findings that aren't known."""
        return [(row["path"], row["code"]) for row in self.check(*arguments)["findings"]]

    def git(self, *arguments: str) -> None:
        environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
        identity = ("-c", "user.name=x", "-c", "user.email=x@example.org")
        subprocess.run(
            ["git", *identity, *arguments], cwd=self.folder, env=environment, check=True, capture_output=True
        )


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Project:
    """Return an empty project, the working directory."""
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return Project(tmp_path, capsys)
