"""From an invocation's words to a typed command."""

from __future__ import annotations

from persistlint.docker.arguments import environment_problem, label_problem
from persistlint.docker.commands import (
    Command,
    Compose,
    ContainerCommit,
    ContainerCopy,
    ContainerCreate,
    ContainerExec,
    ContainerExport,
    ContainerRemove,
    ContainerRename,
    ContainerSignal,
    CopySide,
    ImageBuild,
    ImageRemove,
    ImageTransfer,
    OptionUse,
    OtherCommand,
    Prune,
    VolumeCreate,
    VolumeRemove,
)
from persistlint.docker.create_checks import check_create
from persistlint.docker.duplicate_targets import check_duplicates
from persistlint.docker.image_reference import ImageReference, parse_reference, reference_problem
from persistlint.docker.mount_sources import volume_name_problem
from persistlint.docker.mounts import Mount
from persistlint.docker.option_table import NEWEST, Version, options_of
from persistlint.docker.parse import ParsedLine, invalid_argument, parse_line
from persistlint.docker.problems import Problems
from persistlint.docker.volume_option import read_volume, read_volumes_from
from persistlint.shell.invocation import Invocation
from persistlint.shell.values import Value, Word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    _Reader = Callable[[Invocation, str, ParsedLine, Problems], Command]

__all__ = ["NEWEST", "joined", "understand"]

#: Spellings of programs that are another's subcommand (Compose's first version was a program of its own).
_PROGRAMS_AS_COMMANDS = {"docker-compose": "compose", "podman-compose": "compose"}


def understand(invocation: Invocation, client_version: Version = NEWEST) -> Command:
    """Return the command that the docker client of ``client_version`` makes of an invocation.

    The result's class tells the command; ``verb`` is canonical. A command that isn't known, or whose name holds an unknown, is an
    ``OtherCommand`` with verb "" that is not resolved. What client or engine would refuse is in ``syntax_problems``, in its own words: docker's or
    podman's. nerdctl has none, as its refusals aren't known. ``invocation.program`` may be ``docker-compose``, or docker with ``docker-compose`` as its word.
    """
    program = invocation.program
    words = invocation.words[1:]
    name = invocation.words[0].text if invocation.words else None
    base = (name or program).rpartition("/")[2]
    if base in _PROGRAMS_AS_COMMANDS or program in _PROGRAMS_AS_COMMANDS:
        first = invocation.words[0]
        span = first.span
        subcommand = Word(Value.of(_PROGRAMS_AS_COMMANDS.get(base, "compose"), span), span)
        words = (subcommand, *words)
        program = "podman" if base.startswith("podman") else "docker"
    if program not in ("podman", "nerdctl"):
        program = "docker"
    problems = Problems(client_version, silent=program == "nerdctl")
    line = parse_line(words, program, problems)
    if line.version:
        command: Command = OtherCommand(invocation, "version")
    elif line.help:
        command = OtherCommand(invocation, line.command or "help")
        problems.found.clear()
    elif not line.command:
        command = OtherCommand(invocation, "")
    else:
        reader, verb = _reader_of(line.command)
        if program == "podman":
            # What docker refuses podman may take; its own checks follow.
            command = reader(invocation, verb, line, Problems(client_version, silent=True))
            _read_as_podman(command, line, problems)
        else:
            command = reader(invocation, verb, line, problems)
    command.verb_words = tuple(line.verb_words)
    command.global_options = line.global_options
    command.options = line.options
    command.operands = line.operands
    command.resolved = line.resolved or line.version
    command.syntax_problems = problems.found
    return command


def _read_as_podman(command: Command, line: ParsedLine, problems: Problems) -> None:
    """Read again what podman reads otherwise than docker, and note what it refuses."""
    if isinstance(command, ContainerCreate):
        from persistlint.docker.podman_checks import check_podman_create
        from persistlint.docker.podman_mounts import check_podman_duplicates, read_podman_volumes_from

        command.mounts = _read_podman_mounts(line, problems)
        check_podman_duplicates(command.mounts, problems)
        command.volumes_from = [
            read_podman_volumes_from(use, problems) for use in command.uses("volumes-from")
        ]
        command.cap_add = [part for value in command.cap_add for part in value.split(",") if len(part)]
        if command.switch("rmi"):
            command.remove = True
        check_podman_create(command, problems)
    elif isinstance(command, VolumeCreate):
        from persistlint.docker.podman_checks import check_podman_volume

        check_podman_volume(command, problems)
    elif isinstance(command, ContainerExec):
        from persistlint.docker.podman_checks import check_podman_pairs

        check_podman_pairs(command, problems)
        if command.switch("latest") is not False:
            command.container, command.command = None, line.operands
    elif isinstance(command, Compose):
        problems.found.clear()


def _read_podman_mounts(line: ParsedLine, problems: Problems) -> list[Mount]:
    from persistlint.docker.podman_mounts import read_podman_mount, read_podman_tmpfs, read_podman_volume

    readers = {"volume": read_podman_volume, "mount": read_podman_mount, "tmpfs": read_podman_tmpfs}
    return [readers[use.name](use, problems) for use in line.options if use.name in readers]


def joined(command: Command, following: Sequence[Invocation], client_version: Version = NEWEST) -> Command:
    """Return the command that the client would make of ``command`` with the words that follow it, if a line end has cut it up.

    Words of nothing but blanks, which a backslash before a blank makes, are left out.
    """
    first = command.invocation
    words = [word for invocation in (first, *following) for word in invocation.words]
    whole = Invocation(
        tuple(word for word in words if word.text is None or word.text.strip()), first.program, first.span
    )
    return understand(whole, client_version)


def _reader_of(name: str) -> tuple[_Reader, str]:
    reader = _READERS.get(name)
    if reader is None:
        reader = _compose if name == "compose" or name.startswith("compose ") else _other
    return reader, name


class _Options:
    """Access to a line's options, before they are a command's."""

    __slots__ = ("_line",)

    def __init__(self, line: ParsedLine) -> None:
        self._line = line

    def uses(self, *names: str) -> list[OptionUse]:
        return [use for use in self._line.options if use.name in names]

    def values(self, name: str) -> list[Value]:
        return [use.value for use in self._line.options if use.name == name and use.value is not None]

    def last(self, name: str) -> Value | None:
        for use in reversed(self._line.options):
            if use.name == name and use.value is not None:
                return use.value
        return None


def _fill(command: Command, line: ParsedLine) -> _Options:
    command.options = line.options
    command.operands = line.operands
    return _Options(line)


def _value(word: Word) -> Value:
    return word.value


def _reference(word: Word, problems: Problems, to_make: bool = False) -> ImageReference:
    value = _value(word)
    reason = "" if word.opaque else reference_problem(value, to_make)
    if reason:
        problems.add("bad-reference", reason, word.span)
    return parse_reference(value, word)


# -- containers --------------------------------------------------------------------------------------------------


def _read_mounts(line: ParsedLine, problems: Problems) -> list[Mount]:
    mounts: list[Mount] = []
    for use in line.options:
        if use.name == "volume":
            mounts.append(read_volume(use, problems))
        elif use.name == "mount":
            # Two large readers of options that few commands have.
            from persistlint.docker.mount_option import read_mount

            mounts.append(read_mount(use, problems))
        elif use.name == "tmpfs":
            from persistlint.docker.tmpfs_option import read_tmpfs

            mounts.append(read_tmpfs(use, problems))
    return mounts


def _create(invocation: Invocation, verb: str, line: ParsedLine, problems: Problems) -> Command:
    command = ContainerCreate(invocation, verb)
    options = _fill(command, line)
    command.mounts = _read_mounts(line, problems)
    check_duplicates(command.mounts, problems)
    command.volumes_from = [read_volumes_from(use, problems) for use in options.uses("volumes-from")]
    command.name = options.last("name")
    command.remove = command.switch("rm")
    command.detach = command.switch("detach")
    command.interactive = command.switch("interactive")
    command.tty = command.switch("tty")
    command.privileged = command.switch("privileged")
    command.read_only = command.switch("read-only")
    command.cap_add = options.values("cap-add")
    command.pid = options.last("pid")
    command.restart = options.last("restart")
    command.user = options.last("user")
    command.workdir = options.last("workdir")
    command.hostname = options.last("hostname")
    command.entrypoint = options.last("entrypoint")
    command.env = options.values("env")
    command.labels = options.values("label")
    if line.operands:
        if not line.operands[0].ellipsis:
            command.image = _reference(line.operands[0], problems)
        command.command = line.operands[1:]
    check_create(command, problems)
    _check_pairs(command, problems)
    _check_name(command.name, command.last("name"), problems)
    return command


def _check_pairs(command: Command, problems: Problems) -> None:
    """Check that ``--env`` and ``--label`` have a name. The engine's own commands check it, the plugins don't."""
    table = options_of(command.verb).by_spelling
    for name, why in (("env", environment_problem), ("label", label_problem)):
        for use in command.uses(name):
            text = use.value.text if use.value is not None else None
            cause = why(text) if text is not None else ""
            if text is not None and cause:
                problems.add("bad-option-value", invalid_argument(table[name], text, cause), use.span)


def _check_name(name: Value | None, use: OptionUse | None, problems: Problems) -> None:
    text = name.text if name is not None else None
    if use is None or not text:
        return
    plain = text.removeprefix("/")
    first = plain[:1]
    good = (
        len(plain) > 1
        and first.isascii()
        and first.isalnum()
        and all(character.isascii() and (character.isalnum() or character in "_.-") for character in plain)
    )
    if not good:
        reason = f"Invalid container name ({text}), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed"
        problems.add("bad-container-name", reason, use.span, by="engine")


def _exec(invocation: Invocation, verb: str, line: ParsedLine, problems: Problems) -> Command:
    command = ContainerExec(invocation, verb)
    options = _fill(command, line)
    command.detach = command.switch("detach")
    command.interactive = command.switch("interactive")
    command.tty = command.switch("tty")
    command.user = options.last("user")
    command.workdir = options.last("workdir")
    command.env = options.values("env")
    _check_pairs(command, problems)
    if line.operands:
        command.container = _value(line.operands[0])
        command.command = line.operands[1:]
        _check_ids(line.operands[:1], problems)
        if line.operands[0].text == "" and len(line.operands) > 1 and problems.version < (28, 0):
            # These clients look at the container's name first.
            problems.add("empty-name", "No such container: ", line.operands[0].span)
    return command


def _signal(invocation: Invocation, verb: str, line: ParsedLine, problems: Problems) -> Command:
    command = ContainerSignal(invocation, verb)
    _fill(command, line)
    command.containers = [_value(word) for word in line.operands]
    _check_ids(line.operands, problems)
    if verb == "container start":
        _check_start(command, problems)
    return command


def _check_ids(words: list[Word], problems: Problems, kind: str = "container") -> None:
    """Names that are empty: clients from 28.0 on don't ask the engine for such."""
    for word in words:
        if not word.opaque and word.text is not None and not word.text.strip():
            reason = f"invalid {kind} name or ID: value is empty"
            problems.add("empty-name", reason, word.span, since="28.0")


def _check_start(command: ContainerSignal, problems: Problems) -> None:
    """Attaching and restoring are for one container (docker/cli ``RunStart``)."""
    operands = command.operands
    if len(operands) < 2 or any(word.opaque for word in operands):
        return
    checkpoint = command.last("checkpoint")
    conflict = ""
    if command.switch("attach") or command.switch("interactive"):
        conflict = "start and attach"
    elif checkpoint is not None and checkpoint.value is not None and _is_filled(checkpoint.value):
        conflict = "restore"
    if conflict:
        reason = f"you cannot {conflict} multiple containers at once"
        problems.add("conflicting-options", reason, operands[1].span)


def _is_filled(value: Value) -> bool:
    """Return whether the value is certainly not empty."""
    return bool(value.leading() or value.trailing())


def _remove(invocation: Invocation, verb: str, line: ParsedLine, problems: Problems) -> Command:
    command = ContainerRemove(invocation, verb)
    _fill(command, line)
    command.containers = [_value(word) for word in line.operands]
    _check_ids(line.operands, problems)
    command.force = command.switch("force")
    command.volumes = command.switch("volumes")
    command.opaque = any(word.opaque for word in line.operands)
    return command


def _rename(invocation: Invocation, verb: str, line: ParsedLine, problems: Problems) -> Command:
    command = ContainerRename(invocation, verb)
    _fill(command, line)
    _check_ids(line.operands[:1], problems)
    if len(line.operands) > 1:
        command.container = _value(line.operands[0])
        command.name = _value(line.operands[1])
    elif line.operands:
        command.container = _value(line.operands[0])
    return command


def _copy_side(value: Value) -> CopySide:
    """Return one side of cp: ``CONTAINER:PATH``, or a path where it begins like one or has no colon (``splitCpArg``)."""
    marked = value.marked()
    if marked.startswith(("/", ".")) or ":" not in marked:
        return CopySide(None, value)
    container, path = value.split(":", 1)
    first = container.marked()
    if not first:
        # `:x` names no container, and the path is what follows.
        return CopySide(None, path)
    if len(first) == 1 and first.isascii() and first.isalpha() and path.marked().startswith("\\"):
        return CopySide(None, value)  # a drive
    if container.unknowns and (container.unknowns[0].kind in ("cwd", "home", "scriptdir") or "/" in first):
        return CopySide(None, value)
    return CopySide(container, path)


def _is_known(side: CopySide) -> bool:
    """Return whether the side is certainly in a container."""
    return side.container is not None and side.container.known


def _copy(invocation: Invocation, verb: str, line: ParsedLine, problems: Problems) -> Command:
    command = ContainerCopy(invocation, verb)
    _fill(command, line)
    if len(line.operands) > 1 and not any(word.opaque and not len(word.value) for word in line.operands):
        command.source = _copy_side(_value(line.operands[0]))
        command.destination = _copy_side(_value(line.operands[1]))
        empty = next((index for index in (0, 1) if line.operands[index].text == ""), None)
        if empty is not None:
            side = ("source", "destination")[empty]
            problems.add("empty-name", f"{side} can not be empty", line.operands[empty].span)
        elif _is_known(command.source) and _is_known(command.destination):
            reason = "copying between containers is not supported"
            problems.add("copy-between-containers", reason, line.operands[1].span)
        elif command.source.container is None and command.destination.container is None:
            are_known = all(word.value.known for word in line.operands[:2])
            if are_known:
                problems.add(
                    "copy-without-container",
                    "must specify at least one container source",
                    line.operands[0].span,
                )
    return command


def _commit(invocation: Invocation, verb: str, line: ParsedLine, problems: Problems) -> Command:
    command = ContainerCommit(invocation, verb)
    _fill(command, line)
    _check_ids(line.operands[:1], problems)
    if line.operands:
        command.container = _value(line.operands[0])
    if len(line.operands) > 1:
        word = line.operands[1]
        if word.text == "":
            # An empty value counts as none.
            return command
        command.tag = _reference(word, problems, to_make=True)
        if command.tag.digest is not None:
            problems.add("bad-reference", "refusing to create a tag with a digest reference", word.span)
    return command


def _export(invocation: Invocation, verb: str, line: ParsedLine, problems: Problems) -> Command:
    command = ContainerExport(invocation, verb)
    options = _fill(command, line)
    command.output = options.last("output")
    _check_ids(line.operands[:1], problems)
    if line.operands:
        command.container = _value(line.operands[0])
    return command


# -- volumes -----------------------------------------------------------------------------------------------------


def _volume_create(invocation: Invocation, verb: str, line: ParsedLine, problems: Problems) -> Command:
    command = VolumeCreate(invocation, verb)
    options = _fill(command, line)
    command.driver = options.last("driver")
    command.driver_options = options.values("opt")
    command.labels = options.values("label")
    _check_pairs(command, problems)
    name = _value(line.operands[0]) if line.operands else options.last("name")
    twice = options.last("name")
    if line.operands and twice is not None and _is_filled(twice):
        if problems.version < (28, 0):
            reason = "conflicting options: either specify --name or provide positional arg, not both"
        else:
            reason = "conflicting options: cannot specify a volume-name through both --name and as a positional arg"
        problems.add("conflicting-options", reason, line.operands[0].span)
    command.name = name if name is not None and len(name) else None
    text = name.text if name is not None else None
    local = command.driver is None or command.driver.text in ("local", "")
    if text and local:
        kind, reason = volume_name_problem(text)
        if kind:
            span = line.operands[0].span if line.operands else None
            problems.add(kind, reason, span, by="engine")
    if local:
        _check_local_options(command, problems)
    return command


#: What the local driver takes, each with what it needs besides (moby ``daemon/volume/local/local_unix.go``).
_LOCAL_OPTIONS = {"type": ("device",), "device": ("type",), "o": ("device", "type"), "size": ()}


def _check_local_options(command: VolumeCreate, problems: Problems) -> None:
    uses = command.uses("opt")
    names: dict[str, OptionUse] = {}
    certain = command.resolved
    for use in uses:
        name = use.value.leading().partition("=")[0] if use.value is not None else ""
        if use.value is None or (not use.value.known and "=" not in use.value.leading()):
            certain = False
            continue
        names[name] = use
    label = command.name.display() if command.name is not None else ""
    for name, use in names.items():
        if name not in _LOCAL_OPTIONS:
            reason = f'create {label}: invalid option: "{name}"'
            problems.add("bad-volume-option", reason, use.span, by="engine")
        elif certain:
            for needed in _LOCAL_OPTIONS[name]:
                if needed not in names:
                    reason = f'create {label}: missing required option: "{needed}"'
                    problems.add("missing-volume-option", reason, use.span, by="engine")
                    return


def _volume_remove(invocation: Invocation, verb: str, line: ParsedLine, problems: Problems) -> Command:
    command = VolumeRemove(invocation, verb)
    _fill(command, line)
    command.volumes = [_value(word) for word in line.operands]
    _check_ids(line.operands, problems, "volume")
    command.force = command.switch("force")
    command.opaque = any(word.opaque for word in line.operands)
    return command


def _prune(invocation: Invocation, verb: str, line: ParsedLine, problems: Problems) -> Command:
    command = Prune(invocation, verb)
    options = _fill(command, line)
    command.all = command.switch("all")
    command.force = command.switch("force")
    command.volumes = command.switch("volumes")
    command.filters = options.values("filter")
    if verb == "system prune" and command.volumes is True:
        # cli/command/system/prune.go: the client says so before it asks anything.
        until = next(
            (
                use
                for use in options.uses("filter")
                if use.value is not None and use.value.leading().startswith("until=")
            ),
            None,
        )
        if until is not None:
            reason = 'The "until" filter is not supported with "--volumes"'
            problems.add("conflicting-options", reason, until.span)
    return command


# -- images ------------------------------------------------------------------------------------------------------


def _build(invocation: Invocation, verb: str, line: ParsedLine, problems: Problems) -> Command:
    command = ImageBuild(invocation, verb)
    options = _fill(command, line)
    for use in options.uses("tag"):
        if use.value is None:
            continue
        reason = reference_problem(use.value, to_make=True)
        if reason:
            problems.add("bad-reference", reason, use.span)
        command.tags.append(parse_reference(use.value, use.value_word))
    command.file = options.last("file")
    command.target = options.last("target")
    command.build_args = options.values("build-arg")
    command.load = command.switch("load")
    command.push = command.switch("push")
    if line.operands:
        command.context = _value(line.operands[0])
    reads_file = command.file is not None and command.file.text == "-"
    reads_context = command.context is not None and command.context.text == "-"
    if reads_file and reads_context:
        problems.add(
            "stdin-twice",
            "invalid argument: can't use stdin for both build context and dockerfile",
            line.operands[0].span,
        )
    stdin = invocation.stdin
    if (reads_file or reads_context) and stdin is not None and stdin.operator in ("<<", "<<-", "<<<"):
        command.dockerfile = stdin.target
        command.dockerfile_span = stdin.target_span
        if command.dockerfile_span is None and stdin.target is not None:
            command.dockerfile_span = stdin.target.span
    return command


def _image_remove(invocation: Invocation, verb: str, line: ParsedLine, problems: Problems) -> Command:
    command = ImageRemove(invocation, verb)
    _fill(command, line)
    command.images = [parse_reference(_value(word), word) for word in line.operands]
    command.force = command.switch("force")
    return command


def _transfer(invocation: Invocation, verb: str, line: ParsedLine, problems: Problems) -> Command:
    command = ImageTransfer(invocation, verb)
    options = _fill(command, line)
    command.output = options.last("output")
    command.input = options.last("input")
    operands = line.operands
    if verb == "image import":
        command.input = _value(operands[0]) if operands else None
        operands = operands[1:]
    elif verb == "image load":
        operands = []
    # `docker save` takes IDs, and `docker tag` one as its source: only names that are made must be references.
    strict = verb in ("image pull", "image push", "image import")
    for word in operands:
        command.images.append(_reference(word, problems) if strict else parse_reference(_value(word), word))
    return command


# -- compose -----------------------------------------------------------------------------------------------------


def _compose(invocation: Invocation, verb: str, line: ParsedLine, problems: Problems) -> Command:
    command = Compose(invocation, verb)
    options = _fill(command, line)
    command.files = options.values("file")
    command.project = options.last("project-name")
    command.detach = command.switch("detach")
    if verb == "compose up":
        command.volumes = command.switch("renew-anon-volumes")
    elif verb in ("compose down", "compose rm"):
        command.volumes = command.switch("volumes")
    if verb in ("compose run", "compose exec"):
        command.remove = command.switch("rm")
        if line.operands:
            command.service = _value(line.operands[0])
            command.command = line.operands[1:]
        if verb == "compose run":
            # Compose has a grammar of its own (it expands "~", makes every path absolute): what docker refuses doesn't hold for it.
            command.mounts = _read_mounts(line, Problems(problems.version, silent=True))
    elif len(line.operands) == 1 and not line.operands[0].opaque:
        command.service = _value(line.operands[0])
    return command


def _other(invocation: Invocation, verb: str, line: ParsedLine, problems: Problems) -> Command:
    command = OtherCommand(invocation, verb)
    _fill(command, line)
    return command


_READERS: dict[str, _Reader] = {
    "container run": _create,
    "container create": _create,
    "container exec": _exec,
    "container start": _signal,
    "container stop": _signal,
    "container restart": _signal,
    "container kill": _signal,
    "container pause": _signal,
    "container unpause": _signal,
    "container wait": _signal,
    "container attach": _signal,
    "container rm": _remove,
    "container rename": _rename,
    "container cp": _copy,
    "container commit": _commit,
    "container export": _export,
    "volume create": _volume_create,
    "volume rm": _volume_remove,
    "volume prune": _prune,
    "container prune": _prune,
    "image prune": _prune,
    "system prune": _prune,
    "builder prune": _prune,
    "network prune": _prune,
    "image build": _build,
    "image rm": _image_remove,
    "image pull": _transfer,
    "image push": _transfer,
    "image save": _transfer,
    "image load": _transfer,
    "image import": _transfer,
    "image tag": _transfer,
}
