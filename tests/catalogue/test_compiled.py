"""The data: the file that people edit obeys its schema, and the compiled one is made from it."""

import importlib.util
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def _script():
    spec = importlib.util.spec_from_file_location(
        "compile_catalogue", ROOT / "scripts" / "compile_catalogue.py"
    )
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


SCRIPT = _script()
CATALOGUE = tomllib.loads((ROOT / "persistlint" / "catalogue" / "images.toml").read_text("utf-8"))


def test_the_source_obeys_its_schema():
    assert SCRIPT.problems(CATALOGUE) == []


def test_the_compiled_file_is_fresh():
    assert (ROOT / "persistlint" / "catalogue" / "images.dat").read_bytes() == SCRIPT.compiled(CATALOGUE)


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "databse"},
        {"names": ["a:1"]},
        {"names": ["library/a"]},
        {"stateful": "yes"},
        {"colour": "blue"},
        {"path": [{"path": "data", "holds": "x", "kind": "data", "loss": "severe", "source": "s"}]},
        {"path": [{"path": "/data", "holds": "x", "kind": "data", "loss": "total", "source": "s"}]},
        {
            "path": [
                {"path": "/d", "holds": "x", "kind": "data", "loss": "minor", "source": "s", "versions": "~1"}
            ]
        },
    ],
)
def test_a_wrong_row_is_told(change):
    row = {"names": ["a"], "title": "A", "kind": "app", "stateful": True, "source": "s"} | change
    assert SCRIPT.problems({"image": [row]})


def test_a_name_in_two_rows_is_told():
    row = {"names": ["a"], "title": "A", "kind": "app", "stateful": True, "source": "s"}
    assert SCRIPT.problems({"image": [row, row]}) == ["a: 'a' stands in two rows"]
