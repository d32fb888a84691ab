"""Unreadable text in which nothing is at stake."""

from __future__ import annotations

from persistlint.shell.syntax.words import PLACEHOLDER_TEXT
from persistlint.text.regex import regex

_VERB = regex(
    r"\b(?:docker|podman|nerdctl)[ \t]+(?:-\S+[ \t]+)*(?:(?:container|image|network|system|volume)[ \t]+)?([a-z]+)"
)
#: What an engine is only asked by, and what is about no container of this engine's: nothing would be checked there.
_ASKING = frozenset(
    (
        "config",
        "context",
        "diff",
        "events",
        "history",
        "images",
        "info",
        "inspect",
        "list",
        "login",
        "logout",
        "logs",
        "ls",
        "node",
        "plugin",
        "port",
        "ps",
        "search",
        "secret",
        "service",
        "stack",
        "stats",
        "swarm",
        "top",
        "version",
    )
)


def harmless(text: str) -> bool:
    """Return whether the text is a form for a reader to fill in (``docker stack rm <name>``), or has only commands that ask."""
    verbs = _VERB.findall(text)
    return PLACEHOLDER_TEXT.search(text) is not None or (bool(verbs) and _ASKING.issuperset(verbs))
