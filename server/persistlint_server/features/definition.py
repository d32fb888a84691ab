"""Definition: where the volume or the container at a place is made."""

from __future__ import annotations

from persistlint.assist.navigation import first_use, makers, symbol_at

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from persistlint_server.questions import Question
    from persistlint_server.session import Session
    from persistlint_server.wire.connection import Request


def handle(session: Session, request: Request) -> None:
    """``textDocument/definition``."""
    session.names.ask(request, session.document(request.params), _answer, _at_hand)


def _at_hand(question: Question | None) -> list[dict[str, Any]] | None:
    """Where the document itself makes it: then no other one is looked for."""
    assert question is not None
    here = question.session.names.indexed(question.snapshot.uri, question.analysis)
    found = symbol_at(here, question.offset)
    places = makers(found[1].key, [here]) if found is not None else []
    return [question.location(place) for place in places] or None


def _answer(question: Question | None) -> list[dict[str, Any]] | None:
    assert question is not None
    names = question.session.names
    documents = names.at_hand(question)
    found = symbol_at(documents[0], question.offset, names.documents_with((), question))
    if found is None:
        return None
    key = found[1].key
    places = makers(key, documents)
    if not places:
        made = [one.location for one in names.in_files(key) if one.makes]
        if made:
            return made
        places = first_use(key, documents)
    return [question.location(place) for place in places]
