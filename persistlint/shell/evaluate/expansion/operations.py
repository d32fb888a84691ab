"""Operations of ``${name…}`` on a value: defaults, patterns taken off and replaced, substrings, case (bash manual, "Shell Parameter Expansion")."""

from __future__ import annotations

from persistlint.shell.code import Code
from persistlint.shell.environment import Scalar
from persistlint.shell.evaluate.expansion.numbers import Numbers
from persistlint.shell.syntax.effects import only_reads, sets_nothing
from persistlint.shell.syntax.nodes import Parameter, Part, WordNode
from persistlint.shell.values import DOUBLE, Literal, Unknown, Value
from persistlint.text.budgets import LONGEST_COMPUTED_TEXT


class Operations(Numbers):
    """Carries out parameter operations."""

    def pattern(self, node: WordNode | None, code: Code) -> str | None:
        """Return the word as a pattern. The expander implements it."""
        raise NotImplementedError

    def _operate(self, value: Value | None, part: Part, parameter: Parameter, code: Code) -> Value | None:
        operator = parameter.operator
        if operator.lstrip(":") in ("-", "=", "+", "?") and len(operator) <= 2:
            chosen = self._default(value, part, parameter, code)
            return chosen if chosen is not None else self._assign_default(parameter, code)
        if value is None:
            return None
        unknown = Value(
            (
                Unknown(
                    code.text(part.start, part.end).removeprefix("${").removesuffix("}"),
                    ("derived", operator, self._argument_key(parameter, code), value.identity()),
                    code.span(part.start, part.end),
                ),
            ),
            value.assumes,
        )
        text = value.text
        if text is not None and len(text) > LONGEST_COMPUTED_TEXT:
            return unknown
        if operator == "%" and self._argument_key(parameter, code) == "/*" and _is_script(value):
            # What `dirname "$0"` says, where the script was started by a path at all.
            name = unknown.pieces[0].name if isinstance(unknown.pieces[0], Unknown) else ""
            return Value((Unknown(name, ("scriptdir",), code.span(part.start, part.end), "", "scriptdir"),))
        if operator in ("#", "##", "%", "%%"):
            pattern = self.pattern(parameter.argument, code)
            return self._trim(value, text, pattern, operator, unknown)
        if text is None:
            return unknown
        if operator.startswith("/"):
            return self._replace(value, text, parameter, operator, code, unknown)
        if operator in ("^", "^^", ",", ",,") and not (parameter.argument and parameter.argument.parts):
            if operator == "^^":
                changed = text.upper()
            elif operator == ",,":
                changed = text.lower()
            elif operator == "^":
                changed = text[:1].upper() + text[1:]
            else:
                changed = text[:1].lower() + text[1:]
            return value if changed == text else Value((Literal(changed, None, DOUBLE),), value.assumes)
        if operator == ":":
            return self._substring(value, text, parameter, code, unknown)
        if operator in ("@U", "@L"):
            return Value((Literal(text.upper() if operator == "@U" else text.lower()),), value.assumes)
        return unknown

    def _argument_key(self, parameter: Parameter, code: Code) -> object:
        """Equal for what is certainly the same operand of an expansion: ``x`` of ``${a#x}``, both of ``${a/x/y}``."""
        first = self._word_key(parameter.argument, code, numeric=parameter.operator == ":")
        if parameter.replacement is None:
            return first
        return first, self._word_key(parameter.replacement, code)

    def _word_key(self, node: WordNode | None, code: Code, *, numeric: bool = False) -> object:
        if node is None:
            return ""
        text = code.text(node.start, node.end)
        if numeric:
            plain = not any(character.isalpha() or character in "_$`" for character in text)
        else:
            plain = "$" not in text and "`" not in text
        if plain:
            return text
        if numeric or not only_reads(node.parts):
            # It is evaluated anew each time.
            return text, self.path, code.span(node.start, node.end)
        return text, self.single(node, code).identity()

    def _default(self, value: Value | None, part: Part, parameter: Parameter, code: Code) -> Value | None:
        """Return the result of ``${x:-word}`` and its like, None where it is the word. Assumptions are noted."""
        operator = parameter.operator
        kind = operator[-1]
        colon = operator[0] == ":"
        unset: bool | None
        assumption = ""
        if value is None:
            unset = True
        elif value.known:
            unset = colon and not value.text
        elif any(isinstance(piece, Literal) and piece.text for piece in value.pieces):
            unset = False
        else:
            piece = value.pieces[0]
            kind_of = piece.kind if isinstance(piece, Unknown) else ""
            if not colon and kind_of != "maybe" and not self._never_set(parameter):
                # It is set, to what may be empty.
                unset = False
            elif len(value.pieces) > 1:
                unset = None
            elif kind_of in ("env", "arg"):
                unset = True
                assumption = f"{parameter.name} is unset"
            elif kind_of in ("cwd", "home", "number", "script", "scriptdir", "pid", "random"):
                unset = False
            else:
                unset = None
        if kind == "?":
            if unset and not assumption:
                self.refused = "exit"
            return value if value is not None else Value()
        if unset is None:
            other = self._perhaps(parameter.argument, code)
            either = Unknown(
                parameter.name,
                ("default", operator, value.identity() if value else (), other.identity()),
                code.span(part.start, part.end),
            )
            if kind == "=":
                self._store(parameter, Value((either,)))
            return Value((either,))
        if kind == "+":
            if unset:
                return Value((), frozenset({assumption}) if assumption else frozenset())
            return None
        if not unset:
            return value
        if assumption:
            self.assumes = self.assumes | {assumption}
        return None

    def _perhaps(self, node: WordNode | None, code: Code) -> Value:
        """Expand a word that the shell may expand or not. What it assigns is unknown afterwards."""
        if node is None:
            return Value()
        assumes = set(self.assumes)
        doubtful, self.doubtful = self.doubtful, True
        refused = self.refused
        before = None if sets_nothing(node.parts, code.source) else self.environment.fork()
        value = self.single(node, code)
        self.doubtful = doubtful
        self.assumes = assumes
        self.refused = refused
        if before is None:
            return value
        span = code.span(node.start, node.end)
        for name, entry in self.environment.changed_from(before).items():
            if name.isidentifier() and entry != before.peek(name):
                unknown = Unknown(name, ("perhaps", self.path, span, name))
                self.environment.set(name, Scalar(Value((unknown,))))
        return value

    def _never_set(self, parameter: Parameter) -> bool:
        """Return whether the text never sets the parameter."""
        if parameter.name.isdecimal():
            return self.positional() is None
        return parameter.index is None and self.lookup(parameter.name) is None

    def _assign_default(self, parameter: Parameter, code: Code) -> Value:
        """Assign the word of ``${x:=word}`` to ``x`` and return it."""
        keep, self.assumes = self.assumes, set()
        result = self.single(parameter.argument, code)
        self.assumes |= keep
        if self.refused:
            return result
        result = Value(result.pieces, result.assumes | self.assumes)
        self._store(parameter, result)
        stored = self.lookup(parameter.name)
        return stored.value if isinstance(stored, Scalar) else result

    def _store(self, parameter: Parameter, value: Value) -> None:
        if parameter.index is None and parameter.name.isidentifier():
            self.store(parameter.name, value)

    def _trim(
        self, value: Value, text: str | None, pattern: str | None, operator: str, unknown: Value
    ) -> Value:
        if pattern is None:
            return unknown
        longest = len(operator) == 2
        if text is not None:
            from persistlint.shell.patterns import prefix_length, suffix_length

            if operator[0] == "#":
                length = prefix_length(pattern, text, longest)
                return unknown if length is None else value.cut(length)
            length = suffix_length(pattern, text, longest)
            return unknown if length is None else value.cut(0, len(value) - length)
        # With an unknown piece: only where a plain pattern stands in the known end.
        plain = "".join(part for part in pattern if part not in "*?[]\\")
        if plain == pattern:
            if operator[0] == "%" and value.trailing().endswith(pattern):
                return value.cut(0, len(value) - len(pattern))
            if operator[0] == "#" and value.leading().startswith(pattern):
                return value.cut(len(pattern))
        elif operator == "%":
            from persistlint.shell.patterns import suffix_length

            # The shortest end that matches lies in the known text, if any end of that does.
            length = suffix_length(pattern, value.trailing(), False)
            if length:
                return value.cut(0, len(value) - length)
        return unknown

    def _replace(
        self, value: Value, text: str, parameter: Parameter, operator: str, code: Code, unknown: Value
    ) -> Value:
        pattern = self.pattern(parameter.argument, code)
        if not pattern and (pattern is None or operator in ("/", "//")):
            return value if pattern == "" else unknown
        replacement = self.single(parameter.replacement, code).text
        if replacement is None or ("&" in replacement and self.dialect == "bash"):
            return unknown
        from persistlint.shell.patterns import matches, prefix_length, substitute, suffix_length

        if operator == "/#":
            length = prefix_length(pattern, text, True)
            if length is None:
                return unknown
            if not length and not matches(pattern, ""):
                return value
            changed = replacement + text[length:]
        elif operator == "/%":
            length = suffix_length(pattern, text, True)
            if length is None:
                return unknown
            if not length and not matches(pattern, ""):
                return value
            changed = text[: len(text) - length] + replacement
        else:
            result = substitute(pattern, text, replacement, every=operator == "//")
            if result is None:
                return unknown
            changed = result
        return value if changed == text else Value((Literal(changed, None, DOUBLE),), value.assumes)

    def _substring(self, value: Value, text: str, parameter: Parameter, code: Code, unknown: Value) -> Value:
        argument = parameter.argument
        raw = code.text(argument.start, argument.end) if argument is not None else ""
        offset_text, _, length_text = raw.partition(":")
        if "?" in raw:
            return unknown
        offset = self.number(offset_text, code)
        length = self.number(length_text, code) if length_text else None
        if offset is None or (length_text and length is None):
            return unknown
        if offset < 0:
            offset += len(text)
            if offset < 0:
                return Value((), value.assumes)
        end = len(text) if length is None else (offset + length if length >= 0 else len(text) + length)
        if end < offset:
            if offset > len(text):
                return Value((), value.assumes)
            self.refused = "number"
            return unknown
        return value.cut(offset, end)


def _is_script(value: Value) -> bool:
    """Return whether the value is the path that the script was started by."""
    first = value.pieces[0] if len(value.pieces) == 1 else None
    return isinstance(first, Unknown) and first.kind == "script"
