"""``completionItem/resolve``: the text about a proposal."""

from __future__ import annotations

from persistlint.assist.completion import about
from persistlint_server.wire import params as read

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint_server.session import Session
    from persistlint_server.wire.connection import Request


def handle(session: Session, request: Request) -> None:
    """Give the item its documentation."""
    item = read.table(request.params)
    data = item.get("data")
    subject = data.get("about") if isinstance(data, dict) else None
    document = session.documents.get(data.get("uri", "")) if isinstance(data, dict) else None
    if document is not None and isinstance(subject, list) and all(isinstance(part, str) for part in subject):
        text = about(tuple(subject), session.projects.of(document).settings)
        kind = session.client.markup("textDocument", "completion", "completionItem", "documentationFormat")
        if text:
            item = {**item, "documentation": {"kind": kind, "value": text}}
    request.answer(item)
