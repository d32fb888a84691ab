"""Reads a Makefile: its variables, and the recipe of each target as shell code (GNU make's manual, "Writing Recipes in Rules").

Each line of a recipe is a shell of its own, unless ``.ONESHELL`` is there. Each target is a unit of its own: which of them run, and in which order, is
decided by whoever calls make.
"""

from __future__ import annotations

from persistlint.hosts.derived import VARIABLE, Chunk, Derived, Raw, text_of, unknown_chunk, variables_in
from persistlint.hosts.makefile.expansion import Expander, Variable
from persistlint.hosts.makefile.raw import SEMICOLON, Lines, find_outside, split_outside, without_comment
from persistlint.text.budgets import MOST_SOURCED
from persistlint.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from persistlint.hosts.fragment import Fragment
    from persistlint.text.spans import Span

    #: Gives the bytes of a file for its name as the Makefile writes it, or None.
    ReadFile = Callable[[str], "bytes | None"]

_SIGN = regex(r"\$|(?::{1,3}|[?+!])?=|&?::?")
_ASSIGNED = regex(r"\$|(?::{1,3}|[?+!])?=")
_WORD = regex(r"[ \t]*([^\s:=$]+)(?=[ \t]|\Z)")
_MODIFIERS = frozenset(("export", "override", "private", "unexport"))
_CONDITIONALS = frozenset(("else", "endif", "ifdef", "ifeq", "ifndef", "ifneq"))
_SHELLS = {"ash", "bash", "dash", "ksh", "sh", "zsh"}
_LINE_END = regex(r"\\*\n")


class EatenReference:
    """A ``$`` that make takes for a reference though the shell is meant: ``$PWD`` is ``$(P)`` and ``WD``, and ``$(pwd)`` a variable of this name.

    It is written from byte ``start`` to ``end`` of the document, where ``span`` says so too. ``meant`` is what the shell would have got, ``given`` what make leaves
    of it.
    """

    __slots__ = ("end", "given", "meant", "span", "start")

    def __init__(self, start: int, end: int, meant: str, given: str) -> None:
        self.start = start
        self.end = end
        self.meant = meant
        self.given = given
        self.span: Span | None = None


class Recipe:
    """The recipe of one rule: its first ``target`` as far as it is known, and its lines, each with the certainty that it is there."""

    __slots__ = ("lines", "own", "target")

    def __init__(self, target: str) -> None:
        self.target = target
        self.lines: list[tuple[Raw, str]] = []
        self.own: dict[str, Variable] = {}


class MakefileReading:
    """``fragments`` are the lines of recipes, ``eaten`` the dollars that make takes for its own."""

    __slots__ = ("eaten", "fragments")

    def __init__(self, fragments: list[Fragment], eaten: list[EatenReference]) -> None:
        self.fragments = fragments
        self.eaten = eaten


def read_makefile(data: bytes, read_file: ReadFile | None = None) -> MakefileReading:
    """Read a Makefile. ``read_file`` gives the files that it includes. Never raises."""
    reader = _Reader(read_file)
    reader.read(Lines(data))
    fragments = reader.recipes()
    return MakefileReading(fragments, reader.eaten)


def write_in_makefile(text: str) -> str:
    """Return how a text for the shell is written in a recipe."""
    return text.replace("$", "$$")


class _Reader:
    def __init__(self, read_file: ReadFile | None) -> None:
        self._read_file = read_file
        self._depth = 0
        self._variables: dict[str, Variable] = {}
        self._expander = Expander(self._variables)
        #: Of each conditional around: whether its arm is read (None: perhaps), and whether an arm before was.
        self._conditions: list[tuple[bool | None, bool | None]] = []
        self._rule: list[Recipe] = []
        self._recipes: list[Recipe] = []
        #: Variables that rules give to their targets, by target.
        self._of_targets: dict[str, dict[str, Variable]] = {}
        self._exported: dict[str, bool] = {}
        self._exports_all = False
        self._hidden = False
        self._one_shell = False
        self.eaten: list[EatenReference] = []

    # -- lines

    def read(self, lines: Lines) -> None:
        while True:
            prefix = self._prefix()
            if self._rule and lines.begins_with(prefix):
                line = lines.recipe_line(prefix)
                certainty = self._certainty()
                if certainty and self._depth == 0:
                    for recipe in self._rule:
                        recipe.lines.append((line, certainty))
                continue
            raw = lines.logical()
            if raw is None:
                break
            raw = without_comment(raw)
            # Blanks at the end belong to a variable's value.
            self._line(raw.without_lead(), lines)

    def _prefix(self) -> bytes:
        variable = self._variables.get(".RECIPEPREFIX")
        if variable is None:
            return b"\t"
        text = variable.text.text if variable.value is None else text_of(variable.value) or ""
        return text[:1].encode("latin-1") or b"\t"

    def _certainty(self) -> str:
        """Return whether a line here counts: "certain", "possible", or "" where it doesn't."""
        if any(state is False for state, _ in self._conditions):
            return ""
        return "possible" if any(state is None for state, _ in self._conditions) else "certain"

    def _line(self, raw: Raw, lines: Lines) -> None:
        if not raw.text.strip():
            return
        word = _WORD.match(raw.text)
        first = word.group(1) if word is not None else ""
        rest = raw.cut(word.end()) if word is not None else raw
        rest = rest.without_lead()
        if first in _CONDITIONALS:
            self._conditional(first, rest.stripped())
            return
        certainty = self._certainty()
        if first == "define" or (first in _MODIFIERS and rest.text.startswith("define ")):
            # The definition's lines are read in any case, also of an arm that isn't taken.
            rest = rest.stripped()
            self._define(rest if first == "define" else rest.cut(7).stripped(), lines, certainty)
            return
        if not certainty:
            return
        if first in ("include", "-include", "sinclude"):
            self._rule = []
            self._include(rest)
            return
        if first in _MODIFIERS:
            self._modified(first, rest, raw, certainty, lines)
            return
        if first in ("vpath", "undefine"):
            self._rule = []
            if first == "undefine":
                self._undefine((self._expander.known(rest) or "").strip(), certainty)
            return
        match = find_outside(raw.text, _SIGN)
        if match is None:
            return
        if match.group().endswith("="):
            self._rule = []
            self._assign(raw, match.start(), match.end(), self._variables, certainty)
        else:
            self._begin_rule(raw, match.start(), match.end(), certainty, lines)

    def _modified(self, first: str, rest: Raw, raw: Raw, certainty: str, lines: Lines) -> None:
        """Read an assignment or names behind ``export``, ``override`` and the like."""
        self._rule = []
        match = find_outside(rest.text, _SIGN)
        if match is not None and match.group().endswith("="):
            overrides = first == "override"
            while (word := _WORD.match(rest.text)) is not None and word.group(1) in _MODIFIERS:
                overrides = overrides or word.group(1) == "override"
                rest = rest.cut(word.end())
                match = find_outside(rest.text, _ASSIGNED)
                if match is None:
                    return
            name = self._assign(rest, match.start(), match.end(), self._variables, certainty, overrides)
            if first == "export" and name:
                self._exported[name] = True
        elif first == "export":
            names = (self._expander.known(rest) or "").split()
            self._exports_all = self._exports_all or not rest.text
            self._exported.update(dict.fromkeys(names, True))
        elif first == "unexport":
            self._exported.update(dict.fromkeys((self._expander.known(rest) or "").split(), False))
        elif match is not None:
            self._begin_rule(raw, *(find_outside(raw.text, _SIGN) or match).span(), certainty, lines)

    def _conditional(self, first: str, rest: Raw) -> None:
        if first == "endif":
            if self._conditions:
                self._conditions.pop()
            return
        if first == "else":
            if not self._conditions:
                return
            _, before = self._conditions.pop()
            answer: bool | None = True
            word = _WORD.match(rest.text)
            if word is not None and word.group(1) in _CONDITIONALS:
                answer = self._answer(word.group(1), rest.cut(word.end()).stripped())
            if before:
                self._conditions.append((False, True))
            elif before is None:
                self._conditions.append((False if answer is False else None, None))
            else:
                self._conditions.append((answer, answer))
            return
        answer = self._answer(first, rest)
        self._conditions.append((answer, answer))

    def _answer(self, kind: str, rest: Raw) -> bool | None:
        if kind in ("ifdef", "ifndef"):
            name = self._expander.known(rest)
            variable = self._variables.get(name.strip()) if name is not None else None
            if variable is None or not variable.is_known:
                return None
            if variable.value is not None:
                value = text_of(variable.value)
                return None if value is None else bool(value) == (kind == "ifdef")
            return bool(variable.text.text) == (kind == "ifdef")
        sides = _sides(rest)
        if sides is None:
            return None
        left, right = self._expander.known(sides[0]), self._expander.known(sides[1])
        if left is None or right is None:
            return None
        return (left == right) == (kind == "ifeq")

    # -- variables

    def _assign(
        self,
        raw: Raw,
        start: int,
        end: int,
        variables: dict[str, Variable],
        certainty: str,
        overrides: bool = False,
    ) -> str:
        """Carry out an assignment whose sign stands from ``start`` to ``end``; its variable's name, "" where that isn't known."""
        name = self._expander.known(raw.cut(0, start).stripped())
        value = raw.cut(end).without_lead()
        if not name:
            return ""
        self._set(name, raw.text[start:end], value, variables, certainty, overrides)
        return name

    def _set(
        self,
        name: str,
        sign: str,
        value: Raw,
        variables: dict[str, Variable],
        certainty: str,
        overrides: bool = False,
    ) -> None:
        before = variables.get(name)
        is_known = certainty == "certain" and not self._hidden and sign != "!="
        if name in variables and variables[name].is_override and not overrides:
            # Nothing but another ``override`` changes it.
            return
        if sign == "?=" and (before is not None or name in self._variables):
            if before is not None and not before.is_known and overrides:
                # It may be set here, and then nothing else changes it.
                before.is_override = True
            return
        expands = sign.startswith(":")
        if sign == "+=" and before is not None:
            before.append(value, self._expander.expand(value) if before.value is not None else [])
            before.is_known = is_known and before.is_known
            variable = before
        else:
            variable = Variable(value, self._expander.expand(value) if expands else None, is_known)
        variable.is_override = overrides
        if variables is not self._variables and sign == "+=":
            variable.is_appended = before is None or before.is_appended
        variables[name] = variable

    def _undefine(self, name: str, certainty: str) -> None:
        variable = self._variables.get(name)
        if variable is None or variable.is_override:
            return
        if certainty == "certain":
            del self._variables[name]
        else:
            self._variables[name] = Variable(Raw([]), None, False)

    def _define(self, head: Raw, lines: Lines, certainty: str) -> None:
        self._rule = []
        value = lines.definition()
        if not certainty:
            return
        match = find_outside(head.text, _ASSIGNED)
        sign = match.group() if match is not None else "="
        name = self._expander.known(head.cut(0, match.start() if match is not None else None).stripped())
        if name:
            self._set(name, sign, value, self._variables, certainty)

    def _include(self, rest: Raw) -> None:
        names = self._expander.known(rest)
        if names is None or self._read_file is None or self._depth >= MOST_SOURCED:
            return
        for name in names.split():
            data = self._read_file(name) if not any(sign in name for sign in "*?[%") else None
            if data is None:
                continue
            hidden, self._hidden = self._hidden, self._hidden or name.rpartition("/")[2].startswith(".env")
            self._depth += 1
            conditions, self._conditions = self._conditions, list(self._conditions)
            self.read(Lines(data, is_placed=False))
            self._conditions = conditions
            self._depth -= 1
            self._hidden = hidden
            self._rule = []

    # -- rules

    def _begin_rule(self, raw: Raw, start: int, end: int, certainty: str, lines: Lines) -> None:
        self._rule = []
        targets_raw = raw.cut(0, start).stripped()
        written = self._expander.known(targets_raw)
        targets = written.split() if written is not None else [targets_raw.text]
        if ".ONESHELL" in targets:
            self._one_shell = True
        behind = raw.cut(end)
        assigned = find_outside(behind.text, _ASSIGNED)
        semicolon = find_outside(behind.text, SEMICOLON)
        if assigned is not None and (semicolon is None or assigned.start() < semicolon.start()):
            self._of_target(behind, targets, certainty)
            return
        targets = [target for target in targets if not target.startswith(".") or "/" in target]
        if not targets:
            return
        recipe = Recipe(targets[0])
        self._rule = [recipe]
        self._recipes.append(recipe)
        if semicolon is not None and self._depth == 0:
            recipe.lines.append((lines.recipe_behind_rule(self._prefix()), certainty))

    def _of_target(self, behind: Raw, targets: list[str], certainty: str) -> None:
        """Read ``target: NAME = value``."""
        overrides = False
        while (word := _WORD.match(behind.text)) is not None and word.group(1) in _MODIFIERS:
            overrides = overrides or word.group(1) == "override"
            behind = behind.cut(word.end())
        match = find_outside(behind.text, _ASSIGNED)
        if match is None:
            return
        for target in targets:
            variables = self._of_targets.setdefault(target, {})
            self._assign(behind, match.start(), match.end(), variables, certainty, overrides)

    # -- recipes

    def recipes(self) -> list[Fragment]:
        """Return the fragments of every recipe, in the order in which they are written."""
        fragments: list[Fragment] = []
        given = frozenset(name for variables in self._of_targets.values() for name in variables)
        for recipe in self._recipes:
            if not recipe.lines:
                continue
            expander = self._expander
            expander.target = recipe.target
            own_variables = self._of_targets.get(recipe.target, {}) if "%" not in recipe.target else {}
            expander.own = {name: self._appended(name, variable) for name, variable in own_variables.items()}
            # What the target itself has is asked first.
            expander.undecided = given
            fragments += self._recipe(recipe)
        return fragments

    def _appended(self, name: str, own_value: Variable) -> Variable:
        """Return a target's variable, with that of all targets before it where it is added to that."""
        everywhere = self._variables.get(name)
        if not own_value.is_appended or everywhere is None:
            return own_value
        is_known = own_value.is_known and everywhere.is_known
        blank = Chunk(b" ")
        if everywhere.value is not None:
            return Variable(
                own_value.text, [*everywhere.value, blank, *self._expander.expand(own_value.text)], is_known
            )
        return Variable(Raw([*everywhere.text.chunks(), blank, *own_value.text.chunks()]), None, is_known)

    def _recipe(self, recipe: Recipe) -> list[Fragment]:
        commands: list[tuple[list[_Item], str]] = []
        for raw, certainty in recipe.lines:
            commands += ((items, certainty) for items in _split(self._items(raw)))
        if self._one_shell and commands:
            # One line in which make sees modifiers only at the beginning; a shell's inner lines lose theirs too.
            joined: list[_Item] = []
            for items, _ in commands:
                joined += (*_without_modifiers(items), (None, [Chunk(b"\n")]))
            least = "possible" if any(certainty != "certain" for _, certainty in commands) else "certain"
            commands = [(joined, least)]
        dialect = self._dialect()
        fragments = []
        for items, certainty in commands:
            derived = Derived()
            items = items if self._one_shell else _without_modifiers(items)
            self._surround(derived, items)
            for reference, chunks in items:
                if reference is None:
                    derived.add_all(chunks)
                else:
                    derived.add_reference(*reference, chunks)
            if derived.length:
                fragments.append(
                    derived.fragment(
                        dialect=dialect,
                        unit=f"make {recipe.target}",
                        certainty=certainty,
                        write=write_in_makefile,
                    )
                )
        return fragments

    def _items(self, raw: Raw) -> list[_Item]:
        """Return the line's text and references, expanded, in order."""
        items: list[_Item] = []
        text = raw.text
        at = 0
        while (dollar := text.find("$", at)) >= 0:
            if dollar > at:
                items.append((None, raw.chunks(at, dollar)))
            chunks, end = self._expander.reference(raw, dollar)
            place = raw.place(dollar)
            if place >= 0 and self._note_eaten(text, dollar, end, place):
                chunks = [unknown_chunk(text[dollar:end], ("eaten", text[dollar:end]), "eaten")]
            items.append(((place, place + end - dollar) if place >= 0 else None, chunks))
            at = end
        items.append((None, raw.chunks(at)))
        return items

    def _note_eaten(self, text: str, dollar: int, end: int, place: int) -> bool:
        """Note a reference of make's where the shell's is meant; False where it isn't one."""
        written = text[dollar:end]
        name = VARIABLE.match(text, dollar)
        if written[1:2] == "(" and written.endswith(")"):
            inner = written[2:-1]
            if inner.split(" ")[0] not in _SHELL_COMMANDS or inner in self._variables:
                return False
            meant, given = written, ""
        elif len(written) == 2 and name is not None and name.group(1) in _SHELL_VARIABLES:
            if written[1] in self._variables or written[1] in self._expander.own:
                return False
            meant = name.group()
            given = meant[2:]
        else:
            return False
        self.eaten.append(EatenReference(place, place + len(meant), meant, given))
        return True

    def _dialect(self) -> str:
        variable = self._variables.get("SHELL")
        if variable is None:
            return "sh"
        shell = (self._value(variable) or "").split()
        name = shell[-1].rpartition("/")[2] if shell else ""
        return name if name in _SHELLS else "bash"

    def _value(self, variable: Variable) -> str | None:
        return text_of(self._expander.expand(variable.text) if variable.value is None else variable.value)

    def _surround(self, derived: Derived, items: list[_Item]) -> None:
        """Put before a recipe line what its shell is started with: exported variables that it names, and options."""
        flags = self._variables.get(".SHELLFLAGS")
        words = (self._value(flags) or "").split() if flags is not None else []
        options = [word for word in words if word in ("-e", "-u", "-eu", "-ue", "pipefail", "-o", "-euo")]
        if options and ("pipefail" in options) == any(word.endswith("o") for word in options):
            derived.add_text(f"set {' '.join(options)}\n")
        if not self._exported and not self._exports_all:
            return
        text = "".join(chunk.text.decode("latin-1") for _, chunks in items for chunk in chunks)
        for name in variables_in(text):
            variable = self._expander.own.get(name) or self._variables.get(name)
            if variable is None or not self._exported.get(name, self._exports_all):
                continue
            value = self._expander.expand(Raw([Chunk(f"$({name})".encode("latin-1"))]))
            if any(b"\n" in chunk.text for chunk in value):
                continue
            derived.add_export(name, value)


#: A stretch of a recipe's line: what it gives, and the place of the reference that it stands for.
_Item = tuple["tuple[int, int] | None", "list[Chunk]"]

_SHELL_VARIABLES = frozenset(("HOME", "PWD", "USER", "UID", "GID", "HOSTNAME", "OLDPWD", "TMPDIR", "LOGNAME"))
_SHELL_COMMANDS = frozenset(
    ("pwd", "id", "whoami", "hostname", "dirname", "realpath", "readlink", "date", "uname")
)


def _split(items: Iterable[_Item]) -> list[list[_Item]]:
    """Return the commands of an expanded line: a line end that no backslash precedes parts them."""
    commands: list[list[_Item]] = [[]]
    #: Backslashes at the end of the text before.
    pending = 0
    for reference, chunks in items:
        current: list[Chunk] = []
        for chunk in chunks:
            text = chunk.text.decode("latin-1")
            at = 0
            for match in _LINE_END.finditer(text):
                before = pending if not match.start() else 0
                if (len(match.group()) + before) % 2:
                    current.append(chunk.cut(at, match.end() - 1))
                    commands[-1].append((reference, current))
                    commands.append([])
                    current = []
                    at = match.end()
            stripped = len(text.rstrip("\\"))
            pending = len(text) - stripped + (pending if not stripped else 0)
            current.append(chunk if not at else chunk.cut(at, len(chunk.text)))
        commands[-1].append((reference, current))
    return [command for command in commands if any(chunks for _, chunks in command)]


def _without_modifiers(items: list[_Item]) -> list[_Item]:
    """Return a line without the blanks, ``@``, ``-`` and ``+`` at its beginning."""
    out: list[_Item] = []
    begun = False
    for reference, chunks in items:
        if begun:
            out.append((reference, chunks))
            continue
        chunks_kept: list[Chunk] = []
        for chunk in chunks:
            if begun or chunk.unknown is not None:
                begun = True
                chunks_kept.append(chunk)
                continue
            start = len(chunk.text) - len(chunk.text.lstrip(b" \t@-+"))
            if start < len(chunk.text):
                begun = True
                chunks_kept.append(chunk.cut(start, len(chunk.text)))
        if chunks_kept:
            out.append((reference, chunks_kept))
    return out


def _sides(rest: Raw) -> tuple[Raw, Raw] | None:
    """Return what ``ifeq`` compares: ``(a,b)``, or two words in quotation marks."""
    text = rest.text
    if text.startswith("(") and text.endswith(")"):
        parts = split_outside(rest.cut(1, len(text) - 1), ",", 2)
        return (parts[0].stripped(), parts[1].stripped()) if len(parts) == 2 else None
    if text[:1] in ("'", '"'):
        end = text.find(text[0], 1)
        second = rest.cut(end + 1).stripped()
        if (
            end > 0
            and len(second.text) >= 2
            and second.text[0] in "'\""
            and second.text[-1] == second.text[0]
        ):
            return rest.cut(1, end), second.cut(1, len(second.text) - 1)
    return None
