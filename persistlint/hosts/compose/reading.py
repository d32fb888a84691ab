"""From Compose files to a project: merging, interpolation, and the short and long forms of everything that matters to data.

Sources: the Compose specification, and compose-go (``loader``, ``override``, ``format``), which the plugin reads files with.
"""

from __future__ import annotations

import os

from persistlint.hosts.compose.definition import (
    BuildDefinition,
    ComposeFile,
    ComposeProblem,
    Layer,
    MountDefinition,
    ObjectDefinition,
    ProjectDefinition,
    ServiceDefinition,
    VolumeDefinition,
)
from persistlint.hosts.compose.env_file import read_env
from persistlint.hosts.compose.problems import (
    problems_of_file,
    problems_of_project,
    repeated_keys,
    yaml_problem,
)
from persistlint.hosts.compose.text import Interpolation, Text, TextPiece, interpolated, plain_text
from persistlint.hosts.compose.words import split_words
from persistlint.hosts.yaml_tree import ESCAPED, Entry, Mapping, Node, Scalar, Sequence, read_yaml
from persistlint.text.budgets import MOST_COMPOSE_FILES, MOST_EXTENDED, MOST_ITEMS
from persistlint.text.spans import Anchor, Span, document_anchor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from collections.abc import Mapping as AbstractMapping

    #: Gives the Compose file at a path, None where there is none.
    ReadFile = Callable[[str], "ComposeFile | None"]
    #: Gives the bytes of the file at a path, None where there is none.
    ReadBytes = Callable[[str], "bytes | None"]


def read_file(
    path: str,
    data: bytes,
    variables: AbstractMapping[str, str] | None = None,
    anchor: Anchor | None = None,
    directory: str | None = None,
) -> ComposeFile:
    """Read the text of one file, with its further documents as ``later``."""
    anchor = anchor if anchor is not None else document_anchor(path)
    parsed = read_yaml(data)
    roots = [document for document in parsed.documents if isinstance(document, Mapping)]
    root = roots[0] if roots else None
    problem = Span(anchor, *parsed.problem) if parsed.problem is not None else None
    where = directory if directory is not None else os.path.dirname(path)
    file = ComposeFile(path, data, anchor, root, problem, variables or {}, where)
    file.later = [
        ComposeFile(path, data, anchor, later, problem, variables or {}, where) for later in roots[1:]
    ]
    return file


def read_project(
    files: list[ComposeFile], read: ReadFile | None = None, read_env: ReadBytes | None = None
) -> ProjectDefinition:
    """Return the project that the files make together. A later file overrides an earlier one.

    ``read`` gives the Compose files that they name, ``read_env`` the bytes of an ``env_file``. Variables and the start of relative paths are those of
    the first file.
    """
    if files:
        files = [file.within(files[0].variables, files[0].directory) for file in files]
    return _Reader(files, read, read_env).project()


def names_file(file: ComposeFile, path: str) -> bool:
    """Return whether the file's ``include`` or ``extends`` names the file at ``path``."""
    wanted = os.path.normpath(path)
    return any(os.path.normpath(os.path.join(file.directory, name)) == wanted for name in _named_files(file))


def _named_files(file: ComposeFile) -> list[str]:
    names: list[str] = []
    root = file.root
    if root is None:
        return names
    include = root.own("include")
    if include is not None and isinstance(include.value, Sequence):
        for item in include.value.items:
            path = item.get("path") if isinstance(item, Mapping) else None
            node = path.value if path is not None else item
            inner = node.items if isinstance(node, Sequence) else [node]
            names += [scalar.text for scalar in inner if isinstance(scalar, Scalar)]
    services = root.own("services")
    for entry in (
        services.value.entries if services is not None and isinstance(services.value, Mapping) else ()
    ):
        extends = entry.value.get("extends") if isinstance(entry.value, Mapping) else None
        if extends is not None and isinstance(extends.value, Mapping):
            named = extends.value.get("file")
            if named is not None and isinstance(named.value, Scalar):
                names.append(named.value.text)
    return names


def declared_names(file: ComposeFile) -> set[str]:
    """Return the names of the services, volumes and networks that a file itself defines."""
    names: set[str] = set()
    for kind in ("services", "volumes", "networks"):
        section = file.root.own(kind) if file.root is not None else None
        if section is not None and isinstance(section.value, Mapping):
            names |= {entry.key.text for entry in section.value.items()}
    return names


def _names(file: ComposeFile) -> set[tuple[str, str]]:
    """Return the services and volumes that a file itself defines."""
    names: set[tuple[str, str]] = set()
    for kind in ("services", "volumes"):
        section = file.root.own(kind) if file.root is not None else None
        if section is not None and isinstance(section.value, Mapping):
            names |= {(kind, entry.key.text) for entry in section.value.items()}
    return names


def _differ(node: Node | None, other: Node | None) -> bool:
    """Return whether two values are certainly different, whatever variables hold."""
    if isinstance(node, Mapping) and isinstance(other, Mapping):
        mine = {entry.key.text: entry.value for entry in node.items()}
        theirs = {entry.key.text: entry.value for entry in other.items()}
        return set(mine) != set(theirs) or any(
            isinstance(mine[key], Scalar) and _differ(mine[key], theirs[key]) for key in mine
        )
    if isinstance(node, Scalar) and isinstance(other, Scalar):
        return node.text != other.text and "$" not in node.text + other.text
    return False


def _length(value: Node | None) -> int:
    """Return how many items a list or mapping has, 1 for a scalar."""
    if isinstance(value, Sequence):
        return len(value.items)
    return len(value.items()) if isinstance(value, Mapping) else 1


class _Reader:
    def __init__(self, files: list[ComposeFile], read: ReadFile | None, read_env: ReadBytes | None) -> None:
        self.files = files
        self.read = read
        self.read_env = read_env
        self.result = ProjectDefinition(files)
        #: Files of which a service is taken.
        self.bases: dict[str, ComposeFile] = {}
        #: How many items the lists and mappings of services had so far.
        self.items = 0

    def project(self) -> ProjectDefinition:
        result = self.result
        services: dict[str, list[Layer]] = {}
        entries: dict[str, tuple[ComposeFile, Entry]] = {}
        read: list[ComposeFile] = []
        for file in self.files:
            for document in (file, *file.later):
                name = self.text(document, document.root.own("name")) if document.root is not None else None
                if name is not None:
                    result.name = name
                self.lay_over(document, services, entries, read, 0)
        for name_, layers in services.items():
            file, entry = entries[name_]
            result.services[name_] = self.service(file, entry, layers)
        for index, file in enumerate(read):
            if file.problem is None:
                result.problems += problems_of_file(file, not index)
            elif (problem := yaml_problem(file)) is not None:
                result.problems.append(problem)
        for path, file in self.bases.items():
            if file.problem is None and not any(earlier.path == path for earlier in read):
                result.problems += repeated_keys(file)
        if result.complete:
            result.problems += problems_of_project(result)
        return result

    def lay_over(
        self,
        file: ComposeFile,
        services: dict[str, list[Layer]],
        entries: dict[str, tuple[ComposeFile, Entry]],
        read: list[ComposeFile],
        depth: int,
    ) -> None:
        """Lay a file over what was read before, after the files that it includes."""
        read.append(file)
        if file.root is None or file.problem is not None:
            self.result.complete = False
        if file.root is None:
            return
        imported: set[tuple[str, str]] = set()
        for group in self.included(file, depth, len(read)):
            names = {name for included in group for name in _names(included)}
            if names & imported:
                # Two spellings of the same value count as different.
                self.result.complete = False
            imported |= names
            for included in group:
                self.lay_over(included, services, entries, read, depth + 1)
        own_names = _names(file)
        self.result.problems += self.conflicts(file, imported & own_names, services)
        for entry in self.entries(file, file.root.own("services")):
            if isinstance(entry.value, Mapping):
                services.setdefault(entry.key.text, []).append(Layer(file, entry.value))
                entries.setdefault(entry.key.text, (file, entry))
        for entry in self.entries(file, file.root.own("volumes")):
            self.volume(file, entry)
        self.result.networks |= {entry.key.text for entry in self.entries(file, file.root.own("networks"))}
        for kind in ("configs", "secrets"):
            for entry in self.entries(file, file.root.own(kind)):
                named = entry.value.get("file") if isinstance(entry.value, Mapping) else None
                definition = ObjectDefinition(self.text(file, named), file.directory)
                self.result.objects[kind, entry.key.text] = definition

    # -- included files

    def included(self, file: ComposeFile, depth: int, count: int) -> list[list[ComposeFile]]:
        """Return the files of each item of ``include``, with their variables and directory there."""
        file_lists: list[list[ComposeFile]] = []
        include = file.root.own("include") if file.root is not None else None
        if include is None or include.is_null:
            return file_lists
        items = include.value.items if isinstance(include.value, Sequence) else []
        for item in items:
            files = (
                self.include(file, item)
                if depth < MOST_EXTENDED and count + len(file_lists) < MOST_COMPOSE_FILES
                else None
            )
            if files is None:
                self.result.complete = False
            else:
                file_lists.append([layer_file for each in files for layer_file in (each, *each.later)])
        return file_lists

    def include(self, file: ComposeFile, item: Node | None) -> list[ComposeFile] | None:
        """Return the files of one item of ``include``, None where one isn't known."""
        path = item.get("path") if isinstance(item, Mapping) else None
        node = path.value if path is not None else item
        texts = [
            self.scalar(file, listed_item)
            for listed_item in (node.items if isinstance(node, Sequence) else [node])
        ]
        files: list[ComposeFile] = []
        for text in texts:
            literal = text.known if text is not None else None
            if not literal or "://" in literal or self.read is None:
                return None
            loaded = self.read(os.path.join(file.directory, literal))
            if loaded is None:
                return None
            files.append(loaded)
        if not files:
            return None
        directory, variables = files[0].directory, files[0].variables
        chosen = item.get("project_directory") if isinstance(item, Mapping) else None
        if chosen is not None and not chosen.is_null:
            text = self.text(file, chosen)
            if text is None or not text.known:
                return None
            directory = os.path.normpath(os.path.join(file.directory, text.known))
            data = self.read_env(os.path.join(directory, ".env")) if self.read_env is not None else None
            variables = read_env(data) if data is not None else {}
        env_files = item.get("env_file") if isinstance(item, Mapping) else None
        if env_files is not None and not env_files.is_null:
            variables = {}
            value = env_files.value
            for listed_item in value.items if isinstance(value, Sequence) else [value]:
                text = self.scalar(file, listed_item)
                literal = text.known if text is not None else None
                data = None
                if literal and self.read_env is not None:
                    data = self.read_env(os.path.join(file.directory, literal))
                if data is None:
                    return None
                variables = {**variables, **read_env(data)}
        variables = {**variables, **file.variables}
        return [included.within(variables, directory) for included in files]

    def conflicts(
        self, file: ComposeFile, names: set[tuple[str, str]], services: dict[str, list[Layer]]
    ) -> Iterator[ComposeProblem]:
        """Yield the names that a file and one that it includes define differently."""
        for kind, name in sorted(names):
            section = file.root.own(kind) if file.root is not None else None
            entry = (
                section.value.get(name)
                if section is not None and isinstance(section.value, Mapping)
                else None
            )
            if entry is None:
                continue
            if kind == "services" and services.get(name):
                other: Node | None = services[name][-1].node
                if _differ(other, entry.value):
                    reason = f"services.{name} conflicts with imported resource"
                    yield ComposeProblem(reason, file.span(entry.key.start, entry.key.end))
                    continue
            # Whether they are equal once variables are replaced isn't known.
            self.result.complete = False

    # -- helpers

    def entries(self, file: ComposeFile, entry: Entry | None) -> list[Entry]:
        value = entry.value if entry is not None else None
        return value.items() if isinstance(value, Mapping) else []

    def scalar(self, file: ComposeFile, node: Node | None) -> Text | None:
        """Return a scalar's text, None where the node isn't a scalar or is null."""
        if not isinstance(node, Scalar) or node.is_null:
            return None
        try:
            return interpolated(plain_text(node, file.anchor), file.variables)
        except Interpolation:
            # ``check`` reports this problem.
            return None

    def text(self, file: ComposeFile, entry: Entry | None) -> Text | None:
        return self.scalar(file, entry.value) if entry is not None else None

    def last(self, layers: list[Layer], key: str) -> tuple[Layer, Entry] | None:
        """Return the strongest layer that has a value for the key, with the entry."""
        for layer in reversed(layers):
            entry = layer.node.get(key)
            if entry is None:
                continue
            if entry.value is not None and entry.value.tag == "!reset":
                return None
            if entry.is_null and key in ("command", "entrypoint"):
                # A null takes away what the layers below say.
                return None
            if not entry.is_null:
                return layer, entry
        return None

    def last_text(self, layers: list[Layer], key: str) -> Text | None:
        entry = self.last(layers, key)
        return self.text(entry[0].file, entry[1]) if entry is not None else None

    def values(self, layers: list[Layer], key: str) -> list[tuple[Layer, Node]]:
        """Return the values of the key that Compose merges, the weakest first."""
        values: list[tuple[Layer, Node]] = []
        for layer in layers:
            entry = layer.node.get(key)
            value = entry.value if entry is not None else None
            if value is None:
                continue
            if value.tag in ("!reset", "!override"):
                values = []
            if value.tag != "!reset":
                values.append((layer, value))
                self.items += _length(value)
        return values

    def listed(self, layers: list[Layer], key: str) -> list[Text]:
        """Return the texts of a list, or of a single scalar."""
        texts: list[Text] = []
        for layer, value in self.values(layers, key):
            for item in value.items if isinstance(value, Sequence) else [value]:
                text = self.scalar(layer.file, item)
                if text is not None:
                    texts.append(text)
        return texts

    # -- services

    def service(self, file: ComposeFile, entry: Entry, layers: list[Layer]) -> ServiceDefinition:
        service = ServiceDefinition(
            entry.key.text,
            file.span(entry.key.start, entry.key.end),
            file.span(entry.start, max(entry.end, entry.key.end)),
            layers,
        )
        service.layers = layers = self.extended(service, layers)
        for key in (
            "image",
            "container_name",
            "restart",
            "user",
            "working_dir",
            "hostname",
            "pid",
            "privileged",
            "read_only",
            "tty",
            "stdin_open",
        ):
            setattr(service, key, self.last_text(layers, key))
        if self.items > MOST_ITEMS:
            service.complete = False
            return service
        service.replicas = self.last_text(layers, "scale")
        for layer, value in self.values(layers, "deploy"):
            replicas = value.get("replicas") if isinstance(value, Mapping) else None
            service.replicas = self.text(layer.file, replicas) or service.replicas
        service.build = self.build(layers)
        service.command = self.words(layers, "command")
        service.entrypoint = self.words(layers, "entrypoint")
        service.environment = self.environment(layers)
        variables = layers[0].file.variables
        for name, (span, text) in service.environment.items():
            if text is None and name in variables:
                piece = TextPiece(variables[name], None, ESCAPED, hidden=name)
                service.environment[name] = (span, Text([piece] if piece.text else [], span))
        self.env_files(service, layers)
        service.volumes_from = self.listed(layers, "volumes_from")
        service.profiles = self.listed(layers, "profiles")
        service.cap_add = self.listed(layers, "cap_add")
        for layer, value in self.values(layers, "depends_on"):
            names: list[Scalar] = []
            if isinstance(value, Mapping):
                # One with ``required: false`` may be absent.
                names = [
                    item_read.key
                    for item_read in value.items()
                    if not (isinstance(item_read.value, Mapping) and item_read.value.get("required"))
                ]
            elif isinstance(value, Sequence):
                names = [item for item in value.items if isinstance(item, Scalar)]
            for name_read in names:
                if "$" not in name_read.text:
                    service.depends_on.append(name_read.text)
                    service.needs.append((name_read.text, layer.file.span(name_read.start, name_read.end)))
        for layer, value in self.values(layers, "networks"):
            named = [named_item.key for named_item in value.items()] if isinstance(value, Mapping) else []
            listed = value.items if isinstance(value, Sequence) else []
            for item in (*named, *listed):
                if isinstance(item, Scalar) and "$" not in item.text:
                    service.networks.append((item.text, layer.file.span(item.start, item.end)))
        for text in service.volumes_from:
            target = (text.known or "container:").split(":")[0]
            if target != "container":
                service.needs.append((target, text.span))
        for text in self.listed(layers, "links"):
            target = (text.known or "").split(":")[0]
            if target:
                service.needs.append((target, text.span))
        for key in ("network_mode", "ipc", "pid"):
            shared = self.last_text(layers, key)
            literal = shared.known if shared is not None else None
            if shared is not None and literal and literal.startswith("service:"):
                service.needs.append((literal.removeprefix("service:"), shared.span))
        for kind in ("volumes", "tmpfs", "configs", "secrets"):
            for layer, value in self.values(layers, kind):
                for item in value.items if isinstance(value, Sequence) else [value]:
                    self.mount(service, layer, kind, item)
        return service

    def extended(self, service: ServiceDefinition, layers: list[Layer]) -> list[Layer]:
        """Return the layers with those that their ``extends`` names put below them."""
        layers_below: list[Layer] = []
        for layer in layers:
            layers_below += [*self.below(service, layer, 0), layer]
        return layers_below

    def below(self, service: ServiceDefinition, layer: Layer, depth: int) -> list[Layer]:
        entry = layer.node.get("extends")
        if entry is None or entry.is_null:
            return []
        file: ComposeFile | None = layer.file
        name: str | None = None
        path: Text | None = None
        if isinstance(entry.value, Scalar):
            name = entry.value.text
        elif isinstance(entry.value, Mapping):
            wanted = self.text(layer.file, entry.value.get("service"))
            path = self.text(layer.file, entry.value.get("file"))
            name = wanted.known if wanted is not None else None
            if path is not None:
                literal = path.known
                file = None
                if literal is not None and self.read is not None:
                    file = self.read(os.path.join(layer.file.directory, literal))
                    # Its paths start from its own folder, its variables are the project's.
                    file = file.within(layer.file.variables, file.directory) if file is not None else None
        services = file.root.own("services") if file is not None and file.root is not None else None
        base = (
            services.value.get(name)
            if services is not None and name and isinstance(services.value, Mapping)
            else None
        )
        if file is not None and file is not layer.file:
            self.bases[file.path] = file
        if file is not None and file.problem is None and name and services is not None and base is None:
            where = f" in {path.known}" if path is not None else ""
            reason = f'service "{name}" not found{where}'
            if isinstance(services.value, Mapping) and "$" not in name:
                start = entry.value.start if entry.value is not None else entry.start
                end = entry.value.end if entry.value is not None else entry.end
                shown = f'cannot extend service "{service.name}" in {layer.file.path}: {reason}'
                self.result.problems.append(ComposeProblem(shown, layer.file.span(start, end)))
        if file is None or base is None or not isinstance(base.value, Mapping) or depth >= MOST_EXTENDED:
            service.complete = False
            return []
        lower = Layer(file, base.value)
        if lower.node is layer.node:
            service.complete = False
            return []
        return [*self.below(service, lower, depth + 1), lower]

    def words(self, layers: list[Layer], key: str) -> list[Text] | None:
        """Return the words of ``command`` or ``entrypoint``: a list's items, or a string's words as Compose splits them."""
        last_entry = self.last(layers, key)
        if last_entry is None:
            return None
        layer, entry = last_entry
        if isinstance(entry.value, Sequence):
            texts = [self.scalar(layer.file, item) for item in entry.value.items]
            return [text for text in texts if text is not None]
        text = self.scalar(layer.file, entry.value)
        return split_words(text) if text is not None else None

    def build(self, layers: list[Layer]) -> BuildDefinition | None:
        build: BuildDefinition | None = None
        for layer, value in self.values(layers, "build"):
            if build is None:
                build = BuildDefinition(layer.file.span(value.start, value.end), layer.file.directory)
            if isinstance(value, Scalar):
                build.context = self.scalar(layer.file, value) or build.context
                build.directory = layer.file.directory
            elif isinstance(value, Mapping):
                for key, name in (
                    ("context", "context"),
                    ("dockerfile", "dockerfile"),
                    ("dockerfile_inline", "inline"),
                    ("target", "target"),
                ):
                    text = self.text(layer.file, value.get(key))
                    if text is not None:
                        setattr(build, name, text)
                        if key == "context":
                            build.directory = layer.file.directory
                for name_, _, text in self.pairs(layer, value.get("args")):
                    build.args[name_] = text
        return build

    def environment(self, layers: list[Layer]) -> dict[str, tuple[Span, Text | None]]:
        variables: dict[str, tuple[Span, Text | None]] = {}
        for layer in layers:
            entry = layer.node.get("environment")
            if entry is not None and entry.value is not None and entry.value.tag in ("!reset", "!override"):
                variables = {}
            self.items += _length(entry.value) if entry is not None else 0
            for name, span, text in self.pairs(layer, entry):
                variables[name] = (span, text)
        return variables

    def env_files(self, service: ServiceDefinition, layers: list[Layer]) -> None:
        """Add to the environment the names that ``env_file`` sets. Their values aren't shown. A file that isn't there may set any name."""
        variables: dict[str, tuple[Span, Text | None]] = {}
        for layer, value in self.values(layers, "env_file"):
            for item in value.items if isinstance(value, Sequence) else [value]:
                if item is None:
                    continue
                path = item.get("path") if isinstance(item, Mapping) else None
                text = self.text(layer.file, path) if path is not None else self.scalar(layer.file, item)
                literal = text.known if text is not None else None
                span = layer.file.span(item.start, item.end)
                data = None
                if literal is not None and self.read_env is not None:
                    data = self.read_env(os.path.join(layer.file.directory, literal))
                if data is None:
                    service.reads_env_file = True
                    continue
                for name, content in read_env(data).items():
                    piece = TextPiece(content, None, ESCAPED, hidden=name)
                    variables[name] = (span, Text([piece] if content else [], span))
        service.environment = {**variables, **service.environment}

    def pairs(self, layer: Layer, entry: Entry | None) -> list[tuple[str, Span, Text | None]]:
        """Return the ``NAME: value`` pairs of a mapping or the ``NAME=value`` items of a list. The value is None where only the name stands."""
        value = entry.value if entry is not None else None
        pairs: list[tuple[str, Span, Text | None]] = []
        if isinstance(value, Mapping):
            for entry_read in value.items():
                span = layer.file.span(entry_read.start, max(entry_read.end, entry_read.key.end))
                pairs.append((entry_read.key.text, span, self.scalar(layer.file, entry_read.value)))
        elif isinstance(value, Sequence):
            for item in value.items:
                text = self.scalar(layer.file, item)
                if text is None or item is None:
                    continue
                marked = text.marked()
                name, equals, _ = marked.partition("=")
                if "\ufffc" not in name:
                    rest = text.cut(len(name) + 1) if equals else None
                    pairs.append((name, layer.file.span(item.start, item.end), rest))
        return pairs

    def mount(self, service: ServiceDefinition, layer: Layer, kind: str, item: Node | None) -> None:
        if item is None:
            return
        span = layer.file.span(item.start, item.end)
        if isinstance(item, Scalar):
            text = self.scalar(layer.file, item)
            if text is not None:
                service.mounts.append(MountDefinition(kind, span, layer.file.directory, text, {}))
            else:
                service.complete = False
            return
        if not isinstance(item, Mapping):
            return
        fields: dict[str, Text] = {}
        for entry in item.items():
            if isinstance(entry.value, Mapping):
                for inner in entry.value.items():
                    text = self.text(layer.file, inner)
                    if text is not None:
                        fields[f"{entry.key.text}.{inner.key.text}"] = text
            else:
                text = self.text(layer.file, entry)
                if text is not None:
                    fields[entry.key.text] = text
        service.mounts.append(MountDefinition(kind, span, layer.file.directory, None, fields))

    # -- volumes

    def volume(self, file: ComposeFile, entry: Entry) -> None:
        name = entry.key.text
        volume = self.result.volumes.get(name)
        if volume is None:
            volume = VolumeDefinition(name, file.span(entry.key.start, entry.key.end))
            self.result.volumes[name] = volume
        if not isinstance(entry.value, Mapping):
            return
        external = entry.value.get("external")
        if external is not None and isinstance(external.value, Mapping):
            # The older form: ``external: {name: x}``.
            volume.external = True
            volume.real_name = self.text(file, external.value.get("name")) or volume.real_name
        elif external is not None:
            text = self.text(file, external)
            literal = text.known if text is not None else ""
            volume.external = None if literal is None else literal.lower() in ("true", "yes", "on", "y", "1")
        volume.real_name = self.text(file, entry.value.get("name")) or volume.real_name
        volume.driver = self.text(file, entry.value.get("driver")) or volume.driver
        for option in self.entries(file, entry.value.get("driver_opts")):
            text = self.text(file, option)
            if text is not None:
                volume.driver_options[option.key.text] = text
