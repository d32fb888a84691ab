"""Commands that are not docker's: those that delete what a bind mount holds, or restart the engine."""

from __future__ import annotations

from persistlint.durability.accesses.reader import line_accesses
from persistlint.durability.lifecycle import leave_running, remove, restarts, run_program
from persistlint.durability.model import HostCommand
from persistlint.durability.patterns import below_host_path
from persistlint.durability.state import State
from persistlint.shell.invocation import Invocation

_DELETERS = frozenset(("rm", "rmdir", "unlink", "shred", "find"))
#: Programs that start and stop services. ``init.d`` stands for a script of that folder.
_MANAGERS = frozenset(("systemctl", "service", "rc-service", "invoke-rc.d", "snap", "initctl", "init.d"))
_SERVICES = frozenset(("docker", "docker.service", "docker.socket", "snap.docker.dockerd", "docker.dockerd"))
_STOPS = frozenset(("restart", "stop", "force-restart", "force-stop", "condrestart", "try-restart"))
#: Programs that end what runs on the host, as far as their words ask for it.
_ENDS_HOST = frozenset(("reboot", "shutdown", "poweroff", "halt", "init", "telinit"))
_NOT_NOW = frozenset(("-c", "-k", "--help", "-w", "--wtmp-only", "--show"))


def host_command(state: State, happening: HostCommand) -> None:
    """Replay the effect of a host's command on the data of this text."""
    invocation = happening.invocation
    if invocation.program in _DELETERS:
        _delete(state, invocation)
    elif set(invocation.host) <= {"root"}:
        if _ends_host(invocation):
            _restart_engine(state, "the host is restarted")
        elif invocation.program in _MANAGERS and _restarts_engine(invocation):
            _restart_engine(state, "the engine is restarted")


def _delete(state: State, invocation: Invocation) -> None:
    # sudo leads to the same files.
    machine = tuple(part for part in invocation.host if part != "root")
    store = ("bind", (machine, None, None))
    if not state.stores.held(store):
        return
    certain = state.certainty == "certain"
    for access in line_accesses(invocation, invocation.cwd):
        if access.kind != "delete":
            continue
        event = state.destruction(
            f"`{invocation.program}` deletes it on the host", certain and bool(access.happened)
        )
        target, pattern = access.target, None
        if access.glob:
            parts = target.split("/")
            pattern = parts[-1].text
            length = len(target) - len(parts[-1]) - 1
            target = target.cut(0, max(length, 0))
            if pattern is None or not target.pieces:
                continue
        state.stores.lose_some(
            store,
            event,
            lambda write, target=target, pattern=pattern, access=access: below_host_path(  # type: ignore[misc]
                write.host_path,
                target,
                # A server's data is all that is in its directory.
                None if access.recursive and pattern == "*" and write.by == "image" else pattern,
                access.recursive,
            ),
        )


def _restarts_engine(invocation: Invocation) -> bool:
    texts = {word.text for word in invocation.words[1:] if not (word.text or "").startswith("-")}
    if invocation.program == "init.d":
        return bool(_STOPS & texts)
    return bool(_SERVICES & texts) and bool(_STOPS & texts)


def _ends_host(invocation: Invocation) -> bool:
    texts = [word.text or "" for word in invocation.words[1:]]
    if invocation.program == "systemctl":
        return bool({"reboot", "poweroff", "halt", "kexec"} & set(texts))
    if invocation.program in ("init", "telinit"):
        return texts[:1] in (["0"], ["6"])
    return invocation.program in _ENDS_HOST and not _NOT_NOW & set(texts)


def _restart_engine(state: State, event: str) -> None:
    """Replay a restart of the engine, which stops every container. Data in memory goes, and so do containers with ``--rm``.

    Those with a restart policy may run their command again. Whether the anonymous volumes of these go too was seen both ways, and ``live-restore`` keeps everything: so it is possible, not certain.
    """
    for container in state.live_containers():
        if container.namespace[:1] != ("docker",):
            continue
        started = bool(container.states & {"running", "exited"})
        leave_running(state, container, event, False)
        if started and restarts(container):
            run_program(state, container, container.command, None)
            container.states |= {"running"}
        if container.auto_remove is not False:
            # This holds for a container that was never started, too.
            remove(state, container, frozenset(("created",)), None, event, False, "auto")
