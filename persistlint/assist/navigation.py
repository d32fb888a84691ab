"""Definition, references and highlights of volumes and containers, across the documents of a workspace and through variables."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence

from persistlint.assist.names import Key, Mention, mention_at, mentions
from persistlint.text.sources import Place
from persistlint.text.spans import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.analysis.analysis import Analysis


class Indexed:
    """An analysis with its mentions, which are looked for once."""

    __slots__ = ("_by_key", "_mentions", "analysis")

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self._mentions: list[Mention] | None = None
        self._by_key: dict[Key, list[Mention]] = {}

    @property
    def mentions(self) -> list[Mention]:
        known_mentions = self._mentions
        if known_mentions is None:
            known_mentions = mentions(self.analysis)
            by_key: dict[Key, list[Mention]] = {}
            for mention in known_mentions:
                by_key.setdefault(mention.key, []).append(mention)
            self._by_key = by_key
            self._mentions = known_mentions
        return known_mentions

    def of(self, key: Key) -> list[Mention]:
        """Return all mentions of the container or volume ``key``, in document order."""
        return self._by_key.get(key, []) if self.mentions else []


class Reference:
    """One place where a thing is named. ``makes`` is true where it is made, ``assigns`` where a variable is set to its name."""

    __slots__ = ("assigns", "makes", "place")

    def __init__(self, place: Place, makes: bool, assigns: bool) -> None:
        self.place = place
        self.makes = makes
        self.assigns = assigns


def symbol_at(
    here: Indexed, offset: int, workspace: Iterable[Indexed] = ()
) -> tuple[Indexed, Mention] | None:
    """Return the mention at ``offset`` of the document ``here``, with its document: this one, or one that sources it."""
    mention_here = mention_at(here.analysis, here.mentions, offset)
    if mention_here is not None:
        return here, mention_here
    path = os.path.abspath(here.analysis.document.path)
    for other in workspace:
        if other is here or other.analysis.document is here.analysis.document:
            continue
        if not any(os.path.abspath(name) == path for name in other.analysis.sources.documents):
            continue
        for mention in other.mentions:
            for place in _places(other, mention.origins()):
                if os.path.abspath(place.path) == path and place.start <= offset <= place.end:
                    return other, mention
    return None


def name_place(here: Indexed, offset: int, workspace: Iterable[Indexed] = ()) -> Place | None:
    """Return the place at ``offset`` that names a volume or a container."""
    symbol = symbol_at(here, offset, workspace)
    if symbol is None:
        return None
    indexed, mention = symbol
    path = os.path.abspath(here.analysis.document.path)
    for place in _places(indexed, [mention.site(indexed.analysis), *mention.origins()]):
        if os.path.abspath(place.path) == path and place.start <= offset <= place.end:
            return place
    return None


def definition(here: Indexed, offset: int, workspace: Sequence[Indexed] = ()) -> list[Place]:
    """Return where the volume or container at ``offset`` is made: by ``volume create``, the first mount of its name, or ``--name``.

    The document's own places come before those of others.
    """
    symbol = symbol_at(here, offset, workspace)
    if symbol is None:
        return []
    key = symbol[1].key
    ordered = [symbol[0], *_others(symbol[0], workspace)]
    return makers(key, ordered) or first_use(key, ordered)


def makers(key: Key, workspace: Iterable[Indexed]) -> list[Place]:
    """Return the places at which the first document that makes the container or volume does so."""
    for indexed in workspace:
        made = [mention for mention in indexed.of(key) if mention.makes]
        if made:
            return _distinct(_places(indexed, [mention.site(indexed.analysis) for mention in made]))
    return []


def first_use(key: Key, workspace: Iterable[Indexed]) -> list[Place]:
    """Return the first mount of a volume that nothing creates: its run makes it."""
    for indexed in workspace:
        users = [mention for mention in indexed.of(key) if hasattr(mention.command, "mounts")]
        if users:
            return _distinct(_places(indexed, [users[0].site(indexed.analysis)]))
    return []


def references(
    here: Indexed, offset: int, workspace: Sequence[Indexed] = (), declaration: bool = True
) -> list[Reference]:
    """Return every place that names the volume or container at ``offset``, without its creation unless ``declaration`` is true."""
    symbol = symbol_at(here, offset, workspace)
    if symbol is None:
        return []
    return references_of(symbol[1].key, [symbol[0], *_others(symbol[0], workspace)], declaration)


def references_of(key: Key, workspace: Iterable[Indexed], declaration: bool = True) -> list[Reference]:
    """Return every place that names the container or volume: in commands, and where variables are set to its name."""
    out: list[Reference] = []
    seen: set[tuple[str, int, int]] = set()

    def add(place: Place, makes: bool, assigns: bool) -> None:
        identity = (os.path.abspath(place.path), place.start, place.end)
        if identity not in seen:
            seen.add(identity)
            out.append(Reference(place, makes, assigns))

    for indexed in workspace:
        for mention in indexed.of(key):
            if mention.makes and not declaration:
                continue
            for place in _places(indexed, [mention.site(indexed.analysis)]):
                add(place, mention.makes, False)
            if mention.through_variable():
                for place in _places(indexed, mention.origins()):
                    add(place, False, True)
    return out


def highlights(here: Indexed, offset: int) -> list[Reference]:
    """Return the places of ``here`` that name the container or volume at ``offset``."""
    document = here.analysis.document
    return [reference for reference in references(here, offset) if reference.place.document is document]


def _others(here: Indexed, workspace: Iterable[Indexed]) -> Iterator[Indexed]:
    path = os.path.abspath(here.analysis.document.path)
    for other in workspace:
        if other is not here and os.path.abspath(other.analysis.document.path) != path:
            yield other


def _places(indexed: Indexed, spans: Iterable[Span | None]) -> list[Place]:
    sources = indexed.analysis.sources
    return [sources.place(span) for span in spans if span is not None and sources.knows(span)]


def _distinct(places: Iterable[Place]) -> list[Place]:
    seen: set[tuple[str, int, int]] = set()
    out = []
    for place in places:
        identity = (place.path, place.start, place.end)
        if identity not in seen:
            seen.add(identity)
            out.append(place)
    return out
