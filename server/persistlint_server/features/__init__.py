"""What a client may ask, one module per feature. A module is loaded when the first such request comes.

A feature *about a document* has ``answer(question) -> JSON value``: it is called on a worker's thread with the analysis of the text as it
is (``persistlint_server.questions``). Any other feature has ``handle(session, request)``, called on the reading thread, which must not wait.
"""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from persistlint_server.client import Client


class Feature:
    """A request's ``module``, and what ``initialize`` says of it: ``provider`` is the capability's name, ``options`` gives its value."""

    __slots__ = ("about", "module", "options", "provider")

    def __init__(
        self,
        module: str,
        provider: str = "",
        options: Callable[[Client], Any] | None = None,
        about: str = "document",
    ) -> None:
        self.module = module
        self.provider = provider
        self.options = options
        self.about = about

    def load(self) -> Any:
        """The feature's module."""
        return import_module(f"{__name__}.{self.module}")


def _diagnostic_options(client: Client) -> Any:
    if not client.pulls:
        # Announced to everybody, some clients would show nothing, and some everything twice.
        return None
    return {"identifier": "persistlint", "interFileDependencies": True, "workspaceDiagnostics": True}


def _code_action_options(client: Client) -> Any:
    if not client.can("textDocument", "codeAction"):
        return True
    return {
        "codeActionKinds": ["quickfix", "refactor.rewrite", "source.fixAll.persistlint"],
        "resolveProvider": client.resolves_edits,
    }


def _completion_options(client: Client) -> Any:
    return {"triggerCharacters": [" ", "-", ":", ",", "=", "[", "/"], "resolveProvider": True}


def _lens_options(client: Client) -> Any:
    return {"resolveProvider": False}


def _rename_options(client: Client) -> Any:
    prepares = client.get("textDocument", "rename", "prepareSupport") is True
    return {"prepareProvider": True} if prepares else True


def _commands(client: Client) -> Any:
    return {"commands": COMMANDS}


#: What ``workspace/executeCommand`` may name.
COMMANDS = ["persistlint.map", "persistlint.openRulePage", "persistlint.scanWorkspace"]

#: Every request there is an answer to.
FEATURES: dict[str, Feature] = {
    "completionItem/resolve": Feature("completion_resolve", about="server"),
    "codeAction/resolve": Feature("resolving", about="server"),
    "textDocument/codeAction": Feature("code_actions", "codeActionProvider", _code_action_options),
    "textDocument/codeLens": Feature("code_lens", "codeLensProvider", _lens_options),
    "textDocument/completion": Feature("completion", "completionProvider", _completion_options),
    "textDocument/definition": Feature("definition", "definitionProvider", about="server"),
    "textDocument/diagnostic": Feature("pull", "diagnosticProvider", _diagnostic_options, about="server"),
    "textDocument/documentHighlight": Feature("highlight", "documentHighlightProvider"),
    "textDocument/documentSymbol": Feature("symbols", "documentSymbolProvider"),
    "textDocument/foldingRange": Feature("folding", "foldingRangeProvider"),
    "textDocument/hover": Feature("hover", "hoverProvider"),
    "textDocument/inlayHint": Feature("inlay_hints", "inlayHintProvider"),
    "textDocument/prepareRename": Feature("rename", about="server"),
    "textDocument/references": Feature("references", "referencesProvider", about="server"),
    "textDocument/rename": Feature("rename", "renameProvider", _rename_options, about="server"),
    "workspace/diagnostic": Feature("workspace_scan", about="server"),
    "workspace/executeCommand": Feature("commands", "executeCommandProvider", _commands, about="server"),
    "workspace/symbol": Feature("symbols", "workspaceSymbolProvider", about="server"),
}

#: Notifications, and the functions (session, params) that take note of them.
NOTIFICATIONS: dict[str, tuple[str, str]] = {
    "textDocument/didOpen": ("persistlint_server.features.synchronization", "did_open"),
    "textDocument/didChange": ("persistlint_server.features.synchronization", "did_change"),
    "textDocument/didClose": ("persistlint_server.features.synchronization", "did_close"),
    "textDocument/didSave": ("persistlint_server.features.synchronization", "did_save"),
    "$/setTrace": ("persistlint_server.features.configuration", "set_trace"),
    "workspace/didChangeConfiguration": ("persistlint_server.features.configuration", "did_change"),
    "workspace/didChangeWorkspaceFolders": ("persistlint_server.features.folders", "did_change"),
    "workspace/didChangeWatchedFiles": ("persistlint_server.features.watching", "did_change"),
    "window/workDoneProgress/cancel": ("persistlint_server.progress", "cancelled"),
    "initialized": ("persistlint_server.features.watching", "initialized"),
}


def capabilities(client: Client) -> dict[str, Any]:
    """What the server tells this client about itself."""
    found: dict[str, Any] = {
        "positionEncoding": client.encoding,
        "textDocumentSync": {"openClose": True, "change": 2, "save": {"includeText": False}},
        "workspace": {"workspaceFolders": {"supported": True, "changeNotifications": True}},
    }
    for feature in FEATURES.values():
        if feature.provider:
            value = feature.options(client) if feature.options is not None else True
            if value is not None:
                found[feature.provider] = value
    return found
