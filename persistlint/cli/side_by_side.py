"""Files analysed in several processes, and told in their order all the same.

Further processes pay only where enough is to be done. So files are read ahead, and nothing is started until as much has come up; where it
doesn't, this process analyses them.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from persistlint.cli.processors import possible, processors

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from persistlint.analysis.analysis import Analysis
    from persistlint.analysis.record import Record
    from persistlint.cli.analyses import Analysed, Analyses
    from persistlint.cli.crash import Breakdown
    from persistlint.cli.inputs import Input
    from persistlint.cli.workers import Workers
    from persistlint.settings.settings import Settings
    from persistlint.text.document import Document

#: What a byte of each language takes, in seconds, about (over the scripts and documents of 49 repositories).
_SECONDS = {"shell": 5e-6, "dockerfile": 1.5e-6, "markdown": 5e-7}

#: The work, in seconds, for which one more process pays: that it starts takes a fifth of it.
_SHARE = 0.5

#: How much is read ahead at most, in bytes that wait for their analysis and in files.
_MOST_BYTES = 8_000_000
_MOST_FILES = 4_000


def side_by_side(analyses: Analyses) -> Iterator[Analysed]:
    """The files of ``analyses`` in their order."""
    queue = _Queue(analyses)
    try:
        yield from queue.files()
    finally:
        if queue.workers is not None:
            queue.workers.close()


class Task:
    """One file to analyse. ``done`` says whether ``record`` and ``breakdowns`` are there; ``record`` is None where the analysis broke down."""

    __slots__ = ("breakdowns", "checked", "document", "done", "record", "settings", "work")

    def __init__(self, document: Document, settings: Settings, checked: bool, work: float) -> None:
        self.document = document
        self.settings = settings
        self.checked = checked
        #: What the analysis is likely to take, in seconds.
        self.work = work
        self.done = False
        self.record: Record | None = None
        self.breakdowns: list[Breakdown] = []


class _Entry:
    """A file that was read, or the end of them.

    ``told`` is to be called when it has its turn: it says what went wrong on the way to this file. ``error`` is raised then.
    """

    __slots__ = ("analysis", "error", "found", "task", "told")

    def __init__(self) -> None:
        self.found: tuple[Input, Settings] | None = None
        self.told: list[Callable[[], None]] = []
        self.error: Exception | None = None
        self.analysis: Analysis | None = None
        self.task: Task | None = None

    @property
    def ready(self) -> bool:
        """Whether nobody else is at it: what this process does itself is done when it has its turn."""
        return self.task is None or self.task.done


class _Queue:
    def __init__(self, analyses: Analyses) -> None:
        self._analyses = analyses
        self._session = analyses.session
        self._entries: deque[_Entry] = deque()
        #: Of the files that wait: their bytes, and the work that no process has been asked to do.
        self._bytes = 0
        self._work = 0.0
        # The number that the user names is obeyed, whether it pays or not.
        self._named = analyses.jobs is not None
        self._most = (analyses.jobs or processors()) if possible() else 1
        self.workers: Workers | None = None

    def files(self) -> Iterator[Analysed]:
        inputs = self._session.inputs()
        more = True
        while more or self._entries:
            ready = self._entries and self._entries[0].ready
            if more and not ready and self._bytes < _MOST_BYTES and len(self._entries) < _MOST_FILES:
                more = self._read(inputs)
                continue
            entry = self._entries.popleft()
            for tell in entry.told:
                tell()
            if entry.error is not None:
                raise entry.error
            if entry.found is not None:
                item, settings = entry.found
                self._analyses.begin(item.path)
                yield item, settings, entry.analysis or self._analysis(entry, item, settings)

    def _read(self, inputs: Iterator[tuple[Input, Settings]]) -> bool:
        """Read one file ahead; False where there is none any more."""
        entry = _Entry()
        self._entries.append(entry)
        self._session.hold(entry.told)
        try:
            entry.found = next(inputs, None)
            if entry.found is not None:
                entry.analysis = self._analyses.known(*entry.found)
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
        from persistlint.analysis.analyse import may_hold_commands

        document = item.document
        if self._most == 1 or settings.engine or not may_hold_commands(document):
            # One process talks to an engine; and where there are no commands, there is nothing to do.
            return
        checked = self._analyses.checked or self._analyses.cache is not None
        task = Task(document, settings, checked, len(document.data) * _SECONDS.get(document.language, 0.0))
        entry.task = task
        self._bytes += len(document.data)
        if self.workers is not None:
            self.workers.put(task)
            return
        self._work += task.work
        if self._named or self._work > 2 * _SHARE:
            from persistlint.cli.workers import Workers

            self.workers = Workers(self._most, 0.0 if self._named else _SHARE)
            for waiting in self._entries:
                if waiting.task is not None:
                    self.workers.put(waiting.task)

    def _analysis(self, entry: _Entry, item: Input, settings: Settings) -> Analysis | None:
        task = entry.task
        if task is None:
            return self._analyses.here(item, settings)
        self._bytes -= len(item.document.data)
        if self.workers is None:
            self._work -= task.work
            return self._analyses.here(item, settings)
        if not self.workers.wait(task):
            return self._analyses.here(item, settings)
        from persistlint.analysis.record import analysis_of

        self._session.broken(item.path, task.breakdowns)
        if task.record is None:
            return None
        analysis = analysis_of(task.record, item.document, self._session.workspace(settings))
        if analysis is None:
            # A file beside it is gone by now.
            return self._analyses.here(item, settings)
        if not task.breakdowns:
            self._analyses.keep(item, settings, task.record)
        return analysis
