"""Answers that need the whole workspace end in the middle of an analysis, when nobody waits for them or when they are about texts that are gone."""

from __future__ import annotations

import io
import queue
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pygls.exceptions import JsonRpcContentModified

from persistlint.assist.navigation import Indexed
from persistlint_server.analysing import analysis_of_file
from persistlint_server.documents import OpenDocument
from persistlint_server.errors import cancelled
from persistlint_server.protocol.outbox import Outbox
from persistlint_server.questions import Question
from persistlint_server.requests import Request
from persistlint_server.scheduler import Superseded
from persistlint_server.server import PersistlintServer
from tests.server.client import PATIENCE

pytestmark = pytest.mark.long


USER = "#!/bin/sh\n" + "docker run --rm -v pgdata:/x alpine:3.20 true\n" * 100


@pytest.fixture
def server(project: Path) -> Iterator[PersistlintServer]:
    """Yield a server that nobody talks to. Its open documents have no lanes of their own: they are analysed when an answer needs them."""
    server = PersistlintServer()
    server.outbox = Outbox(io.BytesIO())
    server.protocol.set_writer(server.outbox, include_headers=False)
    server.projects.folders = [str(project)]
    for name in ("a.sh", "b.sh"):
        uri = (project / name).as_uri()
        server.documents[uri] = OpenDocument(uri, "shellscript", 1, USER, server.next_serial(), "utf-16")
        server.open_texts.add(server.documents[uri])
    yield server
    server.end()


def raised(
    server: PersistlintServer, meanwhile: Callable[[Request[Any]], None], what: Callable[[Question], object]
) -> BaseException | None:
    """Return what ends ``what`` when ``meanwhile`` happens just before it, within an answer about the first document."""
    request: Request[Any] = Request(server, None)
    ends: queue.Queue[BaseException | None] = queue.Queue()

    def answer(question: Question | None) -> None:
        assert question is not None
        meanwhile(request)
        try:
            what(question)
        except BaseException as error:
            ends.put(error)
            raise
        ends.put(None)

    server.names.ask(request, next(iter(server.documents.values())), answer)
    return ends.get(timeout=PATIENCE)


def cancel(request: Request[Any]) -> None:
    request.fail(cancelled())


def everywhere(question: Question) -> list[Indexed]:
    """Return the documents that name what the question's document names."""
    names = question.server.names
    here = names.indexed(question.snapshot.uri, question.analysis)
    return names.documents_with({mention.key for mention in here.mentions}, question)


def test_whoever_waits_gets_all_documents(server: PersistlintServer, project: Path) -> None:
    (project / "c.sh").write_text(USER)
    answers: list[Indexed] = []
    assert raised(server, lambda request: None, lambda question: answers.extend(everywhere(question))) is None
    paths = [Path(indexed.analysis.document.path).name for indexed in answers]
    assert paths == ["a.sh", "b.sh", "c.sh"]


def test_a_cancelled_request_ends_the_analysis_of_an_open_document(server: PersistlintServer) -> None:
    assert isinstance(raised(server, cancel, server.names.at_hand), Superseded)


def test_a_changed_text_ends_the_analysis_of_an_open_document(server: PersistlintServer) -> None:
    def change(request: Request[Any]) -> None:
        document = list(server.documents.values())[1]
        with document.lock:
            document.changed(server.next_serial())

    assert isinstance(raised(server, change, server.names.at_hand), JsonRpcContentModified)


def test_a_cancelled_request_ends_the_analysis_of_a_file(server: PersistlintServer, project: Path) -> None:
    (project / "c.sh").write_text(USER)
    other = server.documents.pop((project / "b.sh").as_uri())
    server.open_texts.remove(other)
    assert isinstance(raised(server, cancel, everywhere), Superseded)


def test_the_analysis_of_a_file_can_be_ended_anywhere(server: PersistlintServer, project: Path) -> None:
    asked = []
    path = str(project / "c.sh")
    analysis_of_file(server, path, USER.encode(), "shell", lambda: asked.append(1))
    assert len(asked) > 100
    left = iter(asked[:50])

    def checkpoint() -> None:
        if next(left, None) is None:
            raise Superseded

    with pytest.raises(Superseded):
        analysis_of_file(server, path, USER.encode(), "shell", checkpoint)
