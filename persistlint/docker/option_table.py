"""The docker client's commands and their options, decoded from ``option_data`` as they are asked for."""

from __future__ import annotations

from persistlint.docker.option_data import ALIASES, COMMANDS
from persistlint.docker.other_engines import EXTRA_OPTIONS

#: Engine release, as numbers: (28, 2).
Version = tuple[int, ...]

#: The newest docker client that the table and the mount grammar know.
NEWEST: Version = (29, 7)


def version_of(text: str) -> Version:
    """Return ``28.2`` as numbers. Text that isn't numbers and dots gives the newest version."""
    try:
        return tuple(int(part) for part in text.split("."))
    except ValueError:
        return NEWEST


class Option:
    """One option of one command.

    ``name`` is the canonical long name ("network" for ``--net`` too), ``spelling`` the long name that this entry is about. ``kind`` is "b"
    boolean, "s" string, "l" list, "c" list of values between commas (podman's), "i" integer, "u" unsigned integer, "f" number, "d" duration, "m" size in bytes or "n" decimal. ``since`` is the first docker release that
    has it and ``gone`` the first that no longer does; None where no release of the table lacks it.
    """

    __slots__ = ("gone", "hidden", "kind", "name", "short", "since", "spelling")

    def __init__(self, encoded: str) -> None:
        text, _, gone = encoded.partition("<")
        text, _, since = text.partition("@")
        self.gone = version_of(gone) if gone else None
        self.since = version_of(since) if since else None
        self.hidden = text.endswith("!")
        names, _, kind = text.rstrip("!").rpartition(":")
        names, _, canonical = names.partition("=")
        self.spelling, _, self.short = names.partition("/")
        self.name = canonical or self.spelling
        self.kind = kind

    @property
    def takes_value(self) -> bool:
        """Return whether the option needs an argument. A boolean option takes one only after ``=``."""
        return self.kind != "b"

    def in_release(self, version: Version) -> bool:
        """Return whether the client of this version has the option."""
        return (self.since is None or version >= self.since) and (self.gone is None or version < self.gone)


class CommandOptions:
    """The options of one command: by long spelling and by letter.

    ``interspersed`` is false where options end at the first operand (pflag's ``SetInterspersed(false)``). ``least`` and ``most`` count the
    operands that the client takes; ``most`` is None without a limit, and both allow any number where the table doesn't say.
    """

    __slots__ = ("_letters", "by_letter", "by_spelling", "interspersed", "least", "most")

    def __init__(self, encoded: str, extra: str = "") -> None:
        self.interspersed = True
        self.least = 0
        self.most: int | None = None
        self.by_spelling: dict[str, Option] = {}
        self.by_letter: dict[str, Option] = {}
        self._letters: dict[str, list[Option]] = {}
        for word in encoded.split():
            if word == ".":
                self.interspersed = False
            elif word[0] == "#":
                least, dash, most = word[1:].rstrip("+").partition("-")
                self.least = int(least)
                self.most = int(most) if dash else None if word[-1] == "+" else self.least
            else:
                self._add(Option(word))
        for word in extra.split():
            option = Option(word)
            if option.spelling not in self.by_spelling:
                self._add(option)

    def _add(self, option: Option) -> None:
        self.by_spelling[option.spelling] = option
        if option.short:
            self._letters.setdefault(option.short, []).append(option)
            by_letter = self.by_letter.get(option.short)
            # Of two spellings with one letter the visible one names the option.
            if by_letter is None or by_letter.hidden:
                self.by_letter[option.short] = option

    def of_letter(self, letter: str, version: Version) -> Option | None:
        """Return the option of a letter as a client of this version spells it. ``-t`` of stop was ``--time`` before 28.0."""
        option = self.by_letter.get(letter)
        if option is None or option.in_release(version):
            return option
        return next((other for other in self._letters[letter] if other.in_release(version)), option)


_decoded: dict[tuple[str, str], CommandOptions] = {}


def options_of(command: str, program: str = "docker") -> CommandOptions:
    """Return the options of a command by its canonical name, "" for those before any command. An unknown command has none."""
    key = (command, program)
    options = _decoded.get(key)
    if options is None:
        commands, _ = _tables(program)
        encoded = commands.get(command)
        if encoded is None:
            # What podman hands on to Compose is read there.
            encoded = COMMANDS.get(command, "") if _is_compose(command) else ""
        extra = EXTRA_OPTIONS.get(program, {}).get(command, "")
        options = _decoded[key] = CommandOptions(encoded, extra)
    return options


def _tables(program: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return a program's commands and their other spellings. nerdctl has docker's."""
    if program != "podman":
        return COMMANDS, ALIASES
    from persistlint.docker import podman_data

    return podman_data.COMMANDS, podman_data.ALIASES


def _is_compose(name: str) -> bool:
    return name == "compose" or name.startswith("compose ")


def spells_option(text: str, command: str, program: str = "docker") -> bool:
    """Return whether the word ``text`` is an option of the command: ``--name``, ``--name=db``, ``-v``, or a cluster that begins with one."""
    table = options_of(command, program)
    if text.startswith("--"):
        return text[2:].partition("=")[0] in table.by_spelling
    return len(text) > 1 and text[0] == "-" and text[1] in table.by_letter


def canonical_name(spelling: str, program: str = "docker") -> str | None:
    """Return the canonical name of a command as spelt ("rmi" is "image rm"), None where the client has none so called."""
    if _is_compose(spelling):
        program = "docker"
    commands, aliases = _tables(program)
    name = aliases.get(spelling, spelling)
    return name if name in commands else None


_groups: dict[str, frozenset[str]] = {}


def is_group(spelling: str, program: str = "docker") -> bool:
    """Return whether commands hang below this one (``container``, ``compose``, ``buildx imagetools``)."""
    if _is_compose(spelling):
        program = "docker"
    groups = _groups.get(program)
    if groups is None:
        names: set[str] = set()
        for table in _tables(program):
            for name in table:
                if " " in name:
                    parts = name.split(" ")
                    names.update(" ".join(parts[:count]) for count in range(1, len(parts)))
        groups = _groups[program] = frozenset(names)
    return spelling in groups


def command_names(group: str = "", program: str = "docker") -> list[str]:
    """Return how the commands of a group ("" for the client itself) may be spelt, groups among them."""
    start = f"{group} " if group else ""
    return sorted(
        {
            name[len(start) :].partition(" ")[0]
            for table in _tables(program)
            for name in table
            if name and name.startswith(start)
        }
        - {""}
    )
