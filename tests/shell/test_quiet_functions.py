"""Functions that only print and compute: their calls cost one step, and others are followed as before."""

from __future__ import annotations

import pytest

from persistlint.shell.evaluate.frames import FunctionEntry
from persistlint.shell.evaluate.quiet import keeps_to_itself
from persistlint.shell.invocation import Gap
from persistlint.text.budgets import MOST_OPEN_PIECES, MOST_STEPS
from tests.shell.shell_calls import engine_calls, evaluate

#: A menu as people draw it: a cell for each item, cut to a width by functions.
MENU = """
width() { local text="$1"; if [ ${#text} -gt 9 ]; then echo "${text:0:$((9 - 3))}..."; else echo "$text"; fi; }
cell() { local number=$1 selected=$2; local text=$(width "item $number"); if [[ $selected -eq 1 ]]; then printf "> %s" "$text" >&2; fi; }
"""


def test_a_call_costs_no_more_than_its_words() -> None:
    many = evaluate(MENU + "cell 1 1\n" * 300 + "docker ps\n")
    few = evaluate(MENU + "true 1 1\n" * 300 + "docker ps\n")
    assert many.spent_steps <= few.spent_steps + 300
    assert len(engine_calls(many)) == 1


@pytest.mark.parametrize(
    "body",
    [
        "V=b",
        "local x; x=1; V=$x",
        "local x=${V:=b}",
        "printf -v V b",
        "read -r V",
        "cd /b",
        "echo a > /b",
        "set -- b",
        "export V=b",
        "V=b other",
        "for V in b; do echo; done",
        "((V = 1))",
        "[[ $V =~ b ]]",
        "other",
        "$V",
        "exit 1",
        "echo & wait",
        "eval V=b",
        "echo $(docker ps)",
        "unset V",
        "echo a | while read -r x; do docker ps; done",
    ],
)
def test_what_does_more_is_followed(body: str) -> None:
    text = f"V=a\nother() {{ docker volume ls; }}\nf() {{ {body}; }}\ndocker run $V\n"
    evaluator = evaluate(text)
    function = evaluator.environment.get("f()")
    assert isinstance(function, FunctionEntry)
    assert not keeps_to_itself(evaluator, function)


def test_what_it_calls_is_called() -> None:
    evaluator = evaluate("a() { echo; }\nb() { a; }\nb\ndocker ps\n")
    assert len(evaluator.called) == 2


def test_one_that_is_redefined_is_looked_at_again() -> None:
    text = "a() { echo; }\nb() { a; }\nb\na() { docker ps; }\nb\n"
    assert len(engine_calls(evaluate(text))) == 1


def test_a_menu_that_comes_back_to_itself_is_followed_once() -> None:
    items = "".join(f"  if [ $x = {number} ]; then docker stop c{number}; menu; fi\n" for number in range(24))
    evaluator = evaluate(f"menu() {{\n{items}}}\nmenu\n")
    assert not evaluator.spent
    assert evaluator.spent_steps < 10_000
    assert {event.words[2].text for event in engine_calls(evaluator)} == {
        f"c{number}" for number in range(24)
    }


def test_other_words_are_followed_further() -> None:
    evaluator = evaluate('f() { docker stop "c$1"; f "$(($1 + 1))"; }\nf 1\n')
    assert [event.words[2].text for event in engine_calls(evaluator)] == ["c1", "c2", "c3"]


def test_words_of_long_commands_are_steps() -> None:
    grows = "".join(f'O+=(-v v{number}:/x{number})\ndocker run "${{O[@]}}" app:1\n' for number in range(480))
    evaluator = evaluate(grows, budget=MOST_STEPS)
    assert evaluator.spent
    assert sum(len(event.words) for event in engine_calls(evaluator)) < MOST_STEPS


@pytest.mark.parametrize("wrapper", ["ssh h ", "eval "])
def test_scripts_inside_scripts_have_a_weight(wrapper: str) -> None:
    evaluator = evaluate(wrapper * (MOST_OPEN_PIECES // 8) + "docker run a\n")
    assert any(isinstance(event, Gap) and "too long" in event.reason for event in evaluator.events)
    assert len(engine_calls(evaluate(wrapper * 20 + "docker run a\n"))) == 1
