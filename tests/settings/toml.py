"""Writing TOML, for tests."""

from __future__ import annotations

import json
from typing import Any


def dumps(content: dict[str, Any]) -> str:
    """TOML that states ``content``: strings, numbers, booleans, lists and tables."""
    return "".join(f"{_string(key)} = {_value(value)}\n" for key, value in content.items())


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{_string(key)} = {_value(item)}' for key, item in value.items())}}}"
    return repr(value)


def _string(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
