"""The index of a project: who builds an image, which Compose file declares a volume, who else makes it.

The index is of texts. A question first asks which files hold some words; only these are read as commands, each once. So a run that asks nothing costs
nothing, and a question is as good as its answer: the files that hold the words are noted as lookups (``Lookup`` of kind "project"), with each file
that was read.
"""

from __future__ import annotations

import os
import threading

from persistlint.analysis.analysis import Analysis, Lookup
from persistlint.analysis.traces import holds_trace
from persistlint.files.places import is_below
from persistlint.text.budgets import MOST_BYTES_OF_A_PROJECT, MOST_CANDIDATES, MOST_ENDING, MOST_NAMES
from persistlint.text.digest import digest
from persistlint.text.document import Document
from persistlint.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from persistlint.analysis.memory import Memory
    from persistlint.analysis.workspace import Workspace
    from persistlint.docker.commands import ContainerCreate
    from persistlint.docker.image_reference import ImageReference
    from persistlint.hosts.compose.definition import DeclaredVolume, ProjectDefinition, ServiceDefinition
    from persistlint.hosts.image_definition import ImageDefinition, Stage
    from persistlint.text.sources import Place


_NUMBERED = regex(r"(.+)[-_][0-9]+\Z")
_REMOVAL = regex(rb"\bvolume[ \t]+(?:rm|remove)\b")
_LAST_WORD = regex(r"[-_]")


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


class Ending:
    """A command of another file that removes a container or a volume. ``what`` names it for people, ``line`` is its line in ``document``.

    ``command`` is the command as people write it ("docker compose down -v"). ``unit`` is what runs it ("make clean"), "" for a script.
    ``with_volumes`` says whether the container's anonymous volumes go too.
    """

    __slots__ = ("command", "document", "line", "place", "unit", "with_volumes")

    def __init__(self, command: str, unit: str, place: Place, *, with_volumes: bool = False) -> None:
        self.command = command
        self.unit = unit
        self.with_volumes = with_volumes
        self.document = place.document
        self.line = place.line
        self.place = place


class Keeper:
    """A container or service of another file that keeps its data in a volume: its ``name``, and the ``place`` of its image."""

    __slots__ = ("name", "place")

    def __init__(self, name: str, place: Place) -> None:
        self.name = name
        self.place = place


class _FileFacts:
    """The facts that one file states: builds by tag, volumes that it makes or fills itself, the Compose projects that it is, and the containers that it removes.

    ``endings`` are those by the container's name, and by the service's Compose file and name. ``deletions`` are the removals of volumes by name,
    ``keepers`` the containers of other images' servers by the volume that they mount.
    """

    __slots__ = (
        "builds",
        "deletions",
        "documents",
        "endings",
        "keepers",
        "lookups",
        "made_volumes",
        "projects",
    )

    def __init__(self) -> None:
        self.endings: dict[str | tuple[str, str], Ending] = {}
        self.deletions: dict[str, Ending] = {}
        self.keepers: dict[str, Keeper] = {}
        self.builds: dict[tuple[object, ...], tuple[ImageDefinition, Stage | None]] = {}
        self.documents: dict[str, Document] = {}
        self.lookups: list[Lookup] = []
        self.made_volumes: frozenset[str] = frozenset()
        self.projects: list[ProjectDefinition] = []


class ProjectIndex:
    """The texts below a workspace's root that may hold commands. ``refresh`` lets it look at the files again."""

    __slots__ = (
        "_answers",
        "_facts",
        "_languages",
        "_lock",
        "_looked",
        "_memories",
        "_open",
        "_texts",
        "_workspace",
    )

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        #: The texts on the disk by path; None until somebody asks, empty where there are too many.
        self._texts: dict[str, bytes] | None = None
        self._languages: dict[str, str] = {}
        self._facts: dict[str, tuple[bytes, _FileFacts]] = {}
        #: Memories of files that were read, by the documents' names, until the files' own analyses take them.
        self._memories: dict[str, Memory] = {}
        self._answers: dict[str, tuple[str, ...]] = {}
        #: The open texts that aren't what the disk has, each with its answers to the questions so far; and up to which change they are known.
        self._open: dict[str, tuple[bytes, dict[str, bool]]] = {}
        self._looked = 0
        #: Analyses of an editor's documents overlap.
        self._lock = threading.Lock()

    def refresh(self) -> None:
        """Forget the texts: files were made, changed or deleted."""
        self._texts = None
        self._answers = {}
        self._open = {}
        self._looked = 0

    # -- questions

    def image(self, reference: ImageReference, own_path: str, lookups: list[Lookup]) -> BuiltImage | None:
        """Return what a file of the project builds under this tag; None where none does."""
        from persistlint.analysis.reading import tag_key

        if reference.path is None or not reference.tag_known or reference.digest:
            return None
        key = tag_key(reference)
        candidates: dict[tuple[object, ...], tuple[ImageDefinition, Stage | None, _FileFacts]] = {}
        builders = self._builders(reference.path, own_path, lookups)
        if builders is None:
            return BuiltImage(None, None, {})
        for facts in builders:
            built = facts.builds.get(key)
            if built is None:
                continue
            definition, stage = built
            place = (definition.path, stage.name if stage is not None else None, *_bases(definition))
            candidates.setdefault(place, (definition, stage, facts))
        if not candidates:
            return None
        if len(candidates) > 1:
            return BuiltImage(None, None, {})
        ((definition, stage, facts),) = candidates.values()
        lookups += facts.lookups
        return BuiltImage(definition, stage, facts.documents)

    def _builders(self, path: str, own_path: str, lookups: list[Lookup]) -> list[_FileFacts] | None:
        """Return the facts of the files that may build an image of this name; None where these are too many to be read."""
        name = path.rpartition("/")[2]
        places = self._asked(f"build {name}", lookups)
        if ("/" not in path or path.startswith("library/")) and _LAST_WORD.search(name):
            # Compose gives an image without a name that of its project and service.
            composed = self._asked(f"composed {name}", lookups)
            places = (*places, *(other for other in composed if other not in places))
        places = tuple(place for place in places if place != own_path and self._language(place) != "markdown")
        if len(places) > MOST_CANDIDATES:
            return None
        return [self._read(place, lookups) for place in places]

    def volumes(self, name: str, own_path: str, lookups: list[Lookup]) -> list[DeclaredVolume]:
        """Return the volumes that the nearest Compose files declare under this name and that have another in the engine.

        The list is empty where anything else of that project makes a volume of this very name. Nearest are the files in the document's folder or one above it; where
        there are none, the only one below the root.
        """
        places = self._asked(f"volume {name}", lookups)
        compose = [path for path in places if self._language(path) == "compose"]
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

        places = self._asked(f"volume {name}", lookups)
        given = _NUMBERED.match(name)
        if given is not None:
            # The service's last word stands in the file, the project's name needn't.
            last = _LAST_WORD.split(given.group(1))[-1]
            places = tuple(sorted({*places, *self._asked(f"volume {last}", lookups)}))
        places = tuple(path for path in places if path != own_path and self._language(path) == "compose")
        if len(places) > MOST_CANDIDATES:
            return None
        candidates: list[tuple[FoundService, _FileFacts]] = []
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

    def ending(self, container: ContainerCreate, own_path: str, lookups: list[Lookup]) -> Ending | None:
        """Return a command of another file that removes the container: by its name, or with its Compose project. None without one."""
        from persistlint.docker.compose_service import ComposeService

        key: str | tuple[str, str]
        if isinstance(container, ComposeService):
            key = (os.path.abspath(container.definition.span.anchor[0]), container.definition.name)
            places = self._asked("ends compose", lookups)
        else:
            name = container.name.text if container.name is not None else None
            if not name or container.invocation.host:
                return None
            key = name
            places = self._asked(f"volume {name}", lookups)
        places = tuple(path for path in places if path != own_path and self._language(path) in _ENDING)
        if len(places) > MOST_ENDING:
            return None
        endings = [
            ending for place in places if (ending := self._read(place, lookups).endings.get(key)) is not None
        ]
        # One that spares the volumes comes first: there a mount helps.
        return min(endings, key=lambda ending: ending.with_volumes, default=None)

    def deletion(self, volume: str, own_path: str, lookups: list[Lookup]) -> Ending | None:
        """Return a command of another file that deletes the volume of this name: by its name, or with its Compose project. None without one."""
        places = {*self._asked(f"volume {volume}", lookups), *self._asked("ends compose", lookups)}
        ending = sorted(path for path in places if path != own_path and self._language(path) in _ENDING)
        if len(ending) > MOST_ENDING:
            return None
        for place in ending:
            deletion = self._read(place, lookups).deletions.get(volume)
            if deletion is not None:
                return deletion
        return None

    def keeper(self, volume: str, own_paths: set[str], lookups: list[Lookup]) -> Keeper | None:
        """Return a container of another file than ``own_paths`` that keeps its data in the volume of this name. None without one."""
        places = [path for path in self._asked(f"volume {volume}", lookups) if path not in own_paths]
        places = [path for path in places if self._language(path) in _STARTING]
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
        paths = [path for path in self._asked(f"volume {word}", lookups) if path != own_path]
        if not self._disk():
            return None
        return [path for path in paths if not (but_removals and self._only_removes(path, word, lookups))]

    def _only_removes(self, path: str, word: str, lookups: list[Lookup]) -> bool:
        """Return whether a file names the volume ``word`` only to delete it."""
        data = self._workspace.bytes_of(path)
        if data is None or self._language(path) not in _ENDING:
            return False
        wanted = word.encode("utf-8", "surrogateescape")
        if not all(_REMOVAL.search(line) for line in data.splitlines() if wanted in line):
            return False
        return word in self._read(path, lookups).deletions

    def take_memory(self, path: str) -> Memory | None:
        """Return what is remembered of the document that is called ``path``, and forget it."""
        return self._memories.pop(path, None)

    # -- texts

    def still(self, lookup: Lookup) -> bool:
        """Return whether the same files hold the words of a question as then."""
        return _digest(self._holding(lookup.name)) == lookup.answer

    def held_on_disk(self, path: str, question: str) -> bool:
        """Return whether the file at ``path`` holds the words of a question, whatever an editor has of it."""
        return path in self._on_disk(question)

    def holds(self, path: str, question: str) -> bool:
        """Return whether the text at ``path`` holds the words of a question: the editor's, where it is open there."""
        text = self._workspace.open_texts.get(path)
        if text is None:
            return self.held_on_disk(path, question)
        return is_below(path, self._workspace.root) and self._holds(path, text, question)

    def _asked(self, question: str, lookups: list[Lookup]) -> tuple[str, ...]:
        paths = self._holding(question)
        lookups.append(Lookup("project", question, _digest(paths)))
        return paths

    def _holding(self, question: str) -> tuple[str, ...]:
        """Return the paths of the files that hold the words of a question, sorted."""
        on_disk = self._on_disk(question)
        changed = self._changed_texts()
        if not changed:
            return on_disk
        held = []
        for path, (text, answers) in changed:
            if question not in answers:
                answers[question] = self._holds(path, text, question)
            if answers[question]:
                held.append(path)
        paths = {path for path, _ in changed}
        return tuple(sorted([*(path for path in on_disk if path not in paths), *held]))

    def _changed_texts(self) -> list[tuple[str, tuple[bytes, dict[str, bool]]]]:
        """Return the open texts below the root that aren't what the disk has, each with its answers to the questions so far."""
        texts = self._workspace.open_texts
        with self._lock:
            if self._workspace.open_changes is not None:
                self._looked, paths = self._workspace.open_changes(self._looked)
            else:
                paths = [*texts, *(path for path in self._open if path not in texts)]
            for path in paths:
                text = texts.get(path)
                if text is None or not is_below(path, self._workspace.root) or text == self._disk().get(path):
                    self._open.pop(path, None)
                elif path not in self._open or self._open[path][0] != text:
                    self._languages.pop(path, None)
                    self._open[path] = (text, {})
            return list(self._open.items())

    def _on_disk(self, question: str) -> tuple[str, ...]:
        paths = self._answers.get(question)
        if paths is None:
            paths = tuple(path for path, text in self._disk().items() if self._holds(path, text, question))
            self._answers[question] = paths
        return paths

    def _holds(self, path: str, text: bytes, question: str) -> bool:
        kind, _, word = question.partition(" ")
        if kind == "composed":
            # The service's name stands behind one of the marks: `shop-web-api` may be the service `web-api` or `api`.
            services = (word[mark.end() :] for mark in _LAST_WORD.finditer(word))
            held = any(service.encode("utf-8", "surrogateescape") in text for service in services if service)
            return held and b"build" in text and self._language(path, text) == "compose"
        if kind == "ends":
            return b"compose" in text and b"down" in text
        wanted = word.encode("utf-8", "surrogateescape")
        if wanted not in text:
            return False
        if kind == "build" and path.endswith(".build"):
            return b"ImageTag" in text
        if kind == "build" and self._language(path, text) != "compose":
            # A file is read as commands only where one of its builds may give this tag: evaluating a script costs as much as checking it.
            return any(wanted in line or b"$" in line for line in _build_lines(text))
        return kind != "build" or b"build" in text

    def _disk(self) -> dict[str, bytes]:
        if self._texts is None:
            self._texts = self._walk()
        return self._texts

    def _walk(self) -> dict[str, bytes]:
        names = 0

        def count(_: str, listed: frozenset[str]) -> None:
            nonlocal names
            names += len(listed)
            if names > MOST_NAMES:
                raise _TooMany

        texts: dict[str, bytes] = {}
        size = 0
        try:
            paths = self._workspace.files(count)
        except _TooMany:
            return {}
        for file_path in paths:
            if file_path.problem is not None or file_path.language not in _ASKED:
                continue
            data = file_path.read()
            if not isinstance(data, bytes) or not _may_tell(file_path.language, data):
                continue
            size += len(data)
            if size > MOST_BYTES_OF_A_PROJECT:
                return {}
            path = os.path.normpath(os.path.abspath(file_path.path))
            texts[path] = data
            self._languages[path] = file_path.language
        return dict(sorted(texts.items()))

    def _language(self, path: str, text: bytes | None = None) -> str:
        language = self._languages.get(path)
        if language is None:
            from persistlint.hosts.detect import language_of

            data = text if text is not None else self._workspace.open_texts.get(path, b"")
            language = self._languages[path] = language_of(path, data[:4096])
        return language

    # -- files

    def _read(self, path: str, lookups: list[Lookup]) -> _FileFacts:
        """Return the facts of a file, and note that it was read."""
        data = self._workspace.bytes_of(path)
        lookups.append(Lookup("file", path, digest(data) if data is not None else None))
        if data is None:
            return _FileFacts()
        kept_facts = self._facts.get(path)
        if (
            kept_facts is not None
            and kept_facts[0] == data
            and all(map(self._workspace.still, kept_facts[1].lookups))
        ):
            return kept_facts[1]
        facts = self._facts_of(path, data)
        self._facts[path] = (data, facts)
        return facts

    def _facts_of(self, path: str, data: bytes) -> _FileFacts:
        from persistlint.analysis.memory import Memory
        from persistlint.analysis.reading import Reading, tag_key
        from persistlint.docker.commands import ContainerCreate, VolumeCreate
        from persistlint.docker.compose_service import ComposeService, project_name_of
        from persistlint.docker.image_reference import parse_reference
        from persistlint.settings.paths import shown
        from persistlint.settings.settings import Settings
        from persistlint.shell.values import Value
        from persistlint.text.sources import Sources

        document = Document(shown(path), data, self._language(path, data))
        sources = Sources()
        sources.add(document)
        analysis = Analysis(document, sources)
        memory = Memory()
        reading = Reading(analysis, self._workspace, Settings(), memory)
        reading.commands()
        if self._workspace.shares_memories and len(self._memories) < MOST_CANDIDATES:
            self._memories[document.path] = memory
        facts = _FileFacts()
        facts.builds = dict(reading.definitions)
        facts.documents = sources.documents
        facts.lookups = list(analysis.lookups)
        facts.projects = analysis.projects if document.language == "compose" else []
        made: set[str] = set()
        for command, _ in analysis.commands:
            if isinstance(command, VolumeCreate) and command.name is not None and command.name.text:
                made.add(command.name.text)
            if not isinstance(command, ContainerCreate) or isinstance(command, ComposeService):
                continue
            if command.detach is not False or fills(command):
                made |= {
                    mount.source.text
                    for mount in command.mounts
                    if mount.source is not None and mount.source.text
                }
        for project in facts.projects:
            for key, volume in project.volumes.items():
                if volume.real_name is not None:
                    # A name that isn't known may be this one.
                    literal = volume.real_name.known
                    made.add(literal if literal is not None else key)
                elif volume.external is not False:
                    made.add(key)
        facts.made_volumes = frozenset(made)
        if document.language in _STARTING:
            facts.keepers = _keepers(analysis)
        if document.language in _ENDING:
            facts.endings, facts.deletions = _endings(analysis)
        for project in facts.projects:
            called = project_name_of(project)
            if called is None:
                continue
            for command, _ in analysis.commands:
                if not isinstance(command, ComposeService) or command.image is None:
                    continue
                built = reading.definitions.get(tag_key(command.image))
                if command.definition.image is None and built is not None:
                    for mark in "-_":
                        tag = parse_reference(Value.of(f"{called}{mark}{command.definition.name}"))
                        facts.builds[tag_key(tag)] = built
        return facts


def _keepers(analysis: Analysis) -> dict[str, Keeper]:
    """Return the containers of a file that stay and keep their image's data in a volume, by the volume's real name."""
    from persistlint.docker.commands import ContainerCreate

    keepers: dict[str, Keeper] = {}
    for command, _ in analysis.commands:
        if not isinstance(command, ContainerCreate) or command.invocation.host or not fills(command):
            continue
        if command.remove and command.service_name is None:
            continue
        label = command.service_name or command.name
        image = command.image
        if image is None or not analysis.sources.knows(image.span or command.span):
            continue
        for mount in command.mounts:
            name = mount.engine_name if mount.engine_name is not None else mount.source
            if mount.type not in (None, "volume") or name is None or not name.text:
                continue
            shown = label.text if label is not None and label.text else image.raw.display()
            keepers.setdefault(name.text, Keeper(shown, analysis.sources.place(image.span or command.span)))
    return keepers


def _endings(analysis: Analysis) -> tuple[dict[str | tuple[str, str], Ending], dict[str, Ending]]:
    """Return the removals of containers in a file, by the container's name, or by the service's Compose file and name, and those of volumes by name."""
    from persistlint.docker.commands import Compose, ContainerRemove, VolumeRemove
    from persistlint.rulekit.services import lost_volumes
    from persistlint.shell.invocation import is_unit

    endings: dict[str | tuple[str, str], Ending] = {}
    deletions: dict[str, Ending] = {}
    for command, _ in analysis.commands:
        keys: list[str | tuple[str, str]] = []
        volumes: list[str] = []
        takes = False
        if isinstance(command, ContainerRemove):
            keys = [name.text for name in command.containers if name.text]
            takes = command.volumes is True
        elif isinstance(command, Compose) and command.verb == "compose down" and not command.operands:
            keys = [
                (os.path.abspath(service.definition.span.anchor[0]), service.definition.name)
                for service in command.services or ()
            ]
            takes = command.volumes is True
            lost = lost_volumes(command) if takes else None
            volumes = lost.named if lost is not None else []
        elif isinstance(command, VolumeRemove):
            volumes = [name.text for name in command.volumes if name.text]
        if not (keys or volumes) or command.invocation.host or not analysis.sources.knows(command.span):
            continue
        unit = command.invocation.function
        verb = command.verb.removeprefix("container ")
        ending = Ending(
            f"{command.program} {verb}{' -v' if takes else ''}",
            unit if is_unit(unit) and unit.startswith("make ") else "",
            analysis.sources.place(command.span),
            with_volumes=takes,
        )
        for key in keys:
            before = endings.setdefault(key, ending)
            if before.with_volumes and not takes:
                endings[key] = ending
        for name in volumes:
            deletions.setdefault(name, ending)
    return endings, deletions


def _build_lines(text: bytes) -> Iterator[bytes]:
    """Yield the lines, with what continues them, in which an image may be built under a tag."""
    at = text.find(b"build")
    while at >= 0:
        start = text.rfind(b"\n", 0, at) + 1
        end = text.find(b"\n", at)
        while end > 0 and text[end - 1 : end] == b"\\":
            end = text.find(b"\n", end + 1)
        if end < 0:
            end = len(text)
        line = text[start:end]
        if b"-t" in line or b"--tag" in line:
            yield line
        at = text.find(b"build", end)


class _TooMany(Exception):
    """The project has more names than are looked through."""


#: The languages of files whose commands somebody runs. What a document shows is only shown.
_ENDING = frozenset(("shell", "makefile", "workflow", "systemd"))
#: The languages of files that start containers for good.
_STARTING = frozenset(("shell", "makefile", "systemd", "quadlet", "compose"))
_ASKED = frozenset(("shell", "compose", "markdown", "makefile", "workflow", "systemd", "quadlet"))


def _may_tell(language: str, data: bytes) -> bool:
    return language in ("compose", "quadlet") or holds_trace(data)


def fills(command: object) -> bool:
    """Return whether a container's image writes data of its own: the volume that it mounts is meant to be its."""
    from persistlint.catalogue.lookup import lookup

    image = getattr(command, "image", None)
    knowledge = lookup(image) if image is not None and image.known else None
    return knowledge is not None and knowledge.stateful is True


def _container_names(definition: ServiceDefinition, project_name: str) -> set[str]:
    """Return the names that the service's container may have: ``container_name``, else what Compose 2 and Compose 1 make. Names from ``.env`` aren't told."""
    text = definition.container_name
    if text is None:
        return {f"{project_name}-{definition.name}-1", f"{project_name}_{definition.name}_1"}
    return set() if any(piece.hidden for piece in text.pieces) else {text.known or ""}


def _bases(definition: ImageDefinition) -> list[object]:
    """Return what build arguments may change between two builds of one Dockerfile: the bases and the volumes."""
    return [(stage.base, *(volume.path for volume in stage.volumes)) for stage in definition.stages]


def _digest(paths: tuple[str, ...]) -> str | None:
    return digest("\n".join(paths).encode("utf-8", "surrogateescape")) if paths else None
