"""Shell arithmetic on known numbers (bash manual, "Shell Arithmetic")."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable

from persistlint.text.regex import regex

_TOKEN = regex(
    r"\s*(0[xX][0-9a-fA-F]+|\d+|\$?\{?[A-Za-z_]\w*\}?|\*\*|<<=|>>=|[-+*/%&|^]=|<<|>>|<=|>=|==|!=|&&|\|\||\+\+|--|[-+*/%<>!~&|^?:=(),])"
)
_LEVELS: tuple[tuple[str, ...], ...] = (
    ("||",),
    ("&&",),
    ("|",),
    ("^",),
    ("&",),
    ("==", "!="),
    ("<", ">", "<=", ">="),
    ("<<", ">>"),
    ("+", "-"),
    ("*", "/", "%"),
)
_BITS = 1 << 63


class Refused(Exception):
    """The shell refuses the expression; what it assigns before that stays. ``kind`` is that of ``Lookup.refused``."""

    def __init__(self, kind: str = "number") -> None:
        super().__init__(kind)
        self.kind = kind


class _NotKnown(Exception):
    pass


def _wrap(number: int) -> int:
    return (number + _BITS) % (2 * _BITS) - _BITS


class _Reader:
    def __init__(
        self, text: str, lookup: Callable[[str], int | None], assign: Callable[[str, int | None], None]
    ) -> None:
        self.tokens: list[str] = []
        at = 0
        text = text.strip()
        while at < len(text):
            match = _TOKEN.match(text, at)
            if not match or len(self.tokens) > 200:
                raise _NotKnown
            self.tokens.append(match.group(1))
            at = match.end()
            if text[at:].isspace():
                break
        self.at = 0
        self.depth = 0
        #: Whether all of the expression is carried out, whatever its parts give.
        self.whole = not any(token in ("&&", "||", "?") for token in self.tokens)
        self.lookup = lookup
        self.assign = assign

    def peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self) -> str:
        token = self.peek()
        self.at += 1
        return token

    def expression(self) -> int:
        self.depth += 1
        if self.depth > 40:
            raise _NotKnown
        value = self.ternary()
        while self.peek() == ",":
            self.take()
            value = self.ternary()
        self.depth -= 1
        return value

    def ternary(self) -> int:
        token = self.peek()
        name = token.strip("${}") if token else ""
        operator = self.tokens[self.at + 1] if self.at + 1 < len(self.tokens) else ""
        if (
            name
            and (name[0].isalpha() or name[0] == "_")
            and (
                operator == "=" or operator in ("+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<=", ">>=")
            )
        ):
            self.take()
            self.take()
            value = self.ternary()
            if operator != "=":
                value = self.apply(operator[:-1], self.number(name), value)
            self.assign(name, value)
            return value
        value = self.level(0)
        if self.peek() == "?":
            self.take()
            yes = self.expression()
            if self.take() != ":":
                raise _NotKnown
            no = self.ternary()
            return yes if value else no
        return value

    def level(self, depth: int) -> int:
        if depth == len(_LEVELS):
            return self.power()
        value = self.level(depth + 1)
        while self.peek() in _LEVELS[depth]:
            operator = self.take()
            value = self.apply(operator, value, self.level(depth + 1))
        return value

    def power(self) -> int:
        value = self.unary()
        if self.peek() == "**":
            self.take()
            exponent = self.power()
            if exponent < 0 and self.whole:
                raise Refused()
            if exponent < 0 or exponent > 64:
                raise _NotKnown
            return _wrap(value**exponent)
        return value

    def unary(self) -> int:
        token = self.take()
        if token in ("++", "--"):
            name = self.take().strip("${}")
            value = self.number(name) + (1 if token == "++" else -1)
            self.assign(name, value)
            return value
        if token == "-":
            return _wrap(-self.unary())
        if token == "+":
            return self.unary()
        if token == "!":
            return int(not self.unary())
        if token == "~":
            return ~self.unary()
        if token == "(":
            value = self.expression()
            if self.take() != ")":
                raise _NotKnown
            return value
        if token[:1].isdecimal():
            return _number(token)
        name = token.strip("${}")
        if not name or not (name[0].isalpha() or name[0] == "_"):
            raise _NotKnown
        value = self.number(name)
        if self.peek() in ("++", "--"):
            operator = self.take()
            self.assign(name, value + (1 if operator == "++" else -1))
        return value

    def number(self, name: str) -> int:
        value = self.lookup(name)
        if value is None:
            raise _NotKnown
        return value

    def apply(self, operator: str, left: int, right: int) -> int:
        if operator in ("/", "%"):
            if right == 0:
                raise Refused() if self.whole else _NotKnown
            quotient = abs(left) // abs(right) * (1 if (left < 0) == (right < 0) else -1)
            return quotient if operator == "/" else left - quotient * right
        if operator in ("<<", ">>") and not 0 <= right < 64:
            raise _NotKnown
        return _wrap(
            {
                "||": lambda: int(bool(left or right)),
                "&&": lambda: int(bool(left and right)),
                "|": lambda: left | right,
                "^": lambda: left ^ right,
                "&": lambda: left & right,
                "==": lambda: int(left == right),
                "!=": lambda: int(left != right),
                "<": lambda: int(left < right),
                ">": lambda: int(left > right),
                "<=": lambda: int(left <= right),
                ">=": lambda: int(left >= right),
                "<<": lambda: left << right,
                ">>": lambda: left >> right,
                "+": lambda: left + right,
                "-": lambda: left - right,
                "*": lambda: left * right,
            }[operator]()
        )


def _number(text: str) -> int:
    if text[:2] in ("0x", "0X"):
        return _wrap(int(text, 16))
    if len(text) > 1 and text[0] == "0":
        if any(digit in "89" for digit in text):
            raise _NotKnown
        return _wrap(int(text, 8))
    return _wrap(int(text))


def calculate(
    text: str, lookup: Callable[[str], int | None], assign: Callable[[str, int | None], None]
) -> int | None:
    """Return the expression's value, None where it isn't known. An unknown value assigns None to every name it sets. Raises ``Refused``."""
    try:
        reader = _Reader(text, lookup, assign)
        if not reader.tokens:
            return 0
        if any(
            _operand(left_token) and _operand(other)
            for left_token, other in itertools.pairwise(reader.tokens)
        ):
            # Two operands with nothing between them are no expression.
            _forget(text, assign)
            raise Refused()
        if any(token in ("&&", "||", "?") for token in reader.tokens) and any(
            token in ("++", "--") or (token[-1] == "=" and token not in ("==", "!=", "<=", ">="))
            for token in reader.tokens
        ):
            # Which of the assignments happen depends on the other operands.
            raise _NotKnown
        value = reader.expression()
        if reader.at != len(reader.tokens):
            raise _NotKnown
        return value
    except (_NotKnown, RecursionError, ValueError):
        _forget(text, assign)
        return None


def _operand(token: str) -> bool:
    return token[0].isalnum() or token[0] in "_$"


def _forget(text: str, assign: Callable[[str, int | None], None]) -> None:
    """Assign None to every name that the expression may set."""
    for name in re.findall(r"([A-Za-z_]\w*)\s*(?:\[[^\]]*\]\s*)?(?:[-+*/%&|^]|<<|>>)?=(?!=)", text):
        assign(name, None)
    for name in re.findall(
        r"(?:\+\+|--)\s*([A-Za-z_]\w*)|([A-Za-z_]\w*)\s*(?:\[[^\]]*\]\s*)?(?:\+\+|--)", text
    ):
        assign(name[0] or name[1], None)
