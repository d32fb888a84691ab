"""``workspace/executeCommand``: what code actions and editors' menus call by name."""

from __future__ import annotations

from persistlint_server.wire import params as read
from persistlint_server.wire.errors import invalid

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from persistlint_server.results import Result
    from persistlint_server.session import Session
    from persistlint_server.wire.connection import Request


#: How many columns a map has at least and at most.
_NARROWEST, _WIDEST = 60, 100


def handle(session: Session, request: Request) -> None:
    """Do what the command's name says, with its arguments."""
    name = read.text(request.params, "command")
    arguments = request.params.get("arguments")
    command = COMMANDS.get(name)
    if command is None:
        raise invalid(f"there is no command `{name}`")
    command(session, request, arguments if isinstance(arguments, list) else [])


def _open_page(session: Session, request: Request, arguments: list[Any]) -> None:
    """Open the page of the rule whose code is the argument."""
    from pathlib import Path

    from persistlint.rules.pages import page_file, rule_link
    from persistlint.rules.registry import RuleSet
    from persistlint.settings.settings import Settings

    code = arguments[0] if arguments else None
    if not isinstance(code, str) or not code.isalnum():
        raise invalid("the argument must be a rule's code")
    url = rule_link(code)
    if not url:
        entry = RuleSet(Settings()).find(code)
        path = page_file(entry) if entry is not None else None
        if path is None:
            raise invalid(f"there is no page of {code}")
        url = Path(path).as_uri()
    if session.client.shows_documents:
        session.connection.ask("window/showDocument", {"uri": url, "external": not url.startswith("file:")})
    request.answer(url)


def _map(session: Session, request: Request, arguments: list[Any]) -> None:
    """The map of the open document whose URI is the argument, as text; a second argument says how many columns it is shown in."""
    uri = arguments[0] if arguments else None
    document = session.document({"textDocument": {"uri": uri}})
    asked = arguments[1] if len(arguments) > 1 else None
    width = min(max(asked, _NARROWEST), _WIDEST) if type(asked) is int else _WIDEST

    def answer(result: Result) -> str:
        from persistlint.report.map_text import render_map
        from persistlint.report.style import Style

        if result.analysis is None:
            return ""
        folder = session.projects.folder_of(document.path)
        return render_map(result.analysis, Style(colour=False, width=width), folder=folder)

    session.when_analysed(document, request, answer)


def _scan(session: Session, request: Request, arguments: list[Any]) -> None:
    """Analyse every file of the open folders, and show what is found."""
    from persistlint_server.features.workspace_scan import scan_for_command

    scan_for_command(session, request)


COMMANDS = {
    "persistlint.openRulePage": _open_page,
    "persistlint.map": _map,
    "persistlint.scanWorkspace": _scan,
}
