"""The options of the command line."""

from __future__ import annotations

from os.path import exists

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.cli.parser import Parser, Section

SEVERITIES = ("error", "warning", "info", "hint")

_MOST_JOBS = 256

#: The forms that have room for what ``--explain`` tells.
EXPLAINED = ("text", "json", "jsonl", "html")


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
        "language",
        "no_baseline",
        "output",
        "paths",
        "prune",
        "quiet",
        "select",
        "show",
        "show_files",
        "show_skipped",
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
        self.show_skipped = False
        #: The language that named files are read in; None where each file's name or beginning tells it.
        self.language: str | None = None
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
    """Return the options of the subcommand ``command`` ("check", "map", "inspect", "baseline").

    What stands behind ``--`` are files, whatever they are called. A wrong option ends the program with status 2 (SystemExit).
    """
    options = Options()
    files: list[str] = []
    if "--" in arguments:
        at = arguments.index("--")
        arguments, files = arguments[:at], arguments[at + 1 :]
    if any(argument.startswith("-") and argument != "-" for argument in arguments):
        parser = {
            "baseline": baseline_parser,
            "check": check_parser,
            "map": map_parser,
            "inspect": inspect_parser,
        }[command]()
        # Into a namespace of its own: argparse puts up warnings about attributes that are there already.
        arguments = _with_reason(parser, arguments, files)
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


def _with_reason(parser: Parser, arguments: list[str], files: list[str]) -> list[str]:
    """Put an ``=`` between ``--add-ignore`` and its reason. The reason may be left out, which argparse can't tell from a path."""
    if "--add-ignore" not in arguments:
        return arguments
    at = arguments.index("--add-ignore")
    before, behind = arguments[:at], arguments[at + 1 :]
    word = behind[0] if behind else "-"
    if word.startswith("-") or exists(word):
        return [*before, "--add-ignore=", *behind]
    others = [other for other in [*before, *behind[1:], *files] if exists(other)]
    if not others and not any(blank in word for blank in " \t"):
        parser.error(
            f"--add-ignore is followed by `{word}`, which is no file. If it is the reason, write --add-ignore={word}"
        )
    return [*before, f"--add-ignore={word}", *behind[1:]]


def _check(parser: Parser, options: Options) -> None:
    if options.isolated and options.config is not None:
        parser.error("--isolated reads no settings file, and --config names one")
    if options.unsafe_fixes and not (options.fix or options.diff):
        parser.error("--unsafe-fixes needs --fix, which makes fixes, or --diff, which shows them")
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


def check_parser() -> Parser:
    """Return the options of ``persistlint check``."""
    from persistlint.cli.parser import Parser, rule_list
    from persistlint.report.formats import FORMATS

    parser = Parser(
        "check",
        "Find the data that docker commands lose.",
        (
            ("persistlint check .", "check everything below this folder"),
            ("persistlint check --diff deploy.sh", "show the safe fixes, change nothing"),
            ("persistlint check --format sarif . >out.sarif", "write a report for a program"),
        ),
        operands="[PATH…]",
        epilog="Exit status: 0 nothing that fails, 1 findings, 2 something could not be done.",
        default=_unset(),
    )
    _add_paths(parser)
    rules = parser.section("Rules")
    rules.add(
        "--select",
        action="extend",
        type=rule_list,
        metavar="RULE,…",
        help="only these: codes, prefixes, names",
    )
    rules.add("--ignore", action="extend", type=rule_list, metavar="RULE,…", help="without these rules")
    rules.add(
        "--fail-on",
        choices=(*SEVERITIES, "never"),
        metavar="SEVERITY",
        help="fail from error, warning (default), info, hint; never",
    )
    rules.add("--exit-zero", action="store_true", rare=True, help="exit with 0 whatever is found")
    fixes = parser.section("Fixes")
    fixes.add("--fix", action="store_true", help="apply the safe fixes")
    fixes.add(
        "--unsafe-fixes",
        action="store_true",
        help="with --fix or --diff: also those to look at first",
    )
    fixes.add("--diff", action="store_true", help="show the fixes as a patch, and change nothing")
    fixes.add(
        "--add-ignore",
        metavar="REASON",
        help="write a comment that silences each finding",
    )
    output = parser.section("Output")
    output.add(
        "--format", choices=FORMATS, metavar="FORMAT", help=f"{', '.join(FORMATS)} (default: {FORMATS[0]})"
    )
    output.add(
        "--output",
        action="append",
        type=_output,
        metavar="FORMAT=FILE",
        help="write the results to a file too (several times)",
    )
    output.add(
        "--explain",
        action="store_true",
        help="tell what leads to each finding",
    )
    output.add(
        "--show", choices=("hints",), default="", help="show hints in the text, which else counts them"
    )
    output.add("--statistics", action="store_true", rare=True, help="count the findings by rule")
    output.add("-q", "--quiet", action="store_true", help="a line for each finding, and nothing else")
    output.add("-v", "--verbose", action="store_true", help="say what could not be followed, and why")
    output.add(
        "--color",
        choices=("auto", "always", "never"),
        metavar="WHEN",
        rare=True,
        help="auto, always or never",
    )
    section = parser.section("Known findings")
    section.add(
        "--diff-base",
        metavar="REF",
        help="only what concerns lines changed since this commit",
    )
    section.add(
        "--baseline",
        metavar="FILE",
        rare=True,
        help="the file of known findings, which aren't told (default: the settings)",
    )
    section.add("--no-baseline", action="store_true", rare=True, help="tell the known findings too")
    section.add(
        "--baseline-strict",
        action="store_true",
        rare=True,
        help="exit with 1 where an entry of the baseline matches nothing any more",
    )
    files = parser.section("Files and settings")
    _add_files(files)
    files.add("--watch", action="store_true", help="check again whenever a file changes")
    files.add("--show-files", action="store_true", rare=True, help="list the files that would be checked")
    files.add(
        "--show-skipped",
        action="store_true",
        rare=True,
        help="list the files and folders that weren't read, each with the reason",
    )
    _add_engine(files)
    _add_work(files)
    return parser.end()


def baseline_parser() -> Parser:
    """Return the options of ``persistlint baseline``."""
    from persistlint.cli.parser import Parser

    parser = Parser(
        "baseline",
        "Record today's findings: `check` tells only new ones from then on.",
        (
            ("persistlint baseline", "record what is found below this folder"),
            ("persistlint baseline scripts", "record one folder's findings, keep the others"),
            ("persistlint baseline --prune", "drop the entries of what has been mended"),
        ),
        operands="[PATH…]",
        epilog="Exit status: 0 written, 2 something could not be done, and nothing was written.",
        default=_unset(),
    )
    _add_paths(parser)
    section = parser.section("Known findings")
    section.add("--baseline", metavar="FILE", help="the file to write (default: what the settings name)")
    section.add(
        "--prune", action="store_true", help="drop the entries that match nothing any more; nothing is added"
    )
    files = parser.section("Files and settings")
    _add_files(files)
    _add_engine(files)
    _add_work(files)
    return parser.end()


def map_parser() -> Parser:
    """Return the options of ``persistlint map``."""
    from persistlint.cli.parser import Parser
    from persistlint.report.picture import DRAWN

    parser = Parser(
        "map",
        "Show where every write lives and what destroys it.",
        (
            ("persistlint map deploy.sh", "a table for each container"),
            ("persistlint map --format markdown deploy.sh", "the same for a README or an issue"),
            ("persistlint map --format svg deploy.sh >map.svg", "a picture: each life and each end"),
        ),
        operands="[PATH…]",
        default=_unset(),
    )
    _add_paths(parser)
    _add_format(parser, ("text", "markdown", "json", *DRAWN))
    files = parser.section("Files and settings")
    _add_files(files)
    _add_engine(files)
    return parser.end()


def inspect_parser() -> Parser:
    """Return the options of ``persistlint inspect``."""
    from persistlint.cli.parser import Parser

    parser = Parser(
        "inspect",
        "Show what was understood: every docker command as JSON.",
        (
            ("persistlint inspect deploy.sh", "every command of a script"),
            ("persistlint inspect . >commands.json", "those of everything below this folder"),
            ("persistlint inspect - <deploy.sh", "those of standard input"),
        ),
        operands="[PATH…]",
        default=_unset(),
    )
    _add_paths(parser)
    _add_format(parser, ("json",))
    _add_files(parser.section("Files and settings"))
    return parser.end()


def _unset() -> object:
    """Return the default that keeps an option that isn't given out of the result."""
    from argparse import SUPPRESS

    return SUPPRESS


def _add_paths(parser: Parser) -> None:
    section = parser.section("Arguments")
    section.add("paths", nargs="*", metavar="PATH", help="files, folders, - for standard input (default: .)")


def _add_format(parser: Parser, formats: tuple[str, ...]) -> None:
    section = parser.section("Output")
    section.add("--format", choices=formats, help=f"the form of the output (default: {formats[0]})")


def _add_files(section: Section) -> None:
    from persistlint.hosts.detect import LANGUAGES

    section.add("--stdin-filename", metavar="FILE", help="the name of what standard input holds")
    section.add(
        "--language",
        choices=tuple(LANGUAGES),
        rare=True,
        help="read the files that are named, or standard input, as this",
    )
    section.add("--config", metavar="FILE", help="use this settings file for every file")
    section.add("--isolated", action="store_true", rare=True, help="read no settings file")


def _add_engine(section: Section) -> None:
    from argparse import BooleanOptionalAction

    section.add(
        "--engine",
        action=BooleanOptionalAction,
        help="ask a running engine about images (it is only read)",
    )


def _add_work(section: Section) -> None:
    section.add(
        "--no-cache",
        action="store_false",
        dest="cache",
        rare=True,
        help="analyse every file anew, and keep nothing",
    )
    section.add(
        "--cache-dir",
        metavar="DIR",
        rare=True,
        help="where results are kept (default: the user's folder for caches)",
    )
    section.add(
        "-j",
        "--jobs",
        type=_jobs,
        metavar="N",
        rare=True,
        help="analyse with so many processes (default: as many as pay, up to the processors)",
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
