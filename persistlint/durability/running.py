"""``docker run`` and ``create``: a container is made, with its mounts, or refused."""

from __future__ import annotations

from persistlint.catalogue.knowledge import ImageKnowledge
from persistlint.docker.commands import ContainerCreate
from persistlint.durability.accesses.reader import command_accesses
from persistlint.durability.duration import ENDLESS, FINITE, UNKNOWN, duration
from persistlint.durability.lifecycle import keeps_input, start
from persistlint.durability.model import Container
from persistlint.durability.mounting import mount, place_of, volumes_from
from persistlint.durability.paths import clean, join
from persistlint.durability.serving import serves
from persistlint.durability.state import REMOVED, State
from persistlint.shell.invocation import Invocation
from persistlint.shell.values import Literal, Unknown, Value, Word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


def create(
    state: State,
    command: ContainerCreate,
    stays: Callable[[ContainerCreate, Container], bool] | None = None,
) -> Container:
    """Make the container; a run starts it too. A refused one is in the timeline all the same, with the reason.

    ``stays`` tells of an attached run whether it goes on when the command has been given (lines typed in it follow).
    """
    image = state.image(command.image)
    container = Container(f"c{len(state.timeline.containers) + 1}", command, image)
    container.name = command.name
    container.block = state.block
    container.namespace = state.namespace(command)
    if not command.resolved and container.auto_remove is False:
        container.auto_remove = None
    container.workdir = _workdir(command, image)
    state.made(container)
    reason, sure = _refusal(state, command, container)
    doubtful = bool(reason) and not sure
    if reason and sure:
        container.refused = reason
    certainty = state.certainty
    if doubtful:
        state.certainty = "possible"
    mount(state, container, command)
    state.certainty = certainty
    words, stdin = program_words(command, image)
    container.serves = serves(image, command)
    container.duration = _duration(command, image, container, words, stdin)
    cwd = working_directory(container, command.workdir)
    if words:
        container.program = command_accesses(
            words, place_of(command), cwd, home_of(container, command.user), stdin
        )
        if not command.command and not command.entrypoint:
            # The image's own command is written in another file: the image's name stands for it here.
            for access in container.program:
                access.span = place_of(command)
    if container.refused:
        container.states = REMOVED
        if command.name is not None and state.containers.exact(container.namespace, command.name) is None:
            state.containers.attempt(container.namespace, command.name)
        _nothing_happens(state, container, command)
        return container
    _register(state, container, command)
    if doubtful or state.certainty != "certain":
        container.states = frozenset(("created", "removed"))
    if command.runs:
        perhaps = "removed" in container.states
        if perhaps:
            container.states = frozenset(("created",))
        if doubtful:
            state.certainty = "possible"
        _run(state, container, command, stays is not None and stays(command, container))
        state.certainty = certainty
        if perhaps:
            container.states |= REMOVED
    return container


def _run(state: State, container: Container, command: ContainerCreate, stays: bool) -> None:
    """Start a container that has just been made. If the run happens at all, everything it does to the container is certain."""
    attached: bool | None = False if stays else None if command.detach is None else not command.detach
    if attached and not command.resolved:
        attached = None
    state.own = container
    start(state, container, command, attached, stays=stays)
    state.own = None


def _refusal(state: State, command: ContainerCreate, container: Container) -> tuple[str, bool]:
    """Return the reason why docker refuses the command ("" where it doesn't), and whether that is sure."""
    if command.syntax_problems:
        state.refuse(command, command.syntax_problems[0].reason)
        return command.syntax_problems[0].reason, True
    if command.name is not None:
        other = state.containers.exact(container.namespace, command.name)
        if other is not None and command.program == "podman" and command.switch("replace") is not False:
            from persistlint.durability.podman import replace

            replace(state, command, other)
        elif (
            other is not None
            and other.states != REMOVED
            and not (state.document and other.block != state.block)
        ):
            # The name is in use, so the command makes no container, if it runs at all.
            sure = "removed" not in other.states and not state.containers.doubted(
                container.namespace, command.name
            )
            if sure and state.certainty == "certain":
                state.refuse(command, "the name is in use", other)
            return f"the name {command.name.display()} is in use", sure
    for value in command.volumes_from:
        source = state.containers.exact(container.namespace, volumes_from(value)[0])
        if command.name is not None and command.name.identity() == volumes_from(value)[0].identity():
            # Either nobody has the name, or it is in use. Docker refuses the run in both cases.
            state.refuse(command, "the name is in use", source)
            return f"the name {command.name.display()} is its own", True
        if source is None and state.containers.attempted(container.namespace, volumes_from(value)[0]):
            return f"no such container: {volumes_from(value)[0].display()}", False
        if source is None and state.containers.vacant(container.namespace, volumes_from(value)[0]):
            sure = state.certainty == "certain" and not state.document
            if sure:
                state.refuse(command, "the container is gone")
            return f"no such container: {volumes_from(value)[0].display()}", sure
        if source is not None and source.states == REMOVED:
            sure = state.gone(command, source)
            return f"no such container: {volumes_from(value)[0].display()}", sure
        if source is not None and command.program != "podman" and _has_memory_mount(source):
            sure = state.sure(source) and "removed" not in source.states
            if sure:
                state.refuse(command, "a tmpfs can't be shared", source)
            return "--volumes-from of a container with a tmpfs that --mount makes", sure
    return "", False


def _has_memory_mount(container: Container) -> bool:
    """Return whether ``--mount type=tmpfs`` is in the container's mount table.

    The engine looks for a volume of that name, which doesn't exist. A ``--tmpfs`` isn't there.
    """
    return any(
        point.kind == "tmpfs" and point.mount is not None and point.mount.flag.startswith("--mount")
        for point in container.mount_points
    )


def _nothing_happens(state: State, container: Container, command: ContainerCreate) -> None:
    from persistlint.durability.lifecycle import run_program

    if command.runs:
        run_program(state, container, command, False)


def _register(state: State, container: Container, command: ContainerCreate) -> None:
    # The name that docker invents for one without --name isn't known, and no name in the text is it.
    if command.name is not None:
        state.containers.add(container.namespace, command.name, container)
    captured = command.invocation.captured_as
    if captured is not None and (command.detach or not command.runs):
        state.containers.add(container.namespace, Value((Unknown("id", captured),)), container)


# -- the program ------------------------------------------------------------------------------------------------------


def _workdir(command: ContainerCreate, image: ImageKnowledge) -> str | None:
    if command.workdir is not None:
        text = command.workdir.text
        if text is None:
            return None
        if text.startswith("/"):
            return clean(text)
    if command.workdir is not None and command.workdir.text:
        # The engine takes a relative -w from the image's working directory.
        return clean(f"{image.workdir}/{command.workdir.text}") if image.workdir is not None else None
    return image.workdir


def working_directory(container: Container, option: Value | None) -> Value | None:
    """Return the working directory of a program in the container, where ``option`` is its ``-w``."""
    base = Value.of(container.workdir) if container.workdir is not None else None
    return join(base, option) if option is not None and option.pieces else base


def home_of(container: Container, user: Value | None) -> Value | None:
    """Return the meaning of ``~`` in the container where it is sure: root's home. Else None."""
    image = container.image
    if user is None:
        user = container.command.user
    if user is not None:
        return Value.of("/root") if user.text in ("root", "0", "0:0", "root:root") else None
    home = image.env.get("HOME")
    if home is not None:
        return Value.of(home) if home.startswith("/") else None
    return Value.of("/root") if image.known and image.user in (None, "", "root", "0") else None


def program_words(command: ContainerCreate, image: ImageKnowledge) -> tuple[list[Word], Value | None]:
    """Return the words that the engine starts, and their text on standard input where the script holds it."""
    words: list[Word] = []
    entrypoint = command.entrypoint
    if entrypoint is not None and entrypoint.text != "":
        words.append(Word(entrypoint, entrypoint.span))
        words += command.command
    else:
        own_words = [] if entrypoint is not None else _own_words(image.entrypoint)
        given = list(command.command)
        if not given and entrypoint is None:
            given = _own_words(image.cmd)
        words = own_words + given
    return words, input_text(command.invocation, command.interactive)


def _own_words(words: list[str] | None) -> list[Word]:
    return [Word(Value((Literal(word),)), None) for word in words or []]


def input_text(invocation: Invocation, interactive: bool | None) -> Value | None:
    """Return the here-document or here-string that the container's program reads. Without ``-i`` it reads nothing."""
    redirect = invocation.stdin
    if not interactive or redirect is None or redirect.operator not in ("<<", "<<-", "<<<"):
        return None
    return redirect.target


def _duration(
    command: ContainerCreate,
    image: ImageKnowledge,
    container: Container,
    words: list[Word],
    stdin: Value | None,
) -> str:
    if container.serves and (image.paths or image.stateful):
        return ENDLESS
    if words:
        return duration(words, keeps_input(command), stdin)
    if image.name == "hello-world":
        return FINITE
    if image.kind == "base" and not image.own_command:
        # A base image's own command is a shell, or an interpreter's prompt.
        return ENDLESS if keeps_input(command) else FINITE
    return UNKNOWN
