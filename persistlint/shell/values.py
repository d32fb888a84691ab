"""Values of shell words: known text and unknown pieces, each with the place where it is written."""

from __future__ import annotations

from persistlint.text.spans import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

#: How a piece was written. Unquoted and unknown, it may be split and globbed by the shell.
UNQUOTED, SINGLE, DOUBLE, ESCAPED = "", "'", '"', "\\"


class Literal:
    """Known text. ``span`` is where it is written, byte for byte (UTF-8), or None where no text of a document says so.

    ``quoting`` is how it was written there: one of UNQUOTED, SINGLE, DOUBLE, ESCAPED. ``hidden`` names the variable that stands for it where
    the text isn't to be shown (values of an ``.env`` file).
    """

    __slots__ = ("hidden", "quoting", "span", "text")

    def __init__(
        self, text: str, span: Span | None = None, quoting: str = UNQUOTED, hidden: str = ""
    ) -> None:
        self.text = text
        self.span = span
        self.quoting = quoting
        self.hidden = hidden

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Literal)
            and self.text == other.text
            and self.quoting == other.quoting
            and self.span == other.span
        )

    def __hash__(self) -> int:
        return hash((self.text, self.quoting))

    def __repr__(self) -> str:
        return f"Literal({self.text!r})"

    def cut(self, start: int, end: int) -> Literal:
        """Return the characters ``start`` to ``end``."""
        span = self.span
        text = self.text[start:end]
        if span is not None:
            if start >= 0 and self.text.isascii():
                first, length = min(start, len(self.text)), len(text)
            else:
                first = len(self.text[:start].encode("utf-8", "surrogateescape"))
                length = len(text.encode("utf-8", "surrogateescape"))
            span = span.cut(first, first + length)
        return Literal(text, span, self.quoting, self.hidden)


class Unknown:
    """Text that can't be known from the document.

    ``name`` is for people (``TAG``, ``$(date)``); ``key`` is its identity: two unknowns with equal keys have the same
    text. ``kind`` says what is known all the same: ``cwd``, ``home`` and ``scriptdir`` are absolute directories
    (``scriptdir`` may be relative), ``temporary`` is the absolute path that ``mktemp`` prints, ``env`` is a variable that the
    text never sets, ``arg`` a positional parameter, ``command`` the output of a command, ``random`` differs each time, ``maybe`` is
    a variable that may be unset, ``failing`` arithmetic that the shell may refuse, ``""`` says nothing.
    """

    __slots__ = ("key", "kind", "name", "quoting", "span")

    def __init__(
        self, name: str, key: object, span: Span | None = None, quoting: str = UNQUOTED, kind: str = ""
    ) -> None:
        self.name = name
        self.key = key
        self.span = span
        self.quoting = quoting
        self.kind = kind

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Unknown)
            and self.key == other.key
            and self.quoting == other.quoting
            and self.span == other.span
        )

    def __hash__(self) -> int:
        return hash(self.key)

    def __repr__(self) -> str:
        return f"Unknown({self.name!r})"


Piece = Literal | Unknown


def name_of(piece: Piece) -> str:
    """Return the name that stands for a piece whose text isn't known, or isn't to be shown."""
    return piece.hidden if isinstance(piece, Literal) else piece.name


class Value:
    """A string as a sequence of pieces. ``assumes`` are the assumptions that its text rests on ("TAG is unset")."""

    __slots__ = ("assumes", "pieces")

    def __init__(self, pieces: Sequence[Piece] = (), assumes: frozenset[str] = frozenset()) -> None:
        self.pieces = tuple(pieces)
        self.assumes = assumes

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Value) and self.pieces == other.pieces and self.assumes == other.assumes

    def __hash__(self) -> int:
        return hash(self.pieces)

    def __repr__(self) -> str:
        return f"Value({self.display()!r})"

    @staticmethod
    def of(text: str, span: Span | None = None) -> Value:
        """Return a known value with this text."""
        return Value((Literal(text, span),) if text else ())

    @property
    def known(self) -> bool:
        """Return whether all of the value is known."""
        return all(isinstance(piece, Literal) for piece in self.pieces)

    @property
    def text(self) -> str | None:
        """Return the text, None where a piece is unknown."""
        pieces = self.pieces
        if len(pieces) == 1:
            piece = pieces[0]
            return piece.text if isinstance(piece, Literal) else None
        parts = []
        for piece in pieces:
            if not isinstance(piece, Literal):
                return None
            parts.append(piece.text)
        return "".join(parts)

    def display(self) -> str:
        """Return the text for people, with each unknown piece as ``⟨name⟩``."""
        return "".join(
            piece.text if isinstance(piece, Literal) and not piece.hidden else f"⟨{name_of(piece)}⟩"
            for piece in self.pieces
        )

    @property
    def unknowns(self) -> list[Unknown]:
        return [piece for piece in self.pieces if isinstance(piece, Unknown)]

    def leading(self) -> str:
        """Return the known text before the first unknown piece."""
        pieces = self.pieces
        if len(pieces) == 1 and isinstance(pieces[0], Literal):
            return pieces[0].text
        parts = []
        for piece in pieces:
            if isinstance(piece, Unknown):
                break
            parts.append(piece.text)
        return "".join(parts)

    def trailing(self) -> str:
        """Return the known text after the last unknown piece."""
        parts = []
        for piece in reversed(self.pieces):
            if isinstance(piece, Unknown):
                break
            parts.append(piece.text)
        return "".join(reversed(parts))

    def identity(self) -> tuple[object, ...]:
        """Hashable; equal for values that are certainly the same text."""
        text = self.text
        if text is not None:
            return (text,)
        out: list[object] = []
        for piece in self.pieces:
            if isinstance(piece, Unknown):
                out.append(("unknown", piece.key))
            elif out and isinstance(out[-1], str):
                out[-1] += piece.text
            else:
                out.append(piece.text)
        return tuple(out)

    def __len__(self) -> int:
        """Return the length in characters. An unknown piece counts as one (see ``cut``)."""
        return sum(len(piece.text) if isinstance(piece, Literal) else 1 for piece in self.pieces)

    def marked(self) -> str:
        """Return the text with one U+FFFC for each unknown piece. Indices into it are those of ``cut``."""
        text = self.text
        if text is not None:
            return text
        return "".join(piece.text if isinstance(piece, Literal) else "\ufffc" for piece in self.pieces)

    def cut(self, start: int, end: int | None = None) -> Value:
        """Return the part from index ``start`` to ``end`` of ``marked()``, with its pieces and spans cut accordingly."""
        pieces = self.pieces
        if len(pieces) == 1 and isinstance(only := pieces[0], Literal):
            length = len(only.text)
            start, end = max(start, 0), length if end is None else min(end, length)
            return Value((only.cut(start, end),) if start < end else (), self.assumes)
        if end is None:
            end = len(self)
        return self._cut_at([(max(start, 0), end)])[0]

    def _cut_at(self, bounds: list[tuple[int, int]]) -> list[Value]:
        """Return the parts between the bounds, which are in order and don't overlap. The pieces are walked once for all of them."""
        pieces = self.pieces
        parts: list[Value] = []
        index = at = 0
        # Where the last cut into the piece ended, in characters and in bytes.
        characters = size = 0
        for start, end in bounds:
            out: list[Piece] = []
            while index < len(pieces):
                piece = pieces[index]
                length = len(piece.text) if isinstance(piece, Literal) else 1
                first, last = max(start - at, 0), min(end - at, length)
                if first < last:
                    if not isinstance(piece, Literal) or (last - first == length and _is_as_written(piece)):
                        out.append(piece)
                    elif piece.span is None or piece.text.isascii():
                        out.append(piece.cut(first, last))
                    else:
                        size += _bytes_of(piece.text[characters:first])
                        begin, text = size, piece.text[first:last]
                        characters, size = last, size + _bytes_of(text)
                        out.append(Literal(text, piece.span.cut(begin, size), piece.quoting, piece.hidden))
                if at + length > end:
                    break
                at += length
                index += 1
                characters = size = 0
            parts.append(Value(out, self.assumes))
        return parts

    def split(self, separator: str, limit: int = -1) -> list[Value]:
        """Return the parts as ``str.split`` makes them of the known text. An unknown piece holds no separator."""
        marked = self.marked()
        bounds: list[tuple[int, int]] = []
        at = 0
        while limit != 0:
            place = marked.find(separator, at)
            if place < 0:
                break
            bounds.append((at, place))
            at = place + len(separator)
            limit -= 1
        bounds.append((at, len(marked)))
        return self._cut_at(bounds)

    @property
    def span(self) -> Span | None:
        """Return the span from the first piece to the last where they stand together in one text, else the first piece's span."""
        spans = [piece.span for piece in self.pieces]
        if not spans or spans[0] is None:
            return None
        first = spans[0]
        for span in spans:
            if span is None:
                return first
        last = spans[-1]
        return first.to(last) if last is not None else first


def _is_as_written(piece: Literal) -> bool:
    """Return whether the text stands in the document as it is, or nowhere, so that the whole of it is the piece itself."""
    span = piece.span
    return span is None or (piece.text.isascii() and span.end - span.start == len(piece.text))


def _bytes_of(text: str) -> int:
    return len(text.encode("utf-8", "surrogateescape"))


def concatenate(values: Iterable[Value]) -> Value:
    """Return the values' texts, one after the other."""
    pieces: list[Piece] = []
    assumes: frozenset[str] = frozenset()
    for value in values:
        pieces += value.pieces
        if value.assumes:
            assumes |= value.assumes
    return Value(pieces, assumes)


class Word:
    """One word of a command after evaluation: its ``value`` and where it stands in the command (``span``).

    ``span`` is None for a word that another text put there (an alias, a sourced file). An *opaque* word may be none, one or many words.
    """

    __slots__ = ("opaque", "span", "value")

    def __init__(self, value: Value, span: Span | None, opaque: bool = False) -> None:
        self.value = value
        self.span = span
        self.opaque = opaque

    def __repr__(self) -> str:
        return f"Word({self.display()!r})"

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Word)
            and self.opaque == other.opaque
            and self.span == other.span
            and self.value == other.value
        )

    def __hash__(self) -> int:
        return hash((self.value, self.opaque))

    @property
    def text(self) -> str | None:
        """Return the word's text, None where it isn't exactly one known word."""
        if self.opaque:
            return None
        pieces = self.value.pieces
        if len(pieces) == 1 and isinstance(pieces[0], Literal):
            return pieces[0].text
        return self.value.text

    @property
    def ellipsis(self) -> bool:
        """Return whether a document leaves words out here (``...``)."""
        unknowns = self.value.unknowns if self.opaque else ()
        return len(unknowns) == 1 and unknowns[0].kind == "placeholder"

    def display(self) -> str:
        """Return the word as ``inspect`` prints it: ``⟨name⟩`` for an unknown piece, ``⟨name…⟩`` for an opaque word."""
        if not self.opaque:
            return self.value.display()
        return "".join(
            piece.text if isinstance(piece, Literal) and not piece.hidden else f"⟨{name_of(piece)}…⟩"
            for piece in self.value.pieces
        )
