"""In documents: lines typed inside a container after the command that opened a shell there."""

from __future__ import annotations

from persistlint.docker.commands import Command, ContainerCreate, ContainerExec, ContainerSignal
from persistlint.durability.accesses.reader import SHELLS, line_accesses
from persistlint.durability.changes import only
from persistlint.durability.lifecycle import leave_running, start
from persistlint.durability.model import Container, HostCommand, Write
from persistlint.durability.paths import base_name, is_below
from persistlint.durability.running import create, home_of, working_directory
from persistlint.durability.state import State
from persistlint.shell.values import Value, Word


class Session:
    """A shell inside ``container`` that ``command`` opened; ``ends`` says whether the container stops with it."""

    __slots__ = (
        "block",
        "certainty",
        "command",
        "container",
        "cwd",
        "directories",
        "ends",
        "outside",
        "written",
    )

    def __init__(
        self, container: Container, command: Command, cwd: Value | None, ends: bool, certainty: str
    ) -> None:
        self.container = container
        self.certainty = certainty
        self.command = command
        self.block = command.invocation.block
        self.cwd = cwd
        self.outside = command.invocation.cwd
        self.ends = ends
        self.directories: list[Write] = []
        #: The paths that its lines have written so far.
        self.written: set[str] = set()


def opens_shell(command: Command, container: Container | None) -> bool:
    """Return whether an interactive shell in the container waits for input after the command."""
    if isinstance(command, ContainerCreate):
        if not (command.runs and command.interactive and command.tty) or command.detach or container is None:
            return False
        return _shell_program(command, container)
    if isinstance(command, ContainerExec):
        return bool(command.interactive and command.tty and not command.detach) and _is_shell(command.command)
    if isinstance(command, ContainerSignal) and container is not None:
        create = container.command
        if command.verb == "container attach":
            return _shell_program(create, container)
        if command.verb == "container start" and command.switch("attach") and command.switch("interactive"):
            return _shell_program(create, container)
    return False


def _shell_program(command: ContainerCreate, container: Container) -> bool:
    if command.entrypoint is not None and command.entrypoint.text != "":
        return base_name(command.entrypoint.text or "") in SHELLS and not command.command
    if command.command:
        return _is_shell(command.command)
    image = container.image
    if image.cmd or image.entrypoint:
        return base_name((image.entrypoint or image.cmd or [""])[0]) in SHELLS and len(image.cmd or []) < 2
    if (
        image.prompt
        or image.own_command
        or image.name == "hello-world"
        or (image.paths and image.kind != "base")
    ):
        return False
    return image.kind in ("", "base", "devtool")


def _is_shell(words: list[Word]) -> bool:
    """Return whether the words start a shell without a script: ``bash``, ``/bin/sh -l``."""
    if not words or base_name(words[0].text or "") not in SHELLS:
        return False
    return all((word.text or "x").startswith("-") and "c" not in (word.text or "") for word in words[1:])


def open_session(state: State, command: Command, container: Container) -> None:
    """Open a session: from here on the block's lines are typed in the container."""
    option = command.workdir if isinstance(command, ContainerExec) else None
    cwd = working_directory(container, option)
    state.session = Session(container, command, cwd, not isinstance(command, ContainerExec), state.certainty)


def typed(state: State, happening: HostCommand) -> bool:
    """Replay a line that is no docker command; return False where it is the host's."""
    session = state.session
    if not isinstance(session, Session):
        return False
    invocation = happening.invocation
    if invocation.block != session.block:
        return False
    if invocation.program in ("exit", "logout"):
        session.container.transcript.append(invocation)
        close_session(state, at_exit=True)
        return True
    container = session.container
    container.transcript.append(invocation)
    user = session.command.user if isinstance(session.command, (ContainerCreate, ContainerExec)) else None
    accesses = line_accesses(
        invocation, session.cwd, home_of(container, user), session.outside, session.written
    )
    happened = True if invocation.certainty == "certain" and not invocation.guard else None
    for write in state.accesses(container, accesses, session.command, "transcript", happened):
        _use_directories(session, write)
        if write.target.text is not None and write.rank != "install":
            session.written.add(write.target.text)
    return True


def _use_directories(session: Session, write: Write) -> None:
    """Mark a directory as scratch once a later line writes in it: it is no result of its own."""
    path = write.target.text
    if path is None:
        return
    for directory in session.directories:
        place = directory.target.text
        if place is not None and path != place and is_below(path, place):
            directory.rank = "scratch"
    if write.directory:
        session.directories.append(write)


def close_session(state: State, at_exit: bool = False) -> None:
    """End the shell: at its ``exit``, at the next docker command, or at the end of its block."""
    session = state.session
    state.session = None
    if not isinstance(session, Session) or not session.ends:
        return
    container = session.container
    event = "`--rm` deletes the container when its shell ends" if container.auto_remove else "its shell ends"
    before, block = state.certainty, state.block
    state.certainty, state.block = session.certainty, session.block
    if state.span is None or not at_exit:
        state.span = session.command.span
    leave_running(state, container, event, state.sure(container))
    state.certainty, state.block = before, block


def create_in_document(state: State, command: ContainerCreate) -> None:
    """Replay a run of a document. Where it opens a shell, the lines that follow are typed there."""
    container = create(state, command, opens_shell)
    if not container.refused and opens_shell(command, container):
        open_session(state, command, container)


def opens_session(state: State, command: Command) -> bool:
    """Open a session if a document's lines after this command are typed in a container; return whether they are."""
    if isinstance(command, ContainerExec):
        container = only(state, command, command.container)
    elif isinstance(command, ContainerSignal) and len(command.containers) == 1:
        container = only(state, command, command.containers[0])
    else:
        return False
    if container is None or not opens_shell(command, container):
        return False
    if command.verb == "container start":
        start(state, container, command, attached=False)
    open_session(state, command, container)
    return True
