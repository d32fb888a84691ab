"""YAML with positions: what tree-sitter-yaml reads, as scalars, mappings and sequences that know where they stand.

Aliases lead to the node that they name. Merge keys (``<<``) are looked through by ``Mapping.get``. Text that is half typed loses its
unfinished lines and keeps the others.
"""

from __future__ import annotations

from persistlint.hosts.yaml_lines import with_joined_lines
from persistlint.text.budgets import (
    DEEPEST_YAML,
    LINES_OPEN,
    LONGEST_SEARCHED,
    MOST_LEVELS,
    MOST_MERGED,
    MOST_WRONG_STARTS,
)
from persistlint.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node as Syntax

#: How a piece of a scalar was written. ``ESCAPED`` pieces stand for something else than what is written.
PLAIN, SINGLE, DOUBLE, ESCAPED, BLOCK = "", "'", '"', "\\", "|"
_INDICATOR = regex(rb"(?<![^ \t])[-?:](?=[ \t])")

_NULLS = frozenset(("", "~", "null", "Null", "NULL"))
_ESCAPES = {
    "0": "\0",
    "a": "\a",
    "b": "\b",
    "t": "\t",
    "\t": "\t",
    "n": "\n",
    "v": "\v",
    "f": "\f",
    "r": "\r",
    "e": "\x1b",
    " ": " ",
    '"': '"',
    "/": "/",
    "\\": "\\",
    "N": "\x85",
    "_": "\xa0",
    "L": "\u2028",
    "P": "\u2029",
}
_ESCAPE = regex(rb"\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|\r?\n[ \t]*|[^\r\n])")
_BLANK_LINES = regex(rb"(?:[ \t]*\r?\n)*")
_FOLD = regex(rb"[ \t]*(?:\r?\n[ \t]*)+")
#: A line that is neither a key, an item, a comment nor a document's mark: half of one, most likely.
_UNFINISHED = regex(rb"[ \t]*[^\s#\-:{}\[\],&*!|>'\"%@`][^:\n]*(?::\S[^\n]*)?\r?\n?\Z")


class Piece:
    """A stretch of a scalar's text, written from byte ``start`` to ``end``. For an ``ESCAPED`` one these are the bytes of the escape."""

    __slots__ = ("end", "quoting", "start", "text")

    def __init__(self, text: str, start: int, end: int, quoting: str) -> None:
        self.text = text
        self.start = start
        self.end = end
        self.quoting = quoting


class Node:
    """A value: bytes ``start`` to ``end``, and its ``tag`` (``!reset``) where one is written."""

    __slots__ = ("end", "start", "tag")

    def __init__(self, start: int, end: int) -> None:
        self.start = start
        self.end = end
        self.tag = ""


class Scalar(Node):
    """A text. ``quoting`` tells how it is written; ``end`` leaves out a comment behind it."""

    __slots__ = ("pieces", "quoting", "text")

    def __init__(self, start: int, end: int, pieces: list[Piece], quoting: str) -> None:
        super().__init__(start, end)
        self.pieces = pieces
        self.quoting = quoting
        self.text = "".join([piece.text for piece in pieces])

    @property
    def is_null(self) -> bool:
        """Return whether the scalar is YAML's null."""
        return self.quoting == PLAIN and self.text in _NULLS


class Entry:
    """One ``key: value`` of a mapping. ``value`` is None where none is written; ``is_alias`` is true where it is written elsewhere."""

    __slots__ = ("end", "is_alias", "key", "start", "value")

    def __init__(self, key: Scalar, value: Node | None, start: int, end: int, is_alias: bool) -> None:
        self.key = key
        self.value = value
        self.start = start
        self.end = end
        self.is_alias = is_alias

    @property
    def is_null(self) -> bool:
        """Return whether the entry has no value, or null."""
        return self.value is None or (isinstance(self.value, Scalar) and self.value.is_null)


class Mapping(Node):
    """``entries`` in the order in which they are written, ``merged`` what ``<<`` brings. ``is_flow`` is true for ``{…}``."""

    __slots__ = ("_all", "_given", "_named", "entries", "is_flow", "merged")

    def __init__(self, start: int, end: int, is_flow: bool) -> None:
        super().__init__(start, end)
        self.entries: list[Entry] = []
        self.merged: list[Mapping] = []
        self.is_flow = is_flow
        #: The entries by name, None until one is asked for.
        self._named: dict[str, Entry] | None = None
        #: The same with merged entries, which a chain of merge keys would be gone through for each name.
        self._all: dict[str, Entry] | None = None
        #: What a merge key that names this mapping brings, None until one is followed. Many services name one mapping.
        self._given: list[Mapping] | None = None

    def own(self, name: str) -> Entry | None:
        """Return the entry of this name that is written in the mapping itself, the last of several."""
        if self._named is None:
            self._named = {entry.key.text: entry for entry in self.entries}
        return self._named.get(name)

    def get(self, name: str) -> Entry | None:
        """Return the entry of this name, merged entries included."""
        if not self.merged:
            return self.own(name)
        if self._all is None:
            self._all = {}
            for mapping in self.chain():
                for entry in reversed(mapping.entries):
                    self._all.setdefault(entry.key.text, entry)
        return self._all.get(name)

    def chain(self) -> Iterator[Mapping]:
        """Yield this mapping and those that it merges, the stronger ones first. One that comes again has nothing to add."""
        yield self
        seen = {id(self)}
        for merged in self.merged[:MOST_MERGED]:
            for mapping in merged.given():
                if len(seen) >= MOST_MERGED:
                    return
                if id(mapping) not in seen:
                    seen.add(id(mapping))
                    yield mapping

    def given(self) -> list[Mapping]:
        """Return the mappings with entries that a merge key brings which names this one: itself and those that it merges, the stronger ones first."""
        if self._given is None:
            self._given = []
            waiting = [self]
            seen: set[int] = set()
            while waiting and len(seen) < MOST_MERGED:
                mapping = waiting.pop()
                if id(mapping) in seen:
                    continue
                seen.add(id(mapping))
                if mapping.entries:
                    self._given.append(mapping)
                waiting += reversed(mapping.merged)
        return self._given

    def items(self) -> list[Entry]:
        """Return every entry, merged ones included, each name once. Merged entries come first unless they are overridden."""
        entries: dict[str, Entry] = {}
        for mapping in reversed(list(self.chain())):
            for entry in mapping.entries:
                entries[entry.key.text] = entry
        return list(entries.values())


class Sequence(Node):
    """``items``; an item is None where nothing is written behind the dash. ``is_flow`` is true for ``[…]``."""

    __slots__ = ("is_flow", "items")

    def __init__(self, start: int, end: int, is_flow: bool) -> None:
        super().__init__(start, end)
        self.items: list[Node | None] = []
        self.is_flow = is_flow


class YamlFile:
    """A text's documents. ``problem`` is the place of what is no YAML, None where all of it is."""

    __slots__ = ("documents", "problem")

    def __init__(self, documents: list[Node | None], problem: tuple[int, int] | None) -> None:
        self.documents = documents
        self.problem = problem


def read_yaml(data: bytes) -> YamlFile:
    """Read ``data``. What can't be read is left out, line by line where that is enough; then the file has a ``problem``."""
    from tree_sitter import Language, Parser
    from tree_sitter_yaml import language

    if _may_nest_too_deep(data):
        return YamlFile([], (0, min(len(data), 1)))
    parser = Parser(Language(language()))
    text = data
    if not text.endswith(b"\n"):
        text += b"\n"
    root = parser.parse(text).root_node
    problem: tuple[int, int] | None = None
    if root.has_error:
        joined = parser.parse(with_joined_lines(text)).root_node
        if joined.has_error:
            problem = _place_of_error(root, len(data))
            root = parser.parse(_without_unfinished(text)).root_node
            if root.has_error:
                return YamlFile([], problem)
        else:
            root = joined
    documents: list[Node | None] = []
    for child in root.children:
        if child.type == "document":
            documents.append(_Reader(text, len(data)).document(child))
    return YamlFile(documents, problem)


def first_wrong_line(data: bytes) -> tuple[int, int] | None:
    """Return where the first line begins and ends with which the text is no YAML any more, None where that can't be told.

    A line that opens a bracket or a quotation may be mended by one of those below it.
    """
    from tree_sitter import Language, Parser
    from tree_sitter_yaml import language

    if len(data) > LONGEST_SEARCHED or _may_nest_too_deep(data):
        return None
    parser = Parser(Language(language()))
    ends = [0, *(match.end() for match in _LINE.finditer(data))]

    def is_read(count: int) -> bool:
        text = data[: ends[count]]
        if not text.endswith(b"\n"):
            text += b"\n"
        if not parser.parse(text).root_node.has_error:
            return True
        return not parser.parse(with_joined_lines(text)).root_node.has_error

    last = len(ends) - 1
    read = 0
    for _ in range(MOST_WRONG_STARTS):
        wrong = last
        while wrong - read > 1:
            middle = (read + wrong) // 2
            if is_read(middle):
                read = middle
            else:
                wrong = middle
        line = data[ends[read] : ends[wrong]]
        # Only these characters begin what may go on below.
        below = range(wrong + 1, min(wrong + LINES_OPEN, last)) if _OPENING.search(line) else ()
        mended = next((later for later in below if is_read(later)), None)
        if mended is None:
            start = ends[read] + len(line) - len(line.lstrip())
            return (start, max(start, ends[read] + len(line.rstrip()))) if line.strip() else None
        read = mended
    return None


_OPENING = regex(rb"[\[{\"'|>]")
_LINE = regex(rb"[^\n]*\n|[^\n]+\Z")


def _may_nest_too_deep(data: bytes) -> bool:
    """Return whether blocks may lie in one another deeper than the scanner can bear. Counts too many rather than too few."""
    columns: list[int] = []
    for line in data.replace(b"\r", b"\n").split(b"\n"):
        text = line.lstrip(b" \t")
        if not text:
            continue
        column = len(line) - len(text)
        while columns and columns[-1] >= column:
            columns.pop()
        columns.append(column)
        # A list may begin in the column of the key above it.
        if 2 * len(columns) + len(_INDICATOR.findall(line)) > MOST_LEVELS:
            return True
    return False


def _place_of_error(root: Syntax, length: int) -> tuple[int, int]:
    """Return the range of the first text that the grammar has no place for."""
    node = root
    while node.type != "ERROR" or node is root:
        inner = next((child for child in node.children if child.has_error or child.is_missing), None)
        if inner is None:
            break
        node = inner
    return min(node.start_byte, length), min(max(node.end_byte, node.start_byte), length)


def _without_unfinished(text: bytes) -> bytes:
    """Return the text with half-typed lines blanked out. This may blank lines of a block scalar, which hold nothing that is read."""
    lines = text.splitlines(keepends=True)
    return b"".join(
        b" " * (len(line) - 1) + b"\n" if _UNFINISHED.match(line) and line.endswith(b"\n") else line
        for line in lines
    )


class _Reader:
    def __init__(self, text: bytes, length: int) -> None:
        self.text = text
        #: The line end that may have been added is no part of the document.
        self.length = length
        self.anchors: dict[str, Node] = {}

    def document(self, node: Syntax) -> Node | None:
        for child in node.children:
            if child.type in ("block_node", "flow_node"):
                return self.value(child, 0)[0]
        return None

    def value(self, node: Syntax, depth: int) -> tuple[Node | None, bool]:
        """Return the value of a node, and whether an alias stands for it."""
        if depth > DEEPEST_YAML:
            return None, False
        node_read: Node | None = None
        anchor, tag = "", ""
        for child in node.children:
            kind = child.type
            if kind == "anchor":
                anchor = self._raw(child)[1:]
            elif kind == "tag":
                tag = self._raw(child)
            elif kind == "alias":
                return self.anchors.get(self._raw(child)[1:]), True
            elif kind in ("block_mapping", "flow_mapping"):
                node_read = self._mapping(child, depth, anchor)
            elif kind in ("block_sequence", "flow_sequence"):
                node_read = self._sequence(child, depth, anchor)
            elif kind == "plain_scalar":
                node_read = self._plain(child)
            elif kind == "double_quote_scalar":
                node_read = self._double(child)
            elif kind == "single_quote_scalar":
                node_read = self._single(child)
            elif kind == "block_scalar":
                node_read = self._block(child)
        if node_read is None and (anchor or tag):
            node_read = Scalar(self._end(node), self._end(node), [], PLAIN)
        if node_read is not None:
            if tag:
                node_read.tag = tag
            if anchor:
                self.anchors[anchor] = node_read
        return node_read, False

    def _end(self, node: Syntax) -> int:
        return min(node.end_byte, self.length)

    def _raw(self, node: Syntax) -> str:
        return self.text[node.start_byte : self._end(node)].decode("utf-8", "surrogateescape")

    def _mapping(self, node: Syntax, depth: int, anchor: str) -> Mapping:
        mapping = Mapping(node.start_byte, self._end(node), node.type == "flow_mapping")
        if anchor:
            self.anchors[anchor] = mapping
        for child in node.children:
            if child.type in ("block_mapping_pair", "flow_pair"):
                key_node = child.child_by_field_name("key")
                value_node = child.child_by_field_name("value")
            elif child.type == "flow_node" and mapping.is_flow:
                key_node, value_node = child, None
            else:
                continue
            key = self.value(key_node, depth + 1)[0] if key_node is not None else None
            value, is_alias = self.value(value_node, depth + 1) if value_node is not None else (None, False)
            if not isinstance(key, Scalar):
                continue
            if key.quoting == PLAIN and key.text == "<<":
                merged = value.items if isinstance(value, Sequence) else [value]
                mapping.merged += [
                    other for other in merged if isinstance(other, Mapping) and other is not mapping
                ]
                continue
            end = self._end(value_node) if value_node is not None else self._end(child)
            mapping.entries.append(Entry(key, value, child.start_byte, end, is_alias))
        return mapping

    def _sequence(self, node: Syntax, depth: int, anchor: str) -> Sequence:
        sequence = Sequence(node.start_byte, self._end(node), node.type == "flow_sequence")
        if anchor:
            self.anchors[anchor] = sequence
        for child in node.children:
            if child.type == "block_sequence_item":
                inner = next(
                    (
                        candidate
                        for candidate in child.children
                        if candidate.type in ("block_node", "flow_node")
                    ),
                    None,
                )
                sequence.items.append(self.value(inner, depth + 1)[0] if inner is not None else None)
            elif child.type == "flow_node" and sequence.is_flow:
                sequence.items.append(self.value(child, depth + 1)[0])
            elif child.type == "flow_pair":
                sequence.items.append(self._pair_alone(child, depth))
        return sequence

    def _pair_alone(self, node: Syntax, depth: int) -> Mapping:
        """Return the mapping of one entry that ``[a: b]`` holds."""
        mapping = Mapping(node.start_byte, self._end(node), True)
        key_node, value_node = node.child_by_field_name("key"), node.child_by_field_name("value")
        key = self.value(key_node, depth + 1)[0] if key_node is not None else None
        value, is_alias = self.value(value_node, depth + 1) if value_node is not None else (None, False)
        if isinstance(key, Scalar):
            mapping.entries.append(Entry(key, value, node.start_byte, self._end(node), is_alias))
        return mapping

    # -- scalars

    def _plain(self, node: Syntax) -> Scalar:
        start, end = node.start_byte, self._end(node)
        return Scalar(start, end, self._folded(start, end, PLAIN), PLAIN)

    def _single(self, node: Syntax) -> Scalar:
        start, end = node.start_byte, self._end(node)
        pieces: list[Piece] = []
        at = start + 1
        while True:
            quote = self.text.find(b"''", at, end - 1)
            pieces += self._folded(at, end - 1 if quote < 0 else quote, SINGLE)
            if quote < 0:
                break
            pieces.append(Piece("'", quote, quote + 2, ESCAPED))
            at = quote + 2
        return Scalar(start, end, pieces, SINGLE)

    def _double(self, node: Syntax) -> Scalar:
        start, end = node.start_byte, self._end(node)
        pieces: list[Piece] = []
        at = start + 1
        for match in _ESCAPE.finditer(self.text, start + 1, end - 1):
            pieces += self._folded(at, match.start(), DOUBLE)
            at = match.end()
            pieces.append(Piece(_unescaped(match.group()), match.start(), at, ESCAPED))
        pieces += self._folded(at, end - 1, DOUBLE)
        return Scalar(start, end, pieces, DOUBLE)

    def _folded(self, start: int, end: int, quoting: str) -> list[Piece]:
        """Return the pieces of a stretch in which YAML folds line ends into blanks, and empty lines into line ends."""
        if end <= start:
            return []
        if self.text.find(b"\n", start, end) < 0:
            return [Piece(self._decoded(start, end), start, end, quoting)]
        pieces: list[Piece] = []
        at = start
        for match in _FOLD.finditer(self.text, start, end):
            if match.start() > at:
                pieces.append(Piece(self._decoded(at, match.start()), at, match.start(), quoting))
            count = match.group().count(b"\n")
            pieces.append(Piece("\n" * (count - 1) or " ", match.start(), match.end(), ESCAPED))
            at = match.end()
        if at < end:
            pieces.append(Piece(self._decoded(at, end), at, end, quoting))
        return pieces

    def _block(self, node: Syntax) -> Scalar:
        start = node.start_byte
        header_end = self.text.find(b"\n", start)
        header = self.text[start : header_end if header_end >= 0 else self._end(node)].split(b"#")[0]
        folded = header[:1] == b">"
        chomp = "-" if b"-" in header else "+" if b"+" in header else ""
        lines: list[tuple[int, int]] = []
        end = self._end(node)
        if chomp == "+":
            # The grammar leaves out the empty lines behind it.
            match = _BLANK_LINES.match(self.text, end)
            end = match.end() if match is not None else end
        at = header_end + 1 if header_end >= 0 else end
        while at < end:
            newline = self.text.find(b"\n", at, end)
            stop = end if newline < 0 else newline
            lines.append((at, stop - 1 if stop > at and self.text[stop - 1] == 13 else stop))
            at = stop + 1
        indent = next((byte - 48 for byte in header if 49 <= byte <= 57), 0)
        indents = [
            len(line) - len(line.lstrip(b" ")) for line in (self.text[a:b] for a, b in lines) if line.strip()
        ]
        # An indicator counts from the parent, which the first line's own indentation tells as well.
        width = min(indents) if indents else 0
        if indent and indents:
            width = min(width, indents[0])
        return Scalar(start, self._end(node), self._block_pieces(lines, width, folded, chomp), BLOCK)

    def _block_pieces(
        self, lines: list[tuple[int, int]], width: int, folded: bool, chomp: str
    ) -> list[Piece]:
        pieces: list[Piece] = []
        waiting = 0
        last_more = True
        for start, end in lines:
            first = min(start + width, end)
            if first >= end:
                waiting += 1
                continue
            more = self.text[first] in b" \t"
            if pieces:
                if folded and not more and not last_more:
                    text = "\n" * (waiting - 1) or " "
                else:
                    text = "\n" * waiting
                pieces.append(Piece(text, start, first, ESCAPED))
            elif waiting:
                pieces.append(Piece("\n" * waiting, start, first, ESCAPED))
            pieces.append(Piece(self._decoded(first, end), first, end, BLOCK))
            waiting, last_more = 1, more
        if pieces and chomp != "-":
            end = pieces[-1].end
            pieces.append(Piece("\n" * (waiting if chomp == "+" else 1), end, end, ESCAPED))
        return pieces

    def _decoded(self, start: int, end: int) -> str:
        return self.text[start:end].decode("utf-8", "surrogateescape")


def _unescaped(written: bytes) -> str:
    kind = chr(written[1])
    if kind in "xuU" and len(written) > 2:
        number = int(written[2:], 16)
        # Half of a surrogate pair is no character.
        is_character = number < 0x110000 and not 0xD800 <= number < 0xE000
        return chr(number) if is_character else "\ufffd"
    if kind in "\r\n":
        return ""
    return _ESCAPES.get(kind, written[1:].decode("utf-8", "surrogateescape"))
