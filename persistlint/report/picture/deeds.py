"""Deeds of commands: what they do to containers and volumes of which the picture has no end: most of them aren't made by the text."""

from __future__ import annotations

from persistlint.docker.commands import Compose, ContainerRemove, ContainerSignal, Prune, VolumeRemove
from persistlint.docker.compose_service import selected
from persistlint.report.map_tables import as_written
from persistlint.report.picture.model import Deed
from persistlint.report.safe_text import cut
from persistlint.rulekit.services import anonymous_data, lost_volumes
from persistlint.text.budgets import MOST_ARROWS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from persistlint.analysis.analysis import Analysis
    from persistlint.docker.commands import Command
    from persistlint.docker.compose_service import ComposeService
    from persistlint.durability.model import Timeline
    from persistlint.report.map_tables import Row
    from persistlint.report.picture.model import Picture, PicturePlace
    from persistlint.report.picture.places import Places

    #: The title of a container, and the row of a write in it.
    Written = tuple[str, Row]

#: So many things that one command ends are named.
_MOST_TITLES = 8

#: What commands of Compose do to containers: the kind of the deed, and the verb.
_DEEDS = {
    "compose stop": ("stop", "stops"),
    "compose kill": ("stop", "kills"),
    "compose pause": ("stop", "pauses"),
    "compose start": ("start", "starts"),
    "compose restart": ("start", "restarts"),
    "compose unpause": ("start", "continues"),
    "compose down": ("end", "removes"),
    "compose rm": ("end", "removes"),
}

#: Why docker refuses to remove something, in a sentence's part.
_REFUSED = {"the volume is in use": "is in use", "the container is running": "is running"}

#: What commands do to containers that stay: the kind of the deed, and the verb.
_SIGNALS = {
    "container stop": ("stop", "stops"),
    "container kill": ("stop", "kills"),
    "container pause": ("stop", "pauses"),
    "container start": ("start", "starts"),
    "container restart": ("start", "restarts"),
    "container unpause": ("start", "continues"),
}

#: What ends the memory of a tmpfs, and leaves the container.
_STOPPING = ("compose stop", "compose kill", "compose restart")


def deeds_of(analysis: Analysis, picture: Picture, writes: Sequence[Written], places: Places) -> list[Deed]:
    """Return what the commands of a text do. ``picture`` has its things, ``writes`` what is written in its containers."""
    deeds: dict[tuple[str, str], Deed] = {}
    worlds: dict[tuple[str, str], set[int]] = {}
    for number, timeline in enumerate(analysis.timelines):
        for happening in timeline.happenings:
            if not isinstance(happening, (Compose, ContainerRemove, ContainerSignal, Prune, VolumeRemove)):
                continue
            place = places.of_span(happening.span)
            refused = _refused_deed(happening, timeline, place)
            for deed in [refused] if refused is not None else _deeds_of(happening, place, picture, writes):
                key = (place.shown, deed.told)
                if key in deeds or len(deeds) < MOST_ARROWS:
                    deeds.setdefault(key, deed)
                    worlds.setdefault(key, set()).add(number)
    for key, deed in deeds.items():
        deed.certain = len(worlds[key]) == len(analysis.timelines)
    return list(deeds.values())


def _refused_deed(command: Command, timeline: Timeline, place: PicturePlace) -> Deed | None:
    """Return that docker doesn't remove what is in use, None where it does, or where that isn't known."""
    for refusal in timeline.refusals:
        reason = _REFUSED.get(refusal.reason) if refusal.command is command else None
        if reason is not None and refusal.cause is not None and refusal.cause.name is not None:
            kind = "volume" if isinstance(command, VolumeRemove) else "container"
            title = f"{kind} {cut(as_written(refusal.cause.name.display()))}"
            line = f"`{command.program} {command.verb.removeprefix('container ')}`"
            return Deed("refused", place, line, f"fails, as it {reason}:", [title], "plain")
    return None


def _deeds_of(
    command: Compose | ContainerRemove | ContainerSignal | Prune | VolumeRemove,
    place: PicturePlace,
    picture: Picture,
    writes: Sequence[Written],
) -> Iterator[Deed]:
    if isinstance(command, Compose):
        return _compose_deeds(command, place, picture, writes)
    if isinstance(command, ContainerSignal):
        return _signal_deeds(command, place, picture)
    if isinstance(command, Prune):
        return _prune_deeds(command, place, picture)
    return _removal_deeds(command, place, picture)


def _removal_deeds(
    command: ContainerRemove | VolumeRemove, place: PicturePlace, picture: Picture
) -> Iterator[Deed]:
    is_volumes = isinstance(command, VolumeRemove)
    kind = "volume" if is_volumes else "container"
    values = command.volumes if isinstance(command, VolumeRemove) else command.containers
    names = [cut(as_written(value.display())) for value in values]
    # What becomes of a thing that the picture has stands there, unless it is made below: then another one is removed before.
    drawn_titles = {
        thing.title
        for thing in picture.things
        if not (thing.kind == "volume" and thing.place is not None and _is_below(thing.place, place))
    }
    titles = [
        f"{kind}{'s' if command.opaque else ''} {name}"
        for name in names
        if f"{kind} {name}" not in drawn_titles
    ]
    if titles:
        line = f"`{command.program} {command.verb.removeprefix('container ')}`"
        action, state = ("deletes", "lost") if is_volumes else ("removes", "plain")
        yield Deed("end", place, line, action, _first_of(titles), state)


def _signal_deeds(command: ContainerSignal, place: PicturePlace, picture: Picture) -> Iterator[Deed]:
    """Tell what is stopped or started among the containers of the picture: a prune takes those that are stopped."""
    kind, verb = _SIGNALS.get(command.verb, ("", ""))
    drawn = [thing for thing in picture.things if thing.kind == "container"]
    ended = {thing.title for thing in drawn if thing.end is not None and thing.end.place.shown == place.shown}
    staying = {thing.title for thing in drawn} - ended
    named = [f"container {cut(as_written(value.display()))}" for value in command.containers]
    titles = [title for title in dict.fromkeys(named) if title in staying]
    if kind and titles and all(place.shown != other.shown for other, _ in picture.refusals):
        line = f"`{command.program} {command.verb.removeprefix('container ')}`"
        yield Deed(kind, place, line, verb, _first_of(titles), "plain")


def _is_below(place: PicturePlace, other: PicturePlace) -> bool:
    """Return whether a line stands below another one, and each has its turn where it stands."""
    return (
        (place.path, *place.when) == (other.path, *other.when)
        and place.when[0] == 0
        and place.line > other.line
    )


def _prune_deeds(command: Prune, place: PicturePlace, picture: Picture) -> Iterator[Deed]:
    removal = _pruned(command)
    if removal:
        removal += _spared(place, picture)
        yield Deed("end", place, f"`{command.program} {command.verb}`", "deletes", [removal], "plain")


def _pruned(command: Prune) -> str:
    """Return which containers and volumes a prune deletes, "" where it is about neither."""
    scope = command.verb.partition(" ")[0]
    parts = ["stopped containers"] if scope in ("container", "system") else []
    if scope == "volume" or (scope == "system" and command.volumes is True):
        # podman's takes those with a name, too; docker's since 23.0 only with `--all`.
        with_named = command.program == "podman" or (scope == "volume" and command.all is not False)
        parts.append(f"{'' if with_named else 'anonymous '}volumes that no container uses")
    return " and ".join(parts) + (" that its filters choose" if parts and command.filters else "")


def _spared(place: PicturePlace, picture: Picture) -> str:
    """Return that a prune takes nothing of what the picture has, "" where it does, or where that isn't known."""
    things = [thing for thing in picture.things if thing.kind in ("container", "volume", "anonymous volume")]
    is_hit = any(thing.end is not None and thing.end.place.shown == place.shown for thing in things)
    is_open = picture.left_out or any(thing.state == "unknown" for thing in things)
    return "" if is_hit or is_open or not things else " (nothing drawn here)"


def _compose_deeds(
    command: Compose, place: PicturePlace, picture: Picture, writes: Sequence[Written]
) -> Iterator[Deed]:
    if command.verb not in _DEEDS:
        return
    kind, verb = _DEEDS[command.verb]
    takes_volumes = command.volumes is True and kind == "end"
    line = f"`docker {command.verb}{' -v' if takes_volumes else ''}`"
    if command.services is None:
        services = [f"service {cut(as_written(word.value.display()))}" for word in command.operands]
        all_of_it = "the project's containers and volumes" if takes_volumes else "the project's containers"
        yield Deed(kind, place, line, verb, _first_of(services) or [all_of_it], "plain")
        return
    ended = {
        thing.title
        for thing in picture.things
        if thing.end is not None and thing.end.place.shown == place.shown
    }
    named = [service.name for service in selected(command)]
    containers = [f"container {cut(as_written(name.display()))}" for name in named if name is not None]
    containers = [title for title in containers if title not in ended]
    if containers:
        yield Deed(kind, place, line, verb, _first_of(containers), "plain")
    data = [title for title in (_volumes_of(command) if takes_volumes else []) if title not in ended]
    stores = {"tmpfs"} if command.verb in _STOPPING else {"tmpfs", "container layer"} if kind == "end" else ()
    data += _data_of_earlier(containers, stores, writes, place)
    if data:
        yield Deed("end", place, line, "deletes", _first_of(data), "lost")


def _volumes_of(command: Compose) -> list[str]:
    """Return the titles of the volumes that a ``compose down -v`` deletes."""
    lost = lost_volumes(command)
    if lost is None:
        return []
    anonymous = [service for service in command.services or () if service.definition.name in lost.anonymous]
    return [
        *(f"volume {cut(as_written(name))}" for name in lost.named),
        *(_anonymous_title(service) for service in anonymous),
    ]


def _anonymous_title(service: ComposeService) -> str:
    """Return the name of the anonymous volumes of a service, with the paths of their data."""
    paths = [cut(as_written(path)) for path in anonymous_data(service) if path]
    return f"anonymous volume{'s' if len(paths) > 1 else ''} of service {cut(service.definition.name)}" + (
        f" ({' and '.join(_first_of(paths))})" if paths else ""
    )


def _data_of_earlier(
    titles: list[str], stores: Collection[str], writes: Sequence[Written], place: PicturePlace
) -> list[str]:
    """Return the data in ``stores`` of containers that end at a place, before the text makes them anew. What a container of the text loses there is told with its write."""
    return [
        *dict.fromkeys(
            f"{cut(row['target'])} of {title}"
            for title, row in writes
            if title in titles and row["durability"] in stores and row["by"] == "image"
            if row["destroyed_by"] is None
            or (row["destroyed_by"]["path"], row["destroyed_by"]["line"]) != (place.path, place.line)
        )
    ]


def _first_of(titles: list[str]) -> list[str]:
    """Return the first things that a command is about, and how many more there are."""
    if len(titles) <= _MOST_TITLES:
        return titles
    return [*titles[: _MOST_TITLES - 1], f"{len(titles) - _MOST_TITLES + 1} more"]
