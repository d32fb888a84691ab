"""The compiled code of all modules in one file: a run with it does what one without does, and it never outlives its sources."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import persistlint
import persistlint_rules

PROGRAM = "from persistlint.cli.app import program; program()"
SCRIPT = "docker run -d --name db postgres:16\n"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with copies of the packages, and a script."""
    for package in (persistlint, persistlint_rules):
        source = Path(str(package.__file__)).parent
        shutil.copytree(source, tmp_path / source.name, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "run.sh").write_text(SCRIPT)
    return tmp_path


def run(place: Path, **environment: str) -> str:
    variables = {
        key: value for key, value in os.environ.items() if not key.startswith("PYTHON")
    } | environment
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, "--no-cache", "run.sh"],
        cwd=place,
        env={**variables, "PYTHONPATH": str(place)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    assert done.stderr == ""
    return done.stdout


def store(place: Path) -> Path:
    tag = sys.implementation.cache_tag
    return place / "persistlint" / "cli" / "__pycache__" / f"kept_code.{tag}.pyc"


def test_the_second_run_takes_its_modules_from_the_file(place: Path) -> None:
    first = run(place)
    assert "PSL101" in first
    written = store(place).read_bytes()
    assert len(written) > 500_000
    # Nothing but the file is left to read the modules from.
    for compiled in place.rglob("*.pyc"):
        if compiled != store(place):
            compiled.unlink()
    assert run(place) == first
    assert not list((place / "persistlint" / "docker").rglob("*.pyc"))
    assert store(place).read_bytes() == written


def test_a_changed_module_is_read_again(place: Path) -> None:
    run(place)
    module = place / "persistlint_rules" / "unmounted_data_path.py"
    module.write_text(
        module.read_text().replace('"PSL101"', '"PSL101"  # changed').replace(" goes'", " GOES'")
    )
    before = run(place)
    assert run(place) == before
    module.write_text("raise ValueError('mine')\n")
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, "--no-cache", "run.sh"],
        cwd=place,
        env={**os.environ, "PYTHONPATH": str(place)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "mine" in done.stderr


def test_a_changed_module_that_others_rest_on_is_read_again(place: Path) -> None:
    first = run(place)
    before = store(place).read_bytes()
    module = place / "persistlint" / "docker" / "mounts.py"
    module.write_text(module.read_text() + "# changed\n")
    assert run(place) == first
    # The bundles that it was in are made anew, and after that nothing is left to do.
    run(place)
    written = store(place).read_bytes()
    assert written != before
    assert run(place) == first
    assert store(place).read_bytes() == written


LOADED = """
import sys
from persistlint.cli.module_store import install
store = install()
from persistlint.cli.app import main
main(["run.sh"])
print("\\n".join(sorted(sys.modules)), file=sys.stderr)
store.write()
"""


def test_the_second_run_compiles_no_pattern(place: Path) -> None:
    def loaded() -> set[str]:
        done = subprocess.run(
            [sys.executable, "-I", "-S", "-c", f"import sys; sys.path[:0] = [{str(place)!r}]\n{LOADED}"],
            cwd=place,
            env={**os.environ, "PERSISTLINT_CACHE_DIR": os.devnull},
            capture_output=True,
            text=True,
            check=True,
        )
        return set(done.stderr.splitlines())

    assert "re" in loaded()
    second = loaded()
    assert "persistlint.shell.evaluate.evaluator" in second
    assert not second & {"re", "enum", "functools", "collections", "importlib"}


MODULES = """
import sys
from persistlint.cli.module_store import install
install()
import persistlint.cli.app, persistlint.cli.options, persistlint.cli.session, persistlint.cli.check
import persistlint.analysis.analyse, persistlint.analysis.workspace, persistlint.analysis.memory, persistlint.analysis.reading
for module in list(sys.modules.values()):
    if module.__name__.startswith("persistlint."):
        spec = module.__spec__
        assert module.__file__ == spec.origin == spec.loader.get_filename(module.__name__)
        assert (module.__name__ if hasattr(module, "__path__") else spec.parent) == module.__package__
        assert getattr(sys.modules[spec.name.rpartition(".")[0]], spec.name.rpartition(".")[2]) is module
        print(type(spec.loader).__name__, module.__file__)
print(persistlint.cli.check.check.__code__.co_filename)
"""


def modules(place: Path) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", MODULES],
        cwd=place,
        env={**os.environ, "PYTHONPATH": str(place)},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()


def test_a_kept_module_is_as_any_other(place: Path) -> None:
    run(place)
    *found, code = modules(place)
    kept = [line.partition(" ")[2] for line in found if line.startswith("_Loader ")]
    assert len(kept) > 100
    assert code == str(place / "persistlint" / "cli" / "check.py")


def test_a_copied_environment_has_its_own_modules(place: Path) -> None:
    run(place)
    other = place / "copy"
    for package in ("persistlint", "persistlint_rules"):
        shutil.copytree(place / package, other / package)
    found = modules(other)
    assert all(str(other) in line for line in found)


@pytest.mark.parametrize("damage", ["empty", "index", "code", "other"])
def test_a_damaged_file_is_made_anew(place: Path, damage: str) -> None:
    first = run(place)
    path = store(place)
    data = path.read_bytes()
    path.write_bytes({"empty": b"", "index": data[:2_000], "code": data[:-9], "other": b"x" * 5_000}[damage])
    assert run(place) == first
    assert len(path.read_bytes()) == len(data)


def test_nothing_is_written_where_python_is_told_so(place: Path) -> None:
    run(place, PYTHONDONTWRITEBYTECODE="1")
    assert not store(place).exists()
    run(place, PYTHONPYCACHEPREFIX=str(place / "elsewhere"))
    assert not store(place).exists()


def test_where_nothing_can_be_written(place: Path) -> None:
    first = run(place)
    folder = store(place).parent
    shutil.rmtree(folder)
    folder.write_text("in the way")
    assert run(place) == first
    assert folder.read_text() == "in the way"
