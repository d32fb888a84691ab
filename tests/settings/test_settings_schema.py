"""The JSON Schema says what the reader does."""

from __future__ import annotations

import json
import os
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from persistlint.settings.kinds import Boolean, Choice, Kind, OneOrMore, Record, Strings, Table, Text
from persistlint.settings.profiles import PROFILES
from persistlint.settings.read import settings_and_problems, settings_from
from persistlint.settings.schema import schema
from persistlint.settings.settings import Settings
from persistlint.settings.starter import starter
from persistlint.settings.table import KEYS, TABLE
from scripts.settings_schema import files
from tests.settings.toml import dumps

ROOT = Path(__file__).resolve().parents[2]


def validator() -> Any:
    try:
        from jsonschema import Draft7Validator
    except ImportError:
        message = "jsonschema is missing: pip install jsonschema"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return Draft7Validator(schema())


def accepted(text: str) -> bool:
    """Return whether the reader takes the text; what a file that it extends lacks is another matter."""
    _, problems = settings_and_problems("persistlint.toml", text.encode())
    return not [
        problem
        for problem in problems
        if not problem.message.startswith(("`extend` names", "`extend` leads"))
    ]


def test_it_is_a_schema() -> None:
    checked = validator()
    checked.check_schema(checked.schema)


def test_what_is_made_from_the_table_is_up_to_date() -> None:
    for path, text in files().items():
        assert path.read_text(encoding="utf-8") == text, f"{path}: run scripts/settings_schema.py"


def test_every_setting_has_an_attribute_and_its_default() -> None:
    settings = Settings()
    for key in TABLE:
        value = getattr(settings, key.attribute)
        if isinstance(value, tuple):
            value = ".".join(map(str, value))
        assert value == key.default, key.name


@pytest.mark.parametrize("key", TABLE, ids=lambda key: key.name)
def test_the_examples_are_settings(key: Any) -> None:
    content = tomllib.loads(key.example)
    assert list(content) == [key.name]
    assert content[key.name] != key.default
    assert accepted(key.example)
    assert validator().is_valid(content)


@pytest.mark.parametrize("profile", PROFILES)
def test_profiles_are_settings(profile: str) -> None:
    assert validator().is_valid(PROFILES[profile])
    settings = settings_from("persistlint.toml", f'profile = "{profile}"\n'.encode())
    assert settings is not None
    assert settings.profile == profile


def test_the_starter_file() -> None:
    text = starter()
    assert tomllib.loads(text) == {}
    # With the comment marks of the examples taken away everything is in force.
    active = "\n".join(
        line[1:] if line.startswith("#") and line[1:2] not in ("#", " ", ":") else line
        for line in text.split("\n")
    )
    content = tomllib.loads(active)
    assert set(content) == set(KEYS)
    assert accepted(active)
    assert validator().is_valid(content)


JUNK = st.recursive(
    st.booleans()
    | st.integers(-5, 5)
    | st.floats(allow_nan=False)
    | st.sampled_from(["", "x", "error", "28.1"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["", "a", "data"]), inner, max_size=2)
    ),
    max_leaves=5,
)
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=6) | st.sampled_from(
    [
        "",
        "!x",
        "/data",
        "data",
        "28.1",
        "1.2.3",
        "1.2.3.4",
        "28.1\n",
        "error",
        "never",
        "PSL101",
        "\n",
        "/a\nb",
    ]
)


def like(kind: Kind) -> st.SearchStrategy[Any]:
    """Values that the kind takes, or nearly."""
    if isinstance(kind, Boolean):
        return st.booleans()
    if isinstance(kind, Choice):
        return st.sampled_from([*kind.words, "eror"])
    if isinstance(kind, OneOrMore):
        return WORDS | st.lists(WORDS, max_size=3)
    if isinstance(kind, Strings):
        return st.lists(WORDS, max_size=3)
    if isinstance(kind, Table):
        return st.dictionaries(WORDS, like(kind.value) | JUNK, max_size=3)
    if isinstance(kind, Record):
        by_name = {name: like(inner) | JUNK for name, inner in kind.keys.items()}
        return st.fixed_dictionaries({}, optional={**by_name, "unknown": JUNK})
    assert isinstance(kind, Text)
    return WORDS


TABLES = st.fixed_dictionaries(
    {}, optional={**{key.name: like(key.kind) | JUNK for key in TABLE}, "selct": JUNK}
)


@given(TABLES)
def test_schema_and_reader_agree(content: dict[str, Any]) -> None:
    text = dumps(content)
    assert tomllib.loads(text) == content
    assert accepted(text) == validator().is_valid(content), text


@given(TABLES)
def test_every_problem_has_its_place(content: dict[str, Any]) -> None:
    text = dumps(content)
    _, problems = settings_and_problems("persistlint.toml", text.encode())
    lines = text.split("\n")
    for problem in problems:
        assert (problem.line, problem.column) >= (1, 1)
        assert (problem.end_line, problem.end_column) > (problem.line, problem.column)
        assert problem.column <= len(lines[problem.line - 1])


@given(st.binary(max_size=80))
def test_any_bytes_are_read_without_raising(data: bytes) -> None:
    settings_and_problems("persistlint.toml", data)
    settings_and_problems("pyproject.toml", b"[tool.persistlint]\n" + data)


def test_the_shipped_file_is_json() -> None:
    path = ROOT / "persistlint" / "settings" / "schema.json"
    assert json.loads(path.read_text(encoding="utf-8"))["properties"].keys() == KEYS.keys()
