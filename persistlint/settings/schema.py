"""The settings as JSON Schema, for editors that complete and check TOML."""

from __future__ import annotations

from persistlint.settings.table import TABLE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

NAME = "urn:persistlint:settings"


def schema() -> dict[str, Any]:
    """Return the JSON Schema of a ``persistlint.toml`` and of ``[tool.persistlint]``. It is draft 7, which editors know best."""
    properties = {}
    for key in TABLE:
        properties[key.name] = {"description": key.summary, **key.kind.schema()}
        if key.default is not None:
            properties[key.name]["default"] = key.default
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": NAME,
        "title": "persistlint's settings",
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
    }


def schema_text() -> str:
    """Return the schema as the text that is shipped and published."""
    import json

    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"
