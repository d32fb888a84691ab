"""Completion: what may stand at the cursor. Texts about an item are asked for one by one (``completionItem/resolve``)."""

from __future__ import annotations

from persistlint.assist.completion import completion
from persistlint.assist.known import known_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from persistlint.assist.completion import Item
    from persistlint_server.questions import Question

#: The protocol's kinds of items.
_KINDS = {
    "command": 3,  # Function
    "container": 6,  # Variable
    "image": 9,  # Module
    "key": 10,  # Property
    "option": 14,  # Keyword
    "path": 17,  # File
    "rule": 20,  # EnumMember
    "value": 12,  # Value
    "volume": 5,  # Field
}

_SNIPPET = 2


def answer(question: Question) -> dict[str, Any] | None:
    """The proposals for the place."""
    offset = question.offset
    uri = question.snapshot.uri
    names = question.session.names
    known = names.known(uri, known_in(names.indexed(uri, question.analysis), offset))
    client = question.client
    items = completion(question.analysis, offset, question.settings, known, client.has_snippets)
    if not items:
        return None
    return {"isIncomplete": False, "items": [_item(question, item) for item in items]}


def _item(question: Question, item: Item) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "label": item.label,
        "kind": _KINDS[item.kind],
        "sortText": f"{item.rank}{item.label}",
        "filterText": item.label,
        "textEdit": {"range": question.range(item.start, item.end), "newText": item.text},
    }
    if item.detail:
        fields["detail"] = item.detail
    if item.snippet:
        fields["insertTextFormat"] = _SNIPPET
    if item.about:
        fields["data"] = {"about": list(item.about), "uri": question.snapshot.uri}
    return fields
