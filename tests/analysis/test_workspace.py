"""Tests for what a workspace answers about the project's paths."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from persistlint.analysis.workspace import Workspace
from persistlint.hosts import ignored


def test_what_git_passes_over_is_read_once_and_again_when_it_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    read_regular = ignored.read_regular
    monkeypatch.setattr(
        ignored,
        "read_regular",
        lambda path, *rest, **options: (read.append(path), read_regular(path, *rest, **options))[1],
    )
    (tmp_path / ".git").mkdir()
    (tmp_path / ".gitignore").write_text("*.env\nlocal/\n")
    (tmp_path / "conf").mkdir()
    workspace = Workspace(str(tmp_path))
    kinds = [workspace.kind(str(tmp_path), f"conf/{number}.env", []) for number in range(50)]
    assert set(kinds) == {"ignored"}
    assert workspace.kind(str(tmp_path), "conf/app.ini", []) == ""
    assert workspace.kind(str(tmp_path), "local/deep/app.ini", []) == "ignored"
    assert len([path for path in read if path.endswith(".gitignore")]) < 10
    (tmp_path / ".gitignore").write_text("*.ini\n")
    os.utime(tmp_path / ".gitignore", ns=(1, 1))
    assert workspace.kind(str(tmp_path), "conf/app.ini", []) == "ignored"
    assert workspace.kind(str(tmp_path), "conf/1.env", []) == ""
    (tmp_path / "conf/.gitignore").write_text("!app.ini\n")
    assert workspace.kind(str(tmp_path), "conf/app.ini", []) == ""
