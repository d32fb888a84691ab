"""Code lenses: how many containers use a volume."""

from __future__ import annotations

import os
from collections.abc import Sequence

from persistlint.assist.names import VOLUME, Key
from persistlint.assist.navigation import Indexed
from persistlint.docker.commands import ContainerCreate
from persistlint.text.sources import Place


class Lens:
    """A line to show above ``place``: the ``uses`` of the volume with this ``key``, by container."""

    __slots__ = ("key", "place", "uses")

    def __init__(self, place: Place, key: Key, uses: dict[tuple[object, ...], Place]) -> None:
        self.place = place
        self.key = key
        self.uses = uses

    @property
    def title(self) -> str:
        return title(len(self.uses))


def title(count: int) -> str:
    """Return in words how many containers use a volume."""
    return "1 container uses this volume" if count == 1 else f"{count or 'no'} containers use this volume"


def lenses(here: Indexed, workspace: Sequence[Indexed] = ()) -> list[Lens]:
    """Return a lens for each ``volume create`` of the document: the workspace's containers that mount the volume."""
    analysis = here.analysis
    path = os.path.abspath(analysis.document.path)
    others = [indexed for indexed in workspace if os.path.abspath(indexed.analysis.document.path) != path]
    out = []
    seen: set[tuple[int, int]] = set()
    for mention in here.mentions:
        if mention.key[0] != VOLUME or not mention.makes or mention.word is None or mention.in_compose:
            continue
        span = mention.site(analysis)
        if span is None or not analysis.sources.knows(span):
            continue
        place = analysis.sources.place(span)
        if place.document is not analysis.document or (place.start, place.end) in seen:
            continue
        seen.add((place.start, place.end))
        out.append(Lens(place, mention.key, uses_of(mention.key, [here, *others])))
    return out


def uses_of(key: Key, workspace: Sequence[Indexed]) -> dict[tuple[object, ...], Place]:
    """Return where containers mount the volume, once for each container. One made again under its name is the same."""
    uses: dict[tuple[object, ...], Place] = {}
    for indexed in workspace:
        sources = indexed.analysis.sources
        for mention in indexed.of(key):
            command = mention.command
            if not isinstance(command, ContainerCreate) or not sources.knows(command.span):
                continue
            span = mention.site(indexed.analysis)
            place = sources.place(span if span is not None and sources.knows(span) else command.span)
            if command.name is not None and command.name.known:
                identity: tuple[object, ...] = command.name.identity()
            else:
                identity = (os.path.abspath(place.path), place.start)
            uses.setdefault(identity, place)
    return uses
