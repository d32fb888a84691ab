"""Tells where a path leads without touching anything outside given folders."""

from __future__ import annotations

import os
import stat

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection

#: As many links are followed as Linux does.
_MOST_LINKS = 40


def is_below(path: str, folder: str) -> bool:
    """Return whether the absolute, normalized ``path`` is ``folder`` or lies in it. The file system isn't asked."""
    return path == folder or path.startswith(folder if folder.endswith(os.sep) else folder + os.sep)


def resolve(path: str, folders: Collection[str]) -> str | None:
    """Return the real path of the absolute ``path`` where the way there stays in ``folders`` (real paths); None where it leaves them.

    Each link is followed by hand, so that a link out of the folders is read but its target is never looked at: looking at a path of another
    machine (``/net/host``, ``//host/share``) would connect to it. What comes after a missing name is taken as it is written.
    """
    path = os.path.normpath(path)
    links = 0
    while True:
        # The innermost folder leaves the fewest names to look at.
        base = max((folder for folder in folders if is_below(path, folder)), key=len, default=None)
        if base is None:
            return None
        names = path[len(base) :].strip(os.sep).split(os.sep)
        at = base
        for index, name in enumerate(names):
            if not name:
                continue
            at = os.path.join(at, name)
            try:
                if not stat.S_ISLNK(os.lstat(at).st_mode):
                    continue
                target = os.readlink(at)
            except (OSError, ValueError):
                return os.path.join(at, *names[index + 1 :])
            links += 1
            if links > _MOST_LINKS:
                return None
            path = os.path.normpath(os.path.join(os.path.dirname(at), target, *names[index + 1 :]))
            break
        else:
            return at


def repository_above(folder: str) -> str | None:
    """Return the nearest folder at or above the absolute ``folder`` that a git repository begins in, None where there is none."""
    while True:
        if os.path.lexists(os.path.join(folder, ".git")):
            return folder
        parent = os.path.dirname(folder)
        if parent == folder:
            return None
        folder = parent


def real_inside(path: str, root: str) -> bool:
    """Return whether the absolute, normalized ``path`` lies in the folder ``root``, and no link is on the way from there to it."""
    root = os.path.abspath(root)
    if not is_below(path, root) or path == root:
        return False
    real = os.path.realpath(root)
    return resolve(os.path.join(real, os.path.relpath(path, root)), (real,)) == os.path.join(
        real, os.path.relpath(path, root)
    )
