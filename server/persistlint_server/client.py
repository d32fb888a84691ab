"""What the client said it can do, read leniently: a value of a newer protocol must not keep us from starting."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

#: In the order of preference: UTF-8 is what we count in.
_ENCODINGS = ("utf-8", "utf-32", "utf-16")


class Client:
    """The client's abilities, from the parameters of ``initialize``."""

    __slots__ = ("_capabilities", "encoding", "name", "version")

    def __init__(self, params: dict[str, Any]) -> None:
        self._capabilities = params.get("capabilities")
        info = params.get("clientInfo")
        self.name = str(info.get("name", "")) if isinstance(info, dict) else ""
        self.version = str(info.get("version", "")) if isinstance(info, dict) else ""
        offered = self.get("general", "positionEncodings")
        self.encoding = "utf-16"
        if isinstance(offered, list):
            self.encoding = next((name for name in _ENCODINGS if name in offered), "utf-16")

    def get(self, *path: str) -> Any:
        """The value at ``path`` of the capabilities, None where there is none."""
        found = self._capabilities
        for name in path:
            if not isinstance(found, dict):
                return None
            found = found.get(name)
        return found

    def can(self, *path: str) -> bool:
        """Whether the capability at ``path`` is true, or a table."""
        found = self.get(*path)
        return found is True or isinstance(found, dict)

    def takes(self, value: object, *path: str) -> bool:
        """Whether the list at ``path`` holds ``value``."""
        found = self.get(*path)
        return isinstance(found, list) and value in found

    @property
    def pulls(self) -> bool:
        """Whether it asks for diagnostics itself. All others get them pushed, and only pushed.

        A client asks again when the text is changed. What else changes findings (settings, a sourced file, a Dockerfile) it learns from a
        ``workspace/diagnostic/refresh``; one that can ask but takes no refresh (Neovim) would show what isn't true any more. So it is
        offered no pulling, and gets everything pushed, as the protocol allows at any time, unless it takes nothing that is pushed.
        """
        return self.can("textDocument", "diagnostic") and (
            self.refreshes_diagnostics or not self.can("textDocument", "publishDiagnostics")
        )

    @property
    def refreshes_diagnostics(self) -> bool:
        return self.get("workspace", "diagnostics", "refreshSupport") is True

    def about_diagnostics(self, *path: str) -> Any:
        """What it says that diagnostics may have, pushed or (since 3.18 it may say that separately) asked for."""
        asked = self.get("textDocument", "diagnostic", *path) if self.pulls else None
        return self.get("textDocument", "publishDiagnostics", *path) if asked is None else asked

    @property
    def resolves_edits(self) -> bool:
        """Whether a code action's edit may come later, asked for by its data."""
        return self.get("textDocument", "codeAction", "dataSupport") is True and self.takes(
            "edit", "textDocument", "codeAction", "resolveSupport", "properties"
        )

    @property
    def takes_code_actions(self) -> bool:
        """Whether a code action may be more than a command."""
        return self.can("textDocument", "codeAction", "codeActionLiteralSupport")

    @property
    def versioned_edits(self) -> bool:
        return self.get("workspace", "workspaceEdit", "documentChanges") is True

    @property
    def shows_documents(self) -> bool:
        return self.get("window", "showDocument", "support") is True

    @property
    def shows_progress(self) -> bool:
        return self.get("window", "workDoneProgress") is True

    @property
    def watches_files(self) -> bool:
        """Whether it tells of changes of files, as it is asked to when it is ready."""
        return self.get("workspace", "didChangeWatchedFiles", "dynamicRegistration") is True

    @property
    def has_snippets(self) -> bool:
        return self.get("textDocument", "completion", "completionItem", "snippetSupport") is True

    def markup(self, *path: str) -> str:
        """ "markdown" or "plaintext": what the list of formats at ``path`` prefers."""
        formats = self.get(*path)
        if isinstance(formats, list):
            for name in formats:
                if name in ("markdown", "plaintext"):
                    return str(name)
        return "plaintext"
