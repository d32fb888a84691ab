"""``codeAction/resolve``: the edit of an action that was listed without it."""

from __future__ import annotations

from persistlint_server.features.code_actions import actions
from persistlint_server.questions import Question
from persistlint_server.wire import params as read
from persistlint_server.wire.errors import REQUEST_FAILED, ResponseError, content_modified

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from persistlint_server.results import Result
    from persistlint_server.session import Session
    from persistlint_server.wire.connection import Request


def handle(session: Session, request: Request) -> None:
    """``codeAction/resolve``: give the action the edit that it was listed without."""
    action = read.table(request.params)
    data = read.table(action, "data")
    uri = read.text(data, "uri")
    number = read.number(data, "number")
    document = session.documents.get(uri)
    if document is None or document.version != data.get("version"):
        raise content_modified()
    params = {"range": data.get("range"), "context": {"only": data.get("only")}}

    def answer(result: Result) -> dict[str, Any]:
        if result.analysis is None:
            raise content_modified()
        question = Question(session, request, result, result.analysis, params)
        for index, known in enumerate(actions(question)):
            if index == number and known.title == action.get("title") and known.edit is not None:
                edit = known.edit()
                if edit is None:
                    raise ResponseError(REQUEST_FAILED, f"this can't be done here: {known.title}")
                return {**action, "edit": edit}
        raise content_modified()

    session.when_analysed(document, request, answer)
