"""The things of a document by name: containers, volumes, the images that are built."""

from __future__ import annotations

from persistlint.assist.names import VOLUME, Key
from persistlint.assist.navigation import Indexed
from persistlint.docker.commands import ContainerCreate, ImageBuild
from persistlint.hosts.image_definition import show_unknown
from persistlint.text.sources import Place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.text.spans import Span


class Symbol:
    """``kind`` is container, volume, image or stage; ``place`` all of it, ``selection`` its name."""

    __slots__ = ("detail", "kind", "name", "place", "selection")

    def __init__(self, name: str, kind: str, detail: str, place: Place, selection: Place) -> None:
        self.name = name
        self.kind = kind
        self.detail = detail
        self.place = place
        self.selection = selection


def document_symbols(indexed: Indexed) -> list[Symbol]:
    """Return the symbols of the document, in the order of the text. A volume stands where it is first named."""
    analysis = indexed.analysis
    out: list[Symbol] = []
    seen: set[tuple[str, int, int]] = set()

    def add(name: str, kind: str, detail: str, span: Span | None, selection: Span | None) -> None:
        if span is None or not analysis.sources.knows(span) or not name:
            return
        place = analysis.sources.place(span)
        chosen = place
        if selection is not None and analysis.sources.knows(selection):
            inner = analysis.sources.place(selection)
            if inner.document is place.document and place.start <= inner.start <= inner.end <= place.end:
                chosen = inner
        identity = (f"{kind} {name}", place.start, place.end)
        if place.document is analysis.document and identity not in seen:
            seen.add(identity)
            out.append(Symbol(name, kind, detail, place, chosen))

    for command, _ in analysis.commands:
        if isinstance(command, ContainerCreate):
            image = command.image.raw.display() if command.image is not None else ""
            use = command.last("name")
            word = use.value_word if use is not None else None
            service = command.service_name
            if service is not None:
                built = command.image is None or not command.image.raw.known
                add(service.display(), "container", "" if built else image, command.span, service.span)
            elif command.name is not None:
                add(command.name.display(), "container", image, command.span, word.span if word else None)
            else:
                add(
                    image,
                    "container",
                    "without a name",
                    command.span,
                    command.image.span if command.image else None,
                )
        elif isinstance(command, ImageBuild):
            for tag in command.tags:
                add(tag.raw.display(), "image", "built here", command.span, tag.span)
    volumes: set[Key] = set()
    for mention in sorted(indexed.mentions, key=lambda mention: not mention.makes):
        if mention.key[0] == VOLUME and mention.word is not None and mention.key not in volumes:
            volumes.add(mention.key)
            name = mention.full_name if mention.in_compose else None
            add(name or mention.name.display(), "volume", "", mention.command.span, mention.site(analysis))
    for definition in analysis.images:
        for stage in definition.stages:
            base = show_unknown(stage.base) if stage.base else ""
            add(stage.name or base, "stage", f"FROM {base}" if base else "", stage.span, stage.base_span)
    return sorted(out, key=lambda symbol: (symbol.place.start, symbol.selection.start))


def matches(name: str, query: str) -> bool:
    """Return whether the letters of ``query`` stand in ``name`` in this order."""
    rest = iter(name)
    return all(letter in rest for letter in query if not letter.isspace())
