"""Every file of the open folders: for clients that ask for the workspace's diagnostics, and for the command that shows them.

A scan goes behind everything else, tells how far it is, and can be cancelled. What it found in a file is kept until the file, or something that
its analysis asked for, is different.
"""

from __future__ import annotations

import os
import threading

from lsprotocol import types

from persistlint.text.uris import to_uri
from persistlint_server.errors import cancelled
from persistlint_server.features.settings_files import wrong_settings
from persistlint_server.folder_files import folder_files
from persistlint_server.progress import Progress
from persistlint_server.results import result_id
from persistlint_server.scheduler import Lane, Superseded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from persistlint_server.folder_files import FileFacts
    from persistlint_server.requests import Request
    from persistlint_server.server import PersistlintServer


class _Found:
    """The result for a file: its ``diagnostics``, and their ``id``."""

    __slots__ = ("diagnostics", "id")

    def __init__(self, diagnostics: list[types.Diagnostic]) -> None:
        self.diagnostics = diagnostics
        self.id = result_id(diagnostics)


class WorkspaceScan:
    """The scans of one server. One runs at a time."""

    def __init__(self, server: PersistlintServer) -> None:
        self.server = server
        self.lane = Lane(server.scheduler, self._work, behind=True)
        self._lock = threading.Lock()
        self._pulls: list[Request[types.WorkspaceDiagnosticParams]] = []
        self._commands: list[Request[types.ExecuteCommandParams]] = []
        self._answered = False
        #: Files whose diagnostics were pushed by a command, with the id of what was: it is renewed when the file is different.
        self._pushed: dict[str, str] = {}

    def pull(self, request: Request[types.WorkspaceDiagnosticParams]) -> None:
        """Answer a ``workspace/diagnostic`` when there is something that the client doesn't know yet."""
        if not self.server.pulls_workspace:
            self.server.pulls_workspace = True
            # What was pushed comes with the answer from now on.
            self.server.closed_settings.look_again()
        with self._lock:
            self._pulls.append(request)
        self.server.scheduler.wake(self.lane)

    def command(self, request: Request[types.ExecuteCommandParams]) -> None:
        """Scan, push what is found in files that aren't open, and answer with the numbers."""
        with self._lock:
            self._commands.append(request)
        self.server.scheduler.wake(self.lane)

    def look_again(self) -> None:
        """Files are different: whoever waits for news may get some, and what was pushed may be old."""
        if self._pulls or self._pushed:
            self.server.scheduler.wake(self.lane)

    def closed(self, path: str) -> None:
        """Note that the document at ``path`` was closed: the client shows none of its diagnostics any more."""
        if path in self._pushed:
            self._pushed[path] = ""

    def _work(self, lane: Lane) -> None:
        with self._lock:
            self._pulls = [pull for pull in self._pulls if not pull.done]
            pulls = list(self._pulls)
            commands, self._commands = self._commands, []
        if not pulls and not commands:
            self._renew_pushed(lane)
            return
        requests: list[Request[Any]] = [*commands, *pulls]
        tokens = [request.params.work_done_token for request in requests]

        def wanted() -> bool:
            return any(not request.done for request in requests)

        try:
            results = self._scan(
                lane, wanted, [token for token in tokens if token is not None], ask=bool(commands)
            )
        except Superseded:
            for request in requests:
                request.fail(cancelled())
            return
        for pull in pulls:
            self._answer(pull, results)
        for command in commands:
            command.answer(self._push(results))
        with self._lock:
            self._pulls = [pull for pull in self._pulls if not pull.done]

    def _scan(
        self, lane: Lane, wanted: Callable[[], bool], tokens: list[str | int], ask: bool
    ) -> dict[str, _Found | FileFacts]:
        """Return the facts about every file of the open folders. Raises ``Superseded`` when nobody wants them any more."""

        progress = Progress(self.server, "persistlint", tokens, ask)

        def checkpoint() -> None:
            if progress.cancelled or not wanted():
                raise Superseded
            lane.checkpoint()

        projects = self.server.projects
        try:
            while True:
                resets = projects.resets
                results = self._look(progress, checkpoint)
                if projects.resets == resets:
                    return results
                # Settings are others since the scan began: what it knows of wrong ones may be of neither time.
        finally:
            progress.end()

    def _look(self, progress: Progress, checkpoint: Callable[[], None]) -> dict[str, _Found | FileFacts]:
        files = list(folder_files(self.server, checkpoint))
        results: dict[str, _Found | FileFacts] = {}
        for number, file in enumerate(files):
            checkpoint()
            progress.at(number, len(files), file.path)
            facts = self.server.folder_facts.of(file, checkpoint)
            if facts is not None:
                results[os.path.abspath(file.path)] = facts
        self.server.folder_facts.keep(set(results))
        for path, diagnostics in wrong_settings(self.server).items():
            results[path] = _Found(diagnostics)
        return results

    def _answer(
        self, pull: Request[types.WorkspaceDiagnosticParams], results: dict[str, _Found | FileFacts]
    ) -> None:
        """Answer with what is new; where nothing is, wait until there is."""
        previous = {item.uri: item.value for item in pull.params.previous_result_ids}
        items: list[types.WorkspaceDocumentDiagnosticReport] = []
        news = not self._answered
        for path, result in results.items():
            uri = to_uri(path)
            if previous.get(uri) == result.id:
                items.append(types.WorkspaceUnchangedDocumentDiagnosticReport(uri=uri, result_id=result.id))
            else:
                news = True
                items.append(
                    types.WorkspaceFullDocumentDiagnosticReport(
                        uri=uri, items=result.diagnostics, result_id=result.id
                    )
                )
        reported = {item.uri for item in items}
        for uri in previous:
            if uri not in reported and uri not in self.server.documents:
                # The client still shows something of a file that is gone.
                news = True
                items.append(types.WorkspaceFullDocumentDiagnosticReport(uri=uri, items=[]))
        if news:
            self._answered = True
            pull.answer(types.WorkspaceDiagnosticReport(items))

    def _push(self, results: dict[str, _Found | FileFacts]) -> dict[str, int]:
        count = 0
        shown: dict[str, str] = {}
        for path, result in results.items():
            count += len(result.diagnostics)
            if result.diagnostics:
                shown[path] = result.id
            if self.server.pulls_workspace:
                # A client that pulls diagnostics would show pushed ones twice.
                continue
            if result.diagnostics or path in self._pushed:
                self._tell(path, result.diagnostics)
        for path in self._pushed.keys() - shown.keys() - results.keys():
            self._tell(path, [])
        self._pushed = {} if self.server.pulls_workspace else shown
        return {"files": len(results), "diagnostics": count}

    def _renew_pushed(self, lane: Lane) -> None:
        """Push again what was pushed and is old: of files that were changed, are gone, or were opened and closed meanwhile."""
        if not self._pushed:
            return
        left = dict(self._pushed)
        for file in folder_files(self.server, lane.checkpoint):
            path = os.path.abspath(file.path)
            if path not in left:
                continue
            lane.checkpoint()
            pushed = left.pop(path)
            if self.server.open_texts.open_document(path) is not None:
                # The open document's own diagnostics are shown.
                continue
            facts = self.server.folder_facts.of(file, lane.checkpoint)
            if facts is not None and facts.id != pushed:
                self._pushed[path] = facts.id
                self._tell(path, facts.diagnostics)
        for path in left:
            self._pushed.pop(path, None)
            self._tell(path, [])

    def _tell(self, path: str, diagnostics: list[types.Diagnostic]) -> None:
        if self.server.open_texts.open_document(path) is None:
            self.server.publish(to_uri(path), None, diagnostics)
