"""Lines of Makefiles, units and YAML before which a comment may stand without changing what the text does."""

from __future__ import annotations

from persistlint.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from persistlint.hosts.yaml_tree import Node
    from persistlint.text.document import Document

_DEFINE = regex(rb"[ ]*(?:(?:override|export|unexport)[ \t]+)*define(?:[ \t]|\r?\n)")
_ENDEF = regex(rb"[ ]*endef(?:[ \t#]|\r?\n|\Z)")
#: A literal block's first line: ``run: |``. In a folded one (``>``) a comment would swallow what follows.
_LITERAL = regex(rb"(?:.*[ \t:-])?\|[+-]?[1-9]?[+-]?[ \t]*(?:#.*)?\r?\n?\Z")
_BEFORE_NODE = regex(rb"[ \t]*(?:-[ \t]+)*\Z")


def lines_of_makefile(document: Document) -> Iterator[int]:
    """Yield the lines that go on no earlier one, outside of ``define``: make takes no comment there for a part of a recipe."""
    inside = continued = False
    for number in range(1, len(document.line_starts) + 1):
        line = document.line(number)
        if not inside and not continued:
            yield number
        if not continued and not line.startswith(b"\t"):
            inside = (inside or _DEFINE.match(line) is not None) and _ENDEF.match(line) is None
        continued = _is_continued(line)


def lines_of_unit(document: Document) -> Iterator[int]:
    """Yield the lines that go on no earlier one."""
    continued = False
    for number in range(1, len(document.line_starts) + 1):
        line = document.line(number)
        if not continued:
            yield number
        if not line.lstrip(b" \t").startswith((b"#", b";")):
            continued = _is_continued(line)


def lines_of_yaml(document: Document, script_lines: Iterable[int]) -> Iterator[int]:
    """Yield the lines in which a key or an item begins, and the ``script_lines`` of literal blocks."""
    from persistlint.hosts.yaml_tree import read_yaml

    starts = document.line_starts
    for root in read_yaml(document.data).documents:
        for offset in _starts(root, document.data):
            line = document.position(offset)[0]
            if _BEFORE_NODE.match(document.data, starts[line - 1], offset):
                yield line
    for line in script_lines:
        if _is_in_literal(document, line):
            yield line


def _starts(root: Node | None, data: bytes) -> Iterator[int]:
    """Yield where keys and items of block collections begin."""
    from persistlint.hosts.yaml_tree import Mapping, Sequence

    waiting = [root]
    seen: set[int] = set()
    while waiting:
        node = waiting.pop()
        if node is None or id(node) in seen or data[node.start : node.start + 1] in (b"{", b"["):
            continue
        seen.add(id(node))
        if isinstance(node, Mapping):
            for entry in node.entries:
                yield entry.key.start
                waiting.append(entry.value)
        elif isinstance(node, Sequence):
            for item in node.items:
                if item is not None:
                    yield item.start
                    waiting.append(item)


def _is_in_literal(document: Document, line: int) -> bool:
    """Return whether a line stands in a literal block."""
    indentation = _indent(document.line(line))
    for above in range(line - 1, max(line - 400, 0), -1):
        text = document.line(above)
        if text.strip() and _indent(text) < indentation:
            return _LITERAL.match(text) is not None
    return False


def _indent(line: bytes) -> int:
    return len(line) - len(line.lstrip(b" "))


def _is_continued(line: bytes) -> bool:
    text = line.rstrip(b"\r\n")
    return (len(text) - len(text.rstrip(b"\\"))) % 2 == 1
