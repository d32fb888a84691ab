"""``$name`` and ``${name…}``."""

from __future__ import annotations

from persistlint.shell.code import Code
from persistlint.shell.environment import Array, Scalar, Unset
from persistlint.shell.evaluate.expansion.items import Fields, Item, Many
from persistlint.shell.evaluate.expansion.lists import Lists
from persistlint.shell.syntax.nodes import Parameter, Part, WordNode
from persistlint.shell.values import Literal, Unknown, Value
from persistlint.text.regex import regex

#: What ``${!name}`` may refer to.
_REFERRED = regex(r"[A-Za-z_]\w*(?:\[.+\])?|[0-9]+|[@*#?$!_-]")


class Parameters(Lists):
    """Expands parameters."""

    def _parameter(self, out: list[Item | Fields], part: Part, code: Code, assignment: bool) -> None:
        parameter = part.parameter
        if parameter is None:
            out.append(
                Unknown(
                    code.text(part.start, part.end),
                    self._key(part, code),
                    code.span(part.start, part.end),
                    part.quoting,
                )
            )
            return
        name = parameter.name
        many = name in ("@", "*") or parameter.index in ("@", "*")
        if many and parameter.prefix != "#" and not (parameter.prefix == "!" and parameter.index is None):
            self._list(out, part, parameter, code, assignment)
            return
        value = self._base(part, parameter, code)
        if parameter.prefix == "#":
            value = self._length(value, part, parameter, code)
        elif parameter.operator in (":-", "-", ":+", "+"):
            chosen = self._default(value, part, parameter, code)
            if chosen is None:
                self._argument_items(out, part, parameter, code, assignment)
                return
            key = chosen.unknowns[0].key if chosen.unknowns and not assignment else None
            if isinstance(key, tuple) and key[:1] == ("default",) and _lists(parameter.argument):
                # Which of the two it is isn't known, and one of them may be several words.
                out.append(Many(chosen.unknowns[0]))
                return
            value = chosen
        elif parameter.operator:
            value = self._operate(value, part, parameter, code)
        self._add(out, value if value is not None else Value(), part, code, assignment)

    def _base(self, part: Part, parameter: Parameter, code: Code) -> Value | None:
        name = parameter.name
        if parameter.prefix == "!":
            if parameter.index is not None or parameter.operator in ("*", "@"):
                return Value((Unknown("!" + name, self._key(part, code), code.span(part.start, part.end)),))
            target = (
                self.variable(name, code, part) if not name.isdecimal() else self._special(name, part, code)
            )
            text = target.text if target is not None else None
            if text and text.isidentifier():
                return self.variable(text, code, part)
            if target is None or (text is not None and not _REFERRED.fullmatch(text)):
                self.refused = "line"
            return Value((Unknown("!" + name, self._key(part, code), code.span(part.start, part.end)),))
        if not (name[0].isalpha() or name[0] == "_"):
            return self._special(name, part, code)
        if parameter.index is None:
            return self.variable(name, code, part)
        return self._element(part, parameter, code)

    def _element(self, part: Part, parameter: Parameter, code: Code) -> Value | None:
        name, index = parameter.name, parameter.index or ""
        span = code.span(part.start, part.end)
        entry = self.lookup(name)
        if name == "BASH_SOURCE":
            if index in ("", "0"):
                return self.written_in(code, span)
            return Value((Unknown("BASH_SOURCE", ("script",), span, "", "script"),))
        unknown = Value((Unknown(f"{name}[{index}]", self._key(part, code), span),))
        if isinstance(entry, Scalar):
            return entry.value if index == "0" else unknown
        if not isinstance(entry, Array):
            return unknown
        if entry.keys is not None:
            key = self.key_text(index, code)
            if key is None or "*" in entry.keys:
                return unknown
            return entry.items[entry.keys.index(key)].value if key in entry.keys else None
        if any(item.opaque for item in entry.items):
            return unknown
        number = self.number(index, code)
        if number is None:
            return unknown
        if number < 0:
            number += len(entry.items)
        return entry.items[number].value if 0 <= number < len(entry.items) else None

    def _length(self, value: Value | None, part: Part, parameter: Parameter, code: Code) -> Value:
        if parameter.index in ("@", "*") or parameter.name in ("@", "*"):
            entry = self.lookup(parameter.name) if parameter.index else None
            items = (
                entry.items
                if isinstance(entry, Array)
                else self.positional()
                if not parameter.index
                else None
            )
            if isinstance(entry, Scalar) and entry.value.known:
                return Value.of("1")
            if isinstance(entry, Unset):
                return Value.of("0")
            unclear = isinstance(entry, Array) and entry.keys is not None and "*" in entry.keys
            if items is not None and not unclear and not any(item.opaque for item in items):
                return Value.of(str(len(items)))
        elif value is None:
            return Value.of("0")
        elif value.text is not None:
            return Value((Literal(str(len(value.text))),), value.assumes)
        return Value(
            (
                Unknown(
                    "#" + parameter.name, self._key(part, code), code.span(part.start, part.end), "", "number"
                ),
            )
        )


def _lists(argument: WordNode | None) -> bool:
    """Return whether the argument of an expansion holds a list (``$@``, ``${a[@]}``)."""
    return argument is not None and any(
        part.parameter is not None and (part.parameter.name == "@" or part.parameter.index == "@")
        for part in argument.parts
    )
