"""Later uses of what is put into a running container: where it is used up there, nothing of it is meant to last."""

from __future__ import annotations

from persistlint.docker.commands import ContainerCopy, ContainerExec
from persistlint.durability.paths import base_name, is_below
from persistlint.rulekit.lost_writes import names_container

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.docker.commands import Command
    from persistlint.durability.model import Container, Read, Timeline, Write
    from persistlint.shell.values import Value

#: Programs with which a person looks at what was written.
VIEWERS = frozenset(
    """
    cat head tail less more grep ls stat du df wc file md5sum sha256sum chmod chown diff nano vi vim echo
    test [
    """.split()
)


class LaterUse:
    """The uses of a ``container`` through ``docker exec``, to be asked for many writes."""

    __slots__ = ("_commands", "_container", "_reads")

    def __init__(self, container: Container, timeline: Timeline) -> None:
        self._container = container
        self._reads: dict[str, list[Read]] = {}
        for read in timeline.reads_of(container):
            if read.by not in VIEWERS:
                self._reads.setdefault(read.target, []).append(read)
        #: The commands in order, each with its words in one text; those that only look at files have none.
        self._commands: list[tuple[Command, str]] = []
        for happening in timeline.happenings:
            if isinstance(happening, ContainerExec) and names_container(happening, container):
                text = (
                    "" if _looks(happening) else " ".join(word.value.marked() for word in happening.command)
                )
                self._commands.append((happening, text))
            elif isinstance(happening, ContainerCopy):
                self._commands.append((happening, ""))

    def uses(self, write: Write) -> bool:
        """Return whether a later command is given the path, or reads it: a dump that is loaded, a script that is run."""
        path = write.target.text
        if path is not None:
            paths = (
                [path] if write.how != "cp" else [target for target in self._reads if is_below(target, path)]
            )
            if any(
                read.sequence > write.sequence
                for read_path in paths
                for read in self._reads.get(read_path, ())
            ):
                return True
        name = base_name(path if path is not None else write.target.trailing())
        if len(name) < 3:
            return False
        after = False
        for command, text in self._commands:
            if command is write.command:
                after = True
            elif after and name in text:
                return True
        return False


def _looks(command: ContainerExec) -> bool:
    return bool(command.command) and base_name(command.command[0].text or "") in VIEWERS


def started_before(container: Container, command: ContainerCopy, timeline: Timeline) -> bool:
    """Return whether the container has been started before the copy: it is a run, or a created one was started."""
    if container.command.runs:
        return True
    for happening in timeline.happenings:
        if happening is command:
            return False
        verb = getattr(happening, "verb", "")
        if verb in ("container start", "container restart") and names_container(happening, container):  # type: ignore[arg-type]
            return True
    return False


def mounted_instead(source: Value | None, target: str) -> str:
    """Return the option that mounts on ``target`` the host's source of a copy, "" where it isn't known."""
    text = source.text if source is not None else None
    if (
        text is None
        or text in ("-", ".", "./")
        or text.endswith("/.")
        or any(sign in text for sign in " '\"*\\")
    ):
        return ""
    path = text if text.startswith(("/", "./", "../")) else f"./{text}"
    name, copied = text.rstrip("/").rpartition("/")[2], target.rstrip("/").rpartition("/")[2]
    if target.endswith("/") or ("." in name and "." not in copied):
        # A file that goes into a directory: mounting it on that would hide the directory.
        target = f"{target.rstrip('/')}/{name}"
    return f"-v {path}:{target}:ro"
