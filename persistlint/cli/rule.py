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
    from collections.abc import Sequence

    from persistlint.cli.parser import Parser
    from persistlint.rules.registry import RuleSet
    from persistlint.rules.rule import RuleEntry


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
            found = _search(rules, options.rule)
            if not found:
                near = rules.nearest(options.rule)
                hint = f"; did you mean `{near}`?" if near else ""
                complain(
                    f"there is no rule `{options.rule}`, and no rule speaks of it{hint} (`persistlint rule` lists them)"
                )
                return 2
            status = _list(rules, found, options.format, options.color, output)
        else:
            status = _page(rules, entry, options.format, options.color, output)
    output.flush()
    for failure in rules.failures:
        from persistlint.cli.crash import ask_for_report, show_traceback, told

        complain(f"internal error in {failure.rule.code} ({failure.rule.name}): {told(failure.error)}")
        show_traceback(failure.error)
        ask_for_report(failure.rule.package)
        status = 2
    return status


def rule_parser() -> Parser:
    """Return the options of ``persistlint rule``."""
    from persistlint.cli.parser import Parser

    parser = Parser(
        "rule",
        "Show a rule's page, or the list of rules by topic, or the rules about a word.",
        (
            ("persistlint rule", "every rule, by topic"),
            ("persistlint rule PSL101", "the page of a rule"),
            ("persistlint rule mount", "the rules that speak of mounts"),
        ),
        operands="[CODE|NAME|WORD]",
    )
    arguments = parser.section("Arguments")
    arguments.add("rule", nargs="?", metavar="CODE|NAME", help="PSL101, unmounted-data-path, PSL1, or a word")
    output = parser.section("Output")
    output.add("--format", choices=("text", "json"), default="text", help="the form of the output")
    output.add("--color", choices=("auto", "always", "never"), default="auto", help="colours")
    settings = parser.section("Settings")
    settings.add("--config", metavar="FILE", help="the settings file that says which rules are on")
    settings.add("--isolated", action="store_true", help="read no settings file")
    return parser.end()


def _search(rules: RuleSet, text: str) -> list[RuleEntry]:
    """Return the rules whose name, summary or topic holds every word of ``text``."""
    from persistlint.report.rule_list import FAMILIES, family_of

    words = text.casefold().replace("-", " ").replace("_", " ").split()
    found = []
    for entry in rules.entries if words else ():
        one = rules.load(entry)
        summary = one.summary if one is not None else ""
        spoken = f"{entry.name.replace('-', ' ')} {summary} {FAMILIES.get(family_of(entry.code), '')}"
        if all(word in spoken.casefold() for word in words):
            found.append(entry)
    return found


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
