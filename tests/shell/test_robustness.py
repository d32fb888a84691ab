"""Text that nobody writes, and text that is half typed: the evaluator ends, and its work is bounded by counts of steps."""

from __future__ import annotations

import glob
import itertools
import os
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from persistlint.shell.evaluate.evaluator import Evaluator
from persistlint.shell.evaluate.state import STEPS_BETWEEN
from persistlint.shell.invocation import NotUnderstood
from persistlint.shell.syntax.nodes import PLACEHOLDER, For, SimpleCommand
from persistlint.shell.syntax.parser import Parser
from persistlint.text.budgets import MOST_EVENTS, MOST_STEPS, MOST_WORDS
from tests.shell.shell_calls import calls, engine_calls, evaluate
from tests.shell.shell_tables import KNOWN, UNKNOWN

pytestmark = pytest.mark.long


_MANY = 10_000
_MILLION = 1_000_000

#: Title → (text, the most steps that it may take).
CASES = {
    "substitutions": ("echo " + "$(" * _MANY + "docker run x" + ")" * _MANY, 10),
    "substitutions without end": ("echo " + "$(" * _MANY, 10),
    "parameters": ("echo " + "${a:-" * _MANY, 10),
    "quotes": ("echo " + '"$(echo ' * _MANY, 10),
    "groups": ("{ " * _MANY, 10),
    "subshells": ("(" * _MANY, 10),
    "arithmetic": ("echo " + "$((" * _MANY + "1" + "))" * _MANY, 200),
    "braces in a word": ("docker run " + "{a," * _MANY + "b" + "}" * _MANY, 10),
    "conditions": ("if true; then " * _MANY, 10),
    "cases": ("case x in x) " * _MANY, 10),
    "semicolons": (";" * 1_000_000, 10),
    "semicolons apart": ("; " * 100_000, 10),
    "closing brackets": (")" * 1_000_000, 10),
    "open brackets": ("(" * 1_000_000, 10),
    "open braces": ("{" * 100_000, 10),
    "single quotes": ("'" * 100_001, 10),
    "double quotes": ('"' * 100_001, 10),
    "backslashes": ("\\" * 100_001, 10),
    "a long line": ("docker run " + "x " * 50_000, 10),
    "a long word": ("docker run " + "x" * 1_000_000, 10),
    "a large array": ("a=(" + "x " * 100_000 + ')\ndocker run "${a[@]}"', 10),
    "a growing array": ("a+=(x)\n" * 5_000 + 'docker run "${a[@]}"', 15_000),
    "a growing text": ('a="$a x"\n' * 5_000 + 'docker run "$a"', 20_000),
    "a doubling text": ("a=x\n" + "a=$a$a\n" * 60 + "docker run $a", 400),
    "a doubling array": ("a=(x)\n" + 'a=("${a[@]}" "${a[@]}")\n' * 60 + 'docker run "${a[@]}"', 7_000),
    "an array of a million words": ("a=(" + "x " * _MILLION + ')\ndocker run "${a[@]}"', 10),
    "an array of a million lines": ("a=(\n" + "x\n" * _MILLION + ')\ndocker run "${a[@]}"', 10),
    "an array of a million quoted words": ("a=(" + "'x y' " * _MILLION + ")\ndocker run ${#a[@]}", 10),
    "an array of many elements": (
        "a=(" + "".join(f"[{n}]=x " for n in range(100_000)) + ')\ndocker run "${a[@]}"',
        1_100,
    ),
    "an associative array of many elements": (
        "declare -A a=(" + "".join(f"[k{n}]=x " for n in range(100_000)) + ")\ndocker run ${#a[@]}",
        1_100,
    ),
    "an element far away": (
        "a[1000000]=x\na[9999999999999999999999]=y\ndocker run ${a[@]} ${a[1000000]}",
        20,
    ),
    "many elements": (
        "".join(f"a[{n}]=x\nb[k{n}]=y\n" for n in range(_MANY)) + "docker run ${#a[@]}",
        60_000,
    ),
    "copies of an array": (
        "a=(" + "x " * 900 + ")\n" + 'a=("${a[@]}")\n' * 300 + "docker run $a",
        140_000,
    ),
    "a command of a million words": ("docker run " + "x " * _MILLION, 10),
    "a loop over a million words": ("for i in " + "x " * _MILLION + "; do docker run $i; done", 10),
    "a million parameters": ("set -- " + "x " * _MILLION + '\ndocker run $1 $# "$@"', 25_000),
    "assignments in one command": ("A=1 " * 50_000 + "\ndocker run $A", 52_000),
    "a loop over large braces": ("for i in {1..10000000}; do docker run $i; done", 10),
    "an array of large braces": ("a=({1..10000000})\ndocker run ${#a[@]} ${a[5]}", 10),
    "a large brace expansion": ("docker run {1..10000000} {1..10000000}", 10),
    "a product of braces": ("docker run " + "{a,b}" * 40, 10),
    "arrays as arguments": ("docker run -e A=(x) img\n" * _MANY, _MANY + 10),
    "here-documents without end": ("cat <<A <<B\n" * _MANY, 10),
    "here-documents on one line": ("cat" + " <<A" * _MANY + "\n", 10),
    "recursion": ("f() { f; f; }\nf\ndocker run x", 200),
    "recursion at many places": (
        "f() {\n" + "".join(f'f "$1{n}"\ndocker run "x$1"\n' for n in range(8)) + "}\nf a",
        4_000,
    ),
    "recursion with arguments": ('f() { f "$@" x; g "$@"; }\ng() { f "$@" "$@"; }\nf a', 400),
    "calls that double": (
        "".join(f"f{n}() {{ f{n + 1}; f{n + 1}; }}\n" for n in range(30)) + "f30() { docker run x; }\nf0",
        MOST_STEPS,
    ),
    "recursive aliases": ("shopt -s expand_aliases\nalias a='a b' b='a'\na\ndocker run x", 20),
    "eval of itself": ('x=\'eval "$x"\'\neval "$x"', 200),
    "eval of itself twice": ('x=\'eval "$x"; eval "$x"\'\neval "$x"', MOST_STEPS),
    "bash of itself": ('x=\'bash -c "$x"\'; export x\nbash -c "$x"', 200),
    "loops around everything": ("while :; do " * 100 + "docker run x" + "; done" * 100, 12_000),
    "unrolled loops": ("for a in 1 2 3 4 5 6 7 8; do\n" * 8 + "docker run $a\n" + "done\n" * 8, 3_000),
    "loops of functions in loops": (
        "L=({1..30})\nf() { for x in ${L[@]}; do echo $x; [ -f $x ] && return; done; }\n"
        "for i in ${L[@]}; do f; while g; do f; done; f; done",
        5_000,
    ),
    "branches": (
        "".join(f'[ -f {n} ] && a="$a -v x{n}:/y"\n' for n in range(300)) + "docker run $a img",
        5_000,
    ),
    "a long list of questions": ("[ -f x ] && " * 1_000 + "docker run $V", 2_500),
    "a long list of questions and answers": ("[ -f x ] && V=1 || " * 1_000 + "docker run x$V", 6_000),
    "a long pipeline": ("a | " * _MANY + "b", 30_000),
    "a pattern that backtracks": (
        "A=" + "a" * 1_500 + "\n[[ $A == *a*a*a*a*a*a*b ]]\ndocker run ${A##*a*a*a*a*b} ${A//*a*a*b/x}",
        20,
    ),
    "private characters": ("docker run \ue000 \ue0001\ue001 \ue000x\ue001 a\ue001", 10),
    "digits that are none": ("shift ²; a[²]=1; ((a=²)); docker run $² ${a:²} {²..³} $((²))", 30),
}


@pytest.mark.parametrize("title", CASES)
def test_it_ends_within_its_steps(title: str) -> None:
    text, most = CASES[title]
    evaluator = evaluate(text)
    assert evaluator.spent_steps <= most
    assert len(evaluator.events) <= max(MOST_EVENTS + 50, text.count("\n") + 1)


def test_a_file_that_sources_itself() -> None:
    text = ". ./self.sh\n. ./self.sh\ndocker run x\n"
    assert evaluate(text, files={"self.sh": text}).spent_steps <= MOST_STEPS + 100


def test_what_nests_too_deeply_is_said_and_the_rest_is_read() -> None:
    text = "docker run a\necho " + "$(" * 5_000 + "docker run b" + ")" * 5_000 + "\ndocker run c\n"
    evaluator = evaluate(text)
    assert [call.words[2].text for call in engine_calls(evaluator)] == ["a", "c"]
    assert [event.reason for event in evaluator.events if isinstance(event, NotUnderstood)] == [
        "nested too deeply"
    ]


def test_a_here_document_that_nests_too_deeply_leaves_the_rest_as_it_is() -> None:
    text = "if a <<E; then\n" + "$(" * 150 + "\nE\ndocker run b\nfi\ndocker run c\n"
    assert [call.words[2].text for call in engine_calls(evaluate(text))] == ["b", "c"]


def test_thousands_of_arms_of_an_if_are_all_read() -> None:
    arms = "".join(f'elif [ "$a{number}" ]; then docker run -d x{number}\n' for number in range(3_000))
    evaluator = evaluate(f"if a; then :\n{arms}else docker run y\nfi\n")
    assert len(engine_calls(evaluator)) == 3_001
    assert evaluator.spent_steps < 20_000


def test_a_spent_budget_is_said() -> None:
    evaluator = evaluate("docker run x\n" * 100, budget=50)
    assert evaluator.spent
    assert any("budget" in getattr(event, "reason", "") for event in evaluator.events)


@pytest.mark.parametrize("count", [10, 100, 1_000])
def test_steps_grow_as_the_text_does(count: int) -> None:
    unit = "f{n}() {{ docker run $1; }}\nf{n} a\nfor i in a b; do V=$i; done\nif [ -f x ]; then W=$V; fi\n"
    text = "".join(unit.format(n=n) for n in range(count))
    ten = evaluate("".join(unit.format(n=n) for n in range(10))).spent_steps
    assert abs(evaluate(text).spent_steps - ten * count / 10) <= count / 10


def _texts() -> list[str]:
    folder = os.path.join(os.path.dirname(__file__), "..", "..", "examples")
    out = []
    for path in sorted(glob.glob(os.path.join(folder, "**", "*.sh"), recursive=True)):
        with open(path, encoding="utf-8") as file:
            out.append(file.read())
    rows = [text for table in (KNOWN, UNKNOWN) for rows in table.values() for text, _ in rows]
    return [*out, "\n".join(rows)]


TEXTS = _texts()


@pytest.mark.parametrize("number", range(len(TEXTS)))
def test_a_script_that_ends_anywhere(number: int) -> None:
    """The half-typed file of an editor."""
    text = TEXTS[number]
    edges = [match.start() for match in re.finditer(r"\w+|\s+|.", text, re.S)]
    for end in edges[:: max(len(edges) // 60, 1)]:
        assert evaluate(text[:end], budget=20_000).spent_steps <= 20_000 + 100


@settings(max_examples=60)
@given(st.data())
def test_scripts_cut_into_each_other(data: st.DataObject) -> None:
    pieces = []
    for _ in range(data.draw(st.integers(1, 4))):
        text = data.draw(st.sampled_from(TEXTS))
        start = data.draw(st.integers(0, len(text)))
        pieces.append(text[start : start + data.draw(st.integers(0, 400))])
    assert evaluate("".join(pieces), budget=20_000).spent_steps <= 20_000 + 100


@settings(max_examples=150)
@given(st.text(alphabet="ab \n\t'\"\\$`(){}[]<>|&;#=*?!~-+@:,./1é\ue000", max_size=80))
def test_any_text(text: str) -> None:
    assert evaluate("docker run " + text, budget=5_000).spent_steps <= 5_100


def test_what_is_kept_of_a_million_words_is_bounded() -> None:
    """Words of one command, array or loop beyond ``MOST_WORDS`` are read, and one word stands for them all."""
    words = "x " * (MOST_WORDS + 20)
    for text in (f"docker run {words}", f"for i in {words}; do :; done", f"a=({words})"):
        (node,) = Parser(text).parse()[0].statements
        if isinstance(node, For):
            nodes = node.words or []
        else:
            assert isinstance(node, SimpleCommand)
            node.read()
            nodes = node.words or node.assignments[0].array or []
        assert len(nodes) == MOST_WORDS + 1 and nodes[-1].parts[0].kind == PLACEHOLDER
    (call,) = engine_calls(evaluate(f"docker run {words} 2> log; docker ps"))[:1]
    assert call.words[-1].opaque and call.stdout is None and len(call.words) == MOST_WORDS + 1


def test_a_list_that_grows_too_long_is_unknown() -> None:
    for grown in ("a+=(x)\n", "a[${#a[@]}]=x\n"):
        text = "a=()\n" + grown * 1_100 + "docker run ${#a[@]}"
        assert calls(text) == ["docker run ⟨#a⟩"]


@pytest.mark.parametrize(
    "text",
    [
        "for i in {1..60}; do for j in {1..4}; do a $i; b $j; done; done\n",
        "f() { " + "a b; " * 2_000 + "}\nf\n",
        "if a; then\n" + "docker ps\n" * 2_000 + "fi\n",
        "eval '" + "x=1; " * 2_000 + "'\n",
    ],
)
def test_the_evaluator_asks_the_checkpoint_every_few_steps(text: str) -> None:
    asked: list[int] = []
    evaluator = Evaluator("a.sh", checkpoint=lambda: asked.append(evaluator.spent_steps))
    evaluator.fragment(text.encode(), 0)
    steps = [later - earlier for earlier, later in itertools.pairwise(asked)]
    assert evaluator.spent_steps > 900
    assert max(steps) <= 3 * STEPS_BETWEEN


@pytest.mark.parametrize("change", ["cd a", "pushd a"])
def test_a_working_directory_of_many_parts_is_let_go(change: str) -> None:
    """Ten thousand of them held some 800 MB: each step had a path of its own."""
    (call,) = engine_calls(evaluate(f"{change}\n" * 1_000 + "docker run -v ./x:/x app:1\n"))
    assert len(call.cwd.pieces) < 500
    assert call.cwd.unknowns
