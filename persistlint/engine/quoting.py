"""Words as shell text that can be pasted: whatever a name holds, it stays one word on one line, and a terminal obeys none of it."""

from __future__ import annotations

from collections.abc import Iterable

_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:=,@%+")


def quoted(word: str) -> str:
    """Return ``word`` for the shell: plain, in single quotes, or (control and invisible characters) in ``$'…'``, which bash, ksh and zsh know."""
    if word and all(character in _PLAIN for character in word):
        return word
    if word.isprintable():
        return "'" + word.replace("'", "'\\''") + "'"
    return "$'" + "".join(_escaped(character) for character in word) + "'"


def joined(words: Iterable[str]) -> str:
    """Return a command's words as shell text."""
    return " ".join(quoted(word) for word in words)


def csv_fields(fields: Iterable[str]) -> str:
    """Return the value of ``--mount`` with these fields, quoted for the client's CSV reader."""
    return ",".join(
        '"' + field.replace('"', '""') + '"' if any(mark in field for mark in ',"\n\r') else field
        for field in fields
    )


def _escaped(character: str) -> str:
    if character in "\\'":
        return "\\" + character
    if character.isprintable():
        return character
    # Byte for byte: a shell's locale decides what \u means.
    return "".join(f"\\{byte:03o}" for byte in character.encode("utf-8", "surrogateescape"))
