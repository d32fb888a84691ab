"""A pool of threads, each of which drives one process that analyses files (``persistlint.cli.worker``).

Each worker is a fresh Python and not a copy of this process, so that it is the same on every system. ``multiprocessing`` isn't used: it runs code from
the working directory. A worker that dies costs the file that it was at; its thread starts another one for the next file.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from copy import copy
from pickle import dumps, load

from persistlint.cli.crash import Breakdown
from persistlint.cli.worker import READY

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.analysis.record import Record
    from persistlint.settings.settings import Settings
    from persistlint.text.document import Document

    #: The record of a file (None where the analysis broke down), and what broke down.
    Result = tuple[Record | None, list[Breakdown]]

#: What the new Python runs. It takes from here where modules are, and nothing else.
_PROGRAM = "import sys; sys.path[:] = sys.argv[1:]; from persistlint.cli.worker import work; work()"


class Pool:
    """Up to ``count`` workers. ``close`` must be called in the end."""

    def __init__(self, count: int) -> None:
        self._executor = ThreadPoolExecutor(count, "analysis", initializer=_block_interrupts)
        #: ``process`` is the worker of each thread, None where it has none.
        self._own = threading.local()
        self._processes: set[subprocess.Popen[bytes]] = set()
        self._lock = threading.Lock()
        self._closed = False
        #: Whether no worker can be started on this machine. Nobody tries again then.
        self._unable = False
        #: Pickled settings by identity. The settings are kept, so that no others get their identity.
        self._settings: dict[int, tuple[Settings, bytes]] = {}

    def submit(self, document: Document, settings: Settings, check_fixes: bool) -> Future[Result | None]:
        """Have ``document`` analysed. The result is None where no worker can be had for it."""
        pickled = self._settings.get(id(settings))
        if pickled is None:
            pickled = self._settings[id(settings)] = (settings, dumps(_plain(settings)))
        request = (pickled[1], document.path, document.data, document.language, check_fixes)
        return self._executor.submit(self._ask, request)

    def close(self) -> None:
        """End the workers, whatever they are at. What isn't done won't be."""
        with self._lock:
            self._closed = True
            for process in self._processes:
                process.kill()
        self._executor.shutdown(cancel_futures=True)
        for process in list(self._processes):
            self._reap(process)

    # What follows is called by the threads.

    def _ask(self, request: object) -> Result | None:
        process = getattr(self._own, "process", None) or self._start()
        if process is None:
            return None
        assert process.stdin is not None and process.stdout is not None
        try:
            process.stdin.write(dumps(request))
            process.stdin.flush()
            record, broken = load(process.stdout)
        except Exception:
            # The end of the pipe, or half an answer.
            return None, [Breakdown("the analysis", _death(self._reap(process)))]
        return record, [Breakdown(*slots) for slots in broken]

    def _start(self) -> subprocess.Popen[bytes] | None:
        """Start the thread's worker; None where that can't be done."""
        with self._lock:
            if self._closed or self._unable:
                return None
            try:
                process = subprocess.Popen(
                    _command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, creationflags=_creation_flags()
                )
            except OSError:
                self._unable = True
                return None
            self._processes.add(process)
        assert process.stdout is not None
        try:
            if load(process.stdout) == READY:
                self._own.process = process
                return process
        except Exception:
            # The answer isn't a worker's, so the program is no Python with persistlint.
            pass
        process.kill()
        self._reap(process)
        self._unable = True
        return None

    def _reap(self, process: subprocess.Popen[bytes]) -> int:
        """Wait for the end of ``process``. Return its status."""
        for pipe in (process.stdin, process.stdout):
            try:
                if pipe is not None:
                    pipe.close()
            except OSError:
                pass
        status = process.wait()
        self._own.process = None
        with self._lock:
            self._processes.discard(process)
        return status


def can_start() -> bool:
    """Return whether a further Python can be started: a program that is frozen into one file has none."""
    return bool(sys.executable) and not getattr(sys, "frozen", False)


def count_processors() -> int:
    """Return how many processors this process may use: its affinity, and no more than a container's share."""
    count = os.cpu_count() or 1
    if sys.platform == "linux":
        count = len(os.sched_getaffinity(0))
    try:
        with open("/sys/fs/cgroup/cpu.max", encoding="ascii") as file:
            quota, period = file.read().split()
        if quota != "max":
            count = min(count, max(1, round(int(quota) / int(period))))
    except (OSError, ValueError):
        # Another system, or no limit.
        pass
    return count


def _command() -> list[str]:
    command = [sys.executable, "-I"]
    if sys.dont_write_bytecode:
        command.append("-B")
    if sys.pycache_prefix is not None:
        command += ["-X", f"pycache_prefix={sys.pycache_prefix}"]
    if sys.flags.utf8_mode:
        command += ["-X", "utf8"]
    # An empty entry is the working directory.
    return [*command, "-c", _PROGRAM, *(path for path in sys.path if path)]


def _creation_flags() -> int:
    if sys.platform == "win32":
        return subprocess.CREATE_NEW_PROCESS_GROUP
    return 0


def _block_interrupts() -> None:
    """Have the workers of this thread ignore Ctrl-C: it is for the process that the user started."""
    if sys.platform != "win32":
        from signal import SIG_BLOCK, SIGINT, pthread_sigmask

        pthread_sigmask(SIG_BLOCK, {SIGINT})


def _plain(settings: Settings) -> Settings:
    """Return a copy of ``settings`` without what only the reader of the settings files needs."""
    plain = copy(settings)
    plain.stated = {}
    plain.narrowed = {}
    plain.per_file = {}
    plain.text = None
    return plain


def _death(status: int) -> str:
    """Say how a worker ended."""
    if status >= 0:
        return f"its process ended with status {status}"
    from signal import Signals

    try:
        name = Signals(-status).name
    except ValueError:
        name = f"signal {-status}"
    more = "; was there too little memory? --jobs 1 needs less" if name == "SIGKILL" else ""
    return f"its process was ended by {name}{more}"
