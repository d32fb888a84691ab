"""The option parser of every subcommand. It is loaded where options are given, not for plain files."""

from __future__ import annotations

from argparse import SUPPRESS, Action, ArgumentParser, ArgumentTypeError, HelpFormatter

from persistlint.cli.output import Output, complain
from persistlint.cli.status import FAILED
from persistlint.report.tally import number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NoReturn

    #: A command line, and what it does.
    Example = tuple[str, str]

#: Where the texts of a help begin, so that most options have one line.
_TEXT_COLUMN = 28


class Parser(ArgumentParser):
    """Parses the options of ``persistlint COMMAND``, whose arguments are written as ``operands``.

    Options stand in sections. ``--help`` shows those that most users want, with ``examples``; ``--help-all`` shows every option. A wrong option is told in one line, with the
    option that was probably meant, and ends the program with status 2.
    """

    def __init__(
        self,
        command: str,
        description: str,
        examples: tuple[Example, ...],
        operands: str = "",
        epilog: str = "",
        default: object = None,
    ) -> None:
        super().__init__(
            prog=f"persistlint {command}",
            description=description,
            epilog=epilog,
            allow_abbrev=False,
            add_help=False,
            argument_default=default,
        )
        self.command = command
        self.examples = examples
        self.usage = f"persistlint {command} [OPTIONS] {operands}".rstrip()
        self.sections: list[Section] = []

    def section(self, title: str) -> Section:
        """Begin a section of options."""
        section = Section(self, title)
        self.sections.append(section)
        return section

    def end(self) -> Parser:
        """Add the options that every command has. Return the parser, which is complete then."""
        section = self.section("Help")
        section.add("-h", "--help", action=_Help, help="show this help and exit")
        section.add("--help-all", action=_Help, help="show every option and exit")
        return self

    def format_help(self) -> str:
        """Return the short help."""
        return self.help_text(everything=False)

    def help_text(self, everything: bool) -> str:
        """Return the help, with rare options where ``everything`` is asked for."""
        formatter = HelpFormatter(self.prog, max_help_position=_TEXT_COLUMN)
        formatter.add_text(self.description)
        rare = 0
        for section in self.sections:
            shown = [action for action in section.actions if everything or action not in section.rare]
            rare += len(section.actions) - len(shown)
            if shown:
                formatter.start_section(section.title)
                formatter.add_arguments(shown)
                formatter.end_section()
        wide = max((len(line) for line, _ in self.examples), default=0)
        examples = "".join(f"  {line:<{wide}}  {text}".rstrip() + "\n" for line, text in self.examples)
        out = [f"Usage: {self.usage}\n\n", formatter.format_help()]
        if examples:
            out.append(f"\nExamples:\n{examples}")
        if self.epilog:
            out.append(f"\n{self.epilog}\n")
        if rare:
            more = number(rare, "more option")
            out.append(f"\n`persistlint {self.command} --help-all` shows {more}.\n")
        return "".join(out)

    def error(self, message: str) -> NoReturn:
        # argparse's words for a value where none is taken.
        message = message.replace("ignored explicit argument", "it takes no value, and this is one:")
        complain(f"error: {message}{self._hint(message)}")
        raise SystemExit(FAILED)

    def _hint(self, message: str) -> str:
        from persistlint.settings.problem import did_you_mean

        if not message.startswith("unrecognized arguments: "):
            return ""
        word = message.split()[2].partition("=")[0]
        names = [
            name for section in self.sections for action in section.actions for name in action.option_strings
        ]
        return did_you_mean(word, names) or f" (`persistlint {self.command} --help` lists the options)"


class Section:
    """A titled part of a command's options. ``rare`` are those that only ``--help-all`` shows."""

    def __init__(self, parser: Parser, title: str) -> None:
        self.title = title
        self.actions: list[Action] = []
        self.rare: list[Action] = []
        self._group = parser.add_argument_group(title)

    def add(self, *names: str, rare: bool = False, **options: Any) -> None:
        """Add an option, or an argument, as ``ArgumentParser.add_argument`` does."""
        action = self._group.add_argument(*names, **options)
        self.actions.append(action)
        if rare:
            self.rare.append(action)


class _Help(Action):
    """Prints the help, and everything for ``--help-all``."""

    def __init__(self, option_strings: list[str], dest: str, help: str | None = None, **_: Any) -> None:
        super().__init__(option_strings, SUPPRESS, nargs=0, default=SUPPRESS, help=help)

    def __call__(
        self, parser: ArgumentParser, namespace: object, values: object, option_string: str | None = None
    ) -> None:
        assert isinstance(parser, Parser)
        output = Output()
        output.text(parser.help_text(everything=option_string == "--help-all"))
        output.flush()
        parser.exit()


def rule_list(text: str) -> list[str]:
    """Read codes, prefixes and names of rules with commas between them."""
    rules = [part for part in (part.strip() for part in text.split(",")) if part]
    if not rules:
        raise ArgumentTypeError("it names no rule")
    return rules
