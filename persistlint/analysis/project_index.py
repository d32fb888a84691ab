"""The index of a project: who builds an image, which Compose file declares a volume, who else makes it.

The index is of texts. A question first asks which files hold some words; only these are read as commands, each once. So a run that asks nothing costs
nothing, and a question is as good as its answer: the files that hold the words are noted as lookups (``Lookup`` of kind "project"), with each file
that was read.
"""

from __future__ import annotations

import os

from persistlint.analysis.analysis import Lookup
from persistlint.analysis.file_facts import ENDING, STARTING, FileFacts, facts_of
from persistlint.analysis.project_texts import MARKS, ProjectTexts
from persistlint.files.places import is_below
from persistlint.text.budgets import MOST_CANDIDATES, MOST_ENDING
from persistlint.text.digest import digest
from persistlint.text.document import Document
from persistlint.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.analysis.file_facts import Built, Ending, Keeper
    from persistlint.analysis.memory import Memory
    from persistlint.analysis.workspace import Workspace
    from persistlint.docker.commands import ContainerCreate
    from persistlint.docker.image_reference import ImageReference
    from persistlint.hosts.compose.definition import DeclaredVolume, ProjectDefinition, ServiceDefinition
    from persistlint.hosts.image_definition import ImageDefinition, Stage
    from persistlint.text.sources import Sources

_NUMBERED = regex(r"(.+)[-_][0-9]+\Z")
_REMOVAL = regex(rb"\bvolume[ \t]+(?:rm|remove)\b")


class BuiltImage:
    """The definition that a tag is built from, with the ``documents`` that its spans stand in. ``definition`` is None where files build different things."""

    __slots__ = ("definition", "documents", "stage")

    def __init__(
        self, definition: ImageDefinition | None, stage: Stage | None, documents: dict[str, Document]
    ) -> None:
        self.definition = definition
        self.stage = stage
        self.documents = documents


class FoundService:
    """A service of a Compose file that the engine knows by a container's name, with the ``documents`` that its spans stand in."""

    __slots__ = ("definition", "documents", "project", "project_name")

    def __init__(
        self,
        definition: ServiceDefinition,
        project: ProjectDefinition,
        project_name: str,
        documents: dict[str, Document],
    ) -> None:
        self.definition = definition
        self.project = project
        self.project_name = project_name
        self.documents = documents


class ProjectIndex:
    """Statements of a project's files. ``texts`` finds those that a question is about; each of them is read once."""

    __slots__ = ("_facts", "_memories", "_workspace", "texts")

    def __init__(self, workspace: Workspace) -> None:
        self.texts = ProjectTexts(workspace)
        self._workspace = workspace
        self._facts: dict[str, tuple[bytes, FileFacts]] = {}
        #: Memories of files that were read, by the documents' names, until the files' own analyses take them.
        self._memories: dict[str, Memory] = {}

    def image(self, reference: ImageReference, own_path: str, lookups: list[Lookup]) -> BuiltImage | None:
        """Return what a file of the project builds under this tag; None where none does."""
        from persistlint.analysis.reading import tag_key

        if reference.path is None or not reference.tag_known or reference.digest:
            return None
        key = tag_key(reference)
        candidates: dict[tuple[object, ...], tuple[Built, FileFacts]] = {}
        builders = self._builders(reference.path, own_path, lookups)
        if builders is None:
            return BuiltImage(None, None, {})
        for facts in builders:
            built = facts.builds.get(key)
            if built is None:
                continue
            definition, stage = built
            place = (definition.path, stage.name if stage is not None else None, *_bases(definition))
            candidates.setdefault(place, (built, facts))
        if not candidates:
            return None
        if len(candidates) > 1:
            return BuiltImage(None, None, {})
        (((definition, stage), facts),) = candidates.values()
        lookups += facts.lookups
        return BuiltImage(definition, stage, facts.documents)

    def _builders(self, path: str, own_path: str, lookups: list[Lookup]) -> list[FileFacts] | None:
        """Return the facts of the files that may build an image of this name; None where these are too many to be read."""
        name = path.rpartition("/")[2]
        places = self.texts.asked(f"build {name}", lookups)
        if ("/" not in path or path.startswith("library/")) and MARKS.search(name):
            # Compose gives an image without a name that of its project and service.
            composed = self.texts.asked(f"composed {name}", lookups)
            places = (*places, *(other for other in composed if other not in places))
        places = tuple(
            place for place in places if place != own_path and self.texts.language(place) != "markdown"
        )
        if len(places) > MOST_CANDIDATES:
            return None
        return [self._read(place, lookups) for place in places]

    def volumes(self, name: str, own_path: str, lookups: list[Lookup]) -> list[DeclaredVolume]:
        """Return the volumes that the nearest Compose files declare under this name and that have another in the engine.

        The list is empty where anything else of that project makes a volume of this very name. Nearest are the files in the document's folder or one above it; where
        there are none, the only one below the root.
        """
        places = self.texts.asked(f"volume {name}", lookups)
        compose = [path for path in places if self.texts.language(path) == "compose"]
        near = [path for path in compose if is_below(own_path, os.path.dirname(path))]
        if len(compose) > MOST_CANDIDATES:
            return []
        declared = [
            declaration for path in near or compose for declaration in self._declared(name, path, lookups)
        ]
        if not declared or (not near and len(declared) > 1):
            return []
        folders = {os.path.dirname(os.path.abspath(volume.document.path)) for volume in declared}
        # What lies in another folder beside these is another project's.
        related = [
            path
            for path in places
            if path != own_path
            and any(is_below(path, folder) or is_below(folder, os.path.dirname(path)) for folder in folders)
        ]
        if len(related) > MOST_CANDIDATES:
            return []
        if any(name in self._read(path, lookups).made_volumes for path in related):
            return []
        return declared

    def _declared(self, name: str, place: str, lookups: list[Lookup]) -> list[DeclaredVolume]:
        """Return the volume that a Compose file declares under this name, where the engine has it under another."""
        from persistlint.docker.compose_service import project_name_of
        from persistlint.hosts.compose.definition import DeclaredVolume

        facts = self._read(place, lookups)
        declared: list[DeclaredVolume] = []
        for project in facts.projects:
            volume = project.volumes.get(name)
            document = facts.documents.get(volume.name_span.anchor[0]) if volume is not None else None
            if volume is None or document is None or volume.external is not False:
                continue
            called = project_name_of(project)
            if volume.real_name is not None:
                real = volume.real_name.known
            else:
                real = f"{called}_{name}" if called is not None else None
            if real is not None and real != name:
                is_sure = volume.real_name is not None or project.name is not None
                declared.append(DeclaredVolume(volume, document, real, is_sure))
        return declared

    def service(self, name: str, own_path: str, lookups: list[Lookup]) -> FoundService | None:
        """Return the service whose container is called ``name``: by ``container_name``, or ``shop-db-1`` (``shop_db_1`` before Compose 2). None where two are."""
        from persistlint.docker.compose_service import project_name_of

        places = self.texts.asked(f"volume {name}", lookups)
        given = _NUMBERED.match(name)
        if given is not None:
            # The service's last word stands in the file, the project's name needn't.
            last = MARKS.split(given.group(1))[-1]
            places = tuple(sorted({*places, *self.texts.asked(f"volume {last}", lookups)}))
        places = tuple(path for path in places if path != own_path and self.texts.language(path) == "compose")
        if len(places) > MOST_CANDIDATES:
            return None
        candidates: list[tuple[FoundService, FileFacts]] = []
        for place in places:
            facts = self._read(place, lookups)
            for project in facts.projects:
                called = project_name_of(project)
                if called is None:
                    continue
                for definition in project.services.values():
                    if name not in _container_names(definition, called):
                        continue
                    if not (project.complete and definition.complete):
                        return None
                    candidates.append((FoundService(definition, project, called, facts.documents), facts))
        if len(candidates) != 1:
            return None
        lookups += candidates[0][1].lookups
        return candidates[0][0]

    def container(
        self, name: str, own_path: str, lookups: list[Lookup]
    ) -> tuple[ContainerCreate, Sources] | None:
        """Return the command of another script that starts the container called ``name``, with the sources of its spans. None where two do."""
        places = [
            path
            for path in self.texts.asked(f"volume {name}", lookups)
            if path != own_path and self.texts.language(path) in ("shell", "makefile")
        ]
        if len(places) > MOST_ENDING:
            return None
        candidates = [facts for place in places if name in (facts := self._read(place, lookups)).containers]
        command = candidates[0].containers[name] if len(candidates) == 1 else None
        if command is None:
            return None
        lookups += candidates[0].lookups
        return command, candidates[0].sources

    def ending(self, container: ContainerCreate, own_path: str, lookups: list[Lookup]) -> Ending | None:
        """Return a command of another file that removes the container: by its name, or with its Compose project. None without one."""
        from persistlint.docker.compose_service import ComposeService

        key: str | tuple[str, str]
        if isinstance(container, ComposeService):
            key = (os.path.abspath(container.definition.span.anchor[0]), container.definition.name)
            places = self.texts.asked("ends compose", lookups)
        else:
            name = container.name.text if container.name is not None else None
            if not name or container.invocation.host:
                return None
            key = name
            places = self.texts.asked(f"volume {name}", lookups)
        places = tuple(path for path in places if path != own_path and self.texts.language(path) in ENDING)
        if len(places) > MOST_ENDING:
            return None
        endings = [
            ending for place in places if (ending := self._read(place, lookups).endings.get(key)) is not None
        ]
        # One that spares the volumes comes first: there a mount helps.
        return min(endings, key=lambda ending: ending.with_volumes, default=None)

    def deletion(self, volume: str, own_path: str, lookups: list[Lookup]) -> Ending | None:
        """Return a command of another file that deletes the volume of this name: by its name, or with its Compose project. None without one."""
        places = {*self.texts.asked(f"volume {volume}", lookups), *self.texts.asked("ends compose", lookups)}
        ending = sorted(path for path in places if path != own_path and self.texts.language(path) in ENDING)
        if len(ending) > MOST_ENDING:
            return None
        for place in ending:
            deletion = self._read(place, lookups).deletions.get(volume)
            if deletion is not None:
                return deletion
        return None

    def keeper(self, volume: str, own_paths: set[str], lookups: list[Lookup]) -> Keeper | None:
        """Return a container of another file than ``own_paths`` that keeps its data in the volume of this name. None without one."""
        places = [path for path in self.texts.asked(f"volume {volume}", lookups) if path not in own_paths]
        places = [path for path in places if self.texts.language(path) in STARTING]
        if len(places) > MOST_ENDING:
            return None
        keepers = (self._read(place, lookups).keepers.get(volume) for place in places)
        return next((keeper for keeper in keepers if keeper is not None), None)

    def naming(
        self, word: str, own_path: str, lookups: list[Lookup], *, but_removals: bool = False
    ) -> list[str] | None:
        """Return the other files in whose text a word stands; None where the project isn't looked through.

        With ``but_removals`` those are left out that only delete a volume of this name.
        """
        paths = [path for path in self.texts.asked(f"volume {word}", lookups) if path != own_path]
        if not self.texts.looked_through:
            return None
        return [path for path in paths if not (but_removals and self._only_removes(path, word, lookups))]

    def _only_removes(self, path: str, word: str, lookups: list[Lookup]) -> bool:
        """Return whether a file names the volume ``word`` only to delete it."""
        data = self._workspace.bytes_of(path)
        if data is None or self.texts.language(path) not in ENDING:
            return False
        wanted = word.encode("utf-8", "surrogateescape")
        if not all(_REMOVAL.search(line) for line in data.splitlines() if wanted in line):
            return False
        return word in self._read(path, lookups).deletions

    def take_memory(self, path: str) -> Memory | None:
        """Return what is remembered of the document that is called ``path``, and forget it."""
        return self._memories.pop(path, None)

    def _read(self, path: str, lookups: list[Lookup]) -> FileFacts:
        """Return the facts of a file, and note that it was read."""
        from persistlint.analysis.memory import Memory
        from persistlint.settings.paths import shown

        data = self._workspace.bytes_of(path)
        lookups.append(Lookup("file", path, digest(data) if data is not None else None))
        if data is None:
            return FileFacts()
        kept_facts = self._facts.get(path)
        if (
            kept_facts is not None
            and kept_facts[0] == data
            and all(map(self._workspace.still, kept_facts[1].lookups))
        ):
            return kept_facts[1]
        document = Document(shown(path), data, self.texts.language(path, data))
        memory = Memory()
        facts = facts_of(document, self._workspace, memory)
        if self._workspace.shares_memories and len(self._memories) < MOST_CANDIDATES:
            self._memories[document.path] = memory
        self._facts[path] = (data, facts)
        return facts


def _container_names(definition: ServiceDefinition, project_name: str) -> set[str]:
    """Return the names that the service's container may have: ``container_name``, else what Compose 2 and Compose 1 make. Names from ``.env`` aren't told."""
    text = definition.container_name
    if text is None:
        return {f"{project_name}-{definition.name}-1", f"{project_name}_{definition.name}_1"}
    return set() if any(piece.hidden for piece in text.pieces) else {text.known or ""}


def _bases(definition: ImageDefinition) -> list[object]:
    """Return what build arguments may change between two builds of one Dockerfile: the bases and the volumes."""
    return [(stage.base, *(volume.path for volume in stage.volumes)) for stage in definition.stages]
