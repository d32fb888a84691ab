"""The progress that a long run shows on a terminal."""

from __future__ import annotations

import sys
import time

#: A run that ends sooner shows nothing; then the line is written anew so often (in seconds).
_QUIET = 1.0
_EVERY = 0.1
_CELLS = 20


class Progress:
    """One line on standard error, where that is a terminal: how much is done, and which file is next."""

    __slots__ = ("_files", "_next", "_shown", "_stream")

    def __init__(self) -> None:
        stream = sys.stderr
        self._stream = stream if stream is not None and stream.isatty() else None
        self._files = 0
        self._shown = False
        self._next = time.monotonic() + _QUIET

    def file(self, path: str, total: int) -> None:
        """Show that a further file is begun, of about ``total``."""
        self._files += 1
        if self._stream is None or time.monotonic() < self._next:
            return
        from shutil import get_terminal_size

        from persistlint.report.safe_text import safe

        self._next = time.monotonic() + _EVERY
        width = get_terminal_size().columns - 1
        done = min(_CELLS, _CELLS * (self._files - 1) // max(total, 1))
        bar = f"[{'#' * done}{'.' * (_CELLS - done)}]"
        text = f"{bar} {self._files} of {max(total, self._files)} files, {safe(path)}"[:width]
        self._stream.write(f"\r\x1b[2K{text}")
        self._stream.flush()
        self._shown = True

    def clear(self) -> None:
        """Take the line away, before something else is written."""
        if self._shown and self._stream is not None:
            self._stream.write("\r\x1b[2K")
            self._stream.flush()
            self._shown = False
