"""Lists: ``$@``, ``$*``, ``${a[@]}``, and what is done to each of their words."""

from __future__ import annotations

from persistlint.shell.code import Code
from persistlint.shell.environment import Array, Environment, Scalar, Unset
from persistlint.shell.evaluate.expansion.items import BLANKS, BREAK, Fields, Item, Many
from persistlint.shell.evaluate.expansion.operations import Operations
from persistlint.shell.syntax.nodes import Parameter, Part
from persistlint.shell.values import DOUBLE, Literal, Piece, Unknown, Value, Word


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
        name = parameter.name
        star = name == "*" or parameter.index == "*"
        span = code.span(part.start, part.end)
        items: tuple[Word, ...] | None
        if parameter.index is None:
            items = self.positional()
            key: object = ("positional", "all", self.environment.get("~shifted"))
            label = name
        else:
            entry = self.lookup(name)
            label = name
            key = ("array", name, self.path)
            if parameter.prefix == "!":
                items = None
                if (
                    isinstance(entry, Array)
                    and entry.keys is not None
                    and "*" not in entry.keys
                    and (self.any_order or len(entry.keys) < 2)
                ):
                    items = tuple(Word(Value.of(text), None) for text in entry.keys)
                elif (
                    isinstance(entry, Array) and entry.keys is None and not any(i.opaque for i in entry.items)
                ):
                    items = tuple(Word(Value.of(str(number)), None) for number in range(len(entry.items)))
            elif isinstance(entry, Array):
                items = entry.items
                if entry.keys is not None and ("*" in entry.keys or (len(items) > 1 and not self.any_order)):
                    # Bash has an order of its own.
                    items = None
            elif isinstance(entry, Scalar):
                # What isn't known may be unset.
                items = (
                    Word(
                        entry.value,
                        None,
                        opaque=not any(isinstance(p, Literal) for p in entry.value.pieces)
                        and bool(entry.value.pieces),
                    ),
                )
            elif isinstance(entry, Unset):
                items = ()
            else:
                items = None
                key = ("environment", name)
        if parameter.operator:
            operator = parameter.operator
            if operator.lstrip(":") in ("-", "+", "=", "?"):
                empty = items is not None and not items
                if items and all(item.opaque for item in items):
                    # Nothing may be in it.
                    items = None
                if (
                    items is not None
                    and operator[0] == ":"
                    and len(items) == 1
                    and not (
                        items[0].opaque
                        or any(isinstance(p, Literal) and p.text for p in items[0].value.pieces)
                    )
                ):
                    # One item, which is empty or may be.
                    items = None
                    empty = False
                if operator[-1] == "-" and empty:
                    self._argument_items(out, part, parameter, code, assignment)
                    return
                if operator[-1] == "+":
                    if empty:
                        return
                    if items is not None:
                        self._argument_items(out, part, parameter, code, assignment)
                        return
                    items = None
            elif items is not None:
                items = self._each(items, part, parameter, code)
        if items is None:
            if parameter.operator.lstrip(":") in ("-", "+", "=", "?"):
                key = ("default", parameter.operator, self._perhaps(parameter.argument, code).identity(), key)
            elif parameter.operator:
                key = ("derived", parameter.operator, self._argument_key(parameter, code), key)
            unknown = Unknown(label, key, span, part.quoting)
            out.append(unknown if (star and part.quoting) or assignment else Many(unknown))
            return
        self.steps += len(items) // 4
        for item in items:
            self.assumes |= item.value.assumes
        opaque = any(item.opaque for item in items)
        # ``${a[@]#x}`` is joined in another way than ``${a[@]}`` (measured).
        changing = bool(parameter.operator) and parameter.operator[0] in "#%/^,@"
        separators = self._separators()
        unknown = Unknown(label, key, span, part.quoting)
        if assignment or (part.quoting and star):
            if opaque or (separators is None and len(items) > 1) or (changing and separators == ""):
                out.append(Unknown(label, key, span, DOUBLE))
                return
            # In quotes a changed list is joined as ``${a[*]}`` is; without them only ``${a[@]#x}`` and ``${a[@]%x}`` are (measured).
            joined_as_star = star or (changing and (bool(part.quoting) or parameter.operator[0] in "#%"))
            joint = (separators or "")[:1] if joined_as_star else " "
            pieces: list[Piece] = []
            for position, item in enumerate(items):
                if position and joint:
                    pieces.append(Literal(joint, None, DOUBLE))
                pieces += item.value.pieces
            self._add(out, Value(pieces), part, code, assignment)
        elif opaque and not (self._alone and len(items) == 1):
            # How many words it is decides what its neighbours are glued to.
            if self._alone and (part.quoting or not separators or separators[0] in BLANKS):
                self._opaque_list(out, items, part, code)
            else:
                out.append(Many(unknown))
        elif part.quoting:
            out.append(Fields(items))
        elif (
            separators is None
            or (changing and separators == "" and len(items) > 1)
            or (self._in_argument and separators[:1] != " " and len(items) > 1)
        ):
            out.append(Many(unknown))
        elif separators == "":
            for position, item in enumerate(items):
                if position:
                    out.append(BREAK)
                if item.opaque:
                    out.append(Many(unknown))
                elif item.value.pieces:
                    self._add(out, item.value, part, code, assignment)
        elif opaque:
            out.append(Many(unknown))
        else:
            # Joined by the first separator, then split.
            joined: list[Piece] = []
            for position, item in enumerate(items):
                if position:
                    joined.append(Literal(separators[0], None, DOUBLE))
                joined += item.value.pieces
            self._add(out, Value(joined), part, code, assignment)

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
