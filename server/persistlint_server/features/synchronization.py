"""The text of documents: opened, changed, saved, closed."""

from __future__ import annotations

from persistlint_server.documents import OpenDocument
from persistlint_server.wire import params as read
from persistlint_server.wire.errors import ResponseError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from persistlint_server.session import Session


def did_open(session: Session, params: Any) -> None:
    """The editor shows a document. One that is open already is taken anew, as the client has it now."""
    item = read.table(params, "textDocument")
    uri = read.text(item, "uri")
    before = session.documents.get(uri)
    if before is not None:
        session.log.warning(f"opened twice: {uri}")
        session.closed(before)
    language = item.get("languageId")
    session.opened(
        OpenDocument(
            uri,
            language if isinstance(language, str) else "",
            _version(item),
            read.text(item, "text"),
            session.next_serial(),
            session.client.encoding,
        )
    )


def did_change(session: Session, params: Any) -> None:
    """Edits, in order; a place out of the text means its end. A change of what isn't open is none of ours."""
    document = session.documents.get(read.text(params, "textDocument", "uri"))
    if document is None:
        session.log.warning("a document that isn't open was changed")
        return
    version = _version(params.get("textDocument"))
    if version is not None and document.version is not None and version < document.version:
        session.log.warning(f"version {version} follows version {document.version}: {document.uri}")
    changes = read.items(params, "contentChanges")

    def edit() -> None:
        document.version = version
        for change in changes:
            try:
                text = read.text(change, "text")
                if change.get("range") is None:
                    document.replace(text)
                else:
                    document.edit(*read.span(change, "range"), text)
            except ResponseError as error:
                session.log.error(f"a change is left out, {error.message}: {document.uri}")

    session.changed(document, edit)


def did_close(session: Session, params: Any) -> None:
    """The editor shows a document no more."""
    document = session.documents.get(read.text(params, "textDocument", "uri"))
    if document is not None:
        session.closed(document)


def did_save(session: Session, params: Any) -> None:
    """A file was written: for clients that don't watch files this is when others can be noticed, too."""
    from persistlint_server.features.watching import file_changed, look_around

    document = session.documents.get(read.text(params, "textDocument", "uri"))
    if document is not None:
        if document.typing.paused():
            session.renew([document])
            session.refresh_diagnostics()
        if document.is_file:
            file_changed(session, document.path)
    look_around(session)


def _version(item: Any) -> int | None:
    version = item.get("version") if isinstance(item, dict) else None
    return version if isinstance(version, int) and not isinstance(version, bool) else None
