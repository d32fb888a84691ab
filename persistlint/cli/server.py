"""``persistlint server``: the language server, on standard input and output."""

from __future__ import annotations

import sys

from persistlint.cli.output import complain
from persistlint.cli.status import FAILED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser


def server(arguments: list[str]) -> int:
    """Run the server until its client ends it. Return the exit status."""
    try:
        from persistlint_server.__main__ import main as serve
    except ImportError as error:
        complain(f"the language server can't be started: {error}")
        return FAILED
    # It reads its own options, as it does when it is started by its own name.
    sys.argv = ["persistlint server", *arguments]
    return serve()


def server_parser() -> ArgumentParser:
    """Return the options of ``persistlint server``. The server itself reads them without a parser."""
    from persistlint.cli.parser import Parser

    parser = Parser(
        prog="persistlint server", description="Run the language server, on standard input and output."
    )
    parser.add_argument(
        "--stdio", action="store_true", help="standard input and output, which is what happens anyway"
    )
    parser.add_argument("--tcp", metavar="HOST:PORT", help="wait there for one client instead, for debugging")
    return parser
