"""Fates of data: the state that it is drawn in, and the words for that."""

from __future__ import annotations

from persistlint.durability.survival import EVENTS
from persistlint.report.safe_text import cut

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.report.map_tables import Row
    from persistlint.report.picture.places import Places

#: The events that a service's container meets, by the commands that people type. It isn't started with ``--rm``.
_COMPOSE_EVENTS = {
    "stop": "stop",
    "rm": "`docker compose down`",
    "rm -v": "`docker compose down -v`",
    "reboot": "reboot",
    "prune": "prune",
}

#: From worst to best: a thing that holds several data is drawn as the worst of them.
_WORST_FIRST = ("lost", "risk", "unknown", "kept", "absent")


def worst(states: list[str]) -> str:
    """Return the worst of some states."""
    return min(states, key=_WORST_FIRST.index)


def state_of_mount(mount: Row) -> str:
    """Return the state of what lies in a mount, when nothing is seen written there."""
    return "unknown" if mount["survives"] is None else _state_of_events(mount["survives"])


def state_of_write(row: Row) -> str:
    """Return the state of what is written."""
    if row["happened"] is False:
        return "absent"
    if row["at_end"] == "gone":
        return "lost" if row["rescued_by"] is None else "kept"
    if row["at_end"] == "orphaned":
        return "risk"
    if row["at_end"] == "unknown":
        return "unknown"
    if row["survives"] is None:
        # A build's: it is in the image until that is removed, or in the builder's cache.
        return "risk" if "builder prune" in row["ends_with"] else "kept"
    return _state_of_events(row["survives"])


def fate_of_mount(mount: Row, container: Row) -> list[str]:
    """Return which events take what lies in a mount, or may."""
    survives = mount["survives"]
    if survives is None:
        return []
    state = _state_of_events(survives)
    if state == "risk":
        return _risks(survives, container)
    return _unknowns(survives, mount["type"] == "bind") if state == "unknown" else []


def fate_of_write(row: Row, container: Row | None, places: Places) -> list[str]:
    """Return what becomes of a write, each in a sentence's part."""
    out = []
    end = row["destroyed_by"]
    if row["happened"] is False:
        out.append("it can't be written")
    elif end is not None:
        out.append(places.end(end).told)
    elif row["at_end"] == "orphaned":
        out.append("nothing finds it again at the end")
    elif row["survives"] is not None:
        out += _risks(row["survives"], container) or _unknowns(
            row["survives"], row["durability"].startswith("bind")
        )
    elif "builder prune" in row["ends_with"]:
        out.append("is lost on `docker builder prune`")
    if row["happened"] is None:
        out.append("if it is written at all")
    if row["rescued_by"] is not None:
        out.append(f"a copy is taken out, {places.of_row(row['rescued_by']).shown}")
    if row["when"] and (container is None or container["when"] != row["when"]):
        out.append(condition_of(row))
    return out


def condition_of(row: Row) -> str:
    """Return under which condition a row of the map holds."""
    return cut(f"when {row['when'].removeprefix('when ')}")


def _risks(survives: Row, container: Row | None) -> list[str]:
    """Return which events take data, and after which nothing leads to it any more. A service's are named by Compose's commands."""
    parts = []
    of_compose = container is not None and container["service"] and container["remove"] is False
    names = _COMPOSE_EVENTS if of_compose else {event: event for event in EVENTS}
    for fate, words in (("no", "is lost on"), ("orphaned", "nothing finds it again after")):
        events = [name for event, name in names.items() if survives[event] == fate]
        if of_compose and survives["rm"] == fate == survives["rm -v"]:
            events.remove(names["rm -v"])
        if events:
            parts.append(f"{words} {', '.join(events)}")
    return ["; ".join(parts)] if parts else []


def _unknowns(survives: Row, of_host: bool) -> list[str]:
    """Return of which events it isn't known what they do to data, and why."""
    events = [event for event in EVENTS if survives[event] is None]
    reason = ", since the text doesn't say where on the host it lies" if of_host else ""
    return [f"what {', '.join(events)} does to it isn't known{reason}"] if events else []


def _state_of_events(survives: Row) -> str:
    fates = [survives[event] for event in EVENTS]
    if "no" in fates or "orphaned" in fates:
        return "risk"
    return "unknown" if None in fates else "kept"
