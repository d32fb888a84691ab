"""The text of documents: opened, changed, saved, closed."""

from __future__ import annotations

from lsprotocol import types

from persistlint_server.documents import OpenDocument
from persistlint_server.server import server

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint_server.server import PersistlintServer


@server.feature(types.TEXT_DOCUMENT_DID_OPEN)
def did_open(ls: PersistlintServer, params: types.DidOpenTextDocumentParams) -> None:
    """Analyse what the editor shows. A document that is open already is taken anew, as the client has it now."""
    item = params.text_document
    before = ls.documents.get(item.uri)
    if before is not None:
        ls.log.warning(f"opened twice: {item.uri}")
        ls.closed(before)
    ls.opened(
        OpenDocument(
            item.uri, item.language_id, item.version, item.text, ls.next_serial(), ls.client.encoding
        )
    )


@server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
def did_change(ls: PersistlintServer, params: types.DidChangeTextDocumentParams) -> None:
    """Make the edits, in order; a place out of the text means its end. A change of what isn't open is none of ours."""
    version = params.text_document.version
    document = ls.documents.get(params.text_document.uri)
    if document is None:
        ls.log.warning("a document that isn't open was changed")
        return
    if document.version is not None and version < document.version:
        ls.log.warning(f"version {version} follows version {document.version}: {document.uri}")

    def edit() -> None:
        document.version = version
        for change in params.content_changes:
            if isinstance(change, types.TextDocumentContentChangePartial):
                document.edit(change.range.start, change.range.end, change.text)
            else:
                document.replace(change.text)

    ls.changed(document, edit)


@server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
def did_close(ls: PersistlintServer, params: types.DidCloseTextDocumentParams) -> None:
    """Forget a document that the editor shows no more."""
    document = ls.documents.get(params.text_document.uri)
    if document is not None:
        ls.closed(document)


@server.feature(types.TEXT_DOCUMENT_DID_SAVE, types.SaveOptions(include_text=False))
def did_save(ls: PersistlintServer, params: types.DidSaveTextDocumentParams) -> None:
    """Look at what a written file changes: for clients that don't watch files this is when others can be noticed, too."""
    from persistlint_server.features.watching import file_changed, look_around

    document = ls.documents.get(params.text_document.uri)
    if document is not None:
        if document.typing.paused():
            ls.renew([document])
            ls.refresh_diagnostics()
        if document.is_file:
            file_changed(ls, document.path)
    look_around(ls)
