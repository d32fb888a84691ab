"""Reading and writing JSON without the ``json`` package, for a run of milliseconds.

That package compiles patterns for what isn't needed here, and loads ``re`` for it: together a third of a run that finds an earlier result. The
reader and the writer themselves are in C, in a module of their own.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class _Options:
    """What the reader asks of its caller: everything as ``json.loads`` has it."""

    strict = True
    object_hook = None
    object_pairs_hook = None
    parse_float = float
    parse_int = int
    parse_constant = float
    memo: dict[str, str] = {}


def loads(text: str) -> Any:
    """The value that ``text`` is in JSON. Raises ``ValueError`` where it isn't JSON."""
    try:
        from _json import make_scanner

        value, end = make_scanner(_Options())(text, 0)  # type: ignore[arg-type]
        if end == len(text):
            return value
    except (ImportError, StopIteration, SystemError, ValueError):
        # Another Python, or a fault, which the reader can only tell with its package loaded (a SystemError without).
        pass
    from json import loads as read

    return read(text)


def dumps(value: object) -> str:
    """The value as JSON, in ASCII and without blanks. Raises ``TypeError`` for what JSON has nothing for."""
    try:
        from _json import encode_basestring_ascii, make_encoder

        write = make_encoder(None, _refuse, encode_basestring_ascii, None, ":", ",", False, False, True)
        return "".join(write(value, 0))
    except (ImportError, SystemError):
        from json import dumps as written

        return written(value, separators=(",", ":"))


def _refuse(value: object) -> object:
    raise TypeError(f"{type(value).__name__} is nothing in JSON")
