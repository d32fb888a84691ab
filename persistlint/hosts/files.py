"""Reads a file's bytes, or says why that can't be done."""

from __future__ import annotations

import errno
import stat

from persistlint.files import read
from persistlint.hosts.detect import is_binary
from persistlint.text.budgets import LARGEST_FILE

#: What of a file tells its language, and how much is read to look at that: most scripts are shorter.
HEAD = 4096
START = 16_384


class ReadProblem:
    """The reason why a file isn't read.

    ``kind`` is "missing", "directory", "not-regular", "unreadable", "binary", "too-large", or, for what is no fault of the file,
    "not-ours" (no shell script, Dockerfile, Compose file or Markdown), "other-yaml" (YAML for another program) and "other-unit". ``message`` is for
    the user: "PATH: what is wrong; what to do".
    """

    __slots__ = ("kind", "message", "path", "what")

    def __init__(self, path: str, kind: str, message: str, kind_words: str = "") -> None:
        self.path = path
        self.kind = kind
        self.message = f"{path}: {message}"
        #: What the file is, where that isn't read ("PowerShell").
        self.what = kind_words

    @property
    def is_error(self) -> bool:
        """Return whether the tool could not do what was asked (exit status 2)."""
        return self.kind not in ("not-ours", "other-yaml", "other-unit", "not-read")

    def __repr__(self) -> str:
        return f"ReadProblem({self.kind!r}, {self.message!r})"


def read_file(path: str) -> bytes | ReadProblem:
    """Return the bytes of a regular text file. Never blocks: a FIFO or a device isn't read."""
    return _read(path, LARGEST_FILE, whole=True)


def read_start(path: str) -> bytes | ReadProblem:
    """Return the first ``START`` bytes of a regular file, binary or not. Fewer bytes are the whole file."""
    return _read(path, START, whole=False)


def missing(path: str) -> ReadProblem:
    return ReadProblem(path, "missing", "no such file or directory; check the path")


def not_regular(path: str, mode: int) -> ReadProblem:
    """Return the problem of a path that is no regular file."""
    return ReadProblem(
        path, "not-regular", f"{read.name_of(mode)}, which isn't read; give its text on standard input (`-`)"
    )


def from_error(path: str, error: OSError | ValueError) -> ReadProblem:
    """Return the problem that describes the operating system's ``error``."""
    if isinstance(error, ValueError):
        return ReadProblem(path, "missing", "no path can have this name; check the path")
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return missing(path)
    if error.errno in (errno.EACCES, errno.EPERM):
        return ReadProblem(path, "unreadable", "permission denied; make it readable (`chmod +r`)")
    if error.errno == errno.ELOOP:
        return ReadProblem(path, "missing", "symbolic links that lead in a circle; mend the link")
    if error.errno in (errno.ENXIO, errno.ENODEV):
        return ReadProblem(
            path, "not-regular", "no regular file, which isn't read; give its text on standard input (`-`)"
        )
    if error.errno == errno.ENAMETOOLONG:
        return ReadProblem(path, "missing", "the name is too long; check the path")
    return ReadProblem(path, "unreadable", f"{error.strerror or 'it cannot be read'}; check the file")


def _read(path: str, limit: int, whole: bool) -> bytes | ReadProblem:
    try:
        data = read.read_regular(path, limit) if whole else read.read_start(path, limit)
    except read.NotRegular as error:
        if stat.S_ISDIR(error.mode):
            return ReadProblem(
                path, "directory", "a directory; give it to `check`, which reads what is in it"
            )
        return not_regular(path, error.mode)
    except read.TooLarge:
        return _too_large(path)
    except (OSError, ValueError) as error:
        return from_error(path, error)
    if whole and is_binary(data):
        return ReadProblem(
            path, "binary", "binary (it holds NUL bytes); exclude it, or save it as UTF-8 if it is text"
        )
    return data


def _too_large(path: str) -> ReadProblem:
    return ReadProblem(path, "too-large", "larger than 10 MB; exclude it or split it")
