"""Manual pages: one for the program, one for each subcommand."""

from __future__ import annotations

from persistlint import __version__
from persistlint.cli.status import INTERRUPTED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.cli.shells.grammar import Command, Option

_DESCRIPTION = (
    "persistlint reads the docker commands in shell scripts, Dockerfiles, Compose files, Makefiles, GitHub and GitLab workflows, systemd and Quadlet units, "
    "npm's scripts and Markdown, works out where every byte a container writes will live "
    "and when it dies, and says so. It runs nothing. Without a command it checks: persistlint FILE is persistlint check FILE."
)

_EXIT = (
    ("0", "Nothing at or above the failing severity."),
    ("1", "Findings."),
    (
        "2",
        "Something could not be done: a wrong option or setting, a file that can't be read, an internal error.",
    ),
    (str(INTERRUPTED), "Interrupted. What was printed is partial, and says so."),
)

_ENVIRONMENT = (
    ("NO_COLOR", "No colours, unless --color asks for them."),
    ("FORCE_COLOR", "Colours also where standard output is no terminal."),
    ("PERSISTLINT_TRACEBACK", "Internal errors are shown with their traceback."),
)

_FILES = (("persistlint.toml, .persistlint.toml, pyproject.toml", "Settings, found upward from each file."),)


def pages(commands: list[Command]) -> dict[str, str]:
    """Return the manual pages by the names of their files."""
    names = [f"persistlint-{command.name}" for command in commands]
    texts = {"persistlint.1": _main_page(commands, names)}
    for command, name in zip(commands, names, strict=True):
        texts[f"{name}.1"] = _page(command, name)
    return texts


def _main_page(commands: list[Command], names: list[str]) -> str:
    lines = _head("persistlint", "find the data that docker commands lose")
    lines += [".SH SYNOPSIS", *(f".B {_text(command.usage)}\n.br" for command in commands)]
    lines += [".SH DESCRIPTION", _text(_DESCRIPTION)]
    lines += [".SH COMMANDS"]
    for command in commands:
        lines += [".TP", f".B {_text(command.name)}", _text(f"{command.summary}.")]
    lines += _pairs("EXIT STATUS", _EXIT) + _pairs("ENVIRONMENT", _ENVIRONMENT) + _pairs("FILES", _FILES)
    return _end(lines, names)


def _page(command: Command, name: str) -> str:
    lines = [*_head(name, command.summary), ".SH SYNOPSIS", f".B {_text(command.usage)}", ".SH OPTIONS"]
    for option in command.options:
        lines += [".TP", _names(option), _text(f"{option.help[:1].upper()}{option.help[1:]}.")]
    if command.epilog:
        lines += [".SH NOTES", ".nf", *(_text(line) for line in command.epilog.splitlines()), ".fi"]
    return _end(lines, ["persistlint"])


def _head(name: str, summary: str) -> list[str]:
    # No date: the same sources give the same page.
    return [
        f'.TH {_text(name.upper())} 1 "" "persistlint {_text(__version__)}" "User Commands"',
        ".SH NAME",
        f"{_text(name)} \\- {_text(summary)}",
    ]


def _names(option: Option) -> str:
    shown = []
    for name in option.names:
        value = f" \\fI{_text(option.metavar)}\\fR" if option.metavar else ""
        if option.optional:
            value = f"[=\\fI{_text(option.optional)}\\fR]"
        shown.append(f"\\fB{_text(name)}\\fR{value}")
    return ", ".join(shown)


def _pairs(title: str, rows: tuple[tuple[str, str], ...]) -> list[str]:
    lines = [f".SH {title}"]
    for name, text in rows:
        lines += [".TP", f".B {_text(name)}", _text(text)]
    return lines


def _end(lines: list[str], others: list[str]) -> str:
    also = ", ".join(f"\\fB{_text(other)}\\fR(1)" for other in others)
    return "\n".join([*lines, ".SH SEE ALSO", also]) + "\n"


def _text(text: str) -> str:
    """Return ``text`` as roff source, in which nothing is a request or an escape."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("…", "...")
    return f"\\&{text}" if text.startswith((".", "'")) else text
