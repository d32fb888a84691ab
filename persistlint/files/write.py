"""Writes files: what the user named as it is named, what a project's text names only inside the project."""

from __future__ import annotations

import errno
import os
import stat
import sys

from persistlint.files.places import real_inside
from persistlint.files.read import NotRegular

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


class NotOurs(OSError):
    """A place that a project names, but that must not be written. The message says why."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(errno.EPERM, why, path)


def write_named(path: str, data: bytes) -> None:
    """Write ``data`` to the file that the user named, whole or not at all.

    A symbolic link stays one and its target is written. A device, a pipe and the process' own descriptors (``/dev/stdout``) are written
    directly. Raises ``OSError``; then a regular file is as it was.
    """
    descriptor = _own_descriptor(path)
    if descriptor is not None:
        with open(os.dup(descriptor), "wb") as file:
            file.write(data)
        return
    try:
        before = os.stat(path)
    except FileNotFoundError:
        before = None
    if before is not None and not stat.S_ISREG(before.st_mode):
        # Without O_CREAT and O_TRUNC: nothing comes into being, nothing is emptied.
        with open(os.open(path, os.O_WRONLY | _BINARY), "wb") as file:
            file.write(data)
        return
    _replace(os.path.realpath(path), data, before)


def write_inside(path: str, data: bytes, root: str, is_ours: Callable[[str], bool]) -> None:
    """Write ``data`` to the file that a settings file names, whole or not at all.

    The file must lie in the folder ``root`` but not in its ``.git``, no symbolic link may lead to it, and where it exists ``is_ours`` must
    know it. Raises ``NotOurs`` where that isn't so, else ``OSError``; then the file is as it was.
    """
    path = os.path.abspath(path)
    if not real_inside(path, root):
        raise NotOurs(
            path, "it lies outside the project or behind a symbolic link; name it on the command line"
        )
    if any(part.lower() == ".git" for part in path.split(os.sep)):
        raise NotOurs(path, "it lies in a folder of git's; name another file")
    try:
        before = os.lstat(path)
    except FileNotFoundError:
        before = None
    if before is not None:
        if not stat.S_ISREG(before.st_mode):
            raise NotRegular(path, before.st_mode)
        if not is_ours(path):
            raise NotOurs(path, "it holds something else, which isn't overwritten; name another file")
    _replace(path, data, before)


def write_target(path: str, data: bytes) -> None:
    """Write ``data`` to the existing regular file at ``path``, which is no symbolic link. Raises ``OSError``; then the file is as it was."""
    before = os.lstat(path)
    if not stat.S_ISREG(before.st_mode):
        raise NotRegular(path, before.st_mode)
    _replace(path, data, before)


def create_file(path: str, data: bytes) -> None:
    """Write ``data`` to ``path`` where nothing is yet, not even a link that leads nowhere. Raises ``OSError``; then there is no such file."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o666)
    try:
        with open(descriptor, "wb") as file:
            file.write(data)
    except BaseException:
        os.unlink(path)
        raise


def write_private(path: str, data: bytes) -> None:
    """Write ``data`` to a file that only its owner may read, in one step. Nobody waits until it is on the disk: it may be lost.

    A symbolic link at ``path`` is replaced, never followed. Raises ``OSError``; then the file is as it was.
    """
    temporary = _create_beside(path, 0o600)
    try:
        with open(temporary[1], "wb") as file:
            file.write(data)
        os.replace(temporary[0], path)
    except BaseException:
        _remove(temporary[0])
        raise


def _replace(target: str, data: bytes, before: os.stat_result | None) -> None:
    """Make ``data`` the content of the regular file ``target``, whose state is ``before``, None where there is none."""
    if before is not None and not os.access(target, os.W_OK):
        # A folder that may be written would let a read-only file be replaced.
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), target)
    if before is not None and (before.st_nlink > 1 or _has_attributes(target)):
        # The file has other names or an access list, which a new file in its place would leave behind.
        _overwrite(target, data)
        return
    # The new file gets the old one's permissions before its content, so that it is never more readable.
    mode = 0o666 if before is None else before.st_mode & 0o700
    temporary, descriptor = _create_beside(target, mode)
    try:
        with open(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            is_kept = before is None or _take_over(file.fileno(), temporary, before)
        if is_kept:
            os.replace(temporary, target)
    except BaseException:
        _remove(temporary)
        raise
    if not is_kept:
        _remove(temporary)
        _overwrite(target, data)


def _create_beside(target: str, mode: int) -> tuple[str, int]:
    """Create a file in the folder of ``target``, so that the last step is a rename within one file system; its path and descriptor."""
    for number in range(100):
        path = os.path.join(os.path.dirname(target), f".persistlint-{os.getpid()}-{number}.tmp")
        try:
            return path, os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, mode)
        except FileExistsError:
            # An earlier process with this number was killed.
            continue
    raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), target)


def _take_over(descriptor: int, path: str, before: os.stat_result) -> bool:
    """Give the new file the owner and mode of the old one; return whether that could be done."""
    if hasattr(os, "fchown"):
        new = os.fstat(descriptor)
        if (new.st_uid, new.st_gid) != (before.st_uid, before.st_gid):
            try:
                os.fchown(descriptor, before.st_uid, before.st_gid)
            except OSError:
                # Only root may give files away.
                return False
    os.chmod(path, stat.S_IMODE(before.st_mode))
    return True


def _has_attributes(path: str) -> bool:
    """Return whether the file has extended attributes that a new one wouldn't have: an access list, or its owner's own."""
    if sys.platform != "linux":
        return False
    try:
        names = os.listxattr(path, follow_symlinks=False)
    except OSError:
        # The file system knows none.
        return False
    # Labels of security modules are given to each file by its folder.
    return any(not name.startswith("security.") for name in names)


def _overwrite(target: str, data: bytes) -> None:
    """Write ``data`` into the file itself. Where that fails, what the file held is put back."""
    descriptor = os.open(target, os.O_RDWR | _BINARY | getattr(os, "O_NOFOLLOW", 0))
    with open(descriptor, "r+b", buffering=0) as file:
        held = file.read()
        try:
            _fill(file.fileno(), data)
        except OSError:
            _fill(file.fileno(), held)
            raise


def _fill(descriptor: int, data: bytes) -> None:
    os.lseek(descriptor, 0, os.SEEK_SET)
    left = memoryview(data)
    while left:
        left = left[os.write(descriptor, left) :]
    os.ftruncate(descriptor, len(data))
    os.fsync(descriptor)


def _own_descriptor(path: str) -> int | None:
    """Return the number of the open descriptor that ``path`` stands for, None where it is a file's path."""
    if path in ("/dev/stdout", "/dev/stderr"):
        return 1 if path == "/dev/stdout" else 2
    folder, _, name = path.rpartition("/")
    return int(name) if folder in ("/dev/fd", "/proc/self/fd") and name.isascii() and name.isdigit() else None


def _remove(path: str) -> None:
    try:
        os.unlink(path)
    except OSError:
        pass


_BINARY = getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
