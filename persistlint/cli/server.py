"""``persistlint server``: the language server, on standard input and output."""

from __future__ import annotations

import sys

from persistlint.cli.output import complain
from persistlint.cli.status import FAILED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.cli.parser import Parser


def server(arguments: list[str]) -> int:
    """Run the server until its client ends it. Return the exit status."""
    if any(argument in ("-h", "--help", "--help-all") for argument in arguments):
        server_parser().parse_args(arguments)
    try:
        from persistlint_server.__main__ import main as serve
    except ImportError as error:
        from persistlint.cli.crash import ask_for_installation

        complain(f"the language server can't be started: {error}")
        ask_for_installation()
        return FAILED
    # It reads its own options, as it does when it is started by its own name.
    sys.argv = ["persistlint server", *arguments]
    return serve()


def server_parser() -> Parser:
    """Return the options of ``persistlint server``. The server itself reads them without a parser."""
    from persistlint.cli.parser import Parser

    parser = Parser(
        "server",
        "Run the language server, on standard input and output.",
        (
            ("persistlint server", "what an editor starts"),
            ("persistlint server --stdio", "the same, for editors that insist on it"),
            ("persistlint server --tcp localhost:2087", "wait there for one client"),
        ),
    )
    section = parser.section("Transport")
    section.add(
        "--stdio", action="store_true", help="standard input and output, which is what happens anyway"
    )
    section.add("--tcp", metavar="HOST:PORT", help="wait there for one client instead, for debugging")
    return parser.end()
