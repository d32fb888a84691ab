"""Writing to standard output and standard error so that nothing about them can end a run early."""

from __future__ import annotations

import os
import sys


class Output:
    """Standard output. After a broken pipe (``| head``) what is written is dropped, and the run goes on to its status.

    ``failed`` holds the reason where standard output could not be written for another reason (a full disk).
    """

    __slots__ = ("_open", "failed")

    def __init__(self) -> None:
        self.failed = ""
        self._open = sys.stdout is not None
        # Names and sources hold anything; what the terminal's encoding lacks is written out.
        reconfigure = getattr(sys.stdout, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")

    def text(self, text: str) -> None:
        """Write text; a character that can't be encoded is escaped, and so is what the runner of a CI job would obey."""
        if self._open:
            try:
                sys.stdout.write(_for_runners(text))
            except (OSError, ValueError) as error:
                self._close(error)

    def data(self, data: bytes) -> None:
        """Write bytes as they are."""
        if self._open:
            try:
                sys.stdout.flush()
                buffer = getattr(sys.stdout, "buffer", None)
                if buffer is None:
                    sys.stdout.write(data.decode("utf-8", "replace"))
                else:
                    buffer.write(data)
                    buffer.flush()
            except (OSError, ValueError) as error:
                self._close(error)

    def flush(self) -> None:
        """Write out what is held back."""
        if self._open:
            try:
                sys.stdout.flush()
            except (OSError, ValueError) as error:
                self._close(error)

    def _close(self, error: Exception) -> None:
        self._open = False
        if not isinstance(error, BrokenPipeError):
            self.failed = (
                os.strerror(error.errno) if isinstance(error, OSError) and error.errno else ""
            ) or str(error)
        # The interpreter flushes once more at its end. Point that at nothing, so that it can't fail.
        try:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        except (OSError, ValueError):
            pass


def complain(message: str) -> None:
    """Say on standard error what went wrong; what a terminal would obey is written out."""
    from persistlint.report.safe_text import safe

    lines = [safe(line) for line in message.split("\n")]
    to_stderr("persistlint: " + "\n".join(lines) + "\n")


def to_stderr(text: str) -> None:
    """Write text on standard error."""
    if sys.stderr is not None:
        try:
            sys.stderr.write(_for_runners(text))
        except (OSError, ValueError):
            pass


def _for_runners(text: str) -> str:
    """Return ``text`` without commands where its reader is a runner that looks for them: sources and names may hold anything."""
    if "::" not in text and "##" not in text:
        return text
    if not any(os.environ.get(name) for name in ("GITHUB_ACTIONS", "TF_BUILD", "TEAMCITY_VERSION")):
        return text
    from persistlint.report.workflow_commands import without_commands

    return without_commands(text)
