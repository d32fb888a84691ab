"""Edits of a Compose file: an item of a service's ``volumes:``, and an entry of the top-level ones."""

from __future__ import annotations

from persistlint.hosts.compose.definition import ComposeFile, Layer, ProjectDefinition, ServiceDefinition
from persistlint.hosts.yaml_tree import Entry, Mapping, Sequence
from persistlint.text.edits import Edit
from persistlint.text.regex import regex

#: A key of the top-level ``volumes:`` (compose-spec's schema).
_KEY = regex(r"[a-zA-Z0-9._-]+\Z")
_PLAIN = regex(r"[A-Za-z0-9_./][A-Za-z0-9_./:-]*\Z")


def keep_in_volumes(
    service: ServiceDefinition, project: ProjectDefinition, volumes: list[tuple[str, str]]
) -> list[Edit] | None:
    """Return the edits that mount each ``(volume, path)`` in the service and declare missing volumes, None where there is no place for them.

    Everything goes into the file in which the service is written last. What is there stays as it is: comments, order, quotes.
    """
    layer = service.layers[-1]
    file = layer.file
    if not file.is_editable or project.is_shared(layer.node):
        # Another service shares these lines (an anchor, `extends`). It would get the volume too.
        return None
    items = _add_items(layer, [f"{name}:{path}" for name, path in volumes], project)
    missing = [name for name, _ in volumes if name not in project.volumes]
    declared = declare_volumes(file, missing) if missing else []
    if items is None or declared is None:
        return None
    edits = [items, *declared]
    if len(edits) > 1 and edits[0].span == edits[1].span:
        edits = [Edit(edits[0].span, edits[0].text + edits[1].text, edits[1].heading)]
    return edits


def declare_mounted(service: ServiceDefinition, project: ProjectDefinition, name: str) -> list[Edit] | None:
    """Return the edits that declare a volume which this service alone is to mount in its own ``volumes:``, None where others share these lines."""
    layer = service.layers[-1]
    entry = layer.node.own("volumes")
    if not layer.file.is_editable or entry is None or entry.is_alias or entry.value is None:
        return None
    if len(service.layers) > 1 or project.is_shared(layer.node) or project.is_shared(entry.value):
        return None
    return [] if name in project.volumes else declare_volumes(layer.file, [name])


def _add_items(layer: Layer, texts: list[str], project: ProjectDefinition) -> Edit | None:
    file, node = layer.file, layer.node
    entry = node.get("volumes")
    if entry is None:
        return _new_list(layer, texts)
    if entry.is_alias or node.own("volumes") is not entry:
        # Written elsewhere, for others too.
        return None
    if entry.value is not None and project.is_shared(entry.value):
        return None
    if entry.is_null:
        if node.is_flow:
            return None
        indent = _indent(file, entry.start)
        if indent is None:
            return None
        at = _end_of_line(file, max(entry.end, entry.key.end))
        return Edit(
            file.span(at, at), "".join(f"\n{_deeper(layer, indent)}- {_scalar(text)}" for text in texts)
        )
    value = entry.value
    if not isinstance(value, Sequence) or value.tag:
        return None
    if value.is_flow:
        return _into_flow(file, value.start, value.end, [f'"{text}"' for text in texts])
    last = value.items[-1] if value.items else None
    dash = _dash_column(file, value.start)
    if last is None or dash is None:
        return None
    at = _end_of_line(file, value.end)
    return Edit(file.span(at, at), "".join(f"\n{dash}- {_scalar(text)}" for text in texts))


def _new_list(layer: Layer, texts: list[str]) -> Edit | None:
    """Return the edit that adds a ``volumes:`` key to the service, after ``image:`` or its last key."""
    file, node = layer.file, layer.node
    if node.is_flow:
        quoted = ", ".join(f'"{text}"' for text in texts)
        return _into_flow(file, node.start, node.end, [f"volumes: [{quoted}]"])
    anchor = node.own("image") or node.own("build") or (node.entries[-1] if node.entries else None)
    if anchor is None:
        return None
    indent = _indent(file, anchor.start)
    if indent is None:
        return None
    deeper = _deeper(layer, indent)
    lines = "".join(f"\n{deeper}- {_scalar(text)}" for text in texts)
    at = _end_of_line(file, max(anchor.end, anchor.key.end))
    return Edit(file.span(at, at), f"\n{indent}volumes:{lines}")


def is_volume_key(name: str) -> bool:
    """Return whether Compose takes the name for a volume."""
    return _KEY.match(name) is not None


def declare_volumes(file: ComposeFile, names: list[str]) -> list[Edit] | None:
    """Return the edits that put entries into the top-level ``volumes:``. Those for other services join them.

    None where there is no place for them, or where Compose takes no volume of such a name.
    """
    root = file.root
    if root is None or root.is_flow or not file.is_editable or not all(map(is_volume_key, names)):
        return None
    entry = root.own("volumes")
    step = "  "
    services = root.own("services")
    if services is not None and isinstance(services.value, Mapping) and services.value.entries:
        step = _indent(file, services.value.entries[0].start) or step
    if entry is None:
        last = root.entries[-1]
        at = _end_of_line(file, last.end)
        lines = "".join(f"\n{step}{name}:" for name in names)
        return [Edit(file.span(at, at), f"\n\nvolumes:{lines}", "\n\nvolumes:")]
    if entry.is_alias:
        return None
    if entry.is_null:
        at = _end_of_line(file, max(entry.end, entry.key.end))
        return [Edit(file.span(at, at), "".join(f"\n{step}{name}:" for name in names), "")]
    value = entry.value
    if not isinstance(value, Mapping):
        return None
    if value.is_flow:
        texts = [f"{name}: {{}}" for name in names]
        edit = _into_flow(file, value.start, value.end, texts)
        if edit is not None and edit.text.lstrip().startswith(", "):
            edit.heading = ""
        return [edit] if edit is not None else None
    if not value.entries:
        return None
    indent = _indent(file, value.entries[0].start)
    if indent is None:
        return None
    at = _end_of_line(file, value.end)
    return [Edit(file.span(at, at), "".join(f"\n{indent}{name}:" for name in names), "")]


def _into_flow(file: ComposeFile, start: int, end: int, texts: list[str]) -> Edit | None:
    """Put texts before the bracket that closes ``[…]`` or ``{…}``."""
    at = end - 1
    if file.data[at : at + 1] not in (b"]", b"}"):
        return None
    while at > start + 1 and file.data[at - 1] in b" \t\r\n":
        at -= 1
    # A merge key is no entry, and needs its comma too.
    filled = bool(file.data[start + 1 : at].strip())
    if filled and file.data[at - 1 : at] == b",":
        return Edit(file.span(at, at), " " + ", ".join(texts))
    if b"#" in file.data[start:at]:
        # A comment may stand there.
        return None
    # `{data: }`: a comma right after the colon would belong to the key.
    comma = " , " if file.data[at - 1 : at] == b":" else ", "
    return Edit(file.span(at, at), (comma if filled else "") + ", ".join(texts))


def _scalar(text: str) -> str:
    return text if _PLAIN.match(text) else '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _end_of_line(file: ComposeFile, at: int) -> int:
    """Return the end of the line that holds the last character before ``at`` which isn't blank."""
    data = file.data
    at = min(at, len(data))
    while at > 0 and data[at - 1] in b" \t\r\n":
        at -= 1
    newline = data.find(b"\n", at)
    end = len(data) if newline < 0 else newline
    return end - 1 if end > at and data[end - 1] == 13 else end


def _indent(file: ComposeFile, at: int) -> str | None:
    """Return the blanks before ``at`` in its line, None where something else stands there."""
    start = file.data.rfind(b"\n", 0, at) + 1
    before = file.data[start:at]
    return before.decode("ascii") if not before.strip(b" ") else None


def _dash_column(file: ComposeFile, at: int) -> str | None:
    return _indent(file, at)


def _deeper(layer: Layer, indent: str) -> str:
    """Return the indentation of a list's items below a key with ``indent``: as the file's other lists have it."""
    file = layer.file
    if file.list_indent is None:
        file.list_indent = _list_indent(file)
    return indent + " " * file.list_indent


def _list_indent(file: ComposeFile) -> int:
    for entry in _lists(file):
        value = entry.value
        assert isinstance(value, Sequence)
        key, dash = _indent(file, entry.start), _indent(file, value.start)
        if key is not None and dash is not None and len(dash) >= len(key):
            return len(dash) - len(key)
    return 2


def _lists(file: ComposeFile) -> list[Entry]:
    """Return the block lists that are values of services' keys."""
    entries: list[Entry] = []
    services = file.root.own("services") if file.root is not None else None
    if services is None or not isinstance(services.value, Mapping):
        return entries
    for service in services.value.entries:
        if isinstance(service.value, Mapping):
            entries += [
                entry
                for entry in service.value.entries
                if isinstance(entry.value, Sequence) and not entry.value.is_flow and not entry.is_alias
            ]
    return entries
