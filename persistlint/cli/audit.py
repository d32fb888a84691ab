"""``persistlint audit``: the questions of ``check``, asked of the containers of a running engine."""

from __future__ import annotations

import sys

from persistlint.cli.options import SEVERITIES
from persistlint.cli.output import Output, complain
from persistlint.report.safe_text import safe
from persistlint.settings.problem import SettingsProblem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace

    from persistlint.audit.examine import Audit
    from persistlint.audit.rescue import Rescue
    from persistlint.cli.parser import Parser
    from persistlint.rules.registry import RuleSet
    from persistlint.settings.settings import Settings

_EPILOG = """\
The engine is the one that the docker client would take (DOCKER_HOST, contexts); podman's service is
reached with --host unix:///run/podman/podman.sock. --rescue prints commands and runs none.

Exit status: 0 nothing at or above --fail-on, 1 findings, 2 something could not be done."""


def audit(arguments: list[str]) -> int:
    """Audit the engine that ``arguments`` name; the exit status."""
    from persistlint.engine.client import LONG_PATIENCE, connect
    from persistlint.engine.problem import EngineProblem

    options = _read_options(arguments)
    try:
        settings, rules = _settings(options)
    except SettingsProblem as problem:
        for wrong in problem.all():
            complain(safe(str(wrong)))
        return 2
    if rules is None:
        return 2
    try:
        engine = connect(options.host, options.context, LONG_PATIENCE)
    except EngineProblem as problem:
        complain(safe(f"the engine can't be asked: {problem}"))
        return 2
    try:
        from persistlint.audit.examine import examine

        result = examine(engine, settings, rules, options.containers, options.min_size)
        rescues = _rescues(result) if options.rescue else None
    except EngineProblem as problem:
        complain(safe(str(problem)))
        return 2
    finally:
        engine.close()
    return _report(result, rescues, options, settings, rules)


def _rescues(result: Audit) -> list[Rescue]:
    from persistlint.audit.rescue import Rescuer

    rescuer = Rescuer(result.engine, result.names)
    made = [rescuer.container(subject) for subject in result.containers]
    made += [rescuer.volume(subject) for subject in result.volumes if subject.remarks]
    return [rescue for rescue in made if rescue is not None]


def _report(
    result: Audit, rescues: list[Rescue] | None, options: Namespace, settings: Settings, rules: RuleSet
) -> int:
    from persistlint.report.audit_report import audit_document, render_form, render_rescues
    from persistlint.rules.finding import at_least

    errors: list[dict[str, object]] = []
    problems = list(result.problems)
    for failure in rules.failures:
        from persistlint.cli.crash import ask_for_report, told

        where = f"{failure.rule.code} ({failure.rule.name})"
        problems.append((result.engine.address.host, f"internal error in {where}: {told(failure.error)}"))
        ask_for_report(failure.rule.package)
    for path, message in problems:
        errors.append({"path": path, "line": None, "column": None, "message": message})
        complain(safe(f"{path}: {message}"))
    failing = any(
        at_least(finding.severity, settings.fail_on)
        for subject in result.subjects
        for finding in subject.findings
    )
    status = 2 if errors else 1 if failing and not options.exit_zero else 0
    output = Output()
    if options.format == "json":
        from persistlint.report.json_report import dump

        output.data(dump(audit_document(result, errors, rescues)))
    elif rescues is not None:
        output.text(render_rescues(result, rescues))
    else:
        from persistlint.report.style import style_for

        style = style_for(sys.stdout, options.color)
        output.data(render_form(options.format, result, errors, settings, rules, style, status))
    output.flush()
    if output.failed:
        complain(f"can't write the output: {output.failed}")
        return 2
    return status


def _settings(options: Namespace) -> tuple[Settings, RuleSet | None]:
    """Return the working directory's settings with the command line's wishes, and the rules. None (and a complaint) for an unknown rule."""
    from persistlint.audit.statements import STATEMENTS
    from persistlint.rules.registry import RuleSet, covered
    from persistlint.settings.discover import SettingsFinder

    settings = SettingsFinder(options.config, options.isolated).for_folder(".")
    if options.fail_on is not None:
        settings.fail_on = options.fail_on
    entries = [statement.entry for statement in STATEMENTS]
    rules = RuleSet(settings, entries)
    for option, selectors in (("--select", options.select or []), ("--ignore", options.ignore or [])):
        for selector in selectors:
            if not rules.knows(selector):
                near = rules.nearest(selector)
                hint = f"; did you mean `{near}`?" if near else ""
                complain(safe(f"error: {option} names the unknown rule `{selector}`{hint}"))
                return settings, None
    if options.select is not None:
        settings.select = list(options.select)
        settings.extend_select = []
        settings.ignore = []
    for selector in options.ignore or []:
        settings.ignore += [entry.code for entry in covered(selector, rules.entries)]
    return settings, RuleSet(settings, entries)


def _read_options(arguments: list[str]) -> Namespace:
    parser = audit_parser()
    options = parser.parse_args(arguments)
    if options.rescue and options.format not in ("text", "json"):
        parser.error("--rescue prints a script, or JSON: no other --format goes with it")
    if options.host is not None and options.context is not None:
        parser.error("--host and --context both name an engine")
    if options.isolated and options.config is not None:
        parser.error("--isolated reads no settings file, and --config names one")
    return options


def audit_parser() -> Parser:
    """Return the options of ``persistlint audit``."""
    from argparse import ArgumentTypeError

    from persistlint.audit.examine import LEAST
    from persistlint.cli.parser import Parser, rule_list
    from persistlint.engine.sizes import read_size, shown_size
    from persistlint.report.formats import FORMATS

    def size(text: str) -> int:
        try:
            return read_size(text)
        except ValueError:
            raise ArgumentTypeError(f"`{text}` is no size, such as 500k or 2M") from None

    parser = Parser(
        "audit",
        "Find the data that the containers of a running engine would lose. The engine is read, and nothing in it is changed.",
        (
            ("persistlint audit", "every container, and unused volumes"),
            ("persistlint audit --rescue db >save.sh", "the commands that would save one's data"),
            ("persistlint audit --host ssh://me@server", "another machine's engine"),
        ),
        operands="[CONTAINER…]",
        epilog=_EPILOG,
    )
    arguments = parser.section("Arguments")
    arguments.add(
        "containers", nargs="*", metavar="CONTAINER", help="only these (default: all, and unused volumes)"
    )
    engine = parser.section("Engine")
    engine.add("-H", "--host", metavar="ADDRESS", help="the engine's address (unix:///…, tcp://…, ssh://…)")
    engine.add("-c", "--context", metavar="NAME", help="the docker context of the engine")
    engine.add(
        "--min-size",
        type=size,
        default=LEAST,
        metavar="SIZE",
        help=f"what counts as data where nothing is known of the path (default: {shown_size(LEAST)})",
    )
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
    output = parser.section("Output")
    output.add("--rescue", action="store_true", help="print the commands that would save the data")
    output.add(
        "--format",
        choices=FORMATS,
        default="text",
        metavar="FORMAT",
        help=f"{', '.join(FORMATS)} (default: text)",
    )
    output.add(
        "--color",
        choices=("auto", "always", "never"),
        default="auto",
        metavar="WHEN",
        rare=True,
        help="auto, always or never",
    )
    settings = parser.section("Settings")
    settings.add("--config", metavar="FILE", help="use this settings file")
    settings.add("--isolated", action="store_true", rare=True, help="read no settings file")
    return parser.end()
