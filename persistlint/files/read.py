"""Reads regular files of a bounded size, without ever waiting for a pipe or a device."""

from __future__ import annotations

import errno
import os
import stat

#: The largest settings file, baseline, page or similar file that is read.
MOST_BYTES = 10_000_000


class NotRegular(OSError):
    """A file that is no regular one; ``mode`` is what ``stat`` says of it."""

    def __init__(self, path: str, mode: int) -> None:
        super().__init__(errno.EINVAL, f"it is {name_of(mode)}, which isn't read", path)
        self.mode = mode


class TooLarge(OSError):
    """A file that is larger than what is read."""

    def __init__(self, path: str, most: int) -> None:
        limit = f"{most // 1_000_000} MB" if most >= 1_000_000 else f"{most:,} bytes"
        super().__init__(errno.EFBIG, f"it is larger than {limit}", path)


def read_regular(path: str, most: int = MOST_BYTES, follow: bool = True) -> bytes:
    """Return the bytes of the regular file at ``path``, which may be a link to one where ``follow`` is true.

    Raises ``NotRegular``, ``TooLarge`` or another ``OSError``, and ``ValueError`` for a name that no file can have.
    """
    data = read_start(path, most + 1, follow)
    if len(data) > most:
        raise TooLarge(path, most)
    return data


def read_start(path: str, most: int, follow: bool = True) -> bytes:
    """Return the first ``most`` bytes of the regular file at ``path``; fewer bytes are the whole file. Raises like ``read_regular``."""
    # Opening a device can have effects (a tape rewinds), so the file is looked at before.
    mode = (os.stat if follow else os.lstat)(path).st_mode
    if not stat.S_ISREG(mode):
        raise NotRegular(path, mode)
    flags = os.O_RDONLY | _NEVER_WAIT
    if not follow:
        flags |= getattr(os, "O_NOFOLLOW", 0)
    descriptor = os.open(path, flags)
    try:
        # Somebody may have put another file there meanwhile.
        mode = os.fstat(descriptor).st_mode
        if not stat.S_ISREG(mode):
            raise NotRegular(path, mode)
        pieces: list[bytes] = []
        while most > 0:
            piece = os.read(descriptor, min(most, 1 << 20))
            if not piece:
                break
            pieces.append(piece)
            most -= len(piece)
    finally:
        os.close(descriptor)
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)


def reason(error: OSError | ValueError) -> str:
    """Return why a file can't be read or written, in the operating system's words."""
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def name_of(mode: int) -> str:
    """Return what kind of file ``mode`` is, with its article."""
    if stat.S_ISDIR(mode):
        return "a folder"
    if stat.S_ISFIFO(mode):
        return "a FIFO"
    if stat.S_ISSOCK(mode):
        return "a socket"
    if stat.S_ISCHR(mode) or stat.S_ISBLK(mode):
        return "a device"
    if stat.S_ISLNK(mode):
        return "a symbolic link"
    return "no regular file"


#: A FIFO that takes a file's place after it was looked at must not hold us up either.
_NEVER_WAIT = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
