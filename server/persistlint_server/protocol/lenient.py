"""Values that pygls' converter refuses and the protocol allows, or clients send: a newer enumeration's, a capability in another form, a place out of range."""

from __future__ import annotations

import enum
import typing

import attrs
from lsprotocol import types
from pygls.protocol import default_converter

if typing.TYPE_CHECKING:
    from typing import Any

    from cattrs import Converter

#: The protocol's largest unsigned integer.
_LARGEST = 2**31 - 1


def lenient_converter() -> Converter:
    """Return pygls' converter with the hooks of this module."""
    converter: Converter = default_converter()  # type: ignore[no-untyped-call]
    converter.register_structure_hook_func(_is_enumeration, _enumerated)
    converter.register_structure_hook(types.Position, _position)
    converter.register_structure_hook(
        types.ClientCapabilities, lambda value, kind: _capability(value, kind, converter)
    )
    return converter


def _is_enumeration(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, enum.Enum)


def _enumerated(value: Any, kind: type[enum.Enum]) -> Any:
    """Return the member with this value; the value itself where a newer protocol has it (openlawlibrary/pygls#438)."""
    try:
        return kind(value)
    except ValueError:
        if not isinstance(value, (str, int)):
            raise
        return value


def _position(value: Any, _: object) -> types.Position:
    """Return the position, moved into the protocol's bounds: the protocol says that a place past the end means the end."""
    line, character = value["line"], value["character"]
    if type(line) is not int or type(character) is not int:
        raise ValueError("A position has two integers.")
    return types.Position(max(0, min(line, _LARGEST)), max(0, min(character, _LARGEST)))


def _capability(value: Any, kind: Any, converter: Converter) -> Any:
    """Return the capability ``value`` as a ``kind``, without the parts of it that can't be read.

    It also builds no reader for each of the protocol's hundred classes of capabilities, which would take a tenth of a second.
    """
    arguments = typing.get_args(kind)
    if typing.get_origin(kind) is typing.Union:
        inner = [argument for argument in arguments if argument is not type(None)]
        if value is None or len(inner) != 1:
            return value if value is None else converter.structure(value, kind)
        return _capability(value, inner[0], converter)
    if attrs.has(kind):
        if not isinstance(value, dict):
            raise ValueError("A capability is an object.")
        fields: dict[str, Any] = {}
        for field in attrs.fields(kind):
            fields[field.name] = None
            if (stated := value.get(_camel_case(field.name))) is not None:
                try:
                    fields[field.name] = _capability(stated, field.type, converter)
                except Exception:
                    # One wrong capability is none; the others count.
                    continue
        return kind(**fields)
    if isinstance(value, list) and len(arguments) == 1:
        return [_capability(item, arguments[0], converter) for item in value]
    if kind is bool and not isinstance(value, bool):
        raise ValueError("A claim is true or false.")
    return converter.structure(value, kind)


def _camel_case(name: str) -> str:
    first, *others = name.rstrip("_").split("_")
    return first + "".join(other.title() for other in others)
