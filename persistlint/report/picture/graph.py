"""The graph of a picture: its things and arrows, and boxes for commands that do something to things that the text doesn't make."""

from __future__ import annotations

from persistlint.report.picture.model import Arrow, Thing
from persistlint.text.budgets import MOST_ARROWS, MOST_COMMANDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.report.picture.model import Deed, Picture


#: Titles of things that have a name begin so.
_NAMED = ("container ", "volume ", "service ")

#: So many places that weren't followed are named.
_MOST_GAPS = 5


class Graph:
    """The boxes ``things`` and the ``arrows`` between them. ``notes`` are what the reader has to know beside them."""

    __slots__ = ("arrows", "notes", "things")

    def __init__(self, things: list[Thing], arrows: list[Arrow], notes: list[str]) -> None:
        self.things = things
        self.arrows = arrows
        self.notes = notes


def graph_of(picture: Picture) -> Graph:
    """Return the graph of a picture."""
    out = Graph([*picture.things], [*picture.arrows], [*picture.notes, *_gaps(picture)])
    by_title: dict[str, Thing] = {}
    for node in picture.things:
        by_title.setdefault(node.title, node)
    commands: dict[tuple[str, str], Thing] = {}
    for number, deed in enumerate(picture.deeds, 1):
        if number > MOST_COMMANDS or len(out.arrows) + len(deed.things) > MOST_ARROWS:
            left = len(picture.deeds) - number + 1
            out.notes.append(f"{left} more command{'s' if left > 1 else ''} that end something aren't drawn.")
            break
        key = (deed.place.shown, deed.command)
        command = commands.get(key)
        if command is None:
            command = commands[key] = Thing(f"deed.{number}", "command", deed.command, deed.place)
            out.things.append(command)
        for title in deed.things:
            # "stopped containers" and "7 more" are others at each command.
            key_of_thing = title if title.startswith(_NAMED) else f"{number} {title}"
            if key_of_thing not in by_title:
                by_title[key_of_thing] = _thing_of(key_of_thing, title, deed)
                out.things.append(by_title[key_of_thing])
            node = by_title[key_of_thing]
            arrow = Arrow("deed", command.id, node.id, deed.verb, deed.state)
            arrow.notes += [] if deed.certain else ["in a branch"]
            arrow.places.append(deed.place)
            out.arrows.append(arrow)
    return out


def _thing_of(key: str, title: str, deed: Deed) -> Thing:
    """Return a box for what a command stops or deletes, and nothing here makes."""
    if deed.state == "lost":
        kind = "deleted volume" if title.startswith(("volume", "anonymous volume")) else "deleted data"
        node = Thing(f"deleted.{key}", kind, title)
        node.state = "lost"
        return node
    return Thing(f"elsewhere.{key}", "elsewhere", title)


def _gaps(picture: Picture) -> list[str]:
    lines = [f"Not followed, {place.shown}: {reason}" for place, reason in picture.gaps[:_MOST_GAPS]]
    more = len(picture.gaps) - len(lines)
    return [*lines, f"{more} more places aren't followed."] if more > 0 else lines
