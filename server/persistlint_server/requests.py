"""Requests that are answered later, and features that answer with the analysis of a document."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future, InvalidStateError
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Generator
    from typing import Any, Protocol

    from lsprotocol import types

    from persistlint_server.questions import Question
    from persistlint_server.results import Result
    from persistlint_server.server import PersistlintServer

    class AboutDocument(Protocol):
        """Parameters that name an open document."""

        text_document: types.TextDocumentIdentifier


P = TypeVar("P")
R = TypeVar("R")


class Request(Generic[P]):
    """A client's request. A handler awaits it; any thread gives its answer, and the first one counts."""

    def __init__(self, ls: PersistlintServer, params: P) -> None:
        self.params = params
        self._answer: Future[Any] = Future()
        ls.open_requests.add(self)
        self._answer.add_done_callback(lambda _: ls.open_requests.discard(self))

    @property
    def done(self) -> bool:
        """Return whether it is answered, or the client has cancelled it."""
        return self._answer.done()

    def answer(self, result: object) -> None:
        """Give the request's result."""
        try:
            self._answer.set_result(result)
        except InvalidStateError:
            pass

    def fail(self, error: Exception) -> None:
        """Say why there is no result."""
        try:
            self._answer.set_exception(error)
        except InvalidStateError:
            pass

    def __await__(self) -> Generator[Any, None, Any]:
        return asyncio.wrap_future(self._answer).__await__()


def about_document(
    feature: Callable[[Question, Any], R],
) -> Callable[[PersistlintServer, AboutDocument], Awaitable[R | None]]:
    """Make a handler for pygls of a function that answers with the analysis of the text that the request speaks of.

    The function runs on a thread of the scheduler. It isn't called for a document that isn't read, whose answer is null, nor for a text that was
    changed meanwhile, which is answered with ``ContentModified``.
    """

    async def handler(ls: PersistlintServer, params: AboutDocument) -> R | None:
        from persistlint_server.questions import Question

        request = Request(ls, params)

        def answer(result: Result) -> R | None:
            if result.analysis is None:
                return None
            return feature(Question(ls, request, result, result.analysis), params)

        ls.when_analysed(ls.document(params.text_document.uri), request, answer)
        outcome: R | None = await request
        return outcome

    # Not with functools.wraps: pygls would see the function's parameters in place of the handler's.
    handler.__name__ = feature.__name__
    handler.__doc__ = feature.__doc__
    return handler
