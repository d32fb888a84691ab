"""Settings files that a stranger made: nothing hangs, nothing takes all memory, nothing outside the project is read."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from persistlint.settings.discover import SettingsFinder
from persistlint.settings.problem import SettingsProblem
from persistlint.settings.read import MOST_BYTES, MOST_FILES
from persistlint.settings.settings import Settings

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pipes, devices and links of POSIX")


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "outer" / "project"
    folder.mkdir(parents=True)
    (folder / ".git").mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "outer" / "team.toml").write_text('fail-on = "error"\n')
    (tmp_path / "home.toml").write_text('fail-on = "error"\n')
    return folder


def of(path: str = "run.sh", **more: bool) -> Settings:
    return SettingsFinder(**more).for_file(path)


def problem(path: str = "run.sh") -> str:
    with pytest.raises(SettingsProblem) as caught:
        of(path)
    return "\n".join(str(each) for each in caught.value.all())


@pytest.mark.parametrize(
    "name",
    [
        "/dev/zero",
        "/dev/random",
        "/proc/kmsg",
        "../team.toml",
        "~/home.toml",
        "link.toml",
        "//host/share/x.toml",
    ],
)
def test_nothing_outside_the_project_is_extended(root: Path, name: str) -> None:
    (root / "link.toml").symlink_to("../team.toml")
    (root / "persistlint.toml").write_text(f'extend = ["{name}"]\n')
    assert "outside the project" in problem()


@pytest.mark.parametrize("name", ["../team.toml", "~/home.toml", "link.toml"])
def test_settings_that_are_trusted_may(root: Path, name: str) -> None:
    (root / "link.toml").symlink_to("../team.toml")
    (root / "persistlint.toml").write_text(f'extend = ["{name}"]\n')
    assert of(trusted=True).fail_on == "error"
    # Whoever names the file has looked at it.
    assert SettingsFinder(config="persistlint.toml").for_file("run.sh").fail_on == "error"


@pytest.mark.parametrize("name", ["/dev/zero", "pipe.toml", "."])
def test_only_regular_files_are_read_even_then(root: Path, name: str) -> None:
    os.mkfifo(root / "pipe.toml")
    (root / "persistlint.toml").write_text(f'extend = ["{name}"]\n')
    with pytest.raises(SettingsProblem, match="which isn't read"):
        of(trusted=True)


def test_the_whole_repository_is_the_project(root: Path) -> None:
    (root / "base.toml").write_text('fail-on = "error"\n')
    (root / "sub" / "way").mkdir(parents=True)
    (root / "sub" / "persistlint.toml").write_text('extend = "../base.toml"\n')
    assert of("sub/run.sh").fail_on == "error"
    (root / "sub" / "way" / "persistlint.toml").symlink_to("../persistlint.toml")
    (root / "sub" / "base.toml").write_text("")
    (root / "sub" / "persistlint.toml").write_text('fail-on = "hint"\n')
    assert of("sub/way/run.sh").fail_on == "hint"


@pytest.mark.parametrize("name", ["persistlint.toml", ".persistlint.toml"])
def test_a_settings_file_that_is_something_else(root: Path, name: str) -> None:
    (root / name).symlink_to("../team.toml")
    assert "leads out of the project" in problem()
    (root / name).unlink()
    os.mkfifo(root / name)
    assert "a FIFO" in problem()
    (root / name).unlink()
    (root / name).write_text("#" * (MOST_BYTES + 1))
    assert "larger than 1 MB" in problem()


def test_a_pyproject_that_is_something_else_is_its_owners_affair(root: Path) -> None:
    os.mkfifo(root / "pyproject.toml")
    assert of().origin is None
    (root / "pyproject.toml").unlink()
    (root / "pyproject.toml").symlink_to("../team.toml")
    assert of().origin is None
    (root / "pyproject.toml").unlink()
    (root / "real.toml").write_text("[tool.persistlint]\nfail-on = 'hint'\n")
    (root / "pyproject.toml").symlink_to("real.toml")
    assert of().fail_on == "hint"


def test_files_that_each_extend_two_files_end(root: Path) -> None:
    for number in range(40):
        following = f'["{number + 1}a.toml", "{number + 1}b.toml"]'
        for letter in "ab":
            (root / f"{number}{letter}.toml").write_text(f"extend = {following}\n" if number < 39 else "")
    (root / "persistlint.toml").write_text('extend = "0a.toml"\n')
    assert f"more than {MOST_FILES} files" in problem()


def test_a_number_of_many_digits(root: Path) -> None:
    (root / "persistlint.toml").write_text(f"fail-on = {'1' * 5000}\n")
    assert "a number is too long" in problem()
