"""The shell in which a scenario's steps run one after the other, as the lines of one script do: functions, variables and traps stay."""

from __future__ import annotations

import contextlib
import fcntl
import os
import select
import signal
import subprocess
from collections.abc import Mapping
from pathlib import Path

#: Reads the name of a step's file, runs it, says that it is done. The variables that hold names of volumes are written down for the harness.
_DRIVER = """while read -r -u 8 step; do
    . "$step" < /dev/null 8<&- 9>&-
    [ -z "${!made*}" ] || declare -p ${!made*} > ../variables
    echo done >&9
done
exec 8<&- 9>&-
"""


def _pipe() -> tuple[int, int]:
    """Return a pipe whose numbers aren't those that the driver gives it."""
    low = os.pipe()
    read, write = (fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 20) for end in low)
    for end in low:
        os.close(end)
    return read, write


class Shell:
    """A bash in the folder ``work``, its own process group. ``seconds`` is how long a step may take: ``subprocess.TimeoutExpired`` beyond."""

    def __init__(self, work: Path, variables: Mapping[str, str], seconds: float) -> None:
        self._work = work
        self._seconds = seconds
        steps, self._steps = _pipe()
        self._answers, answers = _pipe()
        self._process = subprocess.Popen(
            ["bash", "-c", f"exec 8<&{steps} 9>&{answers} {steps}<&- {answers}>&-\n{_DRIVER}"],
            cwd=work,
            env=variables,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=(steps, answers),
            start_new_session=True,
        )
        os.close(steps)
        os.close(answers)

    def step(self, text: str) -> None:
        """Runs one step, and returns when it has ended."""
        file = self._work.parent / "step.sh"
        file.write_text(text + "\n")
        os.write(self._steps, f"{file}\n".encode())
        ready, _, _ = select.select([self._answers], [], [], self._seconds)
        if not ready:
            raise subprocess.TimeoutExpired(text, self._seconds)
        if not os.read(self._answers, 16):
            raise RuntimeError(f"the shell ended in: {text}")

    def finish(self) -> None:
        """End the script, so that its traps run."""
        os.close(self._steps)
        self._steps = -1
        self._process.wait(self._seconds)

    def close(self) -> None:
        """Ends the shell and what it still runs."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        for pipe in (self._steps, self._answers):
            if pipe >= 0:
                os.close(pipe)
