"""Mentions of volumes and containers, resolved as the durability model does: by engine and by value, never by text.

The name in ``docker exec "$DB"`` is the one that was given with ``--name db`` where ``DB=db``; podman's ``pgdata``, another host's and another context's are other
volumes. A container without a name is known by the unknown that its captured ID is (``cid=$(docker run -d …)``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from persistlint.assist.places import commands_at, covers
from persistlint.assist.written import own, use_site
from persistlint.docker.commands import (
    Command,
    Compose,
    ContainerCommit,
    ContainerCopy,
    ContainerCreate,
    ContainerExec,
    ContainerExport,
    ContainerRemove,
    ContainerRename,
    ContainerSignal,
    OptionUse,
    VolumeCreate,
    VolumeRemove,
)
from persistlint.docker.mount_sources import is_volume_name
from persistlint.docker.mounts import Mount
from persistlint.durability.names import Namespace, namespace_of
from persistlint.shell.values import Literal, Unknown, Value, Word
from persistlint.text.spans import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.analysis.analysis import Analysis

VOLUME, CONTAINER = "volume", "container"

#: What a name is, in which engine, and what it says.
Key = tuple[str, Namespace, tuple[object, ...]]

#: Commands without a class of their own whose operands are containers; the number is that of the first one which is no container.
_CONTAINER_OPERANDS = {
    "container attach": None,
    "container diff": 1,
    "container inspect": None,
    "container logs": 1,
    "container port": 1,
    "container stats": None,
    "container top": 1,
    "container update": None,
}

#: Options that take ``container:NAME``.
_SHARING = ("network", "pid", "ipc")


class Mention:
    """One place where a docker command names a volume or a container.

    ``word`` holds it, at ``start`` to ``end`` of its value. ``makes`` is true where the command makes the thing, or gives it the name. ``loose`` is true where
    the name may be another kind of thing's too (``docker inspect db``). ``prefix`` is what the thing's name begins with and isn't written here (a Compose project's
    name), ``fixed`` why the name can't be changed. ``in_compose`` is true in Compose files and commands.
    """

    __slots__ = (
        "command",
        "end",
        "fixed",
        "in_compose",
        "key",
        "loose",
        "makes",
        "name",
        "prefix",
        "start",
        "word",
    )

    def __init__(self, key: Key, name: Value, command: Command, word: Word | None, start: int) -> None:
        self.key = key
        self.name = name
        self.command = command
        self.word = word
        self.start = start
        self.end = start + len(name)
        self.makes = False
        self.loose = False
        self.prefix = ""
        self.fixed = ""
        self.in_compose = False

    @property
    def full_name(self) -> str | None:
        """Return the name by which the engine knows the thing; None where it isn't known."""
        text = self.key[2][0] if len(self.key[2]) == 1 else None
        return text if isinstance(text, str) and "\0" not in text else None

    def site(self, analysis: Analysis) -> Span | None:
        """Return where the command uses the name, even through a variable. The whole command where nothing is written (a captured ID)."""
        if self.word is None:
            return self.command.span
        span = use_site(self.word, self.start, self.end, analysis.sources)
        return span or self.word.span

    def origins(self) -> list[Span]:
        """Return where the name's own text is written: at the use, or where a variable is set."""
        return [
            piece.span
            for piece in self.name.pieces
            if isinstance(piece, Literal) and piece.text and piece.span is not None
        ]

    def computed(self, analysis: Analysis) -> str:
        """Return why the name isn't written in one piece, "" where it is."""
        if any(isinstance(piece, Unknown) for piece in self.name.pieces):
            unknown = self.name.unknowns[0]
            return f"a part of it, `{unknown.name}`, isn't known from the text"
        spans = self.origins()
        joined = spans[0] if spans else None
        for span in spans[1:]:
            if joined is None or span.anchor != joined.anchor or span.start != joined.end:
                return "it is put together from several places"
            joined = Span(joined.anchor, joined.start, span.end)
        if joined is None or not analysis.sources.knows(joined) or not analysis.sources.editable(joined):
            return "it isn't written in one piece"
        if analysis.sources.text(joined) != self.name.text:
            return "it isn't written in one piece"
        return ""

    def whole(self) -> Span:
        """Return the span of a name that isn't computed."""
        spans = self.origins()
        return Span(spans[0].anchor, spans[0].start, spans[-1].end)

    def through_variable(self) -> bool:
        """Return whether the name's text is written outside of the command."""
        return self.word is not None and any(not own(self.word, span) for span in self.origins())


def mentions(analysis: Analysis) -> list[Mention]:
    """Return every place that names a volume or a container, each occurrence and alternative, in the order of the text."""
    all_mentions: list[Mention] = []
    seen: set[int] = set()
    for command, context in _commands(analysis):
        if id(command) in seen:
            continue
        seen.add(id(command))
        all_mentions += _of_command(command, namespace_of(command, context))
    if analysis.projects or any(isinstance(command, Compose) for command, _ in analysis.commands):
        from persistlint.assist.compose_names import compose_mentions

        all_mentions += compose_mentions(analysis)
    made = {mention.key for mention in all_mentions if mention.makes}
    told_mentions = [mention for mention in all_mentions if not mention.loose or mention.key in made]
    return [mention for mention in told_mentions if mention.word is None or _placed(analysis, mention)]


def _placed(analysis: Analysis, mention: Mention) -> bool:
    return analysis.sources.knows(mention.command.span)


def mention_at(analysis: Analysis, candidates: Iterable[Mention], offset: int) -> Mention | None:
    """Return the mention whose name is at ``offset``: where the command says it, else where a variable is set that holds it."""
    via: Mention | None = None
    # Only few commands hold the place: the others need no closer look.
    here = {id(command) for command, _ in commands_at(analysis, offset)}
    for mention in candidates:
        if id(mention.command) in here and mention.word is not None:
            if covers(analysis, mention.site(analysis), offset) is not None:
                return mention
        if via is None and any(covers(analysis, span, offset) is not None for span in mention.origins()):
            via = mention
    return via


def _commands(analysis: Analysis) -> Iterator[tuple[Command, Value | None]]:
    """Yield every command, with the docker context that an earlier command chose."""
    for timeline in analysis.timelines:
        contexts: dict[str, Value] = {}
        for happening in timeline.happenings:
            if isinstance(happening, Command):
                if happening.verb == "context use" and len(happening.operands) == 1:
                    contexts[happening.program] = happening.operands[0].value
                yield happening, contexts.get(happening.program)
    for command, _ in analysis.commands:
        yield command, None


def _of_command(command: Command, namespace: Namespace) -> Iterator[Mention]:
    def mention(kind: str, name: Value | None, word: Word | None, start: int = 0) -> Iterator[Mention]:
        if name is not None and can_be_name(name) and not (word is not None and word.opaque):
            yield Mention((kind, namespace, name.identity()), name, command, word, start)

    def making(kind: str, name: Value | None, word: Word | None, start: int = 0) -> Iterator[Mention]:
        for named in mention(kind, name, word, start):
            named.makes = True
            yield named

    if getattr(command, "service_name", None) is not None:
        # A project's volume has another name in the engine (`compose_names`).
        return
    for mount in getattr(command, "mounts", ()):
        if mount.type == "volume" and mount.source is not None:
            start = source_start(mount)
            for named in mention(VOLUME, mount.source, mount.word, start or 0):
                if start is None and mount.word is not None:
                    named.start, named.end = 0, len(mount.word.value)
                yield named
    if isinstance(command, ContainerCreate):
        use = command.last("name")
        if use is not None and command.name is not None:
            yield from making(CONTAINER, command.name, use.value_word, _value_start(use))
        captured = command.invocation.captured_as
        if captured is not None and (command.detach or not command.runs):
            yield from making(CONTAINER, Value((Unknown("its ID", captured),)), None)
        for use in command.uses("volumes-from", "link"):
            if use.value is not None:
                name = use.value.split(":", 1)[0]
                yield from mention(CONTAINER, name, use.value_word, _value_start(use))
        for use in command.uses(*_SHARING):
            if use.value is not None and use.value.leading().startswith("container:"):
                prefix = len("container:")
                yield from mention(
                    CONTAINER, use.value.cut(prefix), use.value_word, _value_start(use) + prefix
                )
    elif isinstance(command, (ContainerExec, ContainerCommit, ContainerExport)):
        yield from mention(CONTAINER, command.container, _operand(command, 0))
    elif isinstance(command, (ContainerSignal, ContainerRemove)):
        for word in command.operands:
            yield from mention(CONTAINER, word.value, word)
    elif isinstance(command, ContainerRename):
        yield from mention(CONTAINER, command.container, _operand(command, 0))
        yield from making(CONTAINER, command.name, _operand(command, 1))
    elif isinstance(command, ContainerCopy):
        for index, side in enumerate((command.source, command.destination)):
            if side is not None and side.container is not None:
                yield from mention(CONTAINER, side.container, _operand(command, index))
    elif isinstance(command, VolumeCreate):
        use = command.last("name")
        if command.operands:
            yield from making(VOLUME, command.name, command.operands[0])
        elif use is not None:
            yield from making(VOLUME, command.name, use.value_word, _value_start(use))
        captured = command.invocation.captured_as
        if captured is not None and command.name is None:
            yield from making(VOLUME, Value((Unknown("its name", captured),)), None)
    elif isinstance(command, VolumeRemove):
        for word in command.operands:
            yield from mention(VOLUME, word.value, word)
    else:
        yield from _of_other(command, namespace)


def _of_other(command: Command, namespace: Namespace) -> Iterator[Mention]:
    """Yield the names in commands that have no model of their own."""

    def one(
        kind: str, word: Word, name: Value | None = None, start: int = 0, loose: bool = False
    ) -> Iterator[Mention]:
        value = word.value if name is None else name
        if can_be_name(value) and not word.opaque:
            mention = Mention((kind, namespace, value.identity()), value, command, word, start)
            mention.loose = loose
            yield mention

    if command.verb in _CONTAINER_OPERANDS:
        for word in command.operands[: _CONTAINER_OPERANDS[command.verb]]:
            yield from one(CONTAINER, word)
    elif command.verb == "volume inspect":
        for word in command.operands:
            yield from one(VOLUME, word)
    elif command.verb in ("network connect", "network disconnect"):
        for word in command.operands[1:2]:
            yield from one(CONTAINER, word)
    elif command.verb == "inspect":
        for word in command.operands:
            yield from one(CONTAINER, word, loose=True)
            yield from one(VOLUME, word, loose=True)
    elif command.verb in ("container ls", "volume ls"):
        kind = CONTAINER if command.verb == "container ls" else VOLUME
        for use in command.uses("filter"):
            if use.value is None or use.value_word is None or not use.value.leading().startswith("name="):
                continue
            marked = use.value.marked()
            start = len("name=") + (marked[len("name=") :][:1] == "^")
            name = use.value.cut(start, len(marked) - marked.endswith("$"))
            yield from one(kind, use.value_word, name, _value_start(use) + start, loose=True)


def can_be_name(value: Value) -> bool:
    """Return whether docker may take the value for a name. ``wiki/pages`` is a path that is out of place."""
    text = value.text
    return bool(value.pieces) if text is None else is_volume_name(text)


def _operand(command: Command, index: int) -> Word | None:
    return command.operands[index] if index < len(command.operands) else None


def _value_start(use: OptionUse) -> int:
    """Return the index at which the option's value begins in the value of its word."""
    if use.value_word is None or use.value is None:
        return 0
    return len(use.value_word.value) - len(use.value)


def source_start(mount: Mount) -> int | None:
    """Return the index at which the mount's source begins in the value of its word, None where quotation hides it."""
    if mount.word is None or mount.value is None:
        return None
    start = len(mount.word.value) - len(mount.value)
    if mount.flag != "--mount":
        return start
    marked = mount.value.marked()
    if '"' in marked:
        return None
    place = None
    at = 0
    for field in marked.split(","):
        key, equals, _ = field.partition("=")
        if equals and key.strip().lower() in ("source", "src"):
            place = start + at + len(key) + 1
        at += len(field) + 1
    return place
