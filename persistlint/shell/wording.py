"""Text as messages show it, and engines' names in text."""

from __future__ import annotations


def short(text: str) -> str:
    """Text on one line, for a message."""
    line = " ".join(text.replace("\\\n", " ").split())
    return line if len(line) <= 60 else line[:57] + "…"


def engine_word(source: str, start: int, end: int) -> int:
    """Return the offset at which an engine's name stands as a word between two offsets, -1 where none does."""
    for name in ("docker", "podman", "nerdctl"):
        at = source.find(name, start, end)
        while at >= 0:
            before = source[at - 1] if at else " "
            rest = at + len(name)
            # ``docker-compose`` is one, ``docker-env`` and ``docker-entrypoint.sh`` are not.
            ends = (source[rest : rest + 1] or " ") in " \t\n\\\"'" or source.startswith("-compose", rest)
            # ``run(docker …)`` is a call in some other language, or in a log.
            called = before == "(" and at > 1 and source[at - 2].isalnum()
            if before in " \t\n\"'`($;&|/{!=\\" and ends and not called:
                return at
            at = source.find(name, at + 1, end)
    return -1
