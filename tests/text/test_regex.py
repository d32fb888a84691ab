"""Patterns that are compiled when they are used."""

from __future__ import annotations

import marshal
import pkgutil
import re
from importlib import import_module

import pytest

import persistlint
import persistlint_rules
from persistlint.text.regex import of_program, program_of, regex


def test_it_does_what_a_compiled_pattern_does() -> None:
    name = regex(r"([a-z]+)(\d*)", re.I)
    assert name.fullmatch("Ab1")
    found = name.search("-x2")
    assert found is not None and found.groups() == ("x", "2")
    assert [one.group() for one in name.finditer("a b3")] == ["a", "b3"]
    assert name.sub("-", "a1 b") == "- -"
    assert name.split("1") == ["1"]
    assert name.pattern == r"([a-z]+)(\d*)"
    assert regex(rb"\s+").findall(b"a \n") == [b" \n"]


def test_it_is_compiled_at_the_first_use() -> None:
    wrong = regex("(")
    with pytest.raises(re.error):
        wrong.search("x")
    assert not hasattr(regex("x"), "nothing")


@pytest.mark.parametrize(
    ("pattern", "flags"),
    [
        ("(?P<a>x)|(?P<b>y)(z)?", 0),
        (rb"(?i)\xe4[\w-]+(?!b)", 0),
        (".*$", re.S | re.M),
        ("(?a)\\bé\\d{2,}?", re.I),
    ],
)
def test_a_pattern_of_its_program(pattern: str | bytes, flags: int) -> None:
    program = program_of(pattern, flags)
    assert program is not None
    made, compiled = of_program(pattern, program), re.compile(pattern, flags)
    assert made == compiled
    assert (made.flags, made.groups, made.groupindex) == (
        compiled.flags,
        compiled.groups,
        compiled.groupindex,
    )
    found = made.sub(lambda found: found[0] * 2, pattern)
    assert found == compiled.sub(lambda found: found[0] * 2, pattern)


def test_no_program_for_a_faulty_pattern() -> None:
    assert program_of("(", 0) is None


def test_every_pattern_of_the_package_compiles() -> None:
    count = 0
    for package in (persistlint, persistlint_rules):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if module.name.endswith(("__main__", "kept_code")):
                continue
            for value in vars(import_module(module.name)).values():
                if type(value) is type(regex("")):
                    assert value.flags is not None
                    pattern, flags = value._source
                    program = program_of(pattern, flags)
                    # What is kept of it must go through a file, and give the same again.
                    assert program is not None, pattern
                    assert of_program(pattern, marshal.loads(marshal.dumps(program))) == re.compile(
                        pattern, flags
                    )
                    count += 1
    assert count > 80
