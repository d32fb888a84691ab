"""From anchored spans to places in documents."""

from __future__ import annotations

from persistlint.text.document import Document
from persistlint.text.mapping import Mapping
from persistlint.text.spans import Anchor, Span, document_anchor


class Place:
    """Bytes ``start`` to ``end`` of a document."""

    __slots__ = ("document", "end", "start")

    def __init__(self, document: Document, start: int, end: int) -> None:
        self.document = document
        self.start = start
        self.end = end

    @property
    def path(self) -> str:
        return self.document.path

    @property
    def line(self) -> int:
        return self.document.position(self.start)[0]

    def positions(self, encoding: str = "utf-32") -> tuple[int, int, int, int]:
        """Line, column, end line and end column, all from 1, the end exclusive."""
        return (*self.document.position(self.start, encoding), *self.document.position(self.end, encoding))

    def text(self) -> str:
        """Return the text that is written at this place."""
        return self.document.data[self.start : self.end].decode("utf-8", "surrogateescape")


class Sources:
    """Every document of an analysis, and where each anchor of it stands."""

    __slots__ = ("_anchors", "documents")

    def __init__(self) -> None:
        self.documents: dict[str, Document] = {}
        self._anchors: dict[Anchor, tuple[Document, Mapping | None, int]] = {}

    def add(self, document: Document) -> None:
        """Register a document; spans anchored at the document itself resolve from now on."""
        self.documents[document.path] = document
        self._anchors[document_anchor(document.path)] = (document, None, 0)

    def place_anchor(self, anchor: Anchor, document: Document, mapping: Mapping | None, base: int) -> None:
        """Say that ``anchor``'s first byte is byte ``base`` of the text that ``mapping`` maps into ``document``."""
        self._anchors[anchor] = (document, mapping, base)

    def take(self, other: Sources) -> None:
        """Take over another analysis' documents and anchors. What is here already stays."""
        self.documents = {**other.documents, **self.documents}
        self._anchors = {**other._anchors, **self._anchors}

    def knows(self, span: Span) -> bool:
        return span.anchor in self._anchors

    def place(self, span: Span) -> Place:
        """Return the present place of ``span``. Raises KeyError for an unknown anchor, which is a programming error."""
        document, mapping, base = self._anchors[span.anchor]
        start, end = base + span.start, base + span.end
        if mapping is not None:
            start, end = mapping.range(start, end)
        return Place(document, start, end)

    def text(self, span: Span) -> str:
        """Return the text from the start of ``span`` to its end, with what its map leaves out in between."""
        return self.place(span).text()

    def editable(self, span: Span) -> bool:
        """Return whether the span's bytes stand together in their document, and so can be edited."""
        _, mapping, base = self._anchors[span.anchor]
        return mapping is None or mapping.is_whole(base + span.start, base + span.end)

    def host_option(self, span: Span, option: str) -> tuple[Span, str] | None:
        """Return where and how the host writes an ``option`` of the command at ``span``; None where it stands among the command's words."""
        document, mapping, _ = self._anchors[span.anchor]
        written = mapping.write_option(option) if mapping is not None and mapping.write_option else None
        if written is None:
            return None
        return Span(document_anchor(document.path), written[0], written[0]), written[1]

    def has_host_options(self, span: Span) -> bool:
        """Return whether the host writes the options of the command at ``span`` in a way of its own."""
        mapping = self._anchors[span.anchor][1] if span.anchor in self._anchors else None
        return mapping is not None and mapping.write_option is not None

    def written(self, span: Span, text: str) -> str:
        """Return how ``text`` is written where ``span`` is: a host may have its own way for some characters."""
        mapping = self._anchors[span.anchor][1]
        return text if mapping is None else mapping.written(text)
