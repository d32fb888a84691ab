"""Outcomes of ``[ … ]`` and ``[[ … ]]``, where their words are known (POSIX ``test``; bash manual, "Conditional Constructs")."""

from __future__ import annotations

from persistlint.shell.code import Code
from persistlint.shell.evaluate.expansion.expander import Expander
from persistlint.shell.syntax.nodes import TEXT, Test, WordNode
from persistlint.shell.values import Literal, Value, Word

_COMPARISONS = ("-eq", "-ne", "-lt", "-le", "-gt", "-ge")

#: Operators between two texts.
_TEXTS = ("=", "==", "!=", *_COMPARISONS)


def test_command(words: list[Word]) -> bool | None:
    """Return the outcome of ``test`` or ``[``, None where it isn't known. ``words`` leave the name and the closing bracket out."""
    if any(word.opaque for word in words):
        return None
    if len(words) == 4 and words[0].text == "!":
        return _not(test_command(words[1:]))
    if len(words) == 3 and words[1].text not in ("-a", "-o"):
        if words[0].text == "!":
            return _not(test_command(words[1:]))
        return _binary(words[0].value, words[1].text or "", words[2].value, words[2].text)
    if len(words) == 2:
        if words[0].text == "!":
            return _not(_empty(words[1].value, want=False))
        return _unary(words[0].text or "", words[1].value)
    if len(words) == 1:
        return _empty(words[0].value, want=False)
    return False if not words else None


def test_compound(node: Test, expander: Expander, code: Code) -> tuple[bool | None, object]:
    """Return the outcome of ``[[ … ]]`` (None where it isn't known), and a key for the test (see ``question``)."""
    reader = _Compound(node.words, expander, code)
    value = reader.disjunction()
    if reader.at != len(reader.words):
        return None, None
    return value, tuple(reader.asked) if reader.asked is not None else None


def question(words: list[Word]) -> object:
    """Return a key for a ``[`` test of texts; tests with equal keys have the same outcome. None for one that asks the system, as ``-f`` does."""
    negated = bool(words) and words[0].text == "!"
    operands = words[1:] if negated else words
    if any(word.opaque for word in operands) or not 0 < len(operands) < 4:
        return None
    operator = operands[-2].text if len(operands) > 1 else "-n"
    if operator not in (_TEXTS if len(operands) == 3 else ("-n", "-z")):
        return None
    return (negated, len(operands), operator, *(_certain(word.value) for word in operands))


def _certain(value: Value) -> object:
    """Equal for values that are the same text, also where what is written rests on assumptions."""
    if not value.assumes:
        return value.identity()
    # Two defaults of the same text may stand for two variables: only one that is written at the same place is the same.
    spans = tuple(piece.span for piece in value.pieces if isinstance(piece, Literal))
    return (value.identity(), value.assumes, spans)


def _not(value: bool | None) -> bool | None:
    return None if value is None else not value


def _empty(value: Value, want: bool) -> bool | None:
    """Return whether the value is empty (``want`` true) or isn't (``want`` false), None where that isn't known."""
    if value.assumes:
        return None
    text = value.text
    if text is not None:
        return (text == "") == want
    if any(isinstance(piece, Literal) and piece.text for piece in value.pieces) or any(
        unknown.kind in ("cwd", "home", "number", "script", "scriptdir", "pid", "random")
        for unknown in value.unknowns
    ):
        return not want
    return None


def _unary(operator: str, value: Value) -> bool | None:
    if operator == "-z":
        return _empty(value, want=True)
    if operator == "-n":
        return _empty(value, want=False)
    return None


def _binary(left: Value, operator: str, right: Value, pattern: str | None) -> bool | None:
    if left.assumes or right.assumes:
        return None
    if operator in ("=", "==", "!="):
        text = left.text
        if text is None or pattern is None:
            same = left.identity() == right.identity() if right.text is None else None
            if same is not True:
                return None
        else:
            same = text == pattern
        return same if operator != "!=" else not same
    if operator in _COMPARISONS:
        first, second = _integer(left), _integer(right)
        if first is None or second is None:
            return None
        return {
            "-eq": first == second,
            "-ne": first != second,
            "-lt": first < second,
            "-le": first <= second,
            "-gt": first > second,
            "-ge": first >= second,
        }[operator]
    return None


def _integer(value: Value) -> int | None:
    text = (value.text or "").strip()
    return int(text) if text.lstrip("+-").isdecimal() and text.isascii() and len(text) < 18 else None


class _Compound:
    def __init__(self, words: list[WordNode], expander: Expander, code: Code) -> None:
        self.words = words
        self.expander = expander
        self.code = code
        self.at = 0
        self.depth = 0
        #: What is asked, in order; None where that isn't a matter of texts alone.
        self.asked: list[object] | None = []

    def asks(self, *parts: object) -> None:
        if self.asked is not None:
            self.asked += parts

    def peek(self) -> str:
        if self.at >= len(self.words):
            return ""
        word = self.words[self.at]
        if len(word.parts) != 1 or word.parts[0].kind != TEXT or word.parts[0].quoting:
            return ""
        return self.code.text(word.start, word.end)

    def disjunction(self) -> bool | None:
        value = self.conjunction()
        while self.peek() == "||":
            self.at += 1
            self.asks("||")
            other = self.conjunction()
            value = True if value or other else (None if value is None or other is None else False)
        return value

    def conjunction(self) -> bool | None:
        value = self.primary()
        while self.peek() == "&&":
            self.at += 1
            self.asks("&&")
            other = self.primary()
            if value is False or other is False:
                value = False
            else:
                value = None if value is None or other is None else True
        return value

    def primary(self) -> bool | None:
        self.depth += 1
        if self.depth > 60:
            self.at = len(self.words) + 1
            return None
        try:
            token = self.peek()
            if token == "!":
                self.at += 1
                self.asks("!")
                return _not(self.primary())
            if token == "(":
                self.at += 1
                self.asks("(")
                value = self.disjunction()
                self.asks(")")
                if self.peek() == ")":
                    self.at += 1
                return value
            if self.at >= len(self.words):
                self.at += 1
                return None
            if len(token) == 2 and token[0] == "-" and token[1].isalpha() and self.at + 1 < len(self.words):
                operand = self.expander.single(self.words[self.at + 1], self.code)
                self.at += 2
                if token in ("-n", "-z"):
                    self.asks(token, _certain(operand))
                else:
                    self.asked = None
                return _unary(token, operand)
            left = self.expander.single(self.words[self.at], self.code)
            self.at += 1
            operator = self.peek()
            if operator in ("=", "==", "!=") and self.at + 1 < len(self.words):
                node = self.words[self.at + 1]
                self.at += 2
                pattern = self.expander.pattern(node, self.code)
                text = self.code.text(node.start, node.end)
                if any(sign in text for sign in "$`<>"):
                    self.asked = None
                else:
                    self.asks(_certain(left), operator, text)
                if pattern is None or left.text is None or left.assumes:
                    return None
                from persistlint.shell.patterns import matches

                answer = matches(pattern, left.text)
                return _not(answer) if operator == "!=" else answer
            if operator in _COMPARISONS and self.at + 1 < len(self.words):
                right = self.expander.single(self.words[self.at + 1], self.code)
                self.at += 2
                self.asks(_certain(left), operator, _certain(right))
                return _binary(left, operator, right, right.text)
            if operator in ("=~", "<", ">", "-nt", "-ot", "-ef"):
                self.at += 2
                self.asked = None
                return None
            self.asks("-n", _certain(left))
            return _empty(left, want=False)
        finally:
            self.depth -= 1
