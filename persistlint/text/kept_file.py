"""Files that are kept from run to run, and may be lost: nobody waits until they are on the disk (``persistlint.text.replace`` does)."""

from __future__ import annotations

from os import getpid, remove, replace


def put(path: str, data: bytes) -> None:
    """Make ``data`` what the file at ``path`` holds, in one step. Raises ``OSError``; then the file is as it was, and nothing lies beside it."""
    beside = f"{path}.{getpid()}"
    try:
        with open(beside, "wb") as file:
            file.write(data)
        replace(beside, path)
    except OSError:
        try:
            remove(beside)
        except OSError:
            pass
        raise
