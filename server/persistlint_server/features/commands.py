"""``workspace/executeCommand``: what code actions and editors' menus call by name."""

from __future__ import annotations

from lsprotocol import types

from persistlint_server.errors import invalid_params
from persistlint_server.requests import Request
from persistlint_server.server import server

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from persistlint_server.results import Result
    from persistlint_server.server import PersistlintServer

#: How many columns a map has at least and at most.
_NARROWEST, _WIDEST = 60, 100


@server.command("persistlint.openRulePage")
async def open_rule_page(ls: PersistlintServer, params: types.ExecuteCommandParams) -> str:
    """Open the page of the rule whose code is the argument."""
    from pathlib import Path

    from persistlint.rules.pages import page_file, rule_link
    from persistlint.rules.registry import RuleSet
    from persistlint.settings.settings import Settings

    code = (*(params.arguments or ()), None)[0]
    if not isinstance(code, str) or not code.isalnum():
        raise invalid_params("The argument must be a rule's code.")
    url = rule_link(code)
    if not url:
        entry = RuleSet(Settings()).find(code)
        path = page_file(entry) if entry is not None else None
        if path is None:
            raise invalid_params(f"There is no page of {code}.")
        url = Path(path).as_uri()
    if ls.client.shows_documents:
        ls.window_show_document(types.ShowDocumentParams(uri=url, external=not url.startswith("file:")))
    return url


@server.command("persistlint.map")
async def show_map(ls: PersistlintServer, params: types.ExecuteCommandParams) -> str:
    """Return the map of the open document whose URI is the argument, as text; a second argument says how many columns it is shown in."""
    uri, asked, *_ = (*(params.arguments or ()), None, _WIDEST)
    if not isinstance(uri, str):
        raise invalid_params("The argument must be a document's URI.")
    document = ls.document(uri)
    width = min(max(asked, _NARROWEST), _WIDEST) if isinstance(asked, int) else _WIDEST
    request = Request(ls, params)

    def answer(result: Result) -> str:
        from persistlint.report.map_text import render_map
        from persistlint.report.style import Style

        if result.analysis is None:
            return ""
        folder = ls.projects.folder_of(document.path)
        return render_map(result.analysis, Style(colour=False, width=width), folder=folder)

    ls.when_analysed(document, request, answer)
    map_text: str = await request
    return map_text


@server.command("persistlint.picture")
async def show_picture(ls: PersistlintServer, params: types.ExecuteCommandParams) -> str:
    """Return the picture of the open document whose URI is the argument, as a page of HTML."""
    uri, *_ = (*(params.arguments or ()), None)
    if not isinstance(uri, str):
        raise invalid_params("The argument must be a document's URI.")
    document = ls.document(uri)
    request = Request(ls, params)

    def answer(result: Result) -> str:
        from persistlint.report.picture import render_pictures

        if result.analysis is None:
            return ""
        folder = ls.projects.folder_of(document.path)
        return render_pictures("html", [result.analysis], folder).decode()

    ls.when_analysed(document, request, answer)
    picture: str = await request
    return picture


@server.command("persistlint.scanWorkspace")
async def scan_workspace(ls: PersistlintServer, params: types.ExecuteCommandParams) -> Any:
    """Analyse every file of the open folders, show what is found, and return how much it is."""
    request = Request(ls, params)
    ls.scan.command(request)
    return await request
