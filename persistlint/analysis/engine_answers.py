"""The answers of a running engine to an analysis, each noted with its question."""

from __future__ import annotations

from persistlint.analysis.analysis import Analysis, Lookup
from persistlint.durability.model import Timeline, Volume

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol

    from persistlint.catalogue.knowledge import ImageKnowledge
    from persistlint.docker.image_reference import ImageReference
    from persistlint.engine.facts import ImageFacts

    class AskableEngine(Protocol):
        """An engine as far as an analysis asks it."""

        def image(self, name: str) -> ImageFacts | None: ...

        def has_volume(self, name: str) -> bool | None: ...


class EngineAnswers:
    """Asks ``engine`` for ``analysis``. A Lookup's name says what was asked for ("image postgres:16", "volume pgdata")."""

    __slots__ = ("_analysis", "_engine", "_noted")

    def __init__(self, engine: AskableEngine, analysis: Analysis) -> None:
        self._engine = engine
        self._analysis = analysis
        self._noted: set[str] = set()

    def image(self, reference: ImageReference, stated: ImageKnowledge) -> ImageKnowledge | None:
        """Return the engine's facts about an image on top of ``stated``, None where the engine doesn't have it."""
        name = reference.raw.text
        if not name or not reference.tag_known:
            return None
        facts = self._engine.image(name)
        self._note(f"image {name}", facts.id if facts is not None else None)
        if facts is None:
            return None
        from persistlint.engine.knowledge import knowledge_of

        return knowledge_of(facts, stated)

    def volumes(self, timeline: Timeline) -> None:
        """Say of each named volume of the engine that is asked whether it is there already."""
        for volume in timeline.volumes:
            name = volume.name.text if volume.name is not None else None
            if name and _is_ours(volume):
                volume.in_engine = self._engine.has_volume(name)
                self._note(f"volume {name}", "present" if volume.in_engine else None)

    def _note(self, name: str, answer: str | None) -> None:
        if name not in self._noted:
            self._noted.add(name)
            self._analysis.lookups.append(Lookup("engine", name, answer))


def _is_ours(volume: Volume) -> bool:
    """Return whether the volume belongs to the engine that is asked, and not to another program, host or context."""
    return tuple(volume.namespace) in ((), ("docker", (), None, None))
