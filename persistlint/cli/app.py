"""The command line's entry: which subcommand is meant, and what its end means to the caller."""

from __future__ import annotations

import sys
from os.path import exists

from persistlint.cli.output import complain
from persistlint.cli.status import FAILED, INTERRUPTED

COMMANDS = ("check", "map", "inspect", "rule", "config", "init", "baseline", "audit", "completions", "server")

_HELP = """\
Usage: persistlint [check] [OPTIONS] PATH…
       persistlint COMMAND [OPTIONS] …

persistlint reads the docker commands in shell scripts, Dockerfiles, Compose files,
Makefiles, GitHub and GitLab workflows, systemd and Quadlet units, npm's scripts and
Markdown, works out where every byte a container writes will live and when it dies,
and says so.

Commands:
  check        find the data that docker commands lose (the default)
  map          show where every write lives and what destroys it
  inspect      show what was understood: every docker command as JSON
  rule         show a rule's page, the list of rules, or the rules about a word
  baseline     record today's findings, so that only new ones are told
  config       show the settings in force, and where each comes from
  init         write a settings file with every setting explained
  audit        ask the same questions of the containers of a running engine
  completions  print a completion script for bash, zsh or fish
  server       run the language server, on standard input and output

Examples:
  persistlint .                  check everything below this folder
  persistlint --fix deploy.sh    mend what can be mended safely
  persistlint rule PSL101        read why a finding matters, and what to do

Options:
  -h, --help     show this help and exit
  -V, --version  show the version and exit

`persistlint COMMAND --help` shows the options of a command. A file that is named like
a command is checked with `persistlint check -- FILE`.
Exit status: 0 nothing that fails, 1 findings, 2 something could not be done.
"""

#: Words that people type for a command, and what they mean.
_MEANT = {
    "docs": "rule",
    "explain": "rule",
    "fix": "check --fix",
    "help": "--help",
    "lint": "check",
    "list": "rule",
    "lsp": "server",
    "run": "check",
    "scan": "check",
    "settings": "config",
    "version": "--version",
}


#: A longer command line isn't repeated in a message.
_LONGEST_LINE = 80


def main(argv: list[str] | None = None) -> int:
    """Run the command line ``argv`` (the process's own without it) and return the exit status."""
    arguments = sys.argv[1:] if argv is None else list(argv)
    try:
        return _run(arguments)
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:
        from persistlint.cli.crash import (
            ask_for_installation,
            ask_for_report,
            lacks_library,
            show_traceback,
            told,
        )

        if lacks_library(error):
            complain(f"a library that persistlint needs can't be loaded: {error}")
            show_traceback(error)
            ask_for_installation()
            return FAILED
        complain(f"internal error: {told(error)}")
        show_traceback(error)
        ask_for_report()
        return FAILED
    except SystemExit as end:
        # The option parser leaves this way, with its status.
        return end.code if isinstance(end.code, int) else 0 if end.code is None else FAILED


def program() -> None:
    """Run the installed program: ``main``, without the costs that only a longer life would repay."""
    import gc
    import os

    # A run makes few reference cycles; looking for them at every turn takes a tenth of a small run.
    gc.set_threshold(200_000, 20, 20)
    _silence_libraries()
    status = main()
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except (OSError, ValueError):
            pass
    # All output is written. An orderly end of the interpreter would take another tenth of the run.
    os._exit(status)


def _silence_libraries() -> None:
    """Keep warnings of libraries from the user's standard error: they are for those who write programs. ``python -W`` asks for them."""
    if not sys.warnoptions:
        import warnings

        warnings.simplefilter("ignore")


def _run(arguments: list[str]) -> int:
    first = arguments[0] if arguments else ""
    if first in ("-h", "--help"):
        from persistlint.cli.output import Output

        output = Output()
        output.text(_HELP)
        output.flush()
        return 0
    if first in ("-V", "--version"):
        return _version()
    if first == "audit":
        from persistlint.cli.audit import audit

        return audit(arguments[1:])
    if first == "completions":
        from persistlint.cli.completions import completions

        return completions(arguments[1:])
    if first == "server":
        from persistlint.cli.server import server

        return server(arguments[1:])
    if first == "rule":
        from persistlint.cli.rule import rule

        return rule(arguments[1:])
    if first == "config":
        from persistlint.cli.config import config

        return config(arguments[1:])
    if first == "init":
        from persistlint.cli.init import init

        return init(arguments[1:])
    meant = "" if first in COMMANDS else _meant(first)
    if meant:
        from shlex import join

        line = f"persistlint {meant} {join(arguments[1:])}".rstrip()
        # Somebody may have given a whole list of files.
        line = line if len(line) <= _LONGEST_LINE else f"persistlint {meant}"
        complain(f"error: there is neither a command nor a file `{first}`; did you mean `{line}`?")
        return FAILED
    command = first if first in COMMANDS else "check"
    return _read_files(command, arguments[1:] if first == command else arguments)


def _meant(word: str) -> str:
    """Return the command that ``word`` was probably meant to be; "" where it is a file, an option, or nothing near."""
    if not word.isalpha() or exists(word):
        return ""
    from persistlint.settings.problem import nearest

    command = nearest(word, [*COMMANDS, *_MEANT])
    return _MEANT.get(command, command)


def _read_files(command: str, arguments: list[str]) -> int:
    from persistlint.cli.options import read_options
    from persistlint.cli.session import UsageProblem

    options = read_options(command, arguments)
    misplaced = next((path for path in options.paths if path in COMMANDS and not exists(path)), "")
    if misplaced:
        complain(
            f"error: there is no file `{misplaced}`; a command stands first: `persistlint {misplaced} …`"
        )
        return FAILED
    try:
        if command == "map":
            from persistlint.cli.map import show_map

            return show_map(options)
        if command == "inspect":
            from persistlint.cli.inspect import inspect

            return inspect(options)
        if command == "baseline":
            from persistlint.cli.baseline import baseline

            return baseline(options)
        from persistlint.cli.check import check

        return check(options)
    except UsageProblem as problem:
        complain(f"error: {problem}")
        return FAILED


def _version() -> int:
    from persistlint.cli.output import Output
    from persistlint.version import VERSION

    output = Output()
    output.text(f"persistlint {VERSION}\n")
    output.flush()
    return 0
