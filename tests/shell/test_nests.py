"""What a nest costs: steps, counted at 16, 32 and 64 deep."""

from __future__ import annotations

import pytest

from persistlint.shell.evaluate.evaluator import Evaluator
from persistlint.shell.invocation import Gap
from persistlint.text.budgets import MOST_STEPS

pytestmark = pytest.mark.long


LINE = "docker run -d postgres:16\n"


def nest(opening: str, closing: str, depth: int) -> str:
    """Return ``LINE`` in so many compound commands; ``{n}`` is the number of each."""
    begun = "".join(opening.replace("{n}", str(number)) for number in range(depth))
    return begun + LINE + "".join(closing.replace("{n}", str(depth - 1 - number)) for number in range(depth))


def steps(text: str) -> int:
    evaluator = Evaluator("x.sh")
    evaluator.fragment(text.encode(), 0)
    evaluator.uncalled()
    assert any(not isinstance(event, Gap) for event in evaluator.events)
    assert not evaluator.spent
    return evaluator.spent_steps


@pytest.mark.parametrize(
    ("opening", "closing"),
    [
        ('if [ "$A{n}" ]; then\n', "fi\n"),
        ('if [ "$A{n}" ]; then\n x=1\n', "else\n x=2\nfi\n"),
        ("case $A{n} in\nx)\n", ";;\nesac\n"),
        ("{\n", "}\n"),
        ("(\n", ")\n"),
    ],
)
def test_branches_and_groups_are_walked_once(opening: str, closing: str) -> None:
    small, middle, large = (steps(nest(opening, closing, depth)) for depth in (16, 32, 64))
    assert large <= 2.1 * middle <= 2.1 * 2.1 * small


@pytest.mark.parametrize(
    ("opening", "closing"),
    [
        ("for x in $Y{n}; do\n", "done\n"),
        ("while read -r x{n}; do\n", "done\n"),
        ("until [ -f x{n} ]; do\n", "done\n"),
        ("for ((i = 0; i < n; i++)); do\n", "done\n"),
    ],
)
def test_a_loop_is_walked_twice_in_a_walk_of_the_loop_around(opening: str, closing: str) -> None:
    small, middle, large = (steps(nest(opening, closing, depth)) for depth in (16, 32, 64))
    assert large <= 4.5 * middle <= 4.5 * 4.5 * small
    assert large < MOST_STEPS // 20


@pytest.mark.parametrize(
    "opening", ["for x in a b; do\n", "for x{n} in a b; do\n", "for x{n} in a b c d; do\n"]
)
def test_rounds_and_walks_do_not_multiply(opening: str) -> None:
    small, middle, large = (steps(nest(opening, "done\n", depth)) for depth in (16, 32, 64))
    assert middle <= 4 * small
    assert large <= 2 * middle
    assert large < MOST_STEPS // 2


@pytest.mark.parametrize(
    ("opening", "closing"),
    [
        ('while [ "$(\n', ')" = x ]; do\n read -r y\ndone\n'),
        ("until grep -q x <(\n", "); do\n read -r y\ndone\n"),
    ],
)
def test_loops_in_conditions_do_not_double_the_walks(opening: str, closing: str) -> None:
    small, middle, large = (steps(nest(opening, closing, depth)) for depth in (8, 16, 32))
    assert large <= 4.5 * middle <= 4.5 * 4.5 * small


def test_functions_that_loops_define_do_not_double_the_rounds() -> None:
    opening, closing = "while read -r x{n}; do\n g{n}() { echo; }\n", "done\n"
    small, middle = (steps(nest(opening, closing, depth)) for depth in (16, 32))
    assert middle <= 8 * small


def test_a_function_that_a_loop_inside_defines_is_called_in_the_next_round() -> None:
    evaluator = Evaluator("x.sh")
    evaluator.fragment(
        b"f() { :; }\nwhile read -r a; do\n f\n while read -r b; do\n  f() { docker run -d postgres:16; }\n done\ndone\n",
        0,
    )
    evaluator.uncalled()
    assert any(not isinstance(event, Gap) for event in evaluator.events)
