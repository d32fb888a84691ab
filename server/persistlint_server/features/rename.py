"""Rename of volumes and containers, in every document of the workspace."""

from __future__ import annotations

import os

from persistlint.assist.navigation import symbol_at
from persistlint.assist.rename import renamable, rename
from persistlint.assist.results import Refused
from persistlint.text.edits import PlacedEdit
from persistlint.text.sources import Sources
from persistlint_server.edits import workspace_edit
from persistlint_server.wire import params as read
from persistlint_server.wire.errors import REQUEST_FAILED, ResponseError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from persistlint.assist.names import Key
    from persistlint_server.questions import Question
    from persistlint_server.session import Session
    from persistlint_server.wire.connection import Request


def handle(session: Session, request: Request) -> None:
    """``textDocument/rename`` and ``textDocument/prepareRename``."""
    answer = _prepared if request.method == "textDocument/prepareRename" else _renamed
    session.names.ask(request, session.document(request.params), answer)


def _prepared(question: Question | None) -> dict[str, Any] | None:
    """The name's range and what it says. A reason against it is an error, which the editor shows."""
    assert question is not None
    names = question.session.names
    here = names.indexed(question.snapshot.uri, question.analysis)
    documents = names.documents_with(_keys(question, None), question)
    found = renamable(here, question.offset, documents)
    if found is None:
        return None
    if isinstance(found, Refused):
        raise ResponseError(REQUEST_FAILED, f"This can't be renamed: {found.reason}")
    place, text = found
    return {"range": question.range(place.start, place.end), "placeholder": text}


def _renamed(question: Question | None) -> dict[str, Any] | None:
    assert question is not None
    new = read.text(question.params, "newName")
    names = question.session.names
    here = names.indexed(question.snapshot.uri, question.analysis)
    documents = names.documents_with(_keys(question, new), question)
    change = rename(here, question.offset, new, documents)
    if change is None:
        raise ResponseError(REQUEST_FAILED, "There is no volume and no container here to rename")
    if isinstance(change, Refused):
        raise ResponseError(REQUEST_FAILED, f"This can't be renamed: {change.reason}")
    # One file may be read by several analyses, under its path as each of them writes it.
    sources = Sources()
    for indexed in documents:
        for path, document in indexed.analysis.sources.documents.items():
            sources.documents.setdefault(_path(path, question), document)
    edits = [PlacedEdit(_path(edit.path, question), edit.start, edit.end, edit.text) for edit in change.edits]
    return workspace_edit(edits, question.session, question.snapshot, sources)


def _path(path: str, question: Question) -> str:
    """A file's absolute path; the URI of a document that is no file stays."""
    return path if path in question.session.documents else os.path.abspath(path)


def _keys(question: Question, new: str | None) -> list[Key]:
    """What is named at the place, and what would be after the rename."""
    names = question.session.names
    here = names.indexed(question.snapshot.uri, question.analysis)
    found = symbol_at(here, question.offset, names.documents_with((), question))
    if found is None:
        return []
    kind, namespace, _ = key = found[1].key
    return [key] if new is None else [key, (kind, namespace, (new,))]
