"""Endings of a write, in words."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def phrase(endings: Sequence[str]) -> str:
    """Return the endings as a phrase, grouped by subject: ``container removal/stop, volume removal or host restart``."""
    grouped: dict[str, list[str]] = {}
    for ending in endings:
        subject, _, event = ending.rpartition(" ")
        grouped.setdefault(subject, []).append(event)
    parts = [f"{subject} {'/'.join(events)}" for subject, events in grouped.items()]
    return " or ".join(part for part in (", ".join(parts[:-1]), parts[-1]) if part)
