"""Shell code of GitLab's CI files."""

from __future__ import annotations

import pytest

from persistlint.api import analyse
from persistlint.hosts.detect import language_of
from persistlint.hosts.workflow import read_workflow
from tests.hosts.shown import text_of

HEAD = "set -eo pipefail\n"


def shown(text: str) -> list[tuple[str, str]]:
    return [(each.unit, text_of(each).removeprefix(HEAD)) for each in read_workflow(text.encode())]


def test_a_job_is_one_shell_and_what_comes_after_another() -> None:
    text = "a:\n  before_script: [one]\n  script:\n    - two\n    - |\n      three\n  after_script: four\n"
    assert shown(text) == [("job a", "one\ntwo\nthree\n\n"), ("job a", "four\n")]


def test_what_a_job_does_not_say_is_the_file_s() -> None:
    text = "default:\n  before_script: [one]\nafter_script: [three]\na:\n  script: two\nb:\n  before_script: []\n  script: [two]\n"
    assert shown(text) == [
        ("job a", "one\ntwo\n"),
        ("job a", "three\n"),
        ("job b", "two\n"),
        ("job b", "three\n"),
    ]


def test_extends_anchors_and_references() -> None:
    text = (
        ".x: {script: [one], before_script: [zero]}\n.y: &y\n  script: &s\n    - two\n"
        "a:\n  extends: .x\nb:\n  extends: [.x, .y]\nc:\n  <<: *y\nd:\n  script:\n    - *s\n    - !reference [.x, script]\n    - !reference [.gone, script]\n"
    )
    assert shown(text) == [
        ("job a", "zero\none\n"),
        ("job b", "zero\ntwo\n"),
        ("job c", "two\n"),
        ("job d", "two\none\n"),
    ]


def test_extends_that_goes_in_a_circle_ends() -> None:
    assert shown("a:\n  extends: b\nb:\n  extends: a\n  script: x\n")[0] == ("job a", "x\n")


def test_variables_of_the_file_and_the_job() -> None:
    text = "variables: {A: 1, B: {value: two}, C: $A}\na:\n  variables: {A: 3}\n  script: echo $A $B $C $D\n"
    assert shown(text) == [("job a", "export A=3\nexport B=two\necho $A $B $C $D\n")]


@pytest.mark.parametrize(
    "path", [".gitlab-ci.yml", "sub/build.gitlab-ci.yml", ".gitlab-ci/deploy.yml", ".gitlab/ci/a.yaml"]
)
def test_its_name(path: str) -> None:
    assert language_of(path, b"") == "workflow"


def test_a_finding_and_its_fix_stand_in_the_line() -> None:
    text = "deploy:\n  script:\n    - docker run -d --name db -e POSTGRES_PASSWORD=x postgres:16\n"
    result = analyse(text, path=".gitlab-ci.yml")
    (finding,) = result.findings
    assert (finding.code, finding.line, finding.severity) == ("PSL101", 3, "info")
    assert "-v pgdata:/var/lib/postgresql/data postgres:16\n" in result.fixed(unsafe=True)


def test_what_is_no_script() -> None:
    assert shown("stages: [a]\nimage: x\na:\n  trigger: b\n# script:\n") == []


def test_anchors_and_templates_that_multiply_end() -> None:
    levels = "".join(f".l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]\n" for n in range(1, 9))
    assert len(shown(f".l0: &l0 [x]\n{levels}a:\n  script: *l8\n")) <= 1
    names = [f".t{n}" for n in range(60)]
    jobs = "".join(f"{name}:\n  extends: [{', '.join(names)}]\n" for name in names)
    assert shown(f"{jobs}.t0x: {{}}\na:\n  extends: .t1\n  script: x\n") == [("job a", "x\n")]
