"""Questions that a feature gets: a request about an open document, with its text and its analysis."""

from __future__ import annotations

import os

from lsprotocol import types

from persistlint.text.uris import to_uri
from persistlint_server.scheduler import Superseded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from persistlint.analysis.analysis import Analysis
    from persistlint.settings.settings import Settings
    from persistlint.text.edits import PlacedEdit
    from persistlint.text.sources import Place
    from persistlint_server.client import Client
    from persistlint_server.documents import Snapshot
    from persistlint_server.requests import Request
    from persistlint_server.results import Result
    from persistlint_server.server import PersistlintServer
    from persistlint_server.text import Places


class Waiting:
    """A request that waits for the analysis of the version that its document had when it came: ``serial``.

    ``answer`` is called on a worker's thread; what it returns is the result. ``outdated`` gives the error for a text that was changed meanwhile.
    """

    __slots__ = ("answer", "outdated", "request", "serial")

    def __init__(
        self,
        request: Request[Any],
        serial: int,
        answer: Callable[[Result], Any],
        outdated: Callable[[], Exception],
    ) -> None:
        self.request = request
        self.serial = serial
        self.answer = answer
        self.outdated = outdated


class Question:
    """A request about an open document: its ``params``, the ``snapshot`` of the text and its ``analysis``.

    Offsets are bytes of the snapshot's document. Everything that leaves through ``range``, ``location`` and ``edit`` is the protocol's.
    """

    __slots__ = ("_request", "analysis", "params", "result", "server", "settings", "snapshot")

    def __init__(
        self, server: PersistlintServer, request: Request[Any], result: Result, analysis: Analysis
    ) -> None:
        self.server = server
        self._request = request
        self.params = request.params
        self.result = result
        self.snapshot: Snapshot = result.snapshot
        self.settings: Settings = result.settings
        self.analysis = analysis

    def checkpoint(self) -> None:
        """Raise ``Superseded`` where nobody waits for the answer any more, or the text has changed."""
        opened = self.server.documents.get(self.snapshot.uri)
        if self._request.done or opened is None or opened.serial != self.snapshot.serial:
            raise Superseded

    @property
    def client(self) -> Client:
        return self.server.client

    @property
    def offset(self) -> int:
        """Return the byte offset of the request's ``position``."""
        return self.snapshot.places.offset(self.params.position)

    @property
    def span(self) -> tuple[int, int]:
        """Return the byte offsets of the request's ``range``, start and end."""
        places, asked = self.snapshot.places, self.params.range
        start, end = sorted((places.offset(asked.start), places.offset(asked.end)))
        return start, end

    def range(self, start: int, end: int) -> types.Range:
        """Return the protocol's range of the bytes ``start`` to ``end`` of the document."""
        return self.snapshot.places.range(start, end)

    def location(self, place: Place) -> types.Location:
        """Return the protocol's location of a place in this document or another one."""
        return location(place, self.snapshot, self.server)

    def edit(self, edits: list[PlacedEdit]) -> types.WorkspaceEdit:
        """Return the protocol's workspace edit that makes these edits, in this document or others."""
        from persistlint_server.edits import workspace_edit

        return workspace_edit(edits, self.server, self.snapshot, self.analysis.sources)


def location(place: Place, snapshot: Snapshot, server: PersistlintServer) -> types.Location:
    """Return the protocol's location of ``place``, seen from ``snapshot``."""
    if place.document is snapshot.document:
        return types.Location(snapshot.uri, snapshot.places.range(place.start, place.end))
    return types.Location(uri_of(place.path, server), places_of(place, server).range(place.start, place.end))


def places_of(place: Place, server: PersistlintServer) -> Places:
    from persistlint_server.text import Places

    return Places(place.document, server.client.encoding)


def uri_of(path: str, server: PersistlintServer) -> str:
    """Return the URI of a file, as the client writes it where it has it open. A document that is no file has its URI for a path."""
    if path in server.documents:
        return path
    absolute = os.path.abspath(path)
    document = server.open_texts.open_document(absolute)
    return document.uri if document is not None else to_uri(absolute)
