"""Paths as they are told to people."""

from __future__ import annotations

import os


def shown(path: str) -> str:
    """Return ``path`` relative to the working directory where it lies below it, else absolute. Separators become slashes."""
    absolute = os.path.abspath(path)
    return below(absolute, os.getcwd()) or absolute.replace(os.sep, "/")


def below(path: str, folder: str) -> str | None:
    """Return the absolute ``path`` relative to ``folder``, with slashes: "." for the folder itself, None for a path outside."""
    if path == folder:
        return "."
    start = folder if folder.endswith(os.sep) else folder + os.sep
    return path[len(start) :].replace(os.sep, "/") if path.startswith(start) else None
