"""A Compose file as a project: its services as containers that ``up`` makes, one after the other."""

from __future__ import annotations

import os

from persistlint.docker.compose_service import (
    ComposeService,
    plain_command,
    project_name_of,
    service_create,
    take_place,
)
from persistlint.durability.replay import replay
from persistlint.hosts.compose.reading import declared_names, names_file, read_file, read_project
from persistlint.shell.invocation import NO_GUARD
from persistlint.text.budgets import MOST_CANDIDATES
from persistlint.text.document import Document

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.analysis.reading import Reading
    from persistlint.docker.commands import Compose
    from persistlint.durability.images import ImageLookup
    from persistlint.durability.model import Timeline
    from persistlint.hosts.compose.definition import ComposeFile, ProjectDefinition, ServiceDefinition
    from persistlint.text.mapping import Mapping


def services_of(reading: Reading) -> None:
    """List the services of the reading's document as its commands, and read the Dockerfiles that they build."""
    document = reading.document
    files = _Files(reading)
    path = os.path.abspath(document.path)
    paths = [path, *files.overrides(path)]
    loaded = [files.load(file_path) for file_path in paths]
    project = read_project(
        [file_path for file_path in loaded if file_path is not None], files.load, files.bytes_of
    )
    if files.is_fragment(path, project):
        # Such a file is no project by itself.
        return
    drop_open_problems(project, os.path.basename(path) in FILE_NAMES and not files.is_part(path, project))
    reading.analysis.projects.append(project)
    completed = files.completed(path, project)
    for service in in_order(project):
        if service.name in completed:
            continue
        command = service_create(service, project)
        reading.analysis.commands.append((command, None))
        read_build(reading, command)


#: What Compose looks for, in a folder and those above it.
FILE_NAMES = ("compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml")
OVERRIDE_NAMES = (
    "compose.override.yml",
    "compose.override.yaml",
    "docker-compose.override.yml",
    "docker-compose.override.yaml",
)


class _Files:
    """The Compose files around a document, each read once."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._files: dict[str, ComposeFile | None] = {}

    def load(self, path: str) -> ComposeFile | None:
        """Return the Compose file at a path, None where there is none to be read."""
        path = os.path.normpath(path)
        if path not in self._files:
            self._files[path] = self._load(path)
        return self._files[path]

    def _load(self, path: str) -> ComposeFile | None:
        reading = self._reading
        document = reading.document
        if path == os.path.abspath(document.path):
            return read_file(document.path, document.data, self._variables(path), None, os.path.dirname(path))
        data = self.bytes_of(path)
        if data is None:
            return None
        shown = reading.shown(path)
        reading.analysis.sources.add(Document(shown, data, "compose"))
        try:
            return read_file(shown, data, self._variables(path), None, os.path.dirname(path))
        except ImportError:
            # The parser is a native library, which the editors' own copy of persistlint lacks: this file can't be known then.
            return None

    def bytes_of(self, path: str) -> bytes | None:
        """Return the content of the file at a path of the project, None where there is none to be read."""
        answer = self._reading.workspace.read("", path, self._reading.analysis.lookups)
        return answer[1] if answer is not None else None

    def _variables(self, path: str) -> dict[str, str]:
        return self.variables_in(os.path.dirname(path))

    def variables_in(self, folder: str) -> dict[str, str]:
        """Return the variables that the ``.env`` of a folder sets."""
        data = self.bytes_of(os.path.join(folder, ".env"))
        if data is None:
            return {}
        from persistlint.hosts.compose.env_file import read_env

        return read_env(data)

    def overrides(self, path: str) -> list[str]:
        """Return the file that Compose merges over this one unasked, or none."""
        folder, name = os.path.split(path)
        if name not in FILE_NAMES:
            return []
        paths = [os.path.join(folder, override) for override in OVERRIDE_NAMES]
        return [override for override in paths if self.load(override) is not None][:1]

    def is_fragment(self, path: str, project: ProjectDefinition) -> bool:
        """Return whether the file is only a part of what Compose reads: an override, one that another file names, or one with parts of services."""
        folder, name = os.path.split(path)
        if name in OVERRIDE_NAMES:
            return any(self.load(os.path.join(folder, file_name)) is not None for file_name in FILE_NAMES)
        if name in FILE_NAMES:
            return False
        if any(
            service.complete and service.image is None and service.build is None
            for service in project.services.values()
        ):
            # A file that Compose refuses by itself is meant to be laid over another one.
            return True
        return self.is_named(path)

    def is_named(self, path: str) -> bool:
        """Return whether a file in this folder or above includes the file, or extends services of it."""
        return any(names_file(base, path) for base in self.around(os.path.dirname(path)))

    def is_named_anywhere(self, path: str) -> bool:
        """Return whether any file of the project includes the file, or extends services of it."""
        reading = self._reading
        index = reading.workspace.index
        naming = index.naming(os.path.basename(path), path, reading.analysis.lookups) or []
        places = [place for place in naming if index.texts.language(place) == "compose"]
        if len(places) > MOST_CANDIDATES:
            return False
        return any(names_file(base, path) for place in places if (base := self.load(place)) is not None)

    def is_part(self, path: str, project: ProjectDefinition) -> bool:
        """Return whether a file in a folder above includes the file, or declares what it lacks: such files are laid over that one with ``-f``.

        A folder beside this one, which is called after what is missing, may declare it for them both.
        """
        missing = {problem.missing or problem.undefined_volume for problem in project.problems} - {""}
        for base in self.around(os.path.dirname(path)):
            if base.root is None or os.path.abspath(base.path) == path:
                continue
            folder = os.path.dirname(os.path.abspath(base.path))
            beside = (
                os.path.join(folder, name, file_name)
                for name in missing
                if os.path.basename(name) == name
                for file_name in FILE_NAMES
            )
            files = [base, *(file for each in beside if (file := self.load(each)) is not None)]
            if any(not missing.isdisjoint(declared_names(file)) for file in files if file.root is not None):
                return True
        lacks = any(problem.lacks for problem in project.problems)
        return self.is_named(path) or (lacks and self.is_named_anywhere(path))

    def completed(self, path: str, project: ProjectDefinition) -> set[str]:
        """Return the services that get mounts from another file where this one is laid over that with ``-f``."""
        folder, name = os.path.split(path)
        if name in FILE_NAMES:
            return set()
        names: set[str] = set()
        for base in self.around(folder):
            below = read_project([base], self.load)
            for service_name in project.services:
                service = below.services.get(service_name)
                if service is not None and (service.mounts or service.volumes_from):
                    names.add(service_name)
        return names

    def around(self, folder: str) -> list[ComposeFile]:
        """Return the files that Compose finds unasked, in a folder and those above it."""
        files: list[ComposeFile] = []
        root = self._reading.workspace.root
        while True:
            files += [
                file for name in FILE_NAMES if (file := self.load(os.path.join(folder, name))) is not None
            ]
            above = os.path.dirname(folder)
            if above == folder or not (folder + os.sep).startswith(root.rstrip(os.sep) + os.sep):
                return files
            folder = above

    def default(self, folder: str) -> list[str]:
        """Return the files that Compose uses when it is started in a folder without ``-f``. There may be none in the project."""
        root = self._reading.workspace.root
        while True:
            for name in FILE_NAMES:
                path = os.path.join(folder, name)
                if self.load(path) is not None:
                    return [path, *self.overrides(path)]
            above = os.path.dirname(folder)
            if above == folder or not (folder + os.sep).startswith(root.rstrip(os.sep) + os.sep):
                return []
            folder = above


def read_services(reading: Reading, command: Compose) -> None:
    """Find the services that a Compose command is about: those of its files, or of the files where it is started."""
    command.services = command.on_containers = None
    host = command.invocation.host
    if not command.resolved or (host and host != ("root",)):
        return
    files = _Files(reading)
    candidates: list[tuple[list[str], str]] = []
    chosen = command.last("project-directory")
    directory = chosen.value.text if chosen is not None and chosen.value is not None else ""
    if chosen is not None and not directory:
        return
    for folder in _folders(reading, command):
        paths = _named(command, folder)
        if paths is None:
            return
        # Files of `-f` are looked for where the command is started, what they name in the project's directory.
        start = os.path.normpath(os.path.join(folder, directory or ""))
        paths = paths or files.default(start)
        if paths and all(files.load(path) is not None for path in paths) and (paths, start) not in candidates:
            candidates.append((paths, start))
    if len({tuple(paths) for paths, _ in candidates}) != 1:
        return
    loaded = [file for file in map(files.load, candidates[0][0]) if file is not None]
    if directory:
        if len(candidates) != 1:
            return
        loaded[0] = loaded[0].within(files.variables_in(candidates[0][1]), candidates[0][1])
    project = read_project(loaded, files.load, files.bytes_of)
    if not project.complete:
        return
    name = _project_name(command, project)
    command.services = [service_create(service, project, name) for service in in_order(project)]
    for made in command.services:
        read_build(reading, made)
        take_place(made, command)
    command.on_containers = plain_command(command)


def _folders(reading: Reading, command: Compose) -> list[str]:
    """Return the folders in which the command may be started. A script may run in its own folder or in the project's root."""
    cwd = command.invocation.cwd
    if cwd is None:
        return []
    unknowns = cwd.unknowns
    if not unknowns:
        folders = [os.path.join(reading.folder, cwd.text or "")]
    elif len(unknowns) == 1 and not cwd.leading() and unknowns[0].kind in ("cwd", "scriptdir"):
        rest = cwd.trailing().lstrip("/")
        folders = [os.path.join(reading.folder, rest)]
        if unknowns[0].kind == "cwd" and not _runs_in_its_folder(reading.document):
            folders.append(os.path.join(reading.workspace.root, rest))
    else:
        return []
    return [os.path.normpath(folder) for folder in folders]


def _runs_in_its_folder(document: Document) -> bool:
    """Return whether a document's commands start in its own folder: make looks for a Makefile where it is started. An included `.mk` may be another folder's."""
    name = os.path.basename(document.path).lower()
    return document.language == "makefile" and name in ("makefile", "gnumakefile")


def _named(command: Compose, folder: str) -> list[str] | None:
    """Return the files that ``-f`` or ``COMPOSE_FILE`` names: empty where neither is given, None where they aren't known."""
    names: list[str] = []
    if command.files:
        for value in command.files:
            if value.text is None or value.text == "-":
                return None
            names.append(value.text)
    else:
        variable = command.invocation.environment.get("COMPOSE_FILE")
        if variable is not None and variable.pieces:
            if variable.text is None:
                return None
            names = variable.text.split(":")
    return [os.path.normpath(os.path.join(folder, name)) for name in names]


def _project_name(command: Compose, project: ProjectDefinition) -> str | None:
    """Return the project's name, None where it can't be known."""
    if command.project is not None:
        return command.project.text
    variable = command.invocation.environment.get("COMPOSE_PROJECT_NAME")
    if variable is not None and variable.pieces:
        return variable.text
    return project_name_of(project)


def drop_open_problems(project: ProjectDefinition, is_whole: bool) -> None:
    """Leave out the problems that another file would solve: one without which services have no image, or names nothing behind them.

    ``is_whole`` is true for a file that Compose reads by itself.
    """
    partial = not is_whole or any(problem.lacks == "image" for problem in project.problems)
    project.problems = [problem for problem in project.problems if not (partial and problem.lacks)]


def services_of_blocks(reading: Reading, blocks: list[tuple[ComposeFile, Mapping]]) -> None:
    """List the services of a document's blocks, each block a project of its own; ``replay_blocks`` plays them."""
    for file, mapping in blocks:
        reading.analysis.sources.place_anchor(file.anchor, reading.document, mapping, 0)
        project = read_project([file])
        drop_open_problems(project, False)
        # Documents leave out lines, and say so in words.
        project.problems = [problem for problem in project.problems if problem.kind != "yaml"]
        reading.analysis.projects.append(project)
        for service in in_order(project):
            command = service_create(service, project)
            reading.analysis.commands.append((command, None))
            read_build(reading, command)


def replay_blocks(reading: Reading, images: ImageLookup) -> list[Timeline]:
    """Return a timeline for each block of the document that is a Compose file."""
    timelines = []
    for project in reading.analysis.projects:
        services = [
            command
            for command, _ in reading.analysis.commands
            if isinstance(command, ComposeService) and command.project is project
        ]
        timelines.append(replay(services, NO_GUARD, None, "", images, reading.settings.engine_version))
    return timelines


def replay_services(reading: Reading, images: ImageLookup) -> Timeline:
    """Return the timeline in which every service of the document is started. A file that Compose refuses starts none."""
    refused = any(
        not problem.undefined_volume and problem.kind not in ("section", "value", "yaml")
        for project in reading.analysis.projects
        for problem in project.problems
    )
    services = [] if refused else [command for command, _ in reading.analysis.commands]
    return replay(services, NO_GUARD, None, "", images, reading.settings.engine_version)


def in_order(project: ProjectDefinition) -> list[ServiceDefinition]:
    """Return the services, each after those that it depends on and those whose mounts it takes."""
    ordered: dict[str, ServiceDefinition] = {}
    waiting = list(reversed(project.services))
    opened: set[str] = set()
    while waiting:
        name = waiting[-1]
        service = project.services.get(name)
        if service is None or name in ordered:
            waiting.pop()
            continue
        needed = [*service.depends_on, *_sharing(service)]
        missing = [other for other in needed if other not in ordered and other not in opened]
        if name in opened or not missing:
            ordered[name] = service
            waiting.pop()
            continue
        opened.add(name)
        waiting += reversed([other for other in missing if other in project.services])
    return list(ordered.values())


def _sharing(service: ServiceDefinition) -> list[str]:
    return [(text.known or "").split(":")[0] for text in service.volumes_from]


def read_build(reading: Reading, command: ComposeService) -> None:
    """Find the Dockerfile of a service that is built, and give its image what that says."""
    from persistlint.analysis.reading import tag_key
    from persistlint.hosts.dockerfile import read_dockerfile
    from persistlint.hosts.image_definition import unknown

    build = command.definition.build
    if build is None or command.image is None:
        return
    target = build.target.known if build.target is not None else None
    arguments = {
        name: (text.known if text is not None and text.known is not None else unknown(name))
        for name, text in build.args.items()
    }
    definition = None
    if build.inline is not None:
        text = build.inline.known
        if text is not None:
            definition = read_dockerfile("", text.encode("utf-8", "surrogateescape"), None, arguments)
    else:
        context = build.context.known if build.context is not None else "."
        name = build.dockerfile.known if build.dockerfile is not None else "Dockerfile"
        if context is not None and name is not None and "://" not in context:
            wanted = os.path.join(os.path.abspath(build.directory or "."), context, name)
            file = reading.workspace.read(reading.folder, wanted, reading.analysis.lookups)
            if file is not None:
                path = reading.shown(file[0])
                definition = read_dockerfile(path, file[1], build_args=arguments)
                reading.analysis.sources.add(Document(path, file[1], "dockerfile"))
    if definition is None:
        # It is the project's own, whatever it is called.
        from persistlint.docker.image_reference import parse_reference
        from persistlint.shell.values import Unknown, Value

        span = command.image.span
        command.image = parse_reference(
            Value((Unknown("build", ("compose build", command.definition.name)),))
        )
        command.image.span = span
        return
    stage = (
        next((stage_named for stage_named in definition.stages if stage_named.name == target), None)
        if target
        else None
    )
    reading.definitions[tag_key(command.image)] = (definition, stage)
    reading.built_services.append(command)


def take_built_volumes(services: list[ComposeService], images: ImageLookup) -> None:
    """Note for each service that is built which volumes its Dockerfile and the images below declare.

    What other files build is asked for here. They are asked for their commands only, so no file waits for itself.
    """
    for service in services:
        knowledge = images(service.image)
        declared = {path.path for path in knowledge.paths if path.declared}
        service.built_volumes = [path for path in knowledge.volumes if knowledge.stateful or path in declared]
