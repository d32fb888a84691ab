"""Facts about an image: from a definition of the workspace, the user's settings, the engine when asked, or the catalogue."""

from __future__ import annotations

from persistlint.catalogue.knowledge import DataPath, ImageKnowledge
from persistlint.catalogue.lookup import lookup
from persistlint.docker.image_reference import ImageReference, parse_reference
from persistlint.durability.paths import clean, is_below
from persistlint.shell.values import Literal, Piece, Unknown, Value
from persistlint.text.budgets import MOST_BASES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from persistlint.hosts.image_definition import ImageDefinition, Stage

    #: Finds the definition that is built under a tag, and the stage of it that is (None: its last). No definition means that it isn't known which one.
    Definitions = Callable[[ImageReference], "tuple[ImageDefinition | None, Stage | None] | None"]
    #: What a running engine says of an image, on top of what is known of it otherwise; None where it doesn't have it.
    EngineAnswers = Callable[[ImageReference, ImageKnowledge], "ImageKnowledge | None"]


class ImageLookup:
    """``images(reference)`` is what is known of an image; its ``origin`` is "" where that is nothing.

    ``definitions`` finds image definitions by tag (None: there are none). ``stated`` gives the user's images their data paths, by repository
    name; ``stateless`` are repository names that keep nothing. Names are compared as ``ImageReference.familiar`` writes them. ``engine`` asks a
    running engine (None: it isn't asked).
    """

    __slots__ = ("_cache", "_definitions", "_engine", "_own", "_stateless")

    def __init__(
        self,
        definitions: Definitions | None = None,
        stated: Mapping[str, Iterable[str]] | None = None,
        stateless: Iterable[str] = (),
        engine: EngineAnswers | None = None,
    ) -> None:
        self._definitions = definitions
        self._engine = engine
        self._own = {
            _familiar(name): [clean("/" + path) for path in paths] for name, paths in (stated or {}).items()
        }
        self._stateless = frozenset(_familiar(name) for name in stateless)
        self._cache: dict[tuple[object, ...], ImageKnowledge] = {}

    def __call__(self, reference: ImageReference | None) -> ImageKnowledge:
        """Return the facts about the image ``reference``. The result is shared: don't change it."""
        if reference is None:
            return ImageKnowledge()
        key = reference.raw.identity()
        knowledge = self._cache.get(key)
        if knowledge is None:
            knowledge = self._cache[key] = self._find(reference, 0)
        return knowledge

    def _find(self, reference: ImageReference, depth: int) -> ImageKnowledge:
        if self._definitions is not None and depth < MOST_BASES:
            built = self._definitions(reference)
            if built is not None and built[0] is None:
                # It is the project's own, whatever the catalogue knows under this name.
                return self._from_user(reference) or ImageKnowledge()
            if built is not None and built[0] is not None:
                stage = built[1] or built[0].image
                if stage is not None:
                    return _called(self._of_stage(built[0], stage, depth), self._stated(reference))
        stated = self._stated(reference)
        if self._engine is not None:
            answer = self._engine(reference, stated)
            if answer is not None:
                return answer
        return stated

    def _stated(self, reference: ImageReference) -> ImageKnowledge:
        """Return the facts about the image in the user's settings, else in the catalogue."""
        return self._from_user(reference) or lookup(reference) or ImageKnowledge()

    def _from_user(self, reference: ImageReference) -> ImageKnowledge | None:
        familiar = reference.familiar
        if familiar is not None:
            if familiar in self._own:
                return _from_settings(familiar, self._own[familiar])
            if familiar in self._stateless:
                return _from_settings(familiar, [])
        return None

    def _of_stage(self, definition: ImageDefinition, stage: Stage, depth: int) -> ImageKnowledge:
        from persistlint.hosts.image_definition import has_unknown

        lowest = definition.chain(stage)[-1]
        base = ImageKnowledge()
        if lowest.base is not None and not has_unknown(lowest.base) and lowest.base != "scratch":
            base = self._find(parse_reference(Value.of(lowest.base)), depth + 1)
        elif lowest.base is not None and has_unknown(lowest.base):
            reference = parse_reference(_with_unknowns(lowest.base))
            base = self._find(reference, depth + 1) if reference.known else base
        return merge_stage(stage, base)


def merge_stage(stage: Stage, base: ImageKnowledge) -> ImageKnowledge:
    """Return the facts that ``stage`` states, on top of those about the image that it is built FROM."""
    from persistlint.hosts.image_definition import has_unknown

    knowledge = ImageKnowledge("definition", base.title)
    scratch = stage.base_known
    knowledge.base_name = base.name or base.base_name
    knowledge.kind = base.kind
    knowledge.clients = list(base.clients)
    knowledge.single_writer = base.single_writer
    knowledge.hostname_keyed = base.hostname_keyed
    knowledge.address_keyed, knowledge.key_env = base.address_keyed, base.key_env
    knowledge.persistence = base.persistence
    knowledge.keeps_with, knowledge.drops_with = base.keeps_with, base.drops_with
    knowledge.version_known = base.version_known
    knowledge.other_paths = list(base.other_paths)
    knowledge.stateful = base.stateful
    knowledge.volumes = list(base.volumes)
    knowledge.declared_at = dict(base.declared_at)
    knowledge.volumes_known = base.volumes_known or scratch
    knowledge.paths = list(base.paths)
    known_paths = {path.path for path in knowledge.paths}
    for volume in stage.volumes:
        if volume.is_misspelt:
            # The engine makes a volume at this misspelt path, into which nobody writes (PSL502 tells).
            continue
        if has_unknown(volume.path):
            # Its place can't be told, so that no path is surely in the layer.
            knowledge.volumes_known = False
            continue
        path = clean("/" + volume.path)
        knowledge.declared_at.setdefault(path, volume.span)
        if path not in knowledge.volumes:
            knowledge.volumes.append(path)
        if path not in known_paths:
            known_paths.add(path)
            knowledge.paths.append(DataPath(path, holds="data", loss="moderate", declared=True))
            knowledge.stateful = True
    knowledge.workdir = base.workdir
    if stage.workdir is not None:
        knowledge.workdir = None if has_unknown(stage.workdir) else clean("/" + stage.workdir)
    elif scratch:
        knowledge.workdir = "/"
    knowledge.user = base.user
    if stage.user is not None:
        knowledge.user = stage.user
    knowledge.env = {**base.env, **stage.env}
    knowledge.entrypoint = stage.entrypoint.words if stage.entrypoint is not None else base.entrypoint
    knowledge.cmd = stage.cmd.words if stage.cmd is not None else base.cmd
    has_command = stage.cmd is not None or stage.entrypoint is not None
    knowledge.own_command = has_command
    knowledge.memory_only = base.memory_only and not has_command
    knowledge.prompt = base.prompt and not has_command
    if not base.known and not scratch and not knowledge.paths:
        knowledge.stateful = None
    knowledge.paths = [moved_by_env(path, stage.env) for path in knowledge.paths]
    return knowledge


def _called(made: ImageKnowledge, stated: ImageKnowledge) -> ImageKnowledge:
    """Return ``made``, the facts of a definition, with those that the settings or the catalogue state for its name."""
    theirs = {path.path: path.moved(path.path, path.path in made.volumes) for path in stated.paths}
    if stated.origin == "settings":
        made.stateful = stated.stateful
        others = [path for path in made.paths if path.path not in theirs] if stated.stateful else []
        made.paths = [*theirs.values(), *others]
    elif any(path.path in theirs and not path.source for path in made.paths):
        # The Dockerfile of the very image: its VOLUMEs lie where the catalogue has them.
        if not any(path.source for path in made.paths):
            # None of them is from the image that it is built FROM.
            made.title, made.kind = stated.title, stated.kind
        made.paths = [theirs.get(path.path, path) if not path.source else path for path in made.paths]
        made.clients += [name for name in stated.clients if name not in made.clients]
        made.single_writer = made.single_writer or stated.single_writer
        made.hostname_keyed = made.hostname_keyed or stated.hostname_keyed
    return made


def moved_by_env(path: DataPath, env: Mapping[str, str]) -> DataPath:
    """Return the data path at the place where the image's own ENV puts it."""
    from persistlint.hosts.image_definition import has_unknown

    value = env.get(path.env) if path.env else None
    if not value or has_unknown(value) or not value.startswith("/"):
        return path
    target = clean(value)
    if is_below(target, path.path):
        return path
    return path.moved(target, False)


def _from_settings(name: str, paths: list[str]) -> ImageKnowledge:
    knowledge = ImageKnowledge("settings", name)
    knowledge.stateful = bool(paths)
    knowledge.paths = [DataPath(path, holds="data", loss="moderate") for path in paths]
    return knowledge


def _familiar(name: str) -> str:
    return parse_reference(Value.of(name)).familiar or name


def _with_unknowns(text: str) -> Value:
    """Return a definition's text as a value, in which its marks are unknown pieces."""
    from persistlint.hosts.image_definition import UNKNOWN_END, UNKNOWN_START

    pieces: list[Piece] = []
    for index, part in enumerate(text.split(UNKNOWN_START)):
        name, mark, rest = part.partition(UNKNOWN_END)
        if index and mark:
            pieces.append(Unknown(name, ("build", name)))
            part = rest
        if part:
            pieces.append(Literal(part))
    return Value(pieces)
