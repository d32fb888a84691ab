"""A text's top-level statements by place, read again only around what an edit changed.

How a statement is read depends on the text from its first character on, and ends before the next one. So what stands before an edit is read as it was, and
behind the edit reading may stop at the first place where the earlier text had a statement too. Only where something can't be read everything is read anew: an
open quote reaches to the end of the text.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from persistlint.shell.syntax.parser import Parser
from persistlint.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from persistlint.shell.syntax.nodes import Node, Problem

#: Where the reader looks for an end that may lie anywhere behind the statement, and reads on without a word where there is none: two
#: parentheses that may be arithmetic, ``$[``, a name with an index.
_FAR = regex(r"\(\(|\$\[|\w\[(?![^\]\['\"\\]*\])")


class Statement:
    """A top-level statement: where it begins, and where its text ends, here-documents included.

    Its reading begins at ``at``; what stands before ``start`` is no part of it (``time``).
    ``fresh`` is true where no here-document of an earlier statement is still to come: reading may begin there. ``node`` is None where it wasn't needed so far.
    """

    __slots__ = ("at", "background", "digest", "extent", "far", "fresh", "node", "start")

    def __init__(
        self, at: int, start: int, extent: int, background: bool, fresh: bool, far: bool, node: Node | None
    ) -> None:
        self.at = at
        self.start = start
        self.extent = extent
        self.background = background
        self.fresh = fresh
        self.far = far
        self.node = node
        #: A short name for its text, made when it is asked for.
        self.digest = ""

    def moved(self, by: int) -> Statement:
        """Return the same statement moved by ``by`` bytes, for another text. Its node isn't that text's."""
        other = Statement(
            self.at + by, self.start + by, self.extent + by, self.background, self.fresh, self.far, None
        )
        other.digest = self.digest
        return other


class Outline:
    """The statements of ``text``, and what of it is no shell grammar."""

    __slots__ = ("_placeholders", "_source", "problems", "statements", "text")

    def __init__(
        self,
        text: bytes,
        source: str,
        statements: list[Statement],
        problems: list[Problem],
        placeholders: bool,
    ) -> None:
        self.text = text
        self.statements = statements
        self.problems = problems
        self._source = source
        self._placeholders = placeholders

    def node(self, index: int) -> Node:
        """Return the tree of a statement."""
        node = self.statements[index].node
        if node is None:
            first, last = self._group(index)
            stop = self.statements[last].at if last < len(self.statements) else len(self.text)
            read = _read(self._source, self.statements[first].at, {stop}, self._placeholders)
            for old, new in zip(self.statements[first:last], read.statements, strict=True):
                old.node = new.node
            node = read.statements[index - first].node
            assert node is not None
        return node

    def digest(self, statement: Statement) -> str:
        """Return a short name of a statement's text."""
        if not statement.digest:
            text = self._source[statement.start : statement.extent]
            statement.digest = format(hash(text) & 0xFFFFFFFFFFFFFFFF, "x")
        return statement.digest

    def forget_nodes(self) -> None:
        """Keep the places only: most statements of the next text are evaluated already."""
        self._source = ""
        for statement in self.statements:
            statement.node = None

    def _group(self, index: int) -> tuple[int, int]:
        """Return the range of the statements that are read together with this one: the first, and the one after the last."""
        statements = self.statements
        first, last = index, index + 1
        while first and not statements[first].fresh:
            first -= 1
        while last < len(statements) and not statements[last].fresh:
            last += 1
        return first, last


def outline(
    text: bytes,
    placeholders: bool = False,
    earlier: Sequence[Outline] = (),
    checkpoint: Callable[[], None] | None = None,
) -> Outline:
    """Return the outline of ``text``. ``earlier`` are outlines of texts that may have much in common with it.

    ``placeholders`` is true for documents, where ``<name>`` is something to fill in. What ``checkpoint`` raises ends the reading.
    """
    source = text.decode("latin-1")
    if not placeholders:
        best: tuple[int, int, Outline] | None = None
        for earlier_outline in earlier:
            if earlier_outline.problems or not earlier_outline.statements:
                continue
            before = common_start(earlier_outline.text, text)
            after = common_end(earlier_outline.text, text, before)
            if best is None or before + after > best[0] + best[1]:
                best = (before, after, earlier_outline)
        if best is not None:
            edited = _edited(best[2], text, source, best[0], best[1], checkpoint)
            if edited is not None:
                return edited
    for earlier_outline in earlier:
        if earlier_outline.text == text and not earlier_outline.problems:
            return Outline(text, source, earlier_outline.statements, [], placeholders)
    read = _read(source, 0, (), placeholders, checkpoint)
    return Outline(text, source, read.statements, read.problems, placeholders)


def _edited(
    earlier: Outline,
    text: bytes,
    source: str,
    before: int,
    after: int,
    checkpoint: Callable[[], None] | None,
) -> Outline | None:
    """Return the outline of a text that begins with ``before`` bytes and ends with ``after`` bytes of a known one."""
    old = earlier.statements
    # The reader has seen the first character of the statement that it reads next, and one more.
    first = bisect_right(old, before - 2, key=_at) - 1
    while first > 0 and not old[first].fresh:
        first -= 1
    statements_before = old[: max(first, 0)]
    result = Outline(text, source, statements_before, [], False)
    for index, statement in enumerate(statements_before):
        if statement.far and not _still(result, index, old[first].at):
            return None
    shift = len(text) - len(earlier.text)
    rest = bisect_left(old, len(earlier.text) - after + 1, key=_at)
    stops = {statement.at + shift for statement in old[rest:] if statement.fresh}
    read = _read(source, old[first].at if statements_before else 0, stops, False, checkpoint)
    statements = statements_before + read.statements
    if read.at < len(source):
        following = old[bisect_left(old, read.at - shift, key=_at) :]
        statements += (
            [following_statement.moved(shift) for following_statement in following] if shift else following
        )
    result.statements = statements
    result.problems = read.problems
    return result


def _still(result: Outline, index: int, end: int) -> bool:
    """Return whether a statement for which the reader looks far ahead is still read as before."""
    statements = result.statements
    first, last = result._group(index)
    stop = statements[last].at if last < len(statements) else end
    read = _read(result._source, statements[first].at, {stop}, False)
    was = [_places(statement) for statement in statements[first:last]]
    same = read.at == stop and was == [_places(statement) for statement in read.statements]
    return same and not read.problems


def _places(statement: Statement) -> tuple[int, int, int, bool]:
    return statement.at, statement.start, statement.extent, statement.background


class _Read:
    """The result of reading: the statements, the offset up to which they go, and the parts that are no shell grammar."""

    __slots__ = ("at", "problems", "statements")

    def __init__(self, statements: list[Statement], at: int, problems: list[Problem]) -> None:
        self.statements = statements
        self.at = at
        self.problems = problems


def _read(
    source: str,
    start: int,
    stops: Collection[int],
    placeholders: bool,
    checkpoint: Callable[[], None] | None = None,
) -> _Read:
    parser = Parser(source, start)
    parser.checkpoint = checkpoint
    parser.placeholders = placeholders
    tree, extents = parser.parse(stops)
    statements = [
        Statement(
            at,
            node.start,
            extent,
            index in tree.background,
            fresh,
            _FAR.search(source, at, extent) is not None,
            node,
        )
        for index, (node, extent, (at, fresh)) in enumerate(
            zip(tree.statements, extents, parser.begun, strict=True)
        )
    ]
    return _Read(statements, parser.at, parser.problems)


def _at(statement: Statement) -> int:
    return statement.at


def common_start(text: bytes, other: bytes) -> int:
    """Return the number of bytes that both begin with."""
    low, high = 0, min(len(text), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if text[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def common_end(text: bytes, other: bytes, before: int) -> int:
    """Return the number of bytes that both end with, not counting the ``before`` that they begin with."""
    low, high = 0, min(len(text), len(other)) - before
    while low < high:
        middle = (low + high + 1) // 2
        if text[len(text) - middle : len(text) - low] == other[len(other) - middle : len(other) - low]:
            low = middle
        else:
            high = middle - 1
    return low
