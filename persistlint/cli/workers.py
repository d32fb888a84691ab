"""Processes that analyse files side by side.

Each is a fresh Python (``persistlint.cli.worker``), not a copy of this process, so that it is the same on every system; a thread here gives it
files and takes its answers. A process more is started for every further bit of work that waits, as far as there may be more.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from collections import deque
from pickle import dumps, load

from persistlint.cli.crash import Breakdown
from persistlint.cli.worker import READY

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.analysis.record import Record
    from persistlint.cli.side_by_side import Task
    from persistlint.settings.settings import Settings

#: How many files, and how much work (as ``put`` has it), go to a process at once, at most.
_MOST_FILES = 8
_MOST_WORK = 0.05

#: What the new Python runs: it is told first where modules are, and that is all that it takes from here. The working directory is no such place.
_START = (
    "import sys; from marshal import loads; from base64 import b64decode; "
    "sys.path, sys.dont_write_bytecode, sys.pycache_prefix = loads(b64decode(sys.stdin.buffer.read({size}))); "
    "from persistlint.cli.worker import work; work()"
)


class Workers:
    """Up to ``most`` processes, one for every ``share`` seconds of work that wait. ``close`` must be called in the end."""

    def __init__(self, most: int, share: float) -> None:
        self._most = most
        self._share = share
        self._waiting: deque[Task] = deque()
        self._work = 0.0
        self._changed = threading.Condition()
        self._threads: list[_Worker] = []
        self._closed = False
        #: How many of them can still do something.
        self._able = 0

    def put(self, task: Task) -> None:
        """Have ``task`` done."""
        with self._changed:
            self._waiting.append(task)
            self._work += task.work
            self._changed.notify()
            if len(self._threads) < self._most and self._work >= self._share * len(self._threads):
                worker = _Worker(self)
                self._threads.append(worker)
                self._able += 1
                worker.start()

    def wait(self, task: Task) -> bool:
        """Wait until ``task`` is done; False where no process can be had for it."""
        with self._changed:
            while not task.done:
                if not self._able:
                    return False
                # With an end, so that an interrupt comes through on every system.
                self._changed.wait(0.2)
        return True

    def close(self) -> None:
        """End the processes; what isn't done won't be."""
        with self._changed:
            self._closed = True
            self._waiting.clear()
            self._changed.notify_all()
        for worker in self._threads:
            worker.end()
        for worker in self._threads:
            worker.join()

    # What follows is called by the threads.

    def take(self) -> list[Task] | None:
        """The next files for one process, None where there won't be any."""
        with self._changed:
            while not self._waiting and not self._closed:
                self._changed.wait()
            if self._closed:
                return None
            taken = [self._waiting.popleft()]
            work = taken[0].work
            # As long as there is plenty: at the end nobody should sit on what others could do.
            while (
                len(taken) < _MOST_FILES
                and len(self._waiting) > 2 * len(self._threads)
                and work + self._waiting[0].work < _MOST_WORK
            ):
                work += self._waiting[0].work
                taken.append(self._waiting.popleft())
            self._work -= work
            return taken

    def give_back(self, tasks: list[Task]) -> None:
        """Let another process do ``tasks``."""
        with self._changed:
            self._waiting.extendleft(reversed(tasks))
            self._work += sum(task.work for task in tasks)
            self._changed.notify_all()

    def finished(self, task: Task, record: Record | None, breakdowns: list[Breakdown]) -> None:
        with self._changed:
            task.record = record
            task.breakdowns = breakdowns
            task.done = True
            self._changed.notify_all()

    def unable(self) -> None:
        """A process can't be had."""
        with self._changed:
            self._able -= 1
            self._changed.notify_all()

    @property
    def closed(self) -> bool:
        return self._closed


class _Worker(threading.Thread):
    """Runs one process after the other: a new one where one has died."""

    def __init__(self, workers: Workers) -> None:
        super().__init__(daemon=True)
        self._workers = workers
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        #: The settings that the process knows, by identity, with their numbers. They are kept, so that no other gets their identity.
        self._settings: dict[int, tuple[Settings, int]] = {}

    def run(self) -> None:
        if sys.platform != "win32":
            from signal import SIG_BLOCK, SIGINT, pthread_sigmask

            # A new process inherits what its thread blocks: an interrupt is for the one that the user started.
            pthread_sigmask(SIG_BLOCK, {SIGINT})
        while True:
            tasks = self._workers.take()
            if tasks is None:
                break
            if self._process is None and not self._start():
                self._workers.unable()
                self._workers.give_back(tasks)
                return
            self._do(tasks)
        if self._process is not None:
            self._ended()

    def end(self) -> None:
        """End the process, whatever it is at."""
        with self._lock:
            if self._process is not None:
                self._process.kill()

    def _start(self) -> bool:
        from base64 import b64encode
        from marshal import dumps as dumped

        place = b64encode(dumped((sys.path, sys.dont_write_bytecode, sys.pycache_prefix)))
        command = [sys.executable, "-I"]
        if sys.flags.utf8_mode:
            command += ["-X", "utf8"]
        command += ["-c", _START.replace("{size}", str(len(place)))]
        group = 0
        if sys.platform == "win32":
            group = subprocess.CREATE_NEW_PROCESS_GROUP
        with self._lock:
            if self._workers.closed:
                return False
            try:
                process = subprocess.Popen(
                    command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, creationflags=group
                )
            except OSError:
                return False
            self._process = process
        self._settings.clear()
        assert process.stdin is not None and process.stdout is not None
        try:
            process.stdin.write(place)
            process.stdin.flush()
            if load(process.stdout) == READY:
                return True
        except Exception:
            # Whatever a Python says or does that isn't ours: it can't be had.
            pass
        self._ended()
        return False

    def _do(self, tasks: list[Task]) -> None:
        """Have the process do ``tasks``. Where it dies, the file that it was at broke down, and the others are for somebody else."""
        process = self._process
        assert process is not None and process.stdin is not None and process.stdout is not None
        done = 0
        try:
            process.stdin.write(dumps(self._request(tasks)))
            process.stdin.flush()
            for task in tasks:
                record, broken = load(process.stdout)
                self._workers.finished(task, record, [Breakdown(*one) for one in broken])
                done += 1
        except Exception:
            # The pipe's end, or half an answer.
            status = self._ended()
            if not self._workers.closed:
                self._workers.finished(tasks[done], None, [Breakdown("the analysis", _death(status))])
                self._workers.give_back(tasks[done + 1 :])

    def _request(self, tasks: list[Task]) -> object:
        fresh = {}
        rows = []
        for task in tasks:
            known = self._settings.get(id(task.settings))
            if known is None:
                known = self._settings[id(task.settings)] = (task.settings, len(self._settings))
                fresh[known[1]] = _plain(task.settings)
            document = task.document
            rows.append((known[1], document.path, document.data, document.language, task.checked))
        return fresh, rows

    def _ended(self) -> int:
        """Wait for the process' end; its status."""
        process = self._process
        assert process is not None
        for pipe in (process.stdin, process.stdout):
            try:
                if pipe is not None:
                    pipe.close()
            except OSError:
                pass
        status = process.wait()
        with self._lock:
            self._process = None
        return status


def _plain(settings: Settings) -> Settings:
    """A copy without what only the process knows that read them."""
    from copy import copy

    plain = copy(settings)
    plain.stated = {}
    plain.narrowed = {}
    plain.per_file = {}
    plain.text = None
    return plain


def _death(status: int) -> str:
    """How a process ended that shouldn't have."""
    if status >= 0:
        return f"its process ended with status {status}"
    from signal import Signals

    try:
        name = Signals(-status).name
    except ValueError:
        name = f"signal {-status}"
    more = "; was there too little memory? --jobs 1 needs less" if name == "SIGKILL" else ""
    return f"its process was ended by {name}{more}"
