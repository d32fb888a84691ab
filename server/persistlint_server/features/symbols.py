"""Symbols: the containers, volumes and images of a document, and of the workspace."""

from __future__ import annotations

from persistlint.assist.symbols import document_symbols, matches
from persistlint_server.file_names import SYMBOL_KINDS
from persistlint_server.wire import params as read

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from persistlint_server.questions import Question
    from persistlint_server.session import Session
    from persistlint_server.wire.connection import Request

#: So many symbols of a workspace are told.
_MOST = 500


def answer(question: Question) -> list[dict[str, Any]]:
    """``textDocument/documentSymbol``."""
    indexed = question.session.names.indexed(question.snapshot.uri, question.analysis)
    nested = question.client.get("textDocument", "documentSymbol", "hierarchicalDocumentSymbolSupport")
    out = []
    for symbol in document_symbols(indexed):
        fields: dict[str, Any] = {"name": symbol.name, "kind": SYMBOL_KINDS[symbol.kind]}
        if nested is True:
            fields["detail"] = f"{symbol.kind} {symbol.detail}".strip()
            fields["range"] = question.range(symbol.place.start, symbol.place.end)
            fields["selectionRange"] = question.range(symbol.selection.start, symbol.selection.end)
        else:
            fields["location"] = question.location(symbol.selection)
        out.append(fields)
    return out


def handle(session: Session, request: Request) -> None:
    """``workspace/symbol``."""
    query = read.text(request.params, "query").lower()

    def found(question: Question | None) -> list[dict[str, Any]]:
        return [one for one in session.names.symbols() if matches(one["name"].lower(), query)][:_MOST]

    session.names.ask(request, None, found)
