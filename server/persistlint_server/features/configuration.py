"""The editor's own settings: initialization options, ``didChangeConfiguration``, and what the client answers when it is asked."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from persistlint_server.session import Session

#: The section of the editor's settings.
SECTION = "persistlint"

#: Keys that the editor's extension has for itself.
_EDITOR_ONLY = frozenset({"path", "trace", "trusted", "interpreter", "importStrategy", "enable"})


def take_options(session: Session, options: Any) -> None:
    """Take the initialization options: the settings' names, and ``trusted``."""
    if isinstance(options, dict):
        session.projects.trust(options.get("trusted") is True)
        _take(session, options)


def did_change(session: Session, params: Any) -> None:
    """The settings are different. A client that can be asked for them is, as some send only a part; else those that come with the message count."""
    settings = params.get("settings") if isinstance(params, dict) else None
    section = settings.get(SECTION, settings) if isinstance(settings, dict) else None
    if not isinstance(section, dict):
        section = {}
    changed = _take_trust(session, section)
    if session.client.get("workspace", "configuration") is True:
        if changed:
            # That doesn't wait for the client's answer.
            renew_everything(session)
        ask(session)
        return
    if section:
        _take(session, section)
    renew_everything(session)


def ask(session: Session) -> None:
    """Ask the client for the section, and take it when it comes."""

    def then(result: Any) -> None:
        section = result[0] if isinstance(result, list) and result else None
        if isinstance(section, dict):
            _take_trust(session, section)
            _take(session, section)
            renew_everything(session)

    session.connection.ask("workspace/configuration", {"items": [{"section": SECTION}]}, then)


def set_trace(session: Session, params: Any) -> None:
    session.log.set_trace(params.get("value") if isinstance(params, dict) else None)


def renew_everything(session: Session) -> None:
    """Read the settings again and analyse every open document under them."""
    session.projects.reset()
    session.renew(list(session.documents.values()))
    session.closed_settings.look_again()
    session.files_changed()
    session.refresh_diagnostics()


def _take_trust(session: Session, section: dict[str, Any]) -> bool:
    """Take over whether the workspace is trusted, where the section says so; whether that is something new.

    An editor that lets an untrusted folder state settings must say here what it thinks of the folder itself, as our extension does.
    """
    trusted = section.get("trusted")
    if not isinstance(trusted, bool) or trusted == session.projects.trusted:
        return False
    session.projects.trust(trusted)
    session.log.info("the workspace is trusted" if trusted else "the workspace is not trusted any more")
    return True


def _take(session: Session, section: dict[str, Any]) -> None:
    stated = {key: value for key, value in section.items() if key not in _EDITOR_ONLY and value is not None}
    if stated:
        from persistlint.settings.overlay import checked

        stated, problems = checked(stated)
        for problem in problems:
            session.log.show_warning(f"persistlint: in the editor's settings: {problem.message}")
    session.projects.stated = stated
