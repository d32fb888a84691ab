"""The text that is being evaluated, and where its bytes are written."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from persistlint.shell.syntax.nodes import Problem, Unclosed
from persistlint.shell.values import Unknown
from persistlint.text.spans import Anchor, Span, document_anchor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

#: Around the index of an unknown piece inside a text that was itself computed (``bash -c "docker run $X"``).
OPEN, CLOSE = "\ue000", "\ue001"


class Problems:
    """The stretches of a text that could not be parsed, by place."""

    __slots__ = ("_furthest", "_problems", "_starts")

    def __init__(self, problems: list[Problem]) -> None:
        # What of an unclosed command was read holds all the same.
        unread = [problem for problem in problems if not isinstance(problem, Unclosed)]
        self._problems = sorted(unread, key=lambda problem: problem.start)
        self._starts = [problem.start for problem in self._problems]
        #: Which of the problems up to each reaches furthest.
        self._furthest: list[int] = []
        furthest = 0
        for index, problem in enumerate(self._problems):
            if problem.end > self._problems[furthest].end:
                furthest = index
            self._furthest.append(furthest)

    def __bool__(self) -> bool:
        return bool(self._problems)

    def between(self, start: int, end: int) -> Problem | None:
        """Return a problem that overlaps the range between two offsets, None without one."""
        at = bisect_left(self._starts, end) - 1
        if at < 0:
            return None
        for index in (at, self._furthest[at]):
            if self._problems[index].end > start:
                return self._problems[index]
        return None


def source_of(text: str) -> str:
    """Return a text as source, with one character a byte: code that a builtin reads a second time (``let 'n=…'``)."""
    return text if text.isascii() else text.encode("utf-8", "surrogateescape").decode("latin-1")


def text_of(source: str) -> str:
    """Return a stretch of source as text."""
    return source if source.isascii() else source.encode("latin-1").decode("utf-8", "surrogateescape")


class Code:
    """Shell text: ``source`` has one character a byte (latin-1). ``problems`` is what of it could not be parsed."""

    __slots__ = ("problems", "source")

    def __init__(self, source: str, problems: Problems | None = None) -> None:
        self.source = source
        self.problems: Problems | None = problems

    def problem_at(self, start: int, end: int) -> Problem | None:
        """Return a problem that overlaps the range between two offsets, None without one."""
        return self.problems.between(start, end) if self.problems is not None else None

    def text(self, start: int, end: int) -> str:
        """Return the text between two offsets."""
        return text_of(self.source[start:end])

    def span(self, start: int, end: int) -> Span:
        """Return the span of the bytes between two offsets."""
        raise NotImplementedError

    def origin(self) -> Span:
        """Return the empty span at the beginning of the text."""
        return Span(document_anchor(""), 0, 0)

    def exact(self, start: int, end: int) -> Span | None:
        """Return the span between two offsets, None where the bytes don't stand together in one text."""
        return self.span(start, end)

    def unknown(self, index: int) -> Unknown | None:
        """Return the unknown piece that stands between OPEN and CLOSE in this text."""
        return None


class StatementCode(Code):
    """A top-level statement: offsets are those of the parsed text, of which it begins at ``base``.

    ``unknowns`` are the texts that a host puts in and that aren't known, by the number that stands for each.
    """

    __slots__ = ("_unknowns", "anchor", "base")

    def __init__(
        self,
        source: str,
        anchor: Anchor,
        base: int,
        problems: Problems | None = None,
        unknowns: Mapping[int, Unknown] | None = None,
    ) -> None:
        super().__init__(source, problems)
        self.anchor = anchor
        self.base = base
        self._unknowns = unknowns or {}

    def unknown(self, index: int) -> Unknown | None:
        return self._unknowns.get(index)

    def span(self, start: int, end: int) -> Span:
        return Span(self.anchor, start - self.base, end - self.base)

    def origin(self) -> Span:
        return Span(self.anchor, 0, 0)


class DerivedCode(Code):
    """Text inside a word of ``base`` that is read on its own (an index, an arithmetic expression); its place isn't told."""

    __slots__ = ("_base",)

    def __init__(self, source: str, base: Code) -> None:
        super().__init__(source)
        self._base = base

    def unknown(self, index: int) -> Unknown | None:
        return self._base.unknown(index)

    def span(self, start: int, end: int) -> Span:
        return self._base.origin()

    def origin(self) -> Span:
        return self._base.origin()

    def exact(self, start: int, end: int) -> Span | None:
        return None


class NestedCode(Code):
    """Text made of a value's pieces: ``segments`` are ``(start, end, span or None)``."""

    __slots__ = ("_fallback", "_placed", "_unknowns")

    def __init__(
        self,
        source: str,
        segments: list[tuple[int, int, Span | None]],
        unknowns: list[Unknown],
        fallback: Span,
    ) -> None:
        super().__init__(source)
        #: The segments that are written somewhere, byte for byte, in order. A span that holds more than its text tells no byte's place.
        self._placed = [
            (first, last, span)
            for first, last, span in segments
            if span is not None and span.end - span.start == last - first
        ]
        self._unknowns = unknowns
        self._fallback = fallback

    def unknown(self, index: int) -> Unknown | None:
        return self._unknowns[index] if index < len(self._unknowns) else None

    def origin(self) -> Span:
        return self._fallback

    def span(self, start: int, end: int) -> Span:
        return self.exact(start, end) or self._enclosing(start, end) or self._fallback

    def exact(self, start: int, end: int) -> Span | None:
        placed = self._placed
        at = bisect_left(placed, end, key=_end)
        if at == len(placed) or placed[at][0] > start:
            return None
        first, _, span = placed[at]
        return span.cut(start - first, end - first)

    def _enclosing(self, start: int, end: int) -> Span | None:
        placed = self._placed
        low = bisect_right(placed, start, key=_end)
        high = bisect_left(placed, end, key=_start) - 1
        if low > high:
            return None
        first, last, span = placed[low]
        begin = span.cut(max(start - first, 0), min(end - first, last - first))
        first, last, span = placed[high]
        return begin.to(span.cut(max(start - first, 0), min(end - first, last - first)))


def _start(segment: tuple[int, int, Span]) -> int:
    return segment[0]


def _end(segment: tuple[int, int, Span]) -> int:
    return segment[1]
