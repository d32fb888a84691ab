"""Completion: what may stand at a place, by what docker would read there."""

from __future__ import annotations

import re

from persistlint.assist.hover import rule_text
from persistlint.assist.known_names import KnownNames
from persistlint.assist.option_texts import MOUNT_KEY_ALIASES, MOUNT_KEYS
from persistlint.assist.options import documentation, find_option, link, mount_key
from persistlint.assist.places import commands_at, containers_of
from persistlint.assist.unfinished import MARK, Typed, typed_at
from persistlint.docker.commands import ContainerCreate, ImageBuild, OptionUse
from persistlint.docker.image_reference import ImageReference, parse_reference
from persistlint.docker.option_data import ALIASES, COMMANDS
from persistlint.docker.option_table import options_of
from persistlint.durability.images import ImageLookup
from persistlint.durability.names import namespace_of
from persistlint.shell.values import Value
from persistlint.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from persistlint.analysis.analysis import Analysis
    from persistlint.catalogue.knowledge import ImageKnowledge
    from persistlint.durability.model import Container
    from persistlint.settings.settings import Settings


class Item:
    """One proposal: ``text`` goes to bytes ``start`` to ``end`` of the document. ``snippet`` is true where ``text`` has tab stops.

    ``kind`` is option, key, value, volume, container, path, image, command or rule. ``rank`` orders items, the lowest first. ``about`` is what
    the function ``about`` needs to tell more, () where there is no more to tell.
    """

    __slots__ = ("about", "detail", "end", "kind", "label", "rank", "snippet", "start", "text")

    def __init__(self, label: str, kind: str, text: str = "", detail: str = "", rank: int = 5) -> None:
        self.label = label
        self.kind = kind
        self.text = text or label
        self.detail = detail
        self.about: tuple[str, ...] = ()
        self.rank = rank
        self.snippet = False
        self.start = 0
        self.end = 0


#: What may be typed after an option, with tab stops.
_SNIPPETS = {
    "volume": "${1:name}:${2:/path}",
    "mount": "type=${1|volume,bind,tmpfs|},source=${2:name},target=${3:/path}",
    "tmpfs": "${1:/path}",
    "env": "${1:NAME}=${2:value}",
    "publish": "${1:8080}:${2:80}",
    "name": "${1:name}",
}

#: Values that an option can have.
_VALUES = {
    "restart": ("no", "on-failure", "always", "unless-stopped"),
    "pull": ("always", "missing", "never"),
    "network": ("bridge", "host", "none", "container:"),
    "pid": ("host", "container:"),
    "ipc": ("private", "shareable", "host", "none", "container:"),
    "volume-driver": ("local",),
    "driver": ("local",),
    "userns": ("host",),
    "cgroupns": ("host", "private"),
    "uts": ("host",),
    "progress": ("auto", "plain", "tty", "rawjson"),
}

_MODES = ("ro", "rw", "z", "Z", "nocopy", "rshared", "rslave", "rprivate")
_TMPFS = ("size=", "mode=", "uid=", "gid=", "ro", "rw", "exec", "noexec", "nosuid", "nodev")
_MOUNT_VALUES = {
    "type": ("volume", "bind", "tmpfs", "image"),
    "readonly": ("true", "false"),
    "volume-nocopy": ("true", "false"),
    "bind-propagation": ("rprivate", "private", "rshared", "shared", "rslave", "slave"),
    "bind-recursive": ("enabled", "disabled", "writable", "readonly"),
    "consistency": ("consistent", "cached", "delegated"),
}
_SWITCHES = frozenset(("readonly", "volume-nocopy", "bind-nonrecursive", "bind-create-src"))

#: Rules about the comments themselves.
_ABOUT_COMMENTS = frozenset(("PSL902", "PSL903"))

#: Commands whose first operands are containers.
_ON_CONTAINERS = frozenset(
    f"container {name}"
    for name in [
        "attach",
        "commit",
        "cp",
        "diff",
        "exec",
        "export",
        "inspect",
        "kill",
        "logs",
        "pause",
        "port",
        "rename",
        "restart",
        "rm",
        "start",
        "stats",
        "stop",
        "top",
        "unpause",
        "update",
        "wait",
    ]
)
#: Those of them that take one container only.
_ONE_CONTAINER = frozenset(
    f"container {name}"
    for name in ["attach", "commit", "diff", "exec", "export", "logs", "port", "rename", "top"]
)
_ON_IMAGES = frozenset(
    f"image {name}" for name in ["history", "inspect", "pull", "push", "rm", "save", "tag"]
)

_SUPPRESSION = regex(rb"persistlint:[ \t]*(?:ignore|ignore-file)[ \t]*\[([^\]\r\n]*)$")
_DIRECTIVE = regex(rb"(?:#|<!--)[ \t]*persistlint:[ \t]*([a-z-]*)$")
_FROM = regex(rb"^[ \t]*FROM[ \t]+(?:--platform=\S+[ \t]+)?(\S*)$", re.IGNORECASE)


def completion(
    analysis: Analysis, offset: int, settings: Settings, names: KnownNames, snippets: bool = False
) -> list[Item]:
    """Return the items that may stand at byte ``offset``. ``known`` holds the workspace's names; ``snippets`` says whether the client takes tab stops."""
    data = analysis.document.data
    line = data[data.rfind(b"\n", 0, offset) + 1 : offset]
    if b"persistlint:" in line:
        items = _in_comment(analysis, line, offset, settings)
        if items is not None:
            return items
    if analysis.document.language == "dockerfile":
        from_line = _FROM.match(line)
        if from_line is not None:
            return _placed(_images(names), analysis, offset, from_line.group(1).decode("utf-8", "replace"))
    typed = typed_at(analysis, offset, settings.client_version)
    if typed is None:
        return []
    return _Completion(analysis, offset, settings, names, snippets, typed).items()


def about(subject: tuple[str, ...], settings: Settings) -> str:
    """Return the Markdown text about an item, "" where there is none. ``subject`` is the item's ``about``."""
    kind, *rest = subject or ("",)
    if kind == "option" and len(rest) == 3:
        verb, spelling, program = rest
        option = find_option(verb, spelling, program)
        return documentation(verb, option, program) if option is not None else ""
    if kind == "command" and len(rest) == 1:
        return f"[docker {rest[0]}]({link(rest[0])})"
    if kind == "key" and len(rest) == 1:
        return mount_key(rest[0])
    return rule_text(rest[0], settings) if kind == "rule" and len(rest) == 1 else ""


def _in_comment(analysis: Analysis, line: bytes, offset: int, settings: Settings) -> list[Item] | None:
    comment = _SUPPRESSION.search(line)
    if comment is None:
        directive = _DIRECTIVE.search(line)
        if directive is None:
            return None
        words = (
            Item("ignore", "value", "ignore[", "silence a rule here"),
            Item("ignore-file", "value", "ignore-file[", "silence a rule in this file"),
            Item("assume", "value", "assume ", "make a variable known: assume NAME=value"),
        )
        return _placed(words, analysis, offset, directive.group(1).decode())
    from persistlint.rules.registry import rules_for

    written = comment.group(1).decode("utf-8", "replace")
    *before, prefix = (part.strip() for part in written.split(","))
    number = analysis.document.position(offset)[0]
    near = {
        finding.code
        for finding in (*analysis.findings, *analysis.suppressed)
        if analysis.sources.place(finding.span).line - number in (0, 1)
        and finding.code not in _ABOUT_COMMENTS
    }
    items = []
    for entry in rules_for(settings).entries:
        if entry.code not in before:
            item = Item(entry.code, "rule", detail=entry.name, rank=1 if entry.code in near else 5)
            item.about = ("rule", entry.code)
            items.append(item)
    return _placed(items, analysis, offset, prefix)


def _placed(items: Iterable[Item], analysis: Analysis, offset: int, prefix: str) -> list[Item]:
    """Return the items with the range of ``prefix``, which ends at ``offset``. None where the text there differs (quotation inside the word)."""
    raw = prefix.encode("utf-8", "surrogateescape")
    start = offset - len(raw)
    if start < 0 or analysis.document.data[start:offset] != raw:
        return []
    out = []
    for item in items:
        item.start, item.end = start, offset
        out.append(item)
    return out


class _Completion:
    __slots__ = ("analysis", "command", "known", "offset", "settings", "snippets", "typed")

    def __init__(
        self,
        analysis: Analysis,
        offset: int,
        settings: Settings,
        names: KnownNames,
        snippets: bool,
        typed: Typed,
    ) -> None:
        self.analysis = analysis
        self.offset = offset
        self.settings = settings
        self.known = names
        self.snippets = snippets
        self.typed = typed
        self.command = typed.command

    def items(self) -> list[Item]:
        command = self.command
        word = command.invocation.words[self.typed.word]
        prefix = word.value.marked().partition(MARK)[0]
        if not command.verb or word in command.verb_words:
            return self.verbs(prefix)
        if len(prefix) == 2 and prefix[0] == "-" and not word.value.marked()[3:]:
            return self.flags(prefix)
        for use in (*command.options, *command.global_options):
            if use.value_word is word and use.value is not None and MARK in use.value.marked():
                return self.value(use, use.value.marked().partition(MARK)[0])
        if word not in command.operands:
            return self.flags(prefix) if prefix.startswith("-") else []
        index = next(index for index, operand in enumerate(command.operands) if operand is word)
        if command.verb in ("container run", "container create", "container exec") and index:
            return []
        items = self.operand(index, prefix)
        if not prefix:
            items += self.flags("")
        return items

    def placed(self, items: Iterable[Item], prefix: str) -> list[Item]:
        return _placed(items, self.analysis, self.offset, prefix)

    def next_byte(self) -> bytes:
        return self.analysis.document.data[self.offset : self.offset + 1]

    # -- commands and options ------------------------------------------------------------------------------------

    def verbs(self, prefix: str) -> list[Item]:
        """Return the commands of the client, or of the group that is written already."""
        group = ""
        for word in self.command.invocation.words[1 : self.typed.word]:
            text = word.text
            if text is not None and not text.startswith("-"):
                group = f"{group}{text} "
        group_name = ALIASES.get(group.strip(), group.strip())
        start = f"{group_name} " if group_name else ""
        names: dict[str, str] = {}
        for name in (*COMMANDS, *ALIASES):
            if name.startswith(start) and name:
                first = name[len(start) :].partition(" ")[0]
                whole = start + first
                names.setdefault(first, ALIASES.get(whole, whole))
        items = []
        for first, whole in names.items():
            item = Item(first, "command", detail="" if whole == start + first else whole)
            item.about = ("command", whole) if self.command.program == "docker" else ()
            items.append(item)
        return self.placed(items, prefix)

    def flags(self, prefix: str) -> list[Item]:
        command = self.command
        table = options_of(command.verb, command.program)
        given = {use.name for use in command.options}
        items = []
        for option in table.by_spelling.values():
            if option.hidden or not option.in_release(self.settings.client_version):
                continue
            if option.kind != "l" and option.name in given:
                continue
            spellings = [f"--{option.spelling}"]
            if option.short and not prefix.startswith("--"):
                spellings.append(f"-{option.short}")
            for spelling in spellings:
                item = Item(spelling, "option", rank=4 if option.name in _SNIPPETS else 6)
                item.detail = "" if spelling == spellings[0] else spellings[0]
                item.about = ("option", command.verb, spelling, command.program)
                if option.takes_value:
                    item.text = spelling + ("" if self.next_byte() in (b" ", b"=") else " ")
                    if self.snippets and option.name in _SNIPPETS and self.next_byte() not in (b" ", b"="):
                        item.text += _SNIPPETS[option.name]
                        item.snippet = True
                items.append(item)
        return self.placed(items, prefix)

    # -- values ----------------------------------------------------------------------------------------------------

    def value(self, use: OptionUse, prefix: str) -> list[Item]:
        name = use.name
        if name == "volume":
            return self.volume(prefix)
        if name == "mount":
            return self.mount(prefix)
        if name == "tmpfs":
            _, colon, modes = prefix.partition(":")
            return self.placed(_plain(_TMPFS), modes.rpartition(",")[2]) if colon else []
        if name in ("volumes-from", "link"):
            container, colon, modes = prefix.partition(":")
            if not colon:
                return self.placed(self.containers(), container)
            return self.placed(_plain(("ro", "rw")), modes) if name == "volumes-from" else []
        if name in ("network", "pid", "ipc") and prefix.startswith("container:"):
            return self.placed(self.containers(), prefix.removeprefix("container:"))
        if name == "tag" and isinstance(self.command, ImageBuild):
            return self.placed(_images(self.known), prefix)
        return self.placed(_plain(_VALUES.get(name, ())), prefix)

    def volume(self, prefix: str) -> list[Item]:
        """Return the items in a ``-v``: a volume's name, then a data path of the image, then modes."""
        fields = prefix.split(":")
        if len(fields) == 1:
            return self.placed(self.volumes(":"), prefix) if prefix[:1] not in ("/", ".", "~") else []
        if len(fields) == 2:
            return self.placed(self.paths(), fields[1])
        return self.placed(_plain(_MODES), fields[2].rpartition(",")[2])

    def mount(self, prefix: str) -> list[Item]:
        """Return the items in a ``--mount``: keys that aren't given yet, or values of the key before the cursor."""
        word = self.command.invocation.words[self.typed.word].value.marked()
        fields = prefix.split(",")
        given: dict[str, str] = {}
        for field in (*fields[:-1], *word.partition(MARK)[2].split(",")[1:]):
            key, _, value = field.partition("=")
            key = key.lower()
            given[MOUNT_KEY_ALIASES.get(key, key)] = value
        kind = given.get("type", "volume").lower()
        key, equals, value = fields[-1].partition("=")
        if not equals:
            return self.placed(self.mount_keys(kind, given), key)
        key = MOUNT_KEY_ALIASES.get(key.lower(), key.lower())
        if key == "source":
            if kind == "volume":
                return self.placed(self.volumes(""), value)
            return self.placed(_images(self.known), value) if kind == "image" else []
        if key == "target":
            return self.placed(self.paths(), value)
        return self.placed(_plain(_MOUNT_VALUES.get(key, ())), value)

    def mount_keys(self, kind: str, given: dict[str, str]) -> list[Item]:
        items = []
        for key in MOUNT_KEYS:
            owner = key.partition("-")[0]
            if owner in ("bind", "volume", "image", "tmpfs") and owner != kind:
                continue
            if key in given and key not in ("volume-opt", "volume-label"):
                continue
            item = Item(key, "key", key if key in _SWITCHES else f"{key}=", rank=3 if "-" not in key else 6)
            item.about = ("key", key)
            items.append(item)
        return items

    def operand(self, index: int, prefix: str) -> list[Item]:
        verb = self.command.verb
        if verb in ("container run", "container create"):
            return self.placed(_images(self.known), prefix)
        if verb == "container cp":
            container, colon, path = prefix.partition(":")
            if colon:
                return self.placed(self.paths(container), path)
            return self.placed(self.containers("" if self.next_byte() == b":" else ":"), prefix)
        if verb == "container commit" and index:
            return self.placed(_images(self.known), prefix)
        if verb in _ON_CONTAINERS:
            return self.placed(self.containers(), prefix) if not index or verb not in _ONE_CONTAINER else []
        if verb in ("volume rm", "volume inspect", "volume create"):
            return self.placed(self.volumes(""), prefix)
        if verb in _ON_IMAGES:
            return self.placed(_images(self.known), prefix)
        if verb == "inspect":
            return self.placed((*self.containers(), *self.volumes("")), prefix)
        if verb in ("network connect", "network disconnect") and index == 1:
            return self.placed(self.containers(), prefix)
        return []

    # -- names and paths -----------------------------------------------------------------------------------------

    def volumes(self, suffix: str) -> list[Item]:
        suffix = "" if suffix and self.next_byte() == suffix.encode() else suffix
        return [Item(name, "volume", name + suffix, "volume", rank=2) for name in sorted(self.known.volumes)]

    def containers(self, suffix: str = "") -> list[Item]:
        return [
            Item(name, "container", name + suffix, "container", rank=2)
            for name in sorted(self.known.containers)
        ]

    def paths(self, container: str = "") -> list[Item]:
        """Return the image's data paths. Those that are mounted already come last."""
        image, taken = self.image(container)
        if image is None:
            return []
        items = []
        proposed = set()
        for path in image.paths:
            proposed.add(path.path)
            rank = 8 if path.path in taken else 1 if path.loss == "severe" else 2
            items.append(Item(path.path, "path", detail=path.holds or path.kind, rank=rank))
        for volume in image.volumes:
            if volume not in proposed:
                items.append(Item(volume, "path", detail="VOLUME of the image", rank=3))
        if container:
            items += [Item(path, "path", detail="mounted", rank=2) for path in sorted(taken - proposed)]
        return items

    def image(self, container: str) -> tuple[ImageKnowledge | None, set[str]]:
        """Return the facts about the image at hand, and the container paths that have a mount."""
        command = self.command
        if container:
            made = self.container(container)
            if made is None:
                return None, set()
            return made.image, {point.path for point in made.mount_points}
        taken = {mount.target.text for mount in getattr(command, "mounts", ()) if mount.target is not None}
        paths = {path for path in taken if path is not None}
        reference = command.image if isinstance(command, ContainerCreate) else None
        if reference is not None and reference.known:
            return self.knowledge(reference), paths
        # The image comes from a variable: the analysis knows it, where it could read the line.
        for run, _ in commands_at(self.analysis, self.offset):
            for _, served in containers_of(self.analysis, run):
                return served.image, paths
        return None, paths

    def container(self, name: str) -> Container | None:
        """Return the last container of this name in the document."""
        namespace, identity = namespace_of(self.command), Value.of(name).identity()
        last: Container | None = None
        for timeline in self.analysis.timelines:
            for container in timeline.containers:
                if container.name is not None and container.name.identity() == identity:
                    last = container if container.namespace == namespace else last
        return last

    def knowledge(self, reference: ImageReference) -> ImageKnowledge:
        identity = reference.raw.identity()
        for timeline in self.analysis.timelines:
            for container in timeline.containers:
                image = container.command.image
                if image is not None and image.raw.identity() == identity:
                    return container.image
        lookup = ImageLookup(None, self.settings.images, self.settings.stateless_images)
        return lookup(parse_reference(Value.of(reference.raw.text or "")))


def _plain(values: Iterable[str]) -> list[Item]:
    return [Item(value, "value") for value in values]


def _images(names: KnownNames) -> list[Item]:
    return [Item(name, "image", detail="image", rank=2) for name in sorted(names.images)]
