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
        for wrong in problem.all():
            complain(str(wrong))
        return 2
    if options.changed:
        status = _changes(rules, options.rule, options.format, options.color, output)
    elif options.rule is None:
        status = _list(rules, rules.entries, options.format, options.color, output)
    elif rules.find(options.rule) is None and (family := rules.family(options.rule)):
        status = _list(rules, family, options.format, options.color, output)
    else:
        entry = rules.find(options.rule)
        if entry is None:
            entries = _search(rules, options.rule)
            if not entries:
                near = rules.nearest(options.rule)
                hint = f"; did you mean `{near}`?" if near else ""
                complain(
                    f"there is no rule `{options.rule}`, and no rule speaks of it{hint} (`persistlint rule` lists them)"
                )
                return 2
            status = _list(rules, entries, options.format, options.color, output)
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
            ("persistlint rule PSL101", "the page of a rule"),
            ("persistlint rule mount", "the rules that speak of mounts"),
            ("persistlint rule --changed", "what changed in which version"),
        ),
        operands="[CODE|NAME|WORD]",
    )
    arguments = parser.section("Arguments")
    arguments.add("rule", nargs="?", metavar="CODE|NAME", help="PSL101, unmounted-data-path, PSL1, or a word")
    output = parser.section("Output")
    output.add(
        "--changed",
        action="store_true",
        default=False,
        help="what changed about the rules, or since a version: --changed 0.1.0",
    )
    output.add("--format", choices=("text", "json"), default="text", help="the form of the output")
    output.add("--color", choices=("auto", "always", "never"), default="auto", help="colours")
    settings = parser.section("Settings")
    settings.add("--config", metavar="FILE", help="the settings file that says which rules are on")
    settings.add("--isolated", action="store_true", help="read no settings file")
    return parser.end()


def _changes(rules: RuleSet, about: str | None, format: str, color: str, output: Output) -> int:
    """Show what changed: about every rule, about one or a family, or since a version."""
    from persistlint.report.rule_list import changes_document, render_changes
    from persistlint.rules.changes import releases_after, releases_known

    releases = releases_known()
    wanted: set[str] | None = None
    if about is not None and about[:1].isdigit():
        newer = releases_after(about, releases)
        if newer is None:
            versions = ", ".join(release.version for release in releases)
            complain(f"The changelog has no version `{about}`. It has {versions or 'none'}.")
            return 2
        releases = newer
    elif about is not None:
        entry = rules.find(about)
        entries = [entry] if entry is not None else rules.family(about) or _search(rules, about)
        if not entries:
            complain(f"There is no rule `{about}`, and no rule speaks of it (`persistlint rule` lists them).")
            return 2
        wanted = {entry_found.code for entry_found in entries}
    if format == "json":
        from persistlint.report.json_report import dump

        output.data(dump(changes_document(releases, wanted)))
    elif not releases:
        output.text(
            "Nothing changed since this version.\n" if about else "This installation has no changelog.\n"
        )
    else:
        output.text(render_changes(releases, wanted, style_for(sys.stdout, color)))
    return 0


def _search(rules: RuleSet, text: str) -> list[RuleEntry]:
    """Return the rules whose name, summary or topic holds every word of ``text``."""
    from persistlint.report.rule_list import FAMILIES, family_of

    words = text.casefold().replace("-", " ").replace("_", " ").split()
    entries = []
    for entry in rules.entries if words else ():
        loaded = rules.load(entry)
        summary = loaded.summary if loaded is not None else ""
        spoken = f"{entry.name.replace('-', ' ')} {summary} {FAMILIES.get(family_of(entry.code), '')}"
        if all(word in spoken.casefold() for word in words):
            entries.append(entry)
    return entries


def _list(rules: RuleSet, entries: Sequence[RuleEntry], format: str, color: str, output: Output) -> int:
    from persistlint.report.rule_list import render_rules, rules_document

    loaded = [
        (loaded_rule, rules.enabled(entry))
        for entry in entries
        if (loaded_rule := rules.load(entry)) is not None
    ]
    if format == "json":
        from persistlint.report.json_report import dump

        output.data(dump(rules_document(loaded)))
    else:
        output.text(render_rules(loaded, style_for(sys.stdout, color)))
    return 0


def _page(rules: RuleSet, entry: RuleEntry, format: str, color: str, output: Output) -> int:
    from persistlint.report.pages import render_page
    from persistlint.report.rule_list import rule_facts, rule_history
    from persistlint.rules.changes import PACKAGE, releases_known
    from persistlint.rules.pages import NoPage, page_of

    releases = releases_known() if entry.package == PACKAGE else []
    try:
        page = page_of(entry)
    except NoPage as problem:
        complain(str(problem))
        return 2
    if format == "json":
        from persistlint.report.json_report import dump
        from persistlint.report.rule_list import history_fields, rule_fields

        loaded = rules.load(entry)
        if loaded is not None:
            fields = {**rule_fields(loaded, rules.enabled(entry)), **history_fields(entry.code, releases)}
            output.data(dump({"version": 1, **fields, "page": page}))
    else:
        loaded = rules.load(entry)
        facts = rule_facts(loaded, rules.enabled(entry)) if loaded is not None else ""
        page += rule_history(entry.code, releases)
        output.text(render_page(page, style_for(sys.stdout, color), facts))
    return 0
