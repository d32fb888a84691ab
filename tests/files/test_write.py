"""Writing files: nobody sees half of one, nobody reads a private one, and nothing outside a project is touched."""

from __future__ import annotations

import os
import stat
import sys
import threading
from pathlib import Path

import pytest

from persistlint.files.write import (
    NotOurs,
    create_file,
    write_inside,
    write_named,
    write_private,
    write_target,
)

posix = pytest.mark.skipif(sys.platform == "win32", reason="modes, links and pipes of POSIX")


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def any_file(path: str) -> bool:
    return True


@posix
@pytest.mark.parametrize("mode", [0o600, 0o700, 0o640, 0o644])
def test_a_private_file_is_never_readable_for_others_not_even_for_a_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: int
) -> None:
    path = tmp_path / "a.sh"
    path.write_bytes(b"before")
    path.chmod(mode)
    seen: list[int] = []
    real = os.open

    def watched(name: str, flags: int, wish: int = 0o777) -> int:
        descriptor = real(name, flags, wish)
        if flags & os.O_CREAT:
            seen.append(stat.S_IMODE(os.fstat(descriptor).st_mode))
        return descriptor

    monkeypatch.setattr(os, "open", watched)
    before = os.umask(0)
    try:
        write_target(str(path), b"after")
    finally:
        os.umask(before)
    assert path.read_bytes() == b"after"
    assert seen and all(created & ~mode == 0 and created & 0o077 == 0 for created in seen)
    assert stat.S_IMODE(path.stat().st_mode) == mode
    assert names(tmp_path) == ["a.sh"]


@posix
def test_a_hard_link_is_not_split(tmp_path: Path) -> None:
    path, other = tmp_path / "a.sh", tmp_path / "b.sh"
    path.write_bytes(b"a longer text before")
    os.link(path, other)
    for text in (b"after", b"and a text that is longer than both of them"):
        write_target(str(path), text)
        assert (path.read_bytes(), other.read_bytes()) == (text, text)
        assert path.stat().st_ino == other.stat().st_ino
    assert names(tmp_path) == ["a.sh", "b.sh"]


@posix
def test_a_hard_link_holds_what_it_held_where_the_disk_is_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.sh"
    path.write_bytes(b"before")
    os.link(path, tmp_path / "b.sh")
    real = os.ftruncate
    calls: list[int] = []

    def fail_once(descriptor: int, size: int) -> None:
        calls.append(size)
        if len(calls) == 1:
            raise OSError(28, "No space left on device")
        real(descriptor, size)

    monkeypatch.setattr(os, "ftruncate", fail_once)
    with pytest.raises(OSError, match="No space left"):
        write_target(str(path), b"what is written instead")
    assert path.read_bytes() == b"before"


@posix
@pytest.mark.skipif(sys.platform != "win32" and os.geteuid() != 0, reason="needs to give files away")
def test_a_file_whose_owner_cannot_be_kept_is_written_in_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.sh"
    path.write_bytes(b"before")
    os.chown(path, 1234, 4321)
    path.chmod(0o640)

    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "fchown", refuse)
    write_target(str(path), b"after")
    status = path.stat()
    assert (path.read_bytes(), status.st_uid, status.st_gid, status.st_mode & 0o777) == (
        b"after",
        1234,
        4321,
        0o640,
    )
    assert names(tmp_path) == ["a.sh"]


@posix
def test_what_the_user_names_is_written_as_named(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"before")
    (tmp_path / "link").symlink_to("real")
    write_named(str(tmp_path / "link"), b"after")
    assert (tmp_path / "real").read_bytes() == b"after"
    assert (tmp_path / "link").is_symlink()
    write_named(os.devnull, b"gone")
    assert stat.S_ISCHR(os.stat(os.devnull).st_mode)
    os.mkfifo(tmp_path / "pipe")
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append((tmp_path / "pipe").read_bytes()))
    reader.start()
    write_named(str(tmp_path / "pipe"), b"through")
    reader.join(10)
    assert read == [b"through"]
    assert names(tmp_path) == ["link", "pipe", "real"]


class TestInside:
    def test_inside_the_project(self, tmp_path: Path) -> None:
        write_inside(str(tmp_path / "known.json"), b"one", str(tmp_path), any_file)
        write_inside(str(tmp_path / "known.json"), b"two", str(tmp_path), any_file)
        assert (tmp_path / "known.json").read_bytes() == b"two"

    @pytest.mark.parametrize(
        "name",
        [
            "../out.json",
            "/out.json",
            "link.json",
            "way/out.json",
            "loop.json",
            ".git/x.json",
            "a/.GIT/x.json",
        ],
    )
    def test_never_anywhere_else(self, tmp_path: Path, name: str) -> None:
        project, outside = tmp_path / "project", tmp_path / "outside"
        for folder in (project, outside, project / ".git", project / "a", project / "a" / ".GIT"):
            folder.mkdir()
        (outside / "out.json").write_bytes(b"theirs")
        (tmp_path / "out.json").write_bytes(b"theirs")
        (project / "inner.json").write_bytes(b"theirs")
        (project / "link.json").symlink_to("inner.json")
        (project / "way").symlink_to("../outside", target_is_directory=True)
        (project / "loop.json").symlink_to("loop.json")
        with pytest.raises(NotOurs):
            write_inside(os.path.join(project, name), b"ours", str(project), any_file)
        assert {(outside / "out.json").read_bytes(), (tmp_path / "out.json").read_bytes()} == {b"theirs"}
        assert (project / "inner.json").read_bytes() == b"theirs"
        assert names(project / ".git") == []

    def test_a_project_that_is_reached_by_a_link(self, tmp_path: Path) -> None:
        (tmp_path / "real").mkdir()
        (tmp_path / "way").symlink_to("real", target_is_directory=True)
        write_inside(str(tmp_path / "way" / "x.json"), b"ours", str(tmp_path / "way"), any_file)
        assert (tmp_path / "real" / "x.json").read_bytes() == b"ours"

    def test_only_over_a_file_of_ours(self, tmp_path: Path) -> None:
        (tmp_path / "theirs.json").write_bytes(b"theirs")
        with pytest.raises(NotOurs, match="something else"):
            write_inside(str(tmp_path / "theirs.json"), b"ours", str(tmp_path), lambda path: False)
        assert (tmp_path / "theirs.json").read_bytes() == b"theirs"

    @posix
    def test_no_pipe(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe.json")
        with pytest.raises(OSError, match="FIFO"):
            write_inside(str(tmp_path / "pipe.json"), b"ours", str(tmp_path), any_file)


@posix
def test_a_private_file_replaces_a_link(tmp_path: Path) -> None:
    (tmp_path / "theirs").write_bytes(b"theirs")
    (tmp_path / "kept").symlink_to("theirs")
    write_private(str(tmp_path / "kept"), b"ours")
    assert (tmp_path / "theirs").read_bytes() == b"theirs"
    assert not (tmp_path / "kept").is_symlink()
    assert stat.S_IMODE((tmp_path / "kept").stat().st_mode) == 0o600


def test_nothing_lies_beside_a_file_that_could_not_be_written(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    with pytest.raises(OSError):
        write_private(str(tmp_path / "kept"), b"one")
    assert names(tmp_path) == ["kept"]


@posix
def test_a_new_file_is_made_only_where_nothing_is(tmp_path: Path) -> None:
    create_file(str(tmp_path / "new"), b"one")
    (tmp_path / "link").symlink_to("nowhere")
    for name in ("new", "link"):
        with pytest.raises(FileExistsError):
            create_file(str(tmp_path / name), b"two")
    assert (tmp_path / "new").read_bytes() == b"one"
    assert names(tmp_path) == ["link", "new"]


@pytest.mark.skipif(sys.platform != "linux", reason="extended attributes")
def test_an_extended_attribute_stays(tmp_path: Path) -> None:
    path = tmp_path / "a.sh"
    path.write_bytes(b"before")
    try:
        os.setxattr(path, "user.owner", b"me")
    except OSError:
        pytest.skip("the file system knows none")
    write_target(str(path), b"after")
    assert path.read_bytes() == b"after"
    assert os.getxattr(path, "user.owner") == b"me"
