"""A YAML scalar as text with places, for shell code that is written in one."""

from __future__ import annotations

from persistlint.hosts.derived import Chunk, Raw
from persistlint.hosts.yaml_tree import ESCAPED, Mapping, Scalar, Sequence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from persistlint.hosts.yaml_tree import Node


def raw_of(scalar: Scalar, data: bytes) -> Raw:
    """Return the scalar's text. A line end of a block stands where it is written, its indentation nowhere."""
    chunks: list[Chunk] = []
    for piece in scalar.pieces:
        text = piece.text.encode("utf-8", "surrogateescape")
        if piece.quoting != ESCAPED:
            chunks.append(Chunk(text, piece.start))
        elif text.endswith(b"\n") and piece.start and data[piece.start - 1 : piece.start] == b"\n":
            chunks += (Chunk(text[:-1]), Chunk(b"\n", piece.start - 1))
        else:
            chunks.append(Chunk(text))
    return Raw(chunks)


def scalar_at(node: Node | None, *path: str) -> Scalar | None:
    """Return the scalar at a path of keys; None where none is there, or null."""
    value = node_at(node, *path)
    return value if isinstance(value, Scalar) and not value.is_null else None


def node_at(node: Node | None, *path: str) -> Node | None:
    """Return the node at a path of keys."""
    for key in path:
        entry = node.get(key) if isinstance(node, Mapping) else None
        node = entry.value if entry is not None else None
    return node


def text_at(node: Node | None, *path: str) -> str:
    """Return the text at a path of keys, "" where there is none."""
    scalar = scalar_at(node, *path)
    return scalar.text if scalar is not None else ""


def scalars_of(node: Node | None) -> Iterator[Scalar]:
    """Yield the scalars of a list, or the one that stands in its place."""
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, Sequence):
        for item in node.items:
            if isinstance(item, Scalar):
                yield item


def entries_of(node: Node | None) -> dict[str, Node | None]:
    """Return the entries of a mapping by name, merged ones included."""
    return {entry.key.text: entry.value for entry in node.items()} if isinstance(node, Mapping) else {}
