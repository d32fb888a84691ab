"""PSL412: commit, export or save as a way to keep data."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.docker.commands import Command, ContainerCommit, ContainerExport, ImageTransfer
from persistlint.durability.model import Container, Timeline, Write
from persistlint.rulekit.made_containers import MadeContainers, data_at
from persistlint.rulekit.phrases import as_written, holding, label_of
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule
from persistlint.text.regex import regex

_BACKUP = frozenset(("backup", "backups", "bak", "bkp", "dump", "dumps", "snapshot"))
_WORD = regex(r"[a-z]+")
_PLACES = {
    "anonymous volume": "an anonymous volume",
    "volume": "a volume",
    "bind": "a directory of the host",
    "tmpfs": "memory (a tmpfs)",
    "container layer": "the container's own layer",
}


class CommitAsPersistence(Rule):
    code = "PSL412"
    name = "commit-as-persistence"
    summary = "docker commit, export or save as a way to keep data that isn't in the result"
    severity = "error"
    subject = Timeline
    needs = ("container commit", "container export", "image save")

    def check(self, timeline: Timeline, context: Context) -> Iterator[Finding]:
        made = MadeContainers(timeline)
        for command in timeline.happenings:
            container = None
            if isinstance(command, (ContainerCommit, ContainerExport)):
                container = made.container(command, command.container)
            elif isinstance(command, ImageTransfer) and command.verb == "image save":
                container = made.of_image(command)
            if container is None or not isinstance(command, Command):
                continue
            if isinstance(command, ContainerCommit) or _names_backup(command):
                message, severity = _message(command, container, data_at(command, container, timeline))
                if message:
                    yield self.finding(
                        command.span,
                        message,
                        identity=label_of(container),
                        command=command,
                        severity=severity,
                        related=[(container.command.span, "made here")],
                    )


def _message(command: Command, container: Container, writes: list[Write]) -> tuple[str, str]:
    """Return the message about the first data that the result misses, else about the first that a commit may be meant for, and the severity."""
    is_commit = isinstance(command, ContainerCommit)
    lost = [write for write in writes if _is_left_out(write, command)]
    if lost and (not is_commit or any(write.durability in ("anonymous volume", "tmpfs") for write in lost)):
        return _left_out(command, container, lost[0]), "error"
    for write in writes if is_commit else ():
        data = f"{_what(write)} of {label_of(container)}"
        if write.durability == "container layer":
            return (
                f"The image now holds {data}. It keeps that until the image is removed or pruned, and every change needs another commit. "
                "Keep it in a volume."
            ), "info"
        if write.durability == "volume":
            return (
                f"The image doesn't hold {data}. `docker commit` leaves out what is in a volume, and that stays only there."
            ), "info"
    return "", ""


def _is_left_out(write: Write, command: Command) -> bool:
    is_in_layer = write.durability == "container layer" and command.verb != "image save"
    return not is_in_layer and (isinstance(command, ContainerCommit) or write.by == "image")


def _left_out(command: Command, container: Container, write: Write) -> str:
    result = "The image" if isinstance(command, ContainerCommit) else "The archive"
    why = "`docker save` writes the image as it was built, and nothing of a container."
    if command.verb != "image save":
        verb = command.verb.rpartition(" ")[2]
        where = _PLACES.get(write.durability, "")
        why = f"`{as_written(write.target)}` is {where}, and `docker {verb}` takes only the container's own layer."
    return (
        f"{result} doesn't hold {_what(write)} of {label_of(container)}. {why} Dump the data, or copy it with `docker cp` or from a container "
        "that mounts the volume."
    )


def _what(write: Write) -> str:
    return holding(write) if write.by == "image" else f"`{as_written(write.target)}`"


def _names_backup(command: Command) -> bool:
    """Return whether the result goes into a file that is called a backup."""
    if command.invocation.piped_out:
        return False
    redirect = command.invocation.stdout
    output = command.output if isinstance(command, (ContainerExport, ImageTransfer)) else None
    target = output if output is not None else redirect.target if redirect is not None else None
    return target is not None and bool(set(_WORD.findall(target.display().lower())) & _BACKUP)


RULE = CommitAsPersistence
