"""What the user asked for on the command line."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser

SEVERITIES = ("error", "warning", "info", "hint")

_MOST_JOBS = 256

#: The forms that have room for what ``--explain`` tells.
EXPLAINED = ("text", "json", "jsonl")


class Options:
    """The options of every subcommand that reads files, defaults filled in.

    ``select`` and ``ignore`` are None where the option wasn't given; ``fail_on`` and ``engine`` are None where the settings decide.
    """

    __slots__ = (
        "add_ignore",
        "baseline",
        "baseline_strict",
        "cache",
        "cache_dir",
        "color",
        "config",
        "diff",
        "diff_base",
        "engine",
        "exit_zero",
        "explain",
        "fail_on",
        "fix",
        "format",
        "ignore",
        "isolated",
        "jobs",
        "no_baseline",
        "output",
        "paths",
        "prune",
        "quiet",
        "select",
        "show",
        "show_files",
        "statistics",
        "stdin_filename",
        "unsafe_fixes",
        "verbose",
        "watch",
    )

    def __init__(self) -> None:
        self.paths: list[str] = []
        self.cache = True
        self.diff_base: str | None = None
        self.show_files = False
        self.watch = False
        self.cache_dir: str | None = None
        #: How many processes may analyse at the same time; None for as many as pay.
        self.jobs: int | None = None
        self.format = "text"
        #: The form and the file of every further output.
        self.output: list[tuple[str, str]] = []
        self.select: list[str] | None = None
        #: "hints" where the text shows them; "" where it counts them.
        self.show = ""
        self.ignore: list[str] | None = None
        self.fail_on: str | None = None
        self.engine: bool | None = None
        self.exit_zero = False
        self.explain = False
        self.fix = False
        self.unsafe_fixes = False
        self.diff = False
        self.statistics = False
        self.quiet = False
        self.verbose = False
        self.stdin_filename: str | None = None
        self.color = "auto"
        self.config: str | None = None
        self.isolated = False
        #: The file of known findings; None where the settings decide.
        self.baseline: str | None = None
        self.no_baseline = False
        self.baseline_strict = False
        self.prune = False
        #: The reason to write behind suppressions that are added; None where none are.
        self.add_ignore: str | None = None


def read_options(command: str, arguments: list[str]) -> Options:
    """The options of the subcommand ``command`` ("check", "map", "inspect", "baseline").

    What stands behind ``--`` are files, whatever they are called. A wrong option ends the program with status 2 (SystemExit).
    """
    options = Options()
    files: list[str] = []
    if "--" in arguments:
        at = arguments.index("--")
        arguments, files = arguments[:at], arguments[at + 1 :]
    if any(argument.startswith("-") and argument != "-" for argument in arguments):
        # Its reason stands behind a `=`; what follows without one is a path.
        arguments = ["--add-ignore=" if argument == "--add-ignore" else argument for argument in arguments]
        parser = {
            "baseline": baseline_parser,
            "check": check_parser,
            "map": map_parser,
            "inspect": inspect_parser,
        }[command]()
        # Into a namespace of its own: argparse puts up warnings about attributes that are there already.
        for name, value in vars(parser.parse_intermixed_args(arguments)).items():
            setattr(options, name, value)
        _check(parser, options)
    else:
        # Nothing but files: no parser is needed, and none is imported.
        options.paths = list(arguments)
    options.paths += files
    if not options.paths:
        options.paths = ["."]
    return options


def _check(parser: ArgumentParser, options: Options) -> None:
    if options.isolated and options.config is not None:
        parser.error("--isolated reads no settings file, and --config names one")
    if options.diff and options.format != "text":
        parser.error("--diff prints a patch; it has no --format (--output FORMAT=FILE goes with it)")
    if options.fix and options.format != "text" and "-" in options.paths:
        parser.error(
            "--fix prints the fixed text of standard input; it has no --format then (--output FORMAT=FILE goes with it)"
        )
    if options.watch and (options.fix or options.diff or "-" in options.paths):
        parser.error("--watch only tells: neither --fix nor --diff nor standard input goes with it")
    if options.diff_base is not None and (options.fix or options.diff):
        parser.error("--diff-base only tells: neither --fix nor --diff goes with it")
    files = [file for _, file in options.output]
    for file in files:
        if files.count(file) > 1:
            parser.error(f"--output names {file} twice")
    if options.add_ignore is not None:
        if options.fix or options.diff:
            parser.error("--add-ignore silences what --fix and --diff would mend: run one after the other")
        if "-" in options.paths:
            parser.error("--add-ignore writes into files, not standard input")
        from persistlint.analysis.add_ignores import reason_problem

        problem = reason_problem(options.add_ignore)
        if problem:
            parser.error(f"the reason of --add-ignore can't stand in a comment: {problem}")
    if options.baseline is not None and options.no_baseline:
        parser.error("--baseline and --no-baseline contradict each other")
    if options.explain:
        forms = (options.format, *(form for form, _ in options.output))
        if options.quiet and "text" in forms:
            parser.error("--quiet tells each finding in one line: --explain has no room there")
        if not any(form in EXPLAINED for form in forms):
            parser.error(f"--explain is told in the forms {', '.join(EXPLAINED)} only")
        if options.diff and options.format == "text" and not options.output:
            parser.error("--diff prints a patch: --explain has no room there")
    if options.quiet and options.verbose:
        parser.error("--quiet and --verbose contradict each other")


def _parser(name: str, description: str, formats: tuple[str, ...]) -> ArgumentParser:
    from argparse import SUPPRESS

    from persistlint.cli.parser import Parser

    parser = Parser(
        prog=f"persistlint {name}",
        description=description,
        allow_abbrev=False,
        add_help=False,
        argument_default=SUPPRESS,
    )
    parser.add_argument(
        "paths", nargs="*", metavar="PATH", help="files and folders; - is standard input (default: .)"
    )
    parser.add_argument("-h", "--help", action="help", help="show this help and exit")
    if formats:
        parser.add_argument(
            "--format", choices=formats, help=f"the form of the output (default: {formats[0]})"
        )
    parser.add_argument("--stdin-filename", metavar="FILE", help="the name of what standard input holds")
    parser.add_argument("--config", metavar="FILE", help="use this settings file for every file")
    parser.add_argument("--isolated", action="store_true", help="read no settings file")
    return parser


def check_parser() -> ArgumentParser:
    """The options of ``persistlint check``."""
    from persistlint.report.formats import FORMATS

    parser = _parser("check", "Find the data that docker commands lose.", FORMATS)
    parser.add_argument(
        "--output",
        action="append",
        type=_output,
        metavar="FORMAT=FILE",
        help="write the results to a file too; may be given several times",
    )
    parser.add_argument(
        "--select",
        action="extend",
        type=_list,
        metavar="RULE,…",
        help="only these rules: codes, prefixes (PSL2), names",
    )
    parser.add_argument("--ignore", action="extend", type=_list, metavar="RULE,…", help="without these rules")
    parser.add_argument(
        "--fail-on",
        choices=(*SEVERITIES, "never"),
        help="exit with 1 from this severity on (default: warning)",
    )
    parser.add_argument("--exit-zero", action="store_true", help="exit with 0 whatever is found")
    _add_engine(parser)
    parser.add_argument(
        "--baseline",
        metavar="FILE",
        help="the file of known findings, which aren't told (default: the settings)",
    )
    parser.add_argument("--no-baseline", action="store_true", help="tell the known findings too")
    parser.add_argument(
        "--baseline-strict",
        action="store_true",
        help="exit with 1 where an entry of the baseline matches nothing any more",
    )
    parser.add_argument("--fix", action="store_true", help="apply the safe fixes")
    parser.add_argument(
        "--unsafe-fixes", action="store_true", help="with --fix or --diff: the other fixes too"
    )
    parser.add_argument("--diff", action="store_true", help="show the fixes as a patch, and change nothing")
    parser.add_argument(
        "--add-ignore",
        metavar="REASON",
        help="write a comment that silences it for each finding; the reason, behind a `=`, may be left out",
    )
    parser.add_argument(
        "--explain",
        action="store_true",
        help="tell behind each finding what leads to it, line by line (in text, json and jsonl)",
    )
    parser.add_argument(
        "--show", choices=("hints",), default="", help="show hints in the text, which else counts them"
    )
    parser.add_argument("--statistics", action="store_true", help="count the findings by rule")
    parser.add_argument(
        "-q", "--quiet", action="store_true", help="a line for each finding, and nothing else"
    )
    parser.add_argument(
        "-v", "--verbose", action="store_true", help="say what could not be followed, and why"
    )
    parser.add_argument(
        "--diff-base",
        metavar="REF",
        help="tell only what concerns lines that differ from where the branch left this commit",
    )
    parser.add_argument("--watch", action="store_true", help="check again whenever a file changes")
    parser.add_argument("--show-files", action="store_true", help="list the files that would be checked")
    _add_cache(parser)
    _add_jobs(parser)
    parser.add_argument("--color", choices=("auto", "always", "never"), help="colours (default: auto)")
    parser.epilog = "Exit status: 0 nothing at or above --fail-on, 1 findings, 2 something could not be done."
    return parser


def baseline_parser() -> ArgumentParser:
    """The options of ``persistlint baseline``."""
    parser = _parser("baseline", "Record today's findings: `check` tells only new ones from then on.", ())
    parser.add_argument("--baseline", metavar="FILE", help="the file to write (default: the settings)")
    parser.add_argument(
        "--prune", action="store_true", help="drop the entries that match nothing any more; nothing is added"
    )
    _add_cache(parser)
    _add_jobs(parser)
    _add_engine(parser)
    parser.epilog = "Exit status: 0 written, 2 something could not be done, and nothing was written."
    return parser


def map_parser() -> ArgumentParser:
    """The options of ``persistlint map``."""
    parser = _parser(
        "map", "Show where every write lives and what destroys it.", ("text", "markdown", "json")
    )
    _add_engine(parser)
    return parser


def inspect_parser() -> ArgumentParser:
    """The options of ``persistlint inspect``."""
    return _parser("inspect", "Show what was understood: every docker command as JSON.", ("json",))


def _add_cache(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--no-cache", action="store_false", dest="cache", help="analyse every file anew, and keep nothing"
    )
    parser.add_argument(
        "--cache-dir", metavar="DIR", help="where results are kept (default: the user's folder for caches)"
    )


def _add_engine(parser: ArgumentParser) -> None:
    from argparse import BooleanOptionalAction

    parser.add_argument(
        "--engine",
        action=BooleanOptionalAction,
        help="ask a running engine about images and volumes (it is only read)",
    )


def _add_jobs(parser: ArgumentParser) -> None:
    parser.add_argument(
        "-j",
        "--jobs",
        type=_jobs,
        metavar="N",
        help="analyse with so many processes (default: as many as there are processors, where that pays)",
    )


def _jobs(text: str) -> int:
    from argparse import ArgumentTypeError

    if not text.isdecimal() or not 1 <= int(text) <= _MOST_JOBS:
        raise ArgumentTypeError(f"it is a number from 1 to {_MOST_JOBS}")
    return int(text)


def _output(text: str) -> tuple[str, str]:
    from argparse import ArgumentTypeError

    from persistlint.report.formats import FORMATS

    form, equals, file = text.partition("=")
    if not equals or not file or form not in FORMATS:
        raise ArgumentTypeError(f"it is written FORMAT=FILE, the format one of {', '.join(FORMATS)}")
    return form, file


def _list(text: str) -> list[str]:
    rules = [part for part in (part.strip() for part in text.split(",")) if part]
    if not rules:
        from argparse import ArgumentTypeError

        raise ArgumentTypeError("it names no rule")
    return rules
