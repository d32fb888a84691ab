"""Every file of the open folders: for clients that ask for the workspace's diagnostics, and for the command that shows them.

A scan goes behind everything else, tells how far it is, and can be cancelled. What it found in a file is kept until the file, or something that
its analysis asked for, is different.
"""

from __future__ import annotations

import os
import threading

from persistlint.text.uris import to_uri
from persistlint_server.features.pull import result_id
from persistlint_server.features.settings_files import wrong_settings
from persistlint_server.folder_files import folder_files
from persistlint_server.progress import Progress
from persistlint_server.scheduler import Lane, Superseded
from persistlint_server.wire.errors import cancelled as cancelled_error

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from persistlint_server.folder_files import FileFacts
    from persistlint_server.session import Session
    from persistlint_server.wire.connection import Request


class _Found:
    """What was found in a file: its ``diagnostics``, and their ``id``."""

    __slots__ = ("diagnostics", "id")

    def __init__(self, diagnostics: list[dict[str, Any]]) -> None:
        self.diagnostics = diagnostics
        self.id = result_id(diagnostics)


class _Pull:
    """A ``workspace/diagnostic`` request that is open, and the result ids that the client has."""

    __slots__ = ("previous", "request", "token")

    def __init__(self, request: Request, previous: dict[str, str], token: Any) -> None:
        self.request = request
        self.previous = previous
        self.token = token


class WorkspaceScan:
    """The scans of one session. One runs at a time."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.lane = Lane(session.scheduler, self._work, behind=True)
        self._lock = threading.Lock()
        self._pulls: list[_Pull] = []
        self._commands: list[tuple[Request, Any]] = []
        self._answered = False
        #: Files whose diagnostics were pushed by a command, with the id of what was: it is renewed when the file is different.
        self._pushed: dict[str, str] = {}

    def pull(self, request: Request) -> None:
        """Answer a ``workspace/diagnostic`` when there is something that the client doesn't know yet."""
        params = request.params if isinstance(request.params, dict) else {}
        previous = {
            item["uri"]: item["value"]
            for item in params.get("previousResultIds") or []
            if isinstance(item, dict)
            and isinstance(item.get("uri"), str)
            and isinstance(item.get("value"), str)
        }
        if not self.session.pulls_workspace:
            self.session.pulls_workspace = True
            # What was pushed comes with the answer from now on.
            self.session.closed_settings.look_again()
        with self._lock:
            self._pulls.append(_Pull(request, previous, params.get("workDoneToken")))
        self.session.scheduler.wake(self.lane)

    def command(self, request: Request, token: Any) -> None:
        """Scan, push what is found in files that aren't open, and answer with the numbers."""
        with self._lock:
            self._commands.append((request, token))
        self.session.scheduler.wake(self.lane)

    def look_again(self) -> None:
        """Files are different: whoever waits for news may get some, and what was pushed may be old."""
        if self._pulls or self._pushed:
            self.session.scheduler.wake(self.lane)

    def closed(self, path: str) -> None:
        """The document at ``path`` was closed and its diagnostics taken back: the client shows nothing of it any more."""
        if path in self._pushed:
            self._pushed[path] = ""

    def _work(self, lane: Lane) -> None:
        with self._lock:
            self._pulls = [pull for pull in self._pulls if not pull.request.done]
            pulls = list(self._pulls)
            commands, self._commands = self._commands, []
        if not pulls and not commands:
            self._renew_pushed(lane)
            return
        tokens = [token for _, token in commands if token is not None]
        tokens += [pull.token for pull in pulls if pull.token is not None]

        def wanted() -> bool:
            return any(not pull.request.done for pull in pulls) or any(not r.done for r, _ in commands)

        try:
            found = self._scan(lane, wanted, tokens, ask=bool(commands))
        except Superseded:
            for pull in pulls:
                pull.request.fail(cancelled_error())
            for request, _ in commands:
                request.fail(cancelled_error())
            return
        for pull in pulls:
            self._answer(pull, found)
        for request, _ in commands:
            request.answer(self._push(found))
        with self._lock:
            self._pulls = [pull for pull in self._pulls if not pull.request.done]

    def _scan(
        self, lane: Lane, wanted: Callable[[], bool], tokens: list[Any], ask: bool
    ) -> dict[str, _Found | FileFacts]:
        """What is known of every file of the open folders. Raises ``Superseded`` when nobody wants it any more."""

        progress = Progress(self.session, "persistlint", tokens, ask)

        def checkpoint() -> None:
            if progress.cancelled or not wanted():
                raise Superseded
            lane.checkpoint()

        projects = self.session.projects
        try:
            while True:
                resets = projects.resets
                found = self._look(progress, checkpoint)
                if projects.resets == resets:
                    return found
                # Settings are others since the scan began: what it knows of wrong ones may be of neither time.
        finally:
            progress.end()

    def _look(self, progress: Progress, checkpoint: Callable[[], None]) -> dict[str, _Found | FileFacts]:
        files = list(folder_files(self.session, checkpoint))
        found: dict[str, _Found | FileFacts] = {}
        for number, file in enumerate(files):
            checkpoint()
            progress.at(number, len(files), file.path)
            facts = self.session.folder_facts.of(file, checkpoint)
            if facts is not None:
                found[os.path.abspath(file.path)] = facts
        self.session.folder_facts.keep(set(found))
        for path, diagnostics in wrong_settings(self.session).items():
            found[path] = _Found(diagnostics)
        return found

    def _answer(self, pull: _Pull, found: dict[str, _Found | FileFacts]) -> None:
        """Answer with what is new; where nothing is, wait until there is."""
        items: list[dict[str, Any]] = []
        news = not self._answered
        for path, known in found.items():
            report: dict[str, Any] = {"uri": to_uri(path), "version": None, "resultId": known.id}
            if pull.previous.get(report["uri"]) == known.id:
                report["kind"] = "unchanged"
            else:
                news = True
                report["kind"] = "full"
                report["items"] = known.diagnostics
            items.append(report)
        told = {item["uri"] for item in items}
        for uri in pull.previous:
            if uri not in told and uri not in self.session.documents:
                # The client still shows something of a file that is gone.
                news = True
                items.append({"kind": "full", "uri": uri, "version": None, "items": []})
        if news:
            self._answered = True
            pull.request.answer({"items": items})

    def _push(self, found: dict[str, _Found | FileFacts]) -> dict[str, int]:
        count = 0
        shown: dict[str, str] = {}
        for path, known in found.items():
            count += len(known.diagnostics)
            if known.diagnostics:
                shown[path] = known.id
            if self.session.pulls_workspace:
                # It gets them by asking, and would show them twice.
                continue
            if known.diagnostics or path in self._pushed:
                self._tell(path, known.diagnostics)
        for path in self._pushed.keys() - shown.keys() - found.keys():
            self._tell(path, [])
        self._pushed = {} if self.session.pulls_workspace else shown
        return {"files": len(found), "diagnostics": count}

    def _renew_pushed(self, lane: Lane) -> None:
        """Push again what was pushed and is old: of files that were changed, are gone, or were opened and closed meanwhile."""
        if not self._pushed:
            return
        left = dict(self._pushed)
        for file in folder_files(self.session, lane.checkpoint):
            path = os.path.abspath(file.path)
            if path not in left:
                continue
            lane.checkpoint()
            told = left.pop(path)
            if self.session.open_texts.open_document(path) is not None:
                # Its own diagnostics are shown.
                continue
            facts = self.session.folder_facts.of(file, lane.checkpoint)
            if facts is not None and facts.id != told:
                self._pushed[path] = facts.id
                self._tell(path, facts.diagnostics)
        for path in left:
            self._pushed.pop(path, None)
            self._tell(path, [])

    def _tell(self, path: str, diagnostics: list[dict[str, Any]]) -> None:
        if self.session.open_texts.open_document(path) is None:
            self.session.publish(to_uri(path), None, diagnostics)


def handle(session: Session, request: Request) -> None:
    """``workspace/diagnostic``."""
    session.scan.pull(request)


def scan_for_command(session: Session, request: Request) -> None:
    """The command, with progress."""
    session.scan.command(request, request.params.get("workDoneToken"))
