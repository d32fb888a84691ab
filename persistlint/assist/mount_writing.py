"""A mount's option as it is written: where its flag, its fields and the marks between them stand, so that each can be changed alone.

Everything that a variable brings stays where it is: ``-v "$DATA":/x`` becomes ``--mount type=volume,source="$DATA",target=/x``.
"""

from __future__ import annotations

from persistlint.assist.written import character_span, own
from persistlint.docker.commands import Command, OptionUse
from persistlint.docker.mounts import Mount
from persistlint.shell.values import Word
from persistlint.text.edits import Edit
from persistlint.text.spans import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.text.sources import Sources

_QUOTES = ("'", '"')

#: What can't stand in a field of ``--mount`` without quotation of its own.
_SEPARATORS = ('"', ",", "\n")


class NotWritten(Exception):
    """The option isn't written where it could be changed: an array or an alias brings it, or a variable holds a mark that would have to go."""


class Writing:
    """One ``-v`` or ``--mount``, its words in the command's own text. Raises ``NotWritten``."""

    __slots__ = ("base", "mount", "sources", "use", "word")

    def __init__(self, command: Command, use: OptionUse, mount: Mount, sources: Sources) -> None:
        word = use.value_word
        if word is None or use.value is None or mount.value is None or word.opaque or use.word.opaque:
            raise NotWritten
        for word_part in (use.word, word):
            span = word_part.span
            if span is None or not sources.knows(span) or not sources.editable(span):
                raise NotWritten
            if span.anchor != command.span.anchor or not command.span.start <= span.start <= command.span.end:
                raise NotWritten
        self.use = use
        self.word: Word = word
        self.mount = mount
        self.sources = sources
        #: Where the specification begins in the word's value.
        self.base = len(word.value) - len(use.value)

    # -- places ------------------------------------------------------------------------------------------------------

    def mark(self, start: int, end: int) -> Span:
        """Return the span in the word that writes the characters ``start`` to ``end`` of its value. Raises NotWritten unless it is one piece."""
        first = character_span(self.word, start)
        last = character_span(self.word, end - 1)
        if first is None or last is None or not own(self.word, first) or not own(self.word, last):
            raise NotWritten
        span = first.to(last)
        if self.sources.text(span) != self.word.value.marked()[start:end] or self._inside_expansion(span):
            raise NotWritten
        return span

    def start(self) -> Span:
        """Return the empty span at the start of the specification, inside a quotation that it begins with."""
        first, _ = self._bounds()
        word = self.word.span
        assert word is not None
        text = self.sources.text(Span(word.anchor, first, word.end))
        inside = first + 1 if text[:1] in _QUOTES else first
        return Span(word.anchor, inside, inside)

    def whole(self) -> Span:
        """Return the specification's span, without a quotation that goes around all of it."""
        first, last = self._bounds()
        word = self.word.span
        assert word is not None
        return Span(word.anchor, first, last)

    def _bounds(self) -> tuple[int, int]:
        word = self.word.span
        assert word is not None
        first, last = word.start, word.end
        text = self.sources.text(word)
        if _is_quoted(text):
            first, last = first + 1, last - 1
        if self.base:
            first = self.mark(self.base - 1, self.base).end
        if _is_quoted(self.sources.text(Span(word.anchor, first, last))):
            first, last = first + 1, last - 1
        return first, last

    def _inside_expansion(self, span: Span | None) -> bool:
        """Return whether the text stands in ``${X:-…}``, where an insertion would only sometimes count."""
        word = self.word.span
        assert word is not None
        if span is None:
            return True
        before = self.sources.text(Span(word.anchor, word.start, span.start))
        return before.count("${") > before.count("}")

    # -- parts -------------------------------------------------------------------------------------------------------

    def flag(self, new: str) -> list[Edit]:
        """Return the edit that makes the flag ``new`` ("--mount", "--volume"), ``-v`` for ``--volume`` where the value is a word of its own."""
        word, use = self.use.word, self.use
        span = word.span
        assert span is not None
        if use.value_word is not word:
            text = self.sources.text(span)
            short = "-v" if new == "--volume" else new
            if text in ("-v", "--volume", "--mount"):
                return [Edit(span, short)]
            if text.startswith("-") and not text.startswith("--") and text.endswith("v") and len(text) > 2:
                return [Edit(span.cut(len(text) - 1, len(text)), f" {short}")]
            raise NotWritten
        if use.flag.startswith("--"):
            return [Edit(self.mark(0, self.base), f"{new}=")]
        at = self.base - 1
        if self.word.value.marked()[at] == "=":
            at -= 1
        if at == 1:
            return [Edit(self.mark(0, self.base), f"{new}=")]
        return [Edit(self.mark(at, self.base), f" {new}=")]

    def fields(self) -> list[tuple[str, int, int]]:
        """Return the fields of ``--mount``: key in lower case ("" for a field without ``=``), start and end of the value in the word's value."""
        marked = self.word.value.marked()[self.base :]
        if '"' in marked or "\n" in marked:
            raise NotWritten
        fields = []
        at = self.base
        for field in marked.split(","):
            key, equals, _ = field.partition("=")
            fields.append((key.lower(), at + len(key) + len(equals), at + len(field)))
            at += len(field) + 1
        return fields

    def written(self, start: int, end: int) -> str:
        """Return the text of a field, for moving it. Its neighbours are marks that are written in the word."""
        bounds = self.whole()
        first = self.mark(start - 1, start).end if start > self.base else bounds.start
        last = self.mark(end, end + 1).start if end < len(self.word.value) else bounds.end
        if last < first:
            raise NotWritten
        text = self.sources.text(Span(bounds.anchor, first, last))
        if any(text.count(quote) % 2 for quote in _QUOTES):
            # The quotation holds more than this part.
            raise NotWritten
        return text

    def movable(self) -> bool:
        """Return whether source and target can stand in a field of ``--mount``."""
        for value in (self.mount.source, self.mount.target):
            if value is not None and any(mark in value.marked() for mark in _SEPARATORS):
                return False
        return True


def _is_quoted(text: str) -> bool:
    """Return whether one quotation goes around all of the text."""
    return len(text) > 1 and text[0] in _QUOTES and text[-1] == text[0] and text.count(text[0]) == 2
