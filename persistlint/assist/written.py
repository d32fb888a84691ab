"""Places of the parts of a word as it is written: a variable's value is written elsewhere, its use is here."""

from __future__ import annotations

from persistlint.shell.values import Literal, Word
from persistlint.text.spans import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.text.sources import Sources

_MARKS = ("'", '"')


def own(word: Word, span: Span | None) -> bool:
    """Return whether the text at ``span`` is written inside the word."""
    return span is not None and word.span is not None and word.span.holds(span)


def use_site(word: Word, start: int, end: int, sources: Sources) -> Span | None:
    """Return where the word writes the characters ``start`` to ``end`` of its value (as in ``Value.cut``), without quotation marks.

    Text that a variable brings stands where the variable does. None where it can't be told from its neighbours.
    """
    if word.span is None or not sources.knows(word.span):
        return None
    first = _first(word, start)
    last = _last(word, end)
    if first is None or last is None or last < first:
        return None
    return _unquoted(Span(word.span.anchor, first, last), sources)


def _first(word: Word, index: int) -> int | None:
    assert word.span is not None
    after = character_span(word, index)
    if own(word, after):
        assert after is not None
        return after.start
    if index == 0:
        return word.span.start
    before = character_span(word, index - 1)
    if own(word, before):
        assert before is not None
        return before.end
    return None


def _last(word: Word, index: int) -> int | None:
    assert word.span is not None
    before = character_span(word, index - 1) if index else None
    if own(word, before):
        assert before is not None
        return before.end
    if index == len(word.value):
        return word.span.end
    after = character_span(word, index)
    if own(word, after):
        assert after is not None
        return after.start
    return None


def character_span(word: Word, index: int) -> Span | None:
    """Return where one character of the word's value is written, None for an unknown piece, and where no text writes it."""
    for piece in word.value.cut(index, index + 1).pieces:
        return piece.span if isinstance(piece, Literal) else None
    return None


def _unquoted(span: Span, sources: Sources) -> Span:
    """Return the span without quotation marks at its edges: a pair, or one that belongs to a quotation around more."""
    text = sources.text(span)
    start, end = span.start, span.end
    if text[:1] in _MARKS and (text.count(text[0]) % 2 or (len(text) > 1 and text[-1] == text[0])):
        start += 1
    rest = text[start - span.start :]
    if rest[-1:] in _MARKS and rest.count(rest[-1]) % 2:
        end -= 1
    return Span(span.anchor, start, max(start, end))
