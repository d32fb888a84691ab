"""Which rules there are, which are on, and what happens when one breaks down."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib.metadata import Distribution
from pathlib import Path
from types import ModuleType

import pytest

from persistlint.durability.model import Timeline
from persistlint.rules import registry
from persistlint.rules.finding import Finding
from persistlint.rules.registry import RuleSet, rules_for
from persistlint.rules.rule import Context, Rule, RuleEntry
from persistlint.settings.problem import SettingsProblem
from persistlint.settings.read import read_settings
from persistlint.settings.settings import Settings
from persistlint.shell.invocation import NO_GUARD
from persistlint.text.sources import Sources
from persistlint.text.spans import Span

CONTEXT = Context(Timeline(NO_GUARD), Settings(), Sources(), "shell", "run.sh")


class Thing:
    pass


class Part(Thing):
    pass


class One(Rule):
    code = "PSL101"
    name = "unmounted-data-path"
    summary = "one"
    subject = Thing

    def check(self, thing: object, context: object) -> Iterator[Finding]:
        yield self.finding(Span(("a", "", 0), 0, 1), "first", identity="1")
        if isinstance(thing, Part):
            raise KeyError("boom")


class Two(Rule):
    code = "PSL109"
    name = "container-as-storage"
    summary = "two"
    severity = "hint"
    enabled = False
    subject = Part

    def check(self, thing: object, context: object) -> Iterator[Finding]:
        yield self.finding(Span(("a", "", 0), 0, 1), "second", identity="2")


class Three(Rule):
    code = "PSL201"
    name = "mount-above-data-path"
    summary = "three"
    severity = "error"
    subject = Thing

    def check(self, thing: object, context: object) -> Iterator[Finding]:
        return iter(())


@pytest.fixture(autouse=True)
def rules(monkeypatch: pytest.MonkeyPatch) -> None:
    package = ModuleType("persistlint_rules")
    package.__path__ = []
    entries = []
    for rule in (Three, One, Two):
        entry = RuleEntry(
            rule.code, rule.name, rule.subject.__name__, "persistlint_rules", enabled=rule.enabled
        )
        module = ModuleType(entry.module)
        module.RULE = rule  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, entry.module, module)
        entries.append(entry)
    package.RULES = entries  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "persistlint_rules", package)


def settings(**values: object) -> Settings:
    made = Settings()
    for name, value in values.items():
        setattr(made, name, value)
    return made


def on(**values: object) -> list[str]:
    rules = RuleSet(settings(**values))
    return [entry.code for entry in rules.entries if rules.enabled(entry)]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, ["PSL101", "PSL201"]),
        ({"select": ["PSL1"]}, ["PSL101", "PSL109"]),
        ({"select": ["ALL"]}, ["PSL101", "PSL109", "PSL201"]),
        ({"select": ["PSL"], "ignore": ["PSL1"]}, ["PSL201"]),
        ({"select": ["PSL101"], "ignore": ["PSL1"]}, ["PSL101"]),
        ({"select": ["PSL101"], "ignore": ["PSL101"]}, []),
        ({"select": ["unmounted-data-path"], "ignore": ["PSL1"]}, ["PSL101"]),
        ({"select": ["PSL1"], "ignore": ["container-as-storage"]}, ["PSL101"]),
        ({"extend_select": ["PSL109"]}, ["PSL101", "PSL109", "PSL201"]),
        ({"extend_select": ["PSL109"], "ignore": ["PSL1"]}, ["PSL109", "PSL201"]),
        ({"ignore": ["ALL"]}, []),
        ({"ignore": ["ALL"], "extend_select": ["PSL2"]}, ["PSL201"]),
    ],
)
def test_selection(values: dict[str, object], expected: list[str]) -> None:
    assert on(**values) == expected


def test_modules_are_imported_when_their_subject_turns_up(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = []

    def load(self: RuleSet, entry: RuleEntry) -> Rule:
        loaded.append(entry.code)
        return {"PSL101": One, "PSL109": Two, "PSL201": Three}[entry.code]()

    monkeypatch.setattr(RuleSet, "load", load)
    rules = RuleSet(settings(ignore=["PSL201"]))
    assert loaded == []
    assert [rule.code for rule in rules.about(Thing)] == ["PSL101"]
    assert set(loaded) == {"PSL101"}
    assert rules.about(int) == []


def test_a_rule_is_asked_only_where_its_traits_occur() -> None:
    entry = RuleEntry("PSL300", "some-rule", "Thing", "x", needs=("mount + --rm", "refused"))
    assert not entry.fits(frozenset({"mount", "tmpfs"}))
    assert entry.fits(frozenset({"mount", "--rm"}))
    assert entry.fits(frozenset({"refused"}))
    rules = RuleSet(Settings())
    rules.entry("PSL101").needs = entry.needs
    assert [rule.code for rule in rules.about(Thing, frozenset({"mount"}))] == ["PSL201"]
    assert [rule.code for rule in rules.about(Thing, frozenset({"refused"}))] == ["PSL101", "PSL201"]
    assert [rule.code for rule in rules.about(Thing)] == ["PSL101", "PSL201"]


def test_a_rule_that_raises_is_noted_and_the_others_go_on() -> None:
    rules = RuleSet(settings(extend_select=["PSL109"]))
    messages = [finding.message for finding in rules.check(Part(), CONTEXT)]
    assert messages == ["First", "Second"]
    (failure,) = rules.failures
    assert (failure.rule.code, str(failure.error)) == ("PSL101", "'boom'")


def test_a_rule_that_cannot_be_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "persistlint_rules.unmounted_data_path", None)
    rules = RuleSet(Settings())
    assert [rule.code for rule in rules.about(Thing)] == ["PSL201"]
    assert [failure.rule.code for failure in rules.failures] == ["PSL101"]


@pytest.mark.parametrize(
    ("severity", "expected"),
    [
        ({}, "warning"),
        ({"PSL101": "error"}, "error"),
        ({"unmounted-data-path": "hint"}, "hint"),
        ({"PSL1": "info"}, "info"),
        ({"PSL101": "error", "PSL1": "info", "ALL": "hint"}, "error"),
        ({"unmounted-data-path": "error", "PSL1": "info"}, "error"),
        ({"PSL2": "info"}, "warning"),
    ],
)
def test_severities(severity: dict[str, str], expected: str) -> None:
    rules = RuleSet(settings(severity=severity))
    (finding,) = rules.check(Thing(), CONTEXT)
    assert finding.severity == expected


def test_finding_a_rule() -> None:
    rules = RuleSet(Settings())
    for text in ("PSL101", "psl101", "unmounted-data-path", "unmounted_data_path"):
        entry = rules.find(text)
        assert entry is not None and entry.code == "PSL101"
    assert rules.find("PSL1") is None
    assert rules.nearest("unmounted-datapath") == "unmounted-data-path"
    assert rules.nearest("zzz") == ""
    assert rules.knows("PSL1") and not rules.knows("PSL3") and not rules.knows("")


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        (
            'select = ["PSL1", "PSL1O1"]\n',
            "1:19",
            "`select` names the unknown rule `PSL1O1`; did you mean `PSL101`?",
        ),
        ('ignore = [\n "unmounted-datapath"]\n', "2:2", "did you mean `unmounted-data-path`?"),
        ('[severity]\nPSL7 = "info"\n', "2:1", "`severity` names the unknown rule `PSL7`"),
        (
            'plugins = ["acme"]\n',
            "1:12",
            "plugin `acme`: no installed package announces rules under this name",
        ),
    ],
)
def test_settings_that_name_what_is_not_there(tmp_path: Path, text: str, place: str, message: str) -> None:
    path = tmp_path / "persistlint.toml"
    path.write_text(text)
    with pytest.raises(SettingsProblem) as caught:
        rules_for(read_settings(str(path)))
    assert str(caught.value).startswith(f"{path}:{place}: ")
    assert message in str(caught.value)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder on the import path with an installed rule package."""
    info = tmp_path / "acme_rules-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-rules\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[persistlint.rules]\nacme = acme_rules:RULES\n")
    (tmp_path / "acme_rules.py").write_text(
        "from persistlint.rules.rule import RuleEntry\n"
        "RULES = [RuleEntry('ACME001', 'acme-rule', 'Thing', 'acme_rules')]\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "acme_rules", raising=False)
    assert Distribution.from_name("acme-rules").version == "1.0"
    return tmp_path


@pytest.mark.parametrize("name", ["acme", "acme-rules"])
def test_a_plugin_by_entry_point_or_distribution(site: Path, name: str) -> None:
    rules = RuleSet(settings(plugins=[name], select=["ACME"]))
    assert rules.find("acme-rule") is not None
    monkey = sys.modules.pop("acme_rules", None)
    assert monkey is not None


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("import nowhere_to_be_found", "can't be imported: No module named 'nowhere_to_be_found'"),
        ("RULES = 1", "is no list of rule entries"),
        (
            "from persistlint.rules.rule import RuleEntry\nRULES = [RuleEntry('PSL101', 'mine', 'Thing', 'x')]",
            "its rule PSL101 (mine) has the code of unmounted-data-path",
        ),
    ],
)
def test_plugins_that_are_broken(site: Path, code: str, message: str) -> None:
    (site / "acme_rules.py").write_text(code + "\n")
    try:
        with pytest.raises(SettingsProblem, match="plugin `acme`") as caught:
            RuleSet(settings(plugins=["acme"]))
        assert message in str(caught.value)
    finally:
        sys.modules.pop("acme_rules", None)


def test_one_rule_set_for_each_settings() -> None:
    made = Settings()
    assert rules_for(made) is rules_for(made)
    assert rules_for(Settings()) is not rules_for(made)


def test_few_rule_sets_are_kept_however_many_settings_are_read() -> None:
    current = Settings()
    assert rules_for(current) is rules_for(current)
    for _ in range(200):
        rules_for(Settings())
    assert len(registry._sets) <= registry._MOST_SETS
    # One that was forgotten is made anew.
    assert rules_for(current).settings is current
