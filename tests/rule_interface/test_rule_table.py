"""The table of rules is made from their modules, and what can't be made says why."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import persistlint_rules
from persistlint.rules.registry import import_module
from persistlint.testing.rule_table import MARK, is_current

ROOT = Path(__file__).resolve().parents[2]
RULE = """
from persistlint.durability.model import Volume
from persistlint.rules.rule import Rule
from persistlint.rules.topics import CONTAINER, WRITE


class OddVolume(Rule):
    code = "ODD101"
    name = "odd-volume"
    summary = "a volume is odd"
    enabled = False
    subject = Volume
    needs = ("mount + --rm", "read")
    topics = {CONTAINER: 30, WRITE: 5}


RULE = OddVolume
"""


def test_the_table_of_the_built_in_rules_is_what_their_modules_say() -> None:
    assert is_current("persistlint_rules"), "run python -m persistlint.testing.rule_table persistlint_rules"


def test_the_table_of_the_example_is_what_its_module_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "examples" / "rule-package"))
    assert is_current("acme_rules")


@pytest.mark.parametrize("entry", persistlint_rules.RULES, ids=lambda entry: entry.code)
def test_an_entry_and_its_class_agree(entry: object) -> None:
    rule = import_module(entry.module).RULE
    assert (rule.code, rule.name, rule.subject.__name__, rule.enabled) == (
        entry.code,
        entry.name,
        entry.subject,
        entry.enabled,
    )
    assert entry.needs == tuple(frozenset(need.split(" + ")) for need in rule.needs)
    assert entry.topics == {topic.name: place for topic, place in rule.topics.items()}


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """Return the folder of a package with one rule, below ``tmp_path``."""
    folder = tmp_path / "odd_rules"
    folder.mkdir()
    head = '"""Odd."""\n\nfrom persistlint.rules.rule import RuleEntry\n\n'
    (folder / "__init__.py").write_text(f"{head}{MARK} odd_rules`.\n")
    (folder / "odd_volume.py").write_text(RULE)
    (folder / "odd_volume.md").write_text("# ODD101 odd-volume\n")
    return folder


def run(package: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "persistlint.testing.rule_table", *arguments],
        cwd=package.parent,
        capture_output=True,
        text=True,
        check=False,
    )


def test_two_files_make_a_rule(package: Path) -> None:
    assert run(package, "--check", "odd_rules").returncode == 1
    assert run(package, "odd_rules").returncode == 0
    written = (package / "__init__.py").read_text()
    assert (
        '    RuleEntry("ODD101", "odd-volume", "Volume", __name__, needs=("mount + --rm", "read"),'
        ' topics={"container": 30, "write": 5}, enabled=False),\n' in written
    )
    assert written.endswith("# container: 30 ODD101\n# write: 5 ODD101\n")
    assert run(package, "--check", "odd_rules").returncode == 0
    assert run(package, "odd_rules").stdout == "odd_rules: the table of rules is as it was.\n"
    assert (package / "__init__.py").read_text() == written


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('name = "odd-volume"', 'name = "strange-volume"', "the name “strange-volume” and the file differ"),
        ('code = "ODD101"', 'code = "odd"', "the code “odd” isn't capital letters and digits"),
        ("    subject = Volume\n", "", "OddVolume has no `subject`"),
        ("RULE = OddVolume", "RULE = OddVolume()", "`RULE` is no subclass of persistlint.rules.rule.Rule"),
        ("RULE = OddVolume", "RULE = OddVolume\nimport nothing_like_it", "can't be imported"),
    ],
)
def test_a_module_that_is_no_rule_is_named(package: Path, old: str, new: str, message: str) -> None:
    before = (package / "__init__.py").read_text()
    (package / "odd_volume.py").write_text(RULE.replace(old, new))
    output = run(package, "odd_rules")
    assert output.returncode == 2
    assert "odd_volume.py: " in output.stderr and message in output.stderr, output.stderr
    assert (package / "__init__.py").read_text() == before


def test_a_rule_without_a_page_and_a_code_that_two_have(package: Path) -> None:
    (package / "other_volume.py").write_text(RULE.replace("odd-volume", "other-volume"))
    assert "write other_volume.md beside it" in run(package, "odd_rules").stderr.lower()
    (package / "other_volume.md").write_text("# ODD101 other-volume\n")
    assert "odd-volume and other-volume have the same code ODD101" in run(package, "odd_rules").stderr


def test_a_package_that_has_no_place_for_a_table(package: Path) -> None:
    (package / "__init__.py").write_text("RULES = []\n")
    assert "no line begins with" in run(package, "odd_rules").stderr
    assert "can't be imported" in run(package, "no_such_package").stderr
    assert run(package).returncode == 2


@pytest.mark.skipif(sys.platform == "win32", reason="the system has no limit on a file's size")
def test_a_table_that_cannot_be_written_leaves_the_file_as_it_was(package: Path) -> None:
    before = (package / "__init__.py").read_bytes()
    done = subprocess.run(
        [
            "sh",
            "-c",
            'ulimit -f 0; exec "$0" "$@"',
            sys.executable,
            "-m",
            "persistlint.testing.rule_table",
            "odd_rules",
        ],
        cwd=package.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2, done.stderr
    assert "__init__.py: it can't be written" in done.stderr
    assert (package / "__init__.py").read_bytes() == before
    assert sorted(path.name for path in package.iterdir() if path.suffix != ".pyc" and path.is_file()) == [
        "__init__.py",
        "odd_volume.md",
        "odd_volume.py",
    ]
