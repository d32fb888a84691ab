"""Symbols: the containers, volumes and images of a document, and of the workspace."""

from __future__ import annotations

from lsprotocol import types

from persistlint_server.requests import Request, about_document
from persistlint_server.server import server

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint_server.questions import Question
    from persistlint_server.server import PersistlintServer

#: So many symbols of a workspace are told.
_MOST = 500


@server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
@about_document
def in_document(
    question: Question, params: types.DocumentSymbolParams
) -> list[types.DocumentSymbol] | list[types.SymbolInformation]:
    """Return the symbols of the document, in the form that the client takes."""
    from persistlint.assist.symbols import document_symbols
    from persistlint_server.file_names import SYMBOL_KINDS

    symbols = document_symbols(question.server.names.indexed(question.snapshot.uri, question.analysis))
    if question.client.get("text_document.document_symbol.hierarchical_document_symbol_support") is not True:
        return [
            types.SymbolInformation(
                name=symbol.name,
                kind=SYMBOL_KINDS[symbol.kind],
                location=question.location(symbol.selection),
            )
            for symbol in symbols
        ]
    return [
        types.DocumentSymbol(
            name=symbol.name,
            kind=SYMBOL_KINDS[symbol.kind],
            detail=f"{symbol.kind} {symbol.detail}".strip(),
            range=question.range(symbol.place.start, symbol.place.end),
            selection_range=question.range(symbol.selection.start, symbol.selection.end),
        )
        for symbol in symbols
    ]


@server.feature(types.WORKSPACE_SYMBOL)
async def in_workspace(
    ls: PersistlintServer, params: types.WorkspaceSymbolParams
) -> list[types.SymbolInformation]:
    """Return the symbols of all files whose name matches the query."""
    query = params.query.lower()
    request = Request(ls, params)

    def answer(question: Question | None) -> list[types.SymbolInformation]:
        from persistlint.assist.symbols import matches

        return [symbol for symbol in ls.names.symbols() if matches(symbol.name.lower(), query)][:_MOST]

    ls.names.ask(request, None, answer)
    symbols: list[types.SymbolInformation] = await request
    return symbols
