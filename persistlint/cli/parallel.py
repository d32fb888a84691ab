"""Files analysed by several processes, and yielded in their order all the same.

Further processes pay only where there is much to do. So files are read ahead until there is enough work for every processor, or there are no more files; then
one process is started for each ``_SHARE`` of work. Where two wouldn't pay, this process does the work.
"""

from __future__ import annotations

from collections import deque

from persistlint.cli.pool import Pool, can_start, count_processors

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Future

    from persistlint.analysis.analysis import Analysis
    from persistlint.cli.analyser import Analysed, Analyser
    from persistlint.cli.inputs import Input
    from persistlint.cli.pool import Result
    from persistlint.settings.settings import Settings

#: How long the analysis of a byte of each language takes, in seconds (over the scripts and documents of 49 repositories).
_SECONDS = {
    "shell": 5e-6,
    "dockerfile": 1.5e-6,
    "markdown": 5e-7,
    "compose": 5e-6,
    "makefile": 5e-6,
    "workflow": 5e-6,
    "systemd": 5e-6,
    "quadlet": 5e-6,
    "json": 5e-7,
}

#: The work, in seconds, for which one more process pays: starting it takes a fifth of that.
_SHARE = 0.5

#: How much is read ahead at most, in bytes that wait for their analysis and in files.
_MOST_BYTES = 8_000_000
_MOST_FILES = 4_000


def analysed_in_parallel(analyser: Analyser) -> Iterator[Analysed]:
    """Yield the files of ``analyser`` in their order."""
    ahead = _ReadAhead(analyser)
    try:
        yield from ahead.files()
    finally:
        if ahead.pool is not None:
            ahead.pool.close()


class _Entry:
    """A file that was read, or the end of them.

    ``tell`` holds what went wrong on the way to this file, to be called when it has its turn. ``error`` is raised then. ``work`` is how long the analysis will take,
    in seconds; ``for_pool`` says whether another process may do it.
    """

    __slots__ = ("analysis", "error", "for_pool", "found", "future", "tell", "work")

    def __init__(self) -> None:
        self.found: tuple[Input, Settings] | None = None
        self.tell: list[Callable[[], None]] = []
        self.error: Exception | None = None
        self.analysis: Analysis | None = None
        self.work = 0.0
        self.for_pool = False
        self.future: Future[Result | None] | None = None

    @property
    def is_ready(self) -> bool:
        """Return whether there is no need to wait for another process."""
        return not self.for_pool or (self.future is not None and self.future.done())


class _ReadAhead:
    def __init__(self, analyser: Analyser) -> None:
        self._analyser = analyser
        self._session = analyser.session
        self._entries: deque[_Entry] = deque()
        #: Of the files that wait: their bytes, and the work that no process has been asked to do.
        self._bytes = 0
        self._work = 0.0
        # The number that the user names is obeyed, whether it pays or not.
        self._is_named = analyser.jobs is not None
        self._most = (analyser.jobs or count_processors()) if can_start() else 1
        self.pool: Pool | None = None

    def files(self) -> Iterator[Analysed]:
        """Yield each file in its turn."""
        inputs = self._session.inputs()
        more = True
        while more or self._entries:
            is_ready = self._entries and self._entries[0].is_ready
            if more and not is_ready and self._bytes < _MOST_BYTES and len(self._entries) < _MOST_FILES:
                more = self._read(inputs)
                continue
            if not is_ready and self.pool is None:
                self._start_pool()
            entry = self._entries.popleft()
            for tell in entry.tell:
                tell()
            if entry.error is not None:
                raise entry.error
            if entry.found is not None:
                item, settings = entry.found
                self._analyser.begin(item.path)
                yield item, settings, entry.analysis or self._analysis(entry, item, settings)

    def _read(self, inputs: Iterator[tuple[Input, Settings]]) -> bool:
        """Read one file ahead. Return False where there are no more."""
        entry = _Entry()
        self._entries.append(entry)
        self._session.hold(entry.tell)
        try:
            entry.found = next(inputs, None)
            if entry.found is not None:
                entry.analysis = self._analyser.known(*entry.found)
        except Exception as error:
            entry.error = error
            return False
        finally:
            self._session.hold(None)
        if entry.found is not None and entry.analysis is None:
            self._plan(entry, *entry.found)
        return entry.found is not None

    def _plan(self, entry: _Entry, item: Input, settings: Settings) -> None:
        """Give the file to another process, now or as soon as that pays."""
        from persistlint.analysis.traces import may_hold_commands

        document = item.document
        if self._most == 1 or settings.engine or not may_hold_commands(document):
            # One process talks to an engine, and without commands there is nothing to do.
            return
        entry.for_pool = True
        entry.work = len(document.data) * _SECONDS.get(document.language, 0.0)
        self._bytes += len(document.data)
        if self.pool is not None:
            self._submit(entry, self.pool)
            return
        self._work += entry.work
        if self._is_named or self._work >= self._most * _SHARE:
            self._start_pool()

    def _start_pool(self) -> None:
        """Start as many processes as the work that waits pays for, and give it to them."""
        count = self._most if self._is_named else min(self._most, int(self._work / _SHARE))
        if count < 2:
            return
        self.pool = Pool(count)
        for entry in self._entries:
            if entry.for_pool:
                self._submit(entry, self.pool)

    def _submit(self, entry: _Entry, pool: Pool) -> None:
        assert entry.found is not None
        item, settings = entry.found
        check_fixes = self._analyser.check_fixes or self._analyser.cache is not None
        entry.future = pool.submit(item.document, settings, check_fixes)

    def _analysis(self, entry: _Entry, item: Input, settings: Settings) -> Analysis | None:
        if entry.for_pool:
            self._bytes -= len(item.document.data)
        if entry.future is None:
            self._work -= entry.work
            return self._analyser.analyse_input(item, settings)
        result = _wait(entry.future)
        if result is None:
            return self._analyser.analyse_input(item, settings)
        from persistlint.analysis.record import analysis_of

        record, breakdowns = result
        self._session.report_breakdowns(item.path, breakdowns)
        if record is None:
            return None
        analysis = analysis_of(record, item.document, self._session.workspace(settings))
        if analysis is None:
            # A file that the record speaks of is gone by now.
            return self._analyser.analyse_input(item, settings)
        if not breakdowns:
            self._analyser.keep(item, settings, record)
        return analysis


def _wait(future: Future[Result | None]) -> Result | None:
    while True:
        try:
            # With an end, so that Ctrl-C comes through on every system.
            return future.result(0.2)
        except TimeoutError:
            continue
