"""References: every place that names the volume or the container at a place."""

from __future__ import annotations

from persistlint.assist.navigation import references_of, symbol_at
from persistlint_server.file_names import named
from persistlint_server.wire import params as read

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from persistlint_server.questions import Question
    from persistlint_server.session import Session
    from persistlint_server.wire.connection import Request


def handle(session: Session, request: Request) -> None:
    """``textDocument/references``."""
    session.names.ask(request, session.document(request.params), _answer)


def _answer(question: Question | None) -> list[dict[str, Any]] | None:
    assert question is not None
    session = question.session
    names = session.names
    documents = names.at_hand(question)
    found = symbol_at(documents[0], question.offset, names.documents_with((), question))
    if found is None:
        return None
    key = found[1].key
    context = question.params.get("context")
    declaration = read.table(context).get("includeDeclaration") is not False if context else True
    out: list[dict[str, Any]] = []
    told: set[tuple[object, ...]] = set()
    for one in (*named(session, references_of(key, documents)), *names.in_files(key)):
        # A file that several scripts source is told of by each of them.
        start = one.location["range"]["start"]
        place = (one.location["uri"], start["line"], start["character"])
        if place not in told and (declaration or not one.makes):
            told.add(place)
            out.append(one.location)
    return out
