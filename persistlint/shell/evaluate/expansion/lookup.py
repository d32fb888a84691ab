"""Lookup of variables and parameters."""

from __future__ import annotations

import os

from persistlint.shell import environment as env
from persistlint.shell.code import Code
from persistlint.shell.environment import (
    Alternatives,
    Array,
    Environment,
    Reference,
    Scalar,
    Split,
    Unset,
    may_be_unset,
)
from persistlint.shell.evaluate.directories import spoken
from persistlint.shell.invocation import NO_GUARD, Branch, Guard
from persistlint.shell.syntax.nodes import Part
from persistlint.shell.values import Literal, Unknown, Value, Word
from persistlint.text.budgets import MOST_ALTERNATIVES
from persistlint.text.numerals import number_of
from persistlint.text.spans import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

#: Variables that differ each time they are read.
_RANDOM = frozenset({"RANDOM", "SRANDOM", "SECONDS", "EPOCHSECONDS", "EPOCHREALTIME", "BASHPID"})


class Lookup:
    """Looks up variables in ``environment``. ``path`` makes the keys of unknowns differ between calls and rounds."""

    def __init__(self, environment: Environment, dialect: str) -> None:
        self.environment = environment
        self.dialect = dialect
        #: The path of the document; sourced files are told relative to its folder.
        self.document = ""
        #: Sets a variable as an assignment does.
        self.store: Callable[[str, Value], None] = lambda name, value: environment.set(name, Scalar(value))
        #: Whether the shell refuses to set a variable.
        self.refuses: Callable[[str], bool] = lambda name: False
        #: What the shell does as it refuses an expansion: "line" (it drops what it carries out), "number" (the same, and that is no failure for
        #: ``set -e``: what can't be computed) or "exit"; "" where it refuses none.
        self.refused = ""
        #: While true, what is expanded may not be: the commands that it runs are possible.
        self.doubtful = False
        #: Work that was done since the evaluator last asked.
        self.steps = 0
        self.path: tuple[object, ...] = ()
        self.assumes: set[str] = set()
        #: While true, an entry that depends on a branch raises ``Split``; else it is unknown.
        self.splitting = True

    def _key(self, part: Part, code: Code) -> tuple[object, ...]:
        return ("evaluation", self.path, code.span(part.start, part.end))

    def lookup(self, name: str) -> object:
        """Return a variable's entry. Raises ``Split`` where it depends on a branch (see ``splitting``)."""
        entry = self.environment.get(name)
        if isinstance(entry, Alternatives):
            entry = self.choose(name, entry)
        if isinstance(entry, Reference):
            return self._referred(name, entry)
        return entry

    def _referred(self, name: str, entry: Reference) -> object:
        for _ in range(8):
            target = entry.target
            if target is None:
                break
            target_entry = self.environment.get(target)
            if not isinstance(target_entry, Reference):
                # A name that the text never sets is looked up as such by ``variable``.
                return (
                    target_entry
                    if target_entry is not None
                    else Scalar(self._environment_value(target, None))
                )
            entry = target_entry
        return Scalar(Value((Unknown(name, ("reference", name, self.path)),)))

    def choose(self, name: str, entry: Alternatives) -> object:
        """Return the alternative of an entry that is in force here. Raises ``Split`` where that depends on a branch."""
        flow = self.environment.get(env.FLOW)
        guard = flow if isinstance(flow, Guard) else NO_GUARD
        options = [option for option in entry.options if guard.joined(option[0]) is not None]
        if options:
            first = options[0][1]
            if all(option is first or option == first for _, option in options):
                return first
        if not self.splitting or len(entry.options) > MOST_ALTERNATIVES or not options:
            return self._any_of(name, entry)
        for option_guard, _ in options:
            for branch, mask in option_guard.arms.items():
                if guard.arms.get(branch, branch.all_arms) & ~mask:
                    raise Split(branch, _masks(branch, [option[0] for option in options], guard))
        # No branch that is remembered tells them apart.
        return self._any_of(name, entry)

    def _any_of(self, name: str, entry: Alternatives) -> object:
        kind = "maybe" if any(may_be_unset(option) for _, option in entry.options) else ""
        unknown = Unknown(name, ("alternatives", name, entry), None, "", kind)
        if any(isinstance(option, Array) for _, option in entry.options):
            return Array((Word(Value((unknown,)), None, opaque=True),))
        return Scalar(Value((unknown,)))

    def variable(self, name: str, code: Code, part: Part | None) -> Value | None:
        """Return a variable's value, None where it is known to be unset."""
        if name in _RANDOM and self.environment.get(name) is None:
            place = code.span(part.start, part.end) if part is not None else None
            key = self._key(part, code) if part is not None else (name,)
            return Value((Unknown(name, key, place, "", "random"),))
        entry = self.lookup(name)
        if isinstance(entry, Scalar):
            return entry.value
        span = code.span(part.start, part.end) if part is not None else None
        if isinstance(entry, Array):
            if not entry.items:
                return None
            first = entry.items[0]
            if entry.keys is not None or first.opaque:
                return Value((Unknown(name, ("element", name, self.path, "0"), span),))
            return first.value
        if isinstance(entry, Unset):
            return None
        if name == "PWD":
            directory = self.environment.get(env.CWD)
            if isinstance(directory, Scalar):
                return spoken(directory.value)
            return Value((Unknown("PWD", ("cwd",), span, "", "cwd"),))
        if name == "HOME":
            return Value((Unknown("HOME", ("environment", "HOME"), span, "", "home"),))
        if name == "BASH_SOURCE":
            return self.written_in(code, span)
        if name in ("UID", "EUID", "PPID"):
            return Value((Unknown(name, ("environment", name), span, "", "number"),))
        return self._environment_value(name, span)

    def written_in(self, code: Code, span: Span | None) -> Value:
        """Return the path of the file that holds this text: what ``BASH_SOURCE`` says in it."""
        path, digest, _ = code.origin().anchor
        document = os.path.abspath(self.document)
        if not digest.startswith("sourced ") or os.path.abspath(path) == document:
            return Value((Unknown("BASH_SOURCE", ("script",), span, "", "script"),))
        relative = os.path.relpath(os.path.abspath(path), os.path.dirname(document)).replace(os.sep, "/")
        script_folder = Unknown('$(dirname "$0")', ("scriptdir",), span, "", "scriptdir")
        return Value((script_folder, Literal("/" + relative)))

    def _environment_value(self, name: str, span: Span | None) -> Value:
        """Return the value of a variable that the text never sets."""
        return Value((Unknown(name, ("environment", name), span, "", "env"),))

    def positional(self) -> tuple[Word, ...] | None:
        """Return the positional parameters, None where they aren't known."""
        entry = self.environment.get(env.POSITIONAL)
        if isinstance(entry, Alternatives):
            entry = self.choose(env.POSITIONAL, entry)
        return entry.items if isinstance(entry, Array) else None

    def _special(self, name: str, part: Part, code: Code) -> Value | None:
        span = code.span(part.start, part.end)
        key = self._key(part, code)
        if name == "0":
            given = self.environment.get("~0")
            if isinstance(given, Scalar):
                return given.value
            return Value((Unknown("0", ("script",), span, "", "script"),))
        if name.isdecimal():
            items = self.positional()
            number = number_of(name)
            if items is None:
                shifted = self.environment.get("~shifted")
                offset = 0 if shifted is None else shifted if isinstance(shifted, int) else None
                if offset is None:
                    return Value((Unknown(name, key, span, "", ""),))
                return Value((Unknown(name, ("positional", offset + number), span, "", "arg"),))
            if any(item.opaque for item in items[:number]):
                return Value((Unknown(name, ("positional", self.path, number), span, "", ""),))
            return items[number - 1].value if number <= len(items) else None
        if name == "#":
            items = self.positional()
            if items is None or any(item.opaque for item in items):
                return Value((Unknown("#", key, span, "", "number"),))
            return Value((Literal(str(len(items))),))
        if name in ("$", "!"):
            return Value(
                (
                    Unknown(
                        name,
                        ("pid", name) if name == "$" else key,
                        span,
                        "",
                        "random" if name == "$" else "pid",
                    ),
                )
            )
        return Value((Unknown(name, key, span, "", "number" if name == "?" else ""),))


def _masks(branch: Branch, guards: list[Guard], flow: Guard) -> list[int]:
    """Return masks of the branch's arms, one for each group of arms that no guard tells apart. Impossible arms are left out."""
    allowed = flow.arms.get(branch, branch.all_arms)
    groups: dict[tuple[bool, ...], int] = {}
    for arm in range(len(branch.conditions)):
        bit = 1 << arm
        if not bit & allowed:
            continue
        signature = tuple(bool(guard.arms.get(branch, branch.all_arms) & bit) for guard in guards)
        if any(signature):
            groups[signature] = groups.get(signature, 0) | bit
    return list(groups.values())
