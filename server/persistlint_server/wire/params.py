"""Reading a message's parameters, which may be anything at all."""

from __future__ import annotations

from persistlint_server.wire.errors import invalid

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

#: The protocol's largest unsigned integer.
_LARGEST = 2**31 - 1


def table(params: Any, *path: str) -> dict[str, Any]:
    """The object at ``path``. Raises an "invalid params" error where there is none, as all functions here do."""
    found = _at(params, path)
    if not isinstance(found, dict):
        raise invalid(f"{_name(path)} must be an object")
    return found


def items(params: Any, *path: str) -> list[Any]:
    """The array at ``path``."""
    found = _at(params, path)
    if not isinstance(found, list):
        raise invalid(f"{_name(path)} must be an array")
    return found


def text(params: Any, *path: str) -> str:
    """The string at ``path``."""
    found = _at(params, path)
    if not isinstance(found, str):
        raise invalid(f"{_name(path)} must be a string")
    return found


def number(params: Any, *path: str) -> int:
    """The integer at ``path``."""
    found = _at(params, path)
    if isinstance(found, bool) or not isinstance(found, int):
        raise invalid(f"{_name(path)} must be an integer")
    return found


def position(params: Any, *path: str) -> tuple[int, int]:
    """Line and character at ``path``, both from 0; what is out of the protocol's bounds is moved to them."""
    line = number(params, *path, "line")
    character = number(params, *path, "character")
    return max(0, min(line, _LARGEST)), max(0, min(character, _LARGEST))


def span(params: Any, *path: str) -> tuple[tuple[int, int], tuple[int, int]]:
    """Start and end of the range at ``path``, in this order even where the client exchanged them."""
    start = position(params, *path, "start")
    end = position(params, *path, "end")
    return (start, end) if start <= end else (end, start)


def _at(params: Any, path: tuple[str, ...]) -> Any:
    for name in path:
        if not isinstance(params, dict):
            return None
        params = params.get(name)
    return params


def _name(path: tuple[str, ...]) -> str:
    return f"`{'.'.join(path)}`" if path else "the parameters"
