"""Definition: where the volume or the container at a place is made."""

from __future__ import annotations

from lsprotocol import types

from persistlint_server.requests import Request
from persistlint_server.server import server

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint_server.questions import Question
    from persistlint_server.server import PersistlintServer


@server.feature(types.TEXT_DOCUMENT_DEFINITION)
async def definition(ls: PersistlintServer, params: types.DefinitionParams) -> list[types.Location] | None:
    """Return where the thing is made, in the document itself or in another one."""
    document = ls.document(params.text_document.uri)
    request = Request(ls, params)
    ls.names.ask(request, document, _made, _made_here)
    locations: list[types.Location] | None = await request
    return locations


def _made_here(question: Question | None) -> list[types.Location] | None:
    """Return where the document itself makes the container or volume. Then no other document is searched."""
    from persistlint.assist.navigation import makers, symbol_at

    assert question is not None
    here = question.server.names.indexed(question.snapshot.uri, question.analysis)
    symbol = symbol_at(here, question.offset)
    places = makers(symbol[1].key, [here]) if symbol is not None else []
    return [question.location(place) for place in places] or None


def _made(question: Question | None) -> list[types.Location] | None:
    from persistlint.assist.navigation import first_use, makers, symbol_at

    assert question is not None
    names = question.server.names
    documents = names.at_hand(question)
    symbol = symbol_at(documents[0], question.offset, names.documents_with((), question))
    if symbol is None:
        return None
    key = symbol[1].key
    places = makers(key, documents)
    if not places:
        made = [reference.location for reference in names.in_files(key) if reference.makes]
        if made:
            return made
        places = first_use(key, documents)
    return [question.location(place) for place in places]
