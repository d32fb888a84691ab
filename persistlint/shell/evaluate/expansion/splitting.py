"""Field splitting (bash manual, "Word Splitting"): the result of an expansion becomes words."""

from __future__ import annotations

from persistlint.shell.code import Code
from persistlint.shell.environment import Alternatives, Environment, Scalar, Unset
from persistlint.shell.evaluate.expansion.items import (
    BLANK_BREAK,
    BLANKS,
    BREAK,
    SPLIT,
    Break,
    Fields,
    Item,
    may_split,
    unquoted,
)
from persistlint.shell.evaluate.expansion.lookup import Lookup
from persistlint.shell.syntax.nodes import Part
from persistlint.shell.values import DOUBLE, Literal, Piece, Unknown, Value, Word


class Splitting(Lookup):
    """Splits what expansions give at the characters of IFS."""

    def __init__(self, environment: Environment, dialect: str) -> None:
        super().__init__(environment, dialect)
        #: True where the result is one value: nothing is split (``case`` words, ``[[ ]]``, redirections).
        self._whole = False
        #: True where the result is a pattern: what an expansion gives is part of it, however that was written where it was assigned.
        self._matching = False

    def _add(self, out: list[Item | Fields], value: Value, part: Part, code: Code, assignment: bool) -> None:
        """Add the result of an expansion, split at blanks unless it is quoted or assigned."""
        self.assumes |= value.assumes
        if part.quoting or assignment or self._whole:
            if not value.pieces:
                if part.quoting:
                    out.append(Literal("", code.span(part.start, part.start), DOUBLE))
                return
            for piece in value.pieces:
                if isinstance(piece, Unknown):
                    out.append(
                        Unknown(
                            piece.name,
                            piece.key,
                            piece.span,
                            DOUBLE if part.quoting else piece.quoting,
                            piece.kind,
                        )
                    )
                elif part.quoting:
                    # Its quoting protects it from the shell's further expansions only in quotes.
                    out.append(Literal(piece.text, piece.span, DOUBLE))
                else:
                    out.append(unquoted(piece) if self._matching else piece)
            return
        self._split_fields(out, value.pieces, part, code)

    def _split_fields(
        self, out: list[Item | Fields], pieces: tuple[Piece, ...], part: Part, code: Code
    ) -> None:
        """Field splitting (bash manual, "Word Splitting"): a separator that is no blank ends a field even if that is empty."""
        separators = self._separators()
        for piece in pieces:
            if isinstance(piece, Unknown):
                out.append(Unknown(piece.name, piece.key, piece.span, "", piece.kind))
                continue
            text = piece.text
            if separators is None:
                # The text is part of the identity: see ``program_of_split``.
                out.append(Unknown("IFS", (SPLIT, text, self._key(part, code)), piece.span))
                continue
            if not any(separator in text for separator in separators):
                if text:
                    out.append(unquoted(piece))
                continue
            start = 0
            for index, character in enumerate(text):
                if character not in separators:
                    continue
                if index > start:
                    out.append(unquoted(piece.cut(start, index)))
                start = index + 1
                last = out[-1] if out else None
                if character in BLANKS:
                    if last is not None and not isinstance(last, Break):
                        out.append(BLANK_BREAK)
                elif isinstance(last, Break) and last.blank:
                    out[-1] = BREAK
                else:
                    if last is None or isinstance(last, Break):
                        out.append(
                            Literal(
                                "", piece.span.cut(index, index) if piece.span and text.isascii() else None
                            )
                        )
                    out.append(BREAK)
            if start < len(text):
                out.append(unquoted(piece.cut(start, len(text))))

    def _separators(self) -> str | None:
        """Return the characters of IFS, None where they aren't known."""
        entry = self.environment.get("IFS")
        if isinstance(entry, Alternatives):
            separators = {self._separators_of(option) for _, option in entry.options}
            if len(separators) == 1:
                return separators.pop()
            entry = self.lookup("IFS")
        return self._separators_of(entry)

    def _separators_of(self, entry: object) -> str | None:
        if entry is None:
            return "" if self.dialect == "zsh" else BLANKS
        if isinstance(entry, Scalar):
            return entry.value.text
        if isinstance(entry, Unset):
            return BLANKS
        return None

    def separate(self, words: list[Word]) -> list[Word]:
        """Return the words as items of a list, in which a word that the shell may split is opaque.

        A variable that the text never sets is taken to hold no blank where other text stands beside it.
        """
        return [
            Word(word.value, word.span, opaque=True) if not word.opaque and may_split(word.value) else word
            for word in words
        ]
