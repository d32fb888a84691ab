"""Names in one document, as plain data: what is kept of a file that isn't open."""

from __future__ import annotations

import os
from collections.abc import Iterable

from lsprotocol import types

from persistlint.assist.known_names import KnownNames, known_names_in
from persistlint.assist.lens import uses_of
from persistlint.assist.navigation import references_of
from persistlint.assist.symbols import document_symbols
from persistlint_server.questions import places_of, uri_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.assist.names import Key
    from persistlint.assist.navigation import Indexed, Reference
    from persistlint.assist.symbols import Symbol
    from persistlint_server.server import PersistlintServer


class Named:
    """A place that names something, as the protocol has it. ``makes`` is true where the thing is made."""

    __slots__ = ("location", "makes")

    def __init__(self, location: types.Location, makes: bool) -> None:
        self.location = location
        self.makes = makes


class FileNames:
    """The names in a file, without its analysis.

    ``references`` are the places of each thing, ``uses`` the containers that mount each volume, ``symbols`` as an answer about the workspace has them, ``sources`` the
    other files that its analysis read.
    """

    __slots__ = ("known", "references", "sources", "symbols", "uses")

    def __init__(
        self,
        names: KnownNames,
        references: dict[Key, list[Named]],
        uses: dict[Key, frozenset[tuple[object, ...]]],
        symbols: list[types.SymbolInformation],
        sources: frozenset[str],
    ) -> None:
        self.known = names
        self.references = references
        self.uses = uses
        self.symbols = symbols
        self.sources = sources


def names_in(indexed: Indexed, server: PersistlintServer) -> FileNames:
    """Return the names in the analysis."""
    keys = {mention.key for mention in indexed.mentions}
    return FileNames(
        known_names_in(indexed),
        {key: named(server, references_of(key, [indexed])) for key in keys},
        {key: frozenset(uses_of(key, [indexed])) for key in keys},
        [symbol_information(server, symbol) for symbol in document_symbols(indexed)],
        sources_of(indexed),
    )


def named(server: PersistlintServer, references: Iterable[Reference]) -> list[Named]:
    """Return references as the protocol has them."""
    out = []
    for reference in references:
        place = reference.place
        span = places_of(place, server).range(place.start, place.end)
        out.append(Named(types.Location(uri_of(place.path, server), span), reference.makes))
    return out


#: The protocol's kinds of symbols.
SYMBOL_KINDS = {
    "container": types.SymbolKind.Object,
    "image": types.SymbolKind.Package,
    "stage": types.SymbolKind.Module,
    "volume": types.SymbolKind.Field,
}


def symbol_information(server: PersistlintServer, symbol: Symbol) -> types.SymbolInformation:
    """Return a symbol as the protocol's answers about the workspace have it."""
    place = symbol.selection
    span = places_of(place, server).range(place.start, place.end)
    return types.SymbolInformation(
        name=symbol.name,
        kind=SYMBOL_KINDS[symbol.kind],
        container_name=f"{symbol.kind} {symbol.detail}".strip(),
        location=types.Location(uri_of(place.path, server), span),
    )


def sources_of(indexed: Indexed) -> frozenset[str]:
    """Return the other files that the analysis read: sourced scripts, Dockerfiles."""
    own_path = indexed.analysis.document
    return frozenset(
        os.path.abspath(path)
        for path, document in indexed.analysis.sources.documents.items()
        if document is not own_path
    )
