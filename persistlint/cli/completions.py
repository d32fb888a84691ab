"""``persistlint completions``: a completion script for a shell."""

from __future__ import annotations

from persistlint.cli.output import Output

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.cli.parser import Parser

SHELLS = ("bash", "zsh", "fish")

#: Where a user puts the script.
PLACES = {
    "bash": "~/.local/share/bash-completion/completions/persistlint",
    "zsh": "~/.zfunc/_persistlint",
    "fish": "~/.config/fish/completions/persistlint.fish",
}


def completions(arguments: list[str]) -> int:
    """Print the script; the exit status."""
    options = completions_parser().parse_args(arguments)
    output = Output()
    output.text(script(options.shell))
    output.flush()
    return 2 if output.failed else 0


def script(shell: str) -> str:
    """Return the completion script for ``shell``, one of ``SHELLS``."""
    from importlib import import_module

    from persistlint.cli.shells.grammar import commands

    text: str = import_module(f"persistlint.cli.shells.{shell}").script(commands())
    return text


def completions_parser() -> Parser:
    """Return the options of ``persistlint completions``."""
    from persistlint.cli.parser import Parser

    parser = Parser(
        "completions",
        "Print a completion script for a shell.",
        tuple((f"persistlint completions {shell} >{PLACES[shell]}", "") for shell in SHELLS),
        operands="SHELL",
        epilog="The folder of zsh's file must be one of `fpath`. Your package manager may have put the files in place already.",
    )
    arguments = parser.section("Arguments")
    arguments.add("shell", choices=SHELLS, metavar="SHELL", help="bash, zsh or fish")
    return parser.end()
