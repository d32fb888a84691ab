"""Texts of a Compose file: what a scalar holds after interpolation, piece by piece, with the place of each.

Compose replaces ``$X`` and ``${X…}`` (compose-go ``template/template.go``). A variable that nothing sets here is unknown; one with a
default is taken to be unset, and the text says that it assumes so.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

from persistlint.hosts.yaml_tree import ESCAPED, PLAIN, Scalar
from persistlint.text.budgets import MOST_NESTED_DEFAULTS
from persistlint.text.regex import regex
from persistlint.text.spans import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

_DOLLAR = regex(r"\$(?:(\$)|([_a-zA-Z][_a-zA-Z0-9]*)|\{)")
_NAME = regex(r"[_a-zA-Z][_a-zA-Z0-9]*")
_OPERATORS = (":-", ":?", ":+", "-", "?", "+")


class TextPiece:
    """A stretch of text with the ``span`` where it is written byte for byte, None where nothing in a document says so.

    ``unknown`` names the variable that it comes from where its text isn't known. ``hidden`` names the one whose value, which is known, isn't to be shown.
    """

    __slots__ = ("hidden", "quoting", "span", "text", "unknown")

    def __init__(
        self, text: str, span: Span | None, quoting: str = PLAIN, unknown: str = "", hidden: str = ""
    ) -> None:
        self.text = text
        self.span = span
        self.quoting = quoting
        self.unknown = unknown
        self.hidden = hidden


class Text:
    """A text with its ``span`` as a whole (quotation marks included). ``assumes`` names the variables that it takes to be unset."""

    __slots__ = ("_starts", "assumes", "pieces", "span")

    def __init__(self, pieces: list[TextPiece], span: Span, assumes: frozenset[str] = frozenset()) -> None:
        self.pieces = pieces
        self._starts: list[int] = []
        self.span = span
        self.assumes = assumes

    @property
    def known(self) -> str | None:
        """Return the text, None where a part of it isn't known."""
        if any(piece.unknown for piece in self.pieces):
            return None
        return "".join(piece.text for piece in self.pieces)

    def __repr__(self) -> str:
        shown = "".join(
            f"⟨{piece.unknown or piece.hidden}⟩" if piece.unknown or piece.hidden else piece.text
            for piece in self.pieces
        )
        return f"Text({shown!r})"

    def cut(self, start: int, end: int | None = None) -> Text:
        """Return the part between two indices of the text. An unknown piece counts as one character."""
        pieces: list[TextPiece] = []
        if len(self._starts) != len(self.pieces):
            lengths = (1 if piece.unknown else len(piece.text) for piece in self.pieces)
            self._starts = list(accumulate(lengths, initial=0))[:-1]
        # A command of thousands of lines is cut into each of its words.
        for index in range(max(bisect_right(self._starts, start) - 1, 0), len(self.pieces)):
            piece, at = self.pieces[index], self._starts[index]
            if end is not None and at >= end:
                break
            length = 1 if piece.unknown else len(piece.text)
            first = max(start - at, 0)
            last = length if end is None else min(end - at, length)
            if first < last:
                pieces.append(piece if piece.unknown else _cut(piece, first, last))
        return Text(pieces, self.span, self.assumes)

    def marked(self) -> str:
        """Return the text with one U+FFFC for each unknown piece. Indices into it are those of ``cut``."""
        return "".join("\ufffc" if piece.unknown else piece.text for piece in self.pieces)


def _cut(piece: TextPiece, first: int, last: int) -> TextPiece:
    span = piece.span
    if span is not None and piece.quoting != ESCAPED and piece.text.isascii():
        span = span.cut(first, last)
    elif span is not None and piece.quoting != ESCAPED:
        before = len(piece.text[:first].encode("utf-8", "surrogateescape"))
        length = len(piece.text[first:last].encode("utf-8", "surrogateescape"))
        span = span.cut(before, before + length)
    return TextPiece(piece.text[first:last], span, piece.quoting, hidden=piece.hidden)


def plain_text(scalar: Scalar, anchor: tuple[str, str, int]) -> Text:
    """Return the scalar's text without interpolation. Keys have none."""
    return Text(
        [
            TextPiece(piece.text, Span(anchor, piece.start, piece.end), piece.quoting)
            for piece in scalar.pieces
        ],
        Span(anchor, scalar.start, scalar.end),
    )


class Interpolation(Exception):
    """Text that Compose refuses to interpolate."""


def interpolated(text: Text, variables: Mapping[str, str]) -> Text:
    """Return the text with its variables replaced. ``variables`` is what the project's ``.env`` sets. Raises ``Interpolation``."""
    marked = text.marked()
    if "$" not in marked:
        return text
    assumes: set[str] = set()
    pieces = _replaced(text, marked, variables, assumes, 0)
    return Text(pieces, text.span, frozenset(assumes))


def _replaced(
    text: Text, marked: str, variables: Mapping[str, str], assumes: set[str], depth: int
) -> list[TextPiece]:
    pieces: list[TextPiece] = []
    at = 0
    while True:
        dollar = marked.find("$", at)
        if dollar < 0:
            break
        pieces += text.cut(at, dollar).pieces
        match = _DOLLAR.match(marked, dollar)
        if match is None:
            # A dollar before anything else stands for itself.
            pieces += text.cut(dollar, dollar + 1).pieces
            at = dollar + 1
        elif match.group(1):
            pieces += text.cut(dollar + 1, dollar + 2).pieces
            at = match.end()
            if pieces and pieces[-1].span is not None:
                # The text is one ``$``, and two are written.
                pieces[-1] = TextPiece("$", pieces[-1].span, ESCAPED)
        elif match.group(2):
            pieces += _variable(match.group(2), text.cut(dollar, match.end()), variables)
            at = match.end()
        else:
            at = _closing(marked, dollar)
            if at < 0:
                raise Interpolation
            pieces += _braced(text, marked, dollar, at, variables, assumes, depth)
    pieces += text.cut(at).pieces
    return pieces


def _braced(
    text: Text,
    marked: str,
    start: int,
    end: int,
    variables: Mapping[str, str],
    assumes: set[str],
    depth: int,
) -> list[TextPiece]:
    """Return the pieces that ``${NAME…}``, written from ``start`` to ``end``, stands for."""
    name = _NAME.match(marked, start + 2)
    whole = text.cut(start, end)
    if name is None:
        raise Interpolation
    rest = marked[name.end() : end - 1]
    operator = next((sign for sign in _OPERATORS if rest.startswith(sign)), "")
    if rest and not operator:
        raise Interpolation
    value = variables.get(name.group())
    if value is None and name.group() == "COMPOSE_PROJECT_NAME":
        # Compose sets it itself: a default is never taken.
        return [TextPiece("", _span(whole), ESCAPED, unknown=name.group())]
    filled = bool(value) if operator.startswith(":") else value is not None
    first, last = name.end() + len(operator), end - 1
    if operator in (":-", "-") and not filled:
        if value is None:
            assumes.add(name.group())
        return _inner(text, first, last, variables, assumes, depth)
    if operator in (":+", "+"):
        if filled:
            return _inner(text, first, last, variables, assumes, depth)
        if value is None:
            return [TextPiece("", _span(whole), ESCAPED, unknown=name.group())]
        return []
    return _variable(name.group(), whole, variables)


def _inner(
    text: Text, start: int, end: int, variables: Mapping[str, str], assumes: set[str], depth: int
) -> list[TextPiece]:
    inner = text.cut(start, end)
    if depth > MOST_NESTED_DEFAULTS:
        return [TextPiece("", _span(inner), ESCAPED, unknown="…")]
    return _replaced(inner, inner.marked(), variables, assumes, depth + 1)


def _variable(name: str, written: Text, variables: Mapping[str, str]) -> list[TextPiece]:
    value = variables.get(name)
    if value is None:
        return [TextPiece("", _span(written), ESCAPED, unknown=name)]
    return [TextPiece(value, None, ESCAPED, hidden=name)] if value else []


def _span(text: Text) -> Span | None:
    spans = [piece.span for piece in text.pieces]
    if not spans or spans[0] is None or spans[-1] is None:
        return None
    return spans[0].to(spans[-1])


def _closing(marked: str, start: int) -> int:
    """Return the index behind the brace that closes the ``${`` at ``start``, -1 where none does."""
    depth = 0
    at = start
    while at < len(marked):
        if marked.startswith("${", at):
            depth += 1
            at += 2
            continue
        if marked[at] == "}":
            depth -= 1
            if not depth:
                return at + 1
        at += 1
    return -1
