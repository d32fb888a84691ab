"""The names in a workspace's documents: volumes, containers and images, for completion."""

from __future__ import annotations

from collections.abc import Iterable

from persistlint.assist.names import VOLUME
from persistlint.assist.navigation import Indexed
from persistlint.assist.places import commands_at, covers
from persistlint.docker.commands import ContainerCreate, ImageBuild
from persistlint.hosts.image_definition import has_unknown


class KnownNames:
    """Names as written in the text, each with how often it is mentioned."""

    __slots__ = ("containers", "images", "volumes")

    def __init__(self) -> None:
        self.volumes: dict[str, int] = {}
        self.containers: dict[str, int] = {}
        self.images: dict[str, int] = {}


def known_names_in(indexed: Indexed, but_at: int | None = None) -> KnownNames:
    """Return the names in one document. A name at offset ``but_at`` is being typed and doesn't count."""
    names = KnownNames()
    analysis = indexed.analysis
    typed = {id(command) for command, _ in commands_at(analysis, but_at)} if but_at is not None else set()
    for mention in indexed.mentions:
        text = mention.full_name if mention.in_compose else mention.name.text
        if text is None or mention.loose:
            continue
        if but_at is not None and id(mention.command) in typed:
            if covers(analysis, mention.site(analysis), but_at) is not None:
                continue
        _count(names.volumes if mention.key[0] == VOLUME else names.containers, text)
    for command, _ in analysis.commands:
        references = []
        if isinstance(command, ContainerCreate) and command.image is not None:
            references = [command.image]
        elif isinstance(command, ImageBuild):
            references = command.tags
        for reference in references:
            here = but_at is not None and covers(analysis, reference.span, but_at) is not None
            if reference.familiar is not None and reference.raw.text and not here:
                _count(names.images, reference.raw.text)
    for definition in analysis.images:
        for stage in definition.stages:
            here = but_at is not None and covers(analysis, stage.base_span, but_at) is not None
            if stage.base and stage.base_stage is None and not has_unknown(stage.base) and not here:
                _count(names.images, stage.base)
    return names


def merged(parts: Iterable[KnownNames]) -> KnownNames:
    """Return the names of several documents together."""
    out = KnownNames()
    for part in parts:
        for mine, theirs in (
            (out.volumes, part.volumes),
            (out.containers, part.containers),
            (out.images, part.images),
        ):
            for name, count in theirs.items():
                mine[name] = mine.get(name, 0) + count
    return out


def _count(names: dict[str, int], name: str) -> None:
    names[name] = names.get(name, 0) + 1
