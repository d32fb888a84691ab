"""Changes of a rule: read from the changelog, told by ``persistlint rule``."""

from __future__ import annotations

import json
import re

import pytest

from persistlint.cli.app import main
from persistlint.report.rule_list import render_changes, rule_history
from persistlint.report.style import Style
from persistlint.rules import changes
from persistlint.rules.changes import changes_of, first_version, read_releases, releases_after, releases_known
from persistlint.rules.registry import rules_for
from persistlint.settings.settings import Settings
from persistlint.version import VERSION

CHANGELOG = """\
# Changelog

PSL101 before any version is nobody's.

## 0.3.0 (2027-03-01)

- New rule PSL499 forced-removal: `docker volume rm -f`
  says nothing.
- The server starts faster.

## 0.2.0

- PSL101 knows [ten more images](docs/catalogue.md), as does PSL104.

And a paragraph that names PSL105.

## 0.1.0

The first version.

- PSL104 and PSL1044 and XPSL105.
"""


def test_entries_by_code() -> None:
    releases = read_releases(CHANGELOG)
    assert [release.title for release in releases] == ["0.3.0 (2027-03-01)", "0.2.0", "0.1.0"]
    assert changes_of("PSL499", releases) == [
        ("0.3.0", "New rule PSL499 forced-removal: `docker volume rm -f` says nothing.")
    ]
    assert [version for version, _ in changes_of("PSL104", releases)] == ["0.2.0", "0.1.0"]
    assert changes_of("PSL101", releases) == [("0.2.0", "PSL101 knows ten more images, as does PSL104.")]
    assert changes_of("PSL105", releases) == []


def test_since_when() -> None:
    releases = read_releases(CHANGELOG)
    # An entry that names a rule makes it no new one.
    assert first_version("PSL499", releases) == "0.3.0"
    assert first_version("PSL101", releases) == first_version("PSL105", releases) == "0.1.0"
    assert first_version("PSL101", []) == "" and rule_history("PSL101", []) == ""
    assert "Since persistlint 0.3.0.\n\n- 0.3.0: New rule" in rule_history("PSL499", releases)


def test_newer_versions() -> None:
    releases = read_releases(CHANGELOG)
    newer = releases_after("0.1.0", releases)
    assert newer is not None and [release.version for release in newer] == ["0.3.0", "0.2.0"]
    assert releases_after("0.3.0", releases) == [] and releases_after("9", releases) is None
    rendered = render_changes(newer, None, Style(False, 80))
    assert "PSL499: New rule" in rendered and "PSL101, PSL104: " in rendered and "came with" not in rendered
    assert "came with this one" in render_changes(releases, None, Style(False, 80))


def test_the_changelog_names_only_rules_that_are_there() -> None:
    releases = releases_known()
    codes = {entry.code for entry in rules_for(Settings()).entries}
    assert releases and releases[0].version == VERSION
    named = {code for release in releases for change in release.changes for code in change.codes}
    assert named and named <= codes


def test_the_command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes, "releases_known", lambda: read_releases(CHANGELOG))

    def told(*arguments: str) -> str:
        assert main(["rule", "--isolated", *arguments]) == 0, arguments
        return capsys.readouterr().out

    assert told("--changed").startswith("0.3.0 (2027-03-01)\n  PSL499: New rule")
    about = told("--changed", "psl101")
    assert "ten more images" in about and "No rule changed." in about and "PSL499" not in about
    assert "0.1.0" not in told("--changed", "0.1.0") and "Nothing changed" in told("--changed", "0.3.0")
    assert "ten more images" in told("--changed", "PSL1") and "ten more" not in told("--changed", "PSL8")
    releases = json.loads(told("--changed", "--format", "json"))["releases"]
    assert releases[0]["changes"][0]["rules"] == ["PSL499"] and releases[0]["changes"][0]["new"]
    assert re.search(r"CHANGES\n\nSince persistlint 0.1.0.\n\n- 0.2.0: PSL101", told("PSL101"))
    fields = json.loads(told("PSL101", "--format", "json"))
    assert fields["since"] == "0.1.0" and [change["release"] for change in fields["changes"]] == ["0.2.0"]
    assert "## Changes" not in fields["page"]

    assert main(["rule", "--isolated", "--changed", "7.7"]) == 2
    assert "It has 0.3.0, 0.2.0, 0.1.0." in capsys.readouterr().err
    assert main(["rule", "--isolated", "--changed", "nonsense"]) == 2
    assert "no rule `nonsense`" in capsys.readouterr().err
