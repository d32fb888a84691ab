"""A process that analyses files for another one, which sends them and takes what was found as records (``persistlint.cli.workers``).

It reads requests from its standard input, answers on its standard output, and ends where the input does: whatever becomes of the process
that started it, it doesn't stay behind.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import BinaryIO

    from persistlint.analysis.record import Record
    from persistlint.analysis.workspace import Workspace
    from persistlint.settings.settings import Settings

    #: What broke down: the slots of ``Breakdown``.
    Broken = tuple[str, str, str, str]
    #: The number of the file's settings, its path, its bytes, its language, and whether its fixes are to be checked.
    Task = tuple[int, str, bytes, str, bool]
    #: Settings that haven't been sent before, by their numbers, and the files.
    Request = tuple[dict[int, Settings], list[Task]]
    #: What was found in one file, None where the analysis broke down.
    Answer = tuple[Record | None, list[Broken]]

#: What a process says first: it is ready.
READY = "ready"


def work() -> None:
    """Answer until there are no more requests."""
    import gc
    from pickle import dump, load

    gc.set_threshold(200_000, 20, 20)
    requests, answers = _pipes()
    desk = _Desk()
    try:
        dump(READY, answers)
        answers.flush()
        while True:
            settings, tasks = load(requests)
            desk.settings.update(settings)
            for task in tasks:
                dump(desk.answer(task), answers)
                answers.flush()
    except (EOFError, OSError):
        # Nobody asks any more, or nobody listens.
        pass
    os._exit(0)


class _Desk:
    def __init__(self) -> None:
        self.settings: dict[int, Settings] = {}
        self._workspaces: dict[str, Workspace] = {}

    def answer(self, task: Task) -> Answer:
        from persistlint.analysis.record import record_of
        from persistlint.cli.guarded import analysed, keep_checked
        from persistlint.text.document import Document

        number, path, data, language, checked = task
        settings = self.settings[number]
        workspace = self._workspace(settings.root)
        analysis, breakdowns = analysed(Document(path, data, language), workspace, settings)
        record = None
        if analysis is not None:
            if checked:
                breakdowns += keep_checked(analysis, workspace, settings)
            else:
                for finding in (*analysis.findings, *analysis.suppressed):
                    finding.fixes = ()
            record = record_of(analysis)
        return record, [(one.where, one.told, one.package, one.traceback) for one in breakdowns]

    def _workspace(self, root: str) -> Workspace:
        from persistlint.analysis.workspace import Workspace

        found = self._workspaces.get(root)
        if found is None:
            found = self._workspaces[root] = Workspace(root)
        return found


def _pipes() -> tuple[BinaryIO, BinaryIO]:
    """The pipes for requests and answers. What a rule reads or prints goes elsewhere from now on."""
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    sys.stdin = open(0, closefd=False)  # noqa: SIM115 (it stays open)
    return requests, answers
