"""Putting a whole new text into a file, or leaving the file as it is."""

from __future__ import annotations

import errno
import os
import stat


def replace_file(path: str, data: bytes) -> None:
    """Make ``data`` what the file at ``path`` holds, in one step: nobody ever sees half of it.

    An existing file keeps its mode and, where that is allowed, its owner; a symbolic link stays one. What is no regular file (a pipe, a
    terminal) is written to. Raises ``OSError``; then the file is as it was.
    """
    target = os.path.realpath(path)
    try:
        before = os.stat(path)
    except FileNotFoundError:
        before = None
    if before is not None and (not stat.S_ISREG(before.st_mode) or path.startswith("/dev/")):
        with open(path, "wb") as file:
            file.write(data)
        return
    if before is not None and not os.access(target, os.W_OK):
        # A folder that may be written would let a read-only file be replaced.
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    # In the same folder, so that the last step is a rename within one file system.
    temporary = os.path.join(os.path.dirname(target), f".persistlint-{os.getpid()}.tmp")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        with open(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if before is not None:
            _keep_owner(temporary, before)
            os.chmod(temporary, stat.S_IMODE(before.st_mode))
        os.replace(temporary, target)
    except BaseException:
        try:
            os.unlink(temporary)
        except OSError:
            pass
        raise


def _keep_owner(path: str, before: os.stat_result) -> None:
    new = os.stat(path)
    if hasattr(os, "chown") and (new.st_uid, new.st_gid) != (before.st_uid, before.st_gid):
        try:
            os.chown(path, before.st_uid, before.st_gid)
        except OSError:
            # Only root may give files away.
            pass
