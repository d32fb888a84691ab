"""Recording findings, telling only new ones, and shrinking the record."""

from __future__ import annotations

import json
import shutil
import subprocess

import pytest

from tests.baseline.project import LOSING, Project
from tests.programs import needed

FILE = "persistlint-baseline.json"


def entries(project: Project, file: str = FILE) -> list[dict[str, object]]:
    findings: list[dict[str, object]] = json.loads((project.folder / file).read_text())["findings"]
    return findings


def test_what_is_recorded_is_not_told(project: Project) -> None:
    project.write("a.sh", LOSING.format(name="db"))
    assert project.run("check") == 1
    assert project.run("baseline") == 0
    assert "recorded in persistlint-baseline.json" in project.out
    assert project.run("check") == 0
    assert "known finding" in project.out
    assert project.check()["summary"]["baselined"] == len(entries(project)) > 0
    project.write("b.sh", LOSING.format(name="other"))
    assert project.run("check") == 1
    assert {path for path, _ in project.new()} == {"b.sh"}
    assert {path for path, _ in project.new("--no-baseline")} == {"a.sh", "b.sh"}


def test_the_file_can_be_read_and_does_not_depend_on_the_order(project: Project) -> None:
    project.write("z.sh", LOSING.format(name="z") + "docker volume prune -af\n")
    project.write("a.sh", LOSING.format(name="a"))
    project.run("baseline", "z.sh", "a.sh")
    first = (project.folder / FILE).read_bytes()
    (project.folder / FILE).unlink()
    project.run("baseline", "a.sh", "z.sh")
    assert (project.folder / FILE).read_bytes() == first
    rows = entries(project)
    assert [row["path"] for row in rows] == sorted(str(row["path"]) for row in rows)
    assert all({"path", "code", "fingerprint", "message"} <= set(row) for row in rows)
    # A line for each entry.
    assert len(first.splitlines()) == len(rows) + 5
    assert {row["fingerprint"] for row in project.check("--no-baseline")["findings"]} == {
        row["fingerprint"] for row in rows
    }


def test_equal_findings_are_counted(project: Project) -> None:
    line = "docker volume prune -af\n"
    project.write("a.sh", line * 2)
    project.run("baseline")
    assert [row["count"] for row in entries(project)] == [2]
    project.write("a.sh", line * 3)
    assert len(project.new()) == 1
    project.write("a.sh", line)
    assert project.check()["summary"] | {"baselined": 1, "outdated": 1} == project.check()["summary"]


@pytest.mark.parametrize(
    "after",
    [
        "# a comment\n\n\n{text}",
        "set -e\necho start\n{text}docker ps\n",
        "main() {{\n{text}}}\nmain\n",
        "if true; then\n{text}fi\n",
    ],
)
def test_edits_elsewhere(project: Project, after: str) -> None:
    text = LOSING.format(name="db") + "docker volume prune -af\n"
    project.write("a.sh", text)
    project.run("baseline")
    project.write("a.sh", after.format(text=text))
    document = project.check()
    assert document["findings"] == []
    assert document["summary"]["outdated"] == 0


def test_a_file_that_git_renames(project: Project) -> None:
    shutil.rmtree(project.folder / ".git")
    project.git("init", "-q")
    project.write("old/a.sh", LOSING.format(name="db"))
    project.write("b.sh", LOSING.format(name="db"))
    project.git("add", ".")
    project.git("commit", "-q", "-m", "x")
    project.run("baseline")
    (project.folder / "new").mkdir()
    project.git("mv", "old/a.sh", "new/start.sh")
    document = project.check()
    assert document["findings"] == []
    assert document["summary"]["outdated"] == 0
    # A copy is new.
    project.write("copy.sh", LOSING.format(name="db"))
    assert {path for path, _ in project.new()} in ({"copy.sh"}, {"new/start.sh"})
    (project.folder / "copy.sh").unlink()
    before = entries(project)
    assert project.run("baseline", "--prune") == 0
    after = entries(project)
    assert len(after) == len(before)
    assert {row["path"] for row in after} == {"b.sh", "new/start.sh"}
    assert project.check()["summary"]["baselined"] == len(after)


def test_a_copy_of_a_file_that_is_there_is_new(project: Project) -> None:
    project.write("a.sh", LOSING.format(name="db"))
    project.run("baseline")
    project.write("b.sh", LOSING.format(name="db"))
    assert {path for path, _ in project.new()} == {"b.sh"}


def test_formatting_with_shfmt(project: Project) -> None:
    program = needed("shfmt", "apt install shfmt")
    path = project.write(
        "a.sh",
        "start () {\ndocker run -d --rm \\\n--name db \\\n  postgres:16\n}\nif true\nthen start; docker volume prune -af ;fi\n"
        "docker run -d -v `pwd`/../x:/x -v /etc:/host redis:7\n",
    )
    project.run("baseline")
    count = len(entries(project))
    subprocess.run([program, "-w", "-i", "4", "-ci", str(path)], check=True)
    document = project.check()
    assert (document["findings"], document["summary"]["baselined"]) == ([], document["summary"]["baselined"])
    assert document["summary"]["baselined"] >= count
    assert document["summary"]["outdated"] == 0


def test_an_entry_that_matches_nothing(project: Project) -> None:
    project.write("a.sh", LOSING.format(name="db") + "docker volume prune -af\n")
    project.run("baseline")
    project.write("a.sh", LOSING.format(name="db"))
    assert project.run("check") == 0
    assert "1 entry of the baseline matches nothing any more" in project.out
    assert project.run("check", "--baseline-strict") == 1
    assert "nothing matches PSL409 in a.sh any more" in project.err
    project.write("persistlint.toml", "baseline-strict = true\n")
    assert project.run("check") == 1
    assert project.run("baseline", "--prune") == 0
    assert "1 entry dropped" in project.out
    assert "PSL409" not in (project.folder / FILE).read_text()
    assert project.run("check") == 0


def test_pruning_only_shrinks(project: Project) -> None:
    project.write("a.sh", LOSING.format(name="db"))
    project.run("baseline")
    before = (project.folder / FILE).read_bytes()
    project.write("b.sh", LOSING.format(name="new"))
    assert project.run("baseline", "--prune") == 0
    assert "0 entries dropped" in project.out
    assert (project.folder / FILE).read_bytes() == before


def test_a_part_of_the_project_speaks_of_this_part(project: Project) -> None:
    project.write("one/a.sh", LOSING.format(name="db"))
    project.write("two/b.sh", LOSING.format(name="cache"))
    project.run("baseline")
    project.write("one/a.sh", "true\n")
    project.write("two/b.sh", "true\n")
    assert project.check("two")["summary"]["outdated"] > 0
    assert project.run("check", "--baseline-strict", "one/a.sh") == 1
    assert "two/b.sh" not in project.err
    project.run("baseline", "--prune", "one")
    assert {row["path"] for row in entries(project)} == {"two/b.sh"}
    # Recording a part keeps the rest too.
    project.write("one/a.sh", LOSING.format(name="again"))
    project.run("baseline", "one")
    assert {row["path"] for row in entries(project)} == {"one/a.sh", "two/b.sh"}


def test_rules_that_are_not_asked_for_say_nothing_about_entries(project: Project) -> None:
    project.write("a.sh", LOSING.format(name="db") + "docker volume prune -af\n")
    project.run("baseline")
    assert project.check("--select", "PSL8")["summary"]["outdated"] == 0
    project.write("a.sh", "true\n")
    assert project.check("--select", "PSL409")["summary"]["outdated"] == 1


def test_a_baseline_that_the_settings_name(project: Project) -> None:
    project.write("persistlint.toml", 'baseline = "ci/known.json"\n')
    project.write("a.sh", LOSING.format(name="db"))
    assert project.run("check") == 2
    assert "there is no such baseline; `persistlint baseline` makes one" in project.err
    (project.folder / "ci").mkdir()
    assert project.run("baseline") == 0
    assert entries(project, "ci/known.json")
    assert project.run("check") == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "known.json:1: not JSON"),
        ('{"version": 1,\n<<<<<<< HEAD\n', "known.json:2: a merge conflict"),
        ("[]", "it has no list `findings`"),
        ('{"version": 2, "findings": []}', "version 2"),
        ('{"version": 1, "findings": [{"path": "a"}]}', "entry 1 has no string `code`"),
        (
            '{"version": 1, "findings": [{"path": "a", "code": "b", "fingerprint": "c", "count": 0}]}',
            "`count` is no number",
        ),
    ],
)
def test_a_baseline_that_can_not_be_read(project: Project, text: str, said: str) -> None:
    project.write("known.json", text)
    project.write("a.sh", LOSING.format(name="db"))
    assert project.run("check", "--baseline", "known.json") == 2
    assert said in project.err
    # The findings are told all the same.
    assert "PSL" in project.out
    assert project.run("baseline", "--prune", "--baseline", "known.json") == 2
    assert (project.folder / "known.json").read_text() == text


def test_nothing_is_written_where_something_failed(project: Project) -> None:
    project.write("a.sh", LOSING.format(name="db"))
    assert project.run("baseline", "a.sh", "missing.sh") == 2
    assert not (project.folder / FILE).exists()


def test_names_that_are_no_utf_8(project: Project) -> None:
    try:
        project.write("a\udcff.sh", LOSING.format(name="db"))
    except OSError:
        pytest.skip("this file system has no such names")
    assert project.run("baseline") == 0
    assert project.run("check") == 0


def test_sarif_says_which_are_known(project: Project) -> None:
    project.write("a.sh", LOSING.format(name="db"))
    project.run("baseline")
    project.run("check", "--format", "sarif")
    (run,) = json.loads(project.out)["runs"]
    assert all(result["suppressions"] for result in run["results"])
    assert run["results"]
