"""Later uses of what is put into a running container: where it is used up there, nothing of it is meant to last."""

from __future__ import annotations

from persistlint.docker.commands import ContainerCopy, ContainerExec
from persistlint.durability.paths import base_name, is_below
from persistlint.rulekit.lost_writes import names_container
from persistlint.rulekit.operands import operands_of

TYPE_CHECKING = False
if TYPE_CHECKING:
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

    __slots__ = ("_commands", "_reads", "_timeline")

    def __init__(self, container: Container, timeline: Timeline) -> None:
        self._reads: dict[str, list[Read]] = {}
        for read in timeline.reads_of(container):
            if read.by not in VIEWERS:
                self._reads.setdefault(read.target, []).append(read)
        self._timeline = timeline
        #: The places of the commands in order, each with its words in one text; those that only look at files have none.
        self._commands: list[tuple[int, str]] = []
        for place in operands_of(timeline).execs_of(container):
            happening = timeline.happenings[place]
            if isinstance(happening, ContainerExec):
                text = (
                    "" if _looks(happening) else " ".join(word.value.marked() for word in happening.command)
                )
                self._commands.append((place, text))

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
        written = self._timeline.place_of(write.command)
        if written < 0 or not self._may_follow(written, write):
            return False
        return any(place > written and name in text for place, text in self._commands)

    def _may_follow(self, written: int, write: Write) -> bool:
        """Return whether the write's command is a copy, or an exec that certainly names the container."""
        return isinstance(write.command, ContainerCopy) or any(
            place == written for place, _ in self._commands
        )


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
