"""Files that are kept from run to run."""

from __future__ import annotations

from pathlib import Path

import pytest

from persistlint.text.kept_file import put


def test_it_replaces_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "kept"
    put(str(path), b"one")
    put(str(path), b"two")
    assert path.read_bytes() == b"two"
    assert [each.name for each in tmp_path.iterdir()] == ["kept"]


def test_nothing_lies_beside_it_after_a_failure(tmp_path: Path) -> None:
    path = tmp_path / "kept"
    path.mkdir()
    with pytest.raises(OSError, match="kept"):
        put(str(path), b"one")
    assert [each.name for each in tmp_path.iterdir()] == ["kept"]
