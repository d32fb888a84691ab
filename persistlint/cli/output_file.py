"""``--output FORMAT=FILE``: a further output of a run."""

from __future__ import annotations

import os

from persistlint.cli.session import UsageProblem
from persistlint.files.read import reason
from persistlint.files.write import write_named


class OutputFile:
    """A file that the results go to in the form ``form``. ``text`` gathers what the forms for people say on the way."""

    __slots__ = ("form", "path", "text")

    def __init__(self, form: str, path: str) -> None:
        """Open nothing yet, but raise ``UsageProblem`` where the file can't be written, before anything is read."""
        self.form = form
        self.path = path
        self.text: list[str] = []
        folder = os.path.dirname(os.path.abspath(path))
        if os.path.isdir(path):
            raise UsageProblem(f"--output {form}={path}: it is a folder")
        if not os.path.isdir(folder):
            raise UsageProblem(f"--output {form}={path}: there is no folder {folder}")

    def write(self, data: bytes) -> str:
        """Put the results into the file, whole or not at all; "" or why that can't be done."""
        try:
            write_named(self.path, data)
        except BrokenPipeError:
            # The reader has closed the pipe. That is no error.
            return ""
        except OSError as error:
            return reason(error)
        return ""
