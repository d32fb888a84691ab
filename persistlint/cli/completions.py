"""``persistlint completions``: a completion script for a shell."""

from __future__ import annotations

from persistlint.cli.output import Output

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser

SHELLS = ("bash", "zsh", "fish")

_EPILOG = """\
bash: persistlint completions bash > ~/.local/share/bash-completion/completions/persistlint
zsh:  persistlint completions zsh > ~/.zfunc/_persistlint   (a folder of fpath)
fish: persistlint completions fish > ~/.config/fish/completions/persistlint.fish"""


def completions(arguments: list[str]) -> int:
    """Print the script; the exit status."""
    options = completions_parser().parse_args(arguments)
    output = Output()
    output.text(script(options.shell))
    output.flush()
    return 2 if output.failed else 0


def script(shell: str) -> str:
    """The script for ``shell``, one of ``SHELLS``."""
    from importlib import import_module

    from persistlint.cli.shells.grammar import commands

    text: str = import_module(f"persistlint.cli.shells.{shell}").script(commands())
    return text


def completions_parser() -> ArgumentParser:
    """The options of ``persistlint completions``."""
    from argparse import RawDescriptionHelpFormatter

    from persistlint.cli.parser import Parser

    parser = Parser(
        prog="persistlint completions",
        description="Print a completion script for a shell.",
        epilog=_EPILOG,
        formatter_class=RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("shell", choices=SHELLS, help="the shell")
    return parser
