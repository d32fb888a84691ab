"""Rename of volumes and containers, in every document of the workspace."""

from __future__ import annotations

import os

from lsprotocol import types

from persistlint_server.errors import request_failed
from persistlint_server.requests import Request
from persistlint_server.server import server

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.assist.names import Key
    from persistlint_server.questions import Question
    from persistlint_server.server import PersistlintServer


@server.feature(types.TEXT_DOCUMENT_PREPARE_RENAME)
async def prepare(
    ls: PersistlintServer, params: types.PrepareRenameParams
) -> types.PrepareRenamePlaceholder | None:
    """Return the name's range and what it says. A reason against it is an error, which the editor shows."""
    document = ls.document(params.text_document.uri)
    request = Request(ls, params)
    ls.names.ask(request, document, _prepared)
    placeholder: types.PrepareRenamePlaceholder | None = await request
    return placeholder


@server.feature(types.TEXT_DOCUMENT_RENAME)
async def rename(ls: PersistlintServer, params: types.RenameParams) -> types.WorkspaceEdit:
    """Return the edit that gives the thing its new name wherever it is named."""
    document = ls.document(params.text_document.uri)
    request = Request(ls, params)
    ls.names.ask(request, document, _renamed)
    edit: types.WorkspaceEdit = await request
    return edit


def _prepared(question: Question | None) -> types.PrepareRenamePlaceholder | None:
    from persistlint.assist.rename import renamable
    from persistlint.assist.results import Refused

    assert question is not None
    names = question.server.names
    here = names.indexed(question.snapshot.uri, question.analysis)
    documents = names.documents_with(_keys(question, None), question)
    answer = renamable(here, question.offset, documents)
    if answer is None:
        return None
    if isinstance(answer, Refused):
        raise request_failed(f"This can't be renamed: {answer.reason}")
    place, text = answer
    return types.PrepareRenamePlaceholder(question.range(place.start, place.end), text)


def _renamed(question: Question | None) -> types.WorkspaceEdit:
    from persistlint.assist.rename import rename
    from persistlint.assist.results import Refused
    from persistlint.text.edits import PlacedEdit
    from persistlint.text.sources import Sources
    from persistlint_server.edits import workspace_edit

    assert question is not None
    new = question.params.new_name
    names = question.server.names
    here = names.indexed(question.snapshot.uri, question.analysis)
    documents = names.documents_with(_keys(question, new), question)
    change = rename(here, question.offset, new, documents)
    if change is None:
        raise request_failed("There is no volume and no container here to rename.")
    if isinstance(change, Refused):
        raise request_failed(f"This can't be renamed: {change.reason}")
    # One file may be read by several analyses, under its path as each of them writes it.
    sources = Sources()
    for indexed in documents:
        for path, document in indexed.analysis.sources.documents.items():
            sources.documents.setdefault(_path(path, question), document)
    edits = [PlacedEdit(_path(edit.path, question), edit.start, edit.end, edit.text) for edit in change.edits]
    return workspace_edit(edits, question.server, question.snapshot, sources)


def _path(path: str, question: Question) -> str:
    """Return a file's absolute path. The URI of a document that is no file stays."""
    return path if path in question.server.documents else os.path.abspath(path)


def _keys(question: Question, new: str | None) -> list[Key]:
    """Return the keys of the name at the place, before and after the rename."""
    from persistlint.assist.navigation import symbol_at

    names = question.server.names
    here = names.indexed(question.snapshot.uri, question.analysis)
    symbol = symbol_at(here, question.offset, names.documents_with((), question))
    if symbol is None:
        return []
    kind, namespace, _ = key = symbol[1].key
    return [key] if new is None else [key, (kind, namespace, (new,))]
