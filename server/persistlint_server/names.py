"""Names of the workspace: volumes, containers, images, in open documents and in the files of the open folders.

Of a file that isn't open only the names and their places are kept; for a rename it is analysed again. What needs the whole workspace
(references, rename, the search for symbols) waits for the folders to be looked through, on a lane of its own, with progress that can be cancelled; completion and code lenses
take what is known so far.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable

from pygls.exceptions import JsonRpcException

from persistlint.analysis.analyse import analyse
from persistlint.analysis.memory import Memory
from persistlint.assist.known_names import KnownNames, known_names_in, merged
from persistlint.assist.navigation import Indexed
from persistlint.assist.symbols import document_symbols
from persistlint.hosts.discover import ReadProblem, read_file
from persistlint_server.errors import cancelled, content_modified, internal_error, request_failed
from persistlint_server.file_names import Named, sources_of, symbol_information
from persistlint_server.folder_files import folder_files
from persistlint_server.progress import Progress
from persistlint_server.questions import Question
from persistlint_server.results import Result
from persistlint_server.scheduler import Lane, Superseded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from lsprotocol import types

    from persistlint.analysis.analysis import Analysis
    from persistlint.assist.names import Key
    from persistlint_server.documents import OpenDocument, Snapshot
    from persistlint_server.folder_files import FileFacts
    from persistlint_server.requests import Request
    from persistlint_server.server import PersistlintServer


class _Asked:
    """A request that needs the workspace. ``answer`` gets the question, None for one without a document; ``soon`` may know the answer before."""

    __slots__ = ("answer", "before", "document", "request", "soon")

    def __init__(
        self,
        request: Request[Any],
        document: OpenDocument | None,
        answer: Callable[[Question | None], Any],
        soon: Callable[[Question | None], Any] | None,
    ) -> None:
        self.request = request
        self.document = document
        self.answer = answer
        self.soon = soon
        #: The serials of the open documents when its answer was begun, where a change of one makes it outdated.
        self.before: dict[str, int] | None = None


class WorkspaceNames:
    """The names of one session's workspace."""

    def __init__(self, server: PersistlintServer) -> None:
        self.server = server
        #: Behind everything else while nobody waits for it.
        self.lane = Lane(server.scheduler, self._work, behind=True)
        self._lock = threading.Lock()
        self._files: dict[str, FileFacts] = {}
        self._open: dict[str, tuple[Analysis, Indexed]] = {}
        self._asked: list[_Asked] = []
        #: The request that is being answered.
        self._answering: _Asked | None = None
        self._looked = False
        #: Whether nothing was heard of a change since the last look began.
        self._up_to_date = False

    # What is known so far

    def indexed(self, uri: str, analysis: Analysis) -> Indexed:
        """Return the mentions of an open document."""
        earlier = self._open.get(uri)
        if earlier is None or earlier[0] is not analysis:
            for gone in [other for other in list(self._open) if other not in self.server.documents]:
                self._open.pop(gone, None)
            earlier = self._open[uri] = (analysis, Indexed(analysis))
        return earlier[1]

    def known(self, uri: str, own_names: KnownNames) -> KnownNames:
        """Return the workspace's names, with ``own`` for the document ``uri``. The folders are searched for the next time."""
        self.look()
        parts = [own_names]
        for other in list(self.server.documents.values()):
            result = other.result
            if other.uri != uri and result is not None and result.analysis is not None:
                parts.append(known_names_in(self.indexed(other.uri, result.analysis)))
        parts += [file.names.known for path, file in list(self._files.items()) if not self._is_open(path)]
        return merged(parts)

    def open_documents(self, but: str) -> list[Indexed]:
        """Return the open documents that are analysed, without the one with the URI ``but``."""
        return [
            self.indexed(other.uri, other.result.analysis)
            for other in list(self.server.documents.values())
            if other.uri != but and other.result is not None and other.result.analysis is not None
        ]

    def uses(self, key: Key) -> set[tuple[object, ...]]:
        """Return the containers of closed files that mount the volume."""
        self.look()
        keys: set[tuple[object, ...]] = set()
        for path, file in list(self._files.items()):
            if not self._is_open(path):
                keys |= file.names.uses.get(key, frozenset())
        return keys

    def look(self) -> None:
        """Have the folders looked through, if that wasn't done yet."""
        if not self._looked:
            self._looked = True
            self.server.scheduler.wake(self.lane)

    def look_again(self) -> None:
        """Files are different."""
        self._up_to_date = False
        if self._looked:
            self.server.scheduler.wake(self.lane)

    def go_on(self) -> None:
        """There is room for answers that had to wait."""
        if self._asked:
            self.server.scheduler.wake(self.lane)

    # What needs all of it

    def ask(
        self,
        request: Request[Any],
        document: OpenDocument | None,
        answer: Callable[[Question | None], Any],
        soon: Callable[[Question | None], Any] | None = None,
    ) -> None:
        """Answer ``request`` with what ``answer`` says once the folders are looked through; before that with what ``soon`` says, unless it is None."""
        self._looked = True
        with self._lock:
            self._asked.append(_Asked(request, document, answer, soon))
            self.lane.behind = False
        self.server.scheduler.wake(self.lane)

    def documents_with(self, keys: Iterable[Key], here: Question) -> list[Indexed]:
        """Return the documents that name one of the ``keys``, and those that share a sourced file with them, the question's own first.

        Files that aren't open are analysed for it.
        """
        wanted = set(keys)
        documents = self.at_hand(here)
        shared = {os.path.abspath(here.snapshot.document.path), *sources_of(documents[0])}
        taken: set[str] = set()
        while True:
            more = [
                path
                for path, file in self._files.items()
                if path not in taken
                and not self._is_open(path)
                and (
                    not wanted.isdisjoint(file.names.references)
                    or path in shared
                    or shared & file.names.sources
                )
            ]
            if not more:
                return documents
            for path in more:
                taken.add(path)
                indexed = self._again(path)
                if indexed is not None:
                    documents.append(indexed)
                    shared |= sources_of(indexed)

    def at_hand(self, here: Question) -> list[Indexed]:
        """Return the open documents, the question's own first."""
        return [self.indexed(here.snapshot.uri, here.analysis), *self._current(here.snapshot.uri)]

    def in_files(self, key: Key) -> list[Named]:
        """Return where closed files name the container or volume."""
        return [
            reference
            for path, file in self._files.items()
            if not self._is_open(path)
            for reference in file.names.references.get(key, ())
        ]

    def symbols(self) -> list[types.SymbolInformation]:
        """Return every symbol of the workspace."""
        symbols = []
        for indexed in self._current(""):
            symbols += [symbol_information(self.server, symbol) for symbol in document_symbols(indexed)]
        for path, file in self._files.items():
            if not self._is_open(path):
                symbols += file.names.symbols
        return symbols

    # Inside

    def _is_open(self, path: str) -> bool:
        return self.server.open_texts.open_document(path) is not None

    def _current(self, but: str) -> list[Indexed]:
        """Return the open documents as they are now, analysed where they aren't yet."""
        documents = []
        for other in list(self.server.documents.values()):
            if other.uri == but:
                continue
            result = self._result(other)
            if result is not None and result.analysis is not None:
                documents.append(self.indexed(other.uri, result.analysis))
        return documents

    def _result(self, document: OpenDocument) -> Result | None:
        """Return the result for the document's present text, None where its language isn't read."""
        snapshot: Snapshot = document.snapshot()
        result = document.result
        if result is not None and result.snapshot is snapshot:
            return result if result.analysis is not None else None
        if not snapshot.document.language:
            return None
        # The document's own lane hasn't analysed this text yet. Its memory isn't shared with this thread.
        project = self.server.projects.of(document)
        settings = project.settings_of(document.path)
        memory = Memory()
        memory.checkpoint = self._look_up
        analysis = analyse(snapshot.document, project.workspace, settings, memory)
        return Result(snapshot, settings, analysis, [])

    def _again(self, path: str) -> Indexed | None:
        from persistlint_server.analysing import analysis_of_file

        data = read_file(path)
        if isinstance(data, ReadProblem):
            return None
        language = self._files[path].language
        return Indexed(analysis_of_file(self.server, path, data, language, self._look_up)[1])

    def _look_up(self) -> None:
        """End the answer that is being made when nobody waits for it, or when it is about texts that are gone; let shorter work pass."""
        answering = self._answering
        if answering is not None:
            if answering.request.done:
                raise Superseded
            if self._is_outdated(answering):
                raise content_modified()
        self.lane.checkpoint()

    def _is_outdated(self, question: _Asked) -> bool:
        """Return whether a text has changed since the answer was begun: its places would be those of a text that is gone."""
        before = question.before
        return before is not None and any(
            before.get(uri) != serial for uri, serial in self._serials().items()
        )

    def _serials(self) -> dict[str, int]:
        return {uri: document.serial for uri, document in list(self.server.documents.items())}

    def _work(self, lane: Lane) -> None:
        asked = self._take()
        try:
            self._look_through(lane, asked)
        except Superseded:
            for question in asked:
                question.request.fail(cancelled())
        except Exception as error:
            # Waiting requests are answered with the names that are known so far.
            self.server.broken("the look through the folders", error)
        for number, question in enumerate(asked):
            lane.checkpoint()
            if self.server.outbox.full:
                # They are answered when the client has read some.
                with self._lock:
                    self._asked = [*asked[number:], *self._asked]
                return
            if not question.request.done:
                self._answer(question, question.answer)
        with self._lock:
            self.lane.behind = not self._asked

    def _take(self) -> list[_Asked]:
        """Return the questions that have come since, without those that need no search of the folders."""
        with self._lock:
            asked, self._asked = self._asked, []
        for question in asked:
            if question.soon is not None and not self.server.outbox.full:
                self._answer(question, question.soon, unless_none=True)
        return [question for question in asked if not question.request.done]

    def _answer(
        self, question: _Asked, answer: Callable[[Question | None], Any], unless_none: bool = False
    ) -> None:
        self._answering = question
        try:
            result = self._answered(question, answer)
            if result is not None or not unless_none:
                question.request.answer(result)
        except Superseded:
            question.request.fail(cancelled())
        except JsonRpcException as error:
            question.request.fail(error)
        except Exception as error:
            question.request.fail(internal_error())
            self.server.broken("an answer", error)
        finally:
            self._answering = None

    def _answered(self, question: _Asked, how: Callable[[Question | None], Any]) -> Any:
        document = question.document
        if document is None:
            return how(None)
        if document.closed:
            raise request_failed("The document was closed.")
        question.before = self._serials()
        result = self._result(document)
        if result is None or result.analysis is None:
            return None
        answer = how(Question(self.server, question.request, result, result.analysis))
        if self._is_outdated(question):
            raise content_modified()
        return answer

    def _look_through(self, lane: Lane, asked: list[_Asked]) -> None:
        """Bring what is known of the files up to date. Raises ``Superseded`` where the user doesn't want to wait any more."""
        if self._up_to_date and self._is_watched():
            return
        self._up_to_date = True
        tokens = [getattr(question.request.params, "work_done_token", None) for question in asked]
        progress = Progress(
            self.server,
            "persistlint: looking for names",
            [token for token in tokens if token is not None],
            ask=bool(asked),
        )

        def checkpoint() -> None:
            if progress.cancelled:
                raise Superseded
            if not self._asked and all(question.request.done for question in asked):
                # What is found is of use all the same, but nobody waits for it.
                self.lane.behind = True
            lane.checkpoint()

        try:
            files = list(folder_files(self.server, checkpoint))
            by_path: dict[str, FileFacts] = {}
            # A scan for findings may be on its way from the other end: what one has found the other needn't.
            for number, file in enumerate(reversed(files)):
                checkpoint()
                if self._asked:
                    self._answer_soon()
                progress.at(number, len(files), file.path)
                facts = self.server.folder_facts.of(file, checkpoint)
                if facts is not None:
                    by_path[os.path.abspath(file.path)] = facts
        except BaseException:
            self._up_to_date = False
            raise
        finally:
            progress.end()
        self.server.folder_facts.keep(set(by_path))
        by_path = dict(reversed(by_path.items()))
        changed = by_path != self._files
        self._files = by_path
        if changed and self.server.client.get("workspace.code_lens.refresh_support") is True:
            self.server.workspace_code_lens_refresh(None)

    def _is_watched(self) -> bool:
        """Return whether the client reports every change. It reports none outside the open folders, even in their projects."""
        projects = self.server.projects
        roots = [(folder, projects.of_folder(folder).settings.root) for folder in list(projects.folders)]
        return self.server.client.watches_files and all(
            os.path.join(root, "").startswith(os.path.join(folder, "")) for folder, root in roots
        )

    def _answer_soon(self) -> None:
        """Answer who has asked meanwhile, if that needs no look; the others get one of their own."""
        left = self._take()
        with self._lock:
            for question in left:
                question.soon = None
            self._asked = left + self._asked
