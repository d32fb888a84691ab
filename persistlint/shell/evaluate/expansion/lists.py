"""Lists: ``$@``, ``$*``, ``${a[@]}``, and what is done to each of their words."""

from __future__ import annotations

from persistlint.shell.code import Code
from persistlint.shell.environment import Array, Environment, Scalar, Unset
from persistlint.shell.evaluate.expansion.items import BLANKS, BREAK, Fields, Item, Many
from persistlint.shell.evaluate.expansion.operations import Operations
from persistlint.shell.syntax.nodes import Parameter, Part
from persistlint.shell.values import DOUBLE, Literal, Piece, Unknown, Value, Word

#: Operators that look whether there is something, without or behind a ``:``.
_DEFAULTS = ("-", "+", "=", "?")


class Lists(Operations):
    """Expands what may be several words."""

    def __init__(self, environment: Environment, dialect: str) -> None:
        super().__init__(environment, dialect)
        #: True where the order of an associative array's items doesn't matter (the rounds of a loop).
        self.any_order = False
        #: True inside the bare word of ``${x:-word}``, where lists are joined by blanks first.
        self._in_argument = False
        #: True while the part that is expanded is all of its word.
        self._alone = True

    def _items_into(
        self,
        out: list[Item | Fields],
        parts: list[Part],
        code: Code,
        *,
        tilde: bool = False,
        assignment: bool = False,
        split: bool = False,
    ) -> None:
        """Add what the parts become to ``out`` (the expander's part)."""
        raise NotImplementedError

    def _list(
        self, out: list[Item | Fields], part: Part, parameter: Parameter, code: Code, assignment: bool
    ) -> None:
        """Add the words of ``$@``, ``$*`` and ``${a[@]}``, with what is done to each of them."""
        assignment = assignment or self._whole
        operator = parameter.operator
        items, key = self._list_items(parameter)
        if operator.lstrip(":") in _DEFAULTS:
            filled = _is_filled(items, operator)
            if (filled is False and operator[-1] == "-") or (filled and operator[-1] == "+"):
                self._argument_items(out, part, parameter, code, assignment)
                return
            if filled is False and operator[-1] == "+":
                return
            if filled is None:
                items = None
                key = ("default", operator, self._perhaps(parameter.argument, code).identity(), key)
        elif operator:
            items = self._each(items, part, parameter, code) if items is not None else None
            if items is None:
                key = ("derived", operator, self._argument_key(parameter, code), key)
        one_word = assignment or (bool(part.quoting) and _is_star(parameter))
        if items is None:
            unknown = Unknown(parameter.name, key, code.span(part.start, part.end), part.quoting)
            out.append(unknown if one_word else Many(unknown))
            return
        self.steps += len(items) // 4
        for item in items:
            self.assumes |= item.value.assumes
        if one_word:
            self._one_word(out, items, key, part, parameter, code, assignment)
        else:
            self._several_words(out, items, key, part, parameter, code)

    def _list_items(self, parameter: Parameter) -> tuple[tuple[Word, ...] | None, object]:
        """Return the list's items, None where they aren't known, and the key of what is unknown of it."""
        if parameter.index is None:
            return self.positional(), ("positional", "all", self.environment.get("~shifted"))
        name = parameter.name
        entry = self.lookup(name)
        key = ("array", name, self.path)
        if parameter.prefix == "!":
            return self._keys(entry), key
        if isinstance(entry, Array):
            in_bashs_own_order = len(entry.items) > 1 and not self.any_order
            if entry.keys is not None and ("*" in entry.keys or in_bashs_own_order):
                return None, key
            return entry.items, key
        if isinstance(entry, Scalar):
            # What isn't known may be unset.
            pieces = entry.value.pieces
            opaque = bool(pieces) and not any(isinstance(piece, Literal) for piece in pieces)
            return (Word(entry.value, None, opaque=opaque),), key
        if isinstance(entry, Unset):
            return (), key
        return None, ("environment", name)

    def _keys(self, entry: object) -> tuple[Word, ...] | None:
        """Return the words of ``${!a[@]}``, None where they or their order aren't known."""
        if not isinstance(entry, Array):
            return None
        if entry.keys is None:
            if any(item.opaque for item in entry.items):
                return None
            return tuple(Word(Value.of(str(number)), None) for number in range(len(entry.items)))
        if "*" in entry.keys or not (self.any_order or len(entry.keys) < 2):
            return None
        return tuple(Word(Value.of(text), None) for text in entry.keys)

    def _one_word(
        self,
        out: list[Item | Fields],
        items: tuple[Word, ...],
        key: object,
        part: Part,
        parameter: Parameter,
        code: Code,
        assignment: bool,
    ) -> None:
        """Add the items as one word: in an assignment, or a ``"$*"``."""
        separators = self._separators()
        # ``${a[@]#x}`` is joined in another way than ``${a[@]}`` (measured).
        changing = _is_changing(parameter)
        opaque = any(item.opaque for item in items)
        if opaque or (separators is None and len(items) > 1) or (changing and separators == ""):
            out.append(Unknown(parameter.name, key, code.span(part.start, part.end), DOUBLE))
            return
        # In quotes a changed list is joined as ``${a[*]}`` is; without them only ``${a[@]#x}`` and ``${a[@]%x}`` are (measured).
        as_star = _is_star(parameter) or (changing and (bool(part.quoting) or parameter.operator[0] in "#%"))
        self._add(out, _joined(items, (separators or "")[:1] if as_star else " "), part, code, assignment)

    def _several_words(
        self,
        out: list[Item | Fields],
        items: tuple[Word, ...],
        key: object,
        part: Part,
        parameter: Parameter,
        code: Code,
    ) -> None:
        """Add the items as words of their own, or joined and split again where nothing quotes them."""
        separators = self._separators()
        changing = _is_changing(parameter)
        opaque = any(item.opaque for item in items)
        several = len(items) > 1
        unknown = Unknown(parameter.name, key, code.span(part.start, part.end), part.quoting)
        if opaque and not (self._alone and not several):
            # How many words it is decides what its neighbours are glued to.
            if self._alone and (part.quoting or not separators or separators[0] in BLANKS):
                self._opaque_list(out, items, part, code)
            else:
                out.append(Many(unknown))
        elif part.quoting:
            out.append(Fields(items))
        elif (
            separators is None
            or (changing and separators == "" and several)
            or (self._in_argument and separators[:1] != " " and several)
        ):
            out.append(Many(unknown))
        elif separators == "":
            for position, item in enumerate(items):
                if position:
                    out.append(BREAK)
                if item.opaque:
                    out.append(Many(unknown))
                elif item.value.pieces:
                    self._add(out, item.value, part, code, False)
        elif opaque:
            out.append(Many(unknown))
        else:
            self._add(out, _joined(items, separators[0]), part, code, False)

    def _opaque_list(self, out: list[Item | Fields], items: tuple[Word, ...], part: Part, code: Code) -> None:
        """Add a list that stands alone in its word, where the number of words in some items isn't known."""
        if part.quoting:
            out.append(Fields(items))
            return
        for position, item in enumerate(items):
            if position:
                out.append(BREAK)
            if item.opaque:
                out.append(Many(item.value.unknowns[0]))
            elif item.value.pieces:
                self._add(out, item.value, part, code, False)

    def _each(
        self, items: tuple[Word, ...], part: Part, parameter: Parameter, code: Code
    ) -> tuple[Word, ...] | None:
        if parameter.operator == ":":
            if any(item.opaque for item in items):
                return None
            argument = parameter.argument
            raw = code.text(argument.start, argument.end) if argument is not None else ""
            offset_text, _, length_text = raw.partition(":")
            offset = self.number(offset_text, code)
            length = self.number(length_text, code) if length_text else None
            if offset is None or (length_text and length is None) or offset < 0 or (length or 0) < 0:
                return None
            if parameter.index is None:
                if offset == 0:
                    return None
                offset -= 1
            return items[offset : offset + length] if length is not None else items[offset:]
        if any(item.opaque for item in items):
            return None
        out: list[Word] = []
        for item in items:
            value = self._operate(item.value, part, parameter, code)
            out.append(Word(value if value is not None else Value(), item.span))
        return tuple(out)

    def _argument_items(
        self, out: list[Item | Fields], part: Part, parameter: Parameter, code: Code, assignment: bool
    ) -> None:
        """Add the word of ``${x:-word}``: its quotes keep their meaning, its bare text is split like other text."""
        argument = parameter.argument
        parts = argument.parts if argument is not None else []
        if part.quoting:
            # One word at least, also where a list in it is empty.
            out.append(Literal("", code.span(part.start, part.start), DOUBLE))
        inside, self._in_argument = self._in_argument, not part.quoting
        self._items_into(
            out,
            parts,
            code,
            tilde=not part.quoting,
            assignment=assignment,
            split=not part.quoting and not assignment,
        )
        self._in_argument = inside


def _is_star(parameter: Parameter) -> bool:
    return parameter.name == "*" or parameter.index == "*"


def _is_changing(parameter: Parameter) -> bool:
    """Return whether the operator changes each item (``${a[@]#x}``)."""
    return bool(parameter.operator) and parameter.operator[0] in "#%/^,@"


def _is_filled(items: tuple[Word, ...] | None, operator: str) -> bool | None:
    """Return whether ``-``, ``+``, ``=`` or ``?`` finds something in the list, with ``:`` something that isn't empty. None where that isn't known."""
    if items is None:
        return None
    if not items:
        return False
    if all(item.opaque for item in items):
        # Nothing may be in it.
        return None
    if operator[0] == ":" and len(items) == 1:
        # One item, which is empty or may be.
        written = any(isinstance(piece, Literal) and piece.text for piece in items[0].value.pieces)
        return True if written else None
    return True


def _joined(items: tuple[Word, ...], separator: str) -> Value:
    """Return the items as one value, with the separator between them."""
    pieces: list[Piece] = []
    for position, item in enumerate(items):
        if position and separator:
            pieces.append(Literal(separator, None, DOUBLE))
        pieces += item.value.pieces
    return Value(pieces)
