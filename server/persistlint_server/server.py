"""One client's language server: its documents, what is known about them, and who waits for which analysis."""

from __future__ import annotations

import asyncio
import gc
import os
import threading
import time
from importlib import import_module

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.io_ import run_async
from pygls.lsp.server import LanguageServer

from persistlint.text.uris import to_path
from persistlint_server import VERSION
from persistlint_server.client import Client
from persistlint_server.closed_settings import ClosedSettings
from persistlint_server.documents import OpenDocument, OpenTexts
from persistlint_server.errors import content_modified, internal_error, request_failed
from persistlint_server.log import Log
from persistlint_server.projects import Projects
from persistlint_server.protocol.incoming import Incoming
from persistlint_server.protocol.lenient import lenient_converter
from persistlint_server.protocol.messages import Protocol, parse_error
from persistlint_server.protocol.outbox import Outbox
from persistlint_server.questions import Waiting
from persistlint_server.scheduler import Lane, Scheduler, Superseded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, BinaryIO

    from persistlint.analysis.analysis import Lookup
    from persistlint_server.documents import Snapshot
    from persistlint_server.features.workspace_scan import WorkspaceScan
    from persistlint_server.folder_files import FolderFacts
    from persistlint_server.names import WorkspaceNames
    from persistlint_server.requests import Request
    from persistlint_server.results import Result

#: So many documents keep their analysis, so many what makes the next one quick. The others are analysed anew when something is asked.
_MOST_RESULTS = 64
_MOST_MEMORIES = 16

#: After so many closed documents what they left is collected.
_MANY_CLOSED = 16

#: Seconds. What an analysis of such length replaced is collected at once.
_LONG = 0.5


class PersistlintServer(LanguageServer):
    """Everything between ``initialize`` and ``exit``. Messages come on the thread of the event loop; analyses and answers are made by the scheduler's."""

    protocol: Protocol
    outbox: Outbox

    def __init__(self) -> None:
        super().__init__("persistlint", VERSION, protocol_cls=Protocol, converter_factory=lenient_converter)
        self.log = Log(self)
        self.scheduler = Scheduler(lambda error: self.broken("an analysis", error))
        self.client = Client(types.ClientCapabilities())
        self.documents: dict[str, OpenDocument] = {}
        self.open_texts = OpenTexts()
        self.projects = Projects(self.open_texts, self.log.warning)
        self.exit_status: int | None = None
        #: The client's requests that have no answer yet.
        self.open_requests: set[Request[Any]] = set()
        #: Whether the client asks for the diagnostics of files that aren't open.
        self.pulls_workspace = False
        self._lanes: dict[str, Lane] = {}
        self._serial = 0
        self._lock = threading.Lock()
        self._scan: WorkspaceScan | None = None
        self._names: WorkspaceNames | None = None
        self._folder_facts: FolderFacts | None = None
        self.closed_settings = ClosedSettings(self)
        #: Whether the features' modules are loaded, or being so.
        self._warm = False
        self._closed_since = 0
        self._collection = Lane(self.scheduler, self._collect, behind=True)
        #: By path of an open text, which questions to its project's files it answers.
        self._answered: dict[str, dict[str, bool]] = {}
        #: Documents in the order in which they were last analysed.
        self._recent: dict[str, OpenDocument] = {}

    def serve(
        self,
        incoming: BinaryIO,
        outgoing: BinaryIO,
        is_useless: Callable[[], bool],
        leave: Callable[[], None],
    ) -> int:
        """Serve until the client says ``exit`` or is gone, and return the exit status that the protocol asks for.

        ``is_useless`` is asked while nothing is read because the client doesn't read either; ``leave`` is called when the client can't read any more.
        """
        self.outbox = Outbox(outgoing)
        self.outbox.on_room = self._go_on_answering
        self.outbox.on_broken = leave
        messages = Incoming(
            incoming,
            lambda why: self.protocol.refuse(None, parse_error(why)),
            lambda: self.outbox.wait_for_room(lambda: len(self.open_requests), is_useless),
        )
        # The outbox writes the headers itself, as it may change a body.
        self.protocol.set_writer(self.outbox, include_headers=False)
        loop = run_async(
            stop_event=threading.Event(),
            reader=messages,
            protocol=self.protocol,
            error_handler=self.report_server_error,
        )
        try:
            asyncio.run(loop)
        except SystemExit:
            # pygls leaves so where the client says `exit`.
            pass
        return self.end()

    def end(self) -> int:
        """End all work, send what waits, and return the exit status."""
        self.scheduler.close()
        self.outbox.finish(1.0)
        if self.exit_status is None:
            # The client is gone without `exit`.
            self.exit_status = 0 if self.protocol.is_shut_down else 1
        return self.exit_status

    def report_server_error(self, error: Exception, source: type[Exception]) -> None:
        """Tell of a failure: pygls calls this for whatever it can't handle. An answer that is an error is none."""
        if source is JsonRpcException:
            # The body of a message, as yet unchecked.
            self.protocol.refuse(None, parse_error("The message is no JSON."))
        elif not isinstance(error, JsonRpcException):
            self.broken("a message", error)
        elif error.data and "traceback" in error.data:
            self.log.error(
                f"internal error; please report it\n{error.message}\n{''.join(error.data['traceback'])}"
            )

    @property
    def scan(self) -> WorkspaceScan:
        """Return the scans of the open folders."""
        if self._scan is None:
            # Most clients never scan.
            from persistlint_server.features.workspace_scan import WorkspaceScan

            self._scan = WorkspaceScan(self)
        return self._scan

    @property
    def names(self) -> WorkspaceNames:
        """Return the names of the workspace."""
        if self._names is None:
            # Loaded when the first feature asks for it.
            from persistlint_server.names import WorkspaceNames

            self._names = WorkspaceNames(self)
        return self._names

    @property
    def folder_facts(self) -> FolderFacts:
        """Return the facts about the files of the open folders."""
        if self._folder_facts is None:
            from persistlint_server.folder_files import FolderFacts

            self._folder_facts = FolderFacts(self)
        return self._folder_facts

    def files_changed(self) -> None:
        """Something in the folders is different: whoever waits for news of the workspace may get some."""
        self.projects.files_changed()
        if self._names is not None:
            self._names.look_again()
        if self._scan is not None:
            self._scan.look_again()

    def broken(self, action: str, error: BaseException) -> None:
        """Say that something of ours failed, where the user's patience isn't tried: in the log."""
        from traceback import format_exception

        self.log.error(f"internal error in {action}; please report it\n{''.join(format_exception(error))}")

    # Documents

    def document(self, uri: str) -> OpenDocument:
        """Return the open document with this URI. Raise an error for the client where none is."""
        document = self.documents.get(uri)
        if document is None:
            raise request_failed(f"The document is not open: {uri}")
        return document

    def next_serial(self) -> int:
        with self._lock:
            self._serial += 1
            return self._serial

    def opened(self, document: OpenDocument) -> None:
        """Analyse a document that was opened."""
        self.documents[document.uri] = document
        self.open_texts.add(document)
        self._lanes[document.uri] = Lane(self.scheduler, lambda lane: self._work(document, lane))
        self._wake(document)
        self._renew_after_edit(document.path)
        self.closed_settings.look_again()

    def changed(self, document: OpenDocument, edit: Callable[[], None]) -> None:
        """Change a document's text by ``edit``, and analyse it."""
        serial = self.next_serial()
        with document.lock:
            edit()
            document.changed(serial)
            self.open_texts.note(document)
            outdated, document.waiting = document.waiting, []
            # Unsent diagnostics are about an older text.
            self.outbox.drop(("diagnostics", document.uri))
        for waiting in outdated:
            waiting.request.fail(waiting.outdated())
        self._wake(document)
        self._renew_after_edit(document.path)

    def closed(self, document: OpenDocument) -> None:
        """Forget a document that was closed, and take its diagnostics back."""
        del self.documents[document.uri]
        self.open_texts.remove(document)
        lane = self._lanes.pop(document.uri)
        serial = self.next_serial()
        with document.lock:
            document.closed = True
            document.changed(serial)
            outdated, document.waiting = document.waiting, []
            if not self.client.pulls:
                self.publish(document.uri, None, [])
        self.scheduler.end(lane)
        for waiting in outdated:
            waiting.request.fail(request_failed("The document was closed."))
        with self._lock:
            self._recent.pop(document.uri, None)
        document.result = document.memory = None
        self._closed_since += 1
        if self._closed_since >= _MANY_CLOSED or not self.documents:
            self._closed_since = 0
            self.scheduler.wake(self._collection)
        self._renew_after_edit(document.path)
        self._answered.pop(document.path, None)
        self.closed_settings.look_again(document.path)
        if self._scan is not None:
            self._scan.closed(document.path)
        self.files_changed()

    def renew(self, documents: list[OpenDocument]) -> None:
        """Something around these documents is different: analyse them again."""
        for document in documents:
            serial = self.next_serial()
            with document.lock:
                # Waiting requests are answered from the new analysis, as the text is the same.
                document.changed(serial)
                for waiting in document.waiting:
                    waiting.serial = serial
            self._wake(document)

    def renew_dependents(self, path: str) -> None:
        """Analyse the documents again whose findings depend on the file at ``path``, which is another on the disk."""
        self._renew_others(path, self._asks_otherwise)

    def _renew_after_edit(self, path: str) -> None:
        """Analyse the documents again whose findings depend on the text at ``path``, which was opened, changed or closed."""
        changed = self._changed_questions(path)
        self._renew_others(
            path, lambda document: any(question.name in changed for question in _questions(document))
        )

    def _renew_others(self, path: str, asks_otherwise: Callable[[OpenDocument], bool]) -> None:
        stale = [
            document
            for document in list(self.documents.values())
            if document.path != path and (document.looked_for(path) or asks_otherwise(document))
        ]
        if stale:
            self.renew(stale)
            self.refresh_diagnostics()

    def _asks_otherwise(self, document: OpenDocument) -> bool:
        """Return whether a question of the document to the project's other files has another answer now."""
        questions = _questions(document)
        if not questions:
            return False
        workspace = self.projects.of(document).workspace
        return any(not workspace.still(lookup) for lookup in questions)

    def _changed_questions(self, path: str) -> set[str]:
        """Return the questions to the project's files that the text at ``path`` answers otherwise than it did.

        An edit asks no other text, and each question once, however many documents ask it.
        """
        asked = {
            lookup.name
            for document in list(self.documents.values())
            if document.path != path
            for lookup in _questions(document)
        }
        if not asked or not os.path.isabs(path):
            return set()
        texts = self.projects.of_folder(os.path.dirname(path)).workspace.index.texts
        answers = self._answered.setdefault(path, {})
        changed = set()
        for name in asked:
            answer = texts.holds(path, name)
            if answer != answers.get(name, texts.held_on_disk(path, name)):
                changed.add(name)
            answers[name] = answer
        return changed

    def refresh_diagnostics(self) -> None:
        """Have a client that asks for diagnostics ask again, though no text was changed."""
        if self.client.pulls and self.client.refreshes_diagnostics:
            self.workspace_diagnostic_refresh(None)

    def publish(self, uri: str, version: int | None, diagnostics: list[types.Diagnostic]) -> None:
        """Tell the client what a document's diagnostics are. An unsent older answer is replaced."""
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, diagnostics, version))

    # Answers

    def when_analysed(
        self,
        document: OpenDocument,
        request: Request[Any],
        answer: Callable[[Result], Any],
        outdated: Callable[[], Exception] = content_modified,
    ) -> None:
        """Answer ``request`` with what ``answer`` makes of the document's analysis, as soon as there is one of its text of now."""
        with document.lock:
            document.waiting.append(Waiting(request, document.serial, answer, outdated))
        self._wake(document)

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
        """Do everything that a document waits for: analyse it, publish diagnostics, answer questions."""
        with document.lock:
            if document.closed:
                return
            snapshot = document.snapshot_locked()
        result = document.result
        if result is None or result.snapshot is not snapshot:
            finished = result
            result = self._analyse(document, snapshot, lane)
            self._keep(document, result)
            if not self.client.pulls or finished is None:
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
                if not ready or self.outbox.full:
                    # A client that doesn't read gets its answers when it does.
                    return
                waiting = ready[0]
                document.waiting.remove(waiting)
            if waiting.request.done:
                continue
            try:
                waiting.request.answer(waiting.answer(result))
            except JsonRpcException as error:
                waiting.request.fail(error)
            except Superseded:
                # While it was made; one that the client has cancelled is answered already.
                waiting.request.fail(waiting.outdated())
            except Exception as error:
                waiting.request.fail(internal_error())
                self.broken("an answer", error)

    def _go_on_answering(self) -> None:
        """Answer the waiting questions, as the client has read."""
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


#: The server of this process. Features register with its decorators when the client says ``initialize``.
server = PersistlintServer()


@server.feature(types.INITIALIZE)
def initialize(ls: PersistlintServer, params: types.InitializeParams) -> None:
    """Register the features, some of which depend on the client, and load what every analysis needs."""
    ls.client = Client(params.capabilities)
    ls.log.trace = params.trace or types.TraceValue.Off
    ls.projects.folders = _folders(params)
    import_module("persistlint_server.features")
    from persistlint_server.features.configuration import take_options

    take_options(ls, params.initialization_options)
    # While the client gets ready, what every analysis needs is loaded.
    ls.scheduler.wake(Lane(ls.scheduler, lambda lane: _warm_up()))


@server.feature(types.EXIT)
def exit(ls: PersistlintServer, params: object) -> None:
    """Note that the client has left as the protocol says."""
    ls.exit_status = 0 if ls.protocol.is_shut_down else 1


def _questions(document: OpenDocument) -> list[Lookup]:
    """Return what the document's analysis asked of the project's other files."""
    return [lookup for lookup in document.lookups or () if lookup.kind == "project"]


def _folders(params: types.InitializeParams) -> list[str]:
    """Return the paths of the open folders, also as older clients tell them."""
    uris: list[str | None] = [folder.uri for folder in params.workspace_folders or ()]
    paths = [to_path(uri) for uri in uris or [params.root_uri] if uri is not None]
    if not any(paths):
        paths = [params.root_path or ""]
    return [os.path.normpath(path) for path in paths if path]


def _warm_up() -> None:
    """Load what every analysis needs, and collect garbage from then on."""
    try:
        for name in (
            "persistlint_server.analysing",
            "persistlint.analysis.reading",
            "persistlint.suppressions",
            "persistlint_rules",
        ):
            import_module(name)
    finally:
        # What is loaded now stays: no collection looks at it again. Analyses are many objects that live from one edit to the next, and leave cycles
        # (a volume knows its containers, they know it): the older ones mustn't wait for millions of newer ones.
        gc.freeze()
        gc.set_threshold(50_000, 5, 4)
        gc.enable()


def _warm_up_features(lane: Lane) -> None:
    for name in (
        "persistlint_server.names",
        "persistlint_server.features.hover",
        "persistlint_server.features.completion",
        "persistlint.assist.refactoring",
    ):
        lane.checkpoint()
        import_module(name)
