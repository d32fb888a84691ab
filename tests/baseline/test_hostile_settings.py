"""A baseline whose place a stranger's settings choose."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.baseline.project import LOSING, Project

NAMED = "run-$(touch owned).sh"


@pytest.mark.parametrize(
    "name", ["~/.bashrc", "../outside.json", "{home}/.profile", ".envrc", "link.json", ".git/x.json"]
)
@pytest.mark.parametrize("there", [True, False])
def test_nothing_but_a_baseline_in_the_project_is_written(
    project: Project,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    there: bool,
) -> None:
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    name = name.format(home=home)
    path = Path(os.path.expanduser(name))
    path = path if path.is_absolute() else project.folder / path
    if name == "link.json":
        path = home / ".bashrc"
        (project.folder / "link.json").symlink_to(path)
    # Tests share the folder above their projects.
    path.unlink(missing_ok=True)
    if there:
        path.write_text("echo hello\n")
    project.write(NAMED, LOSING.format(name="db"))
    project.write("persistlint.toml", f'baseline = "{name}"\n')
    before = sorted(project.folder.rglob("*"))
    assert project.run("baseline", ".") == 2
    assert "isn't" in project.err
    assert path.read_text() == "echo hello\n" if there else not path.exists()
    assert sorted(project.folder.rglob("*")) == before


def test_a_file_that_is_no_baseline_is_left_alone(project: Project) -> None:
    project.write("run.sh", LOSING.format(name="db"))
    project.write("persistlint.toml", 'baseline = "package.json"\n')
    project.write("package.json", '{"name": "theirs"}\n')
    assert project.run("baseline", ".") == 2
    assert "holds something else" in project.err
    assert (project.folder / "package.json").read_text() == '{"name": "theirs"}\n'


def test_a_baseline_that_a_merge_broke_is_made_anew(project: Project) -> None:
    project.write("run.sh", LOSING.format(name="db"))
    assert project.run("baseline", ".") == 0
    good = (project.folder / "persistlint-baseline.json").read_text()
    project.write("persistlint-baseline.json", f"<<<<<<< HEAD\n{good}=======\n{good}>>>>>>> branch\n")
    assert project.run("baseline", ".") == 0
    assert (project.folder / "persistlint-baseline.json").read_text() == good


def test_what_the_command_line_names_is_written(
    project: Project, tmp_path_factory: pytest.TempPathFactory
) -> None:
    project.write("run.sh", LOSING.format(name="db"))
    path = tmp_path_factory.mktemp("elsewhere") / "known"
    assert project.run("baseline", f"--baseline={path}", ".") == 0
    assert '"findings"' in path.read_text()


@pytest.mark.parametrize(
    "name", ["../known.json", "/net/host/known.json", "//host/share/known.json", "link.json"]
)
def test_a_baseline_outside_the_project_is_not_read(project: Project, name: str) -> None:
    (project.folder / "link.json").symlink_to("/net/host/known.json")
    project.write("run.sh", LOSING.format(name="db"))
    project.write("persistlint.toml", f'baseline = "{name}"\n')
    assert project.run("check", ".") == 2
    assert "outside the project" in project.err


@pytest.mark.parametrize("name", ["pipe.json", "zero.json"])
def test_a_pipe_or_device_in_its_place_is_not_read(project: Project, name: str) -> None:
    os.mkfifo(project.folder / "pipe.json")
    (project.folder / "zero.json").symlink_to("/dev/zero")
    project.write("run.sh", LOSING.format(name="db"))
    assert project.run("check", f"--baseline={name}", ".") == 2
    assert "which isn't read" in project.err
