"""``persistlint init``: a settings file in which every setting is explained."""

from __future__ import annotations

import os

from persistlint.cli.output import Output, complain
from persistlint.report.safe_text import safe
from persistlint.settings.discover import FILE_NAMES, settings_file
from persistlint.settings.paths import shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.cli.parser import Parser


def init(arguments: list[str]) -> int:
    """Write a settings file into the folder that ``arguments`` name; the exit status."""
    folder = init_parser().parse_args(arguments).folder
    from persistlint.files.write import create_file
    from persistlint.settings.starter import starter

    path = os.path.join(folder, FILE_NAMES[0])
    try:
        there = settings_file(os.path.abspath(folder))
        if there is not None:
            complain(safe(f"{shown(there)} holds this project's settings already; nothing was written"))
            return 2
        create_file(path, starter().encode())
    except OSError as error:
        complain(safe(f"{path}: can't be written: {os.strerror(error.errno) if error.errno else error}"))
        return 2
    output = Output()
    output.text(safe(f"{shown(path)} is written; everything in it is commented out") + "\n")
    output.flush()
    return 0


def init_parser() -> Parser:
    """Return the options of ``persistlint init``."""
    from persistlint.cli.parser import Parser

    parser = Parser(
        "init",
        "Write a persistlint.toml in which every setting is explained. A file that is there is never overwritten.",
        (
            ("persistlint init", "write it into this folder"),
            ("persistlint init project", "write it into another folder"),
            ("persistlint init && persistlint config", "write it, and see what is in force"),
        ),
        operands="[FOLDER]",
        epilog="Exit status: 0 written, 2 the project has settings already, or the file can't be written.",
    )
    arguments = parser.section("Arguments")
    arguments.add("folder", nargs="?", default=".", metavar="FOLDER", help="where (default: .)")
    return parser.end()
