"""References: every place that names the volume or the container at a place."""

from __future__ import annotations

from lsprotocol import types

from persistlint_server.requests import Request
from persistlint_server.server import server

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint_server.questions import Question
    from persistlint_server.server import PersistlintServer


@server.feature(types.TEXT_DOCUMENT_REFERENCES)
async def references(ls: PersistlintServer, params: types.ReferenceParams) -> list[types.Location] | None:
    """Return the places in all documents of the workspace."""
    document = ls.document(params.text_document.uri)
    request = Request(ls, params)
    ls.names.ask(request, document, _references)
    locations: list[types.Location] | None = await request
    return locations


def _references(question: Question | None) -> list[types.Location] | None:
    from persistlint.assist.navigation import references_of, symbol_at
    from persistlint_server.file_names import named

    assert question is not None
    ls = question.server
    names = ls.names
    documents = names.at_hand(question)
    symbol = symbol_at(documents[0], question.offset, names.documents_with((), question))
    if symbol is None:
        return None
    key = symbol[1].key
    out: list[types.Location] = []
    told_places: set[tuple[str, int, int]] = set()
    for reference in (*named(ls, references_of(key, documents)), *names.in_files(key)):
        # Several scripts may source one file, and each reports its places.
        start = reference.location.range.start
        place = (reference.location.uri, start.line, start.character)
        if place not in told_places and (question.params.context.include_declaration or not reference.makes):
            told_places.add(place)
            out.append(reference.location)
    return out
