"""Knowledge of an engine about an image, joined to that of the catalogue or the settings."""

from __future__ import annotations

from persistlint.catalogue.knowledge import DataPath, ImageKnowledge
from persistlint.durability.images import moved_by_env
from persistlint.durability.paths import clean
from persistlint.engine.facts import ImageFacts


def knowledge_of(facts: ImageFacts, base: ImageKnowledge) -> ImageKnowledge:
    """Return the image's definition as the engine states it. Data paths, their meaning and their loss come from ``base``.

    A VOLUME that ``base`` doesn't know holds data of moderate loss, as one of a Dockerfile does. The user's own statement about an image
    (``base`` of the origin "settings") stays what it is.
    """
    knowledge = ImageKnowledge(base.origin if base.origin == "settings" else "engine", base.title)
    for name in (
        "name",
        "kind",
        "clients",
        "single_writer",
        "hostname_keyed",
        "memory_only",
        "persistence",
        "keeps_with",
        "drops_with",
        "note",
    ):
        setattr(knowledge, name, getattr(base, name))
    knowledge.prompt = base.prompt
    knowledge.stateful = base.stateful
    knowledge.version_known = base.version_known
    knowledge.volumes = [clean("/" + path) for path in facts.volumes]
    knowledge.volumes_known = True
    knowledge.workdir = clean(facts.workdir) if facts.workdir else "/"
    knowledge.user = facts.user or None
    knowledge.env = dict(entry.split("=", 1) for entry in facts.env if "=" in entry)
    knowledge.cmd = facts.cmd or None
    knowledge.entrypoint = facts.entrypoint or None
    knowledge.digests = list(facts.digests)
    if base.origin == "settings":
        knowledge.paths = list(base.paths)
        return knowledge
    _paths(knowledge, base)
    return knowledge


def _paths(knowledge: ImageKnowledge, base: ImageKnowledge) -> None:
    current = [path for path in base.paths if not _of_another_version(path, knowledge)]
    if not base.version_known and len(current) < len(base.paths):
        # The tag doesn't say which version it is, but the VOLUMEs do.
        current += [path for path in base.other_paths if path.declared and path.path in knowledge.volumes]
        knowledge.version_known = True
    else:
        current = list(base.paths)
    knowledge.other_paths = [path for path in (*base.paths, *base.other_paths) if path not in current]
    known_paths = {path.path for path in current}
    knowledge.paths = [moved_by_env(_declared(path, knowledge), knowledge.env) for path in current]
    for volume in knowledge.volumes:
        # A VOLUME that the catalogue lists without a data path is known to hold none.
        if volume not in known_paths and volume not in base.volumes:
            knowledge.paths.append(DataPath(volume, holds="data", loss="moderate", declared=True))
            knowledge.stateful = True


def _of_another_version(path: DataPath, knowledge: ImageKnowledge) -> bool:
    return bool(path.versions and path.declared) and path.path not in knowledge.volumes


def _declared(path: DataPath, knowledge: ImageKnowledge) -> DataPath:
    """Return the path with what the engine says about its VOLUME."""
    declared = path.path in knowledge.volumes
    if path.declared is declared:
        return path
    return path.moved(path.path, declared)
