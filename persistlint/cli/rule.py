"""``persistlint rule``: a rule's page, or the list of rules."""

from __future__ import annotations

import sys

from persistlint.cli.output import Output, complain
from persistlint.report.style import style_for
from persistlint.rules.registry import rules_for
from persistlint.settings.discover import SettingsFinder
from persistlint.settings.problem import SettingsProblem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Sequence

    from persistlint.rules.registry import RuleSet
    from persistlint.rules.rule import RuleEntry


#: So many rules are offered for a name that there isn't.
_MOST_SIMILAR = 4


def rule(arguments: list[str]) -> int:
    """Show what ``arguments`` ask for; the exit status."""
    options = rule_parser().parse_args(arguments)
    output = Output()
    try:
        settings = SettingsFinder(options.config, options.isolated).for_folder(".")
        rules = rules_for(settings)
    except SettingsProblem as problem:
        for one in problem.all():
            complain(str(one))
        return 2
    if options.rule is None:
        status = _list(rules, rules.entries, options.format, options.color, output)
    elif rules.find(options.rule) is None and (family := rules.family(options.rule)):
        status = _list(rules, family, options.format, options.color, output)
    else:
        entry = rules.find(options.rule)
        if entry is None:
            near = rules.similar(options.rule)[:_MOST_SIMILAR]
            hint = f"; did you mean {' or '.join(f'`{name}`' for name in near)}?" if near else ""
            complain(f"there is no rule `{options.rule}`{hint} (`persistlint rule` lists them)")
            return 2
        status = _page(rules, entry, options.format, options.color, output)
    output.flush()
    for failure in rules.failures:
        from persistlint.cli.crash import ask_for_report, show_traceback, told

        complain(f"internal error in {failure.rule.code} ({failure.rule.name}): {told(failure.error)}")
        show_traceback(failure.error)
        ask_for_report(failure.rule.package)
        status = 2
    return status


def rule_parser() -> ArgumentParser:
    """The options of ``persistlint rule``."""
    from persistlint.cli.parser import Parser

    parser = Parser(
        prog="persistlint rule",
        description="Show a rule's page; without a name, the list.",
        allow_abbrev=False,
    )
    parser.add_argument(
        "rule", nargs="?", metavar="CODE|NAME", help="PSL101, unmounted-data-path; PSL1 lists a family"
    )
    parser.add_argument("--format", choices=("text", "json"), default="text", help="the form of the output")
    parser.add_argument("--color", choices=("auto", "always", "never"), default="auto", help="colours")
    parser.add_argument("--config", metavar="FILE", help="the settings file that says which rules are on")
    parser.add_argument("--isolated", action="store_true", help="read no settings file")
    return parser


def _list(rules: RuleSet, entries: Sequence[RuleEntry], format: str, color: str, output: Output) -> int:
    from persistlint.report.rule_list import render_rules, rules_document

    loaded = [(one, rules.enabled(entry)) for entry in entries if (one := rules.load(entry)) is not None]
    if format == "json":
        from persistlint.report.json_report import dump

        output.data(dump(rules_document(loaded)))
    else:
        output.text(render_rules(loaded, style_for(sys.stdout, color)))
    return 0


def _page(rules: RuleSet, entry: RuleEntry, format: str, color: str, output: Output) -> int:
    from persistlint.report.pages import render_page
    from persistlint.report.rule_list import rule_facts
    from persistlint.rules.pages import NoPage, page_of

    try:
        page = page_of(entry)
    except NoPage as problem:
        complain(str(problem))
        return 2
    if format == "json":
        from persistlint.report.json_report import dump
        from persistlint.report.rule_list import rule_fields

        one = rules.load(entry)
        if one is not None:
            output.data(dump({"version": 1, **rule_fields(one, rules.enabled(entry)), "page": page}))
    else:
        one = rules.load(entry)
        facts = rule_facts(one, rules.enabled(entry)) if one is not None else ""
        output.text(render_page(page, style_for(sys.stdout, color), facts))
    return 0
