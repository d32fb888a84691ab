"""A fix is tried before it is offered."""

from __future__ import annotations

from typing import Any

import pytest

import persistlint_rules
from persistlint.analysis import checked_fixes
from persistlint.analysis.analyse import analyse
from persistlint.analysis.analysis import Analysis
from persistlint.analysis.checked_fixes import (
    FixChecker,
    Trouble,
    checker_for,
    holding,
    keep_checked,
    keep_holding,
)
from persistlint.analysis.workspace import Workspace
from persistlint.rules.finding import Finding, Fix
from persistlint.rules.fixes import placed
from persistlint.rules.registry import RuleSet, rules_for
from persistlint.settings.settings import Settings
from persistlint.text.budgets import MOST_VAIN_TRIES
from persistlint.text.document import Document
from persistlint.text.edits import Edit
from persistlint.text.spans import Span, document_anchor

TEXT = "docker network create web\ndocker run -d --name db postgres:16\ndocker run -d --name app -v files:/srv app:1\n"


def read(text: str = TEXT) -> Analysis:
    return analyse(Document("run.sh", text.encode(), "shell"), Workspace("."), Settings())


def edit(text: str, old: str, new: str) -> Edit:
    start = text.encode().index(old.encode())
    return Edit(Span(document_anchor("run.sh"), start, start + len(old.encode())), new)


def problem(old: str, new: str, changes: tuple[str, ...] | None = ("mounts",)) -> str | None:
    """Return what is said of a fix for the PSL101 of ``TEXT`` that writes ``new`` for ``old``."""
    analysis = read()
    (finding,) = (each for each in analysis.findings if each.code == "PSL101")
    fix = Fix("a fix", [edit(TEXT, old, new)], safe=False)
    fix.changes = changes
    return checker_for(analysis, Workspace("."), Settings()).problem((finding, fix))


def test_the_rules_own_fix_holds() -> None:
    assert problem("postgres:16", "-v pgdata:/var/lib/postgresql/data postgres:16") is None


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("postgres:16", "-e POSTGRES_DB=a postgres:16", "the finding is still there"),
        ("postgres:16", "-v data/pg:/var/lib/postgresql/data postgres:16", "PSL208"),
        ("postgres:16", "-v pgdata:/var/lib/postgresql postgres:16", "PSL201"),
        ("postgres:16", "--rm -v pgdata:/var/lib/postgresql/data postgres:16", "changes remove"),
        ("postgres:16", "-p 5432:5432 -v pgdata:/var/lib/postgresql/data postgres:16", "changes options"),
        ("postgres:16", "-v pgdata:/var/lib/postgresql/data postgres:16 > log", "changes redirects"),
        ("postgres:16", "-v pgdata:/var/lib/postgresql/data postgres:16 &", "changes shell"),
        ("postgres:16", "-v pgdata:/var/lib/postgresql/data postgres:15", "changes image"),
        ("postgres:16", "-v pgdata:/var/lib/postgresql/data postgres:16; docker ps", "4 commands for 3"),
        ("postgres:16", "-v pgdata:/var/lib/postgresql/data $X postgres:16", "less is understood"),
        ("docker run -d --name db postgres:16\n", "", "2 commands for 3"),
    ],
)
def test_one_that_does_something_else_does_not(old: str, new: str, why: str) -> None:
    said = problem(old, new)
    assert said is not None and why in said


def test_commands_of_their_own_may_change_but_not_others() -> None:
    text = "postgres:16"
    run = "-v pgdata:/var/lib/postgresql/data postgres:16 && docker wait db"
    assert problem(text, run, ("commands",)) is None
    other = problem(
        "docker run -d --name db postgres:16\ndocker run -d --name app -v files:/srv",
        "docker run",
        ("commands",),
    )
    assert other is not None and "another command" in other


def test_a_rule_that_says_nothing_of_its_changes_may_change_anything() -> None:
    assert problem("-d --name db", "--rm -v pgdata:/var/lib/postgresql/data --name pg", None) is None


def test_edits_that_cannot_be_made() -> None:
    analysis = read()
    (finding,) = (each for each in analysis.findings if each.code == "PSL101")
    checker = checker_for(analysis, Workspace("."), Settings())
    both = [edit(TEXT, "postgres:16", "x"), edit(TEXT, "postgres", "y")]
    assert checker.problem((finding, Fix("two at one place", both, safe=False))) is not None
    assert checker.problem((finding, Fix("none", [], safe=False))) is not None


def test_only_what_holds_is_kept() -> None:
    text = "".join(f"docker run -d --name db{number} postgres:16\n" for number in range(5))
    analysis = read(text)
    assert [finding.code for finding in analysis.findings] == ["PSL101"] * 5
    wrong = analysis.findings[3]
    wrong.fixes[0].edits[0].text = "-v x/y:/var/lib/postgresql/data "
    keep_checked(analysis, Workspace("."), Settings())
    assert [len(finding.fixes) for finding in analysis.findings] == [1, 1, 1, 0, 1]


def test_trying_ends_where_every_fix_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checked_fixes, "MOST_COMMANDS_AGAIN", 60)
    monkeypatch.setattr(checked_fixes, "FEWEST_TRIES", 5)
    text = "docker run -d postgres:16\n" * 30
    analysis = read(text)
    for finding in analysis.findings:
        finding.fixes[0].edits[0].text = "-v pgdata:/var/lib/postgresql/data $X "
    checker = checker_for(analysis, Workspace("."), Settings())
    tries = []
    tried = checker.tried
    monkeypatch.setattr(FixChecker, "tried", lambda self, *offers: (tries.append(1), tried(*offers))[1])
    keep_holding(analysis, checker)
    assert len(tries) == 5
    assert not any(finding.fixes for finding in analysis.findings)


def test_a_rule_that_breaks_down_on_the_changed_text_is_no_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    from persistlint_rules.unmounted_data_path import UnmountedDataPath

    analysis = read()
    settings = Settings()

    def break_down(self: object, thing: object, context: object) -> Any:
        raise ValueError("boom")

    monkeypatch.setattr(UnmountedDataPath, "check", break_down)
    keep_checked(analysis, Workspace("."), settings)
    assert [finding.fixes for finding in analysis.findings if finding.code == "PSL101"] == [()]


def test_every_rule_that_fixes_says_what_it_changes() -> None:
    rules = RuleSet(Settings())
    silent = []
    for entry in persistlint_rules.RULES:
        rule = rules.load(entry)
        assert rule is not None
        if rule.fix and rule.fix_changes is None:
            silent.append(entry.code)
    assert silent == []


def test_trying_changes_nothing_of_the_analysis() -> None:
    analysis = read()
    before = [(each.code, each.span, each.message) for each in analysis.findings]
    spans = [place.start for finding in analysis.findings for place in of(finding, analysis)]
    keep_checked(analysis, Workspace("."), Settings())
    assert [(each.code, each.span, each.message) for each in analysis.findings] == before
    assert [place.start for finding in analysis.findings for place in of(finding, analysis)] == spans


def of(finding: Finding, analysis: Analysis) -> list[Any]:
    return [place for fix in finding.fixes for place in placed(fix, analysis.sources) or []]


def test_one_of_several_equal_commands_may_go() -> None:
    text = "".join("docker rm -vf $(docker ps -aq)\necho next\n" for _ in range(3))
    analysis = read(text)
    keep_checked(analysis, Workspace("."), Settings())
    assert [(finding.code, len(finding.fixes)) for finding in analysis.findings] == [("PSL421", 1)] * 3


def offered(text: str, code: str) -> list[int]:
    analysis = read(text)
    keep_checked(analysis, Workspace("."), Settings())
    return [len(finding.fixes) for finding in analysis.findings if finding.code == code]


def test_a_command_that_shares_a_variable_stays_as_it_is() -> None:
    shared = "DIR=data\ndocker run --rm -v $DIR/db:/srv alpine:3.20 ls /srv\n"
    assert offered(shared, "PSL208") == [2]
    # Here `data` is a volume, which `./data` would be no more: what is left is the fix in the command.
    assert offered(shared + "docker run --rm -v $DIR:/x alpine:3.20 ls /x\n", "PSL208") == [1]


def test_what_the_finding_silenced_is_nothing_new() -> None:
    assert offered("docker exec -t db mysqldump app | gzip > dump.sql.gz\n", "PSL801") == [1]


def count_tries(text: str, wrong: set[int], monkeypatch: pytest.MonkeyPatch) -> tuple[int, set[int]]:
    """Return the tries for a text whose fixes with these numbers are ``wrong``, and the numbers of those that are kept."""
    analysis = read(text)
    for number in wrong:
        analysis.findings[number].fixes[0].edits[0].text = "-v x/y:/var/lib/postgresql/data "
    tries = []
    tried = FixChecker.tried
    with monkeypatch.context() as patch:
        patch.setattr(FixChecker, "tried", lambda self, *offers: (tries.append(1), tried(self, *offers))[1])
        keep_checked(analysis, Workspace("."), Settings())
    return len(tries), {number for number, finding in enumerate(analysis.findings) if finding.fixes}


@pytest.mark.parametrize("wrong", [set(), {7}, {0, 5, 6, 11}, set(range(12)), set(range(1, 12))])
def test_wrong_fixes_are_told_by_their_commands(wrong: set[int], monkeypatch: pytest.MonkeyPatch) -> None:
    text = "".join(f"docker run -d --name db{number} postgres:16\n" for number in range(12))
    tries, fixes = count_tries(text, wrong, monkeypatch)
    assert fixes == set(range(12)) - wrong
    # All together; then the good ones, and the wrong ones.
    assert tries <= 3


def test_wrong_fixes_of_findings_that_look_alike_are_found_by_halves(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "".join("docker run -d postgres:16\n" for number in range(8))
    tries, fixes = count_tries(text, {3}, monkeypatch)
    assert fixes == set(range(8)) - {3}
    assert tries <= 7


def test_blocks_that_no_fix_touches_are_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    from persistlint.shell.syntax import outline

    text = "".join(
        f"Block {number}\n\n```sh\ndocker run -d --name db{number} postgres:16\n```\n" for number in range(20)
    )
    settings = Settings()
    analysis = analyse(Document("a.md", text.encode(), "markdown"), Workspace("."), settings)
    read_again = []
    parser = outline.Parser

    def count(source: str, start: int = 0) -> Any:
        read_again.append(source)
        return parser(source, start)

    (first, *_) = (finding for finding in analysis.findings if finding.fixes)
    checker = checker_for(analysis, Workspace("."), settings)
    monkeypatch.setattr(outline, "Parser", count)
    assert checker.problem((first, first.fixes[0])) is None
    assert len(set(read_again)) == 1


class Refusing:
    """A checker for which no fix holds, and none is to blame."""

    may_try = True
    most_vain = MOST_VAIN_TRIES

    def __init__(self) -> None:
        self.tries = 0
        self.untried: list[Any] = []

    def apart(self, group):
        return [group]

    def trouble(self, *offers):
        self.tries += 1
        return Trouble("it brings up another finding")


def test_a_group_in_which_nothing_holds_is_given_up():
    finding = object()
    checker = Refusing()
    assert holding([(finding, object()) for _ in range(500)], checker) == []
    assert checker.tries == MOST_VAIN_TRIES
    assert len(checker.untried) > 400


def tries(text: str, language: str = "shell") -> tuple[int, int, int]:
    """Return how many fixes are offered, how many hold, and in how many tries that was found."""
    path = "/nowhere/compose.yaml" if language == "compose" else "run.sh"
    workspace, settings = Workspace("/nowhere"), Settings()
    analysis = analyse(Document(path, text.encode(), language), workspace, settings)
    made = 0

    def again(document: Document) -> Analysis:
        nonlocal made
        made += 1
        return analyse(document, workspace, settings)

    checker = FixChecker(analysis, again, rules_for(settings))
    before = sum(len(finding.fixes) for finding in analysis.findings)
    keep_holding(analysis, checker)
    return before, sum(len(finding.fixes) for finding in analysis.findings), made


@pytest.mark.parametrize("after", ["", "volumes:\n  other:\n", "volumes: {other: }\n", "volumes:\n"])
def test_services_that_each_declare_a_volume_are_tried_together(after: str) -> None:
    services = "".join(f"  db{number}:\n    image: postgres:16\n" for number in range(60))
    assert tries(f"services:\n{services}{after}", "compose") == (60, 60, 1)


def test_fixes_that_cannot_be_made_together_are_tried_in_turn() -> None:
    analysis = read()
    finding = analysis.findings[0]
    image = edit(TEXT, "postgres:16", "redis:7")
    same, other, free = edit(TEXT, "postgres:16", "redis:7"), edit(TEXT, "16", "17"), edit(TEXT, "app:1", "a")
    offers = [(finding, Fix("a fix", [each], safe=False)) for each in (image, other, free, same)]
    parts = checker_for(analysis, Workspace("."), Settings()).apart(offers)
    assert parts == [[offers[1]], [offers[0], offers[2], offers[3]]]


CALLS = 'f() { docker exec db "$@"; }\n' + "".join(f"f psql < d{number}\n" for number in range(40))
STEPS = "FROM alpine\nVOLUME /x\n" + "RUN echo > /x/a\n" * 40
MERGED = "x-a: &a {<<: &b {image: postgres:16}}\nservices:\n" + "".join(
    f"  s{number}: {{<<: *a}}\n" for number in range(40)
)


@pytest.mark.parametrize(
    ("text", "language", "most"),
    [(CALLS, "shell", 4), (STEPS, "dockerfile", 1), (MERGED, "compose", 1)],
    ids=["calls", "steps", "merged"],
)
def test_many_fixes_take_few_tries(text: str, language: str, most: int) -> None:
    before, after, made = tries(text, language)
    assert before == after >= 40
    assert made <= most


def test_the_lines_of_several_services_get_no_name_of_a_volume() -> None:
    shared = "x-d: &d\n  image: postgres:16\n  volumes: [/x]\nservices:\n  a:\n    <<: *d\n  b:\n    <<: *d\n"
    text = "services:\n  a:\n    image: alpine\n    volumes: [/x]\n  b:\n    image: alpine\n"
    assert tries(shared, "compose")[0] == 0
    assert tries(text, "compose") == (1, 1, 1)


def test_fixes_for_which_no_work_is_left_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checked_fixes, "MOST_TRIES_OF_A_GROUP", 2)
    text = "docker run -d postgres:16\n" * 30
    for suppression, expected in (("", 1), ("# persistlint: ignore-file[PSL907]: known\n", 0)):
        analysis = read(suppression + text)
        for finding in analysis.findings:
            finding.fixes[0].edits[0].text = "-v pgdata:/var/lib/postgresql/data $X "
        keep_checked(analysis, Workspace("."), Settings())
        findings = [finding for finding in analysis.findings if finding.code == "PSL907"]
        assert len(findings) == expected
        assert all("aren't offered" in finding.message for finding in findings)


def test_a_try_asks_the_checkpoint() -> None:
    analysis = read("docker run -d postgres:16\n" * 200)
    asked = []
    assert analysis.memory is not None
    analysis.memory.checkpoint = lambda: asked.append(1)
    keep_checked(analysis, Workspace("."), Settings())
    assert len(asked) > 3


@pytest.mark.parametrize(
    ("line", "number"),
    [
        # A budget ends the reading.
        ("docker rm -fv $(docker ps -aq)\n", 4000),
        ("docker run -d\n  -v ab:/data\n  -e A=b \\\n  alpine:3.20\n", 2000),
    ],
)
def test_fixes_are_tried_together_where_the_changed_text_is_read_farther(line: str, number: int) -> None:
    offered, kept, made = tries(line * number)
    assert offered > 1000
    assert kept == offered
    assert made <= 2
