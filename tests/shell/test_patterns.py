"""Patterns, beside what bash says of them (``[[ text == pattern ]]``, ``${x##pattern}``)."""

import shutil
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from persistlint.shell.patterns import matches, prefix_length, quote_pattern, substitute, suffix_length


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("a*c", "abbc", True),
        ("a?c", "abc", True),
        ("[a-c]x", "bx", True),
        ("[!a-c]x", "bx", False),
        ("[]x]", "]", True),
        ("[[:digit:]x]*", "7a", True),
        ("[[:punct:]]", "!", True),
        ("[[:punct:]]", "a", False),
        ("\\*", "*", True),
        ("\\*", "x", False),
        ("@(a|b)c", "bc", True),
        ("+(ab)", "abab", True),
        ("[", "[", True),
        ("*", "", True),
        ("**", "a", True),
        ("", "", True),
        ("!(a)", "b", None),
        ("[[:nothing:]]", "a", None),
    ],
)
def test_matches(pattern: str, text: str, expected: bool | None) -> None:
    assert matches(pattern, text) is expected


@pytest.mark.parametrize(
    ("pattern", "text", "longest", "prefix", "suffix"),
    [
        ("*/", "a/b/c", True, 4, 0),
        ("*/", "a/b/c", False, 2, 0),
        (".*", "a.b.c", True, 0, 4),
        (".*", "a.b.c", False, 0, 2),
        ("x", "a", True, 0, 0),
        ("*", "abc", False, 0, 0),
        ("@(a|ab)", "abc", True, 2, 0),
    ],
)
def test_lengths(pattern: str, text: str, longest: bool, prefix: int, suffix: int) -> None:
    assert prefix_length(pattern, text, longest) == prefix
    assert suffix_length(pattern, text, longest) == suffix


def test_substitutions() -> None:
    assert substitute("a*b", "xaabbab", "-", every=False) == "x-"
    assert substitute("a", "banana", "o", every=True) == "bonono"
    assert substitute("*", "", "x", every=False) is None
    assert substitute("*a*a*b", "a" * 5_000, "x", every=True) is None


def test_quoted_text_stands_for_itself() -> None:
    text = "*?[]\\()|!@+ab"
    assert matches(quote_pattern(text), text) is True


_ALPHABET = "ab*?[]!-\\"


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash isn't installed")
@settings(max_examples=20)
@given(
    st.lists(
        st.tuples(st.text(_ALPHABET, max_size=6), st.text("ab-]!", max_size=6)), min_size=30, max_size=30
    )
)
def test_what_bash_says(pairs: list[tuple[str, str]]) -> None:
    script = 'while IFS= read -r -d "" p && IFS= read -r -d "" t; do [[ $t == $p ]]; printf "%d %s\\n" $? "${t##$p}"; done'
    given_ = "".join(f"{pattern}\0{text}\0" for pattern, text in pairs)
    done = subprocess.run(["bash", "-c", script], input=given_, capture_output=True, text=True, check=True)
    for (pattern, text), line in zip(pairs, done.stdout.splitlines(), strict=True):
        status, _, rest = line.partition(" ")
        is_match = matches(pattern, text)
        if is_match is not None:
            assert is_match is (status == "0"), (pattern, text)
            length = prefix_length(pattern, text, longest=True)
            assert length is not None and text[length:] == rest, (pattern, text)
