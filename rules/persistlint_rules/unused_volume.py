"""PSL416: a volume is created and never mounted, or its name is misspelt where it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from persistlint.docker.commands import Command, ContainerCreate, VolumeCreate
from persistlint.docker.mounts import Mount
from persistlint.durability.model import HostCommand
from persistlint.durability.names import Namespace, namespace_of
from persistlint.rulekit.edits import offer, replace_value
from persistlint.rulekit.intent import unguarded
from persistlint.rulekit.phrases import written_at
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.shell.invocation import Invocation
    from persistlint.shell.values import Value
    from persistlint.text.spans import Span

#: A volume is a directory of its name, and the usual file systems allow that no more.
_LONGEST = 255
#: Fewer names than this are looked for one by one.
_FEW = 50


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
        if name is None or creation.name is None or creation.syntax_problems:
            return
        if not context.once_a_document("all volumes known", lambda: _all_known(context)):
            return
        mounted = context.once_a_document("mounted volumes", lambda: _mounted(context)).get(
            namespace_of(creation)
        )
        if mounted is not None and name in mounted.mounts:
            return
        near_mount = mounted.near(name) if mounted is not None else None
        if near_mount is not None:
            command, source, span, text = near_mount
            edit = replace_value(source, 0, len(source), name)
            title = f"Mount `{name}` (what is in `{text}` stays there)"
            yield self.finding(
                written_at(source, span, command),
                f"Docker makes a new volume `{text}` here, as the one that was created is called `{name}`. Write `{name}`.",
                identity=f"{name} {text}",
                command=command,
                related=[(creation.span, f"`{name}` is created here, and never mounted")],
                fixes=offer(title, edit),
            )
            return
        if context.language == "markdown" or context.timeline.gaps or not unguarded(creation):
            return
        if not context.once_a_document("any container", lambda: _any_container(context)):
            # A script that only prepares makes volumes for others.
            return
        if _mentioned(name, creation, context):
            return
        yield self.finding(
            creation.name,
            f"The volume `{name}` is created, and no command mounts it. Nothing is kept in it.",
            identity=name,
            command=creation,
        )


def _any_container(context: Context) -> bool:
    return any(isinstance(command, ContainerCreate) for command in context.commands)


def _created(context: Context) -> set[str | None]:
    """Return the names of the volumes that ``volume create`` makes."""
    return {
        command.name.text
        for command in context.commands
        if isinstance(command, VolumeCreate) and command.name is not None
    }


def _all_known(context: Context) -> bool:
    """Return whether the name of every volume that is mounted here is known."""
    for command in context.commands:
        if isinstance(command, ContainerCreate):
            if not command.mounts_known:
                return False
            if any(mount.type in (None, "volume") and not _named(mount) for mount in command.mounts):
                return False
    return True


def _named(mount: Mount) -> bool:
    return mount.anonymous or (mount.source is not None and mount.source.known)


class _Mounted:
    """The named volumes that are mounted in one engine, each with its first mount, to be found by their name or by one nearly like it."""

    __slots__ = ("_alike", "_created", "mounts")

    def __init__(self, created: set[str | None]) -> None:
        self.mounts: dict[str, tuple[Command, Value, Span | None, str]] = {}
        self._created = created
        #: The names by what is left of them without one letter: near ones share that, and every name needn't be held against every other one.
        self._alike: dict[str, list[str]] = {}

    def add(self, command: Command, source: Value, span: Span | None) -> None:
        name = source.text
        if name is None or name in self.mounts:
            return
        self.mounts[name] = (command, source, span, name)
        if name not in self._created:
            for form in _forms(name):
                self._alike.setdefault(form, []).append(name)

    def near(self, name: str) -> tuple[Command, Value, Span | None, str] | None:
        """Return the first mount of a volume that isn't created and whose name differs from ``name`` by a slip of the pen."""
        candidates = {other for form in _forms(name) for other in self._alike.get(form, ())}
        if not any(_near(name, other) for other in candidates):
            return None
        return next(
            mount for other, mount in self.mounts.items() if other in candidates and _near(name, other)
        )


def _mounted(context: Context) -> dict[Namespace, _Mounted]:
    """Return the mounted volumes by engine."""
    created = _created(context)
    by_engine: dict[Namespace, _Mounted] = {}
    for command in context.commands:
        if isinstance(command, ContainerCreate):
            for mount in command.mounts:
                if mount.type == "volume" and mount.source is not None:
                    mounted = by_engine.setdefault(namespace_of(command), _Mounted(created))
                    mounted.add(command, mount.source, mount.source_span)
    return by_engine


def _plain(name: str) -> str:
    return name.lower().replace("-", "").replace("_", "").replace(".", "")


def _forms(name: str) -> set[str]:
    """Return the name without its marks, and that without any one letter."""
    plain = _plain(name)
    return {plain, *(plain[:index] + plain[index + 1 :] for index in range(len(plain)))}


def _mentioned(name: str, create: VolumeCreate, context: Context) -> bool:
    """Return whether anything else in the text names the volume."""
    if len(name) > _LONGEST:
        return True
    mentions = context.once("mentions of volumes", lambda: _mentions(context))
    invocations = context.once("invocations by place", lambda: _by_place(context)).get(create.span, [])
    return mentions[name] > _count(_words(invocations), {name})[name]


def _mentions(context: Context) -> Counter[str]:
    """Return how often each name of a created volume stands in the text's words."""
    names = {name for name in _created(context) if name and len(name) <= _LONGEST}
    return _count(_words(_invocations(context)), names)


def _count(text: str, names: set[str]) -> Counter[str]:
    """Return how often each name stands in the text."""
    counts: Counter[str] = Counter()
    by_length: dict[int, set[str]] = {}
    for name in names:
        by_length.setdefault(len(name), set()).add(name)
    for length, alike in by_length.items():
        if len(alike) < _FEW:
            counts.update({name: text.count(name) for name in alike})
        else:
            # Each stretch of the text is looked up, instead of each name being looked for in all of it.
            stretches = (text[at : at + length] for at in range(len(text) - length + 1))
            counts.update(filter(alike.__contains__, stretches))
    return counts


def _by_place(context: Context) -> dict[Span, list[Invocation]]:
    """Return the text's commands by their places."""
    by_place: dict[Span, list[Invocation]] = {}
    for invocation in _invocations(context):
        by_place.setdefault(invocation.span, []).append(invocation)
    return by_place


def _invocations(context: Context) -> list[Invocation]:
    """Return the text's docker commands and this world's other commands."""
    invocations = [command.invocation for command in context.commands]
    return invocations + [
        happening.invocation
        for happening in context.timeline.happenings
        if isinstance(happening, HostCommand)
    ]


def _words(invocations: list[Invocation]) -> str:
    """Return the words as one text in which no name reaches from one word into the next."""
    return "\0".join(word.display() for invocation in invocations for word in invocation.words)


def _near(name: str, other: str) -> bool:
    """Return whether the names differ by a slip of the pen: a mark, two exchanged letters, one letter too many or wrong; never a digit."""
    plain, given = _plain(name), _plain(other)
    if plain == given:
        return True
    if min(len(plain), len(given)) < 6 or [c for c in plain if c.isdigit()] != [
        c for c in given if c.isdigit()
    ]:
        return False
    if len(plain) == len(given):
        differ = [index for index in range(len(plain)) if plain[index] != given[index]]
        if len(differ) == 2 and differ[1] == differ[0] + 1:
            first, second = differ
            return plain[first] == given[second] and plain[second] == given[first]
        return False
    longer, shorter = (plain, given) if len(plain) > len(given) else (given, plain)
    if len(longer) != len(shorter) + 1:
        return False
    return any(longer[:index] + longer[index + 1 :] == shorter for index in range(len(longer)))


RULE = UnusedVolume
