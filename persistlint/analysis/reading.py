"""From a document to its commands and timelines."""

from __future__ import annotations

import os
from bisect import bisect_left, insort

from persistlint.analysis.memory import Understood
from persistlint.docker.commands import Command, Compose, ImageBuild
from persistlint.docker.image_reference import ImageReference
from persistlint.docker.understand import understand
from persistlint.durability.images import ImageLookup
from persistlint.durability.model import Happening, HostCommand, Timeline
from persistlint.durability.replay import replay
from persistlint.durability.worlds import World, select, worlds
from persistlint.hosts.read import read
from persistlint.shell.evaluate.evaluator import Evaluator
from persistlint.shell.invocation import Event, Gap, Invocation, NotUnderstood, is_unit
from persistlint.shell.reach import may_source, names_engine, sourced_files
from persistlint.shell.syntax.parser import parse
from persistlint.shell.values import Unknown
from persistlint.shell.wording import engine_word
from persistlint.text.budgets import MOST_SOURCED
from persistlint.text.checkpoints import asking
from persistlint.text.document import Document

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from persistlint.analysis.analysis import Analysis, Lookup
    from persistlint.analysis.memory import Memory
    from persistlint.analysis.workspace import Workspace
    from persistlint.docker.commands import ContainerCreate
    from persistlint.docker.compose_service import ComposeService
    from persistlint.hosts.fragment import Fragment
    from persistlint.hosts.image_definition import ImageDefinition, Stage
    from persistlint.settings.settings import Settings
    from persistlint.text.mapping import Mapping


class Reading:
    """One analysis on its way: ``run`` fills in its commands, images and timelines; ``commands`` all but the timelines."""

    def __init__(self, analysis: Analysis, workspace: Workspace, settings: Settings, memory: Memory) -> None:
        self.analysis = analysis
        self.workspace = workspace
        self.settings = settings
        self.memory = analysis.memory = memory
        self.document = analysis.document
        self.folder = os.path.dirname(os.path.abspath(self.document.path))
        #: Sourced files: their documents and mappings by path.
        self.sourced: dict[str, tuple[Document, Mapping]] = {}
        self.definitions: dict[tuple[object, ...], tuple[ImageDefinition, Stage | None]] = {}
        #: Containers that the text works in without starting them.
        self.standing: list[ContainerCreate] = []
        #: Services of an image that the project builds, whose volumes are asked for once every command is read.
        self.built_services: list[ComposeService] = []
        self.built: dict[int, ImageDefinition | None] = {}
        #: The Dockerfiles that the document shows, with where they begin and end, of so many of its images; and where builds of them stand.
        self.shown_images: list[tuple[int, int, ImageDefinition]] = []
        self.looked_at = 0
        self.build_places: list[int] = []

    def commands(self) -> tuple[list[Event], dict[int, Command | HostCommand]]:
        """Return the events, and the command of each invocation by the event's identity."""
        if self.document.language == "compose":
            from persistlint.analysis.compose_project import services_of

            services_of(self)
            return [], {}
        reading = read(self.document, self.read_included, self.list_folder)
        self.analysis.eaten = reading.eaten
        self.analysis.images = list(reading.images)
        self.analysis.fragments = reading.fragments
        self.memory.begin(self.settings, self.workspace)
        events = self.evaluate(reading.fragments)
        if reading.compose_files:
            from persistlint.analysis.compose_project import services_of_blocks

            commands = self.understand(events)
            services_of_blocks(self, reading.compose_files)
            return events, commands
        return events, self.understand(events)

    def run(self) -> None:
        events, commands = self.commands()
        answers = None
        if self.workspace.engine is not None:
            from persistlint.analysis.engine_answers import EngineAnswers

            answers = EngineAnswers(self.workspace.engine, self.analysis)
        images = ImageLookup(
            self.definition_of,
            self.settings.images,
            self.settings.stateless_images,
            answers.image if answers is not None else None,
        )
        if self.document.language == "compose":
            from persistlint.analysis.compose_project import replay_services

            self.take_built_volumes(images)
            self.analysis.timelines = [replay_services(self, images)]
            return
        if self.document.language == "shell":
            from persistlint.analysis.standing_containers import standing_containers

            self.standing = standing_containers(self)
        self.take_built_volumes(images)
        by_function: dict[str, list[Event]] = {}
        for event in events:
            by_function.setdefault(event.function, []).append(event)
        if self.analysis.projects:
            from persistlint.analysis.compose_project import replay_blocks

            self.analysis.timelines += replay_blocks(self, images)
        for world in worlds(events, self.analysis.unsplit):
            self.memory.look_up()
            timeline = self.replay(world, by_function.get(world[2], []), commands, images)
            if answers is not None:
                answers.volumes(timeline)
            self.analysis.timelines.append(timeline)

    def take_built_volumes(self, images: ImageLookup) -> None:
        if self.built_services:
            from persistlint.analysis.compose_project import take_built_volumes

            take_built_volumes(self.built_services, images)

    def replay(
        self,
        world: World,
        events: Sequence[Event],
        commands: dict[int, Command | HostCommand],
        images: ImageLookup,
    ) -> Timeline:
        """Return the timeline of a world, given the events of its function and the command of each invocation."""
        choices, when, function = world
        selected = select(events, world)
        happenings: list[Happening] = [
            commands.get(id(event)) or event  # type: ignore[misc]
            for event, _ in selected
        ]
        return replay(
            happenings,
            choices,
            when,
            function,
            images,
            self.settings.engine_version,
            certainties=[certainty for _, certainty in selected],
            document=self.document.language == "markdown",
            standing=self.standing,
            builds_of=lambda command: self.built.get(id(command)),
            checkpoint=self.memory.checkpoint,
        )

    # Shell

    def reaches(self, fragments: list[Fragment]) -> bool:
        """Return whether any of the text can reach an engine's command. Other text needs no evaluation."""
        if b"persistlint:" in self.document.data:
            # A comment may say what a variable holds.
            return True
        return any(self._reaches(fragment.text, 0) or _may_name_engine(fragment) for fragment in fragments)

    def _reaches(self, text: bytes, depth: int) -> bool:
        source = text.decode("latin-1")
        if names_engine(source):
            return True
        if not may_source(source):
            return False
        tree, _, problems = parse(text, self.document.language == "markdown", self.memory.checkpoint)
        files = sourced_files(tree, source)
        if files is None or depth > MOST_SOURCED or (problems and engine_word(source, 0, len(source)) >= 0):
            return True
        for name in files:
            answer = self.read_source(name)
            if answer is not None and self._reaches(answer[1], depth + 1):
                return True
        return False

    def evaluate(self, fragments: list[Fragment]) -> list[Event]:
        if not self.reaches(fragments):
            self.analysis.lookups += self.memory.lookups.values()
            return []
        evaluator = Evaluator(
            self.document.path,
            fragments[0].dialect if fragments else "bash",
            document=self.document.language == "markdown",
            read_source=self.read_source,
            memo=self.memory.shell,
            sourced_files=self.workspace.sourced_files,
            checkpoint=self.memory.checkpoint,
        )
        if b"persistlint:" in self.document.data:
            from persistlint.suppressions import assumptions

            for name, value in assumptions(self.document).items():
                evaluator.assume(name, value)
        for number, fragment in enumerate(fragments):
            evaluator.fragment(
                fragment.text,
                number,
                dialect=fragment.dialect,
                block=fragment.block,
                fresh=fragment.kind in ("run", "command"),
                host=("build",) if fragment.kind == "run" else (),
                unit=fragment.unit,
                certainty=fragment.certainty,
                unknowns=_unknowns_of(fragment),
            )
        evaluator.uncalled()
        sources = self.analysis.sources
        for anchor, (number, base) in evaluator.anchors.items():
            sources.place_anchor(anchor, self.document, fragments[number].mapping, base)
        for anchor, (path, data, base) in evaluator.sourced.items():
            sourced = self.sourced.get(path)
            if sourced is None:
                # Remembered from an earlier analysis: the statement's record holds the text.
                from persistlint.text.mapping import Mapping

                sourced = self.sourced[path] = (Document(path, data, "shell"), Mapping.identity(len(data)))
            sources.documents.setdefault(path, sourced[0])
            sources.place_anchor(anchor, sourced[0], sourced[1], base)
        self.analysis.lookups += self.memory.lookups.values()
        self.workspace.sourced_files = evaluator.sourced_files
        evaluator.close()
        _count_occurrences(evaluator.events)
        return evaluator.events

    def read_source(self, name: str) -> tuple[str, bytes] | None:
        asked: list[Lookup] = []
        answer = self.workspace.read(self.folder, name, asked)
        for lookup in asked:
            self.memory.lookups[lookup.name] = lookup
        if answer is None or b"\0" in answer[1][:8192]:
            return None
        from persistlint.hosts import shell

        path = self.shown(answer[0])
        document = Document(path, answer[1], "shell")
        fragment = shell.fragments(document)[0]
        self.sourced[path] = (document, fragment.mapping)
        return path, fragment.text

    def read_included(self, name: str) -> bytes | None:
        """Return the bytes of a file that the document includes; None where it isn't there."""
        answer = self.workspace.read(self.folder, name, self.analysis.lookups)
        return answer[1] if answer is not None and b"\0" not in answer[1][:8192] else None

    def list_folder(self, name: str) -> list[str]:
        """Return the names in a folder beside the document; none where it isn't there."""
        return self.workspace.names(os.path.join(self.folder, name), self.analysis.lookups)

    def shown(self, path: str) -> str:
        """Return a file's path in the form of the document's own path: relative where that is."""
        from persistlint.settings.paths import shown

        return shown(path)

    # Docker

    def understand(self, events: list[Event]) -> dict[int, Command | HostCommand]:
        """Return the command of each invocation by the event's identity. Docker's are listed in the analysis."""
        commands: dict[int, Command | HostCommand] = {}
        remembered = self.memory.understood
        used: dict[int, Understood] = {}
        before: Event | None = None
        for event in asking(events, self.memory.checkpoint):
            earlier, before = before, event
            if not isinstance(event, Invocation):
                continue
            key = id(event)
            understood = remembered.get(key)
            if (
                understood is None
                or understood.event is not event
                or understood.occurrence != event.occurrence
            ):
                if event.is_engine:
                    understood = Understood(
                        event, understand(event, self.settings.client_version), condition_of(event)
                    )
                else:
                    understood = Understood(event, HostCommand(event), None)
            used[key] = understood
            command = commands[key] = understood.command
            if not isinstance(command, Command):
                continue
            self.analysis.commands.append((command, understood.when))
            if isinstance(command, ImageBuild):
                if isinstance(earlier, Invocation):
                    take_dockerfile(command, earlier)
                self.read_build(command)
            elif isinstance(command, Compose):
                from persistlint.analysis.compose_project import read_services

                read_services(self, command)
            if not command.resolved:
                self.analysis.not_understood.append((event.span, unresolved_reason(command)))
        self.memory.keep_understood(used)
        for event in events:
            if isinstance(event, (Gap, NotUnderstood)):
                self.analysis.not_understood.append((event.span, event.reason))
        return commands

    def read_build(self, command: ImageBuild) -> None:
        """Find the image definition that a build reads: a here-document, a Dockerfile of the project, or one that the document shows."""
        from persistlint.hosts.dockerfile import read_dockerfile

        if self.document.language == "markdown" and self.analysis.sources.knows(command.span):
            insort(self.build_places, self.analysis.sources.place(command.span).start)
        definition: ImageDefinition | None = None
        if command.dockerfile is not None:
            definition = read_value(command, self.document.path)
            if definition is not None:
                self.analysis.images.append(definition)
        elif command.context is not None and command.context.text not in (None, "-"):
            name = self.dockerfile_name(command)
            file = self.workspace.read(self.folder, name, self.analysis.lookups) if name else None
            if file is not None:
                path = self.shown(file[0])
                definition = read_dockerfile(path, file[1], build_args=build_arguments(command))
                self.analysis.sources.add(Document(path, file[1], "dockerfile"))
            elif name and os.path.basename(name) == "Dockerfile":
                definition = self.shown_before(command)
        self.built[id(command)] = definition
        if definition is not None:
            target = command.target.text if command.target is not None else None
            stage = (
                next((stage for stage in definition.stages if stage.name == target), None) if target else None
            )
            for tag in command.tags:
                self.definitions[tag_key(tag)] = (definition, stage)

    def shown_before(self, command: ImageBuild) -> ImageDefinition | None:
        """Return the Dockerfile that a Markdown document shows before it builds it. None for no Dockerfile, or several since the last build."""
        sources = self.analysis.sources
        if self.document.language != "markdown" or not sources.knows(command.span):
            return None
        here = sources.place(command.span).start
        for image in self.analysis.images[self.looked_at :]:
            if image.mapping is not None and image.stages:
                insort(self.shown_images, (*_extent(image.mapping), image), key=lambda shown: shown[0])
        self.looked_at = len(self.analysis.images)
        last = bisect_left(self.build_places, here) - 1
        start = self.build_places[last] if last >= 0 else 0
        index = bisect_left(self.shown_images, start, key=lambda shown: shown[0])
        shown = [image for _, end, image in self.shown_images[index : index + 2] if end <= here]
        return shown[0] if len(shown) == 1 else None

    def dockerfile_name(self, command: ImageBuild) -> str | None:
        context = command.context.text if command.context is not None else None
        if context is None or "://" in context:
            return None
        directory = command.invocation.cwd
        base = ""
        if directory is not None and directory.known and directory.text:
            base = directory.text
        elif directory is not None and directory.pieces:
            trailing = directory.trailing()
            base = (
                trailing.lstrip("/")
                if len(directory.unknowns) == 1 and directory.unknowns[0].kind == "cwd"
                else ""
            )
        if command.file is not None:
            text = command.file.text
            return os.path.join(base, text) if text else None
        return os.path.join(base, context, "Dockerfile")

    def definition_of(self, reference: ImageReference) -> tuple[ImageDefinition | None, Stage | None] | None:
        """Return what the document builds under a tag, else what another file of the project does; no definition where two files build different things."""
        definition = self.definitions.get(tag_key(reference))
        if definition is not None:
            return definition
        built = self.workspace.index.image(
            reference, os.path.abspath(self.document.path), self.analysis.lookups
        )
        if built is None:
            return None
        for document in built.documents.values():
            self.analysis.sources.add(document)
        return built.definition, built.stage


def _unknowns_of(fragment: Fragment) -> dict[int, Unknown] | None:
    """Return the fragment's unknown texts as values of the shell, by their numbers. None without any."""
    if not fragment.unknowns:
        return None
    return {
        number: Unknown(text.name, ("host", text.key), None, "", text.kind)
        for number, text in fragment.unknowns.items()
    }


def _may_name_engine(fragment: Fragment) -> bool:
    """Return whether an unknown text of the fragment is called as one that may be an engine's name: ``$(DOCKER)``."""
    return any(names_engine(f"${text.name}") for text in fragment.unknowns.values())


def _extent(mapping: Mapping) -> tuple[int, int]:
    """Return the range of the document in which the text stands."""
    last = mapping.segments[-1]
    return mapping.segments[0][1], last[1] + last[2]


def take_dockerfile(command: ImageBuild, earlier: Invocation) -> None:
    """Take the Dockerfile that ``cat <<EOF | docker build -`` sends through the pipe: the here-document of ``cat``."""
    here, there = command.invocation.stage, earlier.stage
    stdin = earlier.stdin
    if here is None or there is None or stdin is None or command.invocation.stdin is not None:
        return
    if (there.position, here.position, there.names) != (0, 1, here.names) or there.count != here.count:
        return
    if earlier.program != "cat" or any((word.text or "") != "-" for word in earlier.words[1:]):
        return
    if not any(value is not None and value.text == "-" for value in (command.context, command.file)):
        return
    if stdin.operator in ("<<", "<<-"):
        command.dockerfile, command.dockerfile_span = stdin.target, stdin.target_span


def condition_of(event: Invocation) -> str | None:
    """Return the condition under which an invocation happens, for people, None for one without conditions."""
    parts: list[str] = []
    if event.function:
        parts.append(f"`{event.function}` {'runs' if is_unit(event.function) else 'is called'}")
    for branch, mask in event.guard.arms.items():
        allowed: list[str] = []
        left = mask & branch.all_arms
        while left and len(allowed) < 3:
            # The lowest bit: a `case` may have thousands of arms.
            arm = (left & -left).bit_length() - 1
            allowed.append(branch.conditions[arm])
            left &= left - 1
        if allowed:
            parts.append(" or ".join(allowed))
    return "when " + " and ".join(parts) if parts else None


def unresolved_reason(command: Command) -> str:
    """Return why a command's options can't be known."""
    for word in command.invocation.words[1:]:
        if word.opaque:
            return f"{word.display()} may hold options"
    return "it isn't known which command this is"


def tag_key(reference: ImageReference) -> tuple[object, ...]:
    """Equal for references to the same tag: ``x`` and ``x:latest`` are one."""
    if reference.path is None:
        return reference.raw.identity()
    if not reference.tag_known:
        return reference.raw.identity()
    return (reference.domain, reference.path, reference.tag or "latest")


def build_arguments(command: ImageBuild) -> dict[str, str] | None:
    """Return the ``--build-arg NAME=value`` as far as they are known."""
    from persistlint.hosts.image_definition import unknown

    out: dict[str, str] = {}
    for argument in command.build_args:
        marked = argument.marked()
        name, equals, _ = marked.partition("=")
        if "\ufffc" in name:
            return None
        value = argument.cut(len(name) + 1) if equals else None
        text = value.text if value is not None else None
        out[name] = text if text is not None else unknown(name)
    return out


def read_value(command: ImageBuild, path: str) -> ImageDefinition | None:
    """Return the image definition in a here-document or here-string. Its instructions have the places where they are written."""
    from persistlint.hosts.dockerfile import read_dockerfile
    from persistlint.hosts.image_definition import unknown
    from persistlint.shell.code import NestedCode
    from persistlint.shell.values import Literal
    from persistlint.text.spans import Span

    value = command.dockerfile
    if value is None:
        return None
    segments: list[tuple[int, int, Span | None]] = []
    out: list[bytes] = []
    at = 0
    for piece in value.pieces:
        raw = (piece.text if isinstance(piece, Literal) else unknown(piece.name)).encode(
            "utf-8", "surrogateescape"
        )
        # A span that holds more than its text (a here-document inside a text of several pieces) tells no byte's place.
        is_exact = piece.span is not None and piece.span.end - piece.span.start == len(raw)
        segments.append((at, at + len(raw), piece.span if isinstance(piece, Literal) and is_exact else None))
        out.append(raw)
        at += len(raw)
    text = b"".join(out)
    code = NestedCode(text.decode("latin-1"), segments, [], command.dockerfile_span or command.span)
    return read_dockerfile(path, text, code.span, build_arguments(command))


#: So many earlier ones are looked at, to see which of them exclude an event.
_COUNTED = 100


def _count_occurrences(events: list[Event]) -> None:
    """Count the occurrences of each place. Alternatives of a branch are the same occurrence."""
    seen: dict[object, list[Invocation]] = {}
    for event in events:
        if not isinstance(event, Invocation) or not event.is_engine:
            continue
        span = event.span
        # The span's parts: hashing and comparing them is left to the tuple.
        before = seen.setdefault((span.start, span.end, span.anchor, event.function), [])
        if not before:
            event.occurrence = 1
        elif not event.guard.arms:
            # An event without a guard excludes no other event.
            event.occurrence = 1 + len(before)
        else:
            # Numbers need only differ. Of very many events the early ones are counted without a comparison.
            skipped = max(0, len(before) - _COUNTED)
            event.occurrence = (
                1
                + skipped
                + sum(1 for other in before[skipped:] if other.guard.joined(event.guard) is not None)
            )
        before.append(event)
