"""Items that the parts of a word become: pieces of text, and what stands between or beside them."""

from __future__ import annotations

from persistlint.shell.values import Literal, Piece, Unknown, Value, Word

#: Kinds of unknowns that are taken to hold no blanks.
_SINGLE_WORDS = frozenset({"env", "arg", "script", "temporary", "random"})

#: What separates fields where IFS isn't set.
BLANKS = " \t\n"
#: The first item of an unknown's key that is known text, split at characters that aren't known.
SPLIT = "split"


class Break:
    """Between two fields. ``blank`` where only blanks stand between them, which a further separator joins."""

    __slots__ = ("blank",)

    def __init__(self, blank: bool) -> None:
        self.blank = blank


class Many:
    """None, one or many words that can't be known."""

    __slots__ = ("unknown",)

    def __init__(self, unknown: Unknown) -> None:
        self.unknown = unknown


class Fields:
    """A quoted list of whole words (``"${a[@]}"``): each is a field of its own."""

    __slots__ = ("items",)

    def __init__(self, items: tuple[Word, ...]) -> None:
        self.items = items


BREAK = Break(False)
BLANK_BREAK = Break(True)
Item = Piece | Break | Many


def program_of_split(word: Word) -> str:
    """Return the first of the words that a text becomes if IFS holds a blank, "" where the word is no such text."""
    for piece in word.value.unknowns:
        if isinstance(piece.key, tuple) and piece.key[0] == SPLIT:
            return str(piece.key[1]).split(maxsplit=1)[0] if str(piece.key[1]).strip() else ""
    return ""


def may_split(value: Value) -> bool:
    return any(may_vanish(piece) and piece.kind not in _SINGLE_WORDS for piece in value.unknowns)


def may_vanish(piece: Piece) -> bool:
    """Return whether the shell may make no word or several of an unknown piece that stands alone."""
    return (
        isinstance(piece, Unknown)
        and piece.quoting == ""
        and piece.kind not in ("cwd", "home", "scriptdir", "pid", "number", "failing", "id")
    )


def unquoted(literal: Literal) -> Literal:
    return Literal(literal.text, literal.span) if literal.quoting else literal


def byte_length(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogateescape"))
