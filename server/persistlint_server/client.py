"""The client's abilities, as far as answers depend on them."""

from __future__ import annotations

from lsprotocol import types
from pygls.capabilities import get_capability

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

#: In the order of preference: UTF-8 is what we count in.
_ENCODINGS = ("utf-8", "utf-32", "utf-16")

#: Plain text is wrapped at so many columns.
_PLAIN_WIDTH = 100


class Client:
    """The client's abilities. ``get`` answers for those that have no name here."""

    def __init__(self, capabilities: types.ClientCapabilities) -> None:
        self._capabilities = capabilities
        offered = self.get("general.position_encodings") or ()
        self.encoding: str = next((name for name in _ENCODINGS if name in offered), "utf-16")

    def get(self, path: str) -> Any:
        """Return the capability at ``path``, such as ``text_document.rename``; None where there is none."""
        return get_capability(self._capabilities, path)

    @property
    def pulls(self) -> bool:
        """Return whether the client asks for diagnostics itself. All others get them pushed, and only pushed.

        A client asks again when the text is changed. What else changes findings (settings, a sourced file, a Dockerfile) it learns from a
        ``workspace/diagnostic/refresh``; one that can ask but takes no refresh (Neovim) would show what isn't true any more. So it is
        offered no pulling, and gets everything pushed, as the protocol allows at any time, unless it takes nothing that is pushed.
        """
        return self.get("text_document.diagnostic") is not None and (
            self.refreshes_diagnostics or self.get("text_document.publish_diagnostics") is None
        )

    @property
    def refreshes_diagnostics(self) -> bool:
        """Return whether it can be told to ask for diagnostics again."""
        return self.get("workspace.diagnostics.refresh_support") is True

    def about_diagnostics(self, name: str) -> Any:
        """Return what it says that diagnostics may have, pushed or (since 3.18 it may say that separately) asked for."""
        asked = self.get(f"text_document.diagnostic.{name}") if self.pulls else None
        return self.get(f"text_document.publish_diagnostics.{name}") if asked is None else asked

    @property
    def resolves_edits(self) -> bool:
        """Return whether a code action's edit may come later, asked for by its data."""
        properties = self.get("text_document.code_action.resolve_support.properties") or ()
        return self.get("text_document.code_action.data_support") is True and "edit" in properties

    @property
    def takes_code_actions(self) -> bool:
        """Return whether a code action may be more than a command."""
        return self.get("text_document.code_action.code_action_literal_support") is not None

    @property
    def versioned_edits(self) -> bool:
        """Return whether an edit may name the version of the document that it is for."""
        return self.get("workspace.workspace_edit.document_changes") is True

    @property
    def shows_documents(self) -> bool:
        """Return whether it opens pages when it is asked to."""
        return self.get("window.show_document.support") is True

    @property
    def shows_progress(self) -> bool:
        """Return whether it shows progress that the server begins."""
        return self.get("window.work_done_progress") is True

    @property
    def watches_files(self) -> bool:
        """Return whether it tells of changes of files, as it is asked to when it is ready."""
        return self.get("workspace.did_change_watched_files.dynamic_registration") is True

    @property
    def has_snippets(self) -> bool:
        """Return whether a completion may be a snippet."""
        return self.get("text_document.completion.completion_item.snippet_support") is True

    def content(self, path: str, text: str) -> types.MarkupContent:
        """Return a text in Markdown as the list of formats at ``path`` prefers it: as it is, or as plain text."""
        formats: Sequence[str] = self.get(path) or ()
        kind = next((kind for kind in map(_markup, formats) if kind), types.MarkupKind.PlainText)
        if kind is types.MarkupKind.PlainText:
            from persistlint.report.pages import render_page
            from persistlint.report.style import Style

            text = render_page(text, Style(width=_PLAIN_WIDTH)).rstrip("\n")
        return types.MarkupContent(kind, text)


def _markup(name: str) -> types.MarkupKind | None:
    return types.MarkupKind(name) if name in ("markdown", "plaintext") else None
