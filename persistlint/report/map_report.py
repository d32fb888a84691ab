"""The map for programs: version 1 of the contract, over any number of documents."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from persistlint.durability.map_fields import map_fields
from persistlint.report.project_map import project_things
from persistlint.text.secrets import mask

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from persistlint.analysis.analysis import Analysis
    from persistlint.text.sources import Sources
    from persistlint.text.spans import Span

VERSION = 1

#: The fields that hold ids.
_REFERENCES = frozenset({"id", "container", "volume", "mounted_by", "mounts"})
#: The fields that are told to people: secrets in them are masked. Names and paths stay exact.
_TOLD = frozenset({"by", "event", "reason", "refused", "when"})


def map_document(analyses: Iterable[Analysis]) -> dict[str, Any]:
    """Volumes, containers, writes and gaps of all documents; each document's ids are its own. Of several, ``project`` has each name once."""
    out: dict[str, Any] = {"version": VERSION, "volumes": [], "containers": [], "writes": [], "gaps": []}
    all_analyses = list(analyses)
    for index, analysis in enumerate(all_analyses, 1):
        fields: dict[str, Any] = map_fields(analysis.timelines, place_fields(analysis.sources))
        for key in ("volumes", "containers", "writes", "gaps"):
            rows = [_masked(row) for row in fields[key]]
            out[key] += [_renamed(row, f"d{index}.") for row in rows] if len(all_analyses) > 1 else rows
    if len(all_analyses) > 1:
        out["project"] = [
            {
                "kind": entry.kind,
                "name": entry.name,
                "parts": [
                    {"what": mask(part), "path": path, "line": line} for part, path, line in entry.parts
                ],
            }
            for entry in project_things(all_analyses)
        ]
    return out


def place_fields(sources: Sources) -> Callable[[Span], dict[str, Any]]:
    """Return a function that turns a span into ``{"path", "line", "column"}``."""

    def resolve(span: Span) -> dict[str, Any]:
        place = sources.place(span)
        line, column, _, _ = place.positions()
        return {"path": place.path, "line": line, "column": column}

    return resolve


def _masked(plain: Any) -> Any:
    """Return the fields with the secrets in what is told masked."""
    if isinstance(plain, list):
        return [_masked(value) for value in plain]
    if not isinstance(plain, dict):
        return plain
    return {
        key: mask(value) if key in _TOLD and isinstance(value, str) else _masked(value)
        for key, value in plain.items()
    }


def _renamed(row: dict[str, Any], prefix: str) -> dict[str, Any]:
    """Return the row with ``prefix`` before every id in it."""
    renamed = dict(row)
    for key in _REFERENCES & row.keys():
        value = row[key]
        if isinstance(value, str):
            renamed[key] = prefix + value
        elif key == "mounts":
            renamed[key] = [_renamed(mount, prefix) for mount in value]
        elif isinstance(value, list):
            renamed[key] = [prefix + item for item in value]
    return renamed
