"""The places of keys and items, against what tomllib reads."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from persistlint.settings.toml_places import line_and_column, places

TEXT = """\
title = "a # no comment"   # comment [x]
a.b . "c d" = 1
'literal' = '''
x = 1
'''
nested = [[1, 2], [3, {k = "v, ]", l = [4]}],
  5, # six
]
[table]
key = \"\"\"two quotes at the end: \\\"\"\"\"\"
  [ table.sub ]
  key = 1979-05-27T07:32:00Z
[[many]]
n = 1
[[many]]
n = 2
"""


def test_everything_has_its_place() -> None:
    places_by_key = places(TEXT)

    def at(*path: str | int) -> str:
        return TEXT[places_by_key[path] :].split("\n")[0]

    assert at("title").startswith("title")
    assert at("a", "b", "c d").startswith('"c d"')
    assert at("literal").startswith("'literal'")
    assert at("nested", 1, 1, "l", 0).startswith("4]")
    assert at("nested", 2).startswith("5, #")
    assert at("table", "key").startswith("key = ")
    assert at("table", "sub", "key").startswith("key = 1979")
    assert line_and_column(TEXT, places_by_key["many", 1, "n"]) == (16, 1)


def paths_of(value: Any, above: tuple[str | int, ...] = ()) -> set[tuple[str | int, ...]]:
    out = {above} if above else set()
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        out |= paths_of(item, (*above, key))
    return out


def test_every_path_of_tomllib_is_found() -> None:
    assert paths_of(tomllib.loads(TEXT)) <= set(places(TEXT))


@pytest.mark.parametrize(
    "text", ["", "\n", "=", "[", "[[", "a", "a = [", "a = {", "a = '", 'a = """', "a = [1,", "a..b"]
)
def test_broken_text_ends(text: str) -> None:
    places(text)


@given(st.text(alphabet="ab=[]{}\"'.,#\n \\1", max_size=60))
def test_any_text_ends_and_valid_text_is_complete(text: str) -> None:
    places_by_key = places(text)
    try:
        value = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    # Names with escapes are only approximated.
    if "\\" not in text:
        assert paths_of(value) <= set(places_by_key)
