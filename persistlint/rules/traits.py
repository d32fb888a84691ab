"""Traits of a world or an image definition, in a few words: a rule that needs a missing trait stays unimported.

A trait is one of

* the verb of a docker command (``container commit``), an option's long name (``--rm``), both (``container run --rm``), an instruction's keyword
  (``VOLUME``), a program that is no docker (``podman``);
* a mount's type (``bind``, ``volume``, ``tmpfs`` …; ``mount`` for any), and what is odd about one (``_of_mount`` has the list);
* ``refused`` (a command that docker refuses to read, also with the kind of the problem: ``refused tilde``), ``refusal`` (one that the engine
  refuses), ``repeated`` (in a loop);
* ``input`` and ``output`` (a docker command that is fed, or whose output is taken), ``unread input`` (without ``--interactive``), ``here-document``, ``kept output``
  (in a pipe or a file whose name is known);
* ``early -v`` (before the verb), ``late option`` (behind the image), ``illegal image`` (what no image can be called), ``removal of a list`` (of containers whose names a command prints, or a loop has);
* ``<how> write`` for each way of writing (``run write``, ``cp write`` …), ``read-only write`` (one that fails), ``managed write`` (of a file
  that the engine makes), ``unmounted write`` (no option covers it, but its container has mounts), ``data in a bind``, ``deleted data``, ``shared data`` (of two
  containers in one place), ``read``;
* ``host <program>`` for each command of the host, ``severed option`` where that begins with ``-``;
* ``known paths``, ``database``, ``keyed by hostname``, ``built here``, ``floating data`` (its version decides where it is, and isn't known): what is known of a
  container's image;
* ``volume in memory``, ``several containers``, ``shared store`` (something is mounted in two containers).

A trait may be there where a rule has nothing to say, but never the other way round.
"""

from __future__ import annotations

from persistlint.docker.commands import Command, ContainerCreate, ContainerExec, ContainerRemove
from persistlint.durability.model import HostCommand
from persistlint.durability.mount_table import MANAGED_FILES
from persistlint.shell.values import UNQUOTED, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.docker.mounts import Mount
    from persistlint.durability.model import MountPoint, Timeline
    from persistlint.hosts.image_definition import ImageDefinition
    from persistlint.shell.values import Value


def traits_of(
    timeline: Timeline, by_command: dict[int, tuple[Command, frozenset[str]]] | None = None
) -> frozenset[str]:
    """Return the traits of a world. ``by_command`` keeps those of its commands for other worlds, by the command's identity."""
    traits: set[str] = set()
    for happening in timeline.happenings:
        if isinstance(happening, Command):
            entry = by_command.get(id(happening)) if by_command is not None else None
            if entry is None:
                of_command: set[str] = set()
                _of_command(happening, of_command)
                entry = (happening, frozenset(of_command))
                if by_command is not None:
                    by_command[id(happening)] = entry
            traits |= entry[1]
        elif isinstance(happening, HostCommand):
            words = happening.invocation.words
            traits.add(f"host {happening.invocation.program}")
            if words and words[0].value.leading().startswith("-"):
                traits.add("severed option")
    stores: set[object] = set()
    for container in timeline.containers:
        mounted = {_store(point) for point in container.mount_points} - {None}
        if mounted & stores:
            traits.add("shared store")
        stores |= mounted
        image = container.image
        if image.stateful and not image.version_known:
            traits.add("floating data")
        if image.origin == "definition":
            traits.add("built here")
        if image.hostname_keyed or image.address_keyed:
            traits.add("keyed by hostname")
        if image.kind == "database":
            traits.add("database")
        if image.paths or image.other_paths:
            traits.add("known paths")
    holders: dict[object, object] = {}
    for write in timeline.writes:
        traits.add(f"{write.how} write")
        point = write.mount_point
        if (point is None or point.mount is None) and write.container and write.container.command.mounts:
            traits.add("unmounted write")
        if write.by == "image" and write.durability in ("volume", "bind"):
            if write.durability == "bind":
                traits.add("data in a bind")
            if write.destroyed_by is not None:
                traits.add("deleted data")
            if holders.setdefault(write.store, write.container) is not write.container:
                traits.add("shared data")
        if write.durability == "read-only":
            traits.add("read-only write")
        if write.target.text in MANAGED_FILES:
            traits.add("managed write")
    if timeline.reads:
        traits.add("read")
    if timeline.refusals:
        traits.add("refusal")
    if any(volume.in_memory for volume in timeline.volumes):
        traits.add("volume in memory")
    if len(timeline.containers) > 1:
        traits.add("several containers")
    return frozenset(traits)


def traits_of_image(image: ImageDefinition) -> frozenset[str]:
    """Return the traits of an image definition: the keywords of its instructions."""
    return frozenset(instruction.keyword for stage in image.stages for instruction in stage.instructions)


def _of_command(command: Command, traits: set[str]) -> None:
    traits.add(command.verb)
    if command.program != "docker":
        traits.add(command.program)
    for option in command.options:
        traits.add(f"--{option.name}")
        traits.add(f"{command.verb} --{option.name}")
    if not command.verb and command.program != "nerdctl":
        traits.add("unknown verb")
    if command.syntax_problems:
        traits.add("refused")
        traits.update(f"refused {problem.kind}" for problem in command.syntax_problems)
    invocation = command.invocation
    if len(invocation.words) > 1 and invocation.words[1].text in ("-v", "--volume"):
        traits.add("early -v")
    if invocation.standard_input.feeds or invocation.stdin is not None:
        traits.add("input")
        if command.switch("interactive") is False:
            traits.add("unread input")
        if invocation.stdin is not None and invocation.stdin.operator.startswith("<<"):
            traits.add("here-document")
    if invocation.redirects or invocation.inherited or invocation.stage is not None or invocation.output:
        if invocation.stdout is not None or invocation.piped_out or invocation.output or invocation.inherited:
            traits.add("output")
            target = invocation.stdout.target if invocation.stdout is not None else None
            if invocation.piped_out or (target is not None and target.text not in (None, "/dev/null")):
                traits.add("kept output")
    if invocation.certainty == "repeated":
        traits.add("repeated")
    if isinstance(command, ContainerCreate):
        if any(word.value.marked().startswith("-") for word in command.command[:2]):
            traits.add("late option")
        if command.image is not None and command.image.raw.known and not command.image.known:
            traits.add("illegal image")
        for mount in command.mounts:
            of_mount: set[str] = set()
            _of_mount(mount, of_mount)
            if not invocation.options.nounset and not of_mount.isdisjoint(("unknown mount", "assumed mount")):
                of_mount.add("mount that may be empty")
            traits |= of_mount
    elif isinstance(command, ContainerRemove):
        looped = invocation.certainty == "repeated"
        every = command.program == "podman" and command.last("all") is not None
        if looped or every or "xargs" in invocation.wrappers or any(map(_printed, command.containers)):
            traits.add("removal of a list")
    elif isinstance(command, ContainerExec):
        if any("tar" in word.value.marked() for word in invocation.words):
            traits.add("exec tar")


def _printed(name: Value) -> bool:
    """Return whether the name holds a command's output."""
    return any(piece.name.startswith(("$(", "`")) for piece in name.unknowns)


def _store(point: MountPoint) -> object:
    """Return a key that is equal for two containers that mount the same."""
    if point.volume is not None:
        return id(point.volume)
    return point.host_path.identity() if point.host_path is not None else None


def _of_mount(mount: Mount, traits: set[str]) -> None:
    """Add the traits of a mount.

    They are the type, ``unknown mount`` (a part isn't known), ``unquoted mount`` (an unquoted expansion), ``assumed mount`` (it rests on a default),
    ``dollar`` (a literal ``$``), ``script directory`` (the script's own); ``since <version>`` of the client; ``anonymous mount``, ``drive``
    (``d:/data``), ``pathless mount`` (a part that should be a path has no slash), ``unclean target`` (with a comma or blanks), ``mount on a file``,
    ``mount on the host's path``; ``relative bind`` (or one that isn't known to be absolute), ``wide bind`` (of a directory near the root, or it may be),
    ``socket mount``, ``relabelled mount``, ``engine's directory`` (a volume's own).
    """
    traits.add("mount")
    traits.add(mount.type or "unknown mount")
    if mount.needs:
        traits.add(f"since {mount.needs}")
    if mount.anonymous:
        traits.add("anonymous mount")
    if any(option in ("z", "Z") or option.startswith("relabel=") for option in mount.options):
        traits.add("relabelled mount")
    if mount.source is not None and mount.type != "volume":
        _of_source(mount.source, traits)
    if mount.target is not None:
        _of_target(mount.target, traits)
    value = mount.value
    if value is None:
        traits.add("unknown mount")
        return
    text = value.text
    if text is not None and (mount.drive or text[1:3] == ":/"):
        traits.add("drive")
    if text is not None and "/" not in text:
        traits.add("pathless mount")
    if value.assumes:
        traits.add("assumed mount")
    for piece in value.pieces:
        if isinstance(piece, Unknown):
            traits.add("unknown mount")
            if piece.quoting == UNQUOTED:
                traits.add("unquoted mount")
            if piece.kind == "scriptdir":
                traits.add("script directory")
        elif "$" in piece.text:
            traits.add("dollar")


def _of_source(source: Value, traits: set[str]) -> None:
    leading, marked = source.leading(), source.marked()
    parts = [part for part in leading.split("/") if part not in ("", ".")]
    if not leading.startswith("/"):
        traits.update(("relative bind", "wide bind"))
    elif source.text is None or len(parts) < 3 or ".." in parts:
        traits.add("wide bind")
    if source.trailing().endswith(".sock"):
        traits.add("socket mount")
    if "_data" in marked or any("Mountpoint" in piece.name for piece in source.unknowns):
        traits.add("engine's directory")


#: Where people's own files are on the host, and hardly ever in a container.
HOMES = ("/home/", "/Users/", "/mnt/c/")


def _of_target(target: Value, traits: set[str]) -> None:
    text, leading = target.text, target.leading()
    if not leading.startswith("/") or leading.startswith(HOMES):
        traits.add("mount on the host's path")
    if text is None:
        return
    if "/" not in text:
        traits.add("pathless mount")
    if "," in text or text != text.rstrip():
        traits.add("unclean target")
    if "." in text.rstrip("/").rpartition("/")[2]:
        traits.add("mount on a file")
