"""PSL416: a volume is created and never mounted, or its name is misspelt where it is."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.docker.commands import ContainerCreate, VolumeCreate
from persistlint.docker.mounts import Mount
from persistlint.durability.names import namespace_of
from persistlint.rulekit.edits import offer, replace_value
from persistlint.rulekit.intent import unguarded
from persistlint.rulekit.mentions import Mentions
from persistlint.rulekit.near_words import NearNames
from persistlint.rulekit.phrases import written_at
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.durability.names import Namespace

#: A volume is a directory of its name, and the usual file systems allow that no more.
_LONGEST = 255


class UnusedVolume(Rule):
    code = "PSL416"
    name = "unused-volume"
    summary = "a volume is created and never mounted, or its name is misspelt where it is"
    severity = "info"
    fix = "unsafe"
    fix_changes = ("mounts",)
    subject = VolumeCreate

    def check(self, creation: VolumeCreate, context: Context) -> Iterator[Finding]:
        name = creation.name.text if creation.name is not None else None
        if name is None or creation.syntax_problems:
            return
        volumes = context.once_a_document("volumes of this text", lambda: _Volumes(context))
        engine = namespace_of(creation)
        if not volumes.all_known or (engine, name) in volumes.mounts:
            return
        misspelt = volumes.misspelt(engine, name)
        if misspelt is not None:
            yield self._misspelt(creation, name, *misspelt)
            return
        # A script that only prepares makes volumes for others.
        is_whole = volumes.any_container and context.language != "markdown" and not context.timeline.gaps
        if is_whole and unguarded(creation) and not _named_elsewhere(name, creation, volumes, context):
            yield self.finding(
                creation.name,
                f"The volume `{name}` is created, and no command mounts it. Nothing is kept in it.",
                identity=name,
                command=creation,
            )

    def _misspelt(self, creation: VolumeCreate, name: str, command: ContainerCreate, mount: Mount) -> Finding:
        source = mount.source
        assert source is not None
        text = source.text
        return self.finding(
            written_at(source, mount.source_span, command),
            f"Docker makes a new volume `{text}` here, as the one that was created is called `{name}`. Write `{name}`.",
            identity=f"{name} {text}",
            command=command,
            related=[(creation.span, f"`{name}` is created here, and never mounted")],
            fixes=offer(
                f"Mount `{name}` (what is in `{text}` stays there)",
                replace_value(source, 0, len(source), name),
            ),
        )


class _Volumes:
    """The volumes that a text creates and mounts."""

    __slots__ = ("_near", "all_known", "any_container", "created", "mounts")

    def __init__(self, context: Context) -> None:
        self.created = {
            command.name.text or ""
            for command in context.commands
            if isinstance(command, VolumeCreate) and command.name is not None
        }
        self.any_container = False
        #: Whether the name of every volume that is mounted is known.
        self.all_known = True
        #: The first mount of each volume, by engine and name.
        self.mounts: dict[tuple[Namespace, str], tuple[ContainerCreate, Mount]] = {}
        self._near: dict[Namespace, NearNames] = {}
        for command in context.commands:
            if isinstance(command, ContainerCreate):
                self.any_container = True
                self.all_known = self.all_known and command.mounts_known
                for mount in command.mounts:
                    self._add(mount, command)

    def _add(self, mount: Mount, command: ContainerCreate) -> None:
        engine, name = namespace_of(command), mount.source.text if mount.source is not None else None
        if mount.type in (None, "volume") and name is None and not mount.anonymous:
            self.all_known = False
        if mount.type == "volume" and name is not None and (engine, name) not in self.mounts:
            self.mounts[engine, name] = command, mount
            if name not in self.created:
                self._near.setdefault(engine, NearNames()).add(name)

    def misspelt(self, engine: Namespace, name: str) -> tuple[ContainerCreate, Mount] | None:
        """Return the first mount of a volume that isn't created and whose name differs from ``name`` by a slip of the pen."""
        names = self._near[engine].near(name) if engine in self._near else ()
        return (
            next((self.mounts[key] for key in self.mounts if key[0] == engine and key[1] in names), None)
            if names
            else None
        )


def _named_elsewhere(name: str, creation: VolumeCreate, volumes: _Volumes, context: Context) -> bool:
    """Return whether anything else in the text names the volume."""
    names = [each for each in volumes.created if each and len(each) <= _LONGEST]
    mentions = context.once("mentions of volumes", lambda: Mentions(names, context))
    return len(name) > _LONGEST or mentions.named_elsewhere(name, creation.span)


RULE = UnusedVolume
