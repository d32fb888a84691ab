"""The command line as data: every subcommand with its options, read from the option parsers."""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Action, ArgumentParser

#: Where each subcommand's parser is made.
PARSERS = {
    "check": "persistlint.cli.options:check_parser",
    "map": "persistlint.cli.options:map_parser",
    "inspect": "persistlint.cli.options:inspect_parser",
    "rule": "persistlint.cli.rule:rule_parser",
    "config": "persistlint.cli.config:config_parser",
    "init": "persistlint.cli.init:init_parser",
    "baseline": "persistlint.cli.options:baseline_parser",
    "audit": "persistlint.cli.audit:audit_parser",
    "completions": "persistlint.cli.completions:completions_parser",
    "server": "persistlint.cli.server:server_parser",
}

#: What an option's or operand's metavariable takes, where it isn't a choice.
_KINDS = {
    "FILE": "file",
    "PATH": "file",
    "FORMAT=FILE": "output",
    "RULE,…": "rules",
    "CODE|NAME": "rule",
    "FOLDER": "folder",
}

#: Values that may be left out, though argparse isn't told so (it would take the next file for one).
_OPTIONAL = ("REASON",)


class Option:
    """An option: its ``names``, what it is for (``help``), the ``metavar`` of its value ("" where the next word is none); ``optional`` is
    that of a value that may be left out.

    ``choices`` are the values that there are; where there are none, ``kind`` says what is taken: "file", "folder", "output" (``FORMAT=FILE``), "rules",
    "rule", or "" for anything.
    """

    __slots__ = ("choices", "help", "kind", "metavar", "names", "optional")

    def __init__(self, action: Action) -> None:
        self.names = list(action.option_strings)
        self.help = _text(action)
        takes = action.nargs != 0
        metavar = action.metavar if isinstance(action.metavar, str) else ""
        self.choices = [str(choice) for choice in action.choices or ()]
        if self.choices and takes:
            metavar = metavar or "{" + ",".join(self.choices) + "}"
        self.metavar = (metavar or (action.dest.upper() if self.names else "")) if takes else ""
        self.optional = ""
        if self.names and (action.nargs == "?" or action.metavar in _OPTIONAL):
            # The value stands behind an equals sign or isn't given. The next word is never the value.
            self.metavar, self.optional = "", self.metavar
        self.kind = _KINDS.get(metavar, "")


class Command:
    """A subcommand: its ``name``, what it does (``summary``, one sentence without its stop), its ``options`` and ``operand`` (None where it takes none)."""

    __slots__ = ("epilog", "name", "operand", "options", "summary", "usage")

    def __init__(self, name: str, parser: ArgumentParser) -> None:
        self.name = name
        self.summary = (parser.description or "").partition(". ")[0].rstrip(".")
        self.epilog = parser.epilog or ""
        self.options = [Option(action) for action in parser._actions if action.option_strings]
        self.operand = next((Option(action) for action in parser._actions if not action.option_strings), None)
        usage = f"persistlint {name} [OPTION]…"
        if self.operand is not None:
            usage += f" [{self.operand.metavar}]…"
        self.usage = usage


def commands() -> list[Command]:
    """Return every subcommand."""
    parsers = []
    for name, place in PARSERS.items():
        module, _, function = place.partition(":")
        parsers.append(Command(name, getattr(import_module(module), function)()))
    return parsers


def rule_names() -> list[tuple[str, str]]:
    """Code and name of every built-in rule."""
    from persistlint.rules.registry import RuleSet
    from persistlint.settings.settings import Settings

    return [(entry.code, entry.name) for entry in RuleSet(Settings()).entries]


def _text(action: Action) -> str:
    return (action.help or "").replace("%%", "%")
