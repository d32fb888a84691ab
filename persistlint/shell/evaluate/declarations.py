"""``declare``, ``typeset``, ``local``, ``readonly`` and ``export`` (bash manual, "Bash Builtins")."""

from __future__ import annotations

from persistlint.shell.code import Code
from persistlint.shell.environment import Alternatives, Array, Reference, Scalar, Unset, may_be_unset
from persistlint.shell.evaluate.assignments import append, assign
from persistlint.shell.evaluate.functions import in_function, local_marker
from persistlint.shell.evaluate.lines import refuse, refused
from persistlint.shell.evaluate.redirections import redirections
from persistlint.shell.evaluate.variables import refuses, store, unknown_value
from persistlint.shell.syntax.nodes import Assignment, SimpleCommand
from persistlint.shell.values import Literal, Unknown, Value, Word
from persistlint.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.shell.evaluate.state import ShellState

DECLARATIONS = frozenset({"declare", "typeset", "local", "readonly", "export"})
#: Attributes that change what an assignment does.
_LASTING = "iulr"
_ASSIGNS = regex(r"([A-Za-z_][A-Za-z0-9_]*)(\+?)=")


class _Declaration:
    """One declaration: its name and its options so far."""

    __slots__ = ("local", "name", "new", "off", "on", "shell", "status")

    def __init__(self, shell: ShellState, name: str, options: list[str]) -> None:
        self.shell = shell
        self.name = name
        self.on = "".join(option[1:] for option in options if option.startswith("-"))
        self.off = "".join(option[1:] for option in options if option.startswith("+"))
        if name == "readonly":
            self.on += "r"
        #: Whether the name at hand has just become local, and is unset if it gets no value.
        self.new = False
        #: Whether everything so far was carried out; None where that isn't known.
        self.status: bool | None = True
        self.local = name == "local" or (
            name in ("declare", "typeset") and in_function(shell.frames) and "g" not in self.on
        )

    def refuses(self, name: str, *, value: bool) -> bool:
        """Return whether the shell refuses a read-only name. Then its declaration isn't carried out, but the others are; sh ends."""
        shell = self.shell
        if self.local and not _is_local(shell, name):
            verdict = refuses(shell, name)
        elif value or "r" in self.off:
            verdict = not (self.local and not _local_here(shell, name)) and refuses(shell, name)
        else:
            verdict = False
        if verdict is None:
            self.status = None
        elif verdict:
            self.status = False
            ends = ("dash", "ash") if self.local else ("sh", "dash", "ash", "posix")
            if value and shell.dialect in ends:
                refuse(shell)
        return bool(verdict)

    def begin(self, name: str) -> None:
        """Before the value is set."""
        shell = self.shell
        if self.local:
            self.new = make_local(shell, name)
        letters = "".join(letter for letter in _LASTING if letter in self.on and letter != "r")
        before = shell.environment.get("attr " + name)
        if letters or self.off:
            kept_letters = before if isinstance(before, str) and not (self.local and self.new) else ""
            kept_letters = "".join(letter for letter in kept_letters if letter not in self.off)
            shell.environment.set("attr " + name, "".join(sorted({*kept_letters, *letters})) or None)

    def finish(self, name: str) -> None:
        """After the value is set."""
        shell = self.shell
        if (self.name == "export" and "n" not in self.on) or (self.name != "export" and "x" in self.on):
            shell.environment.set("export " + name, True)
        elif "x" in self.off or self.name == "export":
            shell.environment.set("export " + name, None)
        if "r" in self.on:
            before = shell.environment.get("attr " + name)
            letters = before if isinstance(before, str) else ""
            shell.environment.set("attr " + name, "".join(sorted({*letters, "r"})))

    def without_value(self, name: str) -> None:
        shell = self.shell
        environment = shell.environment
        if self.name == "export" and "f" in self.on:
            environment.set(f"export {name}()", True)
            return
        if "f" in self.on or "F" in self.on or "p" in self.on or self.refuses(name, value=False):
            return
        self.begin(name)
        if "n" in self.on and self.name != "export":
            entry = environment.get(name)
            target = entry.value.text if isinstance(entry, Scalar) else None
            environment.set(name, Reference(target))
        elif "A" in self.on or "a" in self.on:
            before = environment.get(name)
            carried = self.new and _carried(before)
            if self.new and not carried:
                before = None
            elif self.local and not carried:
                before = _lists_only(before)
            environment.set(name, _as_list(before, "A" in self.on, opaque=carried))
        elif self.new and not _carried(environment.get(name)):
            environment.set(name, Unset())
        self.finish(name)

    def with_value(self, word: Word, name: str, equals: int, plus: bool) -> None:
        if self.refuses(name, value=True):
            return
        self.begin(name)
        value = word.value.cut(equals)
        if "n" in self.on and self.name != "export":
            self.shell.environment.set(name, Reference(value.text))
        elif plus:
            append(self.shell, name, value)
        else:
            self.replace(name)
            store(self.shell, name, value)
        self.finish(name)

    def replace(self, name: str) -> None:
        """Reset a new local variable: it has nothing of the variable that it hides."""
        if self.local and not isinstance(self.shell.environment.get(name), (Scalar, Unset)):
            self.shell.environment.set(name, Unset())

    def operand(self, word: Word) -> None:
        """Declare one operand: a name, or a quoted or computed ``name=value``."""
        marked = word.value.marked()
        match = _ASSIGNS.match(marked)
        if match and word.opaque:
            unknown = unknown_value(self.shell, match.group(1), "declared")
            word = Word(Value((Literal(match.group()), *unknown.pieces)), None)
        if match:
            self.with_value(word, match.group(1), match.end(), bool(match.group(2)))
        elif marked.isidentifier() and not word.opaque:
            self.without_value(marked)
        elif self.status is not False and not set(self.on) & set("fFp"):
            # No name: the command fails, and goes on with the others.
            self.status = None if word.text is None or "[" in word.text else False


def declare(shell: ShellState, name: str, node: SimpleCommand, code: Code) -> bool | None:
    """Carry out a declaration as written: its assignments are not split into words."""
    words: list[tuple[int, Word]] = []
    for written in node.words[1:]:
        words += [(written.start, word) for word in shell.expander.word(written, code)]
        if shell.expander.refused:
            refused(shell)
            return False
    options, operands = _parted([word for _, word in words])
    declaration = _Declaration(shell, name, options)
    starts = [start for start, _ in words][len(words) - len(operands) :]
    assignments = list(node.assignments)
    for start, operand in zip(starts, operands, strict=True):
        while assignments and assignments[0].start < start:
            _declare_assignment(declaration, assignments.pop(0), code)
            if shell.ended():
                return False
        declaration.operand(operand)
        if shell.ended():
            return False
    for assignment in assignments:
        _declare_assignment(declaration, assignment, code)
        if shell.ended():
            return False
    redirections(shell.expander, node.redirects, code)
    return declaration.status


def _declare_assignment(declaration: _Declaration, assignment: Assignment, code: Code) -> None:
    shell = declaration.shell
    expander = shell.expander
    if assignment.array is None and assignment.index is None and not assignment.append:
        # Braces are expanded before the word is known to be an assignment.
        value = expander.last_of_braces(assignment.value, code)
        if value is None:
            value = expander.single(assignment.value, code, assignment=True)
        if refused(shell) or declaration.refuses(assignment.name, value=True):
            return
        declaration.begin(assignment.name)
        if "n" in declaration.on and declaration.name != "export":
            shell.environment.set(assignment.name, Reference(value.text))
        else:
            declaration.replace(assignment.name)
            store(shell, assignment.name, value)
    else:
        if declaration.refuses(assignment.name, value=True):
            return
        declaration.begin(assignment.name)
        if declaration.local and not assignment.append and "A" not in declaration.on:
            shell.environment.set(assignment.name, Unset())
        if assign(shell, assignment, code, keys="A" in declaration.on) is False:
            declaration.status = False
    if not refused(shell):
        declaration.finish(assignment.name)


def declare_words(shell: ShellState, words: list[Word]) -> bool | None:
    """Carry out a declaration whose name was computed or quoted (``command export A=b``)."""
    options, operands = _parted(words[1:])
    declaration = _Declaration(shell, words[0].text or "", options)
    for operand in operands:
        declaration.operand(operand)
        if shell.ended():
            return False
    return declaration.status


def _parted(words: list[Word]) -> tuple[list[str], list[Word]]:
    options: list[str] = []
    for index, word in enumerate(words):
        text = word.text
        if text is None or not text.startswith(("-", "+")) or text == "--":
            return options, words[index + 1 :] if text == "--" else words[index:]
        options.append(text)
    return options, []


def _carried(entry: object) -> bool:
    """Return whether an earlier round of a loop may have made the variable local and set it."""
    if isinstance(entry, Array) and entry.keys is not None:
        return "*" in entry.keys
    values = [entry.value] if isinstance(entry, Scalar) else []
    if isinstance(entry, Array):
        values = [item.value for item in entry.items]
    for value in values:
        key = value.pieces[0].key if len(value.pieces) == 1 and isinstance(value.pieces[0], Unknown) else None
        if isinstance(key, tuple) and key[0] == "loop":
            return True
    return False


def _as_list(entry: object, associative: bool, *, opaque: bool) -> Array | Alternatives:
    """Return the list that ``declare -a`` makes of a variable: a list stays, a text becomes item 0. With ``opaque``, other items aren't known."""
    if isinstance(entry, Alternatives):
        return Alternatives(
            tuple((guard, _as_list(option, associative, opaque=opaque)) for guard, option in entry.options)
        )
    if isinstance(entry, Array):
        return entry
    if isinstance(entry, Scalar):
        if opaque or may_be_unset(entry):
            return Array((), ("*",)) if associative else Array((Word(entry.value, None, opaque=True),))
        return Array((Word(entry.value, None),), ("0",) if associative else None)
    return Array((), () if associative else None)


def _lists_only(entry: object) -> object:
    """Return the entry if it is a list. A local text that becomes a list in the same call is forgotten (measured)."""
    if isinstance(entry, Alternatives):
        return Alternatives(tuple((guard, _lists_only(option)) for guard, option in entry.options))
    return entry if isinstance(entry, Array) else None


def _is_local(shell: ShellState, name: str) -> bool:
    """Return whether the variable is local to a call that is under way."""
    return any(
        frame.kind == "function" and shell.environment.get(local_marker(position, name)) is not None
        for position, frame in enumerate(shell.frames)
    )


def _local_here(shell: ShellState, name: str) -> bool:
    """Return whether the variable is local to the innermost call."""
    for position in range(len(shell.frames) - 1, -1, -1):
        if shell.frames[position].kind == "function":
            return shell.environment.get(local_marker(position, name)) is not None
    return False


def make_local(shell: ShellState, name: str) -> bool:
    """Have the function's end bring back what ``name`` is now; False where it keeps its value without one of its own."""
    for position in range(len(shell.frames) - 1, -1, -1):
        frame = shell.frames[position]
        if frame.kind == "subshell":
            return True
        if frame.kind == "function":
            environment = shell.environment
            marker = local_marker(position, name)
            frame.locals.add(name)
            if environment.get(marker) is not None:
                return False
            environment.set(marker, (environment.get(name), environment.get("attr " + name)))
            environment.set("attr " + name, None)
            return name not in frame.given
    return False
