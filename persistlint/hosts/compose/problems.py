"""Problems that Compose refuses whatever the environment is, in its own words.

Keys that are unknown aren't among it (a newer version may know them), nor what depends on variables and files (``${X:?}``, a missing ``env_file``).
Checked against the plugin by ``tests/conformance/compose``.
"""

from __future__ import annotations

from persistlint.hosts.compose.definition import (
    ComposeFile,
    ComposeProblem,
    ProjectDefinition,
    ServiceDefinition,
)
from persistlint.hosts.compose.text import Interpolation, interpolated, plain_text
from persistlint.hosts.compose.words import is_closed
from persistlint.hosts.compose.wrong_values import is_text, wrong_values
from persistlint.hosts.yaml_tree import Entry, Mapping, Node, Scalar, Sequence, first_wrong_line
from persistlint.text.budgets import MOST_VALUES
from persistlint.text.regex import regex
from persistlint.text.spans import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

#: What a program replaces before Compose reads the file.
_TEMPLATE = regex(rb"\{\{|\{%|<%|%%\w|%\(\w+\)s|(?<!\$)\{[A-Z][A-Z_]+\}|@@?[A-Z_]{3,}@")
_INDEX = regex(r"\[[0-9]+\]")
_INVALID = "invalid compose project"


def problems_of_file(file: ComposeFile, is_first: bool = True) -> Iterator[ComposeProblem]:
    """Yield the problems of one file by itself: repeated keys, dollar signs, and values of the wrong kind.

    ``is_first`` is false for a file that is laid over others.
    """
    if file.root is None:
        return
    yield from _twice_and_dollars(file)
    services = file.root.own("services")
    if services is None:
        yield from _of_version_one(file, file.root)
    elif not isinstance(services.value, Mapping):
        yield ComposeProblem("services must be a mapping", _place(file, services))
        return
    #: Values that were looked at, by identity: what services take from an anchor is refused once.
    seen: set[int] = set()
    for entry in (
        services.value.items() if services is not None and isinstance(services.value, Mapping) else ()
    ):
        path = f"services.{entry.key.text}"
        if not isinstance(entry.value, Mapping):
            yield ComposeProblem(f"{path} must be a mapping", _place(file, entry), kind="no mapping")
            continue
        volumes = entry.value.get("volumes")
        if volumes is not None and not volumes.is_null and _is_new(volumes.value, seen):
            yield from _of_volumes(file, path, volumes)
        yield from _of_healthcheck(file, entry.value, seen)
        for key in ("command", "entrypoint"):
            words = entry.value.get(key)
            if words is not None and isinstance(words.value, Scalar) and not words.is_null:
                if _is_new(words.value, seen) and not is_closed(words.value.text):
                    yield ComposeProblem(
                        f"error decoding '{path}.{key}': invalid command line string", _place(file, words)
                    )
    for section in ("volumes", "networks", "configs", "secrets"):
        declared = file.root.own(section)
        if declared is not None and not isinstance(declared.value, Mapping):
            yield ComposeProblem(f"{section} must be a mapping", _place(file, declared), kind="section")
            continue
        for entry in (
            declared.value.items() if declared is not None and isinstance(declared.value, Mapping) else ()
        ):
            if section == "volumes":
                yield from _of_declaration(file, entry)
    yield from wrong_values(file, is_first)


def yaml_problem(file: ComposeFile) -> ComposeProblem | None:
    """Return the line that is no YAML, None where there is none, or where a program fills the file in before Compose reads it."""
    if file.problem is None or _TEMPLATE.search(file.data) is not None:
        return None
    place = first_wrong_line(file.data)
    if place is None:
        return None
    start = file.data.rfind(b"\n", 0, place[0]) + 1
    is_tab = b"\t" in file.data[start : place[0]]
    reason = (
        "a tab indents this line, where YAML takes blanks only"
        if is_tab
        else "this line doesn't go with those above it"
    )
    return ComposeProblem(reason, file.span(*place), kind="yaml")


def _is_new(value: Node | None, seen: set[int]) -> bool:
    """Return whether a value wasn't ``seen``, and add it."""
    is_new = id(value) not in seen
    seen.add(id(value))
    return is_new


def _of_healthcheck(file: ComposeFile, service: Mapping, seen: set[int]) -> Iterator[ComposeProblem]:
    """Yield the test of a service's ``healthcheck:`` that doesn't say how it is run."""
    check = service.get("healthcheck")
    test = check.value.get("test") if check is not None and isinstance(check.value, Mapping) else None
    if test is None or not isinstance(test.value, Sequence) or not _is_new(test.value, seen):
        return
    for word in test.value.items[:1]:
        if (
            isinstance(word, Scalar)
            and word.text not in ("CMD", "CMD-SHELL", "NONE")
            and "$" not in word.text
        ):
            reason = 'healthcheck.test must start either by "CMD", "CMD-SHELL" or "NONE"'
            yield ComposeProblem(reason, file.span(word.start, word.end), kind="value")


def repeated_keys(file: ComposeFile) -> Iterator[ComposeProblem]:
    """Yield the repeated keys of a file of which a service is taken: Compose reads all of it."""
    return (problem for problem in _twice_and_dollars(file) if problem.kind == "repeated key")


def _of_version_one(file: ComposeFile, root: Mapping) -> Iterator[ComposeProblem]:
    """Yield the problem of a file whose services stand at the top level, as Compose 1 took them."""
    entries = [entry for entry in root.items() if not entry.key.text.startswith("x-")]
    for entry in entries:
        node = entry.value
        if not isinstance(node, Mapping) or (node.get("image") is None and node.get("build") is None):
            return
    for entry in entries[:1]:
        reason = f"(root) Additional property {entry.key.text} is not allowed"
        yield ComposeProblem(reason, _place(file, entry), kind="version 1")


def problems_of_project(project: ProjectDefinition) -> Iterator[ComposeProblem]:
    """Yield the problems of the merged files: services without an image, and names that nothing declares."""
    networks: set[str] = set()
    told: set[tuple[Span, str]] = set()
    for service in project.services.values():
        if not service.complete:
            continue
        for name, span in service.networks:
            if name not in project.networks and name not in networks:
                networks.add(name)
                shown = f'service "{service.name}" refers to undefined network {name}: {_INVALID}'
                yield ComposeProblem(shown, span, lacks="name", missing=name)
        if service.image is None and service.build is None:
            if not any(layer.node.get("image") or layer.node.get("build") for layer in service.layers):
                reason = (
                    f'service "{service.name}" has neither an image nor a build context specified: {_INVALID}'
                )
                yield ComposeProblem(reason, service.name_span, lacks="image")
        yield from _of_references(project, service, told)
        for problem in _of_contradictions(project, service):
            if _is_untold(problem.span, "", told):
                yield problem
    yield from _cycles(project)


def _cycles(project: ProjectDefinition) -> Iterator[ComposeProblem]:
    """Yield the services that need themselves, each circle once."""
    done: set[str] = set()
    for first in project.services:
        way: dict[str, Iterator[tuple[str, Span]]] = {}
        name: str | None = first if first not in done else None
        while name is not None:
            if name not in way:
                way[name] = iter(project.services[name].needs)
            needed = next(way[name], None)
            if needed is None:
                way.popitem()
                done.add(name)
                name = next(reversed(way), None)
            elif needed[0] in way:
                circle = [*way, needed[0]]
                shown = " -> ".join(circle[circle.index(needed[0]) :])
                yield ComposeProblem(f"dependency cycle detected: {shown}", needed[1])
            elif needed[0] in project.services and needed[0] not in done:
                name = needed[0]


def _is_untold(span: Span, name: str, told: set[tuple[Span, str]]) -> bool:
    """Return whether nothing was ``told`` of the name at this place, and note it. Services that take a list from an anchor have one cause."""
    if (span, name) in told:
        return False
    told.add((span, name))
    return True


def _of_references(
    project: ProjectDefinition, service: ServiceDefinition, told: set[tuple[Span, str]]
) -> Iterator[ComposeProblem]:
    for mount in service.mounts:
        name: str | None = None
        if mount.kind in ("configs", "secrets"):
            text = mount.short if mount.short is not None else mount.fields.get("source")
            literal = text.known if text is not None else None
            if (
                literal
                and (mount.kind, literal) not in project.objects
                and _is_untold(mount.span, literal, told)
            ):
                shown = (
                    f'service "{service.name}" refers to undefined {mount.kind[:-1]} {literal}: {_INVALID}'
                )
                yield ComposeProblem(shown, mount.span, lacks="name")
            continue
        texts = [mount.short] if mount.short is not None else list(mount.fields.values())
        if mount.kind != "volumes" or any(piece.hidden for text in texts if text for piece in text.pieces):
            continue
        if mount.short is not None:
            fields = mount.short.marked().split(":")
            if len(fields) > 1 and fields[0] and fields[0][0] not in "./~" and "\ufffc" not in fields[0]:
                # A pipe of Windows begins with two backslashes.
                name = fields[0] if len(fields[0]) > 1 and not fields[0].startswith("\\\\") else None
        elif (kind := mount.fields.get("type")) is not None and kind.known == "volume":
            source = mount.fields.get("source")
            name = source.known if source is not None else None
        if name and name not in project.volumes and _is_untold(mount.span, name, told):
            shown = f'service "{service.name}" refers to undefined volume {name}: {_INVALID}'
            yield ComposeProblem(shown, mount.span, name, lacks="name")
    for layer in service.layers:
        build = layer.node.get("build")
        secrets = (
            build.value.get("secrets") if build is not None and isinstance(build.value, Mapping) else None
        )
        for item in (
            secrets.value.items if secrets is not None and isinstance(secrets.value, Sequence) else ()
        ):
            named = item.get("source") if isinstance(item, Mapping) else None
            node = named.value if named is not None else item
            if isinstance(node, Scalar) and not node.is_null and "$" not in node.text:
                span = layer.file.span(node.start, node.end)
                if ("secrets", node.text) not in project.objects and _is_untold(span, node.text, told):
                    shown = (
                        f'service "{service.name}" refers to undefined build secret {node.text}: {_INVALID}'
                    )
                    yield ComposeProblem(shown, span, lacks="name")
    for name, span in service.needs:
        if name not in project.services and _is_untold(span, name, told):
            yield ComposeProblem(
                f'service "{service.name}" depends on undefined service "{name}": {_INVALID}',
                span,
                lacks="name",
                missing=name,
            )


def _of_contradictions(project: ProjectDefinition, service: ServiceDefinition) -> Iterator[ComposeProblem]:
    """Yield what Compose refuses of a service's keys together. The source is ``loader/validate.go`` of compose-go."""
    mode = _last(service, "network_mode")
    if mode is not None and mode[1].text and "$" not in mode[1].text:
        file, value = mode
        if service.networks:
            reason = f"service {service.name} declares mutually exclusive `network_mode` and `networks`: {_INVALID}"
            yield ComposeProblem(reason, file.span(value.start, value.end), kind="value")
    count = service.replicas.known if service.replicas is not None else None
    if (
        service.container_name is not None
        and count
        and count.isdigit()
        and count.lstrip("0") not in ("", "1")
    ):
        key = "scale" if _last(service, "scale") is not None else "deploy.replicas"
        reason = (
            f"services.{key}: can't set container_name and {service.name} as container name must be unique"
        )
        yield ComposeProblem(f"{reason}: {_INVALID}", service.container_name.span, kind="value")


def _last(service: ServiceDefinition, key: str) -> tuple[ComposeFile, Scalar] | None:
    """Return the scalar that the strongest layer has for a key, with its file."""
    for layer in reversed(service.layers):
        entry = layer.node.get(key)
        if entry is not None and entry.value is not None:
            return (
                (layer.file, entry.value) if isinstance(entry.value, Scalar) and not entry.value.tag else None
            )
    return None


def _spec_problem(text: str) -> str:
    """Return why Compose can't read a short volume, "" where it can, or where a variable may give more of it.

    The source is `format/volume.go` of compose-go: a letter before a colon is a drive of Windows, and a text of one or two bytes is a path.
    """
    if text.startswith(":") and len(text.encode()) > 2:
        return "empty section between colons"
    if "$" in text or len(text.encode()) <= 2:
        return ""
    sections = 0
    start = 0
    for at, character in enumerate(text):
        if character != ":" or (at == start + 1 and text[start].isalpha()):
            continue
        if at == start:
            return "empty section between colons"
        sections += 1
        if sections > 2:
            return "too many colons"
        start = at + 1
    return "empty section between colons" if start == len(text) else ""


def _of_volumes(file: ComposeFile, path: str, entry: Entry) -> Iterator[ComposeProblem]:
    if not isinstance(entry.value, Sequence):
        return
    for index, item in enumerate(entry.value.items):
        if item is None:
            continue
        span = file.span(item.start, item.end)
        if isinstance(item, Scalar) and not item.is_null:
            text = item.text
            if not text:
                yield ComposeProblem("invalid empty volume spec", span)
            elif reason := _spec_problem(text):
                yield ComposeProblem(f"invalid spec: {text}: {reason}", span)
        elif isinstance(item, Mapping):
            kind = item.get("type")
            type_name = kind.value.text if kind is not None and isinstance(kind.value, Scalar) else None
            if kind is None:
                yield ComposeProblem(f"{path}.volumes.{index} type is required", span)
            elif item.get("target") is None:
                yield ComposeProblem(
                    f"service volume {path}.volumes.[{index}] is missing a mount target", span
                )
            elif type_name == "bind" and item.get("source") is None:
                yield ComposeProblem(
                    'invalid mount config for type "bind": field Source must not be empty', span
                )


def _of_declaration(file: ComposeFile, entry: Entry) -> Iterator[ComposeProblem]:
    if not isinstance(entry.value, Mapping):
        return
    external = entry.value.get("external")
    if external is None or not isinstance(external.value, Scalar) or external.value.text != "true":
        return
    for key in ("driver", "driver_opts", "labels"):
        other = entry.value.get(key)
        if other is not None and not other.is_null:
            name = entry.key.text
            reason = f'volumes.{name}: conflicting parameters "external" and "{key}" specified'
            yield ComposeProblem(reason, file.span(other.start, max(other.end, other.key.end)))


def _twice_and_dollars(file: ComposeFile) -> Iterator[ComposeProblem]:
    """Yield repeated keys and wrong dollar signs. Each value is visited once, as anchors lead to one value from many places."""
    waiting: list[tuple[str, Node]] = [("", file.root)] if file.root is not None else []
    seen: set[int] = set()
    count = 0
    while waiting and count < MOST_VALUES:
        path, node = waiting.pop()
        count += 1
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, Mapping):
            first: dict[str, Entry] = {}
            for entry in node.entries:
                name = entry.key.text
                if name in first:
                    line = file.data.count(b"\n", 0, first[name].start) + 1
                    reason = f'mapping key "{name}" already defined at line {line}'
                    place = file.span(entry.key.start, entry.key.end)
                    yield ComposeProblem(reason, place, kind="repeated key")
                first.setdefault(name, entry)
                if not is_text(entry.key):
                    # ``convertToStringKeysRecursive`` of compose-go.
                    where = f"in {path}" if path else "at top level"
                    yield ComposeProblem(f"Non-string key {where}: {name}", _place(file, entry))
                if entry.value is not None:
                    waiting.append((f"{path}.{name}" if path else name, entry.value))
            waiting += [(path, merged) for merged in node.merged]
        elif isinstance(node, Sequence):
            waiting += [
                (f"{path}[{index}]", item) for index, item in enumerate(node.items) if item is not None
            ]
        elif isinstance(node, Scalar) and any("$" in piece.text for piece in node.pieces):
            try:
                interpolated(plain_text(node, file.anchor), {})
            except Interpolation:
                pattern = _INDEX.sub(".[]", path)
                reason = (
                    f"invalid interpolation format for {pattern}. You may need to escape any $ with another $"
                )
                yield ComposeProblem(reason, file.span(node.start, node.end))


def _place(file: ComposeFile, entry: Entry) -> Span:
    return file.span(entry.key.start, entry.key.end)
