"""What one document names, as plain data: what is kept of a file that isn't open."""

from __future__ import annotations

import os
from collections.abc import Iterable

from persistlint.assist.known import Known, known_in
from persistlint.assist.lens import uses_of
from persistlint.assist.navigation import references_of
from persistlint.assist.symbols import document_symbols
from persistlint_server.questions import places_of, uri_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from persistlint.assist.names import Key
    from persistlint.assist.navigation import Indexed, Reference
    from persistlint.assist.symbols import Symbol
    from persistlint_server.session import Session


class Named:
    """A place that names something, as the protocol has it. ``makes`` is true where the thing is made."""

    __slots__ = ("location", "makes")

    def __init__(self, location: dict[str, Any], makes: bool) -> None:
        self.location = location
        self.makes = makes


class FileNames:
    """What a file names, without its analysis.

    ``references`` are the places of each thing, ``uses`` the containers that mount each volume, ``symbols`` as an answer about the workspace has them, ``sources`` the
    other files that its analysis read.
    """

    __slots__ = ("known", "references", "sources", "symbols", "uses")

    def __init__(
        self,
        known: Known,
        references: dict[Key, list[Named]],
        uses: dict[Key, frozenset[tuple[object, ...]]],
        symbols: list[dict[str, Any]],
        sources: frozenset[str],
    ) -> None:
        self.known = known
        self.references = references
        self.uses = uses
        self.symbols = symbols
        self.sources = sources


def names_in(indexed: Indexed, session: Session) -> FileNames:
    """What the analysis names."""
    keys = {mention.key for mention in indexed.mentions}
    return FileNames(
        known_in(indexed),
        {key: named(session, references_of(key, [indexed])) for key in keys},
        {key: frozenset(uses_of(key, [indexed])) for key in keys},
        [symbol_fields(session, symbol) for symbol in document_symbols(indexed)],
        sources_of(indexed),
    )


def named(session: Session, references: Iterable[Reference]) -> list[Named]:
    """References as the protocol has them."""
    out = []
    for one in references:
        place = one.place
        span = places_of(place, session).range(place.start, place.end)
        out.append(Named({"uri": uri_of(place.path, session), "range": span}, one.makes))
    return out


#: The protocol's kinds of symbols.
SYMBOL_KINDS = {"container": 19, "image": 4, "stage": 2, "volume": 8}


def symbol_fields(session: Session, symbol: Symbol) -> dict[str, Any]:
    """A symbol as an answer about the workspace has it."""
    place = symbol.selection
    return {
        "name": symbol.name,
        "kind": SYMBOL_KINDS[symbol.kind],
        "containerName": f"{symbol.kind} {symbol.detail}".strip(),
        "location": {
            "uri": uri_of(place.path, session),
            "range": places_of(place, session).range(place.start, place.end),
        },
    }


def sources_of(indexed: Indexed) -> frozenset[str]:
    """The other files that the analysis read: sourced scripts, Dockerfiles."""
    own = indexed.analysis.document
    return frozenset(
        os.path.abspath(path)
        for path, document in indexed.analysis.sources.documents.items()
        if document is not own
    )
