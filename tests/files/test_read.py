"""Reading files: regular ones of a bounded size, and nobody waits."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from persistlint.files.places import resolve
from persistlint.files.read import NotRegular, TooLarge, read_regular, read_start

posix = pytest.mark.skipif(sys.platform == "win32", reason="pipes, devices and links of POSIX")


def test_a_file_of_just_the_size(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"12345")
    assert read_regular(str(tmp_path / "a"), 5) == b"12345"
    assert read_start(str(tmp_path / "a"), 3) == b"123"
    with pytest.raises(TooLarge, match="4 bytes"):
        read_regular(str(tmp_path / "a"), 4)


@posix
@pytest.mark.parametrize("name", ["/dev/zero", "/dev/tty", "pipe", "."])
def test_only_regular_files(tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(NotRegular):
        read_regular(os.path.join(tmp_path, name))


@posix
def test_a_pipe_that_takes_the_place_of_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"text")
    real = os.stat

    def swapped(name: str) -> os.stat_result:
        status = real(name)
        path.unlink()
        os.mkfifo(path)
        return status

    monkeypatch.setattr(os, "stat", swapped)
    with pytest.raises(NotRegular):
        read_regular(str(path))


@posix
def test_a_link_is_not_followed_where_that_is_asked(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"text")
    (tmp_path / "link").symlink_to("a")
    assert read_regular(str(tmp_path / "link")) == b"text"
    with pytest.raises(OSError, match="link"):
        read_regular(str(tmp_path / "link"), follow=False)


@posix
class TestResolve:
    def test_it_goes_where_the_system_goes(self, tmp_path: Path) -> None:
        (tmp_path / "a" / "b").mkdir(parents=True)
        (tmp_path / "a" / "b" / "file").write_bytes(b"")
        (tmp_path / "way").symlink_to("a/b", target_is_directory=True)
        (tmp_path / "back").symlink_to("way/../b/file")
        (tmp_path / "whole").symlink_to(tmp_path / "way" / "file")
        for name in ("a/b/file", "way/file", "whole", "a", "none", "way/none/x", "a/b/file/x"):
            path = os.path.join(tmp_path, name)
            assert resolve(path, [str(tmp_path)]) == os.path.realpath(path)

    def test_it_ends_in_a_circle(self, tmp_path: Path) -> None:
        (tmp_path / "one").symlink_to("two")
        (tmp_path / "two").symlink_to("one/x")
        assert resolve(str(tmp_path / "one"), [str(tmp_path)]) is None

    def test_it_touches_nothing_outside(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        project = tmp_path / "project"
        project.mkdir()
        (project / "link").symlink_to("/net/host/share")
        (project / "up").symlink_to("..")
        (project / "chain").symlink_to("up/x")
        touched: list[str] = []
        real = os.lstat

        def watched(path: str) -> os.stat_result:
            touched.append(path)
            return real(path)

        monkeypatch.setattr(os, "lstat", watched)
        for name in ("link", "link/x", "up", "up/x", "chain", "../x", "//host/share", "/net/host"):
            assert resolve(os.path.join(project, name), [str(project)]) is None
        assert touched and all(path.startswith(f"{project}/") for path in touched)
