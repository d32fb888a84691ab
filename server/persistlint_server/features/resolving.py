"""``codeAction/resolve``: the edit of an action that was listed without it."""

from __future__ import annotations

from lsprotocol import types

from persistlint_server.errors import content_modified, invalid_params, request_failed
from persistlint_server.requests import Request
from persistlint_server.server import server

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint_server.results import Result
    from persistlint_server.server import PersistlintServer


@server.feature(types.CODE_ACTION_RESOLVE)
async def resolve(ls: PersistlintServer, params: types.CodeAction) -> types.CodeAction:
    """Give the action the edit that it was listed without."""
    from persistlint_server.features.code_actions import actions
    from persistlint_server.questions import Question

    asked, version, number = _asked(ls, params.data)
    document = ls.documents.get(asked.text_document.uri)
    if document is None or document.version != version:
        raise content_modified()
    request = Request(ls, asked)

    def answer(result: Result) -> types.CodeAction:
        if result.analysis is None:
            raise content_modified()
        question = Question(ls, request, result, result.analysis)
        for index, action in enumerate(actions(question)):
            if index == number and action.title == params.title and action.edit is not None:
                edit = action.edit()
                if edit is None:
                    raise request_failed(f"This can't be done here: {action.title}")
                params.edit = edit
                return params
        raise content_modified()

    ls.when_analysed(document, request, answer)
    resolved: types.CodeAction = await request
    return resolved


def _asked(ls: PersistlintServer, data: object) -> tuple[types.CodeActionParams, int | None, int]:
    """Return the request whose answer held the action, the version of its text, and which action of the answer it was."""
    try:
        assert isinstance(data, dict)
        asked = ls.protocol.converter.structure(data["asked"], types.CodeActionParams)
        version, number = data["version"], data["number"]
    except Exception:
        raise invalid_params("The action's data aren't those that it was listed with.") from None
    return asked, version, number
