"""Diagnostics for a client that asks for them: ``textDocument/diagnostic``."""

from __future__ import annotations

from persistlint_server.wire.errors import SERVER_CANCELLED, ResponseError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from persistlint_server.results import Result
    from persistlint_server.session import Session
    from persistlint_server.wire.connection import Request


def handle(session: Session, request: Request) -> None:
    """Answer with all diagnostics of the document, or that they are as the client has them."""
    document = session.document(request.params)
    previous = request.params.get("previousResultId")

    def answer(result: Result) -> dict[str, Any]:
        return report(result.diagnostics, previous)

    session.when_analysed(document, request, answer, _outdated)


def report(diagnostics: list[dict[str, Any]], previous: Any) -> dict[str, Any]:
    """The report; its id is made of its content, so that equal ones are known whatever was analysed between."""
    id = result_id(diagnostics)
    if previous == id:
        return {"kind": "unchanged", "resultId": id}
    return {"kind": "full", "resultId": id, "items": diagnostics}


def result_id(diagnostics: list[dict[str, Any]]) -> str:
    from hashlib import blake2b

    return blake2b(repr(diagnostics).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def _outdated() -> ResponseError:
    # A client takes ContentModified for an empty answer here, and would clear what it shows.
    return ResponseError(SERVER_CANCELLED, "the document was changed", {"retriggerRequest": True})
