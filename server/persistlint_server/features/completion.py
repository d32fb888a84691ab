"""Completion: what may stand at the cursor. Texts about an item are asked for one by one (``completionItem/resolve``)."""

from __future__ import annotations

from lsprotocol import types

from persistlint_server.requests import about_document
from persistlint_server.server import server

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.assist.completion import Item
    from persistlint_server.questions import Question
    from persistlint_server.server import PersistlintServer

_KINDS = {
    "command": types.CompletionItemKind.Function,
    "container": types.CompletionItemKind.Variable,
    "image": types.CompletionItemKind.Module,
    "key": types.CompletionItemKind.Property,
    "option": types.CompletionItemKind.Keyword,
    "path": types.CompletionItemKind.File,
    "rule": types.CompletionItemKind.EnumMember,
    "value": types.CompletionItemKind.Value,
    "volume": types.CompletionItemKind.Field,
}


@server.feature(
    types.TEXT_DOCUMENT_COMPLETION,
    types.CompletionOptions(trigger_characters=[" ", "-", ":", ",", "=", "[", "/"], resolve_provider=True),
)
@about_document
def proposals(question: Question, params: types.CompletionParams) -> types.CompletionList | None:
    """Return the proposals for the place."""
    from persistlint.assist.completion import completion
    from persistlint.assist.known_names import known_names_in

    offset = question.offset
    uri = question.snapshot.uri
    names = question.server.names
    workspace_names = names.known(uri, known_names_in(names.indexed(uri, question.analysis), offset))
    client = question.client
    items = completion(question.analysis, offset, question.settings, workspace_names, client.has_snippets)
    if not items:
        return None
    return types.CompletionList(is_incomplete=False, items=[_item(question, item) for item in items])


@server.feature(types.COMPLETION_ITEM_RESOLVE)
def resolve(ls: PersistlintServer, params: types.CompletionItem) -> types.CompletionItem:
    """Give the item its documentation."""
    from persistlint.assist.completion import about

    data = params.data
    subject = data.get("about") if isinstance(data, dict) else None
    document = ls.documents.get(data.get("uri", "")) if isinstance(data, dict) else None
    if document is not None and isinstance(subject, list) and all(isinstance(part, str) for part in subject):
        text = about(tuple(subject), ls.projects.of(document).settings)
        if text:
            formats = "text_document.completion.completion_item.documentation_format"
            params.documentation = ls.client.content(formats, text)
    return params


def _item(question: Question, item: Item) -> types.CompletionItem:
    return types.CompletionItem(
        label=item.label,
        kind=_KINDS[item.kind],
        sort_text=f"{item.rank}{item.label}",
        filter_text=item.label,
        text_edit=types.TextEdit(question.range(item.start, item.end), item.text),
        detail=item.detail or None,
        insert_text_format=types.InsertTextFormat.Snippet if item.snippet else None,
        data={"about": list(item.about), "uri": question.snapshot.uri} if item.about else None,
    )
