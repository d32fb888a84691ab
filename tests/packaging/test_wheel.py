"""The wheel: what a user gets."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from persistlint.cli.shells.install import files

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)],
        check=True,
        capture_output=True,
    )
    return next(folder.glob("*.whl"))


def test_importable_top_level_is_exactly_three_packages(wheel: Path) -> None:
    names = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {name for name in names if not name.endswith((".dist-info", ".data"))} == {
        "persistlint",
        "persistlint_rules",
        "persistlint_server",
    }


def test_data_and_pages_are_in_it(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {"persistlint/py.typed", "persistlint_rules/py.typed", "persistlint_server/py.typed"} <= names
    assert "persistlint/catalogue/images.dat" in names
    assert "persistlint/settings/schema.json" in names
    assert {"persistlint_rules/unmounted_data_path.md", "persistlint/CHANGELOG.md"} <= names
    assert not [name for name in names if name.endswith((".toml", ".pyc")) and "catalogue" not in name]


def test_shells_and_man_find_what_is_theirs(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    mark = ".data/data/"
    shipped = {
        name.partition(mark)[2]: archive.read(name).decode() for name in archive.namelist() if mark in name
    }
    assert shipped == files()
    assert "share/bash-completion/completions/persistlint" in shipped
    assert "share/man/man1/persistlint-check.1" in shipped


def test_what_is_shipped_needs_no_dependency() -> None:
    """The build makes it in an environment that has the build's own requirements alone."""
    program = (
        f"import sys; sys.path[:0] = [{str(ROOT)!r}, {str(ROOT / 'rules')!r}]\n"
        "from persistlint.cli.shells.install import files\nprint(len(files()))"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", program], capture_output=True, text=True, check=True
    )
    assert int(done.stdout) == len(files())


def test_entry_points(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    name = next(name for name in archive.namelist() if name.endswith("entry_points.txt"))
    text = archive.read(name).decode()
    assert "persistlint = persistlint.cli.app:program" in text
    assert "core = persistlint_rules:RULES" in text


def test_an_installed_wheel_lints(wheel: Path, tmp_path: Path) -> None:
    target = tmp_path / "site"
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(target), str(wheel)],
        check=True,
    )
    script = tmp_path / "run.sh"
    script.write_text("docker run -d --name db -e POSTGRES_PASSWORD=x postgres:16\n")
    result = subprocess.run(
        [sys.executable, "-S", "-m", "persistlint", str(script)],
        env={"PYTHONPATH": str(target), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 1, result.stderr
    assert "PSL101" in result.stdout
