"""The editor's own settings: initialization options, ``didChangeConfiguration``, and what the client answers when it is asked."""

from __future__ import annotations

from lsprotocol import types

from persistlint_server.server import server

TYPE_CHECKING = False
if TYPE_CHECKING:
    from concurrent.futures import Future
    from typing import Any

    from persistlint_server.server import PersistlintServer

#: The section of the editor's settings.
SECTION = "persistlint"

#: Keys that the editor's extension has for itself.
_EDITOR_ONLY = frozenset({"path", "trace", "trusted", "interpreter", "importStrategy", "enable"})


def take_options(ls: PersistlintServer, options: Any) -> None:
    """Take the initialization options: the settings' names, and ``trusted``."""
    if isinstance(options, dict):
        ls.projects.trust(options.get("trusted") is True)
        _take(ls, options)


@server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
def did_change(ls: PersistlintServer, params: types.DidChangeConfigurationParams) -> None:
    """Take the settings. A client that can be asked for them is, as some send only a part; else those that come with the message count."""
    settings = params.settings
    section = settings.get(SECTION, settings) if isinstance(settings, dict) else None
    if not isinstance(section, dict):
        section = {}
    changed = _take_trust(ls, section)
    if ls.client.get("workspace.configuration") is True:
        if changed:
            # That doesn't wait for the client's answer.
            renew_everything(ls)
        ask(ls)
        return
    if section:
        _take(ls, section)
    renew_everything(ls)


def ask(ls: PersistlintServer) -> None:
    """Ask the client for the section, and take it when it comes."""

    def take(answer: Future[Any]) -> None:
        result = answer.result() if not answer.cancelled() and answer.exception() is None else None
        section = result[0] if isinstance(result, (list, tuple)) and result else None
        if isinstance(section, dict):
            _take_trust(ls, section)
            _take(ls, section)
            renew_everything(ls)

    items = [types.ConfigurationItem(section=SECTION)]
    ls.workspace_configuration(types.ConfigurationParams(items)).add_done_callback(take)


@server.feature(types.SET_TRACE)
def set_trace(ls: PersistlintServer, params: types.SetTraceParams) -> None:
    """Trace as much as the client wants from now on."""
    ls.log.trace = params.value


def renew_everything(ls: PersistlintServer) -> None:
    """Read the settings again and analyse every open document under them."""
    ls.projects.reset()
    ls.renew(list(ls.documents.values()))
    ls.closed_settings.look_again()
    ls.files_changed()
    ls.refresh_diagnostics()


def _take_trust(ls: PersistlintServer, section: dict[str, Any]) -> bool:
    """Take over whether the workspace is trusted, where the section says so; whether that is something new.

    An editor that lets an untrusted folder state settings must say here what it thinks of the folder itself, as our extension does.
    """
    trusted = section.get("trusted")
    if not isinstance(trusted, bool) or trusted == ls.projects.trusted:
        return False
    ls.projects.trust(trusted)
    ls.log.info("the workspace is trusted" if trusted else "the workspace is not trusted any more")
    return True


def _take(ls: PersistlintServer, section: dict[str, Any]) -> None:
    stated = {key: value for key, value in section.items() if key not in _EDITOR_ONLY and value is not None}
    if stated:
        from persistlint.settings.overlay import checked

        stated, problems = checked(stated)
        for problem in problems:
            ls.log.show_warning(f"persistlint: in the editor's settings: {problem.message}")
    ls.projects.stated = stated
