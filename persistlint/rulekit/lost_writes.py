"""Lost writes, for the rules about them: is a write lost, who looks for it in vain, and how a mount would keep it."""

from __future__ import annotations

from persistlint.docker.commands import Command
from persistlint.durability.accesses.ranks import SCRATCH, SYSTEM
from persistlint.durability.model import HostCommand
from persistlint.durability.paths import directories_of, is_below, known_directory, may_equal, parent
from persistlint.durability.state import image_key
from persistlint.rulekit.edits import insert_option, quote
from persistlint.rulekit.happenings import place_of_event
from persistlint.rulekit.operands import names_of, operands_of, used_by
from persistlint.rulekit.volume_names import NamedMounts, makes_several, volumes_named
from persistlint.rules.finding import Fix
from persistlint.text.edits import Edit
from persistlint.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from persistlint.durability.model import Container, Read, Timeline, Volume, Write
    from persistlint.rules.rule import Context
    from persistlint.shell.invocation import Invocation
    from persistlint.shell.values import Value
    from persistlint.text.spans import Span

#: Directories on which nobody mounts data as such.
_NEVER_MOUNTED = ("/", "/home", "/opt", "/var", "/var/lib", "/var/log", "/mnt", "/media")


def lost(write: Write) -> bool:
    """Return whether only its container holds the written data, and nothing copies it out.

    No option covers the path: it is in the container's layer, or in an anonymous volume that the image's VOLUME makes. What the
    container deletes itself was not meant to last.
    """
    container = write.container
    if container is None or write.happened is False or write.rescued_by is not None or container.refused:
        return False
    if any(mount.drive for mount in container.command.mounts):
        # `-v d:/data` was meant for a mount on /data.
        return False
    if _may_be_another_program(write, container):
        return False
    point = write.mount_point
    if point is None:
        if not write.unmounted:
            return False
    elif not (point.declared and write.durability == "anonymous volume" and container.mounts_known):
        return False
    destroyed, removal = write.destroyed_by, container.destroyed_by
    return destroyed is None or (removal is not None and destroyed.event == removal.event)


#: Words that are programs of every system, and subcommands of many an image's own program.
_SUBCOMMANDS = frozenset(("install", "cp", "mv", "convert", "find", "sort", "split", "touch", "tee"))


def _may_be_another_program(write: Write, container: Container) -> bool:
    """Return whether the command's first word may be a subcommand of an unknown ENTRYPOINT (``minio/mc cp …``)."""
    command = container.command
    image = container.image
    if write.how != "run" or write.by not in _SUBCOMMANDS or command.entrypoint is not None:
        return False
    if image.kind == "base" or image.entrypoint:
        return False
    return bool(command.command) and command.command[0].text == write.by


def lost_by_container(timeline: Timeline, *how: str) -> Iterator[tuple[Container, list[Write]]]:
    """Yield each container with its lost writes of these kinds, in their order."""
    by_container: dict[str, tuple[Container, list[Write]]] = {}
    for write in timeline.writes:
        container = write.container
        if container is not None and write.how in how and lost(write):
            by_container.setdefault(container.id, (container, []))[1].append(write)
    for container, writes in by_container.values():
        if may_be_taken_out(container, timeline):
            continue
        if _copied_whole(container, timeline):
            # Unless the path is a VOLUME of the image, which isn't known, the copy has it.
            writes = [write for write in writes if write.durability != "unknown"]
        if writes:
            yield container, writes


def _copied_whole(container: Container, timeline: Timeline) -> bool:
    """Return whether a commit or an export names this very container."""
    return not names_of(container).isdisjoint(operands_of(timeline).saved)


def is_name_of(value: Value, container: Container) -> bool:
    """Return whether an operand certainly means this container: its name, or its captured id."""
    return value.identity() in names_of(container)


def may_be_taken_out(container: Container, timeline: Timeline) -> bool:
    """Return whether a later ``cp``, ``commit`` or ``export`` names a container that may be this one: by an id or a variable."""
    if container.auto_remove and not container.command.detach:
        return False
    place = timeline.place_of(container.command)
    return place >= 0 and any(
        at > place and (value is None or _may_mean(value, container, timeline))
        for at, value in operands_of(timeline).loose_takers
    )


#: A container's id, or its beginning.
_ID = regex(r"[0-9a-f]{4,64}")


def _may_mean(value: Value | None, container: Container, timeline: Timeline) -> bool:
    """Return whether an operand may mean this container although the text doesn't say so."""
    if value is None:
        return True
    if value.identity() in operands_of(timeline).names:
        return False
    text = value.text
    if container.name is None:
        return True
    if text is not None:
        return is_id(text)
    return may_equal(value, container.name) or not (value.leading() or value.trailing())


def is_id(text: str) -> bool:
    """Return whether the text may be a container's id, or the beginning of one."""
    return _ID.fullmatch(text) is not None


def names_container(command: Command, container: Container, timeline: Timeline | None = None) -> bool:
    """Return whether a start, an attach or an exec is about this container, by its name or its captured id.

    With a ``timeline`` also where it may be: by an id that the text doesn't show.
    """
    values = used_by(command)
    if timeline is not None and any(_may_mean(value, container, timeline) for value in values):
        return True
    return any(is_name_of(value, container) for value in values)


def used_again(
    container: Container, timeline: Timeline, after: Command, *, perhaps: bool = False
) -> Command | None:
    """Return the first command after ``after`` that uses this very container again: it is kept on purpose.

    ``perhaps`` takes one that may do so, too.
    """
    place = timeline.place_of(after)
    if place < 0:
        return None
    operands = operands_of(timeline)
    first = operands.first_user(container, place)
    users = [first] if first is not None else []
    if perhaps:
        users += [
            at for at, value in operands.loose_users if at > place and _may_mean(value, container, timeline)
        ][:1]
    happening = timeline.happenings[min(users)] if users else None
    return happening if isinstance(happening, Command) else None


def stands(write: Write) -> Span:
    """Return the span of a finding about the write: its path if the command or the call to it holds that, else the command."""
    command, span = write.command, write.span
    if command is None or write.how == "transcript":
        return span
    return within(span, command.invocation)


def within(span: Span, invocation: Invocation) -> Span:
    """Return ``span`` if the command, or the call that leads to it, holds it, else the command's span."""
    regions = [invocation.span, *invocation.via]
    for redirect in (*invocation.redirects, *invocation.inherited):
        if redirect.target_span is not None:
            regions.append(redirect.target_span)
    for region in regions:
        if region.holds(span):
            return span
    return invocation.span


#: How bad it is that a write is lost, by what it is for.
SEVERITIES = {"result": "warning", "data": "info"}


# -- read in vain ----------------------------------------------------------------------------------------------------


_GIVES_UP = frozenset("exit return false die fail abort".split())


def is_tolerated(command: Command, timeline: Timeline) -> bool:
    """Return whether the text counts on the command's failure: ``! docker …``, ``if docker …``, ``docker … || echo none``."""
    invocation = command.invocation
    if invocation.negated or invocation.condition:
        return True
    alternatives: list[str] = []
    happenings = timeline.happenings
    for place in range(timeline.place_of(command) + 1, len(happenings)):
        happening = happenings[place]
        if not isinstance(happening, HostCommand) or happening.invocation.certainty != "possible":
            break
        alternatives.append(happening.invocation.program)
    return bool(alternatives) and _GIVES_UP.isdisjoint(alternatives)


def reads_in_vain(write: Write, timeline: Timeline) -> Iterator[Read]:
    """Yield the reads in later containers that look for what ``write`` left in its own container, where it isn't.

    Only where the path is wholly known, nothing is mounted there, the reader itself puts nothing there, and its image can't have it.
    """
    path, container = write.target.text, write.container
    if path is None or container is None or not path.startswith("/"):
        return
    for read in timeline.once("reads by path", _ReadsByPath).looking_for(write, timeline):
        reader = read.container
        if reader is container or read.attempt:
            continue
        if read.sequence <= write.sequence or is_tolerated(read.command, timeline):
            continue
        if (
            write.command is not None
            and read.command.invocation.guard.joined(write.command.invocation.guard) is None
        ):
            continue
        if _may_be_there(read, container, timeline):
            continue
        yield read


def missed_reads(timeline: Timeline, language: str) -> list[tuple[Read, Write]]:
    """Return the reads that look in vain for what an earlier container wrote, each with the last write that it can mean."""
    if not timeline.reads or len(timeline.containers) < 2:
        return []
    missed: dict[int, tuple[Read, Write]] = {}
    for write in timeline.writes:
        if write.how not in ("run", "exec", "cp") or not lost(write):
            continue
        for read in reads_in_vain(write, timeline):
            if write.container is None or may_be_taken_out(write.container, timeline):
                break
            if language == "markdown" and not _together(write, read):
                # What another block did is only possible.
                continue
            earlier = missed.get(id(read))
            if earlier is None or _closeness(write, read) >= _closeness(earlier[1], read):
                missed[id(read)] = (read, write)
    return list(missed.values())


def _closeness(write: Write, read: Read) -> int:
    """Return how well the write fits the read: the very path (2), something in it (1), only the directory made for it (0)."""
    if write.directory and write.by in ("mkdir", "install"):
        return 0
    return 2 if write.target.text == read.target else 1


def _together(write: Write, read: Read) -> bool:
    return write.command is not None and write.command.invocation.block == read.command.invocation.block


class _ReadsByPath:
    """The reads of a world by what they look for."""

    __slots__ = ("_at", "_below")

    def __init__(self, timeline: Timeline) -> None:
        self._at: dict[str, list[Read]] = {}
        self._below: dict[str, list[Read]] = {}
        for read in timeline.reads:
            self._at.setdefault(read.target, []).append(read)
            for directory in directories_of(read.target):
                self._below.setdefault(directory, []).append(read)

    def looking_for(self, write: Write, timeline: Timeline) -> list[Read]:
        """Return the reads of what is written, and of the directory that the writer made for it, in order."""
        target = write.target.text or ""
        if write.directory and write.by not in ("mkdir", "install"):
            return self._below.get(target, [])
        reads = list(self._at.get(target, ()))
        if write.container is not None:
            # A listing of the directory that the writer made.
            made = {other.target.text for other in timeline.writes_of(write.container) if other.directory}
            for directory in directories_of(target):
                if directory != target and directory in made:
                    reads += self._at.get(directory, ())
        return sorted(reads, key=lambda read: read.sequence)


def _may_be_there(read: Read, writer: Container, timeline: Timeline) -> bool:
    reader = read.container
    if not reader.mounts_known or reader.refused or reader.namespace != writer.namespace:
        return True
    point = reader.covering(read.target)
    if point is not None and not point.declared:
        return True
    if any(is_below(read.target, directory) for directory in SYSTEM) or "/." in read.target:
        return True
    image, other = reader.command.image, writer.command.image
    same = image is not None and other is not None and image_key(image) == image_key(other)
    if not same and not (reader.image.kind == "base" and reader.image.origin == "catalogue"):
        return True
    for write in timeline.writes_of(reader):
        target = write.target.text
        if target is None or is_below(read.target, target) or is_below(target, read.target):
            return True
    return False


# -- keeping it ------------------------------------------------------------------------------------------------------


def directory_of(write: Write) -> str | None:
    """Return the directory on which a mount would keep the write, None where there is none."""
    path = write.target.text
    if path is None:
        directory = known_directory(write.target)
        if directory is None:
            return None
    elif not path.startswith("/"):
        return None
    else:
        directory = path if write.directory and write.by not in ("mkdir", "install") else parent(path)
    if directory in _NEVER_MOUNTED or any(is_below(directory, place) for place in (*SYSTEM, *SCRATCH)):
        return None
    return directory


def keep(write: Write, *, many: bool = False) -> str:
    """Return the sentence that says how to keep the write: "Mount a volume or a host directory on `/out` to keep it." ``many`` makes it "them"."""
    directory = directory_of(write)
    if directory is None:
        return "Only what is written below a mount stays."
    return f"Mount a volume or a host directory on `{directory}` to keep {'them' if many else 'it'}."


def keeping_fixes(write: Write, context: Context, *others: Container) -> list[Fix]:
    """Return the fix that mounts one volume where ``write`` goes, in its container and in ``others``. [] where it can't be written down."""
    directory, container = directory_of(write), write.container
    if directory is None or container is None:
        return []
    if any(makes_several(user.command, context) for user in (container, *others)):
        # Each of them needs a volume of its own.
        return []
    names = context.once("volumes by directory", lambda: _Volumes(context))
    name = names.name_for(directory)
    option = f"-v {quote(f'{name}:{directory}')}"
    edits: dict[Span, Edit] = {}
    for user in (container, *others):
        edit = insert_option(user.command, option, context.sources)
        if edit is None:
            return []
        edits[edit.span] = edit
    for other in context.timeline.writes:
        # The directory is there once something is mounted on it or below it.
        if other.makes_anew and other.container in (container, *others) and _is_at_or_above(other, directory):
            if not _stands_alone(other.span, context):
                return []
            edits[other.span.at_start()] = Edit(other.span.at_start(), "-p ")
    title = f"Keep `{directory}` in the volume `{name}`"
    if any(edit.text == "-p " for edit in edits.values()):
        title += ", and make it with `-p`: it is there then"
    if not all(user.command.remove for user in (container, *others)):
        title += " (data of an existing container stays behind)"
    return [Fix(title, list(edits.values()), safe=False)]


def _stands_alone(span: Span, context: Context) -> bool:
    """Return whether a word begins where the span does, without a quote before it."""
    if not context.sources.knows(span) or not context.sources.editable(span):
        return False
    place = context.sources.place(span)
    return place.document.data[place.start - 1 : place.start] in (b" ", b"\t")


def _is_at_or_above(write: Write, directory: str) -> bool:
    path = write.target.text
    return path is not None and path != "/" and is_below(directory, path)


class _Volumes:
    """The volumes of the document and of a world by the directory on which they are mounted, for names of new ones."""

    __slots__ = ("_by_directory", "_taken")

    def __init__(self, context: Context) -> None:
        self._by_directory: dict[str, str] = {}
        self._taken: set[str] = set()
        for command in context.commands:
            # Those of other worlds, and those in commands that docker refuses, are in no timeline.
            for named, path in volumes_named(command):
                self._by_directory.setdefault(path, named)
                self._taken.add(named)
        mounts = NamedMounts()
        for volume in context.timeline.volumes:
            name = volume.name.text if volume.name is not None else None
            if name is None:
                continue
            for user in volume.mounted_by:
                for point in mounts.of(user, name):
                    if point.volume is volume:
                        self._by_directory.setdefault(point.path, name)
                        self._taken.add(name)

    def name_for(self, directory: str) -> str:
        """Return a name that says what the directory is: its own. A volume that another container mounts there is meant here too."""
        if directory in self._by_directory:
            return self._by_directory[directory]
        base = "".join(
            character if character.isascii() and (character.isalnum() or character in "_.-") else "-"
            for character in directory.rpartition("/")[2]
        ).strip("_.-")
        # A volume's name has two characters at least.
        wanted = (
            base
            if len(base) > 1 and base != "data"
            else f"{base}-data"
            if base and base != "data"
            else "my-data"
        )
        number, name = 2, wanted
        while name in self._taken:
            name, number = f"{wanted}-{number}", number + 1
        return name


def read_after_restart(write: Write, timeline: Timeline) -> Read | None:
    """Return a read of the written data by the same container after a stop and a start."""
    destroyed = write.destroyed_by
    if destroyed is None or destroyed.certainty != "certain" or not write.happened:
        return None
    ended = place_of_event(destroyed, timeline)
    for read in timeline.reads:
        if read.container is not write.container or read.target != write.target.text or read.attempt:
            continue
        if ended < 0 or timeline.place_of(read.command) <= ended or is_tolerated(read.command, timeline):
            continue
        again = any(
            other.container is read.container
            and other.target.text == read.target
            and write.sequence < other.sequence < read.sequence
            for other in timeline.writes
        )
        if not again:
            return read
    return None


def is_read_after_stop(write: Write, volume: Volume, timeline: Timeline) -> bool:
    """Return whether a later container on the same volume reads the file after the writer has stopped."""
    path = write.target.text
    for read in timeline.reads if path is not None else ():
        point = read.container.covering(read.target)
        if read.container is write.container or read.sequence < write.sequence or read.attempt:
            continue
        if read.target == path and point is not None and point.volume is volume:
            # A writer that was still running when the reader came shared the memory with it.
            return write.container is not None and not write.container.command.detach
    return False
