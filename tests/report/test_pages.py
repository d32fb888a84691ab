"""Rule pages on a terminal."""

from __future__ import annotations

import json
import re

import pytest

from persistlint.cli.app import main
from persistlint.report.pages import render_page
from persistlint.report.rule_list import render_rules, rules_document
from persistlint.report.safe_text import width
from persistlint.report.style import Style
from persistlint.rules.pages import NoPage, page_of
from persistlint.rules.registry import BUILT_IN, RuleSet
from persistlint.rules.rule import RuleEntry
from persistlint.settings.settings import Settings

PAGE = """\
---
title: x
---
# PSL101 unmounted-data-path

A paragraph that is so long that it has to be wrapped, with **bold** words, `code [x](y)` and a
[link](https://example.com/a) as well as a [page](other.md).

## Examples

```sh bad
docker run postgres   # <- PSL101

~~~
```

- one item that is long enough to be wrapped on a terminal of ordinary width, since it goes on and on
- two
  1. three
* four

| image | path |
| --- | :-: |
| `a\\|b` | `/x|y` |
| postgres | a very long text that has to be wrapped in its column because the terminal is not that wide at all |
"""


def test_everything_on_a_page() -> None:
    text = render_page(PAGE, Style())
    assert text.startswith("PSL101 unmounted-data-path\n\nA paragraph that is so long")
    assert "with bold words" in text
    assert "`code [x](y)`" in text.replace("\n", " ")
    assert "link (https://example.com/a)" in text.replace("\n", " ")
    assert "a page." in text.replace("\n", " ")
    assert (
        "\n\nEXAMPLES\n\n  Bad (sh):\n    docker run postgres   # <- PSL101\n\n    ~~~\n\n- one item" in text
    )
    assert "- two\n  1. three\n* four\n" in text
    assert "`a|b`" in text and "`/x|y`" in text
    assert all(width(line) <= 80 for line in text.splitlines())
    assert "---" not in text


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        ("an *anonymous volume* and a **named** one", "an anonymous volume and a named one"),
        ("**`pgdata`**, a volume of *`db`*", "`pgdata`, a volume of `db`"),
        ("`-v *:/x*` and 2 * 3 * 4, a\\*b*", "`-v *:/x*` and 2 * 3 * 4, a\\*b*"),
        ("***both***, *one*, and `*`*two*", "both, one, and `*`two"),
        ("* *first*\n* second", "* first\n* second"),
        ("no-proof: needs SELinux", "It has no proof on a real engine: needs SELinux"),
        ("```sh\nx\n```", "  sh:\n    x"),
        ("```sh good file=lib.sh\nx\n```", "  Good (lib.sh):\n    x"),
        ("```toml file=persistlint.toml\nx\n```", "  toml persistlint.toml:\n    x"),
        ("```sh proof\nx\n```", "  Proof, on a real engine (sh):\n    x"),
        (
            "```sh bad\na \\\n  # <- PSL101, PSL102\n# <- b\n```",
            "  Bad (sh):\n    a \\\n      ^ PSL101, PSL102\n    ^ b",
        ),
        ("```dockerfile bad\n<!-- <- PSL101 -->\n```", "  Bad (dockerfile):\n    ^ PSL101"),
        ("## `x` of y", "`X` OF Y"),
    ],
)
def test_marks_are_taken_away(markdown: str, shown: str) -> None:
    assert render_page(markdown, Style()) == shown + "\n"


def test_facts_stand_below_the_title() -> None:
    text = render_page("# PSL1 x\n\nText.\n\n## Y\n", Style(), "warning, on, no fix")
    assert text == "PSL1 x\nwarning, on, no fix\n\nText.\n\nY\n"
    coloured = render_page("# PSL1 x\n## Y\n", Style(colour=True))
    assert "\x1b[1mY\x1b[0m" in coloured


def test_no_page_shows_markup() -> None:
    """Outside of code nothing on a page is for a program that reads Markdown."""
    for entry in RuleSet(Settings()).entries:
        text = render_page(page_of(entry), Style())
        lines = [line for line in text.splitlines() if not line.startswith("    ")]
        bare = re.sub("`[^`]*`", "", "\n".join(lines))
        assert not re.search(r"\*|\]\(|<!--|^\s*#|^\s*>|```|\|", bare, re.MULTILINE), entry.code
        # An address and a word of code can't be broken.
        wide = [line for line in lines if width(line) > 80 and "://" not in line and "`" not in line]
        assert wide == [], entry.code


def test_control_characters_in_a_page() -> None:
    assert "\x1b" not in render_page("# a\x1b[2J\n\n```\n\x1b\n```\n| \x1b |\n", Style())


@pytest.mark.parametrize("text", ["", "\n", "---\n", "```", "|", "||\n", "#", "- ", "[a](", "a\n| b"])
def test_odd_pages(text: str) -> None:
    assert render_page(text, Style()).endswith("\n")


def test_every_rule_has_a_page() -> None:
    rules = RuleSet(Settings())
    for entry in rules.entries:
        assert page_of(entry).strip()
        assert render_page(page_of(entry), Style())
    loaded = [
        (rule, rules.enabled(rule)) for entry in rules.entries if (rule := rules.load(entry)) is not None
    ]
    assert len(loaded) == len(rules.entries) and not rules.failures
    listed = render_rules(loaded, Style())
    assert all(rule.code in listed and rule.name in listed for rule, _ in loaded)
    assert all(width(line) <= 80 for line in listed.splitlines())
    assert [row["code"] for row in rules_document(loaded)["rules"]] == [entry.code for entry in rules.entries]


def test_a_rule_without_a_page() -> None:
    with pytest.raises(NoPage, match="PSL999 \\(no-such-rule\\) has no page"):
        page_of(RuleEntry("PSL999", "no-such-rule", "Container", BUILT_IN))


def test_a_rule_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rule", "--isolated", "--format", "json", "unmounted-data-path"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["page"].startswith("# PSL101 unmounted-data-path\n")
    del answer["page"]
    assert answer == {
        "version": 1,
        "code": "PSL101",
        "name": "unmounted-data-path",
        "family": "PSL1",
        "family_title": "writes and data paths",
        "summary": answer["summary"],
        "severity": "warning",
        "enabled": True,
        "enabled_by_default": True,
        "fix": "unsafe",
        "url": "urn:persistlint:PSL101",
        "since": "0.1.0",
        "changes": answer["changes"],
    }


def test_a_page_has_its_facts(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rule", "--isolated", "psl404"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == [
        "PSL404 auto-removed-service",
        "info, on, an unsafe fix; PSL4: lifetime and destruction",
    ]
