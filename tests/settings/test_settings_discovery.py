"""Which settings are in force for a file, and where its project begins."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from persistlint.settings.discover import SettingsFinder
from persistlint.settings.paths import below, shown
from persistlint.settings.problem import SettingsProblem


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    top = tmp_path / "repository"
    (top / ".git").mkdir(parents=True)
    (top / "scripts" / "deep").mkdir(parents=True)
    return top


def root(finder: SettingsFinder, path: Path) -> str:
    return os.path.relpath(finder.for_file(str(path)).root, path.parent)


def test_repository_without_settings(tree: Path) -> None:
    settings = SettingsFinder().for_file(str(tree / "scripts" / "deep" / "run.sh"))
    assert (settings.root, settings.origin) == (str(tree), None)


def test_without_a_repository_the_working_directory_is_the_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside, outside = tmp_path / "here" / "test", tmp_path / "there"
    inside.mkdir(parents=True)
    outside.mkdir()
    monkeypatch.chdir(tmp_path / "here")
    assert SettingsFinder().for_folder(str(inside)).root == str(tmp_path / "here")
    assert SettingsFinder().for_folder(str(outside)).root == str(outside)
    for variable in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(variable, str(tmp_path / "here"))
    assert SettingsFinder().for_folder(str(inside)).root == str(inside)


def test_settings_above_the_file(tree: Path) -> None:
    (tree / "scripts" / ".persistlint.toml").write_text("fail-on = 'info'\n")
    finder = SettingsFinder()
    settings = finder.for_file(str(tree / "scripts" / "deep" / "run.sh"))
    assert settings.fail_on == "info"
    assert settings.root == str(tree / "scripts")
    assert settings is finder.for_file(str(tree / "scripts" / "other.sh"))
    assert finder.for_file(str(tree / "run.sh")).fail_on == "warning"


def test_search_ends_at_the_repository(tree: Path) -> None:
    (tree.parent / "persistlint.toml").write_text("fail-on = 'info'\n")
    assert SettingsFinder().for_file(str(tree / "run.sh")).origin is None


def test_order_within_a_folder(tree: Path) -> None:
    (tree / "pyproject.toml").write_text("[tool.persistlint]\nfail-on = 'hint'\n")
    assert SettingsFinder().for_file(str(tree / "a.sh")).fail_on == "hint"
    (tree / ".persistlint.toml").write_text("fail-on = 'info'\n")
    assert SettingsFinder().for_file(str(tree / "a.sh")).fail_on == "info"
    (tree / "persistlint.toml").write_text("fail-on = 'error'\n")
    assert SettingsFinder().for_file(str(tree / "a.sh")).fail_on == "error"


def test_pyproject_of_others_is_passed_over(tree: Path) -> None:
    (tree / "scripts" / "pyproject.toml").write_text("[project]\nname = 'persistlint-user'\n")
    (tree / "scripts" / "deep" / "pyproject.toml").write_text("not TOML = = persistlint\n")
    finder = SettingsFinder()
    assert finder.for_file(str(tree / "scripts" / "deep" / "run.sh")).root == str(tree)


def test_broken_pyproject_with_our_table_is_an_error(tree: Path) -> None:
    (tree / "pyproject.toml").write_text("[tool.persistlint]\nfail-on = \n")
    with pytest.raises(SettingsProblem, match="not valid TOML"):
        SettingsFinder().for_file(str(tree / "run.sh"))


def test_named_settings_and_isolated(tree: Path) -> None:
    (tree / "persistlint.toml").write_text("fail-on = 'error'\n")
    other = tree.parent / "other.toml"
    other.write_text("fail-on = 'info'\n")
    named = SettingsFinder(config=str(other)).for_file(str(tree / "scripts" / "run.sh"))
    assert (named.fail_on, named.root) == ("info", str(tree))
    alone = SettingsFinder(isolated=True).for_file(str(tree / "scripts" / "run.sh"))
    assert (alone.fail_on, alone.root, alone.origin) == ("warning", str(tree), None)


def test_folder_without_a_project(tmp_path: Path) -> None:
    if any((parent / ".git").exists() for parent in tmp_path.parents):
        pytest.skip("the temporary folder lies in a repository")
    assert SettingsFinder().for_file(str(tmp_path / "a" / "run.sh")).root == str(tmp_path / "a")


def test_a_folder_named_like_a_settings_file(tree: Path) -> None:
    (tree / "persistlint.toml").mkdir()
    assert SettingsFinder().for_file(str(tree / "run.sh")).origin is None


def test_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert shown("a/../b.sh") == "b.sh"
    assert shown(str(tmp_path / "x" / "y.sh")) == "x/y.sh"
    assert shown(".") == "."
    assert shown(str(tmp_path) + "-other/y.sh") == (str(tmp_path) + "-other/y.sh").replace(os.sep, "/")
    assert below(os.sep + "a", os.sep) == "a"


def test_names_that_somebody_has_seen_are_not_looked_for(tree: Path) -> None:
    finder = SettingsFinder()
    (tree / "scripts" / "persistlint.toml").write_text("fail-on = 'info'\n")
    finder.listed(str(tree / "scripts" / "deep"), {"run.sh"})
    finder.listed(str(tree / "scripts"), {"deep", "persistlint.toml"})
    finder.listed(str(tree), {".git", "scripts"})
    assert finder.for_folder(str(tree / "scripts" / "deep")).fail_on == "info"
    assert finder.for_folder(str(tree)).root == str(tree)
    (tree / "bare").mkdir()
    (tree / "bare" / "persistlint.toml").write_text("fail-on = 'info'\n")
    finder.listed(str(tree / "bare"), {"run.sh"})
    assert finder.for_folder(str(tree / "bare")).fail_on == "warning"
