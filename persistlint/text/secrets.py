"""Masks secrets in text that people read: messages, excerpts, logs."""

from __future__ import annotations

import re

#: Words in the name of a variable, label or option whose value is a secret.
_WORDS = re.compile(
    r"passw(?:or)?d|passphrase|secret|token|credential|(?:api|access|private|signing|encryption|auth|master|account)[_.-]?key"
    r"|(?:^|[_.-])(?:pass|pwd|pw)(?:$|[_.-])",
    re.IGNORECASE,
)
#: Names that say where a secret is, or something about it.
_ABOUT = re.compile(
    r"(?:[_.-](?:file|path|dir|name|length|url|type|id|enabled|expiry|ttl|stdin))$|^allow[_.-]|[_.-](?:empty|random)[_.-]",
    re.IGNORECASE,
)
#: Values that keep nothing secret: a reference to a variable or a command, what isn't known, switches.
_OPEN = re.compile(
    r"\$\w+|\$\{\w+\}|\$\(.*|⟨.*|yes|no|true|false|on|off|null|none|[01]|\*+|<.*>?", re.IGNORECASE | re.DOTALL
)

_VALUE = r"""(?P<value>"[^"\n]*"?|'[^'\n]*'?|(?:\$\{[^}\n]*\}|[^\s"'`;|&<>)\]},])+)"""
#: ``NAME=value``, ``NAME: value``, ``ENV NAME value``, ``--password value``. The name's length is bounded, so that no text takes long.
_ASSIGNED = re.compile(
    r"(?<![\w.-])(?:--(?P<option>(?=[\w-]{0,100}(?:passw|passphrase|token|api-?key))[\w-]{1,100})[= ]|(?:(?:ENV|ARG|LABEL)[ \t]+)(?P<instruction>[\w.-]{1,100})[ \t]+|(?P<name>[\w.-]{1,100})(?:=|\"?:[ \t]+))"
    + _VALUE
)
#: The password in ``scheme://user:password@host``.
_ADDRESS = re.compile(
    r"(?P<head>\b[a-z][a-z0-9+.-]{0,30}://[^\s/:@'\"`]{0,200}:)(?P<value>[^\s/@'\"`]{1,500})(?=@)",
    re.IGNORECASE,
)

#: Without any of these no text holds what is masked.
_HINTS = ("pass", "secret", "token", "credential", "key", "pwd", "pw", "://")


def mask(text: str) -> str:
    """Return ``text`` with a ``*`` in place of each character of a value that its name calls a secret.

    The text keeps its length, so that a column is where it was. A reference to a variable stays.
    """
    lower = text.lower()
    if not any(hint in lower for hint in _HINTS):
        return text
    if "://" in text:
        text = _ADDRESS.sub(lambda found: found["head"] + _stars(found["value"]), text)
    return _ASSIGNED.sub(_masked, text)


def is_secret_name(name: str) -> bool:
    """Return whether a variable, label or option of this name holds a secret."""
    return bool(_WORDS.search(name)) and not _ABOUT.search(name)


def _masked(found: re.Match[str]) -> str:
    start = found.start("value") - found.start()
    value = found["value"]
    if is_secret_name(found["option"] or found["instruction"] or found["name"]):
        return found[0][:start] + _stars(value)
    # Another assignment may stand in the value: ``--env=PASSWORD=x``, ``-e "PASSWORD=x"``.
    return found[0][:start] + (_ASSIGNED.sub(_masked, value) if "=" in value else value)


def _stars(value: str) -> str:
    quote = value[:1] if value[:1] in ("'", '"') else ""
    end = quote if quote and len(value) > 1 and value.endswith(quote) else ""
    inside = value[len(quote) : len(value) - len(end)]
    if _OPEN.fullmatch(inside):
        return value
    return f"{quote}{'*' * len(inside)}{end}"
