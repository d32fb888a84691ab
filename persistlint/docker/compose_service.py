"""Services of a Compose file as containers: what ``docker compose up`` asks the engine to create for each.

The short form of ``volumes:`` is Compose's own (compose-go ``format/volume.go``): a relative source starts from the file's directory, ``~`` is the
home directory, and a source that is neither is a volume of the project.
"""

from __future__ import annotations

import os

from persistlint.docker.commands import (
    Command,
    Compose,
    ContainerCopy,
    ContainerCreate,
    ContainerExec,
    ContainerRemove,
    ContainerSignal,
    CopySide,
    OptionUse,
)
from persistlint.docker.image_reference import parse_reference
from persistlint.docker.mount_sources import is_drive
from persistlint.docker.mounts import Mount
from persistlint.shell.invocation import Invocation
from persistlint.shell.values import DOUBLE, ESCAPED, SINGLE, UNQUOTED, Literal, Piece, Unknown, Value, Word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeVar

    from persistlint.hosts.compose.definition import MountDefinition, ProjectDefinition, ServiceDefinition
    from persistlint.hosts.compose.text import Text

    _Made = TypeVar("_Made", bound=Command)

_QUOTATIONS = {"": UNQUOTED, "'": SINGLE, '"': DOUBLE}
_TRUE = frozenset(("true", "yes", "on", "y", "1"))
#: The option that stands for an item of ``volumes:`` in a mount's ``flag``.
VOLUMES = "volumes"


class ComposeService(ContainerCreate):
    """A service as the container that ``compose up`` makes of it. ``definition`` and ``project`` are what its file says.

    ``name`` is the container's name where the file gives one, or where the project's name is known to whoever asks.
    ``project_name`` is None where nobody asked for it. ``is_started`` is false for ``compose create`` and ``up --no-start``.
    ``built_volumes`` are the paths of data for which the Dockerfile of its ``build`` declares a volume.
    """

    __slots__ = ("built_volumes", "definition", "is_started", "project", "project_name")

    def __init__(
        self, invocation: Invocation, definition: ServiceDefinition, project: ProjectDefinition
    ) -> None:
        super().__init__(invocation, "compose up")
        self.definition = definition
        self.project = project
        self.project_name: str | None = None
        self.built_volumes: list[str] = []
        self.is_started = True
        self.service_name = Value.of(definition.name, definition.name_span)

    @property
    def runs(self) -> bool:
        return self.is_started

    @property
    def is_scaled(self) -> bool:
        """Return whether several containers are made of it, or may be."""
        replicas = self.definition.replicas
        return replicas is not None and replicas.known not in ("0", "1")


def value_of(text: Text) -> Value:
    """Return the text as a value."""
    pieces: list[Piece] = []
    for piece in text.pieces:
        if piece.unknown:
            key = ("compose variable", piece.unknown)
            pieces.append(Unknown(piece.unknown, key, piece.span, DOUBLE, "env"))
        elif piece.text:
            quoting = _QUOTATIONS.get(piece.quoting, ESCAPED)
            pieces.append(Literal(piece.text, piece.span, quoting, piece.hidden))
    return Value(pieces, frozenset(f"{name} is unset" for name in text.assumes))


def _word(text: Text) -> Word:
    return Word(value_of(text), text.span)


def _optional(text: Text | None) -> Value | None:
    return value_of(text) if text is not None else None


def _switch(text: Text | None) -> bool | None:
    if text is None:
        return False
    literal = text.known
    return literal.lower() in _TRUE if literal is not None else None


def service_create(
    service: ServiceDefinition,
    project: ProjectDefinition,
    project_name: str | None = None,
    *,
    reveals: bool = False,
) -> ComposeService:
    """Return the container of a service. With ``project_name``, containers and volumes have the names that the engine knows.

    With ``reveals`` what ``.env`` says is known, too: for comparisons, never for what is shown.
    """
    invocation = Invocation((), "docker", service.span)
    directory = project.files[0].directory
    invocation.cwd = Value((Unknown(".", ("compose directory", directory), None, DOUBLE, "cwd"),))
    command = ComposeService(invocation, service, project)
    command.project_name = project_name
    command.detach = True
    command.resolved = service.complete and project.complete
    if service.image is not None:
        command.image = parse_reference(value_of(service.image), _word(service.image))
    elif service.build is not None:
        # Compose tags it `shop-web`. Without the project's name it is no name that anybody knows.
        tail = Literal(f"-{service.name}", None)
        head = Literal(project_name) if project_name else Unknown("project", ("compose project",))
        command.image = parse_reference(Value((head, tail)))
        command.image.span = service.build.span
    command.mounts = _mounts(service, project, project_name)
    command.volumes_from = [value_of(text) for text in service.volumes_from]
    command.command = [_word(text) for text in service.command or ()]
    if service.entrypoint is not None:
        first = service.entrypoint[0] if service.entrypoint else None
        command.entrypoint = value_of(first) if first is not None else Value()
        command.command = [_word(text) for text in service.entrypoint[1:]] + command.command
    command.env = _environment(service)
    command.options = _options(service)
    for mount in command.mounts:
        if mount.word is not None:
            key = Word(Value.of(VOLUMES), None)
            command.options.append(OptionUse("volume", VOLUMES, mount.value, mount.span, key, mount.word))
    image = [command.image.word] if command.image is not None and command.image.word is not None else []
    mounts = [mount.word for mount in command.mounts if mount.word is not None]
    # The words that are written for it: what stands at a place is found by them.
    invocation.words = (*image, *mounts, *command.command)
    command.restart = _optional(service.restart)
    command.user = _optional(service.user)
    command.workdir = _optional(service.working_dir)
    command.hostname = _optional(service.hostname)
    command.pid = _optional(service.pid)
    command.privileged = _switch(service.privileged)
    command.read_only = _switch(service.read_only)
    command.tty = _switch(service.tty)
    command.interactive = _switch(service.stdin_open)
    command.cap_add = [value_of(text) for text in service.cap_add]
    if service.container_name is not None:
        command.name = value_of(service.container_name)
    elif project_name:
        command.name = Value.of(f"{project_name}-{service.name}-1")
    if not reveals:
        _hide(command)
    return command


def _hide(command: ComposeService) -> None:
    """Make unknown what ``.env`` and ``env_file`` say, but for the image, whose version decides where its data is: nothing of it may come up in a message."""
    for mount in command.mounts:
        for name in ("source", "target", "value", "engine_name"):
            setattr(mount, name, _hidden(getattr(mount, name)))
    for name in ("name", "user", "workdir", "hostname", "pid", "restart", "entrypoint"):
        setattr(command, name, _hidden(getattr(command, name)))
    for name in ("env", "volumes_from", "cap_add", "labels"):
        setattr(command, name, [_hidden(value) for value in getattr(command, name)])
    command.command = [Word(_hidden(word.value) or Value(), word.span) for word in command.command]


def _hidden(value: Value | None) -> Value | None:
    if value is None or not any(isinstance(piece, Literal) and piece.hidden for piece in value.pieces):
        return value
    pieces: list[Piece] = []
    for piece in value.pieces:
        if isinstance(piece, Literal) and piece.hidden:
            pieces.append(
                Unknown(piece.hidden, ("compose variable", piece.hidden), piece.span, DOUBLE, "env")
            )
        else:
            pieces.append(piece)
    return Value(pieces, value.assumes)


def _options(service: ServiceDefinition) -> list[OptionUse]:
    """Return the keys that rules look for as options, each with its place."""
    uses: list[OptionUse] = []
    if service.reads_env_file:
        uses.append(OptionUse("env-file", "env_file", None, service.span, Word(Value(), service.span), None))
    texts = [("privileged", service.privileged), ("pid", service.pid)]
    for name, text in [*texts, *(("cap-add", capability) for capability in service.cap_add)]:
        if text is not None:
            word = _word(text)
            uses.append(OptionUse(name, name.replace("-", "_"), word.value, text.span, word, word))
    return uses


def _environment(service: ServiceDefinition) -> list[Value]:
    values: list[Value] = []
    for name, (span, text) in service.environment.items():
        prefix = Literal(f"{name}=", None)
        if text is None:
            values.append(Value((Literal(name, span),)))
        else:
            value = value_of(text)
            values.append(Value((prefix, *value.pieces), value.assumes))
    return values


# -- mounts


def _mounts(service: ServiceDefinition, project: ProjectDefinition, project_name: str | None) -> list[Mount]:
    """Return the service's mounts. Of several on one path the last counts, as Compose merges them."""
    by_target: dict[object, Mount] = {}
    for definition in service.mounts:
        if definition.kind in ("configs", "secrets"):
            made = _object(definition, project)
            if made is None:
                continue
            mount = made
        elif definition.short is not None:
            mount = _short(definition, definition.short)
        else:
            mount = _long(definition)
        mount.span = definition.span
        if mount.type == "bind" and mount.source is not None:
            mount.source = _from_directory(mount.source, definition.directory, project.files[0].directory)
        if mount.type == "volume" and mount.source is not None:
            mount.engine_name = _volume_name(mount.source, project, project_name)
            _volume_options(mount, project)
        target = mount.target_text
        key: object = target.rstrip("/") if target is not None else id(mount)
        by_target.pop(key, None)
        by_target[key] = mount
    return list(by_target.values())


def _object(definition: MountDefinition, project: ProjectDefinition) -> Mount | None:
    """Return the file that a config or a secret is in the container, None where Compose copies a text there or the file isn't known."""
    fields = definition.fields
    source = definition.short if definition.short is not None else fields.get("source")
    name = source.known if source is not None else None
    declared = project.objects.get((definition.kind, name)) if name is not None else None
    if declared is None or declared.file is None or source is None:
        return None
    target = fields.get("target")
    mount = Mount("bind", None, None, definition.kind)
    mount.source = _from_directory(value_of(declared.file), declared.directory, definition.directory)
    mount.target = value_of(target) if target is not None else Value.of(name or "")
    if target is None or not mount.target.marked().startswith("/"):
        folder = "/run/secrets/" if definition.kind == "secrets" else "/"
        mount.target = Value((Literal(folder, None), *mount.target.pieces), mount.target.assumes)
    mount.read_only = True
    return mount


def _from_directory(source: Value, directory: str, base: str) -> Value:
    """Return a source relative to ``directory`` as one relative to ``base``."""
    marked = source.marked()
    if directory == base or not marked or marked[0] in "/~\\\ufffc" or marked[1:2] == ":":
        return source
    way = os.path.relpath(os.path.abspath(directory or "."), os.path.abspath(base or "."))
    return Value((Literal(f"./{way}/", None), *source.pieces), source.assumes)


def _volume_name(source: Value, project: ProjectDefinition, project_name: str | None) -> Value:
    """Return the name by which the engine knows a volume of the project."""
    key = source.text
    volume = project.volumes.get(key) if key is not None else None
    if volume is not None and volume.real_name is not None:
        return value_of(volume.real_name)
    if key is None or (volume is not None and volume.external is not False):
        return source
    hidden = next(
        (piece.hidden for piece in source.pieces if isinstance(piece, Literal) and piece.hidden), ""
    )
    if project_name is not None:
        return Value((Literal(f"{project_name}_{key}", hidden=hidden),))
    # Without the project's name the volume equals no volume of another text.
    return Value((Unknown("project", ("compose project",), None, DOUBLE), Literal(f"_{key}", hidden=hidden)))


def _volume_options(mount: Mount, project: ProjectDefinition) -> None:
    key = mount.source_text
    volume = project.volumes.get(key) if key is not None else None
    if volume is None:
        return
    for name, text in volume.driver_options.items():
        mount.options.append(f"volume-opt={name}={value_of(text).display()}")


def _short(definition: MountDefinition, text: Text) -> Mount:
    value = value_of(text)
    word = Word(value, text.span)
    if definition.kind == "tmpfs":
        mount = Mount("tmpfs", None, value.split(":", 1)[0], "--tmpfs", word)
        mount.value = value
        mount.target_span = mount.target.span if mount.target is not None else None
        return mount
    mount = Mount(None, None, None, VOLUMES, word)
    mount.value = value
    fields = _fields(value)
    if len(fields) == 1:
        if value.known:
            mount.type, mount.target, mount.anonymous = "volume", value, True
            # Compose leaves the letter with the path, and the engine refuses that.
            mount.drive = value.marked()[1:2] == ":" and is_drive(value.marked()[0])
            mount.target_span = value.span
        else:
            mount.read_only = None
        return mount
    mount.source, mount.target = fields[0], fields[1]
    mount.source_span, mount.target_span = fields[0].span, fields[1].span
    mount.type = _type_of(fields[0])
    if mount.type == "bind":
        mount.source = _at_home(fields[0])
    if len(fields) > 2:
        modes = fields[2].split(",")
        mount.options = [mode.display() for mode in modes]
        if any(mode.text is None for mode in modes):
            mount.read_only = None
        elif any(mode.text == "ro" for mode in modes):
            mount.read_only = True
    return mount


def _fields(value: Value) -> list[Value]:
    """Return the parts between colons. A colon behind a drive's letter separates nothing."""
    marked = value.marked()
    fields: list[Value] = []
    start = 0
    for index, character in enumerate(marked):
        if character == ":" and not (index - start == 1 and is_drive(marked[start])):
            fields.append(value.cut(start, index))
            start = index + 1
    fields.append(value.cut(start))
    return fields


def _type_of(source: Value) -> str | None:
    """Return "bind" or "volume", None where the source begins with something unknown."""
    marked = source.marked()
    if not marked:
        return "volume"
    if marked[0] == "\ufffc":
        return "bind" if "/" in marked else None
    if marked[0] in "./~" or marked.startswith("\\\\"):
        return "bind"
    return "bind" if marked[1:2] == ":" and is_drive(marked[0]) else "volume"


def _at_home(source: Value) -> Value:
    """Return the source with ``~`` replaced by the home directory."""
    marked = source.marked()
    if marked == "~" or marked.startswith("~/"):
        home = Unknown("HOME", ("compose home",), source.span, DOUBLE, "home")
        return Value((home, *source.cut(1).pieces), source.assumes)
    return source


def _long(definition: MountDefinition) -> Mount:
    fields = definition.fields
    kind = fields.get("type")
    mount = Mount(kind.known if kind is not None else "volume", None, None, VOLUMES)
    source, target = fields.get("source"), fields.get("target")
    if source is not None:
        mount.source, mount.source_span = value_of(source), source.span
        if mount.type == "bind":
            mount.source = _at_home(mount.source)
    if target is not None:
        mount.target, mount.target_span = value_of(target), target.span
        mount.value = mount.target
    mount.anonymous = mount.type == "volume" and source is None
    mount.read_only = _switch(fields.get("read_only"))
    subpath = fields.get("volume.subpath")
    if subpath is not None:
        mount.options.append(f"volume-subpath={value_of(subpath).display()}")
    return mount


def default_project_name(project: ProjectDefinition, environment_name: str | None = None) -> str | None:
    """Return the name that Compose gives the project: ``COMPOSE_PROJECT_NAME``, ``name:``, or the directory of the first file."""
    if environment_name:
        return environment_name
    if project.name is not None:
        return project.name.known
    directory = os.path.basename(os.path.abspath(project.files[0].directory or "."))
    name = "".join(
        character
        for character in directory.lower()
        if character.isascii() and (character.isalnum() or character in "_-")
    )
    return name.lstrip("_-") or None


def project_name_of(project: ProjectDefinition) -> str | None:
    """Return the name of the project with what its first file's environment says of it; None where it isn't known."""
    return default_project_name(project, project.files[0].variables.get("COMPOSE_PROJECT_NAME"))


# -- commands on services


class ComposeRun(ContainerCreate):
    """``compose run``: a container of its own from a service's definition, with another command, in the project ``project_name``."""

    __slots__ = ("project_name",)

    def __init__(self, invocation: Invocation, verb: str) -> None:
        super().__init__(invocation, verb)
        self.project_name: str | None = None

    @property
    def runs(self) -> bool:
        return True


def selected(command: Compose) -> list[ComposeService]:
    """Return the services that a command is about: those it names, else all that no profile holds back."""
    services = command.services or []
    names = {word.text for word in command.operands}
    if command.verb == "compose cp":
        names = {word.value.split(":", 1)[0].text for word in command.operands}
    elif command.verb in ("compose exec", "compose run"):
        names = {command.service.text if command.service is not None else None}
    if names:
        return [service for service in services if service.definition.name in names]
    profiles = {use.value.text if use.value is not None else None for use in command.uses("profile")}
    variable = command.invocation.environment.get("COMPOSE_PROFILES")
    if variable is not None:
        profiles |= set((variable.text or "").split(","))
    return [
        service
        for service in services
        if not service.definition.profiles
        or "*" in profiles
        or profiles & {text.known for text in service.definition.profiles}
    ]


def plain_command(command: Compose) -> Command | None:
    """Return the container command that ``exec``, ``run``, ``cp``, ``rm``, ``start``, ``stop``, ``restart`` or ``kill`` amounts to, else None."""
    verb = command.verb.rpartition(" ")[2]
    services = selected(command)
    names = [service.name for service in services if service.name is not None]
    invocation = command.invocation
    if verb == "exec" and names:
        made = ContainerExec(invocation, "container exec")
        made.container, made.command = names[0], command.command
        made.detach, made.env = command.detach, []
        # Standard input is attached unless it is switched off.
        made.interactive = command.switch("interactive", True)
        made.tty = command.switch("tty") is False and not command.uses("no-TTY", "no-tty")
        made.user, made.workdir = _option(command, "user"), _option(command, "workdir")
        return _filled(made, command)
    if verb == "run" and services:
        return _filled(_one_off(command, services[0]), command)
    if verb == "rm":
        removal = ContainerRemove(invocation, "container rm")
        removal.containers, removal.volumes = names, command.volumes
        # Without ``--stop`` running ones stay.
        removal.force = bool(command.switch("stop"))
        return _filled(removal, command)
    if verb in ("start", "stop", "restart", "kill", "pause", "unpause"):
        signal = ContainerSignal(invocation, f"container {verb}")
        signal.containers = names
        return _filled(signal, command)
    if verb == "cp" and len(command.operands) == 2:
        return _copy(command)
    return None


def _filled(made: _Made, command: Compose) -> _Made:
    made.options, made.global_options = command.options, command.global_options
    made.operands, made.verb_words = command.operands, command.verb_words
    made.resolved = command.resolved
    return made


def _option(command: Compose, name: str) -> Value | None:
    use = command.last(name)
    return use.value if use is not None else None


def _copy(command: Compose) -> Command | None:
    names = {service.definition.name: service.name for service in command.services or ()}
    made = ContainerCopy(command.invocation, "container cp")
    sides: list[CopySide] = []
    for word in command.operands:
        fields = word.value.split(":", 1)
        service = names.get(fields[0].text or "") if len(fields) == 2 else None
        sides.append(CopySide(service, fields[1]) if service is not None else CopySide(None, word.value))
    if all(side.container is None for side in sides):
        return None
    made.source, made.destination = sides
    return _filled(made, command)


def _one_off(command: Compose, service: ComposeService) -> ComposeRun:
    made = ComposeRun(command.invocation, "compose run")
    for name in (
        "mounts",
        "volumes_from",
        "env",
        "restart",
        "privileged",
        "read_only",
        "cap_add",
        "hostname",
    ):
        setattr(made, name, getattr(service, name))
    made.restart = None
    made.project_name = service.project_name
    image = service.image
    if image is not None:
        made.image = parse_reference(image.raw)
        made.image.span = command.service.span if command.service is not None else command.span
    made.name = _option(command, "name")
    made.remove, made.detach = command.remove, command.detach
    made.interactive = made.tty = True
    own_targets = {mount.target.text for mount in command.mounts if mount.target is not None}
    made.mounts = [
        *(mount for mount in service.mounts if mount.target is None or mount.target.text not in own_targets),
        *command.mounts,
    ]
    made.env = [*service.env, *(use.value for use in command.uses("env") if use.value is not None)]
    made.user = _option(command, "user") or service.user
    made.workdir = _option(command, "workdir") or service.workdir
    entrypoint = _option(command, "entrypoint")
    given = command.command
    if entrypoint is not None:
        made.entrypoint, made.command = entrypoint, given
    elif service.definition.entrypoint is not None:
        count = max(len(service.definition.entrypoint) - 1, 0)
        made.entrypoint = service.entrypoint
        made.command = [*service.command[:count], *(given or service.command[count:])]
    else:
        made.command = given or service.command
    return made


def take_engine(service: ComposeService, command: Command) -> None:
    """Let the service's container be one of the engine that ``command`` speaks to."""
    service.invocation.program = "podman" if command.program.startswith("podman") else "docker"
    service.invocation.host, service.invocation.environment = (
        command.invocation.host,
        command.invocation.environment,
    )
    service.global_options = command.global_options


def take_place(service: ComposeService, command: Compose) -> None:
    """Let the service's container be made where ``command`` runs: on its engine, in its world."""
    theirs, invocation = command.invocation, service.invocation
    invocation.program = "podman" if theirs.program.startswith("podman") else "docker"
    invocation.host, invocation.environment, invocation.guard = theirs.host, theirs.environment, theirs.guard
    invocation.block, invocation.function, invocation.certainty = (
        theirs.block,
        theirs.function,
        theirs.certainty,
    )
    service.global_options = command.global_options
