"""The registry of rules, and which of them are on."""

from __future__ import annotations

import sys

from persistlint.rules.finding import at_least
from persistlint.rules.rule import Rule, RuleEntry

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

    from persistlint.rules.finding import Finding
    from persistlint.rules.rule import Context
    from persistlint.settings.problem import SettingsProblem
    from persistlint.settings.settings import RuleChoice, Settings
    from persistlint.settings.toml_places import Path

#: The package of the built-in rules. It has the form of a third party's, and is loaded by name to save the look-up.
BUILT_IN = "persistlint_rules"

#: The entry-point group in which a rule package announces itself.
GROUP = "persistlint.rules"

#: The selector that means every rule, a plugin's too.
ALL = "ALL"


def _lower(finding: Finding, context: Context) -> None:
    """Make a note of what a document shows going wrong, and of an error in a command that it shows in part."""
    from persistlint.rules.demonstrations import demonstrated, shown_with_gaps

    if finding.severity == "error" and shown_with_gaps(finding, context.sources):
        finding.severity = "info"
        finding.message += " This is only a note: the command is shown in part."
    elif demonstrated(finding, context.sources):
        finding.severity = "info"
        finding.message += " This is only a note: the document shows that it goes wrong."


def _lower_in_forms(finding: Finding, context: Context) -> None:
    """Make a note of an error in what is there to be filled in."""
    from persistlint.rules.forms import has_signs, is_template, stands_for_more

    span = finding.span
    if is_template(context.path):
        finding.severity = "info"
        finding.message += " This is only a note: the file is a template."
    elif (context.sources.knows(span) and stands_for_more(context.sources.text(span))) or (
        context.sources.knows(finding.command_span) and has_signs(context.sources.text(finding.command_span))
    ):
        finding.severity = "info"
        finding.message += " This is only a note: the text is there to be filled in."


class RuleFailure:
    """A rule that broke down: the ``rule``'s entry, and the ``error`` that it raised."""

    __slots__ = ("error", "rule")

    def __init__(self, rule: RuleEntry, error: Exception) -> None:
        self.rule = rule
        self.error = error


class RuleSet:
    """The rules that some settings know, and the choice that they make among them.

    A rule's module is imported when the first thing of its subject turns up (``about``), not before.
    """

    __slots__ = (
        "_about",
        "_loaded",
        "_places",
        "_severity",
        "_traits",
        "_verdicts",
        "entries",
        "failures",
        "settings",
    )

    def __init__(self, settings: Settings, further: Sequence[RuleEntry] = ()) -> None:
        """Load the entries. Raises ``SettingsProblem`` for a missing plugin and for a selector that names no rule.

        ``further`` are entries that have no module, so that settings may name them too; one whose code a rule has is left out.
        """
        self.settings = settings
        self.entries: tuple[RuleEntry, ...] = tuple(_entries(settings))
        codes = {entry.code for entry in self.entries}
        self.entries += tuple(entry for entry in further if entry.code not in codes)
        #: What went wrong while rules were loaded or run; whoever runs the analysis reports and empties it.
        self.failures: list[RuleFailure] = []
        self._about: dict[tuple[type[Any], frozenset[str] | None], list[Rule]] = {}
        self._traits: dict[frozenset[str], frozenset[str]] = {}
        self._loaded: dict[str, Rule | None] = {}
        self._places = {entry.code: entry.topics for entry in self.entries if entry.topics}
        self._verdicts: dict[str, bool | None] = {}
        self._severity = [
            entry for layer in (settings, *settings.layers) for entry in _by_specificity(layer.severity)
        ]
        _check_selectors(settings, self.entries)

    def about(self, kind: type[Any], traits: frozenset[str] | None = None) -> list[Rule]:
        """Return the rules that are on and subscribe to ``kind`` or to a class above it, sorted by code.

        Those that can have nothing to say where only ``traits`` occur are left out, and not imported.
        """
        rules = self._about.get((kind, traits))
        if rules is None:
            names = {ancestor.__name__ for ancestor in kind.__mro__}
            rules = []
            for entry in self.entries:
                if entry.subject in names and (traits is None or entry.fits(traits)) and self.enabled(entry):
                    rule = self.load(entry)
                    if rule is not None:
                        rules.append(rule)
            self._about[kind, traits] = rules
        return rules

    def one_of(self, traits: frozenset[str]) -> frozenset[str]:
        """Return one and the same object for equal traits. Other sets would be compared member by member at each look-up of a rule."""
        return self._traits.setdefault(traits, traits)

    def check(self, subject: Any, context: Context) -> Iterator[Finding]:
        """Yield the findings of every rule that is on about ``subject``, with the severity that the settings want.

        A rule that raises loses what it would still have said, and is noted in ``failures``; the others go on.
        """
        for rule in self.about(type(subject), context.traits):
            yield from self.ask(rule, subject, context)

    def ask(self, rule: Rule, subject: Any, context: Context) -> list[Finding]:
        """Return the findings of one rule about ``subject``, as ``check`` does."""
        findings: list[Finding] = []
        if not rule.services and _is_of_services(subject, context):
            return findings
        try:
            for finding in rule.check(subject, context):
                if finding.severity == "error":
                    _lower_in_forms(finding, context)
                if context.language == "markdown" and at_least(finding.severity, "warning"):
                    _lower(finding, context)
                    if at_least(finding.severity, "warning") and not rule.warns_in_documents:
                        finding.severity = "info"
                        finding.message += " This is only a note: whoever reads it decides."
                findings.append(self.weighed(finding))
        except Exception as error:
            # One rule's fault must not silence the others.
            self.failures.append(RuleFailure(self.entry(rule.code), error))
        return findings

    def weighed(self, finding: Finding) -> Finding:
        """Return the finding with the severity that the settings state for its rule, if they do."""
        if self._severity:
            for selector, severity in self._severity:
                if _matches(selector, finding.code, finding.rule):
                    finding.severity = severity
        return finding

    def enabled(self, rule: RuleEntry | Rule) -> bool:
        """Return whether the rule is on. Its own default decides where the settings don't."""
        chosen = self.chosen(rule)
        return rule.enabled if chosen is None else chosen

    def load(self, entry: RuleEntry) -> Rule | None:
        """Return the rule itself. None where its module can't be imported, which is noted in ``failures``."""
        if entry.code not in self._loaded:
            try:
                self._loaded[entry.code] = import_module(entry.module).RULE()
            except Exception as error:
                self.failures.append(RuleFailure(entry, error))
                self._loaded[entry.code] = None
        return self._loaded[entry.code]

    def entry(self, code: str) -> RuleEntry:
        """Return the entry of the rule with this code. Raises KeyError where there is none."""
        for entry in self.entries:
            if entry.code == code:
                return entry
        raise KeyError(code)

    def places(self, code: str) -> Mapping[str, int]:
        """Return the place of the rule with this code in the order of each topic, by the topic's name."""
        return self._places.get(code, {})

    def find(self, text: str) -> RuleEntry | None:
        """Return the rule that is called ``text``: its code (in any case) or its name."""
        for entry in self.entries:
            if text.upper() == entry.code or text.lower().replace("_", "-") == entry.name:
                return entry
        return None

    def nearest(self, text: str) -> str:
        """Return the name or code that ``text`` was most likely meant to be, "" where none is near."""
        from persistlint.settings.problem import nearest

        return nearest(
            text, [*(entry.code for entry in self.entries), *(entry.name for entry in self.entries)]
        )

    def family(self, prefix: str) -> list[RuleEntry]:
        """Return the rules whose codes begin with ``prefix`` (in any case): letters, and at least one digit."""
        wanted = prefix.upper()
        if not wanted[-1:].isdecimal() or not wanted[:1].isalpha():
            return []
        return [entry for entry in self.entries if entry.code.startswith(wanted)]

    def knows(self, selector: str) -> bool:
        """Return whether the selector (code, prefix, name) fits a rule."""
        return any(_matches(selector, entry.code, entry.name) for entry in self.entries)

    def mandatory(self, code: str, name: str) -> bool:
        """Return whether the settings let no comment turn this rule off."""
        return any(_matches(selector, code, name) for selector in self.settings.mandatory)

    def chosen(self, rule: RuleEntry | Rule) -> bool | None:
        """Return whether the settings turn the rule on (True) or off (False), None where they say nothing."""
        if rule.code not in self._verdicts:
            settings = self.settings
            verdict = _said(settings, rule)
            for layer in settings.layers:
                said = _said(layer, rule)
                verdict = verdict if said is None else said
            self._verdicts[rule.code] = verdict
        return self._verdicts[rule.code]


def _is_of_services(subject: Any, context: Context) -> bool:
    """Return whether ``subject`` is a service of a Compose file, or a world of services only."""
    if context.language == "compose":
        return True
    happenings = getattr(subject, "happenings", None)
    if happenings is not None:
        return bool(happenings) and all(
            getattr(happening, "service_name", None) is not None for happening in happenings
        )
    users = getattr(subject, "mounted_by", None)
    command = users[0].command if users else getattr(subject, "command", subject)
    return getattr(command, "service_name", None) is not None


def import_module(name: str) -> Any:
    """Import a module as ``importlib`` does, without loading that for a run of milliseconds."""
    __import__(name)
    return sys.modules[name]


def covered(selector: str, entries: tuple[RuleEntry, ...]) -> list[RuleEntry]:
    """Return the rules that the selector fits."""
    return [entry for entry in entries if _matches(selector, entry.code, entry.name)]


def _entries(settings: Settings) -> Iterator[RuleEntry]:
    seen: dict[str, RuleEntry] = {}
    for package in (BUILT_IN, *settings.plugins):
        rules = import_module(package).RULES if package == BUILT_IN else _plugin(settings, package)
        for entry in sorted(rules, key=lambda entry: entry.code):
            other = seen.get(entry.code)
            if other is not None:
                raise _plugin_problem(
                    settings, package, f"its rule {entry.code} ({entry.name}) has the code of {other.name}"
                )
            seen[entry.code] = entry
            yield entry


def _plugin(settings: Settings, name: str) -> list[RuleEntry]:
    # The look-up takes longer than the rest of the start: only settings that name a plugin pay for it.
    from importlib.metadata import entry_points

    points = list(entry_points(group=GROUP))
    for point in points:
        if name in (point.name, point.dist.name if point.dist is not None else ""):
            try:
                rules = point.load()
            except Exception as error:
                raise _plugin_problem(settings, name, f"it can't be imported: {error}") from error
            if not isinstance(rules, list) or not all(isinstance(entry, RuleEntry) for entry in rules):
                raise _plugin_problem(settings, name, f"`{point.value}` is no list of rule entries")
            return rules
    from persistlint.settings.problem import did_you_mean

    hint = did_you_mean(name, (point.name for point in points if point.module != BUILT_IN))
    raise _plugin_problem(settings, name, f"no installed package announces rules under this name{hint}")


def _plugin_problem(settings: Settings, name: str, message: str) -> Exception:
    from persistlint.settings.read import problem_in

    index = settings.plugins.index(name) if name in settings.plugins else 0
    return problem_in(settings, ("plugins", index), f"plugin `{name}`: {message}")


def _check_selectors(settings: Settings, entries: tuple[RuleEntry, ...]) -> None:
    wrong: list[SettingsProblem] = []
    for keys, selector in _selectors(settings):
        if not any(_matches(selector, entry.code, entry.name) for entry in entries):
            from persistlint.settings.problem import nearest
            from persistlint.settings.read import problem_in

            near = nearest(selector, [name for entry in entries for name in (entry.code, entry.name)])
            hint = f"; did you mean `{near}`?" if near else ""
            key = keys[0] if keys[0] != "per-file" else f"per-file.{keys[1]!r}.{keys[2]}"
            message = f"`{key}` names the unknown rule `{selector}`{hint}"
            # A rule that a table is keyed by is written without quotes.
            suggestion = near if isinstance(keys[-1], str) else f'"{near}"' if near else ""
            wrong.append(problem_in(settings, keys, message, suggestion, about_key=isinstance(keys[-1], str)))
    if wrong:
        from persistlint.settings.problem import together

        raise together(wrong)


def _selectors(settings: Settings) -> Iterator[tuple[Path, str]]:
    """Yield every rule selector in the settings, with its path of keys."""
    yield from _of_choice((), settings)
    for index, selector in enumerate(settings.mandatory):
        yield ("mandatory", index), selector
    for pattern, choice in settings.per_file.items():
        yield from _of_choice(("per-file", pattern), choice)


def _of_choice(above: Path, choice: RuleChoice) -> Iterator[tuple[Path, str]]:
    for key, selectors in (
        ("select", choice.select),
        ("extend-select", choice.extend_select),
        ("ignore", choice.ignore),
    ):
        for index, selector in enumerate(selectors):
            yield (*above, key, index), selector
    for selector in choice.severity:
        yield (*above, "severity", selector), selector


def _said(choice: RuleChoice, rule: RuleEntry | Rule) -> bool | None:
    """Return whether one layer of the settings turns the rule on (True) or off (False), None where it says nothing."""
    on = _best((*choice.select, *choice.extend_select), rule)
    off = _best(choice.ignore, rule)
    if on < 0 and off < 0:
        return False if choice.select else None
    # The more specific one wins, and of equals the one that switches off.
    return on > off


def _best(selectors: tuple[str, ...] | list[str], rule: RuleEntry | Rule) -> int:
    """Return how specific the most specific selector is that fits the rule, -1 where none does."""
    best = -1
    for selector in selectors:
        if _matches(selector, rule.code, rule.name):
            best = max(best, _specificity(selector, rule.code, rule.name))
    return best


def _matches(selector: str, code: str, name: str) -> bool:
    """Return whether ``selector`` (ALL, a code, the beginning of one, or a name, in any case) fits a rule."""
    if not selector:
        return False
    upper = selector.upper()
    return upper == ALL or code.startswith(upper) or selector.lower().replace("_", "-") == name


def _specificity(selector: str, code: str, name: str) -> int:
    """Return 0 for every rule, else the length of the prefix. A name counts as a whole code."""
    if selector.upper() == ALL:
        return 0
    return len(selector) if code.startswith(selector.upper()) else len(code)


def _by_specificity(severities: dict[str, str]) -> list[tuple[str, str]]:
    """Broad selectors first, so that the last one that fits decides; a name (lower case) counts as a whole code."""

    def rank(item: tuple[str, str]) -> int:
        selector = item[0].upper()
        stem = selector.rstrip("0123456789")
        is_code = stem.isalpha() and (stem != selector or item[0] == selector)
        return 0 if selector == ALL else len(selector) if is_code else 100

    return sorted(severities.items(), key=rank)


#: So many rule sets are kept. A server reads settings anew whenever their files change, and a file may have settings of its own.
_MOST_SETS = 64

_sets: dict[int, RuleSet] = {}


def rules_for(settings: Settings) -> RuleSet:
    """Return the rule set of these settings, made once. Raises ``SettingsProblem`` as ``RuleSet`` does."""
    rule_set = _sets.get(id(settings))
    if rule_set is None or rule_set.settings is not settings:
        rule_set = _sets[id(settings)] = RuleSet(settings)
        if len(_sets) > _MOST_SETS:
            # Listed in one step, as other threads make sets, too.
            oldest, *_ = list(_sets)
            _sets.pop(oldest, None)
    return rule_set


def forget(settings: Settings) -> None:
    """Keep no rule set for these settings any more."""
    _sets.pop(id(settings), None)
