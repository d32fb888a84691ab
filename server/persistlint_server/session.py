"""One client's session: its documents, what is known about them, and what each message does."""

from __future__ import annotations

import gc
import os
import threading
import time
from importlib import import_module

from persistlint.text.uris import to_path
from persistlint_server.client import Client
from persistlint_server.closed_settings import ClosedSettings
from persistlint_server.documents import OpenDocument, OpenTexts
from persistlint_server.features import FEATURES, NOTIFICATIONS, capabilities
from persistlint_server.log import Log
from persistlint_server.projects import Projects
from persistlint_server.questions import Question, Waiting
from persistlint_server.results import Result
from persistlint_server.scheduler import Lane, Scheduler, Superseded
from persistlint_server.wire import params as read
from persistlint_server.wire.connection import Connection, unknown_method
from persistlint_server.wire.errors import (
    INVALID_REQUEST,
    REQUEST_FAILED,
    SERVER_NOT_INITIALIZED,
    ResponseError,
    content_modified,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, BinaryIO

    from persistlint_server.documents import Snapshot
    from persistlint_server.features import Feature
    from persistlint_server.features.workspace_scan import WorkspaceScan
    from persistlint_server.folder_files import FolderFacts
    from persistlint_server.names import WorkspaceNames
    from persistlint_server.wire.connection import Request

#: So many documents keep their analysis, so many what makes the next one quick. The others are analysed anew when something is asked.
_MOST_RESULTS = 64
_MOST_MEMORIES = 16

#: After so many closed documents what they left is collected.
_MANY_CLOSED = 16

#: Seconds. What an analysis of such length replaced is collected at once.
_LONG = 0.5


class Session:
    """Everything between ``initialize`` and ``exit``. Messages come on one thread; analyses and answers are made by the scheduler's."""

    def __init__(self, incoming: BinaryIO, outgoing: BinaryIO) -> None:
        self.connection = Connection(incoming, outgoing, self)
        self.connection.outbox.on_room = self._go_on_answering
        self.log = Log(self.connection)
        self.scheduler = Scheduler(lambda error: self.broken("an analysis", error))
        self.client = Client({})
        self.documents: dict[str, OpenDocument] = {}
        self.open_texts = OpenTexts()
        self.projects = Projects(self.open_texts, self.log.warning)
        self.initialized = False
        self.shut_down = False
        self.exit_status: int | None = None
        #: Whether the client asks for the diagnostics of files that aren't open.
        self.pulls_workspace = False
        self._lanes: dict[str, Lane] = {}
        self._serial = 0
        self._lock = threading.Lock()
        self._scan: WorkspaceScan | None = None
        self._names: WorkspaceNames | None = None
        self._folder_facts: FolderFacts | None = None
        #: The tokens of progress that the user has cancelled.
        self.cancelled_progress: set[str | int] = set()
        self.closed_settings = ClosedSettings(self)
        #: Whether the features' modules are loaded, or being so.
        self._warm = False
        self._closed_since = 0
        self._collection = Lane(self.scheduler, self._collect, behind=True)
        #: Documents in the order in which they were last analysed.
        self._recent: dict[str, OpenDocument] = {}

    def run(self) -> int:
        """Serve until the client says ``exit`` or is gone; the exit status that the protocol asks for."""
        self.connection.run()
        self.scheduler.close()
        if self.exit_status is None:
            # The client is gone without a word.
            self.exit_status = 0 if self.shut_down else 1
        self.connection.outbox.close(1.0)
        return self.exit_status

    @property
    def scan(self) -> WorkspaceScan:
        """The scans of the open folders."""
        if self._scan is None:
            # Most sessions never scan.
            from persistlint_server.features.workspace_scan import WorkspaceScan

            self._scan = WorkspaceScan(self)
        return self._scan

    @property
    def names(self) -> WorkspaceNames:
        """What the workspace names."""
        if self._names is None:
            # Loaded when the first feature asks for it.
            from persistlint_server.names import WorkspaceNames

            self._names = WorkspaceNames(self)
        return self._names

    @property
    def folder_facts(self) -> FolderFacts:
        """What is known of the files of the open folders."""
        if self._folder_facts is None:
            from persistlint_server.folder_files import FolderFacts

            self._folder_facts = FolderFacts(self)
        return self._folder_facts

    def files_changed(self) -> None:
        """Something in the folders is different: whoever waits for news of the workspace may get some."""
        if self._names is not None:
            self._names.look_again()
        if self._scan is not None:
            self._scan.look_again()

    # Messages

    def request(self, request: Request) -> None:
        """Answer a request, or have it answered."""
        method = request.method
        self.log.received("request", method, request.params)
        if method == "initialize":
            self._initialize(request)
            return
        if not self.initialized:
            raise ResponseError(SERVER_NOT_INITIALIZED, "the first request must be `initialize`")
        if self.shut_down:
            raise ResponseError(INVALID_REQUEST, "the server is shutting down")
        if method == "shutdown":
            self.shut_down = True
            for other in list(self.connection.open.values()):
                if other is not request:
                    other.fail(ResponseError(INVALID_REQUEST, "the server is shutting down"))
            request.answer(None)
            return
        feature = FEATURES.get(method)
        if feature is None:
            raise unknown_method(method)
        if feature.about == "document":
            self._ask_about_document(feature, request)
        else:
            feature.load().handle(self, request)

    def notification(self, method: str, params: Any) -> None:
        """Take note of something."""
        if method == "exit":
            self.exit_status = 0 if self.shut_down else 1
            self.connection.closed = True
            return
        self.log.received("notification", method, params)
        if not self.initialized or self.shut_down:
            return
        module = NOTIFICATIONS.get(method)
        if module is not None:
            handler = import_module(module[0])
            getattr(handler, module[1])(self, params)

    def broken(self, what: str, error: Exception) -> None:
        """Say that something of ours failed, where the user's patience isn't tried: in the log."""
        if isinstance(error, ResponseError):
            self.log.warning(f"{what}: {error.message}")
            return
        from traceback import format_exception

        self.log.error(f"internal error in {what}; please report it\n{''.join(format_exception(error))}")

    def _initialize(self, request: Request) -> None:
        if self.initialized:
            raise ResponseError(INVALID_REQUEST, "`initialize` may be sent once")
        params = read.table(request.params)
        self.client = Client(params)
        self.log.set_trace(params.get("trace"))
        self.projects.folders = _folders(params)
        self.initialized = True
        request.answer(
            {
                "capabilities": capabilities(self.client),
                "serverInfo": {"name": "persistlint", "version": _version()},
            }
        )
        from persistlint_server.features.configuration import take_options

        take_options(self, params.get("initializationOptions"))
        # While the client gets ready, what every analysis needs is loaded.
        self.scheduler.wake(Lane(self.scheduler, lambda lane: _warm_up(self)))
        # What the first question at a place needs, when there is nothing better to do.

    # Documents

    def document(self, params: Any) -> OpenDocument:
        """The open document that ``params`` name in ``textDocument``."""
        uri = read.text(params, "textDocument", "uri")
        document = self.documents.get(uri)
        if document is None:
            raise ResponseError(REQUEST_FAILED, f"the document is not open: {uri}")
        return document

    def next_serial(self) -> int:
        with self._lock:
            self._serial += 1
            return self._serial

    def opened(self, document: OpenDocument) -> None:
        """A document was opened: analyse it."""
        self.documents[document.uri] = document
        self.open_texts.add(document)
        self._lanes[document.uri] = Lane(self.scheduler, lambda lane: self._work(document, lane))
        self._wake(document)
        self.renew_dependents(document.path)
        self.closed_settings.look_again()

    def changed(self, document: OpenDocument, edit: Callable[[], None]) -> None:
        """Change a document's text by ``edit``, and analyse it."""
        serial = self.next_serial()
        with document.lock:
            edit()
            document.changed(serial)
            outdated, document.waiting = document.waiting, []
            # What isn't sent yet is about a text that is gone.
            self.connection.outbox.drop(("diagnostics", document.uri))
        for waiting in outdated:
            _fail(waiting.request, waiting.outdated())
        self._wake(document)
        self.renew_dependents(document.path)

    def closed(self, document: OpenDocument) -> None:
        """A document was closed: forget it, and take its diagnostics back."""
        del self.documents[document.uri]
        self.open_texts.remove(document)
        self._lanes.pop(document.uri)
        serial = self.next_serial()
        with document.lock:
            document.closed = True
            document.changed(serial)
            outdated, document.waiting = document.waiting, []
            if not self.client.pulls:
                self.publish(document.uri, None, [])
        for waiting in outdated:
            _fail(waiting.request, ResponseError(REQUEST_FAILED, "the document was closed"))
        with self._lock:
            self._recent.pop(document.uri, None)
        document.result = document.memory = None
        self._closed_since += 1
        if self._closed_since >= _MANY_CLOSED or not self.documents:
            self._closed_since = 0
            self.scheduler.wake(self._collection)
        self.renew_dependents(document.path)
        self.closed_settings.look_again(document.path)
        if self._scan is not None:
            self._scan.closed(document.path)
        self.files_changed()

    def renew(self, documents: list[OpenDocument]) -> None:
        """Something around these documents is different: analyse them again."""
        for document in documents:
            serial = self.next_serial()
            with document.lock:
                # Who waits gets the answer of the new analysis: the text is the same.
                document.changed(serial)
                for waiting in document.waiting:
                    waiting.serial = serial
            self._wake(document)

    def renew_dependents(self, path: str) -> None:
        """Analyse the documents again whose findings depend on the file at ``path``."""
        below = path.rstrip(os.sep) + os.sep
        stale = [
            document
            for document in list(self.documents.values())
            if any(lookup.name == path or lookup.name.startswith(below) for lookup in document.lookups)
            and document.path != path
        ]
        if stale:
            self.renew(stale)
            self.refresh_diagnostics()

    def refresh_diagnostics(self) -> None:
        """Have a client that asks for diagnostics ask again, though no text was changed."""
        if self.client.pulls and self.client.refreshes_diagnostics:
            self.connection.ask("workspace/diagnostic/refresh", None)

    def publish(self, uri: str, version: int | None, diagnostics: list[dict[str, Any]]) -> None:
        """Tell the client what a document's diagnostics are. An unsent older answer is replaced."""
        params: dict[str, Any] = {"uri": uri, "diagnostics": diagnostics}
        if version is not None:
            params["version"] = version
        self.connection.notify("textDocument/publishDiagnostics", params, ("diagnostics", uri))

    # Answers

    def when_analysed(
        self,
        document: OpenDocument,
        request: Request,
        answer: Callable[[Result], Any],
        outdated: Callable[[], Exception] = content_modified,
    ) -> None:
        """Answer ``request`` with what ``answer`` makes of the document's analysis, as soon as there is one of its text of now."""
        with document.lock:
            document.waiting.append(Waiting(request, document.serial, answer, outdated))
        self._wake(document)

    def _ask_about_document(self, feature: Feature, request: Request) -> None:
        document = self.document(request.params)

        def answer(result: Result) -> Any:
            if result.analysis is None:
                return None
            return feature.load().answer(Question(self, request, result, result.analysis))

        self.when_analysed(document, request, answer)

    def _collect(self, lane: Lane) -> None:
        """Give the memory of closed documents back, when nothing else is to be done."""
        from persistlint_server.give_back import give_back

        lane.checkpoint()
        give_back()

    def _wake(self, document: OpenDocument) -> None:
        lane = self._lanes.get(document.uri)
        if lane is not None:
            self.scheduler.wake(lane)

    def _work(self, document: OpenDocument, lane: Lane) -> None:
        """Everything that is to be done about a document: analyse it, tell, answer who waits."""
        with document.lock:
            if document.closed:
                return
            snapshot = document.snapshot_locked()
        result = document.result
        if result is None or result.snapshot is not snapshot:
            known = result
            result = self._analyse(document, snapshot, lane)
            self._keep(document, result)
            if not self.client.pulls or known is None:
                self._tell(document, result)
            self._answer_waiting(document, result)
            if not self._warm:
                # Before the next documents: what is loaded among their analyses would keep the memory of those from going back.
                self._warm = True
                self.scheduler.wake(Lane(self.scheduler, _warm_up_features, first=True))
            if time.monotonic() - lane.began > _LONG:
                # It replaced much, which is in cycles; beside what it took, collecting that is little.
                gc.collect()
        self._answer_waiting(document, result)

    def _tell(self, document: OpenDocument, result: Result) -> None:
        if self.client.pulls:
            return
        with document.lock:
            if document.serial == result.snapshot.serial and not document.closed:
                self.publish(document.uri, result.snapshot.version, result.diagnostics)

    def _answer_waiting(self, document: OpenDocument, result: Result) -> None:
        while True:
            with document.lock:
                ready = [w for w in document.waiting if w.serial == result.snapshot.serial]
                if not ready or self.connection.outbox.full:
                    # A client that doesn't read gets its answers when it does.
                    return
                waiting = ready[0]
                document.waiting.remove(waiting)
            if waiting.request.done:
                continue
            try:
                waiting.request.answer(waiting.answer(result))
            except ResponseError as error:
                waiting.request.fail(error)
            except Superseded:
                # While it was made; one that the client has cancelled is answered already.
                _fail(waiting.request, waiting.outdated())
            except Exception as error:
                _fail(waiting.request, error)
                self.broken(waiting.request.method, error)

    def _go_on_answering(self) -> None:
        """The client has read: whoever still waits gets answers."""
        for document in list(self.documents.values()):
            if document.waiting:
                self._wake(document)
        if self._names is not None:
            self._names.go_on()

    def _analyse(self, document: OpenDocument, snapshot: Snapshot, lane: Lane) -> Result:
        from persistlint_server.analysing import analysed

        def checkpoint() -> None:
            if document.serial != snapshot.serial:
                raise Superseded
            lane.checkpoint()

        return analysed(self, document, snapshot, checkpoint)

    def _keep(self, document: OpenDocument, result: Result) -> None:
        """Remember the result, and forget those that were of no use for the longest time."""
        with self._lock:
            if document.closed:
                return
            document.result = result
            self._recent.pop(document.uri, None)
            self._recent[document.uri] = document
            if len(self._recent) > _MOST_MEMORIES:
                list(self._recent.values())[-_MOST_MEMORIES - 1].memory = None
            if len(self._recent) > _MOST_RESULTS:
                oldest = next(iter(self._recent))
                self._recent.pop(oldest).result = None


def _fail(request: Request, error: Exception) -> None:
    from persistlint_server.wire.errors import INTERNAL_ERROR

    known = isinstance(error, ResponseError)
    request.fail(error if known else ResponseError(INTERNAL_ERROR, "internal error"))  # type: ignore[arg-type]


def _folders(params: dict[str, Any]) -> list[str]:
    """The paths of the open folders, also as older clients tell them."""
    folders = params.get("workspaceFolders")
    uris = (
        [folder.get("uri") for folder in folders if isinstance(folder, dict)]
        if isinstance(folders, list)
        else []
    )
    if not uris:
        uris = [params.get("rootUri")]
    paths = [to_path(uri) for uri in uris if isinstance(uri, str)]
    if not any(paths) and isinstance(params.get("rootPath"), str):
        paths = [params["rootPath"]]
    return [os.path.normpath(path) for path in paths if path]


def _version() -> str:
    from persistlint_server import VERSION

    return VERSION


def _warm_up(session: Session) -> None:
    for name in (
        "persistlint_server.analysing",
        "persistlint.analysis.reading",
        "persistlint.suppressions",
        "persistlint_rules",
    ):
        import_module(name)
    # What is loaded now stays: no collection looks at it again. Analyses are many objects that live from one edit to the next, and leave cycles
    # (a volume knows its containers, they know it): the older ones mustn't wait for millions of newer ones.
    gc.freeze()
    gc.set_threshold(50_000, 5, 4)


def _warm_up_features(lane: Lane) -> None:
    for name in (
        "persistlint_server.names",
        "persistlint_server.features.hover",
        "persistlint_server.features.completion",
        "persistlint.assist.refactoring",
    ):
        lane.checkpoint()
        import_module(name)
