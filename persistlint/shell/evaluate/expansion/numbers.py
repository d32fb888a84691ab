"""Arithmetic inside words, and what is an index of an array."""

from __future__ import annotations

from persistlint.shell.code import Code, DerivedCode, text_of
from persistlint.shell.environment import Alternatives, Array, Environment, Scalar
from persistlint.shell.evaluate.expansion.splitting import Splitting
from persistlint.shell.syntax.nodes import Part, WordNode
from persistlint.shell.syntax.parser import Parser
from persistlint.shell.values import Literal, Piece, Unknown, Value, Word
from persistlint.text.budgets import MOST_NESTED_ARITHMETIC

#: Kinds of unknowns that are taken to be numbers where one is needed.
_NUMBERS = frozenset({"env", "arg", "random", "number", "id"})


class Numbers(Splitting):
    """Computes arithmetic expressions with the variables as they are."""

    def __init__(self, environment: Environment, dialect: str) -> None:
        super().__init__(environment, dialect)
        self._nesting = 0
        #: Whether the last expression's value isn't known and the shell may refuse it.
        self._fails = False

    def single(self, node: WordNode | None, code: Code, *, assignment: bool = False) -> Value:
        """Return the word as one value. The expander implements it."""
        raise NotImplementedError

    def text(self, parts: list[Part], code: Code) -> Value:
        """Text that is expanded as if in double quotes (the expander's part)."""
        raise NotImplementedError

    def key_text(self, index: str, code: Code) -> str | None:
        """Return the key of an associative array between its brackets, None where it isn't known."""
        plain = index.strip("\"'")
        if not any(character in plain for character in "$`\\\"'"):
            return text_of(plain)
        return self.single(Parser(index).quoted_word(), DerivedCode(index, code)).text

    def number(self, text: str, code: Code, at: int | None = None) -> int | None:
        """Return an arithmetic expression's value. ``at`` is its offset in ``code``."""

        def lookup(name: str) -> int | None:
            value = self.variable(name, code, None)
            if value is None or value.text == "":
                return 0
            text = value.text
            if text is None or value.assumes:
                if all(piece.kind in _NUMBERS for piece in value.unknowns):
                    unseen.append(name)
                return None
            text = text.strip()
            if (
                text.lstrip("-").isdecimal()
                and text.isascii()
                and len(text) < 19
                and not (text.lstrip("-").startswith("0") and len(text.lstrip("-")) > 1)
            ):
                return int(text)
            return None

        def assign(name: str, number: int | None) -> None:
            if self.refuses(name):
                if number is not None:
                    raise Refused("line")
            elif isinstance(self.environment.get(name), (Array, Alternatives)) and number is None:
                unknown = Unknown(name, ("arithmetic", self.path, name, text), None)
                self.environment.set(name, Array((Word(Value((unknown,)), None, opaque=True),)))
            elif number is None:
                unknown = Unknown(name, ("arithmetic", self.path, name, text), None, "", "number")
                self.environment.set(name, Scalar(Value((unknown,))))
            else:
                self.store(name, Value((Literal(str(number)),)))

        # Variables that keep the value from being known, and are taken to hold numbers.
        unseen: list[str] = []
        self._fails = False
        if self._nesting > MOST_NESTED_ARITHMETIC:
            return None
        keep, self.splitting = self.splitting, False
        self._nesting += 1
        try:
            if "$" in text or "`" in text:
                # What it holds of expansions is expanded first, as if in double quotes.
                if at is None:
                    source: Code = DerivedCode(text, code)
                    parts = Parser(text).body_parts(0, len(text), False)
                else:
                    source = code
                    parts = Parser(code.source).body_parts(at, at + len(text), False)
                text = self.text(parts, source).marked()
            from persistlint.shell.arithmetic import Refused, calculate

            try:
                result = calculate(text.replace('"', ""), lookup, assign)
            except Refused as refused:
                result = None
                if self.dialect not in ("zsh", "ksh"):
                    self.refused = refused.kind
            self._fails = result is None and not unseen
            return result
        finally:
            self._nesting -= 1
            self.splitting = keep

    def number_of_text(self, text: str) -> int | None:
        """Return the value of an expression without expansions in it, None where it isn't known."""
        return None if "$" in text or "`" in text else self.number(text, Code(""))

    def _arithmetic(self, part: Part, code: Code) -> Piece:
        text = part.text or ""
        at = part.start + (3 if code.source.startswith("$((", part.start) else 2)
        number = self.number(text, code, at if code.source.startswith(text, at) else None)
        if number is not None:
            return Literal(str(number), None, part.quoting)
        return Unknown(
            code.text(part.start, part.end),
            self._key(part, code),
            code.span(part.start, part.end),
            part.quoting,
            "failing" if self._fails else "number",
        )
