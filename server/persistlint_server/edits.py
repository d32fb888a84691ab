"""Edits as the protocol has them: whole lines, so that a client that counts columns wrongly makes them right.

A client that takes columns for bytes or code points breaks a line with an ``é`` or an emoji in it. The protocol says that a character
past the end of a line means its end; every client tried does that right.
"""

from __future__ import annotations

from lsprotocol import types

from persistlint.text.edits import joined, with_line_ends
from persistlint_server.text import Places, decode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.text.document import Document
    from persistlint.text.edits import PlacedEdit
    from persistlint.text.sources import Sources
    from persistlint_server.documents import Snapshot
    from persistlint_server.server import PersistlintServer

#: Past the end of every line: the protocol's largest number.
_END = 2**31 - 1


def workspace_edit(
    edits: list[PlacedEdit], server: PersistlintServer, snapshot: Snapshot, sources: Sources
) -> types.WorkspaceEdit:
    """Return the workspace edit that makes ``edits``, with versions where the client can check them."""
    from persistlint_server.questions import uri_of

    by_path: dict[str, list[PlacedEdit]] = {}
    for edit in joined(edits):
        by_path.setdefault(edit.path, []).append(edit)
    changes: list[tuple[str, int | None, list[types.TextEdit]]] = []
    for path, group in by_path.items():
        if path == snapshot.document.path:
            changes.append(
                (snapshot.uri, snapshot.version, text_edits(group, snapshot.places, snapshot.document))
            )
            continue
        document = sources.documents[path]
        uri = uri_of(path, server)
        other = server.documents.get(uri)
        version = other.version if other is not None else None
        changes.append((uri, version, text_edits(group, Places(document, server.client.encoding), document)))
    if not server.client.versioned_edits:
        return types.WorkspaceEdit(changes={uri: items for uri, _, items in changes})
    return types.WorkspaceEdit(
        document_changes=[
            types.TextDocumentEdit(types.OptionalVersionedTextDocumentIdentifier(uri, version), items)
            for uri, version, items in changes
        ]
    )


def text_edits(edits: list[PlacedEdit], places: Places, document: Document) -> list[types.TextEdit]:
    """Return the protocol's edits for ``edits`` in one document, which don't overlap. Neighbours on one line become one."""
    groups: list[list[PlacedEdit]] = []
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if groups and places.line_of(groups[-1][-1].end) >= places.line_of(edit.start):
            groups[-1].append(edit)
        else:
            groups.append([edit])
    return [_lines_edit(group, places, document) for group in groups]


def _lines_edit(group: list[PlacedEdit], places: Places, document: Document) -> types.TextEdit:
    first = places.line_of(group[0].start)
    last = places.line_of(group[-1].end)
    start = places.start_of(first)
    if first == 0 and document.data.startswith(b"\xef\xbb\xbf"):
        start = 3
    end = places.start_of(last) + len(places.line(last).rstrip(b"\r\n"))
    if document.data[start:end].isascii() or group[-1].end > end:
        # Everybody counts these lines alike: the smallest edit keeps the editor's marks where they are.
        start, end = group[0].start, group[-1].end
        span = places.range(start, end)
    else:
        span = types.Range(places.position(start), types.Position(last, _END))
    return types.TextEdit(span, _text(group, document, start, end))


def _text(group: list[PlacedEdit], document: Document, start: int, end: int) -> str:
    pieces = []
    done = start
    for edit in group:
        text = with_line_ends(edit.text, document.data, edit.start)
        pieces += [decode(document.data[done : edit.start]), text]
        done = edit.end
    pieces.append(decode(document.data[done:end]))
    return "".join(pieces)
