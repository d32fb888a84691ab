"""Commands in ``package.json`` and ``devcontainer.json``.

JSON is read as the YAML that it is, which keeps positions; comments and trailing commas, which editors write, are blanked before. npm gives each script to ``sh -c``.
The source for containers is the development containers' reference (``image``, ``mounts``, ``runArgs``, ``workspaceMount``).
"""

from __future__ import annotations

import json

from persistlint.hosts.derived import Chunk, Derived, quoted, unknown_chunk
from persistlint.hosts.yaml_text import entries_of, node_at, raw_of, scalar_at
from persistlint.hosts.yaml_tree import Mapping, Scalar, Sequence, read_yaml
from persistlint.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re

    from persistlint.hosts.derived import Raw
    from persistlint.hosts.fragment import Fragment
    from persistlint.hosts.yaml_tree import Node

#: A string, a comment, or a comma before a closing bracket.
#: What isn't closed goes to the end, so that nothing is looked through twice.
_TOKEN = regex(
    rb"\"(?:[^\"\\\n]|\\.)*+(?:\"|\\?\Z|(?=\n)|\\(?=\n))|//[^\n]*|/\*(?:[^*]|\*(?!/))*+(?:\*/|\*?\Z)|,(?=\s*+[\]}])"
)
_VARIABLE = regex(r"\$\{([^}]*)\}")


def read_json_host(path: str, data: bytes) -> list[Fragment]:
    """Return the scripts of a ``package.json``, or the container of a ``devcontainer.json``."""
    root = next(iter(read_yaml(_blanked(data)).documents), None)
    if not isinstance(root, Mapping):
        return []
    if path.replace("\\", "/").rpartition("/")[2] == "package.json":
        return _scripts(data, root)
    return _container(data, root)


def _blanked(data: bytes) -> bytes:
    """Return the text with blanks for what JSON doesn't know. Tabs are blanks, too: YAML takes none."""

    def blank(match: re.Match[bytes]) -> bytes:
        text = match.group()
        if text.startswith(b'"'):
            return text
        return bytes(10 if byte == 10 else 32 for byte in text)

    return _TOKEN.sub(blank, data).replace(b"\t", b" ")


def _scripts(data: bytes, root: Mapping) -> list[Fragment]:
    fragments = []
    for name, script in entries_of(node_at(root, "scripts")).items():
        if isinstance(script, Scalar):
            derived = Derived()
            derived.add_all(raw_of(script, data).chunks())
            fragments.append(derived.fragment(dialect="sh", unit=f"npm run {name}", write=_in_string))
    return fragments


def _container(data: bytes, root: Mapping) -> list[Fragment]:
    image = scalar_at(root, "image")
    mounts = node_at(root, "mounts")
    if image is None and mounts is None:
        return []
    derived = Derived()
    derived.add_text("docker run -d ")
    arguments = node_at(root, "runArgs")
    for item in arguments.items if isinstance(arguments, Sequence) else []:
        if isinstance(item, Scalar):
            _word(derived, _expanded(raw_of(item, data)))
    workspace = scalar_at(root, "workspaceMount")
    items = [*(mounts.items if isinstance(mounts, Sequence) else []), workspace]
    for item in items:
        chunks = _mount(data, item)
        if chunks:
            derived.add_text("--mount ")
            _word(derived, chunks)
    overrides = scalar_at(root, "overrideCommand")
    waits = overrides is None or overrides.text != "false"
    if waits:
        # The image's own program isn't started: the editor works in a container that waits.
        derived.add_text("--entrypoint /bin/sh ")
    _word(
        derived, _expanded(raw_of(image, data)) if image is not None else [unknown_chunk("image", ("image",))]
    )
    if waits:
        derived.add_text("-c 'while sleep 1000; do :; done'")
    return [derived.fragment(dialect="sh", unit="development container", write=_in_string)]


def _mount(data: bytes, item: Node | None) -> list[Chunk]:
    """Return a mount as the option ``--mount`` takes it; an object's keys are its fields."""
    if isinstance(item, Scalar):
        return _expanded(raw_of(item, data)) if item.text else []
    chunks: list[Chunk] = []
    for key in ("type", "source", "target"):
        value = scalar_at(item, key)
        if value is not None:
            chunks += [Chunk(f"{',' if chunks else ''}{key}=".encode()), *_expanded(raw_of(value, data))]
    return chunks


def _expanded(raw: Raw) -> list[Chunk]:
    """Return a text with its variables: of the local ones the folder and the home directory are known as such."""
    chunks: list[Chunk] = []
    at = 0
    for match in _VARIABLE.finditer(raw.text):
        name = match.group(1)
        kind = "cwd" if name == "localWorkspaceFolder" else "home" if name == "localEnv:HOME" else ""
        chunks += raw.chunks(at, match.start())
        chunks += raw.standing_for(*match.span(), [unknown_chunk(f"${{{name}}}", ("variable", name), kind)])
        at = match.end()
    return chunks + raw.chunks(at)


def _word(derived: Derived, chunks: list[Chunk]) -> None:
    derived.add_all(quoted(chunks))
    derived.add_text(" ")


def _in_string(text: str) -> str:
    """Return how a text is written inside of a JSON string."""
    return json.dumps(text, ensure_ascii=False)[1:-1]
