"""A process that analyses files for another one (``persistlint.cli.pool``).

A worker reads requests from its standard input and answers on its standard output, both pickled. It ends where its input does, so it never
outlives the process that started it.
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

    #: The pickled settings, the file's path, its bytes, its language, and whether its fixes are to be checked.
    Request = tuple[bytes, str, bytes, str, bool]
    #: The record of a file (None where the analysis broke down), and the slots of each ``Breakdown``.
    Answer = tuple[Record | None, list[tuple[str, str, str, str, bool]]]

#: The first thing that a worker says.
READY = "ready"


def work() -> None:
    """Answer requests until there are no more."""
    import gc
    from pickle import dump, load

    gc.set_threshold(200_000, 20, 20)
    requests, answers = _take_pipes()
    analyst = _Analyst()
    try:
        dump(READY, answers)
        answers.flush()
        while True:
            dump(analyst.answer(load(requests)), answers)
            answers.flush()
    except (EOFError, OSError):
        # The process that asked is gone.
        pass
    os._exit(0)


class _Analyst:
    def __init__(self) -> None:
        #: Settings by their pickled form. The rules of a project are made once for each.
        self._settings: dict[bytes, Settings] = {}
        self._workspaces: dict[str, Workspace] = {}

    def answer(self, request: Request) -> Answer:
        from persistlint.analysis.record import record_of
        from persistlint.cli.guarded import analyse_guarded
        from persistlint.text.document import Document

        pickled, path, data, language, check_fixes = request
        settings = self._settings_of(pickled)
        workspace = self._workspace(settings.root)
        document = Document(path, data, language)
        analysis, breakdowns = analyse_guarded(document, workspace, settings, check_fixes)
        record = None
        if analysis is not None:
            if not check_fixes:
                for finding in (*analysis.findings, *analysis.suppressed):
                    finding.fixes = ()
            record = record_of(analysis)
        return record, [
            (
                breakdown.where,
                breakdown.told,
                breakdown.package,
                breakdown.traceback,
                breakdown.lacks_library,
            )
            for breakdown in breakdowns
        ]

    def _settings_of(self, pickled: bytes) -> Settings:
        from pickle import loads

        settings = self._settings.get(pickled)
        if settings is None:
            settings = self._settings[pickled] = loads(pickled)
        return settings

    def _workspace(self, root: str) -> Workspace:
        from persistlint.analysis.workspace import Workspace

        workspace = self._workspaces.get(root)
        if workspace is None:
            workspace = self._workspaces[root] = Workspace(root)
            workspace.shares_memories = True
        return workspace


def _take_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Return the pipes for requests and answers. From now on, a rule that reads finds nothing, and what a rule prints goes to standard error."""
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    sys.stdin = open(0, closefd=False)  # noqa: SIM115 (it stays open)
    return requests, answers
