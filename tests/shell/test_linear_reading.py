"""The reader's steps grow as the text does, whatever is left open in it. Steps are lines of the reader that Python carries out."""

import itertools
import random
import sys
from types import FrameType
from typing import Any

import pytest

from persistlint.shell.syntax import parser
from persistlint.shell.syntax.parser import Parser, parse
from persistlint.shell.syntax.words import STRIDE

_FOLDER = parser.__file__.rpartition("/")[0]

#: What opens a nest, and what closes it.
NESTS = {
    '"$((a\n"$(b\n': ')"\n))"',
    'A="$(docker inspect "$x"\n': ')"',
    "((": "))",
    "((\n": ")\n)",
    "$((": "))",
    '"$(': ')"',
    "`": "`",
    '"`': '`"',
    "$(": ")",
    "$(a\n": ")",
    "@(a|": ")",
    "a=( @(": "))",
    "${x[": "]}",
    "${x:-": "}",
    '"${x:-': '}"',
    "$[": "]",
    "${": "}",
    "${x[1}": "",
    "$'\\'": "'",
    "<(": ")",
    "x=(": ")",
    "cat <<a ": "",
    "$(cat <<a)": "",
    "$(cat <<a\n": "a\n)",
    "cat <<a\n$(\n": "\na\n",
    "[[ a =~ ${": "} ]]",
    "case x in\na) $(\n": ")\nesac\n",
    "if a; then $(\n": ")\nfi\n",
    "f() {\n": "}\n",
    '"$(\'"\n': "')\"",
    'a "$(b #\' " \n': "",
    "a[1][": "]",
    '@test "a" ': "{\n}\n",
}


def steps(text: str) -> int:
    count = 0

    def line(_frame: FrameType, event: str, _argument: Any) -> Any:
        nonlocal count
        count += event == "line"
        return line

    def call(frame: FrameType, _event: str, _argument: Any) -> Any:
        return line if frame.f_code.co_filename.startswith(_FOLDER) else None

    sys.settrace(call)
    try:
        parse(text.encode())
    finally:
        sys.settrace(None)
    return count


def grows_evenly(texts: list[str]) -> None:
    """Assert that four times the text takes at most 4 ** 1.15 times the steps."""
    small, middle, large = (steps(text) for text in texts)
    most = max(small, 100 * len(texts[0]) // 10)
    assert middle <= 2.3 * most and large <= 5 * most, (small, middle, large)


@pytest.mark.parametrize("opening", NESTS)
def test_an_unfinished_nest(opening: str) -> None:
    grows_evenly(["docker run " + opening * count for count in (100, 200, 400)])


@pytest.mark.parametrize("opening", NESTS)
def test_a_finished_nest(opening: str) -> None:
    grows_evenly(["docker run " + opening * count + NESTS[opening] * count for count in (100, 200, 400)])


@pytest.mark.parametrize("seed", range(40))
def test_nests_of_several_kinds(seed: int) -> None:
    chosen = random.Random(seed)
    nest = "".join(chosen.choice([*NESTS, " a ", "\n", '"', "'", "#"]) for _ in range(chosen.randint(2, 5)))
    closing = "".join(chosen.choice([*NESTS.values(), ""]) for _ in range(2))
    grows_evenly([nest * count + closing * (count // 2) for count in (100, 200, 400)])


def test_ten_quotes_without_an_end() -> None:
    text = "docker run " + '"$((a\n"$(b\n' * 10
    assert len(text) == 121
    assert steps(text) < 200 * len(text)


def test_only_the_line_of_a_quote_without_an_end_is_lost() -> None:
    text = 'A="$(docker inspect "$x"\ndocker run -d postgres:16\n'
    tree, _, problems = parse(text.encode())
    assert [text[problem.start : problem.end] for problem in tree.statements] == [*text.splitlines()]
    assert [(text[problem.start : problem.end], problem.reason) for problem in problems] == [
        ('"$(docker inspect "$x"', "unfinished double quote")
    ]


def test_a_here_document_of_an_unfinished_substitution_is_forgotten_with_it() -> None:
    text = 'echo "$(cat <<a\ndocker ps\n'
    tree, _, _ = parse(text.encode())
    assert [text[statement.start : statement.end] for statement in tree.statements] == [
        'echo "$(cat <<a',
        "docker ps",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "docker ps\n" * 10_000,
        "docker run " + '"$((a\n"$(b\n' * 5_000,
        "echo " + "a" * 100_000 + " $(b)" * 20_000,
        "cat <<a\n" + "$b\n" * 20_000 + "a\n",
        '"' + "$b " * 20_000,
        "((" * 20_000,
        "x=(" + "a " * 20_000,
    ],
    ids=itertools.count(),
)
def test_the_checkpoint_is_asked_as_often_as_the_text_is_long(text: str) -> None:
    asked: list[int] = []
    reader = Parser(text)
    reader.checkpoint = lambda: asked.append(reader.at)
    reader.parse()
    assert len(asked) >= len(text) // (2 * STRIDE)


class _Ended(Exception):
    pass


def test_the_checkpoint_ends_the_reading() -> None:
    def checkpoint() -> None:
        raise _Ended

    reader = Parser('echo "$(docker ps "')
    reader.checkpoint = checkpoint
    with pytest.raises(_Ended):
        reader.parse()
    assert reader.at == 0
