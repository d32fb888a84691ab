"""Folders and files that only the user can read and write, for what is kept from run to run."""

from __future__ import annotations

import errno
import os
import stat

from persistlint.files.read import NotRegular, read_regular

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


class NotPrivate(OSError):
    """A folder or file that somebody else could have written. The message says why."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(errno.EPERM, f"{path} {why}", path)


def make_base(path: str) -> None:
    """Make sure that the folder ``path`` is there and that only the user puts things into it; others may look. A link is followed.

    Raises ``NotPrivate`` or another ``OSError``.
    """
    if not os.path.isdir(path):
        os.makedirs(os.path.dirname(path), exist_ok=True)
        os.mkdir(path, 0o700)
    check_base(path)


def check_base(path: str) -> None:
    """Raise ``NotPrivate`` where somebody else can put something into the folder ``path``, and another ``OSError`` where it isn't there."""
    _check(path, os.stat(path), 0o022, stat.S_ISDIR)


def make_private(path: str) -> bool:
    """Make sure that the folder ``path`` is there and is the user's alone, and no link; return whether it is new. Raises like ``make_base``."""
    try:
        os.mkdir(path, 0o700)
        made = True
    except FileExistsError:
        made = False
    check_private(path)
    return made


def check_private(path: str) -> None:
    """Raise ``NotPrivate`` where the folder ``path`` isn't the user's alone, and another ``OSError`` where it isn't there."""
    _check(path, os.lstat(path), 0o077, stat.S_ISDIR)


def read_private(path: str, most: int) -> bytes:
    """Return the bytes of a file that is the user's alone. Raises ``NotPrivate`` or what ``read_regular`` raises."""
    state = os.lstat(path)
    if not stat.S_ISREG(state.st_mode):
        raise NotRegular(path, state.st_mode)
    _check(path, state, 0o077, stat.S_ISREG)
    return read_regular(path, most, follow=False)


def _check(path: str, state: os.stat_result, forbidden: int, is_kind: Callable[[int], bool]) -> None:
    if not is_kind(state.st_mode):
        raise NotPrivate(path, "is no folder")
    if not hasattr(os, "geteuid"):
        # Windows keeps others out of the user's own folders by other means.
        return
    if state.st_uid != os.geteuid():
        raise NotPrivate(path, "belongs to another user")
    if state.st_mode & forbidden:
        raise NotPrivate(path, f"is open to other users (mode {stat.S_IMODE(state.st_mode):04o})")
