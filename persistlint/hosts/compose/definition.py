"""The definition of containers and volumes in a Compose file.

A project is what Compose makes of one file, or of several merged ones. A service's parts may be written in several places: each place is a
``Layer``, the weakest first.
"""

from __future__ import annotations

from persistlint.hosts.compose.text import Text
from persistlint.hosts.yaml_tree import Mapping, Node
from persistlint.text.spans import Anchor, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping as AbstractMapping

    from persistlint.text.document import Document


class ComposeFile:
    """One file, read: its ``root`` mapping (None where it has none), and where its spans count from (``anchor``).

    ``data`` are the bytes that offsets count in. ``variables`` are those that ``.env`` beside it sets. ``directory`` is what its relative paths
    start from. ``problem`` is the place of text that is no YAML, None where all of it is. ``later`` are the further YAML documents of the text,
    which Compose lays over the first.
    """

    __slots__ = (
        "anchor",
        "data",
        "directory",
        "is_editable",
        "later",
        "list_indent",
        "path",
        "problem",
        "root",
        "variables",
    )

    def __init__(
        self,
        path: str,
        data: bytes,
        anchor: Anchor,
        root: Mapping | None,
        problem: Span | None,
        variables: AbstractMapping[str, str],
        directory: str,
    ) -> None:
        self.path = path
        self.data = data
        self.anchor = anchor
        self.root = root
        self.problem = problem
        self.variables = variables
        self.directory = directory
        #: Whether lines can be put into it as they are: not in a block of a document that is indented.
        self.is_editable = True
        #: How many blanks further than its key a list of a service begins; None where nobody has looked yet.
        self.list_indent: int | None = None
        self.later: list[ComposeFile] = []

    def within(self, variables: AbstractMapping[str, str], directory: str) -> ComposeFile:
        """Return the same text as a project reads it that has these variables, and starts relative paths from ``directory``."""
        if variables == self.variables and directory == self.directory:
            return self
        file = ComposeFile(self.path, self.data, self.anchor, self.root, self.problem, variables, directory)
        file.is_editable = self.is_editable
        file.later = [later_file.within(variables, directory) for later_file in self.later]
        return file

    def span(self, start: int, end: int) -> Span:
        return Span(self.anchor, start, end)


class Layer:
    """One place where something is written: a mapping of a file."""

    __slots__ = ("file", "node")

    def __init__(self, file: ComposeFile, node: Mapping) -> None:
        self.file = file
        self.node = node


class MountDefinition:
    """An item of ``volumes:`` or ``tmpfs:``: in ``short`` form, or its ``fields`` ("type", "source", "volume.nocopy" …).

    ``kind`` is "volumes", "tmpfs", "configs" or "secrets". ``directory`` is what a relative source starts from.
    """

    __slots__ = ("directory", "fields", "kind", "short", "span")

    def __init__(
        self, kind: str, span: Span, directory: str, short: Text | None, fields: dict[str, Text]
    ) -> None:
        self.kind = kind
        self.span = span
        self.directory = directory
        self.short = short
        self.fields = fields


class BuildDefinition:
    """``build:``. ``inline`` is the text of ``dockerfile_inline``."""

    __slots__ = ("args", "context", "directory", "dockerfile", "inline", "span", "target")

    def __init__(self, span: Span, directory: str) -> None:
        self.span = span
        self.directory = directory
        self.context: Text | None = None
        self.dockerfile: Text | None = None
        self.inline: Text | None = None
        self.target: Text | None = None
        self.args: dict[str, Text | None] = {}


class ServiceDefinition:
    """One service. What isn't written is None or empty; ``command`` and ``entrypoint`` are None where the image's own are used.

    ``span`` is the service's entry as a whole, ``name_span`` its name. ``complete`` is false where a part that isn't there may say more (an
    ``extends`` of a file that can't be read).
    """

    __slots__ = (
        "build",
        "cap_add",
        "command",
        "complete",
        "container_name",
        "depends_on",
        "entrypoint",
        "environment",
        "hostname",
        "image",
        "labels",
        "layers",
        "mounts",
        "name",
        "name_span",
        "needs",
        "networks",
        "pid",
        "privileged",
        "profiles",
        "read_only",
        "reads_env_file",
        "replicas",
        "restart",
        "span",
        "stdin_open",
        "tty",
        "user",
        "volumes_from",
        "working_dir",
    )

    def __init__(self, name: str, name_span: Span, span: Span, layers: list[Layer]) -> None:
        self.name = name
        self.name_span = name_span
        self.span = span
        self.layers = layers
        self.complete = True
        self.image: Text | None = None
        self.build: BuildDefinition | None = None
        self.container_name: Text | None = None
        self.command: list[Text] | None = None
        self.entrypoint: list[Text] | None = None
        #: Values are None where the environment that Compose runs in gives them.
        self.environment: dict[str, tuple[Span, Text | None]] = {}
        self.reads_env_file = False
        self.mounts: list[MountDefinition] = []
        self.volumes_from: list[Text] = []
        self.depends_on: list[str] = []
        #: Services that must be in the project, with the place where each is named.
        self.needs: list[tuple[str, Span]] = []
        #: Networks that must be declared, with the place where each is named.
        self.networks: list[tuple[str, Span]] = []
        self.profiles: list[Text] = []
        self.labels: list[Text] = []
        self.cap_add: list[Text] = []
        self.restart: Text | None = None
        self.user: Text | None = None
        self.working_dir: Text | None = None
        self.hostname: Text | None = None
        self.pid: Text | None = None
        self.privileged: Text | None = None
        self.read_only: Text | None = None
        self.tty: Text | None = None
        self.stdin_open: Text | None = None
        #: ``scale:`` or ``deploy.replicas``.
        self.replicas: Text | None = None

    def __repr__(self) -> str:
        return f"ServiceDefinition({self.name!r})"

    def written_parts(self) -> set[int]:
        """Return the identities of the mappings that make the service, and of their lists of volumes."""
        parts: set[int] = set()
        for layer in self.layers:
            for node in layer.node.chain():
                entry = node.own("volumes")
                parts.add(id(node))
                if entry is not None and entry.value is not None:
                    parts.add(id(entry.value))
        return parts


class VolumeDefinition:
    """An entry of the top-level ``volumes:``. ``external`` is None where that isn't known; ``real_name`` is ``name:``, None without one."""

    __slots__ = ("driver", "driver_options", "external", "name", "name_span", "real_name")

    def __init__(self, name: str, name_span: Span) -> None:
        self.name = name
        self.name_span = name_span
        self.external: bool | None = False
        self.real_name: Text | None = None
        self.driver: Text | None = None
        self.driver_options: dict[str, Text] = {}

    @property
    def is_bind(self) -> bool:
        """Return whether the volume is a directory of the host under a volume's name. Deleting such a volume leaves its files."""
        options = self.driver_options
        kind, device = options.get("type"), options.get("o")
        words = (device.known or "").split(",") if device is not None else []
        return (kind is not None and kind.known in ("none", "bind") and "bind" in words) or "bind" in words


class ObjectDefinition:
    """An entry of the top-level ``configs:`` or ``secrets:``. ``file`` is the host's file that it is, counted from ``directory``; None for other ones."""

    __slots__ = ("directory", "file")

    def __init__(self, file: Text | None, directory: str) -> None:
        self.file = file
        self.directory = directory


class DeclaredVolume:
    """A volume of a Compose file: its ``definition`` there, and its name in the engine (``real_name``; ``is_sure`` where no folder's name is part of it)."""

    __slots__ = ("definition", "document", "is_sure", "real_name")

    def __init__(
        self, definition: VolumeDefinition, document: Document, real_name: str, is_sure: bool
    ) -> None:
        self.definition = definition
        self.document = document
        self.real_name = real_name
        self.is_sure = is_sure


class ComposeProblem:
    """A thing that Compose refuses: its ``reason`` in Compose's words, and the place.

    ``undefined_volume`` is the volume that isn't declared, where that is the reason, and ``missing`` the network or service. ``lacks`` is "image", "name" or "value" where the file lacks something that
    another file, merged with it, may have, or a reader is to fill in. ``kind`` is "repeated key", "no mapping" (a service that is none), "section" (a top-level section that is no mapping),
    "yaml" (a line that can't be read), "value" (one of the wrong kind that says nothing of where data is) or "version 1" (services at the top level) where rules ask for that.
    """

    __slots__ = ("kind", "lacks", "missing", "reason", "span", "undefined_volume")

    def __init__(
        self,
        reason: str,
        span: Span,
        undefined_volume: str = "",
        lacks: str = "",
        kind: str = "",
        missing: str = "",
    ) -> None:
        self.missing = missing
        self.kind = kind
        self.lacks = lacks
        self.reason = reason
        self.span = span
        self.undefined_volume = undefined_volume


class ProjectDefinition:
    """``services``, ``volumes`` and ``networks`` by name. ``name`` is what ``name:`` says, None without it.

    ``files`` are the ones that make it, without those that they include. ``objects`` are the top-level ``configs:`` and ``secrets:`` by kind and
    name. ``problems`` is what Compose refuses whatever the environment is. ``complete`` is false where a part could not be read, so that
    "nothing else" may not be said.
    """

    __slots__ = (
        "_users",
        "complete",
        "files",
        "name",
        "networks",
        "objects",
        "problems",
        "services",
        "volumes",
    )

    def __init__(self, files: list[ComposeFile]) -> None:
        self.files = files
        self.name: Text | None = None
        self.services: dict[str, ServiceDefinition] = {}
        self.volumes: dict[str, VolumeDefinition] = {}
        self.networks: set[str] = {"default"}
        self.objects: dict[tuple[str, str], ObjectDefinition] = {}
        self.problems: list[ComposeProblem] = []
        self.complete = True
        self._users: dict[int, int] | None = None

    def is_shared(self, node: Node) -> bool:
        """Return whether several services are made of this mapping or list: by ``extends``, a merge key or an alias."""
        if self._users is None:
            self._users = {}
            for service in self.services.values():
                for part in service.written_parts():
                    self._users[part] = self._users.get(part, 0) + 1
        return self._users.get(id(node), 0) > 1
