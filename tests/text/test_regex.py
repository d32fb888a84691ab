"""Patterns that are compiled when they are used."""

from __future__ import annotations

import pkgutil
import re
from importlib import import_module

import pytest

import persistlint
import persistlint_rules
from persistlint.text.regex import regex


def test_it_does_what_a_compiled_pattern_does() -> None:
    name = regex(r"([a-z]+)(\d*)", re.I)
    assert name.fullmatch("Ab1")
    match = name.search("-x2")
    assert match is not None and match.groups() == ("x", "2")
    assert [match.group() for match in name.finditer("a b3")] == ["a", "b3"]
    assert name.sub("-", "a1 b") == "- -"
    assert name.split("1") == ["1"]
    assert name.pattern == r"([a-z]+)(\d*)"
    assert regex(rb"\s+").findall(b"a \n") == [b" \n"]


def test_it_is_compiled_at_the_first_use() -> None:
    wrong = regex("(")
    with pytest.raises(re.error):
        wrong.search("x")
    assert not hasattr(regex("x"), "nothing")


def test_every_pattern_of_the_package_compiles() -> None:
    count = 0
    for package in (persistlint, persistlint_rules):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if module.name.endswith("__main__"):
                continue
            for value in vars(import_module(module.name)).values():
                if type(value) is type(regex("")):
                    assert value.flags is not None
                    count += 1
    assert count > 80
